"""One row by its id: read, or locked until the transaction ends; the same way for every table."""

from typing import TypeVar
from uuid import UUID

from sqlalchemy import select

from weijiayuan.db import Model, db
from weijiayuan.kernel.errors import DomainError

Row = TypeVar("Row", bound=Model)


def row_of(model: type[Row], row_id: UUID, missing: type[DomainError]) -> Row:
    """Return the row. Raises `missing`."""
    found = db.session.get(model, row_id)
    if found is None:
        raise missing
    return found


def row_to_change(model: type[Row], row_id: UUID, missing: type[DomainError]) -> Row:
    """Return the row as it stands now, locked until the transaction ends. Raises `missing`."""
    wanted = select(model).filter_by(id=row_id).with_for_update()
    found = db.session.scalars(wanted, execution_options={"populate_existing": True}).one_or_none()
    if found is None:
        raise missing
    return found
