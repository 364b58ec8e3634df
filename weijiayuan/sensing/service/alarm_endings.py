"""Whoever was told that devices tell of their matter is told, too, when these stop telling of it.

That the readings are calm is not that nothing is left: the matter stays with whoever handles it.
"""

from collections.abc import Sequence
from datetime import datetime

from weijiayuan.events.access import SYSTEM
from weijiayuan.events.models import Event
from weijiayuan.events.queries import matters
from weijiayuan.events.rules.vocabulary import Actor, Source
from weijiayuan.events.service import transitions
from weijiayuan.sensing import alarm_queries, device_classes_in_force, device_queries, notifications
from weijiayuan.sensing.models import Alarm, AlarmState
from weijiayuan.sensing.rules.device_classes import DeviceClass
from weijiayuan.web.messages import text


def tell(now: datetime) -> int:
    """Tell of matters whose last alarm is over; return of how many."""
    told = 0
    for event_id, over in alarm_queries.over_and_untold().items():
        for alarm in over:
            alarm.told_over = True
        event = matters.locked(event_id)
        if event.is_open:
            _tell(event, over, now=now)
            told += 1
    return told


def _tell(event: Event, over: Sequence[Alarm], *, now: datetime) -> None:
    known = device_classes_in_force.classes().by_code
    how = _how(over)
    kinds = "、".join(sorted({known[each.kind].name for each in over}))
    calls = any(known[each.kind].call for each in over)
    stay = text("sensing.over_stay") if how == "calm" and calls else ""
    words = text(f"sensing.over_{how}", kind=kinds) + stay
    reports = matters.merged_into(event.id)
    for each in (event, *reports):
        transitions.write(
            each, "sensor-over", actor=Actor.SYSTEM, who=SYSTEM, now=now, words=words,
            is_public=each.source is not Source.SENSOR,
        )  # fmt: skip
    notifications.reporters(
        event,
        reports,
        template=f"alarm_over_{how}",
        cause=f"alarm_over:{max(each.id for each in over)}",
        facts={"kind": kinds, "stay": stay},
        now=now,
    )


def _how(over: Sequence[Alarm]) -> str:
    """Return how alarms ended: all found false, nothing measures there any more, or calm."""
    if all(each.state is AlarmState.FALSE for each in over):
        return "false"
    devices = (device_queries.device(each.device_id) for each in over)
    return "unwatched" if any(each and each.retired_at for each in devices) else "calm"


def tell_again(event: Event, kind: DeviceClass, *, now: datetime) -> None:
    """Tell whoever heard that it was over that a device tells of it anew."""
    endings = alarm_queries.told_over(event.id)
    if not endings:
        return
    notifications.reporters(
        event,
        matters.merged_into(event.id),
        template="alarm_again",
        cause=f"alarm_again:{event.id}:{endings}",
        facts={"kind": kind.name, "stay": text("sensing.again_stay") if kind.call else ""},
        now=now,
    )
