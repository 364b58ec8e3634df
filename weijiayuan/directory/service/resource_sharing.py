"""Lending what members share: exclusive through claims, in the order of the law of each kind."""

import hashlib
import logging
from collections.abc import Collection
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

from weijiayuan import audit
from weijiayuan.capacity_claims import service as claims
from weijiayuan.capacity_claims.errors import NoPlaceLeft
from weijiayuan.capacity_claims.models import Bookable
from weijiayuan.capacity_claims.reconciler_registry import register_holder
from weijiayuan.capacity_claims.service import Holder, Wanted
from weijiayuan.db import db, insert_new
from weijiayuan.directory.errors import (
    CodeTaken,
    LoanTooEarly,
    NotYourMember,
    ResourceTaken,
)
from weijiayuan.directory.models import (
    Loan,
    Organisation,
    Representative,
    Resource,
)
from weijiayuan.directory.queries import resource_sharing
from weijiayuan.directory.rules.resource_sharing import (
    ANSWER_DAYS,
    ASKS_EACH_TIME,
    STATE_WORDS,
    LoanState,
    ResourceKind,
)
from weijiayuan.directory.rules.vocabulary import OrganisationKind
from weijiayuan.kernel.time_span import Span
from weijiayuan.notices import service as notices

logger = logging.getLogger(__name__)

HOLDER = "loan"
PAGE = "/packages/directory/loans/loans"


def offer(
    owner: Organisation, name: str, kind: ResourceKind, *, terms: str, asks_owner: bool, places: int
) -> Resource:
    """Share something. What can hurt people asks its owner each time, whatever is wished."""
    bookable = Bookable(capacity=places)
    db.session.add(bookable)
    db.session.flush()
    shared = Resource(
        name=name,
        kind=kind,
        owner_id=owner.id,
        bookable_id=bookable.id,
        terms=terms,
        asks_owner=asks_owner or kind in ASKS_EACH_TIME,
    )
    db.session.add(shared)
    db.session.flush()
    return shared


def ask(
    resource: Resource,
    span: Span,
    *,
    purpose: str,
    borrower_id: UUID,
    by: UUID,
    now: datetime,
) -> Loan:
    """Ask for a resource over a span; its time is held from now on, first come first served.

    Raises `ResourceTaken`, `LoanTooEarly` for a span that has begun.
    """
    if span.starts_at <= now:
        raise LoanTooEarly
    loan = Loan(
        resource_id=resource.id,
        borrower_id=borrower_id,
        starts_at=span.starts_at,
        ends_at=span.ends_at,
        purpose=purpose,
        answer_by=min(now + timedelta(days=ANSWER_DAYS), span.starts_at),
        asked_by=by,
    )
    wanted = [Wanted(resource.bookable_id, span)]
    try:
        claims.take_all(wanted, holder=Holder(HOLDER, loan.id), now=now)
    except NoPlaceLeft:
        raise ResourceTaken(resource=resource.name) from None
    if not resource.asks_owner:
        loan.move_to(LoanState.AGREED)
    db.session.add(loan)
    db.session.flush()
    _tell(loan, resource_sharing.people_of(resource.owner_id), now=now)
    logger.info("loan asked", extra={"loan_id": loan.id})
    return loan


def move(
    loan: Loan, to: LoanState, *, members: Collection[UUID], words: str, now: datetime
) -> None:
    """Move a loan on, if the caller stands on the side that may. The loan is locked.

    Owners agree, decline, hand over and take back; borrowers withdraw and rate. Raises
    `NotYourMember`, `IllegalMove`.
    """
    side = loan.borrower_id if to in BORROWERS else loan.resource.owner_id
    if side not in members:
        raise NotYourMember
    loan.move_to(to)
    loan.words = words or loan.words
    if to in ENDED:
        claims.release([loan.id])
    other = loan.resource.owner_id if side == loan.borrower_id else loan.borrower_id
    _tell(loan, resource_sharing.people_of(other), now=now)
    audit.record("loan moved", subject_kind="loan", subject_id=loan.id, to=to.value)


BORROWERS = frozenset({LoanState.WITHDRAWN, LoanState.RATED})
ENDED = frozenset({LoanState.DECLINED, LoanState.WITHDRAWN, LoanState.LAPSED, LoanState.RETURNED})


def lapse(now: datetime) -> int:
    """End the requests that nobody answered, and free their time; return how many."""
    late = resource_sharing.unanswered(now)
    for loan in late:
        loan.move_to(LoanState.LAPSED)
        claims.release([loan.id])
        _tell(loan, resource_sharing.people_of(loan.borrower_id), now=now)
    return len(late)


def _tell(loan: Loan, people: Collection[UUID], *, now: datetime) -> None:
    for person in people:
        notices.tell(
            person,
            cause=f"loan:{loan.id}:{loan.state.value}",
            template="loan_moved",
            facts={"resource": loan.resource.name if loan.resource else "", **_facts(loan)},
            now=now,
            link=PAGE,
        )


def _facts(loan: Loan) -> dict[str, Any]:
    return {"at": loan.starts_at, "state": STATE_WORDS[loan.state]}


def join(name: str, kind: OrganisationKind, *, alliance: str | None) -> Organisation:
    """Enter an organisation as a member. Raises `CodeTaken` when there is one of this name."""
    code = f"O-{hashlib.sha256(name.encode()).hexdigest()[:12].upper()}"
    if resource_sharing.is_known(name):
        raise CodeTaken
    made = Organisation(code=code, name=name, kind=kind, alliance=alliance)
    db.session.add(made)
    db.session.flush()
    audit.record("member joined", subject_kind="organisation", subject_id=made.id)
    return made


def appoint(organisation_id: UUID, resident_id: UUID) -> None:
    """Let a resident act for a member."""
    row = {"organisation_id": organisation_id, "resident_id": resident_id}
    insert_new(Representative, [row])
    audit.record("member representative", subject_kind="organisation", subject_id=organisation_id)


register_holder(HOLDER, resource_sharing.still_holding)
