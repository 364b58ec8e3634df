"""A confirmation as it is read by whoever stands in it: the line, questions, record, ruling."""

import json
from datetime import datetime
from typing import Any

from weijiayuan.appeals import judicial_confirmation_queries, mediation_views
from weijiayuan.appeals import mediation_queries as queries
from weijiayuan.appeals.legal_documents import case_bundle
from weijiayuan.appeals.legal_documents.court_signature_verification import court_key
from weijiayuan.appeals.mediation_access import Standing
from weijiayuan.appeals.models import Agreement, Confirmation, CourtRoom, Mediation
from weijiayuan.appeals.queries import staff_name
from weijiayuan.appeals.rules import (
    confirmation_eligibility,
    court_session_script,
    staged_mediation_signals,
)
from weijiayuan.appeals.rules.agreement import structured_terms as written
from weijiayuan.appeals.rules.sides import LABELS
from weijiayuan.appeals.rules.states import CONFIRMATION_MOVES, CONFIRMATION_NAMES
from weijiayuan.appeals.service import (
    attendance_and_video_room,
    court_session,
    court_session_booking,
    judicial_confirmation,
    settlement_agreements,
)
from weijiayuan.db import db
from weijiayuan.web.decided_as_read import version_of


def version(found: Confirmation) -> str:
    """Name a case by what a judge decides upon: its state, terms, answers and record."""
    answers = sorted(
        (str(one.party_id), one.question, one.answer)
        for one in judicial_confirmation_queries.answers_of(found.id)
    )
    heard = found.terms_hash, answers, found.record_hash
    return version_of(found.state, found.judge_id, found.extended_by, *heard)


def session(found: Confirmation, there: Standing, *, now: datetime) -> dict[str, Any]:
    """Return a confirmation: the line of thirty minutes, questions, record, ruling."""
    agreement = db.session.get_one(Agreement, found.agreement_id)
    promise = _promise(found, now=now)
    return (
        {
            "id": found.id,
            "number": found.number,
            "version": version(found),
            "mediation": found.mediation_id,
            "state": found.state,
            "state_text": CONFIRMATION_NAMES[found.state],
            "deadline": found.last_day,
            "rule_by": court_session.last_day(found) if found.filed_at else None,
            "extended": found.extended_by is not None,
            "promise_due": promise["due_at"],
            "promise": promise,
            "consents": found.consents,
            "parties": found.parties,
            "allowed": sorted(CONFIRMATION_MOVES[found.state]),
            "agreement": mediation_views.terms(agreement, with_reason=there.party is None),
            "signals": signals(there.mediation, agreement, now=now) if there.is_judge else None,
        }
        | _sitting(found, there, now=now)
        | _outcome(found, there)
    )


def room(row: CourtRoom, next_at: datetime | None = None) -> dict[str, Any]:
    """Return a room for who keeps it: its next session, and how it was last found."""
    return {
        "id": row.id,
        "name": row.name,
        "territory_code": row.territory_code,
        "checked_at": row.checked_at,
        "checked": row.checked,
        "next_at": next_at,
        "is_sample": row.is_sample,
    }


def rooms(*, now: datetime) -> list[dict[str, Any]]:
    """Return every room, those with a session soon first. Nothing of the cases stands there."""
    coming = judicial_confirmation_queries.next_sessions(now - court_session_booking.SESSION)
    rows = [room(row, coming.get(row.id)) for row in judicial_confirmation_queries.rooms()]
    return sorted(rows, key=lambda each: (each["next_at"] is None, each["next_at"] or now))


def _promise(found: Confirmation, *, now: datetime) -> dict[str, Any]:
    shown = court_session.line_of(found, now=now)
    pauses = judicial_confirmation_queries.interruptions_of(found.id)
    return {
        "used_seconds": int(shown.used.total_seconds()),
        "due_at": shown.due,
        "kept": shown.kept,
        "paused": any(each.until is None or each.until > now for each in pauses),
        "pauses": [
            {"reason": one.reason, "since": one.since, "until": one.until} for one in pauses
        ],
        "late_reason": found.late_reason or "",
        "steps": [
            {"id": name, "text": text, "minutes": minutes}
            for name, text, minutes in court_session_script.STEPS
        ],
    }


def _sitting(found: Confirmation, there: Standing, *, now: datetime) -> dict[str, Any]:
    """Return where, when and with whom a session is, who has come, and what was asked."""
    room = db.session.get(CourtRoom, found.room_id) if found.room_id else None
    return {
        "starts_at": found.starts_at,
        "room": room.name if room else None,
        "video": {"mode": found.video, "link": found.video_link},
        "present": attendance_and_video_room.present(found, now=now),
        "judge": staff_name(found.judge_id) if found.judge_id else None,
        "questions": _questions(found, there.mediation),
    }


def _outcome(found: Confirmation, there: Standing) -> dict[str, Any]:
    """Return the record and what was decided, with the other road where it was a no."""
    ground = confirmation_eligibility.BY_ARTICLE.get(found.article or "")
    return {
        "record": found.record,
        "record_hash": found.record_hash,
        "record_confirmed": len(
            judicial_confirmation.consents(found, judicial_confirmation.RECORD)
        ),
        "terms_hash": found.terms_hash,
        "ruling_number": found.ruling_number,
        "ruling": found.ruling,
        "ruling_code": found.ruling_code if there.party else None,
        "article": found.article,
        "reason": found.reason,
        "road": ground.road if ground else None,
    }


def _questions(found: Confirmation, mediation: Mediation) -> list[dict[str, Any]]:
    given = {
        (one.party_id, one.question): one.answer
        for one in judicial_confirmation_queries.answers_of(found.id)
    }
    return [
        {
            "id": name,
            "text": text,
            "answers": {party.side: given.get((party.id, name)) for party in mediation.parties},
        }
        for name, text in court_session_script.QUESTIONS
    ]


def signals(mediation: Mediation, agreement: Agreement, *, now: datetime) -> list[str]:
    """Return what may point to a staged mediation, for the judge alone."""
    marks = [party.phone_mark or "" for party in mediation.parties]
    amount = sum(written.totals(settlement_agreements.terms_of(agreement)).values())
    case = staged_mediation_signals.Circumstances(
        phone_marks=marks,
        began_at=mediation.disclosed_at or mediation.opened_at,
        agreed_at=agreement.created_at,
        amount_fen=amount,
        same_creditor_in_30_days=max(
            (queries.same_creditor(mark, now) for mark in marks if mark), default=0
        ),
        has_papers=False,
        unseen_doubt=agreement.needs_person and queries.review_of(agreement.id) is None,
    )
    return staged_mediation_signals.signals(case)


def bundle(
    found: Confirmation, there: Standing, agreement: Agreement, *, now: datetime
) -> dict[str, str]:
    """Return the papers of a case that travel, by name.

    Signals are in clear for the judge, and sealed for the court whoever carries them.
    """
    noticed = signals(there.mediation, agreement, now=now)
    facts = {
        "number": found.number,
        "state": found.state,
        "terms_hash": found.terms_hash,
        "rule_by": str(court_session.last_day(found)) if found.filed_at else None,
        "extended": found.extended_by is not None,
        "record_hash": found.record_hash,
        "ruling_number": found.ruling_number,
        "ruling_hash": found.ruling_hash,
        "questions": [text for _, text in court_session_script.QUESTIONS],
        "asked": _questions(found, there.mediation),
        "sides": {party.side: LABELS[party.side] for party in there.mediation.parties},
        "signals": noticed if there.is_judge else None,
        "says": "指纹证明存入之后未被改动，不证明存入之前的内容属实",
    }
    court = court_key()
    shut = json.dumps(noticed, ensure_ascii=False)
    return {
        "for_court.txt": case_bundle.sealed_for(court, shut) if court else "",
        "case.json": json.dumps(facts, ensure_ascii=False, indent=1),
        "terms.json": agreement.terms,
        "agreement.txt": agreement.text,
        "record.txt": found.record,
        "ruling.txt": found.ruling,
    }
