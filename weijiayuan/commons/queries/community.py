"""Questions about covenants, consent sheets, foundings, organisations and spending."""

from collections.abc import Sequence
from typing import Any
from uuid import UUID

from sqlalchemy import Select, func, select

from weijiayuan.commons.errors import (
    CoSignNotFound,
    CovenantNotFound,
    FoundingNotFound,
    OrganisationNotFound,
    RoundNotFound,
    SheetNotFound,
)
from weijiayuan.commons.models.community import (
    ConsentGiven,
    ConsentSheet,
    CoSign,
    CoSignState,
    Covenant,
    CovenantKind,
    CovenantSignature,
    CovenantState,
    Founding,
    Organisation,
    SpendingRound,
    SpendingVote,
)
from weijiayuan.commons.rules.counting import Weight
from weijiayuan.db import db

SHOWN = (CovenantState.SIGNING, CovenantState.FILED, CovenantState.RETURNED, CovenantState.REPLACED)


def covenant_to_change(covenant_id: UUID) -> Covenant:
    """Return a covenant, locked until the transaction ends. Raises `CovenantNotFound`."""
    wanted = select(Covenant).filter_by(id=covenant_id).with_for_update()
    found = db.session.scalars(wanted).one_or_none()
    if found is None:
        raise CovenantNotFound
    return found


def covenant(covenant_id: UUID) -> Covenant:
    """Return a covenant. Raises `CovenantNotFound`."""
    found = db.session.get(Covenant, covenant_id)
    if found is None:
        raise CovenantNotFound
    return found


def covenants(space_id: UUID) -> Select[Any]:
    """Select the covenants of a space that are out of the draft."""
    return select(Covenant).where(Covenant.space_id == space_id, Covenant.state.in_(SHOWN))


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


def sheet_to_change(sheet_id: UUID) -> ConsentSheet:
    """Return a consent sheet, locked until the transaction ends. Raises `SheetNotFound`."""
    wanted = select(ConsentSheet).filter_by(id=sheet_id).with_for_update()
    found = db.session.scalars(wanted).one_or_none()
    if found is None:
        raise SheetNotFound
    return found


def sheet_by_code(code: str) -> ConsentSheet:
    """Return a consent sheet by the code on it. Raises `SheetNotFound`."""
    found = db.session.scalars(select(ConsentSheet).filter_by(code=code)).one_or_none()
    if found is None:
        raise SheetNotFound
    return found


def consents(sheet_id: UUID) -> dict[bool, int]:
    """Return how many owners said yes and no."""
    rows = db.session.execute(
        select(ConsentGiven.agrees, func.count())
        .filter_by(sheet_id=sheet_id)
        .group_by(ConsentGiven.agrees)
    ).all()
    return {True: 0, False: 0} | {row[0]: row[1] for row in rows}


def founding(founding_id: UUID) -> Founding:
    """Return a founding. Raises `FoundingNotFound`."""
    found = db.session.get(Founding, founding_id)
    if found is None:
        raise FoundingNotFound
    return found


def founding_to_change(founding_id: UUID) -> Founding:
    """Return a founding, locked until the transaction ends. Raises `FoundingNotFound`."""
    wanted = select(Founding).filter_by(id=founding_id).with_for_update()
    found = db.session.scalars(wanted).one_or_none()
    if found is None:
        raise FoundingNotFound
    return found


def co_sign_to_change(co_sign_id: UUID) -> CoSign:
    """Return a co-signature, locked until the transaction ends. Raises `CoSignNotFound`."""
    wanted = select(CoSign).filter_by(id=co_sign_id).with_for_update()
    found = db.session.scalars(wanted).one_or_none()
    if found is None:
        raise CoSignNotFound
    return found


def co_signs(founding_id: UUID, state: CoSignState) -> Sequence[CoSign]:
    """Return the co-signatures in a state, in the order of their units."""
    return db.session.scalars(
        select(CoSign).filter_by(founding_id=founding_id, state=state).order_by(CoSign.unit)
    ).all()


def co_signed(founding_id: UUID) -> Weight:
    """Return how many owners were verified as asking, and with how much area.

    Several units of one account are one owner.
    """
    verified = select(CoSign).filter_by(founding_id=founding_id, state=CoSignState.VERIFIED)
    rows = db.session.scalars(verified).all()
    heads = {each.resident_id or each.id for each in rows}
    return Weight(len(heads), sum(each.area for each in rows))


def organisation(organisation_id: UUID) -> Organisation:
    """Return an organisation. Raises `OrganisationNotFound`."""
    found = db.session.get(Organisation, organisation_id)
    if found is None:
        raise OrganisationNotFound
    return found


def organisations(*, community: str | None, kind: str | None, q: str | None) -> Select[Any]:
    """Select organisations, of a community, of a kind, with a word in the name."""
    wanted = select(Organisation)
    if community:
        wanted = wanted.where(Organisation.community_code == community)
    if kind:
        wanted = wanted.where(Organisation.kind == kind)
    if q:
        wanted = wanted.where(Organisation.name.contains(q, autoescape=True))
    return wanted


def spending_round(round_id: UUID) -> SpendingRound:
    """Return a spending round. Raises `RoundNotFound`."""
    found = db.session.get(SpendingRound, round_id)
    if found is None:
        raise RoundNotFound
    return found


def rounds(space_id: UUID) -> Select[Any]:
    """Select the spending rounds of a space."""
    return select(SpendingRound).filter_by(space_id=space_id)


def spending_votes(round_id: UUID) -> dict[str, frozenset[str]]:
    """Return which projects each voter is for, by mark."""
    rows = db.session.execute(
        select(SpendingVote.person_mark, SpendingVote.projects).filter_by(round_id=round_id)
    )
    return {mark: frozenset(projects) for mark, projects in rows}
