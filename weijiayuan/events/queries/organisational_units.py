"""Questions about the units and the people in them."""

from collections.abc import Iterable, Sequence
from uuid import UUID

from sqlalchemy import and_, bindparam, func, or_, select

from weijiayuan.accounts.models import Duty, StaffAccount
from weijiayuan.accounts.rules import Role, TerritoryKind
from weijiayuan.db import db, run
from weijiayuan.events.errors import UnitNotFound
from weijiayuan.events.models import Event, Unit, UnitDuty, stands_open
from weijiayuan.events.rules.dispatch_rules import UnitFacts

PEOPLE = (
    select(StaffAccount.resident_id)
    .join(Duty, Duty.staff_id == StaffAccount.id)
    .where(StaffAccount.resident_id.is_not(None), StaffAccount.disabled_at.is_(None))
    .distinct()
    .order_by(StaffAccount.resident_id)
)
PEOPLE_OF_UNIT = PEOPLE.where(
    Duty.territory_code == bindparam("code"),
    or_(
        and_(Duty.role == Role.DEPARTMENT, Duty.territory_kind == TerritoryKind.UNIT),
        and_(
            Duty.role.in_([Role.SECRETARY, Role.GRID_WORKER]),
            Duty.territory_kind.in_([TerritoryKind.COMMUNITY, TerritoryKind.GRID]),
        ),
    ),
)
AREAS = [
    kind
    for kind in TerritoryKind
    if kind not in (TerritoryKind.UNIT, TerritoryKind.VENUE, TerritoryKind.SPACE)
]
PEOPLE_OF_PLACE = PEOPLE.where(
    Duty.role == bindparam("role"),
    Duty.territory_kind.in_(AREAS),
    Duty.territory_code.in_(bindparam("places", expanding=True)),
)


def unit(code: str) -> Unit:
    """Return a unit. Raises `UnitNotFound`."""
    found = db.session.scalars(select(Unit).filter_by(code=code)).one_or_none()
    if found is None:
        raise UnitNotFound
    return found


def every_unit() -> Sequence[Unit]:
    """Return the tree, parents before children."""
    return db.session.scalars(select(Unit).order_by(func.length(Unit.place), Unit.code)).all()


def departments() -> Sequence[Unit]:
    """Return the departments, those of the whole district first."""
    territorial = ("district", "street", "community", "grid")
    wanted = select(Unit).where(Unit.kind.not_in(territorial))
    return db.session.scalars(wanted.order_by(func.length(Unit.place), Unit.code)).all()


def names(codes: Iterable[str | None]) -> dict[str, str]:
    """Return the names of these units by code."""
    wanted = sorted({code for code in codes if code})
    if not wanted:
        return {}
    rows = db.session.execute(select(Unit.code, Unit.name).where(Unit.code.in_(wanted)))
    return {row[0]: row[1] for row in rows}


def candidates(kind: str, grid: str) -> tuple[UnitFacts, ...]:
    """Return the units of a kind whose area holds the grid, with the categories they own."""
    places = [grid[:length] for length in (6, 9, 12, 15)]
    rows = db.session.execute(
        select(Unit.code, Unit.kind, Unit.place, UnitDuty.category_code)
        .outerjoin(UnitDuty, UnitDuty.unit_id == Unit.id)
        .where(Unit.kind == kind, Unit.place.in_(places))
    ).all()
    owned: dict[tuple[str, str, str], set[str]] = {}
    for code, its_kind, place, category in rows:
        owned.setdefault((code, its_kind, place), set()).update({category} - {None})
    return tuple(
        UnitFacts(code=code, kind=its_kind, place=place, owns=frozenset(owns))
        for (code, its_kind, place), owns in owned.items()
    )


def duties_of(unit_id: UUID) -> frozenset[str]:
    """Return the categories a unit owns."""
    return frozenset(db.session.scalars(select(UnitDuty.category_code).filter_by(unit_id=unit_id)))


def load(codes: Iterable[str]) -> dict[str, int]:
    """Return how many open matters each unit has."""
    rows = db.session.execute(
        select(Event.unit_code, func.count())
        .where(Event.unit_code.in_(sorted(set(codes))), stands_open())
        .group_by(Event.unit_code)
    )
    return {code: count for code, count in rows if code}


def people_of_unit(code: str) -> Sequence[UUID]:
    """Return the residents behind the staff of a unit: its department, community or grid."""
    return run(PEOPLE_OF_UNIT, {"code": code}).scalars().all()


def people_of_place(role: Role, grid: str) -> Sequence[UUID]:
    """Return the residents behind the staff with this role whose territory holds the grid."""
    places = [grid[:length] for length in (6, 9, 12, 15)]
    return run(PEOPLE_OF_PLACE, {"role": role, "places": places}).scalars().all()
