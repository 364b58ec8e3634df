"""What the directory keeps of a resident: sites they keep, and wishes. Never where they were."""

from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import delete, select, update

from weijiayuan.db import db
from weijiayuan.directory.models import SavedSite, Site, Wish


def export(resident_id: UUID) -> dict[str, Any]:
    """Return everything these tables hold about the resident."""
    saved = select(Site.name).join(SavedSite).where(SavedSite.resident_id == resident_id)
    wishes = select(Wish.need, Wish.community_code).where(Wish.resident_id == resident_id)
    return {
        "saved_sites": list(db.session.scalars(saved.order_by(SavedSite.id))),
        "wishes": [
            {"need": need, "community": community}
            for need, community in db.session.execute(wishes.order_by(Wish.id))
        ],
    }


def forget(resident_id: UUID, *, now: datetime) -> None:  # noqa: ARG001  # one shape for all
    """Drop what they kept; a wish stays in the tally without its wisher."""
    db.session.execute(delete(SavedSite).filter_by(resident_id=resident_id))
    db.session.execute(update(Wish).filter_by(resident_id=resident_id).values(resident_id=None))
