"""Questions about foundings and who asks for them."""

from collections.abc import Iterable, Sequence
from typing import Any
from uuid import UUID

from sqlalchemy import Select, select

from weijiayuan.commons.errors import CoSignNotFound, FoundingNotFound
from weijiayuan.commons.models import (
    CommonsMeeting,
    CoSign,
    CoSignState,
    Founding,
    ImportState,
    OfficialResult,
    Space,
)
from weijiayuan.commons.queries.fetch_by_id import row_of, row_to_change
from weijiayuan.commons.rules.states import MeetingKind, MeetingState
from weijiayuan.commons.rules.vote_counting import Weight
from weijiayuan.db import db


def founding(founding_id: UUID) -> Founding:
    """Return a founding. Raises `FoundingNotFound`."""
    return row_of(Founding, founding_id, FoundingNotFound)


def founding_to_change(founding_id: UUID) -> Founding:
    """Return a founding, locked until the transaction ends. Raises `FoundingNotFound`."""
    return row_to_change(Founding, founding_id, FoundingNotFound)


def founding_of(space_id: UUID) -> Founding | None:
    """Return the founding of a space, if somebody began one."""
    return db.session.scalars(foundings(space_id)).one_or_none()


def owners_meeting(space_id: UUID, *, held: bool) -> bool:
    """Tell whether an owners' meeting was called; with `held` whether its minutes stand."""
    states = [MeetingState.CONFIRMED, MeetingState.PUBLISHED]
    if not held:
        states += [MeetingState.NOTICED, MeetingState.MINUTED]
    wanted = select(CommonsMeeting.id).where(
        CommonsMeeting.space_id == space_id,
        CommonsMeeting.kind == MeetingKind.OWNERS,
        CommonsMeeting.state.in_(states),
    )
    return db.session.scalar(wanted.limit(1)) is not None


def official_result(space_id: UUID) -> bool:
    """Tell whether a result of the legal voting system that passed was confirmed by two."""
    wanted = select(OfficialResult).filter_by(space_id=space_id, state=ImportState.CONFIRMED)
    return any(each.result["passes"] for each in db.session.scalars(wanted))


def foundings(space_id: UUID) -> Select[Any]:
    """Select the founding of a space."""
    return select(Founding).filter_by(space_id=space_id)


def co_signs_of(founding_id: UUID, resident_id: UUID) -> Sequence[CoSign]:
    """Return what a resident co-signed, in the order in which they did."""
    wanted = select(CoSign).filter_by(founding_id=founding_id, resident_id=resident_id)
    return db.session.scalars(wanted.order_by(CoSign.id)).all()


def co_sign_to_change(co_sign_id: UUID) -> CoSign:
    """Return a co-signature, locked until the transaction ends. Raises `CoSignNotFound`."""
    return row_to_change(CoSign, co_sign_id, CoSignNotFound)


WAITING = (CoSignState.ASKED, CoSignState.SEEN)


def co_signs(founding_id: UUID, *states: CoSignState) -> Sequence[CoSign]:
    """Return the co-signatures in these states, in the order of their units."""
    wanted = select(CoSign).where(CoSign.founding_id == founding_id, CoSign.state.in_(states))
    return db.session.scalars(wanted.order_by(CoSign.unit)).all()


def proofs(digests: Iterable[str]) -> Sequence[tuple[str, Space]]:
    """Return the units, with their spaces, whose title was seen by one of these digests."""
    wanted = (
        select(CoSign.unit, Space)
        .join(Founding, Founding.id == CoSign.founding_id)
        .join(Space, Space.id == Founding.space_id)
        .where(
            CoSign.evidence_digest.in_(list(digests)),
            CoSign.state.in_((CoSignState.SEEN, CoSignState.VERIFIED)),
        )
    )
    return [(unit, space) for unit, space in db.session.execute(wanted)]


def is_co_signed(founding_id: UUID, unit_key: str) -> bool:
    """Tell whether an owner of the unit was verified as asking."""
    wanted = select(CoSign.id).filter_by(
        founding_id=founding_id, unit_key=unit_key, state=CoSignState.VERIFIED
    )
    return db.session.scalar(wanted.limit(1)) is not None


def co_signed(founding_id: UUID) -> Weight:
    """Return how many owners were verified as asking, and with how much area.

    Several units of one account are one owner.
    """
    verified = select(CoSign).filter_by(founding_id=founding_id, state=CoSignState.VERIFIED)
    rows = db.session.scalars(verified).all()
    heads = {each.resident_id or each.id for each in rows}
    return Weight(len(heads), sum(each.area for each in rows))
