"""Questions about draws."""

from collections.abc import Sequence
from datetime import datetime
from uuid import UUID

from sqlalchemy import select

from weijiayuan.db import db
from weijiayuan.lottery_draws.errors import NoSuchDraw
from weijiayuan.lottery_draws.models import Draw, DrawEntry


def draw(draw_id: UUID) -> Draw:
    """Return a draw. Raises `NoSuchDraw`."""
    found = db.session.get(Draw, draw_id)
    if found is None:
        raise NoSuchDraw
    return found


def draw_to_change(draw_id: UUID) -> Draw:
    """Return a draw, locked until the transaction ends. Raises `NoSuchDraw`."""
    wanted = select(Draw).filter_by(id=draw_id).with_for_update(key_share=True)
    found = db.session.scalars(wanted, execution_options={"populate_existing": True}).one_or_none()
    if found is None:
        raise NoSuchDraw
    return found


def live_entries(draw_id: UUID) -> Sequence[DrawEntry]:
    """Return the entries not withdrawn, by number."""
    return db.session.scalars(
        select(DrawEntry).filter_by(draw_id=draw_id, withdrawn_at=None).order_by(DrawEntry.number)
    ).all()


def live_entry(draw_id: UUID, *, for_id: UUID) -> DrawEntry | None:
    """Return the entry for somebody, unless withdrawn."""
    return db.session.scalars(
        select(DrawEntry).filter_by(draw_id=draw_id, for_id=for_id, withdrawn_at=None)
    ).one_or_none()


def entries_of(draw_id: UUID, *, resident_id: UUID) -> Sequence[DrawEntry]:
    """Return the entries somebody made, for themselves and their family, but the withdrawn."""
    mine = select(DrawEntry).filter_by(draw_id=draw_id, resident_id=resident_id, withdrawn_at=None)
    return db.session.scalars(mine.order_by(DrawEntry.number)).all()


def losses_in_a_row(for_id: UUID, *, family: str) -> int:
    """Return how many draws of the family somebody lost since the last one won."""
    outcomes = db.session.scalars(
        select(DrawEntry.won)
        .join(Draw, Draw.id == DrawEntry.draw_id)
        .where(DrawEntry.for_id == for_id, Draw.family == family, DrawEntry.won.is_not(None))
        .order_by(Draw.drawn_at.desc())
        .limit(10)
    ).all()
    return next((index for index, won in enumerate(outcomes) if won), len(outcomes))


def due(now: datetime) -> Sequence[UUID]:
    """Return the draws that have closed and were not drawn, the earliest first."""
    return db.session.scalars(
        select(Draw.id)
        .where(Draw.closes_at <= now, Draw.drawn_at.is_(None))
        .order_by(Draw.closes_at)
    ).all()
