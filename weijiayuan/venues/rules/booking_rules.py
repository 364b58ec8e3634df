"""Booking rules as data, the sentences that tell them, and the verdicts that follow from them."""

from collections.abc import Iterable, Mapping
from dataclasses import asdict, dataclass, fields
from datetime import date, datetime, time, timedelta
from enum import StrEnum
from typing import Any

from weijiayuan.kernel.clock import at_local, local_date
from weijiayuan.kernel.time_span import Span
from weijiayuan.places.opening_hours import clock_minutes
from weijiayuan.venues.rules.states import BookingState


class Approval(StrEnum):
    NONE = "none"
    ALWAYS = "always"
    FIRST = "first"  # only a person's first booking here
    TWO_STEP = "two_step"  # by two people, with a contact: a hall


class SlotState(StrEnum):
    OPEN = "open"
    FULL = "full"
    NOT_YET = "not_yet"  # released later
    CLOSED = "closed"  # blocked by the keeper
    ENDED = "ended"  # too late to book


@dataclass(frozen=True, slots=True)
class BookingRules:
    """What a venue asks of those who book. `None` as a limit means that there is none."""

    days_ahead: int = 7
    release_time: str = "09:00"
    notice_minutes: int = 30
    cancel_minutes: int = 120
    per_day: int | None = 1
    per_week: int | None = 3
    kind_per_week: int | None = None
    max_people: int = 1
    approval: Approval = Approval.NONE
    approval_hours: int = 24
    hold_minutes: int | None = None
    offer_minutes: int = 60
    early_minutes: int = 15
    late_minutes: int = 15
    min_age: int | None = None
    max_age: int | None = None
    communities: tuple[str, ...] = ()
    for_family: bool = True
    for_groups: bool = False

    def released_at(self, day: date) -> datetime:
        """Return the moment from which the slots of a day can be booked."""
        clock = time(*divmod(clock_minutes(self.release_time), 60))
        return at_local(day - timedelta(days=self.days_ahead), clock)

    def closes_at(self, span: Span) -> datetime:
        """Return the last moment at which a slot can be booked."""
        return span.starts_at - timedelta(minutes=self.notice_minutes)

    def cancel_until(self, span: Span) -> datetime:
        return span.starts_at - timedelta(minutes=self.cancel_minutes)

    def moments_of_change(self, span: Span) -> tuple[datetime, datetime]:
        """Return when the slot opens for booking, and when it ends being open."""
        return self.released_at(local_date(span.starts_at)), self.closes_at(span)

    def last_day(self, now: datetime) -> date:
        """Return the last day whose slots are released at `now`."""
        day = local_date(now) + timedelta(days=self.days_ahead)
        return day if now >= self.released_at(day) else day - timedelta(days=1)


def slot_state(
    moments: tuple[datetime, datetime], *, left: int, is_blocked: bool, now: datetime
) -> SlotState:
    """Return what a resident is shown for a slot with these moments and so many places left."""
    opens_at, closes_at = moments
    if is_blocked:
        return SlotState.CLOSED
    if now > closes_at:
        return SlotState.ENDED
    if now < opens_at:
        return SlotState.NOT_YET
    return SlotState.OPEN if left > 0 else SlotState.FULL


@dataclass(frozen=True, slots=True)
class Own:
    """One of the person's other bookings, as far as limits are concerned."""

    bookable: str
    kind: str
    span: Span
    state: BookingState


class Limit(StrEnum):
    DAY = "day"
    WEEK = "week"
    KIND = "kind"


def limit_reached(
    rules: BookingRules, span: Span, *, bookable: str, kind: str, others: Iterable[Own]
) -> Limit | None:
    """Return the limit that one more booking would break, or None.

    Days and weeks are the district's, and weeks begin on Monday.
    """
    others = list(others)
    here = [one.span for one in others if one.bookable == bookable]
    alike = [one.span for one in others if one.kind == kind]
    counts = (
        (Limit.DAY, rules.per_day, sum(_day(one) == _day(span) for one in here)),
        (Limit.WEEK, rules.per_week, sum(_week(one) == _week(span) for one in here)),
        (Limit.KIND, rules.kind_per_week, sum(_week(one) == _week(span) for one in alike)),
    )
    return next((what for what, most, had in counts if most is not None and had >= most), None)


def overlapping(span: Span, others: Iterable[Own]) -> Own | None:
    """Return another booking of the same person at the same time, if there is one."""
    return next((one for one in others if one.span.overlaps(span)), None)


def _day(span: Span) -> date:
    return local_date(span.starts_at)


def _week(span: Span) -> tuple[int, int]:
    return _day(span).isocalendar()[:2]


def week_around(moment: datetime) -> Span:
    """Return the week, Monday to Monday in the district, in which a moment lies."""
    day = local_date(moment)
    monday = day - timedelta(days=day.weekday())
    return Span(at_local(monday, time()), at_local(monday + timedelta(days=7), time()))


def needs_approval(rules: BookingRules, *, has_been_here: bool) -> bool:
    if rules.approval is Approval.FIRST:
        return not has_been_here
    return rules.approval in {Approval.ALWAYS, Approval.TWO_STEP}


def kept_until(
    rules: BookingRules, span: Span, *, state: BookingState, now: datetime
) -> datetime | None:
    """Return when a new booking in this state lapses by itself, or None if it stands."""
    if state is BookingState.HELD and rules.hold_minutes is not None:
        return min(now + timedelta(minutes=rules.hold_minutes), span.starts_at)
    if state is BookingState.PENDING:
        return min(now + timedelta(hours=rules.approval_hours), span.starts_at)
    return None


def age_on(day: date, born: date) -> int:
    """Return the age in full years; someone born on 29 February turns a year older on 1 March.

    >>> age_on(date(2026, 2, 28), date(2008, 2, 29)), age_on(date(2026, 3, 1), date(2008, 2, 29))
    (17, 18)
    """
    return day.year - born.year - ((day.month, day.day) < (born.month, born.day))


def is_of_age(rules: BookingRules, *, born: date | None, day: date) -> bool | None:
    """Say whether the person's age is allowed; None when it matters and is not known."""
    if rules.min_age is None and rules.max_age is None:
        return True
    if born is None:
        return None
    return (rules.min_age or 0) <= age_on(day, born) <= (rules.max_age or 200)


def to_data(rules: BookingRules) -> dict[str, Any]:
    """Return the rules as they are stored and sent."""
    return asdict(rules) | {"approval": rules.approval.value, "communities": [*rules.communities]}


def from_data(data: Mapping[str, Any]) -> BookingRules:
    """Read back what `to_data` wrote; what an older row lacks takes its default."""
    known = {one.name: data[one.name] for one in fields(BookingRules) if one.name in data}
    known["approval"] = Approval(known.get("approval", Approval.NONE))
    known["communities"] = tuple(known.get("communities", ()))
    return BookingRules(**known)


def faults(rules: BookingRules) -> list[str]:
    """Name what cannot be meant, as codes; an empty list when all is well."""
    wrong = (
        ("days_ahead", not 0 <= rules.days_ahead <= 90),
        ("release_time", not 0 <= clock_minutes(rules.release_time) < 24 * 60),
        ("notice", not 0 <= rules.notice_minutes <= 7 * 24 * 60),
        ("cancel", not 0 <= rules.cancel_minutes <= 7 * 24 * 60),
        ("limits", any(most is not None and most < 1 for most in _limits(rules))),
        ("people", rules.max_people < 1),
        ("ages", (rules.min_age or 0) > (rules.max_age or 200)),
    )
    return [code for code, is_wrong in wrong if is_wrong]


def _limits(rules: BookingRules) -> tuple[int | None, ...]:
    return rules.per_day, rules.per_week, rules.kind_per_week, rules.hold_minutes
