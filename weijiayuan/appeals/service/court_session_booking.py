"""A room and a judge over the same half hour: claimed together, moved, given to another judge."""

from collections.abc import Collection, Sequence
from datetime import date, datetime, timedelta
from hashlib import sha256
from uuid import UUID

from weijiayuan import audit
from weijiayuan.appeals import judicial_confirmation_queries
from weijiayuan.appeals.errors import AfterLastDay, NoCourtHere, NoSlot, StartsInThePast
from weijiayuan.appeals.models import Confirmation, CourtRoom, Interruption, Judge, Mediation
from weijiayuan.appeals.rules.states import ConfirmationState
from weijiayuan.appeals.service import (
    attendance_and_video_room,
    court_session,
    domestic_violence_guard,
)
from weijiayuan.appeals.service.court_session_notices import appointment_of, tell_of_booking
from weijiayuan.appeals.service.judicial_confirmation import RECORD, show_of
from weijiayuan.capacity_claims import service as claims
from weijiayuan.capacity_claims.errors import Closed, NoPlaceLeft
from weijiayuan.capacity_claims.occupancy_queries import free_places
from weijiayuan.capacity_claims.reconciler_registry import register_holder
from weijiayuan.capacity_claims.service import Holder
from weijiayuan.db import db
from weijiayuan.kernel import clock
from weijiayuan.kernel.time_span import Span
from weijiayuan.places.queries import working_calendar
from weijiayuan.web.messages import in_words

HOLDER = "confirmation"
SESSION = timedelta(minutes=30)
SHOWN_FOR = timedelta(minutes=5)
"""How old a list of free times may be: what it showed as now is still now."""
MOVED = "改期"
JUDGE_GONE = "法官不再担任"
THEN_AT = "由别的法官接手，时间是{at}，在{room}"
THEN_NONE = "还没有法官接手，原来的时间不算了，请打开另约"


def sessions_of(day: date) -> list[datetime]:
    """Return when sessions may begin on a day: its working half hours; none on a day off."""
    return [
        begin + SESSION * n
        for begin, end in working_calendar().working_spans(day)
        for n in range(int((end - begin) / SESSION))
    ]


def book(
    found: Confirmation, *, starts_at: datetime, room_id: UUID | None, by: str, now: datetime
) -> Confirmation:
    """Claim a room and a judge over the same half hour: both or neither. The others hear of it.

    It begins now, or at one of the half hours of a working day: not at night, nor on a Sunday. A
    session that has begun is moved: the line stands still until it goes on, and is not begun anew.
    Raises `StartsInThePast`, `AfterLastDay`, `NoSlot`, `NoCourtHere`.
    """
    starts_at = _beginning(starts_at, now=now)
    domestic_violence_guard.check_joint(db.session.get_one(Mediation, found.mediation_id))
    _check_sitting(found)
    last = court_session.last_day(found)
    if clock.local_date(starts_at) > last:
        raise AfterLastDay(day=last)
    before = appointment_of(found)
    claims.release([found.id])
    _claim(found, Span(starts_at, starts_at + SESSION), room_id, frozenset(), now=now)
    tell_of_booking(found, before, by=by, now=now)
    show_of(found, now)
    return found


def _beginning(asked: datetime, *, now: datetime) -> datetime:
    """Return when a session begins: one that was shown as "now" a moment ago begins now."""
    if asked < now - SHOWN_FOR:
        raise StartsInThePast(fields={"starts_at": ["confirmations.starts_in_the_past"]})
    if asked > now and asked not in sessions_of(clock.local_date(asked)):
        raise NoSlot
    return max(asked, now)


def _check_sitting(found: Confirmation) -> None:
    """Raise `IllegalMove` unless the case may be given a session or another judge."""
    if found.state in (ConfirmationState.FILED, ConfirmationState.ACCEPTED):
        return
    found.move_to(ConfirmationState.ACCEPTED)  # heard: another judge or day asks again
    found.record, found.record_hash = "", None
    judicial_confirmation_queries.forget_hearing(found.id, step=RECORD)


def _claim(
    found: Confirmation,
    span: Span,
    room_id: UUID | None,
    without: Collection[UUID],
    *,
    now: datetime,
) -> None:
    """Take a room and a judge. `without` are judges by their staff ids. Raises `NoSlot`."""
    judges = {
        one.id: one
        for one in judicial_confirmation_queries.sitting_judges()
        if one.staff_id not in without
    }
    check_court_is_here()
    rooms = _rooms(found, span, room_id, most=len(judges) + 1, now=now)
    places = [rooms, _fairly(list(judges), found.id)]
    try:
        taken = claims.take_first_free(places, span, holder=Holder(HOLDER, found.id), now=now)
    except (NoPlaceLeft, Closed) as full:
        raise NoSlot from full
    got = {each.bookable_id for each in taken}
    _stand_still(found, until=span.starts_at, now=now)
    found.room_id = next(one for one in rooms if one in got)
    found.judge_id = next(judge.staff_id for each, judge in judges.items() if each in got)
    found.starts_at, found.ends_at = span.starts_at, span.ends_at
    attendance_and_video_room.forget_room(found)
    attendance_and_video_room.open_room.later(str(found.id))
    audit.record(
        "session booked",
        subject_kind="confirmation",
        subject_id=found.id,
        room=found.room_id,
        judge=found.judge_id,
    )


def check_court_is_here() -> None:
    """Raise `NoCourtHere` where no session can be had at any time: there is no room or no judge."""
    if (
        not judicial_confirmation_queries.rooms()
        or not judicial_confirmation_queries.sitting_judges()
    ):
        raise NoCourtHere


def _rooms(
    found: Confirmation, span: Span, room_id: UUID | None, *, most: int, now: datetime
) -> list[UUID]:
    """Return as many free rooms as sessions can want at once: no more are locked than that."""
    asked = [
        room.id for room in judicial_confirmation_queries.rooms() if room_id in (None, room.id)
    ]
    known = _fairly(asked, found.id)
    free = free_places([(one, span) for one in known], now=now)
    return [one for one in known if free.get((one, span), 0) > 0][:most]


def _stand_still(found: Confirmation, *, until: datetime, now: datetime) -> None:
    """Keep the line of a session that had begun; it stands still until the new moment."""
    begun = found.starts_at if found.starts_at and found.starts_at <= now else None
    found.began_at = found.began_at or begun
    if found.began_at is None:
        return
    for pause in judicial_confirmation_queries.interruptions_of(found.id):
        pause.until = min(pause.until or now, now)  # moved earlier: the old pause ends too
    if until > now:
        db.session.add(Interruption(confirmation_id=found.id, reason=MOVED, since=now, until=until))


def replace_judge(found: Confirmation, *, now: datetime) -> Confirmation:
    """Let another judge have the session of one who is no judge any more, at the same time.

    A session that has begun is taken over like that of a judge who leaves. Nobody free: the place
    is kept without one, and the parties are told.
    """
    begins, left, room = found.starts_at, found.judge_id, found.room_id
    if begins is None or begins <= now:
        return step_aside(found, reason=JUDGE_GONE, now=now)
    _check_sitting(found)
    claims.release([found.id])
    try:
        _claim(found, Span(begins, begins + SESSION), room, [left] if left else [], now=now)
    except (NoSlot, NoCourtHere):
        found.judge_id = found.room_id = found.starts_at = found.ends_at = None
    audit.record("judge left", subject_kind="confirmation", subject_id=found.id, judge=left)
    show_of(found, now)
    _tell_of_another_judge(found, now)
    return found


def step_aside(found: Confirmation, *, reason: str, now: datetime) -> Confirmation:
    """Let another judge take over who is free now; the place is kept if nobody is.

    What was asked is asked again: who rules has heard both sides.
    """
    _check_sitting(found)
    left, room, span = found.judge_id, found.room_id, Span(now, now + SESSION)
    court_session.interrupt(found, reason=reason, now=now)
    claims.release([found.id])
    try:
        _claim(found, span, room, [left] if left else [], now=now)
    except (NoSlot, NoCourtHere):
        found.began_at = found.began_at or found.starts_at
        found.judge_id = found.room_id = found.starts_at = found.ends_at = None
    audit.record("judge left", subject_kind="confirmation", subject_id=found.id, judge=left)
    show_of(found, now)
    _tell_of_another_judge(found, now)
    return found


def _tell_of_another_judge(found: Confirmation, now: datetime) -> None:
    """Tell the sides when and where the session is that another judge has, or that none has it."""
    room = db.session.get(CourtRoom, found.room_id) if found.room_id else None
    then = THEN_NONE
    if room is not None and found.starts_at is not None:
        then = THEN_AT.format(at=in_words(found.starts_at), room=room.name)
    court_session.tell_parties(found, "session_moved", now, then=then)


def _fairly(ids: Sequence[UUID], case: UUID) -> list[UUID]:
    """Return judges in an order that differs from case to case, so that work is spread."""
    return sorted(ids, key=lambda one: sha256(f"{case}:{one}".encode()).hexdigest())


register_holder(HOLDER, judicial_confirmation_queries.sitting_among)


def appoint_judge(staff_id: UUID, *, is_sample: bool = False) -> Judge:
    judge = Judge(staff_id=staff_id, capacity=1, is_sample=is_sample)
    db.session.add(judge)
    return judge
