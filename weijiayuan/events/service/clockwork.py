"""Starting, stopping and pausing the clocks of a matter or an order."""

from collections.abc import Container, Sequence
from datetime import datetime, timedelta
from typing import Any, NamedTuple, TypedDict, Unpack
from uuid import UUID

from sqlalchemy import select

from weijiayuan.clocks.ladder import first_unraised, next_moment
from weijiayuan.clocks.working_time import Limit, OfficeHours, TimeUnit, budget, due
from weijiayuan.db import db
from weijiayuan.events.models import Escalation, Event, EventClock
from weijiayuan.events.models.clock import reading_of
from weijiayuan.events.rules import tables
from weijiayuan.events.rules.clocks import ClockKind
from weijiayuan.events.rules.vocabulary import Level
from weijiayuan.places import queries as places

AT_ONCE = 500


class Subject(TypedDict, total=False):
    """What a clock belongs to."""

    event_id: UUID | None
    part_id: UUID | None
    supervision_id: UUID | None
    id: UUID
    created_at: datetime


def office() -> OfficeHours:
    """Return the office hours over the district's calendar as it stands now."""
    return OfficeHours(places.working_calendar(), tables.limits().windows)


def limit_for(kind: ClockKind, level: int) -> Limit:
    """Return the limit of a clock; pressing matters count hours round the clock."""
    limit = tables.limits().clocks[kind]
    return limit.pressing if Level(level).is_pressing else limit


def start(
    kind: ClockKind, limit: Limit, *, now: datetime, share: int = 100, **subject: Unpack[Subject]
) -> EventClock:
    """Start a clock. `share` is the percent of the limit it gets (a reopened matter: half)."""
    hours = office()
    allowed = budget(now, limit, hours) * share / 100
    clock = EventClock(
        kind=kind,
        unit=limit.unit,
        budget_seconds=int(allowed.total_seconds()),
        original_seconds=int(allowed.total_seconds()),
        started_at=now,
        allowed=str(limit),
        share=share,
        **subject,
    )
    set_times(clock, hours, now)
    clock.original_due_at = clock.due_at
    db.session.add(clock)
    return clock


def start_for_hours(
    kind: ClockKind, until: datetime, *, now: datetime, **subject: Unpack[Subject]
) -> EventClock:
    """Start a clock that runs round the clock until a given moment."""
    seconds = max(int((until - now).total_seconds()), 1)
    clock = EventClock(
        kind=kind,
        unit=TimeUnit.URGENT_HOURS,
        budget_seconds=seconds,
        original_seconds=seconds,
        started_at=now,
        **subject,
    )
    set_times(clock, office(), now)
    clock.original_due_at = clock.due_at
    db.session.add(clock)
    return clock


def set_times(clock: EventClock, hours: OfficeHours, now: datetime) -> None:
    """Work out when it is due and when its next rung is, from the clock alone."""
    reading = clock.reading(hours)
    clock.due_at = reading.due_at
    clock.next_at = next_moment(reading, tables.ladder(clock.kind), now)


def running(event_id: UUID, *kinds: ClockKind) -> list[EventClock]:
    """Return the clocks of a matter that have not been stopped, of these kinds or of all."""
    wanted = select(EventClock).filter_by(event_id=event_id, stopped_at=None)
    if kinds:
        wanted = wanted.where(EventClock.kind.in_(kinds))
    return list(db.session.scalars(wanted.order_by(EventClock.id)))


def stop(event_id: UUID, *kinds: ClockKind, now: datetime) -> None:
    """Stop the running clocks of these kinds."""
    for clock in running(event_id, *kinds):
        halt(clock, now)


def halt(clock: EventClock, now: datetime) -> None:
    """Stop one clock. A rung reached before, but not yet raised, stays to be raised."""
    clock.stopped_at = now
    if clock.next_at is not None and clock.next_at > now:
        clock.next_at = None


def pause(event: Event, now: datetime) -> None:
    """Let the resolution clock stand still; everything else runs on."""
    for clock in running(event.id, ClockKind.RESOLVE):
        clock.paused_at = now
        set_times(clock, office(), now)
        event.due_at = clock.due_at


def resume(event: Event, now: datetime) -> None:
    """Let it run on: due moves by exactly the working time that passed."""
    for clock in running(event.id, ClockKind.RESOLVE):
        clock.resumed_at = now
        set_times(clock, office(), now)
        event.due_at = clock.due_at


def extend(event: Event, extra: Limit, now: datetime) -> None:
    """Add working time to the resolution clock. Both due times are kept."""
    for clock in running(event.id, ClockKind.RESOLVE):
        clock.budget_seconds += int(extra_time(clock, extra).total_seconds())
        set_times(clock, office(), now)
        event.due_at = clock.due_at


def extra_time(clock: EventClock, extra: Limit) -> timedelta:
    """Return how much time an extension adds, in the clock's own kind of time."""
    hours = office()
    if extra.unit is TimeUnit.WORKING_DAYS:
        from_here = clock.due_at or clock.started_at
        return clock.reading(hours).keeper.between(from_here, due(from_here, extra, hours))
    return timedelta(hours=extra.amount)


def restart(event: Event) -> None:
    """Take back the stop of the resolution clock: rework keeps the due time it had.

    Rungs that passed while it was thought to be stopped are raised as well.
    """
    clock = db.session.scalars(
        select(EventClock)
        .filter_by(event_id=event.id, kind=ClockKind.RESOLVE)
        .order_by(EventClock.started_at.desc(), EventClock.id.desc())
        .limit(1)
    ).one()
    clock.stopped_at = None
    fit(clock, office(), raised([clock.id])[clock.id])
    event.due_at = clock.due_at


def begin_earlier(clock: EventClock, start: datetime) -> None:
    """Let a running clock have begun at an earlier moment; an extension it had stays."""
    clock.started_at = start
    fit(clock, office(), raised([clock.id])[clock.id])


class Times(NamedTuple):
    """What a running clock is set to."""

    budget_seconds: int
    original_seconds: int
    due_at: datetime | None
    next_at: datetime | None


def fit(clock: EventClock, hours: OfficeHours, so_far: Container[int]) -> None:
    """Set a running clock by its start and the calendar as it stands; `so_far` are raised rungs."""
    for name, value in fitted(clock, hours, so_far)._asdict().items():
        setattr(clock, name, value)


def fitted(clock: Any, hours: OfficeHours, so_far: Container[int]) -> Times:
    """Return what a clock, or a plain row of one, would be set to."""
    seconds, budget_now = clock.original_seconds, clock.budget_seconds
    if clock.allowed is not None and clock.unit is TimeUnit.WORKING_DAYS:
        allowed = budget(clock.started_at, Limit.parse(clock.allowed), hours) * clock.share / 100
        seconds = int(allowed.total_seconds())
        budget_now += seconds - clock.original_seconds
    reading = reading_of(clock, hours, budget=budget_now)
    rungs = tables.ladder(clock.kind)
    return Times(budget_now, seconds, reading.due_at, first_unraised(reading, rungs, so_far))


def raised(clock_ids: Sequence[UUID]) -> dict[UUID, set[int]]:
    """Return the rungs (percent) that were raised of each of these clocks."""
    found: dict[UUID, set[int]] = {clock_id: set() for clock_id in clock_ids}
    for start in range(0, len(clock_ids), AT_ONCE):
        some = clock_ids[start : start + AT_ONCE]
        wanted = select(Escalation.clock_id, Escalation.percent)
        for clock_id, percent in db.session.execute(wanted.where(Escalation.clock_id.in_(some))):
            found[clock_id].add(percent)
    return found
