"""Reading the trail."""

from collections.abc import Iterator

from sqlalchemy import select

from weijiayuan.audit.hash_chain import Entry
from weijiayuan.audit.models import AuditEntry, AuditHead
from weijiayuan.db import db

AT_ONCE = 1000


def sealed_entries() -> Iterator[tuple[Entry, str, str]]:
    """Yield `(entry, previous seal, seal)` in order, in portions that fit in memory."""
    last = 0
    while True:
        rows = db.session.scalars(
            select(AuditEntry)
            .where(AuditEntry.number > last)
            .order_by(AuditEntry.number)
            .limit(AT_ONCE)
        ).all()
        for row in rows:
            yield row.as_sealed(), row.previous, row.seal
        if len(rows) < AT_ONCE:
            return
        last = rows[-1].number
        db.session.expunge_all()


def head() -> tuple[int, str]:
    """Return the number and seal of the newest entry."""
    row = db.session.scalars(select(AuditHead)).one()
    return row.number, row.seal
