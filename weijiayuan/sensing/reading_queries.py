"""Questions about readings: of a stretch, in time, newest first."""

from collections.abc import Iterable
from datetime import datetime
from uuid import UUID

from sqlalchemy import select

from weijiayuan.db import db
from weijiayuan.sensing import device_classes_in_force
from weijiayuan.sensing.models import Device, observations
from weijiayuan.sensing.rules.alarm_policy import AGREE_WITHIN, REORDERED_WITHIN
from weijiayuan.sensing.rules.device_classes import DeviceClass


def readings(
    datastream_id: UUID, *, since: datetime, until: datetime
) -> list[tuple[datetime, float]]:
    """Return the readings of a stretch that lines are held against, in the order of moments."""
    columns = observations.c
    wanted = (
        select(columns.at, columns.value)
        .where(columns.datastream_id == datastream_id, columns.in_range == 1)
        .where(columns.at >= since, columns.at <= until)
        .order_by(columns.at)
    )
    return [(at, value) for at, value in db.session.execute(wanted)]


def held_readings(
    device: Device, *, since: datetime, until: datetime
) -> list[tuple[datetime, float]]:
    """Return the same as it is held against lines: within range, from the device's zero on."""
    return held_as(device, readings(device.datastream_id, since=since, until=until))


def held_as(
    device: Device, found: Iterable[tuple[datetime, float]]
) -> list[tuple[datetime, float]]:
    """Return readings as the class of their device holds them; what says nothing is left out."""
    kind = device_classes_in_force.classes().by_code.get(device.kind)
    held = ((at, value, hold(device, kind, at, value)) for at, value in found)
    return [(at, value) for at, _, value in held if value is not None]


def hold(device: Device, kind: DeviceClass | None, at: datetime, value: float) -> float | None:
    """Return one reading as it is held against the lines of a class, None where it says nothing."""
    if kind is None:
        return device.since_zero(at, value)
    within = kind.within(value)
    return None if within is None else kind.turned(device.since_zero(at, within))


def timely_readings(
    device: Device, since: datetime, until: datetime
) -> list[tuple[datetime, float]]:
    """Return the readings of a stretch that came early enough to raise an alarm, in order."""
    columns = observations.c
    wanted = (
        select(columns.at, columns.value, columns.received_at)
        .where(columns.datastream_id == device.datastream_id, columns.in_range == 1)
        .where(columns.at >= since, columns.at < until)
        .order_by(columns.at)
    )
    rows = db.session.execute(wanted)
    timely = ((at, value) for at, value, came in rows if came - at <= REORDERED_WITHIN)
    return held_as(device, timely)


def newest_readings(datastream_id: UUID, *, limit: int) -> list[tuple[datetime, float]]:
    """Return the newest readings, also those out of range, newest first."""
    columns = observations.c
    wanted = select(columns.at, columns.value).where(columns.datastream_id == datastream_id)
    newest = wanted.order_by(columns.at.desc()).limit(limit)
    return [(at, value) for at, value in db.session.execute(newest)]


def last_values(devices: Iterable[Device], *, at: datetime) -> list[float]:
    """Return the newest values of some devices that lie within ten minutes of a moment."""
    stretches = (
        held_readings(each, since=at - AGREE_WITHIN, until=at + AGREE_WITHIN) for each in devices
    )
    return [stretch[-1][1] for stretch in stretches if stretch]
