"""Mediation: what anybody may check, what the parties do, what the mediator does."""

import base64
from contextlib import suppress
from datetime import date, datetime
from typing import Any
from uuid import UUID

from flask import Response, jsonify

from weijiayuan import audit
from weijiayuan.accounts.current_caller import current, current_staff
from weijiayuan.accounts.guards import require_anyone, require_role
from weijiayuan.accounts.rules import Role
from weijiayuan.appeals import errors, mediation_views, work_list_queries
from weijiayuan.appeals import mediation_queries as queries
from weijiayuan.appeals.legal_documents import pdf_signatures
from weijiayuan.appeals.mediation_access import Standing, standing
from weijiayuan.appeals.mediation_schemas.agreement_terms import (
    CheckedOut,
    CheckIn,
    EligibilityIn,
    EligibilityOut,
    SignIn,
    TermsIn,
)
from weijiayuan.appeals.mediation_schemas.judicial_confirmation import CourtReasonIn
from weijiayuan.appeals.mediation_schemas.mediation_cases import (
    GuardianIn,
    InvitedOut,
    MediationIn,
    MediationOut,
    PartyIn,
    SideIn,
    TalkIn,
    TalkOut,
)
from weijiayuan.appeals.models import Mediation, MediationParty
from weijiayuan.appeals.rules import confirmation_eligibility
from weijiayuan.appeals.rules.agreement import party_names, text_checks
from weijiayuan.appeals.rules.agreement import structured_terms as written
from weijiayuan.appeals.service import (
    domestic_violence_guard,
    mediation_cases,
    mediation_invitations,
    settlement_agreements,
    settlement_peer_review,
)
from weijiayuan.appeals.service.mediation_cases import Opened
from weijiayuan.appeals.service.settlement_agreements import Draft, SignedPaper
from weijiayuan.appeals.work_list_schemas import MyMediationsIn, MyMediationsOut
from weijiayuan.db import db
from weijiayuan.kernel import clock
from weijiayuan.kernel.state_machine import IllegalMove
from weijiayuan.places.queries import working_calendar
from weijiayuan.web.anonymous_rate_limits import AnonymousLimit, check_anonymous_limit
from weijiayuan.web.blueprint import Blueprint, open_to_all
from weijiayuan.web.decided_as_read import decided_as_read
from weijiayuan.web.idempotency import once_seen
from weijiayuan.web.pagination import CursorMalformed, Page

mediations = Blueprint("mediations", __name__, guard=require_anyone, description="人民调解")
asking = AnonymousLimit(each=300, everyone=30_000)
MEDIATION = MediationOut()
MOST_HANDS = 8
"""So many may sign in the same second: each finds the paper of whoever was quicker."""


def there(mediation_id: UUID) -> Standing:
    return standing(mediation_id, current())


def shown(mediation_id: UUID) -> dict[str, Any]:
    db.session.flush()
    return mediation_views.whole(there(mediation_id), now=clock.now())


def note_view(did: str, who: Standing) -> None:
    """Put a look of staff into the trail, with what gives them the right to look."""
    audit.record(
        did, subject_kind="mediation", subject_id=who.mediation.id, reason=f"as {who.word}"
    )


@mediations.post("/eligibility", guard=open_to_all, idempotent=False, as_reader=True)
@mediations.arguments(EligibilityIn)
@mediations.response(200, EligibilityOut)
def check_eligibility(asked: dict[str, Any]) -> dict[str, Any]:
    """Say whether an agreement can be confirmed, which article says no, which road is left."""
    check_anonymous_limit(asking)
    on = asked["on"] or clock.local_date(clock.now())
    grounds = confirmation_eligibility.grounds_of(asked["answers"])
    text = asked["text"]
    found = text_checks.findings(text, party_names.in_text(text), on=on) if text else []
    grounds += confirmation_eligibility.grounds_of_findings(found)
    if confirmation_eligibility.is_forced(text):
        grounds.append(confirmation_eligibility.GROUNDS["not_voluntary"])
    doubts = confirmation_eligibility.doubts_of(found)
    open_ones = confirmation_eligibility.still_open(
        asked["answers"], text_read=bool(text), doubts=doubts
    )
    days = _days(asked["effective_on"], on)
    in_effect = asked["effective_on"] is None or asked["effective_on"] <= on
    late = days["late"] is not None
    verdict = confirmation_eligibility.verdict(grounds, open_ones, late=late, in_effect=in_effect)
    return days | {
        "confirmable": verdict,
        "grounds": [each for each in confirmation_eligibility.GROUNDS.values() if each in grounds],
        "doubts": doubts,
        "questions": open_ones,
    }


def _days(effective: date | None, on: date) -> dict[str, Any]:
    """Return until when an agreement may be brought to the court, and what is to know of it."""
    if effective is None:
        return {"last_safe_day": None, "last_day": None, "late": None, "warning": None}
    calendar = working_calendar()
    last = confirmation_eligibility.last_day(effective)
    rolled = calendar.roll_forward(last)
    warning = confirmation_eligibility.warning(last, rolled, calendar=calendar)
    not_yet = confirmation_eligibility.NOT_YET.format(day=effective) if effective > on else None
    return {
        "last_safe_day": last,
        "last_day": rolled,
        "late": confirmation_eligibility.LATE if on > rolled else None,
        "warning": not_yet or warning,
    }


@mediations.post("/check", guard=open_to_all, idempotent=False, as_reader=True)
@mediations.arguments(CheckIn)
@mediations.response(200, CheckedOut)
def check_terms(asked: dict[str, Any]) -> dict[str, Any]:
    """Check terms or a text before anybody signs. Nothing is kept."""
    check_anonymous_limit(asking)
    on = asked["on"] or clock.local_date(clock.now())
    parties = {party["name"]: party for party in asked["parties"]}
    draft = Draft(terms=asked["terms"], text=asked["text"], total_fen=asked["total_fen"])
    return {
        "findings": settlement_agreements.checked(draft, parties, on=on),
        "text": written.compiled(asked["terms"]),
        "totals": written.totals(asked["terms"]),
        "terms_hash": written.hash_of(asked["terms"]),
    }


@mediations.post("", guard=require_role(Role.MEDIATOR, Role.DUTY_WORKER))
@mediations.arguments(MediationIn)
@mediations.response(201, MediationOut)
@mediations.refuses(errors.AppealNotFound, errors.NoJointMediation, errors.DangerFirst, IllegalMove)
@mediations.refuses(errors.OpenedBefore, errors.FormalRoadFirst, errors.ClauseUnknown)
def open_mediation(asked: dict[str, Any]) -> dict[str, Any]:
    """Open a mediation, out of an appeal or by itself."""
    opened = Opened(
        title=asked["title"],
        category=asked["category"],
        territory_code=asked["territory"],
        appeal_number=asked["appeal"] or None,
        clause_code=asked["clause"],
    )
    by = current_staff().id
    as_mediator = current().may(Role.MEDIATOR)
    made = mediation_cases.open_case(opened, by=by, as_mediator=as_mediator, now=clock.now())
    return shown(made.id)


@mediations.get("")
@mediations.arguments(MyMediationsIn, location="query")
@mediations.response(200, MyMediationsOut)
@mediations.refuses(CursorMalformed)
def list_mediations(asked: dict[str, Any]) -> Page[dict[str, Any]]:
    """List the caller's own: as a party, as their mediator. None of the words."""
    caller = current()
    page = work_list_queries.mediations(caller.resident_id, caller.staff_id, **asked)
    return Page([mediation_views.line(each) for each in page.items], page.next_cursor)


@mediations.get("/<uuid:mediation_id>", records=True)
@mediations.response(200, MediationOut)
@mediations.refuses(errors.MediationNotFound)
def read_mediation(mediation_id: UUID) -> dict[str, Any]:
    """Return a mediation for who stands in it; each look of staff is in the trail."""
    found = there(mediation_id)
    if found.party is None:
        note_view("mediation viewed", found)
    return mediation_views.whole(found, now=clock.now())


def version_now(mediation_id: UUID) -> str:
    """Name a mediation as it stands, for who hosts it."""
    return mediation_views.version(there(mediation_id).as_host())


def _terms_now(mediation_id: UUID) -> str:
    return mediation_views.terms_version(there(mediation_id).as_mediator())


@mediations.post("/<uuid:mediation_id>/parties")
@mediations.arguments(PartyIn)
@mediations.response(201, InvitedOut)
@mediations.refuses(errors.MediationNotFound, errors.TooManyParties, errors.AuthorityMissing)
@mediations.refuses(errors.SamePerson, errors.TalkApart, errors.SaidNo, IllegalMove)
def add_party(asked: dict[str, Any], mediation_id: UUID) -> dict[str, Any]:
    """Add a side. The code is shown this once, to be handed to them."""
    mediation = there(mediation_id).as_host()
    by = current_staff().id
    party, code = mediation_cases.add_party(mediation, asked, by=by, now=clock.now())
    return {"side": party.side, "code": code}


@mediations.post("/<uuid:mediation_id>/invite")
@mediations.arguments(SideIn)
@mediations.response(201, InvitedOut)
@mediations.refuses(errors.MediationNotFound, errors.NotAParty, errors.TalkApart, errors.SaidNo)
def invite(asked: dict[str, Any], mediation_id: UUID) -> dict[str, Any]:
    """Give a side a new code; the old one ends, and the time to answer begins anew.

    Nobody is asked again who said no, or was silent twice.
    """
    mediation = there(mediation_id).as_host()
    domestic_violence_guard.check_joint(mediation)
    party = _side(mediation, asked["side"])
    code = mediation_invitations.invite(party, by=current_staff().id, now=clock.now())
    return {"side": party.side, "code": code}


def _side(mediation: Mediation, side: str) -> MediationParty:
    for party in mediation.parties:
        if party.side == side:
            return party
    raise errors.NotAParty


@mediations.post("/<uuid:mediation_id>/parties/<string:side>/guardian")
@mediations.arguments(GuardianIn)
@mediations.response(201, MediationOut)
@mediations.refuses(errors.MediationNotFound, errors.NotAParty, errors.SamePerson, IllegalMove)
def add_guardian(asked: dict[str, Any], mediation_id: UUID, side: str) -> dict[str, Any]:
    """Let a guardian stand beside a side that is there already."""
    mediation = there(mediation_id).as_host()
    party, name = _side(mediation, side), asked["guardian"]
    mediation_cases.add_guardian(mediation, party, name=name, now=clock.now())
    return shown(mediation_id)


@mediations.post("/<uuid:mediation_id>/talk")
@mediations.arguments(TalkIn)
@mediations.response(201)
@mediations.refuses(errors.MediationNotFound, errors.NotDisclosed, errors.NotAParty)
@mediations.refuses(errors.ConsentsMissing, errors.TalkApart)
def talk(asked: dict[str, Any], mediation_id: UUID) -> Response:
    """Say something, jointly or in private with the mediator. The answer repeats nothing."""
    found = there(mediation_id)
    if not found.hears_talk:
        raise errors.MediationNotFound
    private = asked["side"] if found.is_mediator else found.word
    room = "joint" if asked["room"] == "joint" else private
    mediation_cases.say(
        found.mediation, room=room, speaker=found.word, text=asked["text"], now=clock.now()
    )
    return Response(status=201)


@mediations.get("/<uuid:mediation_id>/talk", records=True)
@mediations.response(200, TalkOut)
@mediations.refuses(errors.MediationNotFound)
def read_talk(mediation_id: UUID) -> dict[str, Any]:
    """Read the joint talk and one's own private one. The judge never reads it."""
    found = there(mediation_id)
    if not found.hears_talk:
        raise errors.MediationNotFound
    sides = [party.side for party in found.mediation.parties]
    rooms = ["joint", *(sides if found.is_mediator else [found.word])]
    if found.is_mediator:
        note_view("talk viewed", found)
    return {"items": queries.talk_of(mediation_id, rooms)}


@mediations.post("/<uuid:mediation_id>/terms")
@mediations.arguments(TermsIn)
@mediations.response(201, CheckedOut)
@mediations.refuses(errors.MediationNotFound, errors.TalkApart, IllegalMove)
@decided_as_read(_terms_now)
def write_terms(asked: dict[str, Any], mediation_id: UUID) -> dict[str, Any]:
    """Keep a version of the terms, and name what is wrong with them."""
    mediation = there(mediation_id).as_mediator()
    agreement, found = settlement_agreements.write_terms(mediation, Draft(**asked), now=clock.now())
    return {
        "findings": found,
        "text": agreement.text,
        "totals": written.totals(asked["terms"]),
        "terms_hash": agreement.terms_hash,
    }


@mediations.post("/<uuid:mediation_id>/sign", looks_first=True)
@mediations.arguments(SignIn)
@mediations.response(201, MediationOut)
@mediations.refuses(errors.MediationNotFound, errors.VerifyFirst, errors.NoAgreement)
@mediations.refuses(errors.TermsFaulty, errors.TermsChanged, errors.SignedBefore)
@mediations.refuses(errors.GuardianMustAct)
@mediations.refuses(errors.PaperBroken, errors.ReviewNeeded, errors.TalkApart)
def sign(asked: dict[str, Any], mediation_id: UUID) -> Response:
    """Sign the terms as they were read."""
    pdf_signatures.make_ready()
    read = {"terms_hash": asked["terms_hash"], "reviewed": settlement_peer_review.approved}

    def paper_with_mine() -> SignedPaper:
        mediation, who, name, now = _my_hand(mediation_id)
        return settlement_agreements.signed_paper(mediation, who, name, **read, now=now)

    def kept(found: SignedPaper) -> Response:
        mediation, who, _, now = _my_hand(mediation_id)
        settlement_agreements.sign(mediation, who, found, **read, now=now)
        answer = jsonify(MEDIATION.dump(shown(mediation_id)))
        answer.status_code = 201
        return answer

    for _ in range(MOST_HANDS):
        with suppress(errors.PaperMovedOn):
            return once_seen(paper_with_mine, kept)
    raise errors.PaperMovedOn


def _my_hand(mediation_id: UUID) -> tuple[Mediation, str, str, datetime]:
    """Return the mediation, as whom the caller signs, under which name, and when."""
    found, now = there(mediation_id), clock.now()
    if found.party is not None:
        settlement_agreements.check_verified(found.party, now=now)
        name = settlement_agreements.signs_as(found.party)
        return found.mediation, f"party_{found.party.side}", name, now
    return found.as_mediator(), "mediator", current_staff().display_name, now


@mediations.get("/<uuid:mediation_id>/agreement.pdf", records=True)
@mediations.response(200, content_type="application/pdf")
@mediations.refuses(errors.MediationNotFound, errors.NoAgreement)
def read_paper(mediation_id: UUID) -> Response:
    """Return the signed paper."""
    found = there(mediation_id)
    agreement = queries.newest_agreement(mediation_id)
    if agreement is None or agreement.paper is None:
        raise errors.NoAgreement
    if found.party is None:
        note_view("agreement viewed", found)
    answer = Response(base64.b64decode(agreement.paper), mimetype="application/pdf")
    answer.headers["Cache-Control"] = "no-store"
    return answer


@mediations.post("/<uuid:mediation_id>/fail")
@mediations.arguments(CourtReasonIn)
@mediations.response(201, MediationOut)
@mediations.refuses(errors.MediationNotFound, IllegalMove, errors.LabelRefused)
@decided_as_read(version_now)
def fail(asked: dict[str, Any], mediation_id: UUID) -> dict[str, Any]:
    """End without agreement; the other roads are told."""
    found = there(mediation_id)
    if found.is_judge:
        raise errors.MediationNotFound
    mediation_cases.fail(found.mediation, by=found.word, reason=asked["reason"], now=clock.now())
    return shown(mediation_id)
