"""The lists at the desk: whose appeals, mediations and sessions, in which order, page by page."""

from collections.abc import Mapping
from typing import Any
from uuid import UUID

from sqlalchemy import ColumnElement, Select, String, false, or_, select, type_coerce

from weijiayuan.appeals.models import Appeal, Confirmation, HandOver, Mediation, MediationParty
from weijiayuan.appeals.models.appeals import HandOverState
from weijiayuan.appeals.rules.states import ALIVE, LIVE_MEDIATIONS, OPEN_APPEALS
from weijiayuan.kernel.ids import as_written
from weijiayuan.web.pagination import Page, page_as_asked, page_in_groups

OPEN, ANY = "open", "any"
URGENT = "urgent"
"""The order in which a caseload is worked through: danger first, then by when an answer is due."""
APPEAL_ORDERS: Mapping[str, ColumnElement[Any]] = {
    "due": Appeal.due_at.expression,
    "number": Appeal.number.expression,
    "received": Appeal.received_at.expression,
    "state": type_coerce(Appeal.state.expression, String),
    "track": type_coerce(Appeal.track.expression, String),
}
MEDIATION_ORDERS: Mapping[str, ColumnElement[Any]] = {
    "opened": Mediation.opened_at.expression,
    "due": Mediation.due_at.expression,
    "number": Mediation.number.expression,
    "category": Mediation.category.expression,
    "state": type_coerce(Mediation.state.expression, String),
}
SESSION_ORDERS: Mapping[str, ColumnElement[Any]] = {
    "starts": Confirmation.starts_at.expression,
    "number": Confirmation.number.expression,
    "state": type_coerce(Confirmation.state.expression, String),
}


def caseload(
    staff_id: UUID,
    *,
    state: str,
    track: str | None,
    q: str | None,
    sort: str,
    limit: int,
    cursor: str | None,
) -> Page[Appeal]:
    """Return the appeals that a member of staff has or is offered. Raises `CursorMalformed`."""
    offered = select(HandOver.appeal_id).filter_by(to_id=staff_id, state=HandOverState.PENDING)
    mine = or_(Appeal.holder_id == staff_id, Appeal.id.in_(offered))
    wanted = select(Appeal).where(mine)
    wanted = _standing(wanted, Appeal.state, state, OPEN_APPEALS)
    if track is not None:
        wanted = wanted.where(Appeal.track == track)
    if q is not None:
        wanted = wanted.where(Appeal.number.contains(as_written(q), autoescape=True))
    if sort != URGENT:
        return page_as_asked(
            wanted, APPEAL_ORDERS, Appeal.id, sort=sort, limit=limit, cursor=cursor
        )
    rows = page_in_groups(
        wanted.add_columns(Appeal.due_at, Appeal.id),
        [Appeal.danger.is_not(None), Appeal.danger.is_(None)],
        Appeal.due_at,
        Appeal.id,
        limit=limit,
        cursor=cursor,
    )
    return Page([row.Appeal for row in rows.items], rows.next_cursor)


def mediations(
    resident_id: UUID | None,
    staff_id: UUID | None,
    *,
    state: str,
    category: str | None,
    q: str | None,
    sort: str,
    limit: int,
    cursor: str | None,
) -> Page[Mediation]:
    """Return what somebody is a party of, mediates, or opened while nobody mediates it.

    Never what refused them as its mediator. Raises `CursorMalformed`.
    """
    wanted = select(Mediation).where(or_(_is_party(resident_id), _mediates(staff_id)))
    wanted = _standing(wanted, Mediation.state, state, LIVE_MEDIATIONS)
    if category is not None:
        wanted = wanted.where(Mediation.category == category)
    if q is not None:
        wanted = wanted.where(Mediation.number.contains(as_written(q), autoescape=True))
    return page_as_asked(
        wanted, MEDIATION_ORDERS, Mediation.id, sort=sort, limit=limit, cursor=cursor
    )


def _is_party(resident_id: UUID | None) -> ColumnElement[bool]:
    if resident_id is None:
        return false()
    own = select(MediationParty.mediation_id).filter_by(resident_id=resident_id)
    return Mediation.id.in_(own)


def _mediates(staff_id: UUID | None) -> ColumnElement[bool]:
    if staff_id is None:
        return false()
    opened = (Mediation.opened_by == staff_id) & Mediation.mediator_id.is_(None)
    refused = Mediation.refused.contains(str(staff_id), autoescape=True)
    return or_(Mediation.mediator_id == staff_id, opened) & ~refused


def sessions(
    staff_id: UUID, *, state: str, q: str | None, sort: str, limit: int, cursor: str | None
) -> Page[Confirmation]:
    """Return the sessions that a judge sits over. Raises `CursorMalformed`."""
    wanted = select(Confirmation).where(Confirmation.judge_id == staff_id)
    wanted = _standing(wanted, Confirmation.state, state, ALIVE)
    if q is not None:
        wanted = wanted.where(Confirmation.number.contains(as_written(q), autoescape=True))
    return page_as_asked(
        wanted, SESSION_ORDERS, Confirmation.id, sort=sort, limit=limit, cursor=cursor
    )


def _standing(wanted: Select[Any], column: Any, state: str, living: tuple[str, ...]) -> Select[Any]:
    if state == ANY:
        return wanted
    return wanted.where(column.in_(living) if state == OPEN else column == state)
