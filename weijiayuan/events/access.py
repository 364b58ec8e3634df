"""Who may see a matter, and in what capacity they may act on it: role × territory × work order."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from uuid import UUID

from sqlalchemy import ColumnElement, false, or_, true

from weijiayuan.accounts.rules import Granted, Role, Territory, TerritoryKind
from weijiayuan.events.models import Event
from weijiayuan.events.rules.vocabulary import Actor

LOOKING = {
    Role.GRID_WORKER: Actor.GRID_WORKER,
    Role.SECRETARY: Actor.SECRETARY,
    Role.DISPATCHER: Actor.DISPATCHER,
    Role.SUPERVISOR: Actor.SUPERVISOR,
    Role.AUDITOR: Actor.AUDITOR,
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Who:
    """Somebody who acts: a resident, a member of staff, both, or the system itself."""

    resident_id: UUID | None = None
    staff_id: UUID | None = None
    granted: frozenset[Granted] = field(default_factory=frozenset)
    capacity: Actor | None = None

    def territories(self, *roles: Role) -> list[Territory]:
        """Return the territories in which this person has one of the roles."""
        return [each.territory for each in self.granted if each.role in roles]


SYSTEM = Who(capacity=Actor.SYSTEM)
HOLDER = Who(capacity=Actor.REPORTER)
"""Whoever holds the receipt of an anonymous tip: the reporter, and nobody we know."""


def staff_of(who: Who) -> UUID:
    """Return the id of a member of staff who acts."""
    assert who.staff_id is not None
    return who.staff_id


def area_of(event: Event) -> Territory:
    """Return the grid a matter lies in; one outside every grid only the district holds."""
    return Territory(TerritoryKind.GRID, event.grid_code or "outside")


def capacities(event: Event, who: Who) -> frozenset[Actor]:
    """Return in what capacities this person stands to the matter; none means they know nothing."""
    if who.capacity is not None:
        return frozenset({who.capacity})
    found = {
        LOOKING[each.role]
        for each in who.granted
        if each.role in LOOKING and each.territory.holds(area_of(event))
    }
    if event.unit_code and any(is_of_unit(each, event.unit_code) for each in who.granted):
        found.add(Actor.UNIT)
    if who.resident_id is not None and who.resident_id == event.reporter_id:
        found.add(Actor.REPORTER)
    return frozenset(found)


def is_of_unit(granted: Granted, unit_code: str) -> bool:
    """Tell whether this duty makes somebody a member of the unit.

    Departments by their unit; a community and a grid are units too, served by their own people.
    """
    if granted.role is Role.DEPARTMENT:
        return granted.territory.holds(Territory(TerritoryKind.UNIT, unit_code))
    if granted.role in (Role.SECRETARY, Role.GRID_WORKER):
        return granted.territory.code == unit_code
    return False


def is_of_department(event: Event, who: Who) -> bool:
    """Tell whether somebody is of the department that has the matter, whatever else they are."""
    code = event.unit_code
    return code is not None and any(
        each.role is Role.DEPARTMENT and is_of_unit(each, code) for each in who.granted
    )


def units_of(granted: Iterable[Granted]) -> list[str]:
    """Return the codes of the departments somebody belongs to."""
    return [
        each.territory.code
        for each in granted
        if each.role is Role.DEPARTMENT and each.territory.kind is TerritoryKind.UNIT
    ]


def visible(who: Who) -> ColumnElement[bool]:
    """Return the condition on `events` for what this person may list."""
    condition = within(who.territories(*LOOKING))
    everywhere = any(
        each.kind is TerritoryKind.DISTRICT for each in who.territories(Role.DEPARTMENT)
    )
    if everywhere:
        return or_(condition, Event.unit_code.is_not(None))
    if units := units_of(who.granted):
        return or_(condition, Event.unit_code.in_(sorted(units)))
    return condition


def within(territories: Iterable[Territory]) -> ColumnElement[bool]:
    """Return the condition on `events` for what lies in one of these territories."""
    territories = list(territories)
    if any(each.kind is TerritoryKind.DISTRICT for each in territories):
        return true()
    columns = {
        TerritoryKind.STREET: Event.street_code,
        TerritoryKind.COMMUNITY: Event.community_code,
        TerritoryKind.GRID: Event.grid_code,
    }
    parts: list[ColumnElement[bool]] = []
    for kind, column in columns.items():
        if codes := {each.code for each in territories if each.kind is kind}:
            parts.append(column.in_(sorted(codes)))
    return or_(*parts) if parts else false()
