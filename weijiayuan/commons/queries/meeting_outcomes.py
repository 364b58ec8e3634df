"""Questions about what meetings ended in."""

from collections.abc import Sequence
from typing import Any
from uuid import UUID

from sqlalchemy import Select, or_, select

from weijiayuan.commons.errors import OutcomeNotFound
from weijiayuan.commons.models import CommonsMeeting, Outcome
from weijiayuan.commons.queries.fetch_by_id import row_of, row_to_change
from weijiayuan.commons.rules.states import MeetingState, OutcomeKind, OutcomeState
from weijiayuan.db import db
from weijiayuan.events.models import Event
from weijiayuan.events.rules.vocabulary import OVER


def outcome(outcome_id: UUID) -> Outcome:
    """Return an outcome. Raises `OutcomeNotFound`."""
    return row_of(Outcome, outcome_id, OutcomeNotFound)


def outcome_to_change(outcome_id: UUID) -> Outcome:
    """Return an outcome, locked until the transaction ends. Raises `OutcomeNotFound`."""
    return row_to_change(Outcome, outcome_id, OutcomeNotFound)


def outcomes(space_id: UUID) -> Select[Any]:
    """Select the outcomes of a space whose minutes were confirmed."""
    return (
        select(Outcome)
        .join(CommonsMeeting, CommonsMeeting.id == Outcome.meeting_id)
        .where(Outcome.space_id == space_id, CommonsMeeting.state.in_(STANDING))
    )


STANDING = (MeetingState.CONFIRMED, MeetingState.PUBLISHED)


def unfinished(space_id: UUID) -> Sequence[Outcome]:
    """Return what is not checked yet, the longest due first: the next meeting begins with it."""
    wanted = outcomes(space_id).where(Outcome.state != OutcomeState.CHECKED)
    return db.session.scalars(wanted.order_by(Outcome.due_on, Outcome.id)).all()


def outcomes_of(meeting_id: UUID) -> Sequence[Outcome]:
    """Return the outcomes of one meeting."""
    return db.session.scalars(
        select(Outcome).filter_by(meeting_id=meeting_id).order_by(Outcome.id)
    ).all()


def called_departments(*, limit: int) -> Sequence[Outcome]:
    """Return outcomes that waited for their matter in the ledger, which is over now.

    What was sent back waits until the matter is closed anew, and keeps nobody else waiting.
    """
    wanted = (
        select(Outcome)
        .join(Event, Event.id == Outcome.event_id)
        .where(
            Outcome.kind == OutcomeKind.DEPARTMENT,
            Outcome.state.in_([OutcomeState.AGREED, OutcomeState.DOING]),
            Event.state.in_(OVER),
            or_(Outcome.done_at.is_(None), Event.closed_at > Outcome.done_at),
        )
    )
    return db.session.scalars(wanted.order_by(Outcome.id).limit(limit)).all()
