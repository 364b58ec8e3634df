"""Questions about devices: by key and datastream, near each other, silent, in a territory."""

from collections.abc import Iterable, Mapping, Sequence
from datetime import date, datetime, time, timedelta
from typing import Any
from uuid import UUID

from sqlalchemy import ColumnElement, Select, false, func, or_, select, true
from sqlalchemy.orm import defer

from weijiayuan.accounts.rules import Territory, TerritoryKind
from weijiayuan.db import db
from weijiayuan.events.rules import duplicate_hints
from weijiayuan.kernel import clock
from weijiayuan.sensing.models import Device, Outage, OutageCause, StreamState
from weijiayuan.sensing.rules.alarm_policy import NEAR_METRES, silent_after

DEGREES_NEAR = 0.0025  # somewhat more than 200 m, in either direction
AT_ONCE = 500
WITHOUT_STATE = tuple(
    defer(each)
    for each in (
        Device.last_seen_at,
        Device.skew_seconds,
        Device.clock_offset,
        Device.out_of_range_since,
    )
)
"""Readings that come in ask for the state of their datastreams themselves, locked."""


def device_with_key(key_hash: str) -> Device | None:
    """Return the device in service that has this key."""
    wanted = select(Device).filter_by(key_hash=key_hash, retired_at=None)
    return db.session.scalars(wanted.options(*WITHOUT_STATE)).first()


def device(device_id: UUID) -> Device | None:
    return db.session.get(Device, device_id)


def device_to_change(device_id: UUID) -> Device | None:
    """Return a device, locked until the transaction ends."""
    return db.session.get(Device, device_id, with_for_update=True)


def is_code_taken(code: str) -> bool:
    return id_of(code) is not None


def id_of(code: str) -> UUID | None:
    """Return the device of this number, None where there is none."""
    return db.session.scalar(select(Device.id).filter_by(code=code))


def spoken_for(device_id: UUID, datastreams: Iterable[UUID]) -> dict[UUID, Device]:
    """Return the devices of these datastreams that one may speak for: itself and its own."""
    wanted = (
        select(Device)
        .where(
            Device.datastream_id.in_(sorted(set(datastreams))),
            or_(Device.id == device_id, Device.gateway_id == device_id),
            Device.retired_at.is_(None),
        )
        .options(*WITHOUT_STATE)
    )
    return {each.datastream_id: each for each in db.session.scalars(wanted)}


def by_datastream(datastreams: Iterable[UUID]) -> dict[UUID, Device]:
    """Return the devices in service by their datastreams."""
    wanted = in_service().where(Device.datastream_id.in_(sorted(set(datastreams))))
    wanted = wanted.options(*WITHOUT_STATE)
    return {each.datastream_id: each for each in db.session.scalars(wanted)}


def neighbours(device: Device) -> list[Device]:
    """Return the other devices of the kind within 200 m."""
    wanted = select(Device).where(
        Device.kind == device.kind,
        Device.id != device.id,
        Device.retired_at.is_(None),
        Device.lng.between(device.lng - DEGREES_NEAR, device.lng + DEGREES_NEAR),
        Device.lat.between(device.lat - DEGREES_NEAR, device.lat + DEGREES_NEAR),
    )
    return [each for each in db.session.scalars(wanted) if is_near(each, device)]


def is_near(one: Any, other: Any) -> bool:
    """Tell whether two things with a place lie within 200 m of each other."""
    return duplicate_hints.metres_between(one.lng, one.lat, other.lng, other.lat) <= NEAR_METRES


def in_service() -> Select[Device]:
    return select(Device).where(Device.retired_at.is_(None))


def unfiled(kinds: Sequence[str], *, installed_before: date) -> Sequence[Device]:
    """Return the devices in service of these classes without a filing number, older than a day."""
    wanted = in_service().where(
        Device.kind.in_(sorted(kinds)),
        Device.filed_no == "",
        or_(
            Device.installed_on < installed_before,
            Device.created_at < clock.at_local(installed_before, time()),
        ),
    )
    return db.session.scalars(wanted.order_by(Device.id).limit(AT_ONCE)).all()


def without_outage(cause: OutageCause, *, now: datetime) -> Sequence[Device]:
    """Return the devices in service that need one, and have no open outage of this cause."""
    ongoing = select(Outage.device_id).where(Outage.ended_at.is_(None), Outage.cause == cause)
    wanted = in_service().outerjoin(StreamState, StreamState.datastream_id == Device.datastream_id)
    return db.session.scalars(wanted.where(Device.id.not_in(ongoing), _needs(cause, now))).all()


def _needs(cause: OutageCause, now: datetime) -> ColumnElement[bool]:
    """Return the condition for devices that have to be seen to for a cause."""
    if cause is OutageCause.SILENT:
        return is_overdue(now)
    if cause is OutageCause.CLOCK:
        return func.coalesce(StreamState.clock_offset, 0.0) != 0
    return StreamState.out_of_range_since.is_not(None)


def is_overdue(now: datetime) -> ColumnElement[bool]:
    """Return the condition for devices that said nothing for too long, each by its own interval.

    Their stream states are joined.
    """
    heard = func.coalesce(StreamState.heard_at, Device.created_at)
    known = db.session.scalars(select(Device.interval_seconds).distinct())
    return or_(
        false(),
        *(
            (Device.interval_seconds == each)
            & (heard < now - silent_after(timedelta(seconds=each)))
            for each in sorted(known)
        ),
    )


def open_outages(*causes: OutageCause) -> list[tuple[Outage, Device]]:
    """Return the outages of these causes that last, each with its device, the longest first."""
    wanted = (
        select(Outage, Device)
        .join(Device)
        .where(Outage.ended_at.is_(None), Outage.cause.in_(causes))
        .order_by(Outage.since, Outage.id)
    )
    return [(outage, device) for outage, device in db.session.execute(wanted)]


def told_since(cause: OutageCause, moment: datetime) -> list[tuple[datetime, Device]]:
    """Return when people were told of outages of a cause after a moment, ended ones too."""
    wanted = select(Outage.told_at, Device).join(Device)
    rows = db.session.execute(wanted.where(Outage.cause == cause, Outage.told_at > moment))
    return [(at, device) for at, device in rows if at is not None]


def held(territories: Iterable[Territory], column: Any) -> Any:
    """Return the condition on a grid code for what lies in one of the territories."""
    territories = list(territories)
    if any(each.kind is TerritoryKind.DISTRICT for each in territories):
        return true()
    return or_(false(), *(column.startswith(each.code, autoescape=True) for each in territories))


ORDERS: Mapping[str, ColumnElement[Any]] = {
    "registered": Device.id.expression,
    "code": Device.code.expression,
    "kind": Device.kind.expression,
    "name": Device.name.expression,
    "owner": Device.owner.expression,
}


def devices(
    territories: Iterable[Territory], *, kind: str | None = None, q: str | None = None
) -> Select[Device]:
    """Return the question for devices in some territories."""
    wanted = select(Device).where(held(territories, Device.grid_code))
    if kind:
        wanted = wanted.where(Device.kind == kind)
    return wanted.where(is_called(q)) if q else wanted


def is_called(words: str) -> ColumnElement[bool]:
    """Return the condition that a device has such a name, number or address."""
    columns = (Device.name, Device.code, Device.address)
    return or_(*(column.contains(words, autoescape=True) for column in columns))
