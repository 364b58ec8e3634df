"""What the worker does for the ledger. Everything asks the time, so an outage is made good."""

from datetime import datetime, timedelta

from sqlalchemy import select

from weijiayuan.background import every, every_in_steps
from weijiayuan.db import db
from weijiayuan.events.models import Event, stands_open
from weijiayuan.events.rules.vocabulary import Source
from weijiayuan.events.service import (
    automatic_closing,
    calendar_changes,
    notifications,
    public_text,
)
from weijiayuan.events.statistics import overview
from weijiayuan.events.supervision import escalation

HOURS_LOOKED_BACK = 26


@every(minutes=1)
def escalate(now: datetime) -> str:
    """Raise the rungs that clocks reached, each once, with the moment it was reached."""
    count = escalation.escalate(now)
    return f"{count} rungs raised" if count else ""


@every(minutes=1)
def follow_calendar(_now: datetime) -> str:
    """Set the running clocks by a calendar that somebody changed, before they are looked at."""
    count = calendar_changes.follow_calendar()
    return f"{count} clocks moved with the calendar" if count else ""


@every(minutes=5)
def settle(now: datetime) -> str:
    """Close what nobody disputes, and accept what a community left unanswered."""
    closed, accepted = (
        automatic_closing.close_undisputed(now),
        automatic_closing.accept_silently(now),
    )
    return f"{closed} closed, {accepted} orders accepted" if closed + accepted else ""


@every_in_steps(minutes=2)
def read_words(now: datetime) -> str:
    """Look for names in words that were written before anybody looked for them."""
    count = 0
    while done := public_text.read_portion(now=now):
        count += done
    return f"{count} matters read for names" if count else ""


@every(minutes=15)
def let_go_of_unhandled(now: datetime) -> str:
    """Free what is still bound to matters that were withdrawn or rejected."""
    count = automatic_closing.let_go_of_unhandled(now)
    return f"{count} matters let go of what hung on them" if count else ""


@every(minutes=60)
def archive(now: datetime) -> str:
    """Archive matters closed for thirty days."""
    count = automatic_closing.archive_old(now)
    return f"{count} archived" if count else ""


@every(minutes=10)
def announce(now: datetime) -> str:
    """Tell the people of a place about anonymous matters of the hours that are over."""
    hour = now.replace(minute=0, second=0, microsecond=0)
    since = hour - timedelta(hours=HOURS_LOOKED_BACK)
    wanted = select(Event).where(
        Event.source == Source.ANONYMOUS,
        stands_open(),
        Event.reported_at >= since,
        Event.reported_at < hour,
    )
    events = db.session.scalars(wanted).all()
    for event in events:
        notifications.announce(event, now=now)
    return ""


@every(minutes=30)
def roll_up(now: datetime) -> str:
    """Add up the days that are over, so that totals need not count every matter there ever was."""
    days = overview.roll_up(now)
    return f"{days} days added up" if days else ""
