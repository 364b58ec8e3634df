"""Who is barred, by the number of their paper."""

from datetime import date
from uuid import UUID

from sqlalchemy import Select, exists, select

from weijiayuan.approvals.errors import BarNotFound
from weijiayuan.approvals.models import Bar
from weijiayuan.db import blind_index, db


def mark_of(number: str) -> str:
    """Return the mark of a number on this list, however it is written."""
    return blind_index(f"bar|{''.join(number.split()).upper()}")


def is_listed(number: str, *, on: date) -> bool:
    """Tell whether somebody is barred on a day."""
    standing = exists().where(Bar.mark == mark_of(number), Bar.until >= on, Bar.lifted_on.is_(None))
    return bool(db.session.scalar(select(standing)))


def listed() -> Select[Bar]:
    """Select everybody who is or was barred."""
    return select(Bar)


def bar_to_change(bar_id: UUID) -> Bar:
    """Return a row, locked until the transaction ends. Raises `BarNotFound`."""
    found = db.session.get(Bar, bar_id, with_for_update=True, populate_existing=True)
    if found is None:
        raise BarNotFound
    return found
