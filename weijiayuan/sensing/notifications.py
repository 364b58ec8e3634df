"""Who is told of an alarm. In a storm each street is told once in ten minutes, kind and level."""

from collections.abc import Iterable
from datetime import datetime, timedelta
from uuid import UUID

from weijiayuan.accounts.rules import Role
from weijiayuan.district.current_district import district
from weijiayuan.events.models import Event
from weijiayuan.events.queries import organisational_units
from weijiayuan.notices import service as notices
from weijiayuan.sensing import alarm_queries, device_classes_in_force
from weijiayuan.sensing.models import Alarm, Device
from weijiayuan.sensing.rules.alarm_policy import STORM_WINDOW, STREET_DIGITS, is_storm
from weijiayuan.sensing.rules.device_classes import GRAVEST, DeviceClass

CARD_PAGE = "/packages/grid/alarm/alarm?id="
WORK_PAGE = "/packages/grid/event/event?id="
USUAL_OVER = timedelta(days=7)


def ask(alarm: Alarm, device: Device, kind: DeviceClass, *, now: datetime) -> None:
    """Ask the people of the grid to look (核实)."""
    facts: dict[str, object] = {
        "kind": kind.name,
        "place": device.address or device.name,
        "due": alarm.confirm_due_at,
    }
    for person in _grid_people(alarm):
        notices.tell(
            person,
            cause=f"alarm:{alarm.id}:ask",
            template="alarm_ask",
            facts=facts,
            now=now,
            link=f"{CARD_PAGE}{alarm.id}",
        )


def call(alarm: Alarm, event: Event, kind: DeviceClass, *, now: datetime) -> None:
    """Call dispatchers and the people of the grid at once, also at night; secretaries of danger.

    Danger says whom to call and stands above everything in an inbox; a puddle does not.
    """
    roles = (Role.DISPATCHER, Role.SECRETARY) if kind.call else (Role.DISPATCHER,)
    place = alarm.grid_code or ""
    others = [
        person for role in roles for person in organisational_units.people_of_place(role, place)
    ]
    cause, bundled = _cause(alarm, kind, now)
    usual = "alarm_storm" if bundled else "alarm_grave"
    facts: dict[str, object] = {
        "kind": kind.name,
        "number": event.number,
        "call": kind.call,
        "place": event.address or "这里",
    }
    for person in dict.fromkeys([*_grid_people(alarm), *others]):
        notices.tell(
            person,
            cause=cause,
            template="alarm_call" if kind.call else usual,
            facts=facts,
            now=now,
            link=f"{WORK_PAGE}{event.id}",
            urgent=True,
        )


def silent(devices: Iterable[Device], *, now: datetime) -> None:
    """Tell administrators of devices that fell silent: a street once an hour.

    What would call for help is told each by itself, and to dispatchers too: nobody watches there.
    """
    known = device_classes_in_force.classes().by_code
    by_cause: dict[tuple[str, str, bool], list[Device]] = {}
    for each in devices:
        kind = known.get(each.kind)
        grave = kind is not None and kind.call is not None
        area = each.grid_code or district().code
        own = f"{each.id}:{now:%Y%m%d%H%M}" if grave else f"{area[:STREET_DIGITS]}:{now:%Y%m%d%H}"
        by_cause.setdefault((own, area if grave else area[:STREET_DIGITS], grave), []).append(each)
    for (own, area, grave), found in by_cause.items():
        roles = (Role.ADMIN, Role.DISPATCHER) if grave else (Role.ADMIN,)
        people = (
            person for role in roles for person in organisational_units.people_of_place(role, area)
        )
        for person in dict.fromkeys(people):
            notices.tell(
                person,
                cause=f"outage:{own}",
                template="device_silent",
                facts={"place": found[0].address or found[0].name, "count": len(found)},
                now=now,
            )


def _grid_people(alarm: Alarm) -> Iterable[UUID]:
    return organisational_units.people_of_unit(alarm.grid_code) if alarm.grid_code else []


def _cause(alarm: Alarm, kind: DeviceClass, now: datetime) -> tuple[str, bool]:
    """Return what the message is for, and whether it stands for many: in a storm for the street.

    Then once in these ten minutes. What threatens people at the gravest level is told each by
    itself, and one kind never stands for another.
    """
    if (alarm.level == GRAVEST and kind.call) or not _is_stormy(now):
        return f"alarm:{alarm.id}:call", False
    stretch = int(now.timestamp() // STORM_WINDOW.total_seconds())
    street = (alarm.grid_code or "")[:STREET_DIGITS]
    return f"alarm:storm:{street}:{alarm.kind}:{alarm.level}:{stretch}", True


def _is_stormy(now: datetime) -> bool:
    lately = alarm_queries.found_between(now - STORM_WINDOW, now + timedelta(seconds=1))
    before = alarm_queries.found_between(now - USUAL_OVER, now - STORM_WINDOW)
    return is_storm(lately, usual=before * (STORM_WINDOW / USUAL_OVER))
