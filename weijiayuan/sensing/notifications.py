"""Who is told of an alarm. In a storm each street is told once in ten minutes, kind and level."""

from collections import Counter
from collections.abc import Iterable, Sequence
from datetime import datetime, timedelta
from uuid import UUID

from weijiayuan.accounts.rules import Role
from weijiayuan.district.current_district import district
from weijiayuan.events.models import Event
from weijiayuan.events.queries import matters, organisational_units
from weijiayuan.notices import service as notices
from weijiayuan.sensing import alarm_queries, device_classes_in_force, device_queries, tickets
from weijiayuan.sensing.models import Alarm, Device, OutageCause
from weijiayuan.sensing.rules.alarm_policy import (
    REPAIRED_WITHIN_FOR_LIFE,
    STORM_WINDOW,
    STREET_DIGITS,
    is_storm,
)
from weijiayuan.sensing.rules.device_classes import GRAVEST, DeviceClass

TIP_PAGE = "/pages/tips/tip/tip?number="
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


def out_of_order(
    ticket: str, devices: Sequence[Device], cause: OutageCause, *, now: datetime
) -> None:
    """Tell administrators of devices of a ticket; of what would call for help dispatchers too."""
    first = devices[0]
    roles = (Role.ADMIN, Role.DISPATCHER) if tickets.calls_for_help(first) else (Role.ADMIN,)
    area = first.grid_code or district().code
    people = (
        person for role in roles for person in organisational_units.people_of_place(role, area)
    )
    kind = device_classes_in_force.classes().by_code.get(first.kind)
    facts: dict[str, object] = {
        "device": first.name,
        "kind": kind.name if kind else first.kind,
        "place": first.address or first.name,
        "count": len(devices),
        "owner": first.owner,
        "due": now + tickets.repaired_within(first),
    }
    for person in dict.fromkeys(people):
        notices.tell(
            person,
            cause=f"outage:{ticket}:{now:%Y%m%d%H%M%S}",
            template=f"device_{cause}",
            facts=facts,
            now=now,
        )


def cut(key: str, devices: Sequence[Device], *, now: datetime) -> None:
    """Tell at once of devices of one place that fell silent together, and again as they double."""
    first = devices[0]
    known = device_classes_in_force.classes().by_code
    gateway = device_queries.device(first.gateway_id) if first.gateway_id else None
    kinds = Counter(known[each.kind].name for each in devices if each.kind in known)
    facts: dict[str, object] = {
        "place": (f"网关“{gateway.name}”后面" if gateway else "") + (first.address or first.name),
        "count": len(devices),
        "kinds": "、".join(f"{name}{count}台" for name, count in kinds.most_common()),
        "due": now + REPAIRED_WITHIN_FOR_LIFE,
    }
    area = first.grid_code or district().code
    told = (Role.ADMIN, Role.DISPATCHER)
    people = (each for role in told for each in organisational_units.people_of_place(role, area))
    for person in dict.fromkeys(people):
        notices.tell(
            person,
            cause=f"{key}:{len(devices).bit_length()}",
            template="device_cut",
            facts=facts,
            now=now,
            urgent=True,
        )


def reporters(
    event: Event,
    reports: Sequence[Event],
    *,
    template: str,
    cause: str,
    facts: dict[str, object],
    now: datetime,
) -> None:
    """Tell whoever reported a matter, or joined it by a report, each by their own number."""
    numbers = {
        each.reporter_id: each.number for each in (*reports, event) if each.reporter_id is not None
    }
    for person in dict.fromkeys([*numbers, *matters.follower_ids(event.id)]):
        number = numbers.get(person)
        notices.tell(
            person,
            cause=cause,
            template=template,
            facts=facts | {"number": number or event.number},
            now=now,
            link=f"{TIP_PAGE}{number}" if number else None,
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
