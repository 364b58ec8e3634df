"""What the worker does for appeals: calls, silent hand-overs, dead leads, follow-ups."""

from datetime import datetime

from sqlalchemy import delete

from weijiayuan.appeals.models import Lead
from weijiayuan.appeals.service import (
    appeal_handover,
    duty_worker_paging,
    mediation_invitations,
    mediation_term,
    mediator_selection,
    staff_reassignment,
)
from weijiayuan.background import every
from weijiayuan.db import db


@every(minutes=0.25)
def call_next_in_line(now: datetime) -> str:
    """Send the steps of calls that nobody acknowledged; each fires once."""
    sent = duty_worker_paging.send_due(now)
    return f"{sent} calls" if sent else ""


@every(minutes=1)
def return_silent_hand_overs(now: datetime) -> str:
    """Give back hand-overs that were not answered for half an hour."""
    returned = appeal_handover.return_silent(now)
    return f"{returned} hand-overs returned" if returned else ""


@every(minutes=1)
def follow_duties(now: datetime) -> str:
    """Let judges, mediators, reviewers, shifts and appeals follow the duties that were given."""
    changed = staff_reassignment.reconcile(now)
    return ", ".join(f"{count} {what}" for what, count in changed.items())


@every(minutes=10)
def find_mediators(now: datetime) -> str:
    """Draw again for mediations that nobody mediates."""
    found = mediator_selection.draw_for_waiting(now)
    return f"{found} mediators found" if found else ""


@every(minutes=10)
def note_silent_sides(now: datetime) -> str:
    """Note invitations that nobody answered in time, and tell who waits."""
    silent = mediation_invitations.note_silence(now)
    return f"{silent} invitations unanswered" if silent else ""


@every(minutes=10)
def call_for_overdue_mediations(now: datetime) -> str:
    """Call somebody for mediations past their days, and tell the sides."""
    late = mediation_term.tell_of_overdue(now)
    return f"{late} mediations past their days" if late else ""


@every(minutes=60)
def let_leads_die(now: datetime) -> str:
    """Delete leads after thirty days: no file on anybody grows out of them."""
    gone = db.session.execute(delete(Lead).where(Lead.expires_at <= now))
    count: int = gone.rowcount  # type: ignore[attr-defined]  # a CursorResult
    return f"{count} leads died" if count else ""
