"""An alarm becomes a question to a grid worker or a matter of the ledger, and is judged."""

import logging
from datetime import datetime
from uuid import UUID

from weijiayuan import audit
from weijiayuan.db import db
from weijiayuan.events.access import SYSTEM
from weijiayuan.events.models import Event
from weijiayuan.events.queries import matters
from weijiayuan.events.rules.vocabulary import Actor, Outcome, Source
from weijiayuan.events.service import ledger, registration
from weijiayuan.places.coordinates import Datum, Point
from weijiayuan.sensing import notifications, queries
from weijiayuan.sensing.errors import AlarmDecided, StandDownByPerson
from weijiayuan.sensing.models import Alarm, AlarmState, Device
from weijiayuan.sensing.rules.alarm_policy import CONFIRM_WITHIN, is_doubted
from weijiayuan.sensing.rules.device_classes import Classes, DeviceClass, Line
from weijiayuan.web.messages import text

logger = logging.getLogger(__name__)

GRAVE = 2
ENGINEER = "engineer"
FOUND_TRUE = (Outcome.FIXED, Outcome.EXPLAINED, Outcome.TRANSFERRED)


def raise_alarm(
    device: Device, known: Classes, line: Line, *, at: datetime, value: float, now: datetime
) -> Alarm:
    """Raise an alarm: it joins a matter that is there, asks a person, or is a matter at once."""
    kind = known.by_code[device.kind]
    alarm = _new(device, known, line, at=at, value=value, now=now)
    db.session.add(alarm)
    db.session.flush()
    logger.info("alarm raised", extra={"alarm_id": str(alarm.id), "level": alarm.level})
    if _join(alarm, kind, now=now):
        return alarm
    if line.asks_first or kind.camera or is_doubted(**queries.judged(kind.code, line.level)):
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


def _join(alarm: Alarm, kind: DeviceClass, *, now: datetime) -> bool:
    """Join the open matter of other alarms or of people near: no second one is made."""
    event_id = queries.matter_of_alarms_near(alarm)
    event_id = event_id or queries.matter_of_people_near(alarm, kind, now=now)
    if event_id is None:
        return False
    event = matters.locked(event_id)
    alarm.event_id, alarm.joined = event.id, True
    words = text("sensing.joined", kind=kind.name, value=kind.said(alarm.value))
    ledger.write(
        event, "sensor", actor=Actor.SYSTEM, who=SYSTEM, now=now, words=words, is_public=False
    )
    if alarm.level < event.level:
        event.level = alarm.level
        if alarm.level <= GRAVE:
            notifications.call(alarm, event, kind, now=now)
    return True


def _enter(alarm: Alarm, device: Device, kind: DeviceClass, *, level: int, now: datetime) -> Event:
    """Enter a matter for an alarm into the ledger."""
    report = registration.Report(
        text=text(
            "sensing.matter",
            device=device.name,
            kind=kind.name,
            property=kind.property,
            value=kind.said(alarm.value),
        ),
        point=Point(alarm.lng, alarm.lat, Datum.GCJ02),
        source=Source.SENSOR,
        category_code=kind.category,
        address=device.address,
        is_sample=device.is_sample,
        level=level,
    )
    event = registration.register(report, now=now)
    alarm.event_id = event.id
    if level <= GRAVE:
        notifications.call(alarm, event, kind, now=now)
    return event


def confirm(alarm: Alarm, *, by: UUID, words: str, now: datetime) -> None:
    """Note that somebody found it true; it becomes a matter if it is none.

    Raises `AlarmDecided`.
    """
    was_asked = alarm.state is AlarmState.ASKED
    _judge(alarm, AlarmState.CONFIRMED, by=by, words=words, now=now)
    if was_asked:
        _make_matter(alarm, level=alarm.level, now=now)


def deny(alarm: Alarm, *, by: UUID, words: str, now: datetime) -> None:
    """Note that somebody looked and found nothing, or no such place. Raises `AlarmDecided`."""
    _judge(alarm, AlarmState.FALSE, by=by, words=words, now=now)


def _judge(alarm: Alarm, state: AlarmState, *, by: UUID, words: str, now: datetime) -> None:
    if alarm.state not in (AlarmState.ASKED, AlarmState.MATTER):
        raise AlarmDecided
    alarm.state, alarm.judged_by, alarm.judged_at, alarm.words = state, by, now, words
    audit.record("alarm_judged", subject_kind="alarm", subject_id=str(alarm.id), state=state)


def _make_matter(alarm: Alarm, *, level: int, now: datetime) -> None:
    device = queries.device(alarm.device_id)
    assert device is not None
    kind = queries.classes().by_code[alarm.kind]
    if not _join(alarm, kind, now=now):
        _enter(alarm, device, kind, level=level, now=now)


def stand_down(alarm: Alarm, *, may_grave: bool, is_engineer: bool, now: datetime) -> None:
    """Clear an alarm by hand. Raises `StandDownByPerson` where the caller's duty does not reach."""
    kind = queries.classes().by_code[alarm.kind]
    allowed = is_engineer if kind.stand_down == ENGINEER else may_grave or alarm.level > GRAVE
    if not allowed:
        raise StandDownByPerson
    alarm.cleared_at = alarm.cleared_at or now
    audit.record("alarm_cleared", subject_kind="alarm", subject_id=str(alarm.id))


def step_up_unanswered(now: datetime) -> int:
    """Make matters, one level graver, of alarms that nobody looked at in time; return how many."""
    late = queries.unanswered(now)
    for alarm in late:
        alarm.state = AlarmState.MATTER
        _make_matter(alarm, level=max(alarm.level - 1, 1), now=now)
    return len(late)


def judge_by_outcome(now: datetime) -> int:
    """Judge alarms by what became of their matters; return how many."""
    over = queries.unjudged_over()
    for alarm, event in over:
        alarm.state = AlarmState.CONFIRMED if event.outcome in FOUND_TRUE else AlarmState.FALSE
        alarm.judged_at = now
    return len(over)
