"""Starting, stopping and pausing the clocks of a matter or an order."""

from collections.abc import Sequence
from datetime import datetime
from typing import TypedDict, Unpack
from uuid import UUID, uuid4

from sqlalchemy import select

from weijiayuan.db import db
from weijiayuan.deadline_clocks import service as clocks
from weijiayuan.deadline_clocks.working_time import Limit, OfficeHours
from weijiayuan.events.models import Escalation, Event, EventClock
from weijiayuan.events.rules import reference_data
from weijiayuan.events.rules.clock_kinds import ClockKind
from weijiayuan.events.rules.vocabulary import Level


class Subject(TypedDict, total=False):
    """What a clock belongs to."""

    event_id: UUID | None
    part_id: UUID | None
    supervision_id: UUID | None
    id: UUID
    created_at: datetime


def office() -> OfficeHours:
    """Return the ledger's office hours over the district's calendar as it stands now."""
    return clocks.office_hours(reference_data.limits().windows)


def limit_for(kind: ClockKind, level: int) -> Limit:
    """Return the limit of a clock; pressing matters count hours round the clock."""
    limit = reference_data.limits().clocks[kind]
    return limit.pressing if Level(level).is_pressing else limit


def limit_of(kind: ClockKind, event: Event) -> Limit:
    """Return the limit of a clock of a matter: minutes where somebody is in danger.

    Or where a device measures what threatens whoever passes.
    """
    limits = reference_data.limits()
    if event.danger is not None and kind in limits.danger_clocks:
        return limits.danger_clocks[kind]
    if event.is_measured and kind in limits.sensed_clocks[event.level]:
        return limits.sensed_clocks[event.level][kind]
    return limit_for(kind, event.level)


def start(
    kind: ClockKind, limit: Limit, *, now: datetime, share: int = 100, **subject: Unpack[Subject]
) -> EventClock:
    """Start a clock. `share` is the percent of the limit it gets (a reopened matter: half)."""
    clock = _begun(kind, limit, now=now, share=share, **subject)
    db.session.add(clock)
    return clock


def _begun(
    kind: ClockKind, limit: Limit, *, now: datetime, share: int, **subject: Unpack[Subject]
) -> EventClock:
    """Return a clock that nobody keeps yet."""
    born = {**_birth(subject, now), **subject}
    return EventClock.begin(limit, now=now, hours=office(), share=share, kind=kind, **born)


def _birth(subject: Subject, now: datetime) -> Subject:
    """Give the clocks of an anonymous matter ids without a moment inside: its sender may act."""
    event = db.session.get(Event, subject["event_id"]) if subject.get("event_id") else None
    if event is None or not event.is_anonymous:
        return Subject()
    return Subject(id=uuid4(), created_at=now)


def start_for_hours(
    kind: ClockKind, until: datetime, *, now: datetime, **subject: Unpack[Subject]
) -> EventClock:
    """Start a clock that runs round the clock until a given moment."""
    clock = EventClock.begin_until(until, now=now, hours=office(), kind=kind, **subject)
    db.session.add(clock)
    return clock


def running(event_id: UUID, *kinds: ClockKind) -> list[EventClock]:
    """Return the clocks of a matter that have not been stopped, of these kinds or of all."""
    wanted = select(EventClock).filter_by(event_id=event_id, stopped_at=None)
    if kinds:
        wanted = wanted.where(EventClock.kind.in_(kinds))
    return list(db.session.scalars(wanted.order_by(EventClock.id)))


def stop(event_id: UUID, *kinds: ClockKind, now: datetime) -> None:
    """Stop the running clocks of these kinds."""
    for clock in running(event_id, *kinds):
        clock.stop(now)


def pause(event: Event, now: datetime) -> None:
    """Let the resolution clock stand still; everything else runs on."""
    for clock in running(event.id, ClockKind.RESOLVE):
        clock.pause(office(), now)
        event.due_at = clock.due_at


def resume(event: Event, now: datetime) -> None:
    """Let it run on: due moves by exactly the working time that passed."""
    for clock in running(event.id, ClockKind.RESOLVE):
        clock.resume(office(), now)
        event.due_at = clock.due_at


def restate(event: Event, limit: Limit, now: datetime) -> None:
    """Let the resolution clock run under another limit, from when it began to run."""
    for clock in running(event.id, ClockKind.RESOLVE):
        clock.stop(now)
        began = clock.started_at
        newer = start(ClockKind.RESOLVE, limit, now=now, event_id=event.id)
        begin_earlier(newer, began)
        newer.original_due_at = event.due_at = newer.due_at


def shorten(event: Event, kind: ClockKind, limit: Limit, *, now: datetime) -> None:
    """Let a running clock have had this limit from its start, where that is due earlier."""
    for clock in running(event.id, kind):
        if clock.is_paused or clock.allowed is None:
            continue
        newer = _begun(kind, limit, now=now, share=clock.share, event_id=event.id)
        newer.begin_earlier(clock.started_at, office(), ())
        if newer.due_at is None or clock.due_at is None or newer.due_at >= clock.due_at:
            continue
        db.session.add(newer)
        clock.stop(now)
        newer.original_due_at = newer.due_at
        if kind is ClockKind.RESOLVE:
            event.due_at = newer.due_at


def extend(event: Event, extra: Limit, now: datetime) -> None:
    """Add working time to the resolution clock. Both due times are kept."""
    for clock in running(event.id, ClockKind.RESOLVE):
        clock.extend(extra, office(), now)
        event.due_at = clock.due_at


def restart(event: Event) -> None:
    """Take back the stop of the resolution clock: rework keeps the due time it had."""
    clock = db.session.scalars(
        select(EventClock)
        .filter_by(event_id=event.id, kind=ClockKind.RESOLVE)
        .order_by(EventClock.started_at.desc(), EventClock.id.desc())
        .limit(1)
    ).one()
    clock.restart(office(), raised([clock.id])[clock.id])
    event.due_at = clock.due_at


def begin_earlier(clock: EventClock, start: datetime) -> None:
    """Let a running clock have begun at an earlier moment; an extension it had stays."""
    clock.begin_earlier(start, office(), raised([clock.id])[clock.id])


def raised(clock_ids: Sequence[UUID]) -> dict[UUID, set[int]]:
    """Return the rungs (percent) that were raised of each of these clocks."""
    return clocks.raised(Escalation, clock_ids)
