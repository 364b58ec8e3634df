"""Mediations and confirmations as they are read by whoever stands in them."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from weijiayuan.appeals import court_queries
from weijiayuan.appeals import mediation_queries as queries
from weijiayuan.appeals.mediation_access import Standing
from weijiayuan.appeals.models import (
    Agreement,
    Mediation,
    MediationParty,
)
from weijiayuan.appeals.queries import staff_name
from weijiayuan.appeals.rules import thirty_minute_promise
from weijiayuan.appeals.rules.agreement import structured_terms as written
from weijiayuan.appeals.rules.states import (
    MediationState,
)
from weijiayuan.appeals.service import (
    agreements,
    mediation_cases,
)

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
    court = court_queries.newest_confirmation(mediation.id)
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
