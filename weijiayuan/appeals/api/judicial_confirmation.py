"""Judicial confirmation: what the parties do, and what is owed afterwards."""

from typing import Any
from uuid import UUID

from flask import Response

from weijiayuan import audit
from weijiayuan.accounts.current_caller import current
from weijiayuan.accounts.guards import require_anyone, require_resident
from weijiayuan.appeals import errors, judicial_confirmation_queries, judicial_confirmation_views
from weijiayuan.appeals import mediation_queries as queries
from weijiayuan.appeals.api.mediations import mediations
from weijiayuan.appeals.mediation_access import Standing, in_court, standing
from weijiayuan.appeals.mediation_schemas.judicial_confirmation import (
    BookIn,
    ConfirmationOut,
    CourtReasonIn,
    PerformanceOut,
    RecordIn,
    SlotsIn,
    SlotsOut,
)
from weijiayuan.appeals.models import Confirmation
from weijiayuan.appeals.service import (
    attendance_and_video_room,
    court_session,
    court_session_booking,
    judicial_confirmation,
    settlement_agreements,
)
from weijiayuan.capacity_claims import occupancy_queries as places
from weijiayuan.db import db
from weijiayuan.kernel import clock
from weijiayuan.kernel.state_machine import IllegalMove
from weijiayuan.kernel.time_span import Span
from weijiayuan.web.blueprint import Blueprint

confirmations = Blueprint(
    "confirmations", __name__, guard=require_anyone, description="司法在线确认"
)
owed = Blueprint("terms", __name__, guard=require_resident, description="协议的履行")
SLOTS = 16


def there(confirmation_id: UUID) -> tuple[Confirmation, Standing]:
    return in_court(confirmation_id, current())


def shown(found: Confirmation, who: Standing) -> dict[str, Any]:
    db.session.flush()
    return judicial_confirmation_views.session(found, who, now=clock.now())


@mediations.post("/<uuid:mediation_id>/confirmation/consents")
@mediations.response(201, ConfirmationOut)
@mediations.refuses(errors.MediationNotFound, errors.NotAParty, errors.VerifyFirst)
@mediations.refuses(errors.NoAgreement, errors.TooLate, errors.NotConfirmable)
@mediations.refuses(errors.AppliedBefore, errors.TalkApart)
def consent_to_apply(mediation_id: UUID) -> dict[str, Any]:
    """Consent to apply to the court, identity verified."""
    who = standing(mediation_id, current())
    found = judicial_confirmation.consent(who.mediation, who.own_side(), now=clock.now())
    return shown(found, who)


@mediations.post("/<uuid:mediation_id>/confirmation")
@mediations.response(201, ConfirmationOut)
@mediations.refuses(errors.MediationNotFound, errors.OtherPartyMissing, IllegalMove)
@mediations.refuses(errors.TalkApart)
def file_application(mediation_id: UUID) -> dict[str, Any]:
    """File with the court: both or neither."""
    who = standing(mediation_id, current())
    return shown(judicial_confirmation.file(who.mediation, now=clock.now()), who)


@confirmations.get("/slots")
@confirmations.arguments(SlotsIn, location="query")
@confirmations.response(200, SlotsOut)
@confirmations.refuses(errors.NoCourtHere)
def list_slots(asked: dict[str, Any]) -> dict[str, Any]:
    """List half hours with how many rooms and judges are free; now, or on a day."""
    now = clock.now()
    court_session_booking.check_court_is_here()
    if asked["now"] or asked["day"] is None:
        starts = [now]
    else:
        starts = [
            start for start in court_session_booking.sessions_of(asked["day"]) if start >= now
        ]
    spans = [Span(start, start + court_session_booking.SESSION) for start in starts[:SLOTS]]
    rooms = [room.id for room in judicial_confirmation_queries.rooms()]
    judges = [judge.id for judge in judicial_confirmation_queries.sitting_judges()]
    free = places.free_places([(one, s) for one in [*rooms, *judges] for s in spans], now=now)
    return {
        "items": [
            {
                "starts_at": span.starts_at,
                "ends_at": span.ends_at,
                "rooms": sum(free.get((one, span), 0) > 0 for one in rooms),
                "judges": sum(free.get((one, span), 0) > 0 for one in judges),
            }
            for span in spans
        ]
    }


@confirmations.get("/<uuid:confirmation_id>", records=True)
@confirmations.response(200, ConfirmationOut)
@confirmations.refuses(errors.ConfirmationNotFound)
def read_confirmation(confirmation_id: UUID) -> dict[str, Any]:
    """Return the session for who stands in it; staff's looks are in the trail."""
    found, who = there(confirmation_id)
    if who.party is None:
        audit.record(
            "confirmation viewed",
            subject_kind="confirmation",
            subject_id=found.id,
            reason=f"as {who.word}",
        )
    return shown(found, who)


@confirmations.post("/<uuid:confirmation_id>/presence")
@confirmations.response(201, ConfirmationOut)
@confirmations.refuses(errors.ConfirmationNotFound)
def come_in(confirmation_id: UUID) -> dict[str, Any]:
    """Say "I am here": said again while one is. Returns the room, or that it goes on by record."""
    found, who = there(confirmation_id)
    attendance_and_video_room.come_in(found, who.word, now=clock.now())
    return shown(found, who)


@confirmations.post("/<uuid:confirmation_id>/book")
@confirmations.arguments(BookIn)
@confirmations.response(201, ConfirmationOut)
@confirmations.refuses(errors.ConfirmationNotFound, errors.NoSlot, IllegalMove)
@confirmations.refuses(errors.StartsInThePast, errors.AfterLastDay, errors.NoCourtHere)
@confirmations.refuses(errors.TalkApart)
def book(asked: dict[str, Any], confirmation_id: UUID) -> dict[str, Any]:
    """Claim room and judge together."""
    found, who = there(confirmation_id)
    now = clock.now()
    starts = asked["starts_at"] or now
    court_session_booking.book(found, starts_at=starts, room_id=asked["room"], by=who.word, now=now)
    return shown(found, who)


@confirmations.post("/<uuid:confirmation_id>/confirm-record")
@confirmations.arguments(RecordIn)
@confirmations.response(201, ConfirmationOut)
@confirmations.refuses(errors.ConfirmationNotFound, errors.NotAParty)
@confirmations.refuses(errors.RecordNotConfirmed, errors.NotPresent, IllegalMove)
@confirmations.refuses(errors.SessionNotBegun)
def confirm_record(asked: dict[str, Any], confirmation_id: UUID) -> dict[str, Any]:
    """Say 核对无误."""
    found, who = there(confirmation_id)
    court_session.confirm_record(found, who.own_side(), **asked, now=clock.now())
    return shown(found, who)


@confirmations.post("/<uuid:confirmation_id>/withdraw")
@confirmations.response(201, ConfirmationOut)
@confirmations.refuses(errors.ConfirmationNotFound, errors.NotAParty, IllegalMove)
def withdraw(confirmation_id: UUID) -> dict[str, Any]:
    """Take the application back before the ruling."""
    found, who = there(confirmation_id)
    own = who.own_side()
    return shown(judicial_confirmation.withdraw(found, own, now=clock.now()), who)


@confirmations.post("/<uuid:confirmation_id>/offline")
@confirmations.arguments(CourtReasonIn)
@confirmations.response(201, ConfirmationOut)
@confirmations.refuses(errors.ConfirmationNotFound, IllegalMove)
def go_offline(asked: dict[str, Any], confirmation_id: UUID) -> dict[str, Any]:
    """Go on in the court house, under the same number."""
    found, who = there(confirmation_id)
    gone = judicial_confirmation.go_offline(found, by=who.word, **asked, now=clock.now())
    return shown(gone, who)


@confirmations.post("/<uuid:confirmation_id>/interrupt")
@confirmations.arguments(CourtReasonIn)
@confirmations.response(201, ConfirmationOut)
@confirmations.refuses(errors.ConfirmationNotFound, errors.SessionNotBegun, IllegalMove)
def interrupt(asked: dict[str, Any], confirmation_id: UUID) -> dict[str, Any]:
    """Stop the promise for a fault of line or machine; nobody loses the place."""
    found, who = there(confirmation_id)
    court_session.interrupt(found, **asked, now=clock.now())
    return shown(found, who)


@confirmations.post("/<uuid:confirmation_id>/resume")
@confirmations.response(201, ConfirmationOut)
@confirmations.refuses(errors.ConfirmationNotFound)
def resume(confirmation_id: UUID) -> dict[str, Any]:
    """Go on."""
    found, who = there(confirmation_id)
    return shown(court_session.resume(found, now=clock.now()), who)


def _report(performance_id: UUID, said: str) -> Any:
    row = queries.performance(performance_id)
    try:
        who = standing(row.mediation_id, current())
    except errors.MediationNotFound as stranger:
        raise errors.TermNotFound from stranger
    return settlement_agreements.report(row, who.own_side(), said, now=clock.now())


@owed.post("/<uuid:performance_id>/performed")
@owed.response(201, PerformanceOut)
@owed.refuses(errors.TermNotFound, errors.NotAParty)
def note_performed(performance_id: UUID) -> Any:
    """Say that a duty was performed."""
    return _report(performance_id, "performed")


@owed.post("/<uuid:performance_id>/missed")
@owed.response(201, PerformanceOut)
@owed.refuses(errors.TermNotFound, errors.NotAParty)
def note_missed(performance_id: UUID) -> Any:
    """Say that a duty was not performed."""
    return _report(performance_id, "missed")


@mediations.get("/<uuid:mediation_id>/enforcement.txt", guard=require_resident)
@mediations.response(200, content_type="text/plain")
@mediations.refuses(errors.MediationNotFound, errors.NoAgreement)
def read_enforcement(mediation_id: UUID) -> Response:
    """Return the application for enforcement, compiled from the terms that were missed."""
    who = standing(mediation_id, current())
    who.own_side()
    return Response(
        settlement_agreements.enforcement(who.mediation), mimetype="text/plain; charset=utf-8"
    )
