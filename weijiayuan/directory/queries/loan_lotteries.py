"""Draws of what is scarce: which stand open, which are due, who entered for what."""

from collections.abc import Collection, Sequence
from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import select

from weijiayuan.db import db
from weijiayuan.directory.errors import LoanDrawNotFound
from weijiayuan.directory.models import Loan, LoanDraw, LoanDrawEntry
from weijiayuan.lottery_draws.models import Draw, DrawEntry

AT_ONCE = 50


def loan_draw(loan_draw_id: UUID, resource_id: UUID) -> LoanDraw:
    """Return a draw of a resource. Raises `LoanDrawNotFound`."""
    found = db.session.get(LoanDraw, loan_draw_id)
    if found is None or found.resource_id != resource_id:
        raise LoanDrawNotFound
    return found


def of_resource(resource_id: UUID) -> Sequence[tuple[LoanDraw, Draw]]:
    """Return the draws of a resource, the newest first."""
    wanted = select(LoanDraw, Draw).join(Draw, Draw.id == LoanDraw.draw_id)
    wanted = wanted.where(LoanDraw.resource_id == resource_id).order_by(LoanDraw.id.desc())
    return [(one, draw) for one, draw in db.session.execute(wanted.limit(AT_ONCE))]


def due(now: datetime) -> Sequence[UUID]:
    """Return the draws that are closed and not settled, the earliest first."""
    wanted = select(LoanDraw.id).join(Draw, Draw.id == LoanDraw.draw_id)
    wanted = wanted.where(LoanDraw.settled_at.is_(None), Draw.closes_at <= now)
    return db.session.scalars(wanted.order_by(Draw.closes_at).limit(AT_ONCE)).all()


def ranked(loan_draw: LoanDraw) -> Sequence[Any]:
    """Return who entered in the order drawn: member, person, purpose, place in the order."""
    wanted = (
        select(DrawEntry.for_id, DrawEntry.resident_id, DrawEntry.rank, LoanDrawEntry.purpose)
        .join(LoanDrawEntry, LoanDrawEntry.entry_id == DrawEntry.id)
        .where(DrawEntry.draw_id == loan_draw.draw_id, DrawEntry.withdrawn_at.is_(None))
    )
    return db.session.execute(wanted.order_by(DrawEntry.rank)).all()


def given(loan_draw_id: UUID) -> set[UUID]:
    """Return the members that had a loan out of a draw, whatever became of it."""
    return set(db.session.scalars(select(Loan.borrower_id).filter_by(loan_draw_id=loan_draw_id)))


def still_holding(ids: Collection[UUID]) -> set[UUID]:
    """Return those of the draws that hold their time still."""
    wanted = select(LoanDraw.id).where(LoanDraw.id.in_(ids), LoanDraw.settled_at.is_(None))
    return set(db.session.scalars(wanted))
