"""Devices, alarms and rules as they are shown."""

from collections.abc import Iterable, Sequence
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import select

from weijiayuan.db import db
from weijiayuan.places.coordinates import Datum, Point
from weijiayuan.sensing import (
    alarm_queries,
    device_classes_in_force,
    device_queries,
    rules_version_queries,
)
from weijiayuan.sensing.models import Alarm, Device
from weijiayuan.sensing.rules.alarm_policy import (
    FILED_WITHIN,
    RAW_KEPT,
    is_doubted,
    is_silent,
    wilson,
)
from weijiayuan.sensing.rules.device_classes import DeviceClass, Line
from weijiayuan.sensing.service.rule_publishing import Replayed
from weijiayuan.web.decided_as_read import version_of
from weijiayuan.web.messages import text

NEAR_DEGREES = 0.005
MOST_PUBLIC = 50


def device(one: Device, *, now: datetime) -> dict[str, Any]:
    """Return a device as its register shows it, never its key."""
    kind = device_classes_in_force.classes().by_code[one.kind]
    unfiled = kind.camera and not one.filed_no
    return {name: getattr(one, name) for name in SHOWN} | {
        "kind_name": kind.name,
        "is_silent": one.retired_at is None
        and is_silent(one.last_seen_at or one.created_at, interval=one.interval, now=now),
        "is_out_of_range": one.retired_at is None and one.out_of_range_since is not None,
        "skew_seconds": round(one.clock_offset or one.skew_seconds or 0.0, 1),
        "is_clock_wrong": bool(one.clock_offset),
        "place": {"lng": one.lng, "lat": one.lat, "datum": Datum.GCJ02},
        "version": device_version(one),
        "must_file_by": one.in_use_since + FILED_WITHIN if unfiled else None,
    }


SHOWN = (
    "id",
    "code",
    "kind",
    "name",
    "address",
    "place_kind",
    "grid_code",
    "owner",
    "owner_phone",
    "basis",
    "filed_no",
    "datastream_id",
    "interval_seconds",
    "installed_on",
    "retired_at",
    "last_seen_at",
    "is_sample",
)


def alarms(found: Sequence[Alarm]) -> list[dict[str, Any]]:
    """Return alarms with the words of their devices."""
    ids = {each.device_id for each in found}
    devices = {
        each.id: each
        for each in db.session.scalars(select(Device).where(Device.id.in_(sorted(ids))))
    }
    known = device_classes_in_force.classes().by_code
    return [_alarm(each, devices[each.device_id], known[each.kind]) for each in found]


def alarm_version(alarm: Alarm) -> str:
    """Name an alarm by what somebody judges of it; its readings move all the time."""
    course = alarm.event_id, alarm.cleared_at, alarm.denied_at
    return version_of(alarm.level, alarm.state, *course)


def device_version(one: Device) -> str:
    """Name a device by what its register says."""
    said = (getattr(one, name) for name in SHOWN if name != "last_seen_at")
    return version_of(*said, one.lng, one.lat)


def _alarm(alarm: Alarm, one: Device, kind: DeviceClass) -> dict[str, Any]:
    return {
        "id": alarm.id,
        "kind": alarm.kind,
        "kind_name": kind.name,
        "level": alarm.level,
        "state": alarm.state,
        "state_text": text(f"sensing.state_{alarm.state}"),
        "device": one.name,
        "address": one.address,
        "value_text": kind.said(alarm.value),
        "peak_text": kind.said(alarm.peak),
        "raised_at": alarm.raised_at,
        "found_at": alarm.found_at,
        "cleared_at": alarm.cleared_at,
        "confirm_due_at": alarm.confirm_due_at,
        "event_id": alarm.event_id,
        "joined": alarm.joined,
        "rules_version": alarm.rules_version,
        "words": alarm.words,
        "denied_at": alarm.denied_at,
        "call": kind.call,
        "version": alarm_version(alarm),
    }


def rules() -> dict[str, Any]:
    """Return the lines in force, how often each was right, and the versions."""
    known = device_classes_in_force.classes()
    return {
        "version": known.version,
        "note": known.note,
        "places": [
            {"code": code, "name": name, "is_forbidden": forbidden}
            for forbidden, places in ((False, known.places), (True, known.forbidden_places))
            for code, name in places.items()
        ],
        "classes": [
            {
                "code": kind.code,
                "name": kind.name,
                "property": kind.property,
                "unit": kind.unit,
                "lines": [_line(kind, line) for line in kind.lines],
            }
            for kind in known.by_code.values()
        ],
        "versions": rules_version_queries.rules_versions(),
    }


def _line(kind: DeviceClass, line: Line) -> dict[str, Any]:
    judged = alarm_queries.judged(kind.code, line.level)
    low, high = wilson(judged["confirmed"], sum(judged.values()))
    return {
        "level": line.level,
        "raises_at": line.raises_at,
        "clears_at": line.clears_at,
        "below": line.below,
        "needed": line.needed,
        "of": line.of,
        "dwell_minutes": line.dwell // timedelta(minutes=1),
        "asks_first": line.asks_first or kind.camera,
        "is_doubted": is_doubted(**judged),
        "precision_low": round(low, 3),
        "precision_high": round(high, 3),
        **judged,
    }


def replayed(one: Replayed) -> dict[str, Any]:
    return {
        "device": one.device,
        "level": one.level,
        "raised_at": one.episode.raised_at,
        "cleared_at": one.episode.cleared_at,
        "peak": one.episode.peak,
    }


def public(point: Point) -> dict[str, Any]:
    """Return what anyone may know of the devices near a place."""
    wanted = (
        device_queries.in_service()
        .where(
            Device.lng.between(point.lng - NEAR_DEGREES, point.lng + NEAR_DEGREES),
            Device.lat.between(point.lat - NEAR_DEGREES, point.lat + NEAR_DEGREES),
        )
        .order_by(Device.name, Device.id)
        .limit(MOST_PUBLIC)
    )
    return {
        "items": list(_public(db.session.scalars(wanted))),
        "promise": text("sensing.promise"),
    }


def _public(found: Iterable[Device]) -> Iterable[dict[str, Any]]:
    known = device_classes_in_force.classes().by_code
    for one in found:
        kind = known[one.kind]
        yield {
            "name": one.name,
            "measures": kind.name,
            "owner": one.owner,
            "address": one.address,
            "basis": one.basis,
            "filed_no": one.filed_no,
            "sees_people": kind.camera,
            "kept": text("sensing.kept", days=RAW_KEPT.days),
        }
