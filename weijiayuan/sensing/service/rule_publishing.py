"""Versions of classes and lines: proposed by one, tried on the past, approved by another."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from weijiayuan import audit
from weijiayuan.db import db
from weijiayuan.sensing import queries
from weijiayuan.sensing.errors import RuleDecided, RuleInvalid, RuleNotFound, SecondPerson
from weijiayuan.sensing.models import Device, RulesVersion
from weijiayuan.sensing.rules.device_classes import Classes, ClassesInvalid, DeviceClass, read
from weijiayuan.sensing.rules.hysteresis import Episode, episodes

MOST_EPISODES = 200


def propose(content: dict[str, Any], *, reason: str, by: UUID, now: datetime) -> RulesVersion:
    """Propose a version. Raises `RuleInvalid`, also for a version that was there before.

    What devices in service measure must stay known.
    """
    known = readable(content)
    if known.version == queries.classes().version or queries.rules_version(known.version):
        raise RuleInvalid(why=f"版本 {known.version} 已经有了")
    in_use = {each.kind for each in db.session.scalars(queries.in_service())}
    if missing := sorted(in_use - known.by_code.keys()):
        raise RuleInvalid(why=f"还有设备在用的类别不能删：{'、'.join(missing)}")
    proposed = RulesVersion(
        version=known.version, content=content, reason=reason, proposed_by=by, proposed_at=now
    )
    db.session.add(proposed)
    audit.record("sensing_rules_proposed", subject_kind="sensing_rules", subject_id=known.version)
    return proposed


def readable(content: dict[str, Any]) -> Classes:
    """Read a version. Raises `RuleInvalid`."""
    try:
        return read(content)
    except ClassesInvalid as error:
        raise RuleInvalid(why=str(error)) from error


def decide(version: str, *, approved: bool, by: UUID, now: datetime) -> RulesVersion:
    """Approve or refuse a version. Raises `RuleNotFound`, `RuleDecided`, `SecondPerson`."""
    found = queries.rules_version(version)
    if found is None:
        raise RuleNotFound
    if found.is_approved is not None:
        raise RuleDecided
    if found.proposed_by == by:
        raise SecondPerson
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
    """Return the alarms that a class's lines would have raised on what is stored, newest first."""
    found: list[Replayed] = []
    for device in devices:
        stored = queries.readings(device.datastream_id, since=since, until=until)
        for line in kind.lines:
            found += [Replayed(device.code, line.level, each) for each in episodes(stored, line)]
    return sorted(found, key=lambda each: each.episode.raised_at, reverse=True)[:MOST_EPISODES]
