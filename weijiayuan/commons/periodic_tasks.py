"""What the commons do by themselves. All follows from the time, so late is as good as early."""

from datetime import datetime

from weijiayuan.background import every, every_in_steps
from weijiayuan.commons.queries import ballots
from weijiayuan.commons.queries import meeting_outcomes as outcome_queries
from weijiayuan.commons.queries import meetings as meeting_queries
from weijiayuan.commons.service import (
    agenda_lottery,
    ballot_cancellation,
    department_referrals,
    published_text_rescreening,
    vote_counting,
)
from weijiayuan.db import reading, transaction
from weijiayuan.lottery_draws import queries as draws
from weijiayuan.web.messages import text

AT_ONCE = 50


@every_in_steps(minutes=5)
def count_ended_ballots(now: datetime) -> str:
    """Count the ballots that ended, but those whose slips are still to be typed."""
    with reading():
        ended = ballots.ended_unclosed(now, limit=AT_ONCE)
    closed = 0
    for ballot_id in ended:
        with transaction():
            closed += vote_counting.close_due(ballot_id, now=now)
    return f"{closed} ballots counted" if closed else ""


@every(minutes=5)
def call_off_with_meetings(now: datetime) -> str:
    """Call off what was to be voted on at meetings that are not held."""
    found = ballots.meetings_not_held(now, limit=AT_ONCE)
    reason = text("commons.meeting_not_held")
    count = sum(
        ballot_cancellation.cancel_with_meeting(each, reason=reason, now=now) for each in found
    )
    return f"{count} ballots called off with their meetings" if count else ""


@every(minutes=5)
def draw_agendas(now: datetime) -> str:
    """Draw the agendas whose lists have closed."""
    found = [
        meeting_queries.meeting_to_change(each)
        for each in meeting_queries.meetings_to_draw(draws.due(now))
    ]
    for meeting in found:
        agenda_lottery.draw_agenda(meeting, now=now)
    return f"{len(found)} agendas drawn" if found else ""


@every(minutes=10)
def follow_departments(now: datetime) -> str:
    """Note which departments' matters are over, so that the raisers can check them."""
    waiting = outcome_queries.called_departments(limit=AT_ONCE * 10)
    over = sum(department_referrals.follow(each, now=now) for each in waiting)
    return f"{over} outcomes done by departments" if over else ""


@every_in_steps(minutes=5)
def read_published_words(now: datetime) -> str:
    """Look for names in words that were public before this guard."""
    count = 0
    while done := published_text_rescreening.read_portion(now=now, most=AT_ONCE):
        count += done
    return f"{count} texts read for names" if count else ""
