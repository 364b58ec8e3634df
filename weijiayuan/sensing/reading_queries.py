"""Questions about readings: of a stretch, in time, newest first."""

from collections.abc import Iterable
from datetime import datetime
from uuid import UUID

from sqlalchemy import select

from weijiayuan.db import db
from weijiayuan.sensing.models import Device, observations
from weijiayuan.sensing.rules.alarm_policy import AGREE_WITHIN, REORDERED_WITHIN


def readings(
    datastream_id: UUID, *, since: datetime, until: datetime
) -> list[tuple[datetime, float]]:
    """Return the readings within limits of a stretch, in the order of their moments."""
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
    """Return the same as it is held against lines, from the zero of the device on."""
    found = readings(device.datastream_id, since=since, until=until)
    return [(at, device.since_zero(at, value)) for at, value in found]


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
    return [(at, device.since_zero(at, value)) for at, value in timely]


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
