"""What departments object to, until it is lifted."""

from collections.abc import Sequence

from sqlalchemy import Select, select

from weijiayuan.approvals.models import Licence, Objection
from weijiayuan.db import db


def standing(uscc: str) -> Sequence[Objection]:
    """Return the objections to closing a business that nobody has lifted, whatever version."""
    versions = select(Licence.id).where(Licence.uscc == uscc)
    wanted = select(Objection).where(Objection.licence_id.in_(versions), Objection.lifted_by == "")
    return db.session.scalars(wanted.order_by(Objection.id)).all()


def listed() -> Select[Objection]:
    """Select the objections that stand against licences that are in force."""
    current = select(Licence.uscc).where(Licence.is_current)
    versions = select(Licence.id).where(Licence.uscc.in_(current))
    return select(Objection).where(Objection.lifted_by == "", Objection.licence_id.in_(versions))


def objected_to(objection: Objection) -> Licence:
    """Return the version of a licence whose closing was objected to."""
    return db.session.get_one(Licence, objection.licence_id)


def stands(uscc: str) -> bool:
    """Tell whether any objection stands."""
    return bool(standing(uscc))
