"""What is done with a table of clocks: raise the rungs that are due."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any, TypeVar
from uuid import UUID

from sqlalchemy import select

from weijiayuan.db import db, insert_new
from weijiayuan.deadline_clocks.escalation_ladder import Reached, next_moment, reached
from weijiayuan.deadline_clocks.models import RunningClock
from weijiayuan.deadline_clocks.working_time import OfficeHours, Window
from weijiayuan.places import queries as places
from weijiayuan.places.working_calendar import OFFICE_HOURS

AT_ONCE = 500
R = TypeVar("R")


def office_hours(windows: tuple[Window, ...] = OFFICE_HOURS) -> OfficeHours:
    """Return the office hours over the district's calendar as it stands now."""
    return OfficeHours(places.working_calendar(), windows)


def climb(
    clock: RunningClock, rungs: type[R], *, hours: OfficeHours, now: datetime, **owner: Any
) -> list[R]:
    """Note the rungs that a locked clock reached, each once for ever; return those that are new.

    `rungs` is the table of raised rungs: its unique key says whether somebody noted one before.
    """
    ladder, reading = clock.ladder_of(clock), clock.reading(hours)
    found = (_noted(clock, rungs, each, owner) for each in reached(reading, ladder, now))
    new = [rung for rung in found if rung is not None]
    clock.next_at = next_moment(reading, ladder, now)
    return new


def _noted(clock: Any, rungs: Any, found: Reached, owner: dict[str, Any]) -> Any:
    rung = found.rung
    row = {
        "clock_id": clock.id,
        "percent": rung.percent,
        "name": rung.name,
        "tells": rung.tells,
        "supervision": rung.supervision,
        "reached_at": found.at,
    }
    if not insert_new(rungs, [row | owner]):
        return None
    return db.session.scalars(
        select(rungs).filter_by(clock_id=clock.id, percent=rung.percent)
    ).one()


def raised(rungs: Any, clock_ids: Sequence[UUID]) -> dict[UUID, set[int]]:
    """Return the rungs (percent) that were raised of each of these clocks."""
    found: dict[UUID, set[int]] = {clock_id: set() for clock_id in clock_ids}
    for start in range(0, len(clock_ids), AT_ONCE):
        some = clock_ids[start : start + AT_ONCE]
        wanted = select(rungs.clock_id, rungs.percent).where(rungs.clock_id.in_(some))
        for clock_id, percent in db.session.execute(wanted):
            found[clock_id].add(percent)
    return found
