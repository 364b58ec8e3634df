"""Questions about consent sheets."""

from uuid import UUID

from sqlalchemy import func, select

from weijiayuan.commons.errors import (
    SheetNotFound,
)
from weijiayuan.commons.models import (
    ConsentGiven,
    ConsentSheet,
)
from weijiayuan.commons.queries.lookups import row_to_change
from weijiayuan.db import db


def sheet_to_change(sheet_id: UUID) -> ConsentSheet:
    """Return a consent sheet, locked until the transaction ends. Raises `SheetNotFound`."""
    return row_to_change(ConsentSheet, sheet_id, SheetNotFound)


def sheet_by_code(code: str) -> ConsentSheet:
    """Return a consent sheet by the code on it. Raises `SheetNotFound`."""
    found = db.session.scalars(select(ConsentSheet).filter_by(code=code)).one_or_none()
    if found is None:
        raise SheetNotFound
    return found


def consents(sheet_id: UUID) -> dict[bool, int]:
    """Return how many owners said yes and no."""
    rows = db.session.execute(
        select(ConsentGiven.agrees, func.count())
        .filter_by(sheet_id=sheet_id)
        .group_by(ConsentGiven.agrees)
    ).all()
    return {True: 0, False: 0} | {row[0]: row[1] for row in rows}
