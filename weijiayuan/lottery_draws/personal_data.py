"""A person's rows in draws: what they get a copy of, and what is forgotten."""

from datetime import datetime
from uuid import UUID

from sqlalchemy import select, update

from weijiayuan.db import db
from weijiayuan.lottery_draws.models import Draw, DrawEntry


def export(resident_id: UUID) -> dict[str, list[dict[str, object]]]:
    """Return the draws somebody entered."""
    rows = db.session.execute(
        select(Draw.title, DrawEntry.number, DrawEntry.tickets, DrawEntry.rank, DrawEntry.won)
        .join(Draw, Draw.id == DrawEntry.draw_id)
        .where(DrawEntry.resident_id == resident_id)
    )
    return {"draws": [dict(row._mapping) for row in rows]}  # noqa: SLF001  # SQLAlchemy's own way


def forget(resident_id: UUID, *, now: datetime) -> None:  # noqa: ARG001  # one shape for all
    """Keep the numbers, so that past draws can still be repeated; drop the person."""
    db.session.execute(
        update(DrawEntry).where(DrawEntry.resident_id == resident_id).values(resident_id=None)
    )
