from datetime import datetime
from itertools import count
from typing import Any
from uuid import UUID

from tests.factories import saved
from tests.factories.places import GUANGMING_SQUARE
from weijiayuan.accounts import queries
from weijiayuan.accounts.rules import Territory, TerritoryKind
from weijiayuan.db import db, transaction
from weijiayuan.events.access import Who
from weijiayuan.events.models import Event, Unit, UnitDuty
from weijiayuan.events.rules.vocabulary import Source
from weijiayuan.events.service import matter_registration
from weijiayuan.events.service.matter_registration import Report
from weijiayuan.kernel import clock
from weijiayuan.places import coordinates

STREET = Territory(TerritoryKind.STREET, "440311001")
COMMUNITY = Territory(TerritoryKind.COMMUNITY, "440311001001")
GRID = Territory(TerritoryKind.GRID, "440311001001001")
OTHER_GRID = Territory(TerritoryKind.GRID, "440311002001001")
numbers = count(1)


def unit_territory(code: str) -> Territory:
    return Territory(TerritoryKind.UNIT, code)


def make_unit(kind: str = "transport", *owns: str, **given: Any) -> Unit:
    """A department that owns these categories, serving the district unless told otherwise."""
    usual = {"code": f"unit-{next(numbers)}", "name": "示例部门", "kind": kind, "place": "440311"}
    unit = saved(Unit(**usual | given))
    for code in owns:
        saved(UnitDuty(unit_id=unit.id, category_code=code))
    return unit


def make_event(now: datetime | None = None, **given: Any) -> Event:
    """A matter registered as residents' reports are; micro with its category, so accepted."""
    usual = {
        "text": "路边有一堆垃圾没人清",
        "point": coordinates.point_of(GUANGMING_SQUARE),
        "source": Source.RESIDENT,
        "category_code": "06010",
    }
    with transaction():
        event = matter_registration.register(Report(**usual | given), now=now or clock.now())
        db.session.flush()
    return event


def who_is(speaker: Any) -> Who:
    """What the ledger knows of a test's speaker."""
    return Who(staff_id=speaker.staff.id, granted=frozenset(queries.granted_to(speaker.staff.id)))


def photo_id() -> str:
    return str(UUID(int=next(numbers)))
