"""Lending what members share: exclusive through claims, in the order of the law of each kind."""

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
from weijiayuan.db import db
from weijiayuan.directory.errors import (
    BothSides,
    LoanNotYet,
    LoansEnough,
    LoanTooEarly,
    LoanTooFar,
    NotYourMember,
    OwnResource,
    ResourceKnown,
    ResourceTaken,
)
from weijiayuan.directory.models import (
    Loan,
    Organisation,
    Resource,
)
from weijiayuan.directory.queries import resource_sharing
from weijiayuan.directory.rules.near_duplicates import plain
from weijiayuan.directory.rules.resource_sharing import (
    ANSWER_DAYS,
    ASKS_EACH_TIME,
    HANDED_OVER_EARLY,
    MOST_AHEAD_DAYS,
    MOST_AT_ONCE,
    STATE_WORDS,
    LoanState,
    ResourceKind,
    no_of_the_owner,
)
from weijiayuan.kernel.time_span import Span
from weijiayuan.notices import service as notices

logger = logging.getLogger(__name__)

HOLDER = "loan"
PAGE = "/packages/directory/loans/loans"


def offer(
    owner: Organisation, name: str, kind: ResourceKind, *, terms: str, asks_owner: bool, places: int
) -> Resource:
    """Share something. What can hurt people asks its owner each time, whatever is wished.

    Raises `ResourceKnown` when the owner shares something of this name.
    """
    _check_name(owner.id, name)
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


def _check_name(owner_id: UUID, name: str) -> None:
    if any(plain(each.name) == plain(name) for each in resource_sharing.shared_by(owner_id)):
        raise ResourceKnown


def mend(shared: Resource, *, name: str | None = None, terms: str | None = None) -> None:
    """Mend what is said of a resource; None leaves it. Raises `ResourceKnown`.

    Loans keep the terms under which they were asked for.
    """
    if name is not None and plain(name) != plain(shared.name):
        _check_name(shared.owner_id, name)
    shared.name, shared.terms = name or shared.name, shared.terms if terms is None else terms
    audit.record("resource mended", subject_kind="resource", subject_id=shared.id)


def retire(shared: Resource, *, now: datetime) -> None:
    """Share something no more; loans of it that nobody has in hand yet end."""
    shared.retired_at = now
    for loan in resource_sharing.not_begun(resource_id=shared.id):
        _end(loan, now=now)
    audit.record("resource retired", subject_kind="resource", subject_id=shared.id)


def end_all(member_id: UUID, *, now: datetime) -> None:
    """End what a member lends and asked for, as it leaves."""
    for shared in resource_sharing.shared_by(member_id):
        retire(shared, now=now)
    for loan in resource_sharing.not_begun(borrower_id=member_id):
        _end(loan, now=now)


def _end(loan: Loan, *, now: datetime) -> None:
    """End a loan for the side that leaves, and tell the other."""
    is_lenders = loan.resource.retired_at is not None
    loan.move_to(no_of_the_owner(loan.state) if is_lenders else LoanState.WITHDRAWN)
    claims.release([loan.id])
    other = loan.borrower_id if is_lenders else loan.resource.owner_id
    _tell(loan, resource_sharing.people_of(other), now=now)


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

    Raises `ResourceTaken`, `LoanTooEarly` for a span that has begun, `LoanTooFar`, `OwnResource`,
    `LoansEnough`.
    """
    check_span(span, now)
    if borrower_id == resource.owner_id:
        raise OwnResource
    loan = Loan(
        resource_id=resource.id,
        borrower_id=borrower_id,
        starts_at=span.starts_at,
        ends_at=span.ends_at,
        purpose=purpose,
        terms=resource.terms,
        answer_by=min(now + timedelta(days=ANSWER_DAYS), span.starts_at),
        asked_by=by,
    )
    wanted = [Wanted(resource.bookable_id, span)]
    try:
        claims.take_all(wanted, holder=Holder(HOLDER, loan.id), now=now)
    except NoPlaceLeft:
        raise ResourceTaken(resource=resource.name) from None
    if resource_sharing.count_held(resource.id, borrower_id, now) >= MOST_AT_ONCE:
        raise LoansEnough(most=MOST_AT_ONCE)  # the resource is locked: nobody counts beside us
    if not resource.asks_owner:
        loan.move_to(LoanState.AGREED)
    db.session.add(loan)
    db.session.flush()
    _tell(loan, resource_sharing.people_of(resource.owner_id), now=now)
    logger.info("loan asked", extra={"loan_id": loan.id})
    return loan


def lend(
    resource: Resource,
    span: Span,
    borrower_id: UUID,
    *,
    purpose: str,
    by: UUID | None,
    loan_draw_id: UUID,
    now: datetime,
) -> Loan | None:
    """Lend what was drawn, agreed by the draw; None when somebody else has it by now."""
    loan = Loan(
        resource_id=resource.id,
        borrower_id=borrower_id,
        starts_at=span.starts_at,
        ends_at=span.ends_at,
        purpose=purpose,
        terms=resource.terms,
        answer_by=span.starts_at,
        asked_by=by,
        state=LoanState.AGREED,
        loan_draw_id=loan_draw_id,
    )
    try:
        wanted = [Wanted(resource.bookable_id, span)]
        claims.take_all(wanted, holder=Holder(HOLDER, loan.id), now=now)
    except NoPlaceLeft:
        return None
    db.session.add(loan)
    db.session.flush()
    _tell(loan, resource_sharing.people_of(borrower_id), now=now)
    return loan


def check_span(span: Span, now: datetime) -> None:
    """See that a span may be asked for. Raises `LoanTooEarly`, `LoanTooFar`."""
    if span.starts_at <= now:
        raise LoanTooEarly
    if span.ends_at > now + timedelta(days=MOST_AHEAD_DAYS):
        raise LoanTooFar(days=MOST_AHEAD_DAYS)


def move(
    loan: Loan, to: LoanState, *, members: Collection[UUID], words: str, now: datetime
) -> None:
    """Move a loan on, if the caller stands on the side that may. The loan is locked.

    Owners agree, decline, hand over and take back; borrowers withdraw and rate. Raises
    `NotYourMember`, `IllegalMove`, `LoanNotYet` for handing over long before the time, `BothSides`
    for who stands on both: such a person may only end it.
    """
    side = loan.borrower_id if to in BORROWERS else loan.resource.owner_id
    if side not in members:
        raise NotYourMember
    if to in OF_TWO and {loan.borrower_id, loan.resource.owner_id} <= set(members):
        raise BothSides
    if to is LoanState.DECLINED:
        to = no_of_the_owner(loan.state)
    loan.move_to(to)
    _note_hands(loan, to, now)
    loan.words = words or loan.words
    if to in ENDED:
        claims.release([loan.id])
    other = loan.resource.owner_id if side == loan.borrower_id else loan.borrower_id
    _tell(loan, resource_sharing.people_of(other), now=now)
    audit.record("loan moved", subject_kind="loan", subject_id=loan.id, to=to.value)


def _note_hands(loan: Loan, to: LoanState, now: datetime) -> None:
    """Write down when something goes from hand to hand: what was used is counted by it."""
    if to is LoanState.IN_USE:
        earliest = loan.starts_at - HANDED_OVER_EARLY
        if now < earliest:
            raise LoanNotYet(at=earliest)
        loan.handed_over_at = now
    elif to is LoanState.RETURNED:
        loan.returned_at = now


OF_TWO = frozenset({LoanState.AGREED, LoanState.IN_USE, LoanState.RETURNED, LoanState.RATED})
BORROWERS = frozenset({LoanState.WITHDRAWN, LoanState.RATED})
ENDED = frozenset(
    {
        LoanState.DECLINED,
        LoanState.CALLED_OFF,
        LoanState.WITHDRAWN,
        LoanState.LAPSED,
        LoanState.RETURNED,
    }
)


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


register_holder(HOLDER, resource_sharing.still_holding)
