"""Questions about what devices sent: their datastreams, their observations, their silence."""

import operator
from collections.abc import Iterable, Sequence
from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import ColumnElement, Select, case, func, or_, select

from weijiayuan.accounts.rules import Territory
from weijiayuan.db import db
from weijiayuan.sensing import alarm_queries
from weijiayuan.sensing.device_queries import is_overdue
from weijiayuan.sensing.models import Device, Outage, OutageCause, StreamState, observations

Comparisons = Iterable[tuple[str, str, Any]]
COLUMNS = {"phenomenonTime": observations.c.at, "result": observations.c.value}


def observations_of(
    datastream_id: UUID, where: Comparisons, *, newest_first: bool, skip: int, limit: int
) -> list[tuple[datetime, float]]:
    """Return a part of a datastream's readings, also those out of range, by their moments."""
    at = observations.c.at
    wanted = _compared(select(at, observations.c.value), datastream_id, where)
    ordered = wanted.order_by(at.desc() if newest_first else at.asc())
    return [(at, value) for at, value in db.session.execute(ordered.offset(skip).limit(limit))]


def count_observations(datastream_id: UUID, where: Comparisons) -> int:
    """Return how many readings these comparisons leave."""
    counted = _compared(select(func.count()).select_from(observations), datastream_id, where)
    return db.session.scalar(counted) or 0


def _compared(wanted: Select[Any], datastream_id: UUID, where: Comparisons) -> Select[Any]:
    wanted = wanted.where(observations.c.datastream_id == datastream_id)
    for column, comparison, value in where:
        held = getattr(operator, comparison)(COLUMNS[column], value)
        if (column, comparison) == ("phenomenonTime", "eq"):  # as its device called the moment
            held = or_(held, observations.c.claimed_at == value)
        wanted = wanted.where(held)
    return wanted


def voices_of(device: Device, *, skip: int, limit: int) -> Sequence[Device]:
    """Return the devices in service that a key speaks for: itself and those behind it."""
    wanted = (
        select(Device)
        .where(Device.retired_at.is_(None))
        .where(_is_voice_of(device))
        .order_by(Device.id)
    )
    return db.session.scalars(wanted.offset(skip).limit(limit)).all()


def count_voices(device: Device) -> int:
    wanted = select(func.count()).select_from(Device).where(Device.retired_at.is_(None))
    return db.session.scalar(wanted.where(_is_voice_of(device))) or 0


def _is_voice_of(device: Device) -> ColumnElement[bool]:
    return or_(Device.id == device.id, Device.gateway_id == device.id)


def silent_by_grid(moment: datetime, *, now: datetime) -> dict[str, tuple[int, int]]:
    """Return for each grid how many devices stood there at a moment, and how many were silent.

    Who says nothing but what lies beyond its range says as little of what is there as the silent.
    At present the clock decides, whether or not a ticket was opened yet; before, the tickets do.
    """
    at_work = select(Outage.device_id).where(
        Outage.cause.in_((OutageCause.SILENT, OutageCause.RANGE)),
        Outage.since <= moment,
        or_(Outage.ended_at.is_(None), Outage.ended_at > moment),
    )
    quiet: ColumnElement[bool] = Device.id.in_(at_work)
    if moment >= now:
        quiet = or_(quiet, StreamState.out_of_range_since.is_not(None), is_overdue(now))
    counted = (
        select(Device.grid_code, func.count(), func.sum(case((quiet, 1), else_=0)))
        .outerjoin(StreamState, StreamState.datastream_id == Device.datastream_id)
        .where(
            Device.grid_code.is_not(None),
            Device.created_at <= moment,
            or_(Device.retired_at.is_(None), Device.retired_at > moment),
        )
        .group_by(Device.grid_code)
    )
    return {grid: (total, int(silent)) for grid, total, silent in db.session.execute(counted)}


def count_open_alarms(territories: Iterable[Territory]) -> int:
    """Return how many devices in some territories alarm, however many lines they reached."""
    wanted = alarm_queries.alarms(territories, state="open").subquery()
    return db.session.scalar(select(func.count(wanted.c.device_id.distinct()))) or 0
