"""The judge's half of a confirmation, and the room keeper's."""

from typing import Any
from uuid import UUID

from flask import Response

from weijiayuan.accounts.current_caller import current_staff
from weijiayuan.accounts.guards import require_role
from weijiayuan.accounts.rules import Role
from weijiayuan.appeals import (
    errors,
    judicial_confirmation_views,
    work_list_queries,
)
from weijiayuan.appeals.api.judicial_confirmation import shown, there
from weijiayuan.appeals.mediation_access import Standing
from weijiayuan.appeals.mediation_schemas.judicial_confirmation import (
    ConfirmationOut,
    CourtAnswerIn,
    CourtReasonIn,
    CourtRoomsOut,
    ExtensionIn,
    RefusalIn,
    RoomCheckIn,
    RulingIn,
)
from weijiayuan.appeals.models import Confirmation, CourtRoom, Mediation
from weijiayuan.appeals.service import court_session, court_session_booking
from weijiayuan.appeals.work_list_schemas import DocketIn, DocketOut
from weijiayuan.db import db
from weijiayuan.kernel import clock
from weijiayuan.kernel.state_machine import IllegalMove
from weijiayuan.web.blueprint import Blueprint
from weijiayuan.web.decided_as_read import decided_as_read
from weijiayuan.web.pagination import CursorMalformed, Page

judging = Blueprint(
    "judging",
    __name__,
    guard=require_role(Role.JUDGE),
    url_prefix="/api/v1/confirmations",
    description="法官",
)
court_rooms = Blueprint(
    "court_rooms",
    __name__,
    guard=require_role(Role.ROOM_KEEPER, Role.JUDGE, Role.MEDIATOR),
    description="在线司法确认室",
)


def before_judge(confirmation_id: UUID) -> tuple[Confirmation, Standing]:
    """Return a case for the judge it was given to. Raises `NotYourCase` for others."""
    try:
        found, who = there(confirmation_id)
    except errors.ConfirmationNotFound as stranger:
        raise errors.NotYourCase from stranger
    if not who.is_judge:
        raise errors.NotYourCase
    return found, who


def _version_now(confirmation_id: UUID) -> str:
    return judicial_confirmation_views.version(before_judge(confirmation_id)[0])


@judging.get("/docket")
@judging.arguments(DocketIn, location="query")
@judging.response(200, DocketOut)
@judging.refuses(CursorMalformed)
def list_sessions(asked: dict[str, Any]) -> Page[dict[str, Any]]:
    """List the judge's sessions, the next first."""
    now = clock.now()
    page = work_list_queries.sessions(current_staff().id, **asked)
    rows = []
    for found in page.items:
        mediation = db.session.get_one(Mediation, found.mediation_id)
        rows.append(
            judicial_confirmation_views.session(found, Standing(mediation, is_judge=True), now=now)
        )
    return Page(rows, page.next_cursor)


@judging.post("/<uuid:confirmation_id>/accept")
@judging.response(201, ConfirmationOut)
@judging.refuses(errors.NotYourCase, IllegalMove)
@decided_as_read(_version_now)
def accept(confirmation_id: UUID) -> dict[str, Any]:
    """Accept the application."""
    found, who = before_judge(confirmation_id)
    return shown(court_session.accept(found, now=clock.now()), who)


@judging.post("/<uuid:confirmation_id>/extend")
@judging.arguments(ExtensionIn)
@judging.response(201, ConfirmationOut)
@judging.refuses(errors.NotYourCase, errors.ExtendedBefore, IllegalMove)
@decided_as_read(_version_now)
def extend(asked: dict[str, Any], confirmation_id: UUID) -> dict[str, Any]:
    """Note that the president of the court lets the ruling come ten days later."""
    found, who = before_judge(confirmation_id)
    return shown(court_session.extend(found, **asked, now=clock.now()), who)


@judging.post("/<uuid:confirmation_id>/not-accept")
@judging.arguments(RefusalIn)
@judging.response(201, ConfirmationOut)
@judging.refuses(errors.NotYourCase, errors.ArticleUnknown, IllegalMove)
@decided_as_read(_version_now)
def not_accept(asked: dict[str, Any], confirmation_id: UUID) -> dict[str, Any]:
    """Refuse to accept, by an article of 355; the other road is told."""
    found, who = before_judge(confirmation_id)
    return shown(court_session.not_accept(found, **asked, now=clock.now()), who)


@judging.post("/<uuid:confirmation_id>/question")
@judging.arguments(CourtAnswerIn)
@judging.response(201, ConfirmationOut)
@judging.refuses(errors.NotYourCase, errors.NotAParty, errors.SessionNotBegun, IllegalMove)
@judging.refuses(errors.NotPresent)
def question(asked: dict[str, Any], confirmation_id: UUID) -> dict[str, Any]:
    """Record a party's answer to a fixed question."""
    found, who = before_judge(confirmation_id)
    party = next((one for one in who.mediation.parties if one.side == asked["side"]), None)
    if party is None:
        raise errors.NotAParty
    court_session.answer(
        found, party.id, question=asked["question"], said=asked["answer"], now=clock.now()
    )
    return shown(found, who)


@judging.post("/<uuid:confirmation_id>/record")
@judging.response(201, ConfirmationOut)
@judging.refuses(errors.NotYourCase, errors.AnswersMissing, IllegalMove)
@judging.refuses(errors.SessionNotBegun, errors.NotPresent)
@decided_as_read(_version_now)
def write_record(confirmation_id: UUID) -> dict[str, Any]:
    """Write the record of the questions; a no or silence stops here."""
    found, who = before_judge(confirmation_id)
    return shown(court_session.write_record(found, who.mediation, now=clock.now()), who)


@judging.post("/<uuid:confirmation_id>/rule")
@judging.arguments(RulingIn)
@judging.response(201, ConfirmationOut)
@judging.refuses(errors.NotYourCase, errors.RecordNotConfirmed, IllegalMove)
@judging.refuses(errors.SessionNotBegun, errors.NumberTaken, errors.LateReasonNeeded)
@judging.refuses(errors.TermsChanged, errors.NotPresent, errors.NumberOdd)
@decided_as_read(_version_now)
def rule(asked: dict[str, Any], confirmation_id: UUID) -> dict[str, Any]:
    """Rule: the agreement is confirmed as it was signed, and served at once.

    An odd number is asked back once: `checked` says that it stands so in the ruling.
    """
    found, who = before_judge(confirmation_id)
    by = current_staff().id
    ruled = court_session.rule(found, who.mediation, **asked, by=by, now=clock.now())
    return shown(ruled, who)


@judging.post("/<uuid:confirmation_id>/reject")
@judging.arguments(RefusalIn)
@judging.response(201, ConfirmationOut)
@judging.refuses(errors.NotYourCase, errors.ArticleUnknown, IllegalMove)
@decided_as_read(_version_now)
def reject(asked: dict[str, Any], confirmation_id: UUID) -> dict[str, Any]:
    """Rule against confirmation, by an article of 358; the other road is told."""
    found, who = before_judge(confirmation_id)
    return shown(court_session.reject(found, **asked, now=clock.now()), who)


@judging.post("/<uuid:confirmation_id>/leave")
@judging.arguments(CourtReasonIn)
@judging.response(201)
@judging.refuses(errors.NotYourCase, errors.SessionNotBegun, IllegalMove)
@decided_as_read(_version_now)
def leave(asked: dict[str, Any], confirmation_id: UUID) -> Response:
    """Leave in the middle: another judge who is free takes over, or the place is kept."""
    found, _who = before_judge(confirmation_id)
    court_session_booking.step_aside(found, reason=asked["reason"], now=clock.now())
    return Response(status=201)


@court_rooms.get("")
@court_rooms.response(200, CourtRoomsOut)
def list_rooms() -> dict[str, Any]:
    """List the rooms with their next session and when they were last found in order."""
    return {"items": judicial_confirmation_views.rooms(now=clock.now())}


@court_rooms.post("/<uuid:room_id>/checks", guard=require_role(Role.ROOM_KEEPER))
@court_rooms.arguments(RoomCheckIn)
@court_rooms.response(201, CourtRoomsOut)
@court_rooms.refuses(errors.ConfirmationNotFound)
def check_room(asked: dict[str, Any], room_id: UUID) -> dict[str, Any]:
    """Note that a room is in order, or what is wrong."""
    room = db.session.get(CourtRoom, room_id)
    if room is None:
        raise errors.ConfirmationNotFound
    court_session.check_room(room, **asked, now=clock.now())
    return {"items": [judicial_confirmation_views.room(room)]}
