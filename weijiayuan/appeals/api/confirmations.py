"""Judicial confirmation: the parties' half, the judge's, the room keeper's."""

import base64
import io
import json
import zipfile
from typing import Any
from uuid import UUID

from flask import Response

from weijiayuan import audit
from weijiayuan.accounts.current_caller import current, current_staff
from weijiayuan.accounts.guards import require_anyone, require_resident, require_role
from weijiayuan.accounts.rules import Role
from weijiayuan.appeals import errors
from weijiayuan.appeals import mediation_queries as queries
from weijiayuan.appeals import mediation_reading as reading
from weijiayuan.appeals.access import Standing, in_court, standing
from weijiayuan.appeals.api.mediations import mediations
from weijiayuan.appeals.mediation_schemas import (
    BookIn,
    ConfirmationOut,
    CourtAnswerIn,
    CourtReasonIn,
    CourtRoomsOut,
    CourtSessionsOut,
    PerformanceOut,
    RecordIn,
    RefusalIn,
    RoomCheckIn,
    RulingIn,
    RulingVerdictOut,
    RulingVerifyIn,
    SlotsIn,
    SlotsOut,
)
from weijiayuan.appeals.models import Agreement, Confirmation, CourtRoom, Mediation
from weijiayuan.appeals.service import agreeing, confirming
from weijiayuan.claims import queries as places
from weijiayuan.db import db
from weijiayuan.kernel import clock
from weijiayuan.kernel.span import Span
from weijiayuan.kernel.states import IllegalMove
from weijiayuan.web.anonymous_limits import AnonymousLimit, check_anonymous_limit
from weijiayuan.web.blueprint import Blueprint, open_to_all

confirmations = Blueprint(
    "confirmations", __name__, guard=require_anyone, description="司法在线确认"
)
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
rulings = Blueprint("rulings", __name__, guard=open_to_all, description="裁定查验")
owed = Blueprint("terms", __name__, guard=require_resident, description="协议的履行")
verifying = AnonymousLimit(each=60, everyone=20_000)
SLOTS = 16


def there(confirmation_id: UUID) -> tuple[Confirmation, Standing]:
    return in_court(confirmation_id, current())


def shown(found: Confirmation, who: Standing) -> dict[str, Any]:
    db.session.flush()
    return reading.session(found, who, now=clock.now())


def before_judge(confirmation_id: UUID) -> tuple[Confirmation, Standing]:
    """Return a case for the judge it was given to. Raises `NotYourCase` for others."""
    try:
        found, who = there(confirmation_id)
    except errors.ConfirmationNotFound as stranger:
        raise errors.NotYourCase from stranger
    if not who.is_judge:
        raise errors.NotYourCase
    return found, who


@mediations.post("/<uuid:mediation_id>/confirmation/consents")
@mediations.response(201, ConfirmationOut)
@mediations.refuses(errors.MediationNotFound, errors.NotAParty, errors.VerifyFirst)
@mediations.refuses(errors.NoAgreement, errors.TooLate, errors.NotConfirmable)
@mediations.refuses(errors.AppliedBefore)
def consent_to_apply(mediation_id: UUID) -> dict[str, Any]:
    """Consent to apply to the court, identity verified."""
    who = standing(mediation_id, current())
    found = confirming.consent(who.mediation, who.own_side(), now=clock.now())
    return shown(found, who)


@mediations.post("/<uuid:mediation_id>/confirmation")
@mediations.response(201, ConfirmationOut)
@mediations.refuses(errors.MediationNotFound, errors.OtherPartyMissing, IllegalMove)
def file_application(mediation_id: UUID) -> dict[str, Any]:
    """File with the court: both or neither."""
    who = standing(mediation_id, current())
    return shown(confirming.file(who.mediation, now=clock.now()), who)


@confirmations.get("/slots")
@confirmations.arguments(SlotsIn, location="query")
@confirmations.response(200, SlotsOut)
def list_slots(asked: dict[str, Any]) -> dict[str, Any]:
    """List half hours with how many rooms and judges are free; now, or on a day."""
    now = clock.now()
    if asked["now"] or asked["day"] is None:
        starts = [now]
    else:
        starts = [start for start in confirming.sessions_of(asked["day"]) if start >= now]
    spans = [Span(start, start + confirming.SESSION) for start in starts[:SLOTS]]
    rooms = [room.id for room in queries.rooms()]
    judges = [judge.id for judge in queries.sitting_judges()]
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


@confirmations.post("/<uuid:confirmation_id>/book")
@confirmations.arguments(BookIn)
@confirmations.response(201, ConfirmationOut)
@confirmations.refuses(errors.ConfirmationNotFound, errors.NoSlot, IllegalMove)
def book(asked: dict[str, Any], confirmation_id: UUID) -> dict[str, Any]:
    """Claim room and judge together."""
    found, who = there(confirmation_id)
    now = clock.now()
    starts = max(asked["starts_at"] or now, now)
    confirming.book(found, starts_at=starts, room_id=asked["room"], now=now)
    return shown(found, who)


@confirmations.post("/<uuid:confirmation_id>/confirm-record")
@confirmations.arguments(RecordIn)
@confirmations.response(201, ConfirmationOut)
@confirmations.refuses(errors.ConfirmationNotFound, errors.NotAParty)
@confirmations.refuses(errors.RecordNotConfirmed)
def confirm_record(asked: dict[str, Any], confirmation_id: UUID) -> dict[str, Any]:
    """Say 核对无误."""
    found, who = there(confirmation_id)
    confirming.confirm_record(found, who.own_side(), **asked, now=clock.now())
    return shown(found, who)


@confirmations.post("/<uuid:confirmation_id>/withdraw")
@confirmations.response(201, ConfirmationOut)
@confirmations.refuses(errors.ConfirmationNotFound, errors.NotAParty, IllegalMove)
def withdraw(confirmation_id: UUID) -> dict[str, Any]:
    """Take the application back before the ruling."""
    found, who = there(confirmation_id)
    who.own_side()
    return shown(confirming.withdraw(found, now=clock.now()), who)


@confirmations.post("/<uuid:confirmation_id>/offline")
@confirmations.arguments(CourtReasonIn)
@confirmations.response(201, ConfirmationOut)
@confirmations.refuses(errors.ConfirmationNotFound, IllegalMove)
def go_offline(asked: dict[str, Any], confirmation_id: UUID) -> dict[str, Any]:
    """Go on in the court house, under the same number."""
    found, who = there(confirmation_id)
    return shown(confirming.go_offline(found, **asked, now=clock.now()), who)


@confirmations.post("/<uuid:confirmation_id>/interrupt")
@confirmations.arguments(CourtReasonIn)
@confirmations.response(201, ConfirmationOut)
@confirmations.refuses(errors.ConfirmationNotFound)
def interrupt(asked: dict[str, Any], confirmation_id: UUID) -> dict[str, Any]:
    """Stop the promise for a fault of line or machine; nobody loses the place."""
    found, who = there(confirmation_id)
    confirming.interrupt(found, **asked, now=clock.now())
    return shown(found, who)


@confirmations.post("/<uuid:confirmation_id>/resume")
@confirmations.response(201, ConfirmationOut)
@confirmations.refuses(errors.ConfirmationNotFound)
def resume(confirmation_id: UUID) -> dict[str, Any]:
    """Go on."""
    found, who = there(confirmation_id)
    return shown(confirming.resume(found, now=clock.now()), who)


@confirmations.get("/<uuid:confirmation_id>/bundle.zip", records=True)
@confirmations.response(200, content_type="application/zip")
@confirmations.refuses(errors.ConfirmationNotFound)
def read_bundle(confirmation_id: UUID) -> Response:
    """Return everything of the case that travels: paper, terms, record, ruling. Never the talk."""
    found, who = there(confirmation_id)
    agreement = db.session.get_one(Agreement, found.agreement_id)
    audit.record("bundle taken", subject_kind="confirmation", subject_id=found.id)
    facts = {
        "number": found.number,
        "state": found.state,
        "terms_hash": found.terms_hash,
        "record_hash": found.record_hash,
        "ruling_number": found.ruling_number,
        "ruling_hash": found.ruling_hash,
        "says": "指纹证明存入之后未被改动，不证明存入之前的内容属实",
    }
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as bundle:
        bundle.writestr("case.json", json.dumps(facts, ensure_ascii=False, indent=1))
        bundle.writestr("terms.json", agreement.terms)
        bundle.writestr("agreement.txt", agreement.text)
        if agreement.paper:
            bundle.writestr("agreement.pdf", base64.b64decode(agreement.paper))
        bundle.writestr("record.txt", found.record)
        bundle.writestr("ruling.txt", found.ruling)
    del who
    answer = Response(out.getvalue(), mimetype="application/zip")
    answer.headers["Cache-Control"] = "no-store"
    return answer


@judging.get("/docket")
@judging.response(200, CourtSessionsOut)
def list_sessions() -> dict[str, Any]:
    """List the judge's sessions."""
    now = clock.now()
    rows = []
    for found in queries.court_of(current_staff().id):
        mediation = db.session.get_one(Mediation, found.mediation_id)
        rows.append(reading.session(found, Standing(mediation, is_judge=True), now=now))
    return {"items": rows}


@judging.post("/<uuid:confirmation_id>/accept")
@judging.response(201, ConfirmationOut)
@judging.refuses(errors.NotYourCase, IllegalMove)
def accept(confirmation_id: UUID) -> dict[str, Any]:
    """Accept the application."""
    found, who = before_judge(confirmation_id)
    return shown(confirming.accept(found, now=clock.now()), who)


@judging.post("/<uuid:confirmation_id>/not-accept")
@judging.arguments(RefusalIn)
@judging.response(201, ConfirmationOut)
@judging.refuses(errors.NotYourCase, errors.ArticleUnknown, IllegalMove)
def not_accept(asked: dict[str, Any], confirmation_id: UUID) -> dict[str, Any]:
    """Refuse to accept, by an article of 355; the other road is told."""
    found, who = before_judge(confirmation_id)
    return shown(confirming.not_accept(found, **asked, now=clock.now()), who)


@judging.post("/<uuid:confirmation_id>/question")
@judging.arguments(CourtAnswerIn)
@judging.response(201, ConfirmationOut)
@judging.refuses(errors.NotYourCase, errors.NotAParty, IllegalMove)
def question(asked: dict[str, Any], confirmation_id: UUID) -> dict[str, Any]:
    """Record a party's answer to a fixed question."""
    found, who = before_judge(confirmation_id)
    party = next((one for one in who.mediation.parties if one.side == asked["side"]), None)
    if party is None:
        raise errors.NotAParty
    confirming.answer(
        found, party.id, question=asked["question"], said=asked["answer"], now=clock.now()
    )
    return shown(found, who)


@judging.post("/<uuid:confirmation_id>/record")
@judging.response(201, ConfirmationOut)
@judging.refuses(errors.NotYourCase, errors.AnswersMissing, IllegalMove)
def write_record(confirmation_id: UUID) -> dict[str, Any]:
    """Write the record of the questions; a no or silence stops here."""
    found, who = before_judge(confirmation_id)
    return shown(confirming.write_record(found, who.mediation, now=clock.now()), who)


@judging.post("/<uuid:confirmation_id>/rule")
@judging.arguments(RulingIn)
@judging.response(201, ConfirmationOut)
@judging.refuses(errors.NotYourCase, errors.RecordNotConfirmed, IllegalMove)
def rule(asked: dict[str, Any], confirmation_id: UUID) -> dict[str, Any]:
    """Rule: the agreement is confirmed as it was signed, and served at once."""
    found, who = before_judge(confirmation_id)
    by = current_staff().id
    ruled = confirming.rule(found, who.mediation, **asked, by=by, now=clock.now())
    return shown(ruled, who)


@judging.post("/<uuid:confirmation_id>/reject")
@judging.arguments(RefusalIn)
@judging.response(201, ConfirmationOut)
@judging.refuses(errors.NotYourCase, errors.ArticleUnknown, IllegalMove)
def reject(asked: dict[str, Any], confirmation_id: UUID) -> dict[str, Any]:
    """Rule against confirmation, by an article of 358; the other road is told."""
    found, who = before_judge(confirmation_id)
    return shown(confirming.reject(found, **asked, now=clock.now()), who)


@court_rooms.get("")
@court_rooms.response(200, CourtRoomsOut)
def list_rooms() -> dict[str, Any]:
    """List the rooms with when they were last found in order."""
    return {"items": queries.rooms()}


@court_rooms.post("/<uuid:room_id>/checks", guard=require_role(Role.ROOM_KEEPER))
@court_rooms.arguments(RoomCheckIn)
@court_rooms.response(201, CourtRoomsOut)
@court_rooms.refuses(errors.ConfirmationNotFound)
def check_room(asked: dict[str, Any], room_id: UUID) -> dict[str, Any]:
    """Note that a room is in order, or what is wrong."""
    room = db.session.get(CourtRoom, room_id)
    if room is None:
        raise errors.ConfirmationNotFound
    confirming.check_room(room, **asked, now=clock.now())
    return {"items": [room]}


@rulings.get("/verify")
@rulings.arguments(RulingVerifyIn, location="query")
@rulings.response(200, RulingVerdictOut)
def verify_ruling(asked: dict[str, Any]) -> dict[str, Any]:
    """Say whether a ruling is authentic; number and day only with a party's last digit."""
    check_anonymous_limit(verifying)
    found = db.session.scalars(
        db.select(Confirmation).filter_by(ruling_code=asked["c"].strip().upper())
    ).one_or_none()
    if found is None or found.ruling_number is None or found.served_at is None:
        return {"authentic": False, "number": None, "ruled_on": None}
    digits = {(one.id_number or "?")[-1] for one in queries.parties_of(found.mediation_id)}
    is_party = asked["last"] is not None and asked["last"] in digits
    return {
        "authentic": True,
        "number": found.ruling_number if is_party else None,
        "ruled_on": clock.local_date(found.served_at) if is_party else None,
    }


def _report(performance_id: UUID, said: str) -> Any:
    row = queries.performance(performance_id)
    try:
        who = standing(row.mediation_id, current())
    except errors.MediationNotFound as stranger:
        raise errors.TermNotFound from stranger
    return agreeing.report(row, who.own_side(), said, now=clock.now())


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
    return Response(agreeing.enforcement(who.mediation), mimetype="text/plain; charset=utf-8")
