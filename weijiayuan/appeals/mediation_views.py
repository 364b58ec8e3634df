"""Mediations and confirmations as they are read by whoever stands in them."""

import json
from collections.abc import Sequence
from dataclasses import asdict
from datetime import datetime
from typing import Any
from uuid import UUID

from weijiayuan.appeals import judicial_confirmation_queries
from weijiayuan.appeals import mediation_queries as queries
from weijiayuan.appeals.mediation_access import Standing
from weijiayuan.appeals.models import (
    Agreement,
    Appeal,
    Confirmation,
    InvitationStep,
    Mediation,
    MediationParty,
)
from weijiayuan.appeals.queries import staff_name
from weijiayuan.appeals.rules import court_session_script, invitation_answers
from weijiayuan.appeals.rules.agreement import structured_terms as written
from weijiayuan.appeals.rules.invitation_answers import STEP_WORDS
from weijiayuan.appeals.rules.legal_capacity import must_be_guarded
from weijiayuan.appeals.rules.sides import LABELS
from weijiayuan.appeals.rules.states import (
    IN_EFFECT,
    LIVE_MEDIATIONS,
    ConfirmationState,
    MediationState,
)
from weijiayuan.appeals.service import (
    disputed_covenant_clauses,
    domestic_violence_guard,
    mediation_cases,
    mediation_consents,
    mediation_invitations,
    mediation_term,
    settlement_agreements,
)
from weijiayuan.db import db
from weijiayuan.kernel import clock
from weijiayuan.web.decided_as_read import version_of

SAME_PHONE = "双方留了同一个电话，请当面核实是不是同一个人、是不是自愿"
ENFORCEMENT = (
    "向法院申请强制执行：法院已经确认，从约定的最后一天起两年内（民事诉讼法第二百五十条），"
    "不用预交费用"
)
UNDONE = ("双方一起申请司法确认（生效三十日内）", "按协议向法院起诉", "要钱的可以申请支付令")
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


def version(mediation: Mediation) -> str:
    """Name a mediation by where it stands, what the sides answered, and what was told or agreed."""
    answers = [
        (each.side, each.consented_at, each.withdrawn_at, each.accepts_ties, each.guardian)
        for each in queries.parties_of(mediation.id)
    ]
    return version_of(mediation.state, mediation.violence_at, answers, terms_version(mediation))


def terms_version(mediation: Mediation) -> str:
    """Name the terms that stand, which are written as a whole."""
    agreement = queries.newest_agreement(mediation.id)
    return agreement.terms_hash if agreement else version_of()


def told_version(mediation: Mediation) -> str:
    """Name what was told of violence at home, and all that was said since."""
    sides = [each.side for each in mediation.parties]
    said = len(queries.talk_of(mediation.id, ["joint", *sides]))
    return version_of(mediation.violence_at, mediation.violence_told_by, said)


def whole(there: Standing, *, now: datetime) -> dict[str, Any]:
    """Return a mediation for somebody who stands in it. The talk is read apart."""
    mediation = there.mediation
    agreement = queries.newest_agreement(mediation.id)
    court = judicial_confirmation_queries.newest_confirmation(mediation.id)
    parties = queries.parties_of(mediation.id)
    log = _log(parties)
    return line(mediation) | {
        "title": mediation.title,
        "version": version(mediation),
        "terms_version": terms_version(mediation),
        "clause": disputed_covenant_clauses.shown(mediation.clause_code),
        "mediator": staff_name(mediation.mediator_id) if mediation.mediator_id else None,
        "disclosure": mediation.disclosure,
        "has_ties": mediation.has_ties,
        "notices": notices(parties) if there.is_mediator else [],
        "me": there.word,
        "term_says": mediation_term.says(mediation, now=now),
        "may_go_on_longer": mediation_term.may_be_longer(mediation, there.party, now=now),
        "consent": mediation_consents.shown(mediation, there.party),
        "parties": [_side(each, log[each.id], there, now=now) for each in parties],
        "consequences": _consequences(mediation, parties, log, there, now=now),
        "deadlines": _deadlines(there),
        "stopped": domestic_violence_guard.may_know(mediation, there.party),
        "agreement": terms(agreement, with_reason=there.party is None),
        "performances": queries.performances_of(mediation.id),
        "confirmation": court.id if court else None,
        "ruled": court is not None and court.state is ConfirmationState.CONFIRMED,
        "roads": _roads(mediation, court),
    }


def _roads(mediation: Mediation, court: Confirmation | None) -> tuple[str, ...]:
    """Return what is left where nothing was agreed, or what was agreed is not done."""
    if mediation.state is MediationState.FAILED:
        return OTHER_ROADS
    missed = any(row.is_claimed for row in queries.performances_of(mediation.id))
    if not missed or mediation.state not in IN_EFFECT:
        return ()
    confirmed = court is not None and court.state is ConfirmationState.CONFIRMED
    return (ENFORCEMENT,) if confirmed else UNDONE


Log = dict[UUID, list[InvitationStep]]


def _log(parties: Sequence[MediationParty]) -> Log:
    """Return what happened to every side's invitation."""
    log: Log = {each.id: [] for each in parties}
    for row in queries.invitation_steps(list(log)):
        log[row.party_id].append(row)
    return log


def _side(
    party: MediationParty, log: Sequence[InvitationStep], there: Standing, *, now: datetime
) -> dict[str, Any]:
    answer = mediation_invitations.answer_of(party, log, now=now)
    verified = party.verified_at
    return {
        "side": party.side,
        "label": LABELS[party.side],
        "name": party.name,
        "consented": party.consented_at is not None,
        "accepts_ties": party.accepts_ties,
        "withdrawn": party.withdrawn_at is not None,
        "verified": verified is not None and now - verified <= court_session_script.VERIFIED_FOR,
        "needs_guardian": not party.guardian
        and must_be_guarded(party.capacity, party.id_number, on=clock.local_date(now)),
        "guardian_acts": bool(party.guardian) and party.capacity != "full",
        "guardian_verified": party.guardian_mark is not None,
        "answer": answer.step if answer else invitation_answers.WAITING,
        "answer_text": STEP_WORDS[answer.step] if answer else invitation_answers.WAITING_WORDS,
        "answered_at": answer and answer.at,
        "answer_by": party.answer_by,
        "proof": [{"text": STEP_WORDS[row.step], "at": row.at} for row in log],
        "me": there.party is party,
    }


def _consequences(
    mediation: Mediation,
    parties: Sequence[MediationParty],
    log: Log,
    there: Standing,
    *,
    now: datetime,
) -> list[dict[str, Any]]:
    """Return what the other sides' noes and silences mean for the reader."""
    found = []
    for party in parties if mediation.state in LIVE_MEDIATIONS else ():
        answer = mediation_invitations.answer_of(party, log[party.id], now=now)
        follows = answer and mediation_invitations.consequence(
            mediation, answer.step, log[party.id]
        )
        if follows and there.party is not party:
            found.append({"label": LABELS[party.side], **asdict(follows)})
    return found


def _deadlines(there: Standing) -> list[dict[str, Any]]:
    """Return the last safe days of the appeal this comes from, for who made it alone."""
    appeal_id, party = there.mediation.appeal_id, there.party
    appeal = db.session.get(Appeal, appeal_id) if appeal_id and party else None
    if appeal is None or party is None or appeal.resident_id != party.resident_id:
        return []
    known: list[dict[str, Any]] = json.loads(appeal.deadlines)
    return known


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
    rows = settlement_agreements.terms_of(agreement)
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
