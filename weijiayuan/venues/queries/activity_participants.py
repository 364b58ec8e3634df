"""Who comes to an activity, as its organiser must know them: names, ages, guardians, answers."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import select

from weijiayuan.accounts.models import FamilyMember, Resident
from weijiayuan.db import db
from weijiayuan.kernel.clock import local_date
from weijiayuan.venues.models import Booking, Session, Visit
from weijiayuan.venues.rules.booking_rules import age_on
from weijiayuan.venues.rules.states import LIVE, WORDS, BookingState

ON_THE_LIST = LIVE | {BookingState.NO_SHOW, BookingState.EXCUSED}


@dataclass(frozen=True, slots=True)
class Participant:
    """One who registered. `age` is that of the first date, None when no birthday is known."""

    booking_id: UUID
    session_id: UUID
    session: str
    name: str
    age: int | None
    guardian: str | None
    relation: str | None
    state: str
    state_text: str
    people: int
    answers: dict[str, Any]
    visits: tuple[datetime, ...]


def participants(
    activity_id: UUID, *, session_id: UUID | None = None, living: bool = False
) -> list[Participant]:
    """Return who registered for an activity or one session of it, in the order they did."""
    states = LIVE if living else ON_THE_LIST
    wanted = (
        select(Booking, Session, Resident, FamilyMember)
        .join(Session, Session.id == Booking.bookable_id)
        .join(Resident, Resident.id == Booking.resident_id)
        .outerjoin(FamilyMember, FamilyMember.id == Booking.member_id)
        .where(Session.activity_id == activity_id, Booking.state.in_(states))
        .order_by(Session.starts_at, Session.id, Booking.id)
    )
    if session_id is not None:
        wanted = wanted.where(Session.id == session_id)
    rows = db.session.execute(wanted).all()
    visits = _visits([booking.id for booking, *_ in rows])
    return [
        _participant(booking, session, resident, member, visits.get(booking.id, ()))
        for booking, session, resident, member in rows
    ]


def _participant(
    booking: Booking,
    session: Session,
    resident: Resident,
    member: FamilyMember | None,
    visits: Sequence[datetime],
) -> Participant:
    born = member.birth_date if member else None
    return Participant(
        booking_id=booking.id,
        session_id=session.id,
        session=session.title,
        name=member.name if member else resident.nickname,
        age=age_on(local_date(session.starts_at), born) if born else None,
        guardian=resident.nickname if member else None,
        relation=member.relation.value if member else None,
        state=booking.state.value,
        state_text=WORDS[booking.state],
        people=booking.people,
        answers=booking.answers,
        visits=tuple(visits),
    )


def _visits(booking_ids: Sequence[UUID]) -> dict[UUID, list[datetime]]:
    found: dict[UUID, list[datetime]] = {}
    rows = db.session.execute(
        select(Visit.booking_id, Visit.starts_at)
        .where(Visit.booking_id.in_(booking_ids))
        .order_by(Visit.starts_at)
    )
    for booking_id, starts_at in rows:
        found.setdefault(booking_id, []).append(starts_at)
    return found
