"""Saved searches, and those that have not seen the newest posts."""

from collections.abc import Sequence
from uuid import UUID

from sqlalchemy import select

from weijiayuan.db import db
from weijiayuan.jobs.errors import SavedSearchNotFound
from weijiayuan.jobs.models import SavedSearch


def saved_searches(resident_id: UUID) -> Sequence[SavedSearch]:
    """Return what the resident wants to be told about, oldest first."""
    mine = select(SavedSearch).where(SavedSearch.resident_id == resident_id)
    return db.session.scalars(mine.order_by(SavedSearch.id)).all()


def saved_search(search_id: UUID, resident_id: UUID) -> SavedSearch:
    """Return the resident's saved search. Raises `SavedSearchNotFound`."""
    found = db.session.get(SavedSearch, search_id)
    if found is None or found.resident_id != resident_id:
        raise SavedSearchNotFound
    return found


def searches_behind(number: int, *, limit: int) -> Sequence[SavedSearch]:
    """Return saved searches that have not seen the publication with this number."""
    behind = select(SavedSearch).where(SavedSearch.seen_number < number)
    return db.session.scalars(behind.order_by(SavedSearch.id).limit(limit)).all()
