"""Questions about what somebody keeps of their desk."""

from collections.abc import Sequence
from uuid import UUID

from sqlalchemy import func, select

from weijiayuan.db import db
from weijiayuan.saved_views.errors import ViewNotFound
from weijiayuan.saved_views.models import SavedView


def views(staff_id: UUID, page: str) -> Sequence[SavedView]:
    """Return somebody's views of a page by name."""
    wanted = select(SavedView).filter_by(staff_id=staff_id, page=page)
    return db.session.scalars(wanted.order_by(SavedView.name)).all()


def view(view_id: UUID, staff_id: UUID) -> SavedView:
    """Return one of somebody's own views. Raises `ViewNotFound`."""
    found = db.session.scalars(select(SavedView).filter_by(id=view_id, staff_id=staff_id)).first()
    if found is None:
        raise ViewNotFound
    return found


def count(staff_id: UUID, page: str) -> int:
    """Count somebody's views of a page."""
    counted = select(func.count()).select_from(SavedView)
    return db.session.scalar(counted.filter_by(staff_id=staff_id, page=page)) or 0
