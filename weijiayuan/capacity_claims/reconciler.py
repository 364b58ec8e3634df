"""Sets right what a forgotten trigger left behind, by looking at what is.

Whoever frees a place offers it to the line in the same transaction. Here stands what holds when
somebody forgot: holds whose time is over go, claims of those who occupy nothing any more go, and
a place that is free over the span somebody waits for is offered to them. All of it by overlap, so
it does not matter how the day was cut when they booked.
"""

import logging
from collections.abc import Iterator, Sequence
from datetime import datetime
from uuid import UUID

from sqlalchemy import select

from weijiayuan.capacity_claims import occupancy_queries, service
from weijiayuan.capacity_claims.models import Claim
from weijiayuan.capacity_claims.reconciler_registry import HOLDERS, LINES, Line, Waiting
from weijiayuan.db import db, reading, transaction

logger = logging.getLogger(__name__)

STEP = 200


def clear_holds(now: datetime) -> int:
    """Remove every hold whose time is over, bookable by bookable; return how many."""
    with reading():
        wanted = select(Claim.bookable_id).where(Claim.until <= now).distinct()
        due = sorted(db.session.scalars(wanted))
    cleared = 0
    for bookable_id in due:
        with transaction():
            service.lock(bookable_id)
            cleared += service.clear_lapsed([bookable_id], now=now)
    return cleared


def free_abandoned(now: datetime) -> int:
    """Remove the claims whose holders occupy nothing any more; return of how many holders."""
    freed = 0
    for holder in sorted(HOLDERS):
        for page in _holders(holder, now):
            freed += sum(_freed(holder, holder_id, where) for holder_id, where in page)
    return freed


def _holders(holder: str, now: datetime) -> Iterator[list[tuple[UUID, UUID]]]:
    """Yield the holders of claims to come that do not occupy them, page by page."""
    last: UUID | None = None
    while True:
        with reading():
            wanted = select(Claim.id, Claim.holder_id, Claim.bookable_id).where(
                Claim.holder == holder, Claim.ends_at > now
            )
            if last is not None:
                wanted = wanted.where(Claim.id > last)
            rows = db.session.execute(wanted.order_by(Claim.id).limit(STEP)).all()
            if not rows:
                return
            still = set(HOLDERS[holder]({row.holder_id for row in rows}))
        last = rows[-1].id
        yield sorted(
            {(row.holder_id, row.bookable_id) for row in rows if row.holder_id not in still}
        )


def _freed(holder: str, holder_id: UUID, bookable_id: UUID) -> bool:
    """Release one holder's places under the lock, unless they occupy them after all."""
    with transaction():
        service.lock(bookable_id)
        if holder_id in HOLDERS[holder]([holder_id]):
            return False
        service.release([holder_id])
    logger.warning("abandoned claims freed", extra={"holder": holder, "holder_id": str(holder_id)})
    return True


def serve_lines(now: datetime) -> int:
    """Offer free places to those who wait for them; return how many lines were served."""
    served = 0
    for name in sorted(LINES):
        line = LINES[name]
        with reading():
            waiting = list(line.first(now))
        for begin in range(0, len(waiting), STEP):
            served += _serve(name, line, waiting[begin : begin + STEP], now=now)
    return served


def _serve(name: str, line: Line, waiting: Sequence[Waiting], *, now: datetime) -> int:
    with reading():
        wanted = {(one.bookable_id, one.span) for one in waiting}
        free = occupancy_queries.free_places(wanted, now=now)
    reached = [one for one in waiting if free.get((one.bookable_id, one.span), 0) >= one.places]
    for one in reached:
        with transaction():
            line.serve(one, now)
        logger.warning(
            "a free place had not reached its line",
            extra={"line": name, "bookable_id": str(one.bookable_id)},
        )
    return len(reached)
