"""Terms that a person must look at: a second one, who is not the mediator, over one text.

Another mediator of the place looks, else any mediator of the district, else a legal adviser. Where
there is nobody at all, a mere hint holds nobody up: the judge is told that none looked. What a rule
found waits for somebody.
"""

from collections.abc import Iterator
from dataclasses import replace
from datetime import datetime
from hashlib import sha256
from uuid import UUID

from weijiayuan import audit
from weijiayuan.accounts.rules import Role
from weijiayuan.appeals import mediation_queries as queries
from weijiayuan.appeals import queries as appeal_queries
from weijiayuan.appeals.errors import (
    NoAgreement,
    NoMediator,
    NothingToReview,
    ReviewedBefore,
    ReviewNotFound,
    TermsChanged,
)
from weijiayuan.appeals.models import Agreement, Mediation, TermsReview
from weijiayuan.appeals.rules import mediator_selection
from weijiayuan.appeals.rules.agreement.finding_catalogue import Finding
from weijiayuan.appeals.rules.mediator_selection import Candidate, Needed
from weijiayuan.appeals.service import settlement_agreements
from weijiayuan.db import db
from weijiayuan.kernel import clock
from weijiayuan.lottery_draws.rules import new_seed
from weijiayuan.notices.service import tell

HINT = "doubtful"
"""The kind of a finding that no rule made: a sentence that sounds like one with a fault."""


def text_hash(agreement: Agreement) -> str:
    """Return the fingerprint of one version: what is approved is this text and no other."""
    return sha256(f"{agreement.id}\n{agreement.terms_hash}\n{agreement.text}".encode()).hexdigest()


def ask(mediation: Mediation, *, to: UUID | None, by: UUID, now: datetime) -> TermsReview:
    """Ask somebody else to look at the newest terms, once a version; without a name by draw.

    Raises `NoAgreement`, `NothingToReview`, `NoMediator`, `ReviewedBefore`.
    """
    agreement = queries.newest_agreement(mediation.id)
    if agreement is None:
        raise NoAgreement
    if not agreement.needs_person or agreement.faulty:
        raise NothingToReview
    if queries.review_of(agreement.id) is not None:
        raise ReviewedBefore
    reviewer = _reviewer(mediation, to, {by, mediation.opened_by}, now)
    row = TermsReview(
        agreement_id=agreement.id,
        text_hash=text_hash(agreement),
        asked_by=by,
        reviewer_id=reviewer,
        asked_at=now,
    )
    db.session.add(row)
    db.session.flush()
    audit.record(
        "terms sent for review", subject_kind="mediation", subject_id=mediation.id, to=reviewer
    )
    resident_id = queries.resident_of_staff(reviewer)
    if resident_id is not None:
        tell(resident_id, cause=f"review:{row.id}", template="terms_review", facts={}, now=now)
    return row


def _reviewer(mediation: Mediation, to: UUID | None, without: set[UUID], now: datetime) -> UUID:
    for able, needed in _who_may_look(mediation, without, now):
        asked = [one for one in able if to is None or UUID(one.id) == to]
        chosen = mediator_selection.choose(asked, needed, seed=new_seed())
        if chosen is not None:
            return UUID(chosen.mediator)
    raise NoMediator


def _who_may_look(
    mediation: Mediation, without: set[UUID], now: datetime
) -> Iterator[tuple[list[Candidate], Needed]]:
    """Yield who may look, the nearest first: of the place, of the district, legal advisers."""
    needed = queries.needed(mediation, frozenset())
    anywhere = replace(needed, territory="", category="")
    mediators = queries.candidates(now)
    advisers = [
        Candidate(str(one), frozenset(), frozenset(), ("",), 0)
        for one in appeal_queries.holders_of_duty(Role.ADVISER)
    ]
    for among, what in (
        (mediators, needed),
        ([replace(one, fields=frozenset(), territories=("",)) for one in mediators], anywhere),
        (advisers, anywhere),
    ):
        able = mediator_selection.able(among, what)
        yield [one for one in able if UUID(one.id) not in without], what


def nobody_can_look(mediation: Mediation, *, now: datetime) -> bool:
    """Tell whether there is nobody in the district who could look at these terms."""
    without = {one for one in (mediation.mediator_id, mediation.opened_by) if one is not None}
    return not any(able for able, _ in _who_may_look(mediation, without, now))


def waiting(review_id: UUID, *, by: UUID) -> tuple[TermsReview, Agreement]:
    """Return what somebody is asked to look at, locked. Raises `ReviewNotFound` for others."""
    row = queries.review_locked(review_id)
    if row is None or row.reviewer_id != by or row.approved is not None:
        raise ReviewNotFound
    agreement = db.session.get_one(Agreement, row.agreement_id)
    newest = queries.newest_agreement(agreement.mediation_id)
    if newest is None or newest.id != agreement.id:
        raise ReviewNotFound
    return row, agreement


def findings_of(agreement: Agreement) -> list[Finding]:
    """Return what a person must look at, found anew in the text as it stands."""
    mediation = db.session.get_one(Mediation, agreement.mediation_id)
    draft = settlement_agreements.Draft(
        terms=settlement_agreements.terms_of(agreement), text=agreement.text
    )
    on = clock.local_date(agreement.created_at)
    found = settlement_agreements.checked(
        draft, settlement_agreements.facts_of(mediation.parties), on=on
    )
    return [one for one in found if one.needs_person]


def decide(
    row: TermsReview,
    agreement: Agreement,
    *,
    approved: bool,
    reason: str,
    text_hash_read: str,
    now: datetime,
) -> TermsReview:
    """Let the text stand or send it back. Raises `TermsChanged` for another text than was read."""
    if not row.text_hash == text_hash_read == text_hash(agreement):
        raise TermsChanged
    row.approved, row.reason, row.decided_at = approved, reason, now
    audit.record(
        "terms reviewed",
        subject_kind="mediation",
        subject_id=agreement.mediation_id,
        approved=approved,
    )
    return row


def approved(agreement: Agreement) -> bool:
    """Tell whether a second person let this very text stand, or there is none for a mere hint."""
    row = queries.review_of(agreement.id)
    if row is not None:
        return bool(row.approved) and row.text_hash == text_hash(agreement)
    return stands_unseen(agreement)


def stands_unseen(agreement: Agreement) -> bool:
    """Tell whether all that a person should look at is a hint, and nobody could."""
    if not agreement.needs_person or queries.review_of(agreement.id) is not None:
        return False
    mediation = db.session.get_one(Mediation, agreement.mediation_id)
    hints = all(one.kind == HINT for one in findings_of(agreement))
    return hints and nobody_can_look(mediation, now=clock.now())
