"""What people find of an alarm: true, false, or over. Grave ones are ended by two of them."""

from dataclasses import replace
from datetime import datetime
from typing import Any
from uuid import UUID

from weijiayuan import audit
from weijiayuan.events.rules.vocabulary import Outcome
from weijiayuan.sensing import (
    alarm_queries,
    datastream_state,
    device_classes_in_force,
    device_queries,
    reading_queries,
)
from weijiayuan.sensing.errors import (
    AlarmDecided,
    AnotherMustVerify,
    ConfirmFirst,
    FoundNeeded,
    LookFirst,
    StandDownByPerson,
    StillHigh,
)
from weijiayuan.sensing.models import Alarm, AlarmState, Device
from weijiayuan.sensing.rules.alarm_policy import silent_after
from weijiayuan.sensing.rules.device_classes import DeviceClass
from weijiayuan.sensing.rules.hysteresis import AlarmState as LineState
from weijiayuan.sensing.service import alarms

ENGINEER = "engineer"
FOUND_TRUE = (Outcome.FIXED, Outcome.EXPLAINED, Outcome.TRANSFERRED)


def confirm(alarm: Alarm, *, by: UUID, words: str, now: datetime) -> None:
    """Note that somebody found it true; it becomes a matter if it is none.

    Raises `AlarmDecided`.
    """
    was_asked = alarm.state is AlarmState.ASKED
    _judge(alarm, AlarmState.CONFIRMED, by=by, words=words, now=now)
    if was_asked:
        alarms.make_matter(alarm, level=alarm.level, now=now)


def deny(alarm: Alarm, *, by: UUID, may_verify: bool, words: str, now: datetime) -> None:
    """Note that somebody looked and found nothing, or no such place.

    A grave alarm stays until another person says so too, one of the two a verifier
    (`may_verify`). Raises `AlarmDecided`, `AnotherMustVerify`.
    """
    _check_undecided(alarm)
    if not alarm.is_grave:
        _judge(alarm, AlarmState.FALSE, by=by, words=words, now=now)
    elif alarm.denied_by is None:
        alarm.denied_by, alarm.denied_at, alarm.words = by, now, words
        alarm.denied_by_verifier = may_verify
        _note("alarm_denied", alarm, words)
    elif alarm.denied_by == by or not (may_verify or alarm.denied_by_verifier):
        raise AnotherMustVerify
    else:
        both = "；".join(each for each in (alarm.words, words) if each)
        _judge(alarm, AlarmState.FALSE, by=by, words=both, now=now)


def _check_undecided(alarm: Alarm) -> None:
    if alarm.state not in (AlarmState.ASKED, AlarmState.MATTER):
        raise AlarmDecided


def _judge(alarm: Alarm, state: AlarmState, *, by: UUID, words: str, now: datetime) -> None:
    _check_undecided(alarm)
    alarm.state, alarm.judged_by, alarm.judged_at, alarm.words = state, by, now, words
    _note("alarm_judged", alarm, words, state=state)
    if state is not AlarmState.FALSE:
        return
    if device_classes_in_force.classes().by_code[alarm.kind].call is not None:
        _mute(alarm, now=now)
    if alarm.event_id is not None:
        alarms.make_ordinary(alarm.event_id, now=now)


def _mute(alarm: Alarm, *, now: datetime) -> None:
    """Believe those who found nothing until it was calm, or for a while; not for ever.

    The caller holds the stream state, then the alarm.
    """
    stream, level = alarm.datastream_id, str(alarm.level)
    known = datastream_state.locked([stream])[stream]
    if alarm.cleared_at is None and level in known.lines:
        muted = replace(LineState.from_json(known.lines[level]), muted_since=now).to_json()
        datastream_state.write([replace(known, lines={**known.lines, level: muted})])


def stand_down(
    alarm: Alarm, *, by: UUID, may_grave: bool, is_engineer: bool, words: str, now: datetime
) -> None:
    """Clear an alarm by hand once what was measured is calm; its line may then raise anew.

    What never goes back is measured from a new zero, once another person had confirmed the alarm
    and the engineer says what was found. The caller holds the stream state, then the alarm.
    Raises `StandDownByPerson` where the caller's duty does not reach, `StillHigh`, `ConfirmFirst`,
    `LookFirst` where the device was high and then fell silent, and `FoundNeeded` where the device
    says nothing or the engineer.
    """
    kind = device_classes_in_force.classes().by_code[alarm.kind]
    allowed = is_engineer if kind.stand_down == ENGINEER else may_grave or not alarm.is_grave
    if not allowed:
        raise StandDownByPerson
    if alarm.cleared_at is not None:
        return
    device = device_queries.device(alarm.device_id)
    assert device is not None
    if not _is_calm(alarm, device, kind, by=by, words=words, now=now):
        _set_zero(alarm, device, kind, by=by, words=words, now=now)
    alarm.cleared_at = now
    alarm.words = "；".join(each for each in (alarm.words, words) if each)
    _begin_anew(alarm)
    _note("alarm_cleared", alarm, words)


def _is_calm(
    alarm: Alarm, device: Device, kind: DeviceClass, *, by: UUID, words: str, now: datetime
) -> bool:
    line = next((each for each in kind.lines if each.level == alarm.level), None)
    newest = reading_queries.newest_readings(alarm.datastream_id, limit=1)
    value = reading_queries.hold(device, kind, *newest[0]) if newest else None
    heard = value is not None and now - newest[0][0] <= silent_after(device.interval)
    is_high = value is not None and line is not None and not line.is_calm(value)
    if heard:
        return not is_high
    if is_high and alarm.is_grave and alarm.judged_by in (None, by):
        raise LookFirst(value=kind.told(newest[0][1]))
    if not words.strip():
        raise FoundNeeded
    return True


def _set_zero(
    alarm: Alarm, device: Device, kind: DeviceClass, *, by: UUID, words: str, now: datetime
) -> None:
    """Measure from here on, where it never goes back; elsewhere an alarm stays while it is high."""
    value = reading_queries.newest_readings(alarm.datastream_id, limit=1)[0][1]
    if kind.stand_down != ENGINEER:
        raise StillHigh(value=kind.told(value))
    if alarm.state is not AlarmState.CONFIRMED or alarm.judged_by in (None, by):
        raise ConfirmFirst
    if not words.strip():
        raise FoundNeeded
    device.zero, device.zero_at = value, now
    audit.record(
        "device_zeroed", subject_kind="device", subject_id=device.id, reason=words, zero=value
    )


def _note(action: str, alarm: Alarm, words: str, **facts: Any) -> None:
    """Write down in the trail who found what of an alarm."""
    audit.record(action, subject_kind="alarm", subject_id=alarm.id, reason=words, **facts)


def _begin_anew(alarm: Alarm) -> None:
    """Let the line raise again. It is held by the caller."""
    stream, level = alarm.datastream_id, str(alarm.level)
    known = datastream_state.locked([stream])[stream]
    if level in known.lines:
        before = LineState.from_json(known.lines[level])
        fresh = LineState(last_at=before.last_at).to_json()
        datastream_state.write([replace(known, lines={**known.lines, level: fresh})])


def judge_by_outcome(now: datetime) -> int:
    """Judge alarms by what became of their matters; return how many."""
    over = alarm_queries.unjudged_over()
    for alarm, event in over:
        alarm.state = AlarmState.CONFIRMED if event.outcome in FOUND_TRUE else AlarmState.FALSE
        alarm.judged_at = now
    return len(over)
