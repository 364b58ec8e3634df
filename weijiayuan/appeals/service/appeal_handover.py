"""Handing an appeal to a colleague: it is theirs when they accept, and not before."""

from datetime import datetime
from uuid import UUID

from weijiayuan import audit
from weijiayuan.appeals import queries
from weijiayuan.appeals.errors import CannotTake, HandOverPending, NoHandOver
from weijiayuan.appeals.models import Appeal, HandOver
from weijiayuan.appeals.models.appeals import HandOverState
from weijiayuan.appeals.rules import appeal_deadlines
from weijiayuan.appeals.rules.states import OPEN_APPEALS
from weijiayuan.appeals.service import appeal_lifecycle, domestic_violence_guard
from weijiayuan.db import db
from weijiayuan.kernel.state_machine import IllegalMove


def offer(number: str, *, to: UUID, note: str, by: UUID, now: datetime) -> HandOver:
    """Offer an appeal to a colleague. Raises `HandOverPending`, `CannotTake`, `NotHolder`."""
    appeal_lifecycle.check_words(note)
    appeal = appeal_lifecycle.held(number, by=by)
    if appeal.state not in OPEN_APPEALS:
        raise IllegalMove(old=appeal.state, new="hand_over", allowed=[])
    if queries.pending_hand_over(appeal.id) is not None:
        raise HandOverPending
    if to == by or not queries.can_take(to):
        raise CannotTake(fields={"to": ["appeals.cannot_take"]})
    offered = HandOver(
        appeal_id=appeal.id,
        from_id=by,
        to_id=to,
        sent_at=now,
        answer_by=now + appeal_deadlines.ANSWER_WITHIN,
        note=note,
    )
    db.session.add(offered)
    domestic_violence_guard.note(appeal, note)
    audit.record("appeal offered", subject_kind="appeal", subject_id=appeal.id, to=to)
    return offered


def accept(number: str, *, by: UUID, now: datetime) -> Appeal:
    """Take an appeal that is offered. Raises `NoHandOver`."""
    appeal, offered = _offered(number, by)
    _answer(offered, HandOverState.ACCEPTED, now)
    appeal_lifecycle.give_to(appeal, by, how="accepted", now=now)
    return appeal


def decline(number: str, *, reason: str, by: UUID, now: datetime) -> Appeal:
    """Leave an appeal with who offers it, saying why. Raises `NoHandOver`."""
    appeal, offered = _offered(number, by)
    _answer(offered, HandOverState.DECLINED, now)
    offered.reason = reason
    domestic_violence_guard.note(appeal, reason)
    audit.record("appeal declined", subject_kind="appeal", subject_id=appeal.id)
    return appeal


def _offered(number: str, by: UUID) -> tuple[Appeal, HandOver]:
    appeal = queries.locked(number)
    offered = queries.pending_hand_over(appeal.id)
    if offered is None or offered.to_id != by or appeal.state not in OPEN_APPEALS:
        queries.for_staff(number, by)
        raise NoHandOver
    return appeal, offered


def _answer(offered: HandOver, state: HandOverState, now: datetime) -> None:
    offered.state, offered.answered_at = state, now
    db.session.flush()


def return_silent(now: datetime) -> int:
    """Give back what nobody answered for half an hour, and let it rise a level."""
    silent = queries.silent_hand_overs(now)
    for offered in silent:
        _answer(offered, HandOverState.RETURNED, now)
        appeal = db.session.get_one(Appeal, offered.appeal_id)
        if appeal.state not in OPEN_APPEALS:
            continue
        appeal.level = min(2, appeal.level + 1)
        audit.record(
            "appeal returned", subject_kind="appeal", subject_id=appeal.id, level=appeal.level
        )
    return len(silent)
