"""Opening a draw, entering it, and drawing."""

import logging
from datetime import datetime
from uuid import UUID

from weijiayuan import audit
from weijiayuan.db import db
from weijiayuan.lottery_draws import queries, rules
from weijiayuan.lottery_draws.errors import AlreadyEntered, DrawClosed, NotEntered, StillOpen
from weijiayuan.lottery_draws.models import Draw, DrawEntry

logger = logging.getLogger(__name__)


def open_draw(title: str, *, family: str, places: int, closes_at: datetime) -> Draw:
    """Open a draw and publish the promise of its seed."""
    seed = rules.new_seed()
    opened = Draw(
        title=title,
        family=family,
        places=places,
        closes_at=closes_at,
        seed=seed,
        promise=rules.promise_of(seed),
        algorithm=rules.ALGORITHM,
    )
    db.session.add(opened)
    audit.record("draw opened", subject_kind="draw", subject_id=opened.id, promise=opened.promise)
    return opened


def enter(
    draw_id: UUID, *, resident_id: UUID | None, for_id: UUID, now: datetime, more: int = 0
) -> DrawEntry:
    """Enter somebody under the next number, with so many tickets `more` than losses give.

    Raises `DrawClosed`, `AlreadyEntered`.
    """
    draw = queries.draw_to_change(draw_id)
    if now >= draw.closes_at or draw.drawn_at is not None:
        raise DrawClosed(closes_at=draw.closes_at)
    if queries.live_entry(draw_id, for_id=for_id) is not None:
        raise AlreadyEntered
    draw.entered += 1
    losses = queries.losses_in_a_row(for_id, family=draw.family)
    entry = DrawEntry(
        draw_id=draw_id,
        resident_id=resident_id,
        for_id=for_id,
        number=draw.entered,
        tickets=min(rules.tickets_after(losses) + more, rules.MOST_TICKETS),
    )
    db.session.add(entry)
    return entry


def withdraw(draw_id: UUID, *, for_id: UUID, now: datetime) -> None:
    """Take an entry back before the draw. Raises `DrawClosed`, `NotEntered`."""
    draw = queries.draw_to_change(draw_id)
    if now >= draw.closes_at or draw.drawn_at is not None:
        raise DrawClosed(closes_at=draw.closes_at)
    entry = queries.live_entry(draw_id, for_id=for_id)
    if entry is None:
        raise NotEntered
    entry.withdrawn_at = now


def run(draw_id: UUID, *, now: datetime) -> list[DrawEntry]:
    """Draw, once, and return the entries in the order drawn. Raises `StillOpen`.

    A draw that was run before gives its result again.
    """
    draw = queries.draw_to_change(draw_id)
    if now < draw.closes_at:
        raise StillOpen
    entries = queries.live_entries(draw_id)
    if draw.drawn_at is None:
        _decide(draw, {entry.number: entry for entry in entries}, now=now)
    return sorted(entries, key=lambda entry: entry.rank or 0)


def _decide(draw: Draw, entries: dict[int, DrawEntry], *, now: datetime) -> None:
    facts = [rules.Entry(entry.number, entry.tickets) for entry in entries.values()]
    for result in rules.draw(facts, seed=draw.seed, places=draw.places):
        entries[result.number].rank = result.rank
        entries[result.number].won = result.won
    draw.entries_digest = rules.digest_of(facts)
    draw.drawn_at = now
    audit.record(
        "draw drawn",
        subject_kind="draw",
        subject_id=draw.id,
        seed=draw.seed,
        entries_digest=draw.entries_digest,
    )
    logger.info("draw drawn", extra={"draw_id": draw.id, "entries": len(facts)})
