"""Silence becomes a ticket, an unfiled camera a message, old readings are added up and deleted."""

from collections.abc import Callable, Mapping, Sequence
from datetime import datetime, timedelta
from uuid import UUID

from sqlalchemy import delete, func, select

from weijiayuan.accounts.rules import Role
from weijiayuan.db import db, insert_new
from weijiayuan.district.current_district import district
from weijiayuan.events.queries import organisational_units
from weijiayuan.kernel import clock
from weijiayuan.notices import service as notices
from weijiayuan.sensing import (
    alarm_queries,
    device_classes_in_force,
    device_queries,
    notifications,
    tickets,
)
from weijiayuan.sensing.models import Device, Outage, OutageCause, RollUp, observations
from weijiayuan.sensing.rules.alarm_policy import (
    FILED_WITHIN,
    RAW_KEPT,
    ROLL_UP,
    ROLLED_UP_AFTER,
    TOLD_EVERY,
    is_silent,
)
from weijiayuan.sensing.service import power_cuts

ROWS_AT_ONCE = 20_000
HOURS_AT_ONCE = timedelta(hours=6)


def note_silence(now: datetime) -> tuple[int, int]:
    """Open a ticket for devices that fell silent, end those heard again; return how many.

    Whoever runs the devices of the place is told of it.
    """
    silent = device_queries.without_outage(OutageCause.SILENT, now=now)
    begun = {each.id: each.last_seen_at or each.created_at for each in silent}
    opened = _open(silent, OutageCause.SILENT, begun, now)
    if silent:
        power_cuts.find(now)
    ended = 0
    for outage, device in device_queries.open_outages(OutageCause.SILENT):
        heard = device.last_seen_at
        if device.retired_at or (heard and not is_silent(heard, interval=device.interval, now=now)):
            outage.ended_at = device.retired_at or heard
            ended += 1
    _tell(OutageCause.SILENT, now)
    return opened, ended


def note_clocks(now: datetime) -> tuple[int, int]:
    """Open a ticket for devices whose clock is wrong, end those set right; return how many."""
    return _note(OutageCause.CLOCK, lambda device: bool(device.clock_offset), now)


def note_ranges(now: datetime) -> tuple[int, int]:
    """Open a ticket for devices beyond their range, end those within it; return how many."""
    return _note(OutageCause.RANGE, lambda device: device.out_of_range_since is not None, now)


def _note(
    cause: OutageCause, is_faulty: Callable[[Device], bool], now: datetime
) -> tuple[int, int]:
    faulty = device_queries.without_outage(cause, now=now)
    opened = _open(faulty, cause, dict.fromkeys((each.id for each in faulty), now), now)
    ended = 0
    for outage, device in device_queries.open_outages(cause):
        if device.retired_at or not is_faulty(device):
            outage.ended_at = device.retired_at or now
            ended += 1
    _tell(cause, now)
    return opened, ended


def _tell(cause: OutageCause, now: datetime) -> None:
    """Tell of devices of which nobody was told: each ticket once in a while, all together.

    At once where a device of it still raises: it can no longer say that it got worse.
    """
    waiting: dict[str, list[tuple[Outage, Device]]] = {}
    for outage, device in device_queries.open_outages(cause):
        if outage.told_at is None and outage.cut is None:
            waiting.setdefault(tickets.key_of(device, cause), []).append((outage, device))
    if not waiting:
        return
    told = {
        tickets.key_of(device, cause)
        for at, device in device_queries.told_since(cause, now - TOLD_EVERY)
        if at > now - tickets.told_every(device)
    }
    for key, found in waiting.items():
        streams = [device.datastream_id for _, device in found]
        if key in told and not alarm_queries.alarms_that_ran(streams, since=None):
            continue
        found.sort(key=lambda pair: (pair[0].since, pair[1].name))
        notifications.out_of_order(key, [device for _, device in found], cause, now=now)
        for outage, _ in found:
            outage.told_at = now


def _open(
    devices: Sequence[Device], cause: OutageCause, begun: Mapping[UUID, datetime], now: datetime
) -> int:
    rows = [
        {
            "device_id": each.id,
            "since": begun[each.id],
            "ended_at": None,
            "cause": cause,
            "due_at": now + tickets.repaired_within(each),
            "cut": None,
            "told_at": None,
        }
        for each in devices
    ]
    return insert_new(Outage, rows) if rows else 0


def warn_unfiled(now: datetime) -> int:
    """Tell administrators, once, of each camera that thirty days of use found unfiled (条例 14).

    Its readings are refused from then on. Returns how many messages are new.
    """
    cameras = [
        code for code, kind in device_classes_in_force.classes().by_code.items() if kind.camera
    ]
    late = device_queries.unfiled(cameras, installed_before=clock.local_date(now) - FILED_WITHIN)
    told = 0
    for device in late:
        for person in organisational_units.people_of_place(
            Role.ADMIN, device.grid_code or district().code
        ):
            told += notices.tell(
                person,
                cause=f"device:{device.id}:unfiled",
                template="camera_unfiled",
                facts={"device": device.code, "place": device.address or device.name},
                now=now,
            )
    return told


def roll_up(now: datetime) -> int:
    """Add readings up that are thirty days old, five minutes to a row; return how many rows.

    It goes on where it ended, six hours of readings at a time.
    """
    until = now - ROLLED_UP_AFTER
    done = db.session.scalar(select(func.max(RollUp.at)))
    first = db.session.scalar(select(func.min(observations.c.at)))
    begin = done + ROLL_UP if done else first
    if begin is None or begin >= until:
        return 0
    later = select(func.min(observations.c.at)).where(observations.c.at >= begin)
    begin = db.session.scalar(later) or until
    ends = min(begin + HOURS_AT_ONCE, until)
    return _add_up(_floored(begin), _floored(ends))


def _floored(moment: datetime) -> datetime:
    return moment - timedelta(seconds=moment.timestamp() % ROLL_UP.total_seconds())


def _add_up(begin: datetime, ends: datetime) -> int:
    columns = observations.c
    wanted = select(columns.datastream_id, columns.at, columns.value).where(
        columns.at >= begin, columns.at < ends, columns.in_range == 1
    )
    groups: dict[tuple[object, datetime], list[float]] = {}
    for datastream, at, value in db.session.execute(wanted):
        groups.setdefault((datastream, _floored(at)), []).append(value)
    rows = [
        {
            "datastream_id": datastream,
            "at": at,
            "least": min(values),
            "mean": sum(values) / len(values),
            "most": max(values),
            "count": len(values),
        }
        for (datastream, at), values in groups.items()
    ]
    return insert_new(RollUp, rows) if rows else 0


def delete_old(now: datetime) -> int:
    """Delete readings older than 180 days, a portion at a time; return how many."""
    columns = observations.c
    old = select(columns.datastream_id, columns.at).where(columns.at < now - RAW_KEPT)
    keys = db.session.execute(old.limit(ROWS_AT_ONCE)).all()
    by_stream: dict[object, list[datetime]] = {}
    for datastream, at in keys:
        by_stream.setdefault(datastream, []).append(at)
    for datastream, moments in by_stream.items():
        db.session.execute(
            delete(observations).where(
                columns.datastream_id == datastream,
                columns.at >= min(moments),
                columns.at <= max(moments),
            )
        )
    return len(keys)
