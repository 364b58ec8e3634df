"""Questions about covenants."""

from typing import Any
from uuid import UUID

from sqlalchemy import Select, func, select

from weijiayuan.commons.errors import CovenantNotFound
from weijiayuan.commons.models import Covenant, CovenantKind, CovenantSignature, CovenantState
from weijiayuan.commons.queries.fetch_by_id import row_of, row_to_change
from weijiayuan.db import db

SHOWN = (CovenantState.SIGNING, CovenantState.FILED, CovenantState.RETURNED, CovenantState.REPLACED)


def covenant_to_change(covenant_id: UUID) -> Covenant:
    """Return a covenant, locked until the transaction ends. Raises `CovenantNotFound`."""
    return row_to_change(Covenant, covenant_id, CovenantNotFound)


def covenant(covenant_id: UUID) -> Covenant:
    """Return a covenant. Raises `CovenantNotFound`."""
    return row_of(Covenant, covenant_id, CovenantNotFound)


def covenants(space_id: UUID) -> Select[Any]:
    """Select the covenants of a space that are out of the draft."""
    return select(Covenant).where(Covenant.space_id == space_id, Covenant.state.in_(SHOWN))


def drafts(space_id: UUID) -> Select[Any]:
    """Select the versions of a space that nobody else reads yet."""
    return select(Covenant).filter_by(space_id=space_id, state=CovenantState.DRAFT)


def newest_version(space_id: UUID, kind: CovenantKind) -> int:
    """Return the number of the newest version, 0 if there is none."""
    wanted = select(func.max(Covenant.version)).filter_by(space_id=space_id, kind=kind)
    return db.session.scalar(wanted) or 0


def former_covenant(covenant_: Covenant) -> Covenant | None:
    """Return the version that was shown before this one."""
    wanted = (
        select(Covenant)
        .where(
            Covenant.space_id == covenant_.space_id,
            Covenant.kind == covenant_.kind,
            Covenant.version < covenant_.version,
            Covenant.state.in_(SHOWN),
        )
        .order_by(Covenant.version.desc())
        .limit(1)
    )
    return db.session.scalars(wanted).one_or_none()


def signatures(covenant_id: UUID) -> int:
    """Return how many signed a version."""
    wanted = select(func.count()).select_from(CovenantSignature).filter_by(covenant_id=covenant_id)
    return db.session.scalar(wanted) or 0
