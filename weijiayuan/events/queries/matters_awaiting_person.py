"""Whose turn it is: the open matters that wait for one person's next step, and how many."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import ColumnElement, Row, case, false, func, or_, select

from weijiayuan.accounts.rules import Role, TerritoryKind
from weijiayuan.db import db
from weijiayuan.events.access import Who, units_of, within
from weijiayuan.events.models import Ask, AskState, Event, stands_open
from weijiayuan.events.queries.next_deadlines import next_due
from weijiayuan.events.rules.vocabulary import State

BY_ROLE = {
    Role.DISPATCHER: (
        State.SUBMITTED,
        State.ACCEPTED,
        State.RETURNED,
        State.REOPENED,
        State.HANDLED,
        State.VERIFIED,
    ),
    Role.SECRETARY: (State.HANDLED, State.VERIFIED),
    Role.GRID_WORKER: (State.HANDLED,),
}
OF_A_UNIT = (State.DISPATCHED, State.HANDLING)


def waits_for(who: Who) -> ColumnElement[bool]:
    """Return the condition for open matters whose next step is this person's.

    Who decides sees what waits in their territory and what units asked for; a unit what it has.
    """
    parts = [
        within(places) & Event.state.in_(states)
        for role, states in BY_ROLE.items()
        if (places := who.territories(role))
    ]
    if places := who.territories(Role.DISPATCHER):
        asked = select(Ask.event_id).where(Ask.state == AskState.ASKED)
        parts.append(within(places) & Event.id.in_(asked))
    if units := _units(who):
        parts.append(Event.unit_code.in_(units) & Event.state.in_(OF_A_UNIT))
    return stands_open() & (or_(*parts) if parts else false())


def _units(who: Who) -> list[str]:
    """Return the units somebody works for: departments, and their own community or grid."""
    own = {
        each.territory.code
        for each in who.granted
        if each.role in (Role.SECRETARY, Role.GRID_WORKER)
        and each.territory.kind in (TerritoryKind.COMMUNITY, TerritoryKind.GRID)
    }
    return sorted({*units_of(who.granted), *own})


def counted(who: Who, *, now: datetime) -> Sequence[Row[Any]]:
    """Return for each state how many matters wait for this person, and how many are late."""
    due = next_due()
    late = func.coalesce(func.sum(case((due.c.due < now, 1), else_=0)), 0)
    return db.session.execute(
        select(Event.state, func.count().label("n"), late.label("late"))
        .outerjoin(due, due.c.of == Event.id)
        .where(waits_for(who))
        .group_by(Event.state)
    ).all()
