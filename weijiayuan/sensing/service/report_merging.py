"""What people report of a thing that a device told of joins its matter: one thing, one matter.

The reporter is told, and a dispatcher may part them again; nobody's danger is lost by joining.
"""

from collections.abc import Sequence
from datetime import datetime

from weijiayuan.events.access import SYSTEM
from weijiayuan.events.models import Event
from weijiayuan.events.queries import matters
from weijiayuan.events.rules.vocabulary import State
from weijiayuan.events.service import matter_merging
from weijiayuan.sensing import (
    alarm_queries,
    device_classes_in_force,
    device_queries,
    nearby_matter_queries,
)
from weijiayuan.sensing.models import AlarmState
from weijiayuan.sensing.rules.alarm_policy import REPORTS_WITHIN
from weijiayuan.sensing.service import alarms
from weijiayuan.web.messages import text

UNTOUCHED = (State.SUBMITTED, State.ACCEPTED)


def join_reports(now: datetime) -> int:
    """Join what people reported to what devices raised before; return how many reports."""
    sensed = nearby_matter_queries.sensed_matters()
    if not sensed:
        return 0
    joined = 0
    for report in nearby_matter_queries.reports_near([event for event, _ in sensed]):
        parent = _told_before(report, sensed)
        if parent is not None:
            joined += _join(report, parent, now=now)
    return joined


def _told_before(report: Event, sensed: Sequence[tuple[Event, str]]) -> Event | None:
    known = device_classes_in_force.classes().by_code
    for event, kind in sensed:
        lately = event.reported_at <= report.reported_at <= event.reported_at + REPORTS_WITHIN
        if not (lately and kind in known and device_queries.is_near(report, event)):
            continue
        if nearby_matter_queries.tells_of_it(report, known[kind]):
            return event
    return None


def _join(report: Event, parent: Event, *, now: datetime) -> bool:
    report, parent = matters.locked(report.id), matters.locked(parent.id)
    if report.state not in UNTOUCHED or not parent.is_open or parent.parent_id is not None:
        return False
    words = text("sensing.report_joined")
    matter_merging.merge(report, parent.id, who=SYSTEM, now=now, words=words)
    return True


def join_alarms(now: datetime) -> int:
    """Let alarms that wait for a look join what people reported meanwhile; return how many."""
    known, joined = device_classes_in_force.classes().by_code, 0
    for alarm in alarm_queries.asked():
        if alarms.join(alarm, known[alarm.kind], level=alarm.level, now=now):
            alarm.state, alarm.confirm_due_at = AlarmState.MATTER, None
            joined += 1
    return joined
