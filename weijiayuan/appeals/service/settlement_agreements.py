"""Terms, their paper, the signatures one after another, and what is owed from then on."""

import base64
import json
from collections.abc import Callable, Mapping, Sequence
from dataclasses import asdict, dataclass, field, replace
from datetime import date, datetime, time, timedelta
from functools import partial
from hashlib import sha256
from typing import Any

from weijiayuan import audit
from weijiayuan.appeals import mediation_queries as queries
from weijiayuan.appeals.errors import (
    GuardianMustAct,
    NoAgreement,
    PaperBroken,
    PaperMovedOn,
    ReviewNeeded,
    SignedBefore,
    TermsChanged,
    TermsFaulty,
    VerifyFirst,
)
from weijiayuan.appeals.legal_documents import pdf_pages, pdf_signatures
from weijiayuan.appeals.legal_documents.signing_certificates import seals
from weijiayuan.appeals.models import (
    Agreement,
    Mediation,
    MediationParty,
    Performance,
    TermsSignature,
)
from weijiayuan.appeals.rules.agreement import party_names
from weijiayuan.appeals.rules.agreement import structured_terms as written
from weijiayuan.appeals.rules.agreement.finding_catalogue import Finding
from weijiayuan.appeals.rules.agreement.structured_terms import Term, TermKind
from weijiayuan.appeals.rules.court_session_script import VERIFIED_FOR
from weijiayuan.appeals.rules.sides import LABELS
from weijiayuan.appeals.rules.states import MediationState
from weijiayuan.appeals.service import (
    domestic_violence_guard,
    fallen_signatures,
    resolution_confirmation,
)
from weijiayuan.appeals.service.mediation_cases import lacks_guardian, show_all
from weijiayuan.appeals.service.mediation_notices import LINK
from weijiayuan.db import db
from weijiayuan.kernel import clock
from weijiayuan.notices.service import take_back, tell

CONSENT_LINE = (
    "各方同意以约定的电子签名签署本协议，与手写签名具有同等效力（电子签名法第三条、第十三条）。"
)
READ_ANEW = "请打开看新的一稿，同意再签"
FOLLOW_UPS = ((-3, "due_soon"), (1, "due_passed"), (7, "due_enforce"))


@dataclass(frozen=True, slots=True, kw_only=True)
class Draft:
    """What the editor sends."""

    terms: Sequence[Term]
    text: str = ""
    total_fen: int | None = None


def checked(draft: Draft, parties: Mapping[str, Mapping[str, Any]], *, on: date) -> list[Finding]:
    """Return the faults of a draft."""
    return written.findings(
        draft.terms, text=draft.text, parties=parties, total_fen=draft.total_fen, on=on
    )


def facts_of(parties: Sequence[MediationParty]) -> dict[str, dict[str, Any]]:
    """Return the parties as the terms call them, with what their signing hangs on."""
    return {
        LABELS[party.side]: {
            "name": party.name,
            "capacity": party.capacity,
            "guardian": party.guardian,
            "agent": party.agent,
            "authority": party.authority,
        }
        for party in parties
    }


def by_side(terms: Sequence[Term], parties: Mapping[str, Mapping[str, Any]]) -> list[Term]:
    """Return terms that call every party by its side: reminders and reports go by it."""
    side = partial(party_names.side_of, parties=parties)
    return [replace(term, debtor=side(term.debtor), creditor=side(term.creditor)) for term in terms]


def write_terms(
    mediation: Mediation, draft: Draft, *, now: datetime
) -> tuple[Agreement, list[Finding]]:
    """Keep a new version of the terms; with no fault left it can be signed."""
    domestic_violence_guard.check_joint(mediation)
    if mediation.state not in (
        MediationState.TALKING,
        MediationState.AGREED,
        MediationState.SIGNING,
    ):
        mediation.move_to(MediationState.AGREED)
    facts = facts_of(mediation.parties)
    draft = replace(draft, terms=by_side(draft.terms, facts))
    found = checked(draft, facts, on=clock.local_date(now))
    hard = [one for one in found if not one.needs_person]
    fallen_signatures.drop(mediation, fallen_signatures.REWRITTEN, READ_ANEW, now=now)
    before = queries.newest_agreement(mediation.id)
    text = "\n".join(part for part in (draft.text, written.compiled(draft.terms)) if part)
    agreement = Agreement(
        mediation_id=mediation.id,
        version=before.version + 1 if before else 1,
        terms=dumped(draft.terms),
        text=text,
        terms_hash=_hash_of(draft.terms, text if draft.text else ""),
        needs_person=any(one.needs_person for one in found),
        faulty=bool(hard),
    )
    db.session.add(agreement)
    if mediation.state is MediationState.SIGNING:
        mediation.move_to(MediationState.TALKING)
    if not hard and mediation.state is MediationState.TALKING:
        mediation.move_to(MediationState.AGREED)
    elif hard and mediation.state is MediationState.AGREED:
        mediation.move_to(MediationState.TALKING)
    db.session.flush()
    domestic_violence_guard.heed(mediation, text, by=None, now=now)
    show_all(mediation, now=now)
    return agreement, found


def _hash_of(terms: Sequence[Term], text: str) -> str:
    """Return the fingerprint of terms, and of the words beside them where there are any."""
    plain = written.hash_of(terms)
    return sha256(f"{plain}\n{text}".encode()).hexdigest() if text else plain


def hash_as_it_stands(agreement: Agreement) -> str | None:
    """Return the fingerprint of an agreement as it is kept; None if it is another than signed."""
    terms = terms_of(agreement)
    if agreement.terms_hash in (written.hash_of(terms), _hash_of(terms, agreement.text)):
        return agreement.terms_hash
    return None


def dumped(terms: Sequence[Term]) -> str:
    rows = [{**asdict(term), "due": term.due and term.due.isoformat()} for term in terms]
    return json.dumps(rows, ensure_ascii=False)


def terms_of(agreement: Agreement) -> list[Term]:
    """Return the terms as they were written."""
    return [
        Term(
            **{
                **row,
                "kind": TermKind(row["kind"]),
                "due": date.fromisoformat(row["due"]) if row["due"] else None,
            }
        )
        for row in json.loads(agreement.terms)
    ]


def fields_of(mediation: Mediation) -> list[str]:
    """Return the places to sign: every party, the mediator, the committee."""
    return [*(f"party_{party.side}" for party in mediation.parties), "mediator", "committee"]


@dataclass(frozen=True, slots=True)
class SignedPaper:
    """A paper with one more hand on it, and the one under which it was put."""

    under: str | None = field(repr=False)
    paper: str = field(repr=False)
    serials: Mapping[str, str]
    """Of the certificate of everybody who signed it now."""


def signed_paper(
    mediation: Mediation,
    who: str,
    name: str,
    *,
    terms_hash: str,
    reviewed: Callable[[Agreement], bool],
    now: datetime,
) -> SignedPaper:
    """Return the paper with one signature more. The mediator's brings the seal.

    Slow: outside any transaction. Raises as `sign`, and `PaperBroken`.
    """
    agreement = _to_sign(mediation, who, terms_hash=terms_hash, reviewed=reviewed, now=now)
    hands = {who: name} | ({"committee": "人民调解委员会"} if who == "mediator" else {})
    fields = fields_of(mediation)
    serials: dict[str, str] = {}
    if agreement.paper is None:
        paper = pdf_signatures.with_fields(_page(mediation, agreement, now), fields)
    else:
        paper = base64.b64decode(agreement.paper)
    first = not queries.signatures_of(agreement.id)
    for hand, words in hands.items():
        signer = seals().signer(words)
        paper = pdf_signatures.signed(paper, hand, signer, first=first and not serials)
        serials[hand] = signer.serial
    if not pdf_signatures.check(paper, fields=fields, seals=seals()).intact:
        raise PaperBroken
    return SignedPaper(agreement.paper, base64.b64encode(paper).decode(), serials)


def sign(
    mediation: Mediation,
    who: str,
    found: SignedPaper,
    *,
    terms_hash: str,
    reviewed: Callable[[Agreement], bool],
    now: datetime,
) -> Agreement:
    """Keep a signature under the terms as they were read.

    `reviewed` tells whether a second person let stand what needs one. Raises `NoAgreement`,
    `TermsFaulty`, `GuardianMustAct`, `ReviewNeeded`, `TermsChanged`, `SignedBefore`, and
    `PaperMovedOn` if somebody else signed meanwhile.
    """
    agreement = _to_sign(mediation, who, terms_hash=terms_hash, reviewed=reviewed, now=now)
    if agreement.paper != found.under:
        raise PaperMovedOn
    agreement.paper = found.paper
    for hand, serial in found.serials.items():
        db.session.add(TermsSignature(agreement_id=agreement.id, who=hand, at=now, serial=serial))
    db.session.flush()
    if mediation.state is MediationState.AGREED:
        mediation.move_to(MediationState.SIGNING)
    _take_effect(mediation, agreement, now=now)
    audit.record("agreement signed", subject_kind="mediation", subject_id=mediation.id, who=who)
    show_all(mediation, now=now)
    return agreement


def _to_sign(
    mediation: Mediation,
    who: str,
    *,
    terms_hash: str,
    reviewed: Callable[[Agreement], bool],
    now: datetime,
) -> Agreement:
    """Return the terms that somebody may sign now."""
    domestic_violence_guard.check_joint(mediation)
    if any(lacks_guardian(party, now=now) for party in mediation.parties):
        raise GuardianMustAct
    agreement = queries.newest_agreement(mediation.id)
    if agreement is None or mediation.state not in (MediationState.AGREED, MediationState.SIGNING):
        raise NoAgreement
    if agreement.faulty:
        raise TermsFaulty
    if agreement.needs_person and not reviewed(agreement):
        raise ReviewNeeded
    if agreement.terms_hash != terms_hash:
        raise TermsChanged
    if who in {one.who for one in queries.signatures_of(agreement.id)}:
        raise SignedBefore
    return agreement


def check_verified(party: MediationParty, *, now: datetime) -> None:
    """Raise `VerifyFirst` unless identity was verified in the last thirty minutes."""
    if party.verified_at is None or now - party.verified_at > VERIFIED_FOR:
        raise VerifyFirst


def _page(mediation: Mediation, agreement: Agreement, now: datetime) -> bytes:
    people = [f"{LABELS[party.side]}：{signs_as(party)}" for party in mediation.parties]
    lines = [*people, "", *agreement.text.split("\n"), "", CONSENT_LINE]
    footer = (
        f"编号 {mediation.number} · 第{agreement.version}稿 · {clock.local_date(now)}\n"
        f"条款指纹 {agreement.terms_hash}"
    )
    return pdf_pages.page("人民调解协议书", lines, footer=footer)


def signs_as(party: MediationParty) -> str:
    """Return the name under which a side signs, and whose hand it is."""
    by_guardian = party.guardian and party.capacity != "full"
    return f"{party.name}（监护人{party.guardian}代为签署）" if by_guardian else party.name


def _take_effect(mediation: Mediation, agreement: Agreement, *, now: datetime) -> None:
    """Let the agreement take effect when the last has signed, and look after what is owed."""
    signed = {one.who for one in queries.signatures_of(agreement.id)}
    if signed != set(fields_of(mediation)):
        return
    agreement.effective_at = now
    mediation.move_to(MediationState.SIGNED)
    if mediation.appeal_id is not None:
        resolution_confirmation.both_signed(mediation.appeal_id, now=now)
    residents = {LABELS[party.side]: party.resident_id for party in mediation.parties}
    for number, term in enumerate(terms_of(agreement), start=1):
        if term.due is None or term.kind is TermKind.REFRAIN:
            continue
        row = Performance(
            agreement_id=agreement.id,
            mediation_id=mediation.id,
            term=number,
            due_on=term.due,
            debtor=term.debtor,
            creditor=term.creditor,
        )
        db.session.add(row)
        for days, template in FOLLOW_UPS:
            whom = (term.debtor,) if days < 0 else (term.debtor, term.creditor)
            for name in whom:
                _remind(mediation, row, residents.get(name), days, template, now)


def _remind(  # noqa: PLR0917
    mediation: Mediation,
    row: Performance,
    resident_id: Any,
    days: int,
    template: str,
    now: datetime,
) -> None:
    due = clock.at_local(row.due_on + timedelta(days=days), time(9))
    if resident_id is not None and due > now:
        tell(
            resident_id,
            cause=f"{template}:{row.id}",
            template=template,
            facts={"number": mediation.number, "term": row.term, "day": str(row.due_on)},
            now=now,
            due=due,
            link=LINK.format(id=mediation.id),
        )


def report(row: Performance, party: MediationParty, said: str, *, now: datetime) -> Performance:
    """Note what a side says of a duty. The creditor's "performed" ends it; else both count."""
    label = LABELS[party.side]
    if label == row.creditor:
        row.creditor_says = said
    elif label == row.debtor:
        row.debtor_says = said
    mediation = db.session.get_one(Mediation, row.mediation_id)
    if row.state == "performed":
        for _, template in FOLLOW_UPS:
            take_back(cause=f"{template}:{row.id}")
    rows = queries.performances_of(mediation.id)
    if rows and all(each.state == "performed" for each in rows):
        mediation.move_to(MediationState.PERFORMED)
    elif row.state == "missed" and mediation.state is MediationState.SIGNED:
        mediation.move_to(MediationState.MISSED)
    show_all(mediation, now=now)
    return row


def enforcement(mediation: Mediation) -> str:
    """Return the application for enforcement of what was missed. Raises `NoAgreement`."""
    agreement = queries.newest_agreement(mediation.id)
    missed = [row.term for row in queries.performances_of(mediation.id) if row.is_claimed]
    if agreement is None or not missed:
        raise NoAgreement
    return written.application_for_enforcement(terms_of(agreement), missed)
