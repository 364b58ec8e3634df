"""Questions about matters of the ledger near a device or an alarm."""

from collections.abc import Sequence
from datetime import datetime
from uuid import UUID

from sqlalchemy import select

from weijiayuan.db import db
from weijiayuan.events.models import Event, stands_open
from weijiayuan.events.rules import duplicate_hints
from weijiayuan.events.rules.reported_dangers import ToldDanger
from weijiayuan.events.rules.vocabulary import Source, State
from weijiayuan.sensing.device_queries import AT_ONCE, DEGREES_NEAR, is_near
from weijiayuan.sensing.models import Alarm
from weijiayuan.sensing.rules.alarm_policy import (
    AGREE_WITHIN,
    NEAR_METRES,
    ONE_CAUSE_FROM,
    REPORTS_WITHIN,
    STREET_DIGITS,
)
from weijiayuan.sensing.rules.device_classes import GRAVEST, THREATENS, DeviceClass


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


def matter_of_one_cause(alarm: Alarm) -> UUID | None:
    """Return the open matter of this kind in this street, where many devices tell of it at once.

    One rain is one matter with many devices, not two hundred.
    """
    if alarm.grid_code is None:
        return None
    wanted = (
        select(Alarm.device_id, Event.id)
        .join(Event, Event.id == Alarm.event_id)
        .where(Alarm.kind == alarm.kind, Alarm.id != alarm.id)
        .where(Alarm.grid_code.startswith(alarm.grid_code[:STREET_DIGITS], autoescape=True))
        .where(Alarm.raised_at >= alarm.raised_at - AGREE_WITHIN)
        .where(stands_open(), Event.handled_at.is_(None), Event.source == Source.SENSOR)
        .order_by(Event.reported_at, Event.id)
        .limit(AT_ONCE)
    )
    found = list(db.session.execute(wanted))
    others = {device_id for device_id, _ in found} - {alarm.device_id}
    if len(others) + 1 < ONE_CAUSE_FROM:
        return None
    event_id: UUID = found[0][1]
    return event_id


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
    return next((each.id for each in near if tells_of_it(each, kind)), None)


def tells_of_it(report: Event, kind: DeviceClass) -> bool:
    """Tell whether a report states what a class measures, or tells of the danger that it calls."""
    threats = {each for each in kind.danger_at(GRAVEST) if each != THREATENS}
    if threats & set(ToldDanger.of(report).kinds) and not kind.is_denied_by(report.text):
        return True
    return kind.is_told_by(report.category_code, report.text)


def sensed_matters(*, most: int = AT_ONCE) -> Sequence[tuple[Event, str]]:
    """Return the open matters that devices raised, each with the class of its alarm.

    The newest: reports of the old ones were joined when those were new, or came too late to be.
    """
    wanted = (
        select(Event, Alarm.kind)
        .join(Alarm, Alarm.event_id == Event.id)
        .where(Event.source == Source.SENSOR, Alarm.joined.is_(False), stands_open())
        .order_by(Event.reported_at.desc())
        .limit(most)
    )
    return [(event, kind) for event, kind in db.session.execute(wanted)]


def reports_near(events: Sequence[Event]) -> Sequence[Event]:
    """Return what people reported near these matters after them and nobody works on yet.

    The newest, so that what is of something else does not stand before them for ever.
    """
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
    return db.session.scalars(wanted.order_by(Event.reported_at.desc()).limit(AT_ONCE)).all()
