"""Devices to be seen to, as tickets: one a cause, gateway or street, and owner, with a due time."""

from collections.abc import Iterable, Mapping
from datetime import datetime, timedelta
from typing import Any

from weijiayuan.accounts.rules import Territory, TerritoryKind
from weijiayuan.district.current_district import district
from weijiayuan.places import queries as places
from weijiayuan.sensing import device_classes_in_force, device_queries
from weijiayuan.sensing.models import Device, Outage, OutageCause
from weijiayuan.sensing.rules.alarm_policy import (
    REPAIRED_WITHIN,
    REPAIRED_WITHIN_FOR_LIFE,
    STREET_DIGITS,
    TOLD_EVERY,
    TOLD_EVERY_FOR_LIFE,
)
from weijiayuan.web.messages import text

MOST_NAMED = 20
CUT = "cut"
Group = list[tuple[Outage, Device]]


def calls_for_help(device: Device) -> bool:
    """Tell whether a device measures what calls for help, so that nobody watches while it fails."""
    kind = device_classes_in_force.classes().by_code.get(device.kind)
    return kind is not None and kind.call is not None


def repaired_within(device: Device) -> timedelta:
    return REPAIRED_WITHIN_FOR_LIFE if calls_for_help(device) else REPAIRED_WITHIN


def told_every(device: Device) -> timedelta:
    return TOLD_EVERY_FOR_LIFE if calls_for_help(device) else TOLD_EVERY


def key_of(device: Device, cause: OutageCause) -> str:
    """Return which ticket a device belongs to."""
    place = device.gateway_id or (device.grid_code or district().code)[:STREET_DIGITS]
    return f"{cause}:{place}:{device.owner}:{calls_for_help(device)}"


def open_tickets(territories: Iterable[Territory], *, now: datetime) -> list[dict[str, Any]]:
    """Return the tickets of some territories, what calls for help first, then by when due."""
    territories = list(territories)
    codes = [each.code for each in territories if each.kind is not TerritoryKind.DISTRICT]
    everywhere = any(each.kind is TerritoryKind.DISTRICT for each in territories)
    groups: dict[str, Group] = {}
    for outage, device in device_queries.open_outages(*OutageCause):
        mine = everywhere or (device.grid_code or "").startswith(tuple(codes))
        if mine and device.retired_at is None:
            key = outage.cut or key_of(device, outage.cause)
            groups.setdefault(key, []).append((outage, device))
    streets = {each.code: each.name for each in places.streets()}
    shown = [_ticket(key, found, streets, now) for key, found in groups.items()]
    return sorted(shown, key=lambda each: (not each["for_life"], each["due_at"], each["id"]))


def _ticket(key: str, found: Group, streets: Mapping[str, str], now: datetime) -> dict[str, Any]:
    outage, device = found[0]
    due = min(one.due_at or one.since + repaired_within(device) for one, _ in found)
    cause = CUT if outage.cut else outage.cause
    gateway = device_queries.device(device.gateway_id) if device.gateway_id else None
    known = device_classes_in_force.classes().by_code
    return {
        "id": key,
        "cause": cause,
        "cause_text": text(f"sensing.ticket_{cause}"),
        "for_life": any(calls_for_help(each) for _, each in found),
        "street": streets.get((device.grid_code or "")[:STREET_DIGITS], "全区"),
        "gateway": gateway.name if gateway else None,
        "owner": "、".join(dict.fromkeys(each.owner for _, each in found)),
        "owner_phone": device.owner_phone,
        "count": len(found),
        "devices": [
            {
                "id": each.id,
                "name": each.name,
                "kind_name": known[each.kind].name,
                "since": one.since,
            }
            for one, each in found[:MOST_NAMED]
        ],
        "since": outage.since,
        "due_at": due,
        "late": due < now,
    }
