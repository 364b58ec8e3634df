"""Proposals to revoke a licence that nobody has decided yet, whatever version they were made on."""

from collections.abc import Sequence
from uuid import UUID

from sqlalchemy import Select, exists, select
from sqlalchemy.orm import aliased

from weijiayuan.approvals.models import Licence, LicenceChange
from weijiayuan.approvals.rules.states import LicenceState
from weijiayuan.db import db

DISPUTED, SETTLED = "disputed", "dispute_settled"
SETTLEMENT_PROPOSED = "dispute_settlement_proposed"
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


def disputes() -> Select[LicenceChange]:
    """Select what people who are named in a registration say against it, until that is settled."""
    settled = exists().where(
        _LATER.licence_id == LicenceChange.licence_id,
        _LATER.what == SETTLED,
        _LATER.id > LicenceChange.id,
    )
    return select(LicenceChange).where(LicenceChange.what == DISPUTED, ~settled)


def disputed(uscc: str) -> Sequence[LicenceChange]:
    """Return what is said against one business and is not settled, the newest last."""
    wanted = disputes().where(LicenceChange.licence_id.in_(_versions(Licence.uscc == uscc)))
    return db.session.scalars(wanted.order_by(LicenceChange.id)).all()


def settlement_proposed(uscc: str, *, since: LicenceChange) -> LicenceChange | None:
    """Return the newest proposal to let a registration stand, made after a dispute about it."""
    wanted = select(LicenceChange).where(
        LicenceChange.what == SETTLEMENT_PROPOSED,
        LicenceChange.licence_id.in_(_versions(Licence.uscc == uscc)),
        LicenceChange.id > since.id,
    )
    return db.session.scalars(wanted.order_by(LicenceChange.id.desc()).limit(1)).one_or_none()


def applications_of(uscc: str) -> Sequence[UUID]:
    """Return the applications that led to the versions of a business."""
    return db.session.scalars(select(Licence.application_id).where(Licence.uscc == uscc)).all()


def is_under_inquiry(uscc: str) -> bool:
    """Tell whether a revocation is proposed, or somebody named in it disputes a registration."""
    return bool(proposals(uscc) or disputed(uscc))


def _versions(condition: object) -> Select[object]:
    return select(Licence.id).where(condition)  # type: ignore[arg-type]  # a condition of the caller


def versions(uscc: str) -> Sequence[Licence]:
    """Return every version of a business that was sealed, the oldest first."""
    wanted = select(Licence).where(Licence.uscc == uscc, Licence.sealed_at.is_not(None))
    return db.session.scalars(wanted.order_by(Licence.version)).all()


def accused(proposal: LicenceChange) -> Licence:
    """Return the version of a licence that a proposal was made on."""
    return db.session.get_one(Licence, proposal.licence_id)
