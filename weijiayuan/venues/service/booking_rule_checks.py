"""The rules' verdicts turned into refusals, with the facts their sentences need."""

from datetime import date, datetime, timedelta
from uuid import UUID

from weijiayuan.accounts.models import FamilyMember
from weijiayuan.accounts.rules import is_child
from weijiayuan.kernel.clock import local_date
from weijiayuan.kernel.time_span import Span
from weijiayuan.venues.errors import (
    ActivityOver,
    AgeNotAllowed,
    AgeUnknown,
    BookingClosed,
    ByDraw,
    ContactMissing,
    DayLimit,
    FamilyNotAllowed,
    GroupNotAllowed,
    GuardianNeeded,
    KindLimit,
    NotFromHere,
    NotReleased,
    OverlapsOwn,
    RegistrationClosed,
    RegistrationNotOpen,
    SlotPast,
    Suspended,
    TooManyPeople,
    WeekLimit,
)
from weijiayuan.venues.queries import booking_limit_checks
from weijiayuan.venues.rules import booking_rules as rules
from weijiayuan.venues.rules import no_shows
from weijiayuan.venues.rules.booking_rule_wording import age_words
from weijiayuan.venues.rules.booking_rules import Limit, Own, week_around
from weijiayuan.venues.service.bookable_targets import Target

LIMITS = {Limit.DAY: DayLimit, Limit.WEEK: WeekLimit, Limit.KIND: KindLimit}


def is_open(target: Target, *, now: datetime) -> None:
    """Refuse what cannot be booked now: past, too late, or not released."""
    if target.is_session:
        _registration_is_open(target, now=now)
        return
    if now >= target.span.starts_at:
        raise SlotPast
    if now > target.closes_at:
        raise BookingClosed(closes_at=target.closes_at)
    if now < target.opens_at:
        raise NotReleased(opens_at=target.opens_at)


def _registration_is_open(target: Target, *, now: datetime) -> None:
    if not target.is_on or now >= target.span.ends_at:
        raise ActivityOver
    if target.draw_closes_at is not None and now < target.draw_closes_at:
        raise ByDraw(closes_at=target.draw_closes_at)
    if now < target.opens_at:
        raise RegistrationNotOpen(opens_at=target.opens_at)
    if now > target.closes_at:
        raise RegistrationClosed(closes_at=target.closes_at)


def party(target: Target, size: int, *, group_name: str) -> None:
    """Refuse more people than the rules or the room allow, and groups where none may come."""
    most = min(target.rules.max_people, target.people_most)
    if size > most:
        raise TooManyPeople(most=most)
    if group_name and not target.rules.for_groups:
        raise GroupNotAllowed


def contact(target: Target, *, name: str, phone: str) -> None:
    """Ask for a contact where two people decide. Raises `ContactMissing`."""
    if target.rules.approval is not rules.Approval.TWO_STEP:
        return
    missing = [
        field for field, said in (("contact_name", name), ("contact_phone", phone)) if not said
    ]
    if missing:
        raise ContactMissing(fields={one: [ContactMissing.code] for one in missing})


def attendee(target: Target, *, member: FamilyMember | None, born: date | None) -> None:
    """Refuse who is not of the age that the place is for."""
    if member is not None and not target.rules.for_family:
        raise FamilyNotAllowed
    birth = member.birth_date if member is not None and member.birth_date else born
    day = local_date(target.span.starts_at)
    if _lacks_guardian(target, member, day=day):
        raise GuardianNeeded
    of_age = rules.is_of_age(target.rules, born=birth, day=day)
    if of_age is None:
        raise AgeUnknown(ages=age_words(target.rules.min_age, target.rules.max_age))
    if not of_age:
        raise AgeNotAllowed(ages=age_words(target.rules.min_age, target.rules.max_age))


def _lacks_guardian(target: Target, member: FamilyMember | None, *, day: date) -> bool:
    """Tell whether a child under fourteen would be registered by somebody who is no guardian."""
    if not target.is_session or member is None or member.birth_date is None:
        return False
    return is_child(member.birth_date, on=day) and not member.guardian


def person(
    target: Target, by: UUID, *, attendee_id: UUID, now: datetime, besides: UUID | None = None
) -> None:
    """Refuse who lives elsewhere, is suspended, has booked enough, or is away at that time.

    Where they live is asked of the resident `by`, the rest of who comes. Locks the resident, so
    that two requests of theirs are judged one after the other. `besides` is the booking that is
    being settled and does not count against itself.
    """
    community = booking_limit_checks.lock_person(by)
    record = booking_limit_checks.record(attendee_id, _horizon(target), besides=besides)
    communities = target.rules.communities
    if communities and besides is None and community not in communities:
        raise NotFromHere
    found = no_shows.suspension(record.no_shows, now=now)
    if found is not None:
        raise Suspended(until=found.until, days=no_shows.APPEAL_WITHIN.days)
    who = "您" if attendee_id == by else "来的这位家人"
    for meeting in target.meetings:
        other = rules.overlapping(meeting, record.own)
        if other is not None:
            raise OverlapsOwn(who=who, starts_at=other.span.starts_at)
    _limits(target, record.own, who=who)


def _limits(target: Target, own: list[Own], *, who: str) -> None:
    reached = rules.limit_reached(
        target.rules,
        target.span,
        bookable=str(target.bookable_id),
        kind=target.theme,
        others=own,
    )
    if reached is not None:
        most = {
            Limit.DAY: target.rules.per_day,
            Limit.WEEK: target.rules.per_week,
            Limit.KIND: target.rules.kind_per_week,
        }
        raise LIMITS[reached](most=most[reached], who=who)


def _horizon(target: Target) -> Span:
    """Return the stretch in which other bookings matter: the week, and every meeting."""
    week = week_around(target.span.starts_at)
    return Span(week.starts_at - timedelta(days=1), max(week.ends_at, target.span.ends_at))
