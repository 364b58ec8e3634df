"""Timetables by the id of their row, read once a process, and when they are open."""

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass, field, replace
from datetime import date, datetime, timedelta
from uuid import UUID

from sqlalchemy import select

from weijiayuan.db import run
from weijiayuan.directory.models import Closure, Hours
from weijiayuan.directory.rules.open_on_arrival import (
    FAR_AHEAD,
    LOOKED_AHEAD,
    Door,
    Found,
    found_at,
    open_spans,
    without,
)
from weijiayuan.kernel.clock import local_date
from weijiayuan.kernel.time_span import Span
from weijiayuan.places import queries as places
from weijiayuan.places.models import Topic
from weijiayuan.places.opening_hours import (
    MIDNIGHT,
    Calendar,
    Timetable,
    at_minute,
    calendar_of,
    from_data,
)

MOST_KEPT = 20_000
MOST_ASKED_ABOUT = 1_000
"""Timetables that a list is narrowed by beforehand; beyond, each row is asked by itself."""

_timetables: dict[UUID, Timetable] = {}
_spans: dict[tuple[object, ...], list[Span] | None] = {}
"""What every request shares: a row of hours never changes, and neither does a revision."""


@dataclass
class HoursBook:
    """The hours of sites and services under the calendar as it stands in this transaction."""

    revision: UUID | None = field(default_factory=lambda: places.revision(Topic.CALENDAR))
    calendar: Calendar = field(default_factory=lambda: calendar_of(places.working_calendar()))

    reckoned_from: date = field(default_factory=lambda: places.working_calendar().provisional_from)

    def read(self, ids: Iterable[UUID | None]) -> None:
        """Read the timetables of these rows, those that this process does not know yet."""
        missing = {one for one in ids if one is not None and one not in _timetables}
        if missing:
            if len(_timetables) > MOST_KEPT:
                _timetables.clear()
            wanted = select(Hours.id, Hours.timetable).where(Hours.id.in_(missing))
            _timetables.update({row.id: from_data(row.timetable) for row in run(wanted)})

    def timetable(self, hours_id: UUID | None) -> Timetable | None:
        """Return a timetable that was read before."""
        return _timetables[hours_id] if hours_id else None

    def spans_from(
        self, day: date, own: UUID | None, site: UUID | None, *, days: int = LOOKED_AHEAD
    ) -> list[Span] | None:
        """Return when a service is open from a day on, for a fortnight, closures apart.

        None when nobody knows. The timetables have been read.
        """
        key = (day, own, site, self.revision, days)
        if key not in _spans:
            if len(_spans) > MOST_KEPT:
                _spans.clear()
            _spans[key] = open_spans(
                self.timetable(own),
                self.timetable(site),
                first=day,
                last=day + timedelta(days=days),
                calendar=self.calendar,
            )
        return _spans[key]

    def found(
        self, moment: datetime, own: UUID | None, site: UUID | None, shut: Collection[Span] = ()
    ) -> Found:
        """Return what somebody finds who arrives at a moment."""
        found = self._found(moment, own, site, shut, days=LOOKED_AHEAD)
        if found.door is Door.CLOSED and found.next is None:
            found = self._found(moment, own, site, shut, days=FAR_AHEAD)
        if self._is_reckoned(found):
            return replace(found, is_reckoned=True)
        return found

    def _is_reckoned(self, found: Found) -> bool:
        """Say whether it hangs on days whose year is not announced."""
        ends = (each for each in (found.next, found.until, found.at) if each is not None)
        return found.door is not Door.UNKNOWN and local_date(max(ends)) >= self.reckoned_from

    def _found(
        self,
        moment: datetime,
        own: UUID | None,
        site: UUID | None,
        shut: Collection[Span],
        *,
        days: int,
    ) -> Found:
        first = local_date(moment)
        spans = self.spans_from(first, own, site, days=days)
        seen_until = at_minute(first + timedelta(days=days), MIDNIGHT)
        left = without(spans, shut) if spans and shut else spans
        return found_at(left, moment, seen_until=seen_until)

    def open_within(self, since: datetime, until: datetime) -> frozenset[UUID] | None:
        """Return the timetables open at some moment between; None if there are too many."""
        known = places.kept(Topic.SITES, _all_ids)
        if len(known) > MOST_ASKED_ABOUT:
            return None
        self.read(known)
        asked, day = Span(since, until), local_date(since)
        return frozenset(
            one
            for one in known
            if any(span.overlaps(asked) for span in self.spans_from(day, one, None) or ())
        )

    def closures(
        self, site_ids: Collection[UUID], since: datetime, until: datetime
    ) -> Mapping[UUID, list[Span]]:
        """Return the closures of these sites that touch a stretch of time."""
        wanted = select(Closure.site_id, Closure.starts_at, Closure.ends_at).where(
            Closure.site_id.in_(site_ids), Closure.ends_at > since, Closure.starts_at < until
        )
        kept: dict[UUID, list[Span]] = {}
        for row in run(wanted) if site_ids else ():
            kept.setdefault(row.site_id, []).append(Span(row.starts_at, row.ends_at))
        return kept


def _all_ids() -> list[UUID]:
    return [row.id for row in run(select(Hours.id).limit(MOST_ASKED_ABOUT + 1))]
