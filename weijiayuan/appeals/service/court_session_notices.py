"""Who is told of an appointment before the judge: everybody else who must be there."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from uuid import UUID

from weijiayuan.appeals.models import Confirmation, CourtRoom, Mediation
from weijiayuan.appeals.rules.sides import LABELS
from weijiayuan.appeals.service.mediation_notices import tell_sides, tell_staff
from weijiayuan.db import db

LINK = "/pages/appeals/session/session?id={id}"
COURT = "court"
DOERS = LABELS | {"mediator": "调解员", "judge": "法官", "opener": "经办人", COURT: "法院"}
SOON = timedelta(hours=12)
"""How close a session is that is told of at night too."""


@dataclass(frozen=True, slots=True)
class Appointment:
    """When, where and before whom a session is; all empty where none is booked."""

    at: datetime | None
    room_id: UUID | None
    judge_id: UUID | None


def appointment_of(found: Confirmation) -> Appointment:
    """Return the appointment as it stands."""
    return Appointment(found.starts_at, found.room_id, found.judge_id)


def tell_of_booking(found: Confirmation, before: Appointment, *, by: str, now: datetime) -> None:
    """Tell of a session that `by` booked, or moved from what stood `before`.

    A judge who sits no more in it hears that another does. Nothing otherwise: nobody is told.
    """
    after = appointment_of(found)
    if after == before or after.at is None:
        return
    room = db.session.get(CourtRoom, found.room_id) if found.room_id else None
    facts = {
        "number": found.number,
        "at": after.at,
        "before": before.at or "",
        "room": room.name if room else "",
        "by": DOERS[by],
    }
    is_moved = before.at is not None
    template = "session_rebooked" if is_moved else "session_booked"
    _tell(found, template, facts, by=by, urgent=_is_soon(before, after, now=now), now=now)
    if is_moved and before.judge_id not in {None, after.judge_id}:
        mediation = db.session.get_one(Mediation, found.mediation_id)
        left, cause = [before.judge_id], _cause(now)
        tell_staff(mediation, left, "session_passed_on", facts, cause=cause, now=now)


def tell_of_leaving(found: Confirmation, before: Appointment, *, by: str, now: datetime) -> None:
    """Tell that `by` took the case to the court house, and which session is off with that."""
    facts: dict[str, object] = {"number": found.number, "by": DOERS[by]}
    template = "court_offline"
    if before.at is not None:
        facts, template = {"before": before.at, **facts}, "session_offline"
    _tell(found, template, facts, by=by, urgent=_is_soon(before, now=now), now=now)


def _tell(
    found: Confirmation,
    template: str,
    facts: dict[str, object],
    *,
    by: str,
    urgent: bool,
    now: datetime,
) -> None:
    """Tell the sides, the mediator and the judge, but not `by`, whose doing it is."""
    mediation = db.session.get_one(Mediation, found.mediation_id)
    staff = {"mediator": mediation.mediator_id, "judge": found.judge_id}
    others = [each for who, each in staff.items() if who != by]
    cause, link = _cause(now), LINK.format(id=found.id)
    tell_sides(mediation, template, facts, but=by, cause=cause, link=link, urgent=urgent, now=now)
    tell_staff(mediation, others, template, facts, cause=cause, urgent=urgent, now=now)


def _cause(now: datetime) -> str:
    """Name one doing: to be moved there and back is to be told twice."""
    return now.isoformat()


def _is_soon(*appointments: Appointment, now: datetime) -> bool:
    return any(each.at is not None and each.at - now < SOON for each in appointments)
