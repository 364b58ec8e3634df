"""Proposals to revoke a licence that nobody has decided yet, whatever version they were made on."""

from collections.abc import Sequence

from sqlalchemy import Select, exists, select
from sqlalchemy.orm import aliased

from weijiayuan.approvals.models import Licence, LicenceChange
from weijiayuan.approvals.rules.states import LicenceState
from weijiayuan.db import db

PROPOSED, TURNED_DOWN = "revocation_proposed", "revocation_turned_down"
_LATER = aliased(LicenceChange)
_OPEN = select(LicenceChange).where(
    LicenceChange.what == PROPOSED,
    ~exists().where(
        _LATER.licence_id == LicenceChange.licence_id,
        _LATER.what == TURNED_DOWN,
        _LATER.id > LicenceChange.id,
    ),
)


def waiting() -> Select[LicenceChange]:
    """Select every proposal that waits for a second person."""
    standing = select(Licence.uscc).where(Licence.is_current, Licence.state != LicenceState.REVOKED)
    return _OPEN.where(LicenceChange.licence_id.in_(_versions(Licence.uscc.in_(standing))))


def proposals(uscc: str) -> Sequence[LicenceChange]:
    """Return the proposals to revoke one licence, the newest last."""
    wanted = _OPEN.where(LicenceChange.licence_id.in_(_versions(Licence.uscc == uscc)))
    return db.session.scalars(wanted.order_by(LicenceChange.id)).all()


def _versions(condition: object) -> Select[object]:
    return select(Licence.id).where(condition)  # type: ignore[arg-type]  # a condition of the caller


def accused(proposal: LicenceChange) -> Licence:
    """Return the version of a licence that a proposal was made on."""
    return db.session.get_one(Licence, proposal.licence_id)
