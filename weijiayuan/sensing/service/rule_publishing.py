"""Versions of classes and lines: proposed by one, tried on the past, approved by another."""

from bisect import bisect_right
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from functools import partial
from operator import itemgetter
from typing import Any
from uuid import UUID

from weijiayuan import audit
from weijiayuan.db import db
from weijiayuan.events.rules import reference_data
from weijiayuan.sensing import (
    device_classes_in_force,
    device_queries,
    reading_queries,
    rules_version_queries,
)
from weijiayuan.sensing.errors import (
    RuleDecided,
    RuleInvalid,
    RuleNotFound,
    RuleOutdated,
    SecondPerson,
)
from weijiayuan.sensing.models import Device, RulesVersion
from weijiayuan.sensing.rules.alarm_policy import AGREE_WITHIN
from weijiayuan.sensing.rules.builtin_device_classes import shipped, shipped_content
from weijiayuan.sensing.rules.device_classes import (
    GRAVEST,
    Classes,
    ClassesInvalid,
    DeviceClass,
    Line,
)
from weijiayuan.sensing.rules.hysteresis import Episode, draw
from weijiayuan.sensing.rules.rolling_mean import Measured, means
from weijiayuan.sensing.rules.rule_draft_limits import read_above_floor

MOST_EPISODES = 200


def propose(content: dict[str, Any], *, reason: str, by: UUID, now: datetime) -> RulesVersion:
    """Propose a version. Raises `RuleInvalid`, also for a version that was there before."""
    known = readable(content)
    if known.version in (
        device_classes_in_force.classes().version,
        shipped().version,
    ) or rules_version_queries.rules_version(known.version):
        raise RuleInvalid(why=f"版本 {known.version} 已经有了")
    _check_none_is_gone(known)
    proposed = RulesVersion(
        version=known.version, content=content, reason=reason, proposed_by=by, proposed_at=now
    )
    db.session.add(proposed)
    audit.record(
        "sensing_rules_proposed",
        subject_kind="sensing_rules",
        subject_id=known.version,
        reason=reason,
    )
    return proposed


def _check_none_is_gone(known: Classes) -> None:
    """Check that each class in force stays: old alarms have it too. Raises `RuleInvalid`."""
    if missing := sorted(device_classes_in_force.classes().by_code.keys() - known.by_code.keys()):
        raise RuleInvalid(why=f"设备和以前的报警还要用的类别不能删：{'、'.join(missing)}")


def readable(content: dict[str, Any]) -> Classes:
    """Read a version that may be in force. Raises `RuleInvalid`."""
    try:
        return read_above_floor(content, categories=reference_data.categories())
    except ClassesInvalid as error:
        raise RuleInvalid(why=str(error)) from error


def content_of(version: str | None) -> dict[str, Any]:
    """Return a version as it was written, the one in force unless asked for another.

    Raises `RuleNotFound`.
    """
    wanted = version or device_classes_in_force.classes().version
    found = rules_version_queries.rules_version(wanted, locked=False)
    if found is not None:
        return found.content
    if wanted != shipped().version:
        raise RuleNotFound
    return shipped_content()


def decide(version: str, *, approved: bool, by: UUID, now: datetime) -> RulesVersion:
    """Approve or refuse a version; what is approved is checked once more, as devices may be new.

    Raises `RuleNotFound`, `RuleDecided`, `SecondPerson`, `RuleInvalid`, and `RuleOutdated` where
    another version came in force since it was written: it would take that back unseen.
    """
    found = rules_version_queries.rules_version(version)
    if found is None:
        raise RuleNotFound
    if found.is_approved is not None:
        raise RuleDecided
    if found.proposed_by == by:
        raise SecondPerson
    if approved:
        newest = rules_version_queries.newest_decided()
        if newest is not None and newest > found.proposed_at:
            raise RuleOutdated
        _check_none_is_gone(readable(found.content))
    found.is_approved, found.decided_by, found.decided_at = approved, by, now
    action = "sensing_rules_approved" if approved else "sensing_rules_refused"
    audit.record(action, subject_kind="sensing_rules", subject_id=version)
    return found


@dataclass(frozen=True, slots=True)
class Replayed:
    """An alarm that a rule would have raised on stored readings."""

    device: str
    level: int
    episode: Episode


def replay(
    kind: DeviceClass, devices: Iterable[Device], *, since: datetime, until: datetime
) -> list[Replayed]:
    """Return the alarms that a class's lines would have raised on what is stored, newest first.

    As when they came: what came over an hour late raises nothing, and at the gravest level one
    reading is enough where another of these devices near reaches the line too.
    """
    stored: dict[Device, Measured] = {
        each: means(reading_queries.timely_readings(each, since, until), over=kind.mean_over)
        for each in devices
    }
    found: list[Replayed] = []
    for device, measured in stored.items():
        near = [other for each, other in stored.items() if _agrees(each, device)]
        for line in kind.lines:
            raised, _ = draw(
                measured,
                line,
                interval=device.interval,
                agreed=partial(_another_reaches, line, near),
            )
            found += [Replayed(device.code, line.level, each) for each in raised]
    return sorted(found, key=lambda each: each.episode.raised_at, reverse=True)[:MOST_EPISODES]


def _agrees(one: Device, other: Device) -> bool:
    return one is not other and device_queries.is_near(one, other)


def _another_reaches(line: Line, near: Sequence[Measured], at: datetime) -> bool:
    """Tell whether another device's newest reading, ten minutes old at most, reaches a line."""
    if line.level != GRAVEST:
        return False
    for measured in near:
        nth = bisect_right(measured, at, key=itemgetter(0)) - 1
        if nth >= 0 and at - measured[nth][0] <= AGREE_WITHIN and line.is_reached(measured[nth][1]):
            return True
    return False
