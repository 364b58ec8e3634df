"""Who is told of a signal: those who answer for its place, and supervisors when nobody looked."""

from collections.abc import Iterable
from datetime import datetime
from uuid import UUID

from weijiayuan.accounts.rules import Role
from weijiayuan.district.current_district import district
from weijiayuan.events.queries import organisational_units
from weijiayuan.governance.surge_detection.models import Signal
from weijiayuan.governance.surge_detection.rules.category_families import Family
from weijiayuan.governance.surge_detection.wording import sentence
from weijiayuan.notices import service as notices


def of_new(signal: Signal, family: Family, *, now: datetime) -> None:
    """Tell secretaries and dispatchers of the place; of a restricted family, secretaries alone."""
    roles = (Role.SECRETARY,) if family.restricted else (Role.SECRETARY, Role.DISPATCHER)
    people = _people(signal, roles)
    if not signal.grids:
        people = _people(signal, (Role.SUPERVISOR,))
    _tell(people, "signal_new", signal, family, now=now)


def of_unseen(signal: Signal, family: Family, *, now: datetime) -> None:
    """Tell the supervisors that nobody looked at a signal in time."""
    if not family.restricted:
        _tell(_people(signal, (Role.SUPERVISOR,)), "signal_unseen", signal, family, now=now)


def _people(signal: Signal, roles: Iterable[Role]) -> list[UUID]:
    areas = signal.grids or [district().code]
    found = [
        person
        for role in roles
        for grid in areas
        for person in organisational_units.people_of_place(role, grid)
    ]
    return list(dict.fromkeys(found))


def _tell(
    people: Iterable[UUID], template: str, signal: Signal, family: Family, *, now: datetime
) -> None:
    for person in people:
        notices.tell(
            person,
            cause=f"signal:{signal.id}:{template}",
            template=template,
            facts={"words": sentence(signal, family)},
            now=now,
        )
