"""An alarm becomes a question to a grid worker or a matter of the ledger, and is judged."""

import logging
from datetime import datetime
from uuid import UUID

from weijiayuan.db import db
from weijiayuan.events.access import SYSTEM
from weijiayuan.events.models import Event
from weijiayuan.events.queries import matters
from weijiayuan.events.rules.reported_dangers import ToldDanger
from weijiayuan.events.rules.vocabulary import Actor, Level, Source, State
from weijiayuan.events.service import (
    danger_alarm,
    matter_registration,
    transitions,
    urgency_raising,
)
from weijiayuan.places.coordinates import Datum, Point
from weijiayuan.sensing import (
    alarm_queries,
    datastream_state,
    device_classes_in_force,
    device_queries,
    nearby_matter_queries,
    notifications,
)
from weijiayuan.sensing.datastream_state import Remembered
from weijiayuan.sensing.models import GRAVE, Alarm, AlarmState, Device
from weijiayuan.sensing.rules.alarm_policy import CONFIRM_WITHIN, is_doubted, is_silent
from weijiayuan.sensing.rules.device_classes import Classes, DeviceClass, Line
from weijiayuan.sensing.service import alarm_endings
from weijiayuan.web.messages import text

logger = logging.getLogger(__name__)


def raise_alarm(
    device: Device, known: Classes, line: Line, *, at: datetime, value: float, now: datetime
) -> Alarm:
    """Raise an alarm: it joins a matter that is there, asks a person, or is a matter at once."""
    kind = known.by_code[device.kind]
    alarm = _new(device, known, line, at=at, value=value, now=now)
    db.session.add(alarm)
    db.session.flush()
    logger.info("alarm raised", extra={"alarm_id": str(alarm.id), "level": alarm.level})
    if join(alarm, kind, level=alarm.level, now=now):
        return alarm
    if line.asks_first or kind.camera or is_doubted(**alarm_queries.judged(kind.code, line.level)):
        alarm.state, alarm.confirm_due_at = AlarmState.ASKED, now + CONFIRM_WITHIN
        notifications.ask(alarm, device, kind, now=now)
    else:
        _enter(alarm, device, kind, level=alarm.level, now=now)
    return alarm


def _new(
    device: Device, known: Classes, line: Line, *, at: datetime, value: float, now: datetime
) -> Alarm:
    return Alarm(
        device_id=device.id,
        datastream_id=device.datastream_id,
        kind=device.kind,
        level=line.level,
        raised_at=at,
        found_at=now,
        value=value,
        peak=value,
        rules_version=known.version,
        state=AlarmState.MATTER,
        lng=device.lng,
        lat=device.lat,
        grid_code=device.grid_code,
    )


def join(alarm: Alarm, kind: DeviceClass, *, level: int, now: datetime) -> bool:
    """Join the open matter of other alarms or of people near: no second one is made.

    The matter is then at least of this level, and due accordingly.
    """
    event_id = nearby_matter_queries.matter_of_alarms_near(alarm)
    event_id = event_id or nearby_matter_queries.matter_of_people_near(alarm, kind, now=now)
    if event_id is None and kind.call is None:
        event_id = nearby_matter_queries.matter_of_one_cause(alarm)
    if event_id is None:
        return False
    event = matters.locked(event_id)
    alarm.event_id, alarm.joined = event.id, True
    said = "sensing.joined_call" if kind.call and level <= GRAVE else "sensing.joined"
    device = device_queries.device(alarm.device_id)
    name = device.name if device is not None else ""
    read = kind.read_as(alarm.value)
    facts = {"kind": kind.name, "device": name, "read": read, "call": kind.call}
    _write(event, text(said, **facts), now=now, is_public=event.source is not Source.SENSOR)
    alarm_endings.tell_again(event, kind, now=now)
    level = _name(event, kind, level=level)
    is_graver = level < event.level
    event.is_sensed = event.is_sensed or level <= GRAVE
    event.sensed_as = sorted({*(event.sensed_as or ()), *kind.kindred})
    event.level = min(event.level, level)
    if is_graver or event.is_measured:
        urgency_raising.hurry(event, now=now)
    is_new_danger = danger_alarm.add(event, ToldDanger(kind.danger_at(alarm.level)), now=now)
    is_new = is_graver or is_new_danger or bool(kind.danger_at(alarm.level))
    if is_new and level <= GRAVE:
        notifications.call(alarm, event, kind, now=now)
    return True


def _name(event: Event, kind: DeviceClass, *, level: int) -> int:
    """Let what a device measured name a matter that nobody classified; return how urgent it is.

    And a grave one that nobody took on yet, where its category is of another thing.
    """
    is_other = event.category_code not in kind.kindred and event.state is State.SUBMITTED
    if event.category_code is not None and not (level <= GRAVE and is_other):
        return level
    category = matter_registration.category_of(kind.category_at(level))
    event.category_code = category.code
    return min(level, int(category.level))


def _enter(alarm: Alarm, device: Device, kind: DeviceClass, *, level: int, now: datetime) -> Event:
    """Enter a matter for an alarm into the ledger."""
    report = matter_registration.Report(
        text=text("sensing.matter", device=device.name, told=kind.told(alarm.value)),
        point=Point(alarm.lng, alarm.lat, Datum.GCJ02),
        source=Source.SENSOR,
        category_code=kind.category_at(level),
        address=device.address,
        is_sample=device.is_sample,
        level=level,
        sensed_as=tuple(sorted(kind.kindred)),
        danger=kind.danger_at(level),
        call=(kind.call,) if kind.call and kind.danger_at(level) else (),
    )
    event = matter_registration.register(report, now=now)
    alarm.event_id = event.id
    if level <= GRAVE:
        notifications.call(alarm, event, kind, now=now)
    return event


def make_matter(alarm: Alarm, *, level: int, now: datetime) -> None:
    """Enter a matter for an alarm, unless it joins one that is there."""
    device = device_queries.device(alarm.device_id)
    assert device is not None
    kind = device_classes_in_force.classes().by_code[alarm.kind]
    if not join(alarm, kind, level=level, now=now):
        _enter(alarm, device, kind, level=level, now=now)


def give_matters_again(now: datetime) -> int:
    """Give alarms that last a matter where theirs is over, however; return how many.

    Whoever sent the report that an alarm joined may take it back, and somebody may have found
    nothing; what is measured stays. What is calm by now only waits for its time.
    """
    lasting = alarm_queries.left_alone()
    streams = {each.datastream_id for each in lasting}
    known, devices = datastream_state.locked(streams), device_queries.by_datastream(streams)
    calming = {
        each.id
        for each in lasting
        if each.datastream_id in devices
        and _is_calming(each, known[each.datastream_id], devices[each.datastream_id], now=now)
    }
    alone = [each for each in lasting if each.id not in calming]
    for alarm in alone:
        alarm.event_id, alarm.joined = None, False
        make_matter(alarm, level=alarm.level, now=now)
    return len(alone)


def _is_calming(alarm: Alarm, known: Remembered, device: Device, *, now: datetime) -> bool:
    """Tell whether its device speaks and measures calm values since a while."""
    line = known.lines.get(str(alarm.level))
    heard = not is_silent(known.heard_at, interval=device.interval, now=now)
    return heard and line is not None and line["calm_since"] is not None


def keep_urgent(now: datetime) -> int:
    """Let matters be at least as urgent as their lasting alarms; return how many were not.

    Whoever sorts a matter anew may take another category; what is measured stays as grave.
    """
    less = alarm_queries.less_urgent_than_alarms()
    for alarm, event in less:
        kind = device_classes_in_force.classes().by_code[alarm.kind]
        if urgency_raising.raise_to(event, alarm.level, now=now):
            words = text("sensing.urgent_again", kind=kind.name, level=alarm.level)
            _write(event, words, now=now)
    return len(less)


def make_ordinary(event_id: UUID, *, now: datetime) -> None:
    """Let a matter that only devices raised be put aside, once all its alarms were found false."""
    event = matters.locked(event_id)
    if alarm_queries.has_other_than_false(event_id):
        return
    if event.source is not Source.SENSOR:
        event.is_sensed = False
    elif Level(event.level).is_pressing and not danger_alarm.is_told_by_people(event):
        event.danger, event.danger_told = None, None
        event.level = int(Level.ORDINARY)
        _write(event, text("sensing.judged_false"), now=now)


def _write(event: Event, words: str, *, now: datetime, is_public: bool = False) -> None:
    transitions.write(
        event, "sensor", actor=Actor.SYSTEM, who=SYSTEM, now=now, words=words, is_public=is_public
    )


def step_up_unanswered(now: datetime) -> int:
    """Make matters, one level graver, of alarms that nobody looked at in time; return how many."""
    late = alarm_queries.unanswered(now)
    for alarm in late:
        alarm.state = AlarmState.MATTER
        make_matter(alarm, level=max(alarm.level - 1, 1), now=now)
    return len(late)
