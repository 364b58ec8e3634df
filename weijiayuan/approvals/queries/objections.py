"""What departments object to, until it is lifted."""

from collections.abc import Sequence

from sqlalchemy import select

from weijiayuan.approvals.models import Licence, Objection
from weijiayuan.db import db


def standing(uscc: str) -> Sequence[Objection]:
    """Return the objections to closing a business that nobody has lifted, whatever version."""
    versions = select(Licence.id).where(Licence.uscc == uscc)
    wanted = select(Objection).where(Objection.licence_id.in_(versions), Objection.lifted_by == "")
    return db.session.scalars(wanted.order_by(Objection.id)).all()


def stands(uscc: str) -> bool:
    """Tell whether any objection stands."""
    return bool(standing(uscc))
