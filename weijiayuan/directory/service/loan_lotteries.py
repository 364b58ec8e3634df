"""Scarce things by lot: the owner opens a draw for a span, members enter, anybody can repeat it.

The lot is the one of `draws` (docs/draws.md): a seed promised before and shown after.
"""

import logging
from datetime import datetime
from typing import Any
from uuid import UUID

from weijiayuan import audit
from weijiayuan.capacity_claims import service as claims
from weijiayuan.capacity_claims.errors import NoPlaceLeft
from weijiayuan.capacity_claims.reconciler_registry import register_holder
from weijiayuan.capacity_claims.service import Holder, Wanted
from weijiayuan.db import db
from weijiayuan.directory.errors import DrawTooLate, OwnResource, ResourceTaken
from weijiayuan.directory.models import Loan, LoanDraw, LoanDrawEntry, Organisation, Resource
from weijiayuan.directory.queries import loan_lotteries as queries
from weijiayuan.directory.queries import resource_sharing
from weijiayuan.directory.rules.resource_sharing import LoanState
from weijiayuan.directory.rules.vocabulary import Standing
from weijiayuan.directory.service import resource_sharing as lending
from weijiayuan.kernel.clock import moment_in_words
from weijiayuan.kernel.time_span import Span
from weijiayuan.lottery_draws import service as lots
from weijiayuan.lottery_draws.models import DrawEntry
from weijiayuan.notices import service as notices

logger = logging.getLogger(__name__)

HOLDER = "loan_draw"


def open_draw(resource: Resource, span: Span, *, closes_at: datetime, now: datetime) -> LoanDraw:
    """Hold a span of a resource for a draw and publish the promise of its seed.

    Raises what asking for a span raises, and `DrawTooLate` unless it closes between now and then.
    """
    lending.check_span(span, now)
    if not now < closes_at <= span.starts_at:
        raise DrawTooLate
    places = claims.lock_all([resource.bookable_id])[resource.bookable_id]
    title = f"{resource.name}（{moment_in_words(span.starts_at)}）"
    family = f"loans:{resource.id}"
    draw = lots.open_draw(title, family=family, places=places, closes_at=closes_at)
    db.session.flush()
    made = LoanDraw(
        resource_id=resource.id,
        draw_id=draw.id,
        starts_at=span.starts_at,
        ends_at=span.ends_at,
    )
    db.session.add(made)
    db.session.flush()
    try:
        wanted = [Wanted(resource.bookable_id, span, places=places)]
        claims.take_all(wanted, holder=Holder(HOLDER, made.id), now=now)
    except NoPlaceLeft:
        raise ResourceTaken(resource=resource.name) from None
    return made


def enter(
    found: LoanDraw, borrower_id: UUID, *, purpose: str, by: UUID, now: datetime
) -> DrawEntry:
    """Enter a member under the next number. Raises `OwnResource` and what draws raise."""
    if borrower_id == found.resource.owner_id:
        raise OwnResource
    entry = lots.enter(found.draw_id, resident_id=by, for_id=borrower_id, now=now)
    db.session.flush()
    said = LoanDrawEntry(entry_id=entry.id, loan_draw_id=found.id, purpose=purpose)
    db.session.add(said)
    return entry


def withdraw(found: LoanDraw, borrower_id: UUID, *, now: datetime) -> None:
    """Take a member's entry back before the draw. Raises what draws raise."""
    lots.withdraw(found.draw_id, for_id=borrower_id, now=now)


def settle_due(now: datetime) -> int:
    """Draw what has closed and give it; return how many draws there were."""
    found = queries.due(now)
    for one in found:
        _settle(db.session.get_one(LoanDraw, one, with_for_update={"of": LoanDraw}), now)
    return len(found)


def _settle(found: LoanDraw, now: datetime) -> None:
    """Draw, once; the first in order who are members still have it, the others are told."""
    if found.settled_at is not None:
        return
    lots.run(found.draw_id, now=now)
    db.session.flush()
    places = claims.lock_all([found.resource.bookable_id])[found.resource.bookable_id]
    claims.release([found.id])
    found.settled_at = now
    for _ in range(places):
        if not _give_next(found, now):
            break
    for row in queries.ranked(found):
        if row.for_id not in queries.given(found.id):
            _tell_lost(found, row, now)
    audit.record("loans drawn", subject_kind="loan_draw", subject_id=found.id)


def pass_on(loan: Loan, *, now: datetime) -> None:
    """Give what came back from a draw before its time to the next in the order drawn."""
    ended = loan.state in {LoanState.WITHDRAWN, LoanState.DECLINED, LoanState.CALLED_OFF}
    if loan.loan_draw_id is None or not ended or loan.starts_at <= now:
        return
    _give_next(db.session.get_one(LoanDraw, loan.loan_draw_id), now)


def _give_next(found: LoanDraw, now: datetime) -> bool:
    """Lend to the next in the order drawn who had nothing out of it; say whether there was one."""
    if found.resource.retired_at is not None or found.starts_at <= now:
        return False
    had = queries.given(found.id)
    for row in queries.ranked(found):
        member = db.session.get_one(Organisation, row.for_id)
        if row.for_id not in had and member.standing is Standing.ACTIVE:
            span = Span(found.starts_at, found.ends_at)
            drawn = {"purpose": row.purpose, "by": row.resident_id, "loan_draw_id": found.id}
            return lending.lend(found.resource, span, row.for_id, now=now, **drawn) is not None
    return False


def _tell_lost(found: LoanDraw, row: Any, now: datetime) -> None:
    for person in resource_sharing.people_of(row.for_id):
        notices.tell(
            person,
            cause=f"loan_draw:{found.id}:{row.for_id}",
            template="loan_draw_lost",
            facts={"resource": found.resource.name, "at": found.starts_at, "rank": row.rank},
            now=now,
            link=lending.PAGE,
        )


register_holder(HOLDER, queries.still_holding)
