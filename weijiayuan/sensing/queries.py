"""Questions about devices, readings and alarms."""

import logging
from collections.abc import Iterable, Sequence
from datetime import date, datetime
from functools import lru_cache
from typing import Any
from uuid import UUID

from sqlalchemy import Select, false, func, or_, select, true

from weijiayuan.accounts.rules import Territory, TerritoryKind
from weijiayuan.db import db
from weijiayuan.events.models import Event, stands_open
from weijiayuan.events.rules import duplicate_hints, reference_data
from weijiayuan.events.rules.vocabulary import Source, State
from weijiayuan.sensing import datastream_state
from weijiayuan.sensing.models import (
    Alarm,
    AlarmState,
    Device,
    Outage,
    RulesVersion,
    observations,
)
from weijiayuan.sensing.rules.alarm_policy import (
    AGREE_WITHIN,
    NEAR_METRES,
    RAISES_WITHIN,
    REPORTS_WITHIN,
)
from weijiayuan.sensing.rules.builtin_device_classes import shipped
from weijiayuan.sensing.rules.device_classes import Classes, ClassesInvalid, DeviceClass
from weijiayuan.sensing.rules.rule_draft_limits import read_above_floor

logger = logging.getLogger(__name__)

DEGREES_NEAR = 0.0025  # somewhat more than 200 m, in either direction
AT_ONCE = 500
UNENDED = (AlarmState.MATTER, AlarmState.CONFIRMED)


def classes() -> Classes:
    """Return the classes and lines in force: the newest approved version, else what ships.

    A version approved long ago that no longer holds the floor is passed over.
    """
    approved = db.session.scalars(
        select(RulesVersion.id)
        .filter_by(is_approved=True)
        .order_by(RulesVersion.decided_at.desc(), RulesVersion.id.desc())
        .limit(AT_ONCE)
    ).all()
    return next((known for each in approved if (known := _read(each))), shipped())


@lru_cache(maxsize=16)
def _read(version_id: UUID) -> Classes | None:
    """Read an approved version; it never changes, so once is enough for a process."""
    row = db.session.get_one(RulesVersion, version_id)
    try:
        return read_above_floor(row.content, categories=reference_data.categories())
    except ClassesInvalid as error:
        logger.error("rules below the floor", extra={"version": row.version, "why": str(error)})  # noqa: TRY400  # the words say it all
        return None


def device_with_key(key_hash: str) -> Device | None:
    """Return the device in service that has this key."""
    return db.session.scalars(select(Device).filter_by(key_hash=key_hash, retired_at=None)).first()


def device(device_id: UUID) -> Device | None:
    return db.session.get(Device, device_id)


def device_to_change(device_id: UUID) -> Device | None:
    """Return a device, locked until the transaction ends."""
    return db.session.get(Device, device_id, with_for_update=True)


def is_code_taken(code: str) -> bool:
    return db.session.scalar(select(Device.id).filter_by(code=code)) is not None


def spoken_for(device: Device, datastreams: Iterable[UUID]) -> dict[UUID, Device]:
    """Return the devices of these datastreams that this one may speak for: itself and its own."""
    wanted = select(Device).where(
        Device.datastream_id.in_(sorted(set(datastreams))),
        or_(Device.id == device.id, Device.gateway_id == device.id),
        Device.retired_at.is_(None),
    )
    return {each.datastream_id: each for each in db.session.scalars(wanted)}


def by_datastream(datastreams: Iterable[UUID]) -> dict[UUID, Device]:
    """Return the devices in service by their datastreams."""
    wanted = in_service().where(Device.datastream_id.in_(sorted(set(datastreams))))
    return {each.datastream_id: each for each in db.session.scalars(wanted)}


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
    timely = ((at, value) for at, value, came in rows if came - at <= RAISES_WITHIN)
    return [(at, device.since_zero(at, value)) for at, value in timely]


def newest_readings(datastream_id: UUID, *, limit: int) -> list[tuple[datetime, float]]:
    """Return the newest readings, also those out of range, newest first."""
    columns = observations.c
    wanted = select(columns.at, columns.value).where(columns.datastream_id == datastream_id)
    newest = wanted.order_by(columns.at.desc()).limit(limit)
    return [(at, value) for at, value in db.session.execute(newest)]


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


def last_values(devices: Iterable[Device], *, at: datetime) -> list[float]:
    """Return the newest values of some devices that lie within ten minutes of a moment."""
    stretches = (
        held_readings(each, since=at - AGREE_WITHIN, until=at + AGREE_WITHIN) for each in devices
    )
    return [stretch[-1][1] for stretch in stretches if stretch]


def alarms_that_ran(datastreams: Iterable[UUID], *, since: datetime | None) -> list[Alarm]:
    """Return the alarms of datastreams that are not cleared, and those cleared since a moment."""
    streams = sorted(set(datastreams))
    if not streams:
        return []
    ran = [Alarm.cleared_at.is_(None), *([] if since is None else [Alarm.cleared_at >= since])]
    wanted = select(Alarm).where(Alarm.datastream_id.in_(streams), or_(*ran))
    return list(db.session.scalars(wanted))


def alarms_since(datastream_id: UUID, level: int, moment: datetime) -> Sequence[Alarm]:
    """Return the alarms of a line that ran at a moment or later, the earliest first."""
    wanted = select(Alarm).where(
        Alarm.datastream_id == datastream_id,
        Alarm.level == level,
        or_(Alarm.cleared_at.is_(None), Alarm.cleared_at >= moment),
    )
    return db.session.scalars(wanted.order_by(Alarm.raised_at)).all()


def matter_of_alarms_near(alarm: Alarm) -> UUID | None:
    """Return the open matter of an alarm of the same kind: of this device, or near and just now."""
    wanted = (
        select(Alarm, Event.id)
        .join(Event, Event.id == Alarm.event_id)
        .where(Alarm.kind == alarm.kind, Alarm.id != alarm.id)
        .where(stands_open(), Event.handled_at.is_(None))
        .where(
            Alarm.lng.between(alarm.lng - DEGREES_NEAR, alarm.lng + DEGREES_NEAR),
            Alarm.lat.between(alarm.lat - DEGREES_NEAR, alarm.lat + DEGREES_NEAR),
        )
        .order_by(Alarm.raised_at.desc())
        .limit(AT_ONCE)
    )
    for other, event_id in db.session.execute(wanted):
        lately = abs(other.raised_at - alarm.raised_at) <= AGREE_WITHIN and is_near(other, alarm)
        if other.device_id == alarm.device_id or lately:
            found: UUID = event_id
            return found
    return None


def matter_of_people_near(alarm: Alarm, kind: DeviceClass, *, now: datetime) -> UUID | None:
    """Return the open matter that tells of what the device measures, within 200 m and 14 days."""
    wanted = (
        select(Event)
        .where(
            Event.cell.in_(duplicate_hints.cells_around(alarm.lng, alarm.lat, NEAR_METRES)),
            Event.source != Source.SENSOR,
            Event.reported_at >= now - REPORTS_WITHIN,
            stands_open(),
            Event.handled_at.is_(None),
        )
        .order_by(Event.reported_at)
        .limit(AT_ONCE)
    )
    near = (each for each in db.session.scalars(wanted) if is_near(each, alarm))
    return next((each.id for each in near if kind.is_told_by(each.category_code, each.text)), None)


def sensed_matters() -> Sequence[tuple[Event, str]]:
    """Return the open matters that devices raised, each with the class of its alarm."""
    wanted = (
        select(Event, Alarm.kind)
        .join(Alarm, Alarm.event_id == Event.id)
        .where(Event.source == Source.SENSOR, Alarm.joined.is_(False), stands_open())
        .order_by(Event.reported_at)
        .limit(AT_ONCE)
    )
    return [(event, kind) for event, kind in db.session.execute(wanted)]


def reports_near(events: Sequence[Event]) -> Sequence[Event]:
    """Return what people reported near these matters after them and nobody works on yet."""
    cells = {
        cell
        for each in events
        for cell in duplicate_hints.cells_around(each.lng, each.lat, NEAR_METRES)
    }
    wanted = select(Event).where(
        Event.cell.in_(sorted(cells)),
        Event.source != Source.SENSOR,
        Event.state.in_([State.SUBMITTED, State.ACCEPTED]),
        Event.reported_at >= min(each.reported_at for each in events),
    )
    return db.session.scalars(wanted.order_by(Event.reported_at).limit(AT_ONCE)).all()


def asked() -> Sequence[Alarm]:
    """Return the alarms that wait for somebody to look, the newest first."""
    wanted = select(Alarm).where(Alarm.state == AlarmState.ASKED)
    return db.session.scalars(wanted.order_by(Alarm.raised_at.desc()).limit(AT_ONCE)).all()


def judged(kind: str, level: int) -> dict[str, int]:
    """Return how many alarms of a line were found true and false."""
    counts = (
        select(Alarm.state, func.count())
        .where(Alarm.kind == kind, Alarm.level == level)
        .where(Alarm.state.in_([AlarmState.CONFIRMED, AlarmState.FALSE]))
        .group_by(Alarm.state)
    )
    found = {row[0]: row[1] for row in db.session.execute(counts)}
    return {
        "confirmed": found.get(AlarmState.CONFIRMED, 0),
        "false": found.get(AlarmState.FALSE, 0),
    }


def found_between(since: datetime, until: datetime) -> int:
    """Return how many alarms were found in a stretch of time."""
    wanted = select(func.count()).select_from(Alarm)
    return db.session.scalar(wanted.where(Alarm.found_at >= since, Alarm.found_at < until)) or 0


def alarm_to_change(alarm_id: UUID) -> Alarm | None:
    """Return an alarm, locked until the transaction ends."""
    return db.session.get(Alarm, alarm_id, with_for_update=True)


def hold_stream_of(alarm_id: UUID) -> None:
    """Lock what the lines know of an alarm's datastream: before the alarm, as readings do."""
    stream = db.session.scalar(select(Alarm.datastream_id).filter_by(id=alarm_id))
    if stream is not None:
        datastream_state.locked([stream])


def unanswered(now: datetime) -> Sequence[Alarm]:
    """Return the alarms that nobody looked at in time, the longest waiting first."""
    wanted = select(Alarm).where(Alarm.state == AlarmState.ASKED, Alarm.confirm_due_at <= now)
    return db.session.scalars(wanted.order_by(Alarm.confirm_due_at).limit(AT_ONCE)).all()


def left_alone() -> Sequence[Alarm]:
    """Return alarms that last and whose matter is over, however: nobody answers for them.

    The one found first comes first.
    """
    wanted = (
        select(Alarm)
        .join(Event, Event.id == Alarm.event_id)
        .where(Alarm.cleared_at.is_(None), Alarm.state.in_(UNENDED))
        .where(
            or_(Event.state.in_((State.WITHDRAWN, State.REJECTED)), Event.closed_at.is_not(None))
        )
        .order_by(Alarm.found_at)
        .limit(AT_ONCE)
    )
    return db.session.scalars(wanted).all()


def less_urgent_than_alarms() -> Sequence[tuple[Alarm, Event]]:
    """Return lasting alarms with their open matters that stand at a lesser level than they."""
    wanted = (
        select(Alarm, Event)
        .join(Event, Event.id == Alarm.event_id)
        .where(Alarm.cleared_at.is_(None), Alarm.state.in_(UNENDED))
        .where(stands_open(), Event.level > Alarm.level)
        .order_by(Alarm.level, Alarm.found_at)
        .limit(AT_ONCE)
    )
    return [(alarm, event) for alarm, event in db.session.execute(wanted)]


def has_other_than_false(event_id: UUID) -> bool:
    """Tell whether a matter has an alarm that nobody found false."""
    wanted = select(Alarm.id).where(Alarm.event_id == event_id, Alarm.state != AlarmState.FALSE)
    return db.session.scalar(wanted.limit(1)) is not None


def unjudged_over() -> list[tuple[Alarm, Event]]:
    """Return alarms that ended, whose matter is over and that nobody has judged.

    Only those that were there when somebody handled it: of a later one nobody said anything.
    """
    looked_at = func.coalesce(Event.handled_at, Event.closed_at)
    wanted = (
        select(Alarm, Event)
        .join(Event, Event.id == Alarm.event_id)
        .where(Alarm.state == AlarmState.MATTER, Event.closed_at.is_not(None))
        .where(Alarm.cleared_at.is_not(None), Alarm.found_at <= looked_at)
        .order_by(Event.closed_at)
        .limit(AT_ONCE)
    )
    return [(alarm, event) for alarm, event in db.session.execute(wanted)]


def in_service() -> Select[Device]:
    return select(Device).where(Device.retired_at.is_(None))


def unfiled(kinds: Sequence[str], *, installed_before: date) -> Sequence[Device]:
    """Return the devices in service of these classes without a filing number, older than a day."""
    wanted = in_service().where(
        Device.kind.in_(sorted(kinds)),
        Device.filed_no == "",
        Device.installed_on < installed_before,
    )
    return db.session.scalars(wanted.order_by(Device.id).limit(AT_ONCE)).all()


def without_outage() -> Sequence[Device]:
    """Return the devices in service that have no open outage."""
    ongoing = select(Outage.device_id).where(Outage.ended_at.is_(None))
    return db.session.scalars(in_service().where(Device.id.not_in(ongoing))).all()


def open_outages() -> list[tuple[Outage, Device]]:
    """Return the outages that last, each with its device."""
    wanted = select(Outage, Device).join(Device).where(Outage.ended_at.is_(None))
    return [(outage, device) for outage, device in db.session.execute(wanted)]


def held(territories: Iterable[Territory], column: Any) -> Any:
    """Return the condition on a grid code for what lies in one of the territories."""
    territories = list(territories)
    if any(each.kind is TerritoryKind.DISTRICT for each in territories):
        return true()
    return or_(false(), *(column.startswith(each.code, autoescape=True) for each in territories))


def alarms(territories: Iterable[Territory], *, state: str | None) -> Select[Alarm]:
    """Return the question for alarms in some territories; `open` for those not cleared."""
    wanted = select(Alarm).where(held(territories, Alarm.grid_code))
    if state == "open":
        return wanted.where(Alarm.cleared_at.is_(None))
    return wanted.where(Alarm.state == state) if state else wanted


def devices(territories: Iterable[Territory]) -> Select[Device]:
    """Return the question for devices in some territories."""
    return select(Device).where(held(territories, Device.grid_code))
