"""Who serves follows from the duties that an administrator gives and takes, whoever forgets to say.

A new judge enters the pool of those whose time is claimed. What somebody had whose duty ended, or
whose account was shut, goes on with another: sessions, mediations, reviews, appeals, shifts.
"""

import logging
from collections.abc import Callable, Iterable
from datetime import datetime
from uuid import UUID

from weijiayuan import audit
from weijiayuan.accounts.rules import Role
from weijiayuan.appeals import orphaned_assignment_queries
from weijiayuan.appeals import queries as appeal_queries
from weijiayuan.appeals.models import Confirmation, Mediation
from weijiayuan.appeals.models.appeals import HandOverState
from weijiayuan.appeals.service import appeal_lifecycle, court_session_booking, mediator_selection
from weijiayuan.appeals.service.mediation_notices import tell_staff
from weijiayuan.db import db

logger = logging.getLogger(__name__)
DUTY_ENDED = "duty ended"


def reconcile(now: datetime) -> dict[str, int]:
    """Let everything be with somebody who serves; returns what was changed. Safe to repeat."""
    steps: dict[str, Callable[[datetime], int]] = {
        "judges appointed": appoint_judges,
        "sessions moved": _move_sessions,
        "mediations given on": _give_mediations_on,
        "reviews taken back": _take_reviews_back,
        "shifts dropped": _drop_shifts,
        "hand-overs returned": _return_hand_overs,
        "appeals given on": _give_appeals_on,
    }
    return {name: count for name, step in steps.items() if (count := step(now))}


def appoint_judges(now: datetime) -> int:
    """Let everybody with the duty of a judge be one whose time can be claimed."""
    del now
    new = orphaned_assignment_queries.judges_without_time()
    for staff_id in new:
        court_session_booking.appoint_judge(staff_id)
        audit.record("judge appointed", subject_kind="staff", subject_id=staff_id)
    db.session.flush()
    return len(new)


def _move_sessions(now: datetime) -> int:
    moved = orphaned_assignment_queries.sessions_of_nobody()
    for found in moved:
        court_session_booking.replace_judge(found, now=now)
        _tell_the_court(found, now)
    return len(moved)


def _tell_the_court(found: Confirmation, now: datetime) -> None:
    """Tell who keeps the rooms and who mediates that the session has another judge, or none."""
    mediation = db.session.get_one(Mediation, found.mediation_id)
    told = [mediation.mediator_id, *appeal_queries.holders_of_duty(Role.ROOM_KEEPER)]
    facts = {
        "number": found.number,
        "then": "已由别的法官接手" if found.judge_id else "还没有法官接手，请另约时间",
    }
    cause = f"{found.number}:{found.judge_id}:{now.timestamp():.0f}"
    tell_staff(mediation, told, "judge_gone", facts, cause=cause, now=now)


def _give_mediations_on(now: datetime) -> int:
    """Let whoever mediates no more leave; another is drawn, or the duty worker is told."""
    left = orphaned_assignment_queries.mediations_of_nobody()
    for mediation in left:
        mediator_selection.send_away(mediation, side=DUTY_ENDED, now=now)
    return len(left)


def _take_reviews_back(now: datetime) -> int:
    """Let terms be sent to another reviewer; the mediator sees that nobody has them."""
    del now
    waiting = orphaned_assignment_queries.reviews_of_nobody()
    for row in waiting:
        db.session.delete(row)
    return len(waiting)


def _drop_shifts(now: datetime) -> int:
    ended = orphaned_assignment_queries.shifts_of_nobody(now)
    for row in ended:
        audit.record("duty shift dropped", subject_kind="staff", subject_id=row.staff_id)
        db.session.delete(row)
    return len(ended)


def _return_hand_overs(now: datetime) -> int:
    """Give back what was offered to somebody who can take nothing any more."""
    offered = orphaned_assignment_queries.offers_to_nobody()
    for row in offered:
        row.state, row.answered_at = HandOverState.RETURNED, now
    return len(offered)


def _give_appeals_on(now: datetime) -> int:
    """Give the open appeals of who left to whoever is on duty there; nobody falls between."""
    given = 0
    for appeal in orphaned_assignment_queries.appeals_of_nobody():
        heir = _first(appeal_queries.on_duty(appeal.community_code, now))
        if heir is None:
            logger.warning("nobody is left for an appeal", extra={"appeal_id": str(appeal.id)})
            continue
        offered = appeal_queries.pending_hand_over(appeal.id)
        if offered is not None:
            offered.state, offered.answered_at = HandOverState.RETURNED, now
            db.session.flush()
        appeal_lifecycle.give_to(appeal, heir, how="given on", now=now)
        given += 1
    return given


def _first(staff: Iterable[UUID]) -> UUID | None:
    return next(iter(staff), None)
