"""Mediations and confirmations as they are read by whoever stands in them."""

import json
from collections.abc import Sequence
from datetime import datetime
from typing import Any

from weijiayuan.appeals import mediation_queries as queries
from weijiayuan.appeals.mediation_access import Standing
from weijiayuan.appeals.models import (
    Agreement,
    Confirmation,
    CourtRoom,
    Mediation,
    MediationParty,
)
from weijiayuan.appeals.queries import staff_name
from weijiayuan.appeals.rules import eligibility, false_mediation, thirty_minute_promise
from weijiayuan.appeals.rules.agreement import structured_terms as written
from weijiayuan.appeals.rules.states import (
    CONFIRMATION_MOVES,
    CONFIRMATION_NAMES,
    MediationState,
)
from weijiayuan.appeals.service import (
    agreements,
    court_session,
    judicial_confirmation,
    mediation_cases,
    session_attendance,
)
from weijiayuan.db import db

RIGHTS = (
    "调解自愿：可以不同意，也可以随时结束。",
    "可以选调解员，也可以要求换人。",
    "说的话保密，让步不作为以后打官司的证据。",
    "不收费。调不成会告诉您别的路。",
)
SAME_PHONE = "双方留了同一个电话，请当面核实是不是同一个人、是不是自愿"
OTHER_ROADS = ("向法院起诉", "申请仲裁", "申请支付令", "请法律援助")


def line(mediation: Mediation) -> dict[str, Any]:
    return {
        "id": mediation.id,
        "number": mediation.number,
        "category": mediation.category,
        "state": mediation.state,
        "state_text": mediation_cases.state_text(mediation),
        "due_at": mediation.due_at,
    }


def whole(there: Standing, *, now: datetime) -> dict[str, Any]:
    """Return a mediation for somebody who stands in it. The talk is read apart."""
    mediation = there.mediation
    agreement = queries.newest_agreement(mediation.id)
    court = queries.newest_confirmation(mediation.id)
    parties = queries.parties_of(mediation.id)
    return line(mediation) | {
        "title": mediation.title,
        "mediator": staff_name(mediation.mediator_id) if mediation.mediator_id else None,
        "disclosure": mediation.disclosure,
        "has_ties": mediation.has_ties,
        "notices": notices(parties) if there.is_mediator else [],
        "me": there.word,
        "parties": [
            {
                "side": each.side,
                "label": agreements.LABELS[each.side],
                "name": each.name,
                "consented": each.consented_at is not None,
                "accepts_ties": each.accepts_ties,
                "withdrawn": each.withdrawn_at is not None,
                "verified": each.verified_at is not None
                and now - each.verified_at <= thirty_minute_promise.VERIFIED_FOR,
                "me": there.party is each,
            }
            for each in parties
        ],
        "agreement": terms(agreement, with_reason=there.party is None),
        "performances": queries.performances_of(mediation.id),
        "confirmation": court.id if court else None,
        "roads": OTHER_ROADS if mediation.state is MediationState.FAILED else (),
    }


def notices(parties: Sequence[MediationParty]) -> list[str]:
    """Return what the mediator should look at before going on."""
    phones = [each.phone_mark for each in parties if each.phone_mark]
    return [SAME_PHONE] if len(set(phones)) < len(phones) else []


def _review(agreement: Agreement, *, with_reason: bool) -> dict[str, Any] | None:
    row = queries.review_of(agreement.id)
    if row is None:
        return None
    return {
        "reviewer": staff_name(row.reviewer_id),
        "approved": row.approved,
        "reason": row.reason if with_reason else None,
    }


def terms(agreement: Agreement | None, *, with_reason: bool) -> dict[str, Any] | None:
    """Return an agreement as it stands, with the verdict of a second person if one was asked."""
    if agreement is None:
        return None
    rows = agreements.terms_of(agreement)
    return {
        "version": agreement.version,
        "text": agreement.text,
        "terms": [
            {
                "debtor": row.debtor,
                "creditor": row.creditor,
                "kind": row.kind,
                "amount_fen": row.amount_fen,
                "due": row.due and row.due.isoformat(),
                "how": row.how,
                "what": row.what,
                "condition": row.condition,
                "default": row.default,
            }
            for row in rows
        ],
        "terms_hash": agreement.terms_hash,
        "totals": written.totals(rows),
        "faulty": agreement.faulty,
        "needs_person": agreement.needs_person,
        "review": _review(agreement, with_reason=with_reason),
        "signed": [one.who for one in queries.signatures_of(agreement.id)],
        "effective_at": agreement.effective_at,
    }


def session(found: Confirmation, there: Standing, *, now: datetime) -> dict[str, Any]:
    """Return a confirmation: the line of thirty minutes, questions, record, ruling."""
    shown = court_session.line_of(found, now=now)
    pauses = queries.interruptions_of(found.id)
    agreement = db.session.get_one(Agreement, found.agreement_id)
    room = db.session.get(CourtRoom, found.room_id) if found.room_id else None
    ground = eligibility.BY_ARTICLE.get(found.article or "")
    confirmed = [
        one for one in queries.consents_of(found.id) if one.step == judicial_confirmation.RECORD
    ]
    return {
        "id": found.id,
        "number": found.number,
        "mediation": found.mediation_id,
        "state": found.state,
        "state_text": CONFIRMATION_NAMES[found.state],
        "deadline": found.last_day,
        "promise_due": shown.due,
        "promise": {
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
                for name, text, minutes in thirty_minute_promise.STEPS
            ],
        },
        "consents": found.consents,
        "parties": found.parties,
        "starts_at": found.starts_at,
        "room": room.name if room else None,
        "video": {"mode": found.video, "link": found.video_link},
        "present": session_attendance.present(found, now=now),
        "judge": staff_name(found.judge_id) if found.judge_id else None,
        "questions": _questions(found, there.mediation),
        "record": found.record,
        "record_hash": found.record_hash,
        "record_confirmed": len(confirmed),
        "terms_hash": found.terms_hash,
        "ruling_number": found.ruling_number,
        "ruling": found.ruling,
        "ruling_code": found.ruling_code if there.party else None,
        "article": found.article,
        "reason": found.reason,
        "road": ground.road if ground else None,
        "allowed": sorted(CONFIRMATION_MOVES[found.state]),
        "agreement": terms(agreement, with_reason=there.party is None),
        "signals": signals(there.mediation, agreement, now=now) if there.is_judge else None,
    }


def _questions(found: Confirmation, mediation: Mediation) -> list[dict[str, Any]]:
    given = {(one.party_id, one.question): one.answer for one in queries.answers_of(found.id)}
    return [
        {
            "id": name,
            "text": text,
            "answers": {party.side: given.get((party.id, name)) for party in mediation.parties},
        }
        for name, text in thirty_minute_promise.QUESTIONS
    ]


def signals(mediation: Mediation, agreement: Agreement, *, now: datetime) -> list[str]:
    """Return what may point to a staged mediation, for the judge alone."""
    marks = [party.phone_mark or "" for party in mediation.parties]
    amount = sum(written.totals(agreements.terms_of(agreement)).values())
    case = false_mediation.Circumstances(
        phone_marks=marks,
        began_at=mediation.disclosed_at or mediation.opened_at,
        agreed_at=agreement.created_at,
        amount_fen=amount,
        same_creditor_in_30_days=max(
            (queries.same_creditor(mark, now) for mark in marks if mark), default=0
        ),
        has_papers=False,
    )
    return false_mediation.signals(case)


def bundle(
    found: Confirmation, there: Standing, agreement: Agreement, *, now: datetime
) -> dict[str, str]:
    """Return the papers of a case that travel, by name. Signals go with the judge alone."""
    facts = {
        "number": found.number,
        "state": found.state,
        "terms_hash": found.terms_hash,
        "record_hash": found.record_hash,
        "ruling_number": found.ruling_number,
        "ruling_hash": found.ruling_hash,
        "questions": [text for _, text in thirty_minute_promise.QUESTIONS],
        "signals": signals(there.mediation, agreement, now=now) if there.is_judge else None,
        "says": "指纹证明存入之后未被改动，不证明存入之前的内容属实",
    }
    return {
        "case.json": json.dumps(facts, ensure_ascii=False, indent=1),
        "terms.json": agreement.terms,
        "agreement.txt": agreement.text,
        "record.txt": found.record,
        "ruling.txt": found.ruling,
    }
