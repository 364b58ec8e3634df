"""Questions about ballots: what was asked, who has cast, and what was counted."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import Select, func, select

from weijiayuan.commons.errors import BallotNotFound, ProxyUnknown, ResultNotFound
from weijiayuan.commons.models import (
    Ballot,
    BallotState,
    Cast,
    Channel,
    CommonsMeeting,
    ImportState,
    Member,
    OfficialResult,
    PaperEntry,
    Proxy,
    Urn,
)
from weijiayuan.commons.queries.fetch_by_id import row_of, row_to_change
from weijiayuan.commons.rules.states import MeetingState
from weijiayuan.commons.rules.vote_counting import Weight
from weijiayuan.db import db


def ballot(ballot_id: UUID) -> Ballot:
    """Return a ballot. Raises `BallotNotFound`."""
    return row_of(Ballot, ballot_id, BallotNotFound)


def ballot_to_change(ballot_id: UUID) -> Ballot:
    """Return a ballot, locked until the transaction ends. Raises `BallotNotFound`."""
    return row_to_change(Ballot, ballot_id, BallotNotFound)


def ballots_of(space_id: UUID) -> Select[Any]:
    """Select the ballots of a space."""
    return select(Ballot).filter_by(space_id=space_id)


def newest(space_id: UUID, *, limit: int = 200) -> Sequence[Ballot]:
    """Return the newest ballots of a space, the newest first."""
    wanted = ballots_of(space_id).order_by(Ballot.id.desc()).limit(limit)
    return db.session.scalars(wanted).all()


def ended_unclosed(now: datetime, *, limit: int) -> Sequence[UUID]:
    """Return ballots that ended and were not counted yet, the earliest first."""
    wanted = select(Ballot.id).where(Ballot.state == BallotState.OPEN, Ballot.closes_at <= now)
    return db.session.scalars(wanted.order_by(Ballot.closes_at).limit(limit)).all()


def open_at_meeting(meeting_id: UUID) -> Sequence[UUID]:
    """Return the ballots of a meeting that are neither counted nor called off."""
    wanted = select(Ballot.id).filter_by(meeting_id=meeting_id, state=BallotState.OPEN)
    return db.session.scalars(wanted.order_by(Ballot.id)).all()


def meetings_not_held(now: datetime, *, limit: int) -> Sequence[UUID]:
    """Return the meetings that were called off and whose ballots are still to begin."""
    to_begin = select(Ballot.meeting_id).where(
        Ballot.state == BallotState.OPEN, Ballot.opens_at > now
    )
    wanted = select(CommonsMeeting.id).where(
        CommonsMeeting.state == MeetingState.CANCELLED, CommonsMeeting.id.in_(to_begin)
    )
    return db.session.scalars(wanted.order_by(CommonsMeeting.id).limit(limit)).all()


def runs_on(roll_id: UUID, now: datetime) -> bool:
    """Tell whether votes are cast, or still to be counted, on a roll."""
    wanted = select(Ballot.id).where(
        Ballot.roll_id == roll_id, Ballot.state == BallotState.OPEN, Ballot.opens_at <= now
    )
    return db.session.scalar(wanted.limit(1)) is not None


def urn(ballot_id: UUID) -> Urn:
    """Return the urn of a secret ballot, locked until the transaction ends."""
    wanted = select(Urn).filter_by(ballot_id=ballot_id).with_for_update()
    return db.session.scalars(wanted, execution_options={"populate_existing": True}).one()


def cast_of(ballot_id: UUID, member_id: UUID) -> Cast | None:
    """Return whether and how a member has cast."""
    return db.session.scalars(
        select(Cast).filter_by(ballot_id=ballot_id, member_id=member_id)
    ).one_or_none()


def turnout(ballot_id: UUID) -> dict[Channel, Weight]:
    """Return how many have cast, by channel; each member is in it once."""
    rows = db.session.execute(
        select(Cast.channel, func.count(), func.coalesce(func.sum(Member.area), 0))
        .join(Member, Member.id == Cast.member_id)
        .where(Cast.ballot_id == ballot_id)
        .group_by(Cast.channel)
    )
    found = {channel: Weight(heads, int(area)) for channel, heads, area in rows}
    return {each: found.get(each, Weight()) for each in Channel}


def named_casts(ballot_id: UUID) -> Sequence[Any]:
    """Return (number, area, choice) of every named vote, by number."""
    return db.session.execute(
        select(Member.number, Member.area, Cast.choice)
        .join(Member, Member.id == Cast.member_id)
        .where(Cast.ballot_id == ballot_id)
        .order_by(Member.number)
    ).all()


def casters(ballot_id: UUID) -> Sequence[Any]:
    """Return (number, units, channel) of whoever has cast, by number."""
    return db.session.execute(
        select(Member.number, Member.units, Cast.channel)
        .join(Member, Member.id == Cast.member_id)
        .where(Cast.ballot_id == ballot_id)
        .order_by(Member.number)
    ).all()


def paper_entry(ballot_id: UUID, key: str) -> PaperEntry | None:
    """Return what was typed of a paper ballot, locked until the transaction ends."""
    return db.session.scalars(
        select(PaperEntry).filter_by(ballot_id=ballot_id, key=key).with_for_update()
    ).one_or_none()


def agreed_slips(ballot_id: UUID) -> int:
    """Return how many slips two people typed alike."""
    wanted = select(func.count()).select_from(PaperEntry)
    return db.session.scalar(wanted.filter_by(ballot_id=ballot_id, is_agreed=True)) or 0


def proxy_of(ballot_id: UUID, member_id: UUID) -> Proxy | None:
    """Return the proxy that a member gave."""
    return db.session.scalars(
        select(Proxy).filter_by(ballot_id=ballot_id, member_id=member_id)
    ).one_or_none()


def numbers_held(ballot_id: UUID, holder_id: UUID) -> list[int]:
    """Return for which members somebody may vote as a proxy."""
    wanted = (
        select(Member.number)
        .join(Proxy, Proxy.member_id == Member.id)
        .where(Proxy.ballot_id == ballot_id, Proxy.holder_id == holder_id)
    )
    return list(db.session.scalars(wanted.order_by(Member.number)))


def most_by_one_hand(ballot_id: UUID) -> int:
    """Return for how many members the busiest proxy has voted, 0 without any."""
    cast = select(Cast.member_id).filter_by(ballot_id=ballot_id, channel=Channel.PROXY)
    each = (
        select(func.count().label("held"))
        .select_from(Proxy)
        .where(Proxy.ballot_id == ballot_id, Proxy.member_id.in_(cast))
        .group_by(Proxy.holder_id)
        .subquery()
    )
    return db.session.scalar(select(func.max(each.c.held))) or 0


def proxy_by_code(code_hash: str) -> Proxy:
    """Return a proxy by its code, locked until the transaction ends. Raises `ProxyUnknown`."""
    found = db.session.scalars(
        select(Proxy).filter_by(code_hash=code_hash).with_for_update()
    ).one_or_none()
    if found is None:
        raise ProxyUnknown
    return found


def official_results(space_id: UUID, state: ImportState) -> Select[Any]:
    """Select the results of a space that were imported from the legal voting system."""
    return select(OfficialResult).filter_by(space_id=space_id, state=state)


def official_result(result_id: UUID) -> OfficialResult:
    """Return an imported result. Raises `ResultNotFound`."""
    return row_of(OfficialResult, result_id, ResultNotFound)


def official_result_to_change(result_id: UUID) -> OfficialResult:
    """Return an imported result, locked until the transaction ends. Raises `ResultNotFound`."""
    return row_to_change(OfficialResult, result_id, ResultNotFound)
