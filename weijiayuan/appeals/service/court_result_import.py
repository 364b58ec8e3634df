"""What the court decides in its house or does afterwards, taken in once under its signature."""

import json
from datetime import datetime
from hashlib import sha256
from typing import Any

from marshmallow import ValidationError

from weijiayuan import audit
from weijiayuan.appeals import judicial_confirmation_queries
from weijiayuan.appeals import mediation_queries as queries
from weijiayuan.appeals.errors import (
    AnswersMissing,
    ConfirmationNotFound,
    OtherPartyMissing,
    ResultMalformed,
    ResultUnsigned,
    TermNotFound,
    TermsChanged,
)
from weijiayuan.appeals.legal_documents.court_signature_verification import is_signed
from weijiayuan.appeals.mediation_schemas.judicial_confirmation import CourtResultIn
from weijiayuan.appeals.models import Confirmation, CourtAnswer, CourtResult, Mediation
from weijiayuan.appeals.rules.states import IN_COURT, ConfirmationState, MediationState
from weijiayuan.appeals.service import court_session, judicial_confirmation
from weijiayuan.appeals.service.court_session_notices import COURT
from weijiayuan.db import db, insert_new
from weijiayuan.kernel.state_machine import IllegalMove

IN_ITS_HOUSE = "法院另行审查"
ENDS = {"not_accepted": ("355", ConfirmationState.NOT_ACCEPTED),
        "rejected": ("358", ConfirmationState.REJECTED)}  # fmt: skip


def take_in(text: str, signature: str, *, now: datetime) -> Confirmation:
    """Take in one result; the same again changes nothing.

    Raises `ResultUnsigned`, `ResultMalformed`, `ConfirmationNotFound`, `TermsChanged`,
    `OtherPartyMissing`, `TermNotFound`, `AnswersMissing`, `IllegalMove`.
    """
    if not is_signed(text, signature):
        raise ResultUnsigned
    result = _read(text)
    found = judicial_confirmation_queries.confirmation_numbered(result["number"])
    if found is None:
        raise ConfirmationNotFound
    row = {
        "result_id": result["id"],
        "confirmation_id": found.id,
        "kind": result["kind"],
        "digest": sha256(text.encode()).hexdigest(),
        "received_at": now,
    }
    if insert_new(CourtResult, [row]):
        _apply(found, result, now)
        audit.record(
            "court result taken in",
            subject_kind="confirmation",
            subject_id=found.id,
            kind=result["kind"],
            result=result["id"],
        )
    return found


def _read(text: str) -> dict[str, Any]:
    try:
        result: dict[str, Any] = CourtResultIn().load(json.loads(text))
    except (ValueError, TypeError, ValidationError) as fault:
        raise ResultMalformed from fault
    return result


def _apply(found: Confirmation, result: dict[str, Any], now: datetime) -> None:
    if result["terms_hash"] != found.terms_hash:
        raise TermsChanged
    kind = result["kind"]
    if kind in ("performed", "enforced", "unenforceable"):
        _note_performance(found, result, now)
        return
    if found.state in IN_COURT:
        judicial_confirmation.go_offline(found, by=COURT, reason=IN_ITS_HOUSE, now=now)
    if found.state is not ConfirmationState.OFFLINE:
        raise IllegalMove(old=found.state, new=kind, allowed=[])
    if found.consents < found.parties:
        raise OtherPartyMissing
    found.result_id = result["id"]
    _keep_answers(found, result, now)
    if kind == "confirmed":
        mediation = db.session.get_one(Mediation, found.mediation_id)
        court_session.confirm(found, mediation, number=result["ruling_number"], now=now)
        return
    family, state = ENDS[kind]
    court_session.check_article(result["article"], family)
    found.move_to(state)
    court_session.refused(found, article=result["article"], reason=result["reason"], now=now)


def _keep_answers(found: Confirmation, result: dict[str, Any], now: datetime) -> None:
    """Keep what the sides were asked and said in the court's house, with its record.

    Raises `ResultMalformed` for a side there is not, and `AnswersMissing` where a ruling confirms
    against a no.
    """
    if not result["answers"]:
        return
    mediation = db.session.get_one(Mediation, found.mediation_id)
    sides = {party.side: party.id for party in mediation.parties}
    if any(each["side"] not in sides for each in result["answers"]):
        raise ResultMalformed
    if result["kind"] == "confirmed" and any(each["answer"] != "yes" for each in result["answers"]):
        raise AnswersMissing
    for each in result["answers"]:
        said = {"question": each["question"], "answer": each["answer"], "at": now}
        row = CourtAnswer(confirmation_id=found.id, party_id=sides[each["side"]], **said)
        db.session.add(row)
    db.session.flush()
    answers = judicial_confirmation_queries.answers_of(found.id)
    found.record = found.record or court_session.record_of(found, mediation, answers)


def _note_performance(found: Confirmation, result: dict[str, Any], now: datetime) -> None:
    """Note what became of duties in the court's hands: of one term, or of all that is open."""
    if found.state is not ConfirmationState.CONFIRMED:
        raise IllegalMove(old=found.state, new=result["kind"], allowed=[])
    rows = [row for row in queries.performances_of(found.mediation_id)
            if result["term"] in (None, row.term)]  # fmt: skip
    if not rows:
        raise TermNotFound
    for row in rows:
        row.court_says = result["kind"]
    mediation = db.session.get_one(Mediation, found.mediation_id)
    all_rows = queries.performances_of(found.mediation_id)
    done = all(row.state in ("performed", "enforced") for row in all_rows)
    if done and mediation.state is not MediationState.PERFORMED:
        mediation.move_to(MediationState.PERFORMED)
    judicial_confirmation.show(found, mediation, now=now)
