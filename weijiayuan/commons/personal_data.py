"""What the commons know about a resident: a copy to take along, and what leaving erases.

What was said in a topic stays without a name, and a vote that was cast stays cast: others rely on
it. What a secret vote said is known to nobody, so it is in no copy.
"""

from collections.abc import Iterable
from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import delete, select, update

from weijiayuan.commons.models import (
    Attendance,
    Ballot,
    Cast,
    ConsentGiven,
    ConsentSheet,
    CoSign,
    CovenantSignature,
    Demand,
    DemandSignature,
    Founding,
    Member,
    MemberRequest,
    MinutesConfirmation,
    MinutesObjection,
    Outcome,
    Proxy,
    RequestState,
    SpendingRound,
    SpendingVote,
    StanceTaken,
    Statement,
    Support,
    Topic,
)
from weijiayuan.commons.queries.deliberation_spaces import WAITING
from weijiayuan.commons.service import participatory_budgeting
from weijiayuan.commons.service.topic_deliberation import mark_of
from weijiayuan.db import db

NAMED = {
    Topic: "raised_by",
    Statement: "written_by",
    Outcome: "owner_id",
    ConsentSheet: "asked_by",
    Demand: "started_by",
    Founding: "started_by",
    CoSign: "resident_id",
    Attendance: "resident_id",
    MinutesConfirmation: "resident_id",
    MinutesObjection: "resident_id",
    Proxy: "holder_id",
    Member: "resident_id",
}
"""Rows that others rely on: they stay, and name nobody any more."""


def export(resident_id: UUID) -> dict[str, Any]:
    """Return everything these tables hold about the resident."""
    return {
        "units": [
            {"units": each.units, "verified_on": _text(each.verified_on)}
            for each in _of(Member, "resident_id", resident_id)
        ],
        "unit_requests": [
            {"unit": each.unit, "note": each.note, "state": each.state.value}
            for each in _of(MemberRequest, "resident_id", resident_id)
        ],
        "topics": [
            {"title": each.title, "text": each.text, "state": each.state.value}
            for each in _of(Topic, "raised_by", resident_id)
        ],
        "statements": [each.text for each in _of(Statement, "written_by", resident_id)],
        "supports": [str(each.topic_id) for each in _of(Support, "resident_id", resident_id)],
        "stances": _stances(resident_id),
        "votes_cast": _votes(resident_id),
        "spending_votes": _spending(resident_id),
        "meetings": [str(each.meeting_id) for each in _of(Attendance, "resident_id", resident_id)],
        "covenants_signed": [
            str(each.covenant_id) for each in _of(CovenantSignature, "resident_id", resident_id)
        ],
        "minutes_objected_to": [
            each.words for each in _of(MinutesObjection, "resident_id", resident_id)
        ],
        "meetings_demanded": [each.reason for each in _of(Demand, "started_by", resident_id)],
        "co_signs": [
            {"unit": each.unit, "area_dm2": each.area, "state": each.state.value}
            for each in _of(CoSign, "resident_id", resident_id)
        ],
        "foundings_begun": [
            str(each.space_id) for each in _of(Founding, "started_by", resident_id)
        ],
        "consent_sheets": [
            {"unit": each.unit, "use": each.use}
            for each in _of(ConsentSheet, "asked_by", resident_id)
        ],
        "consents": [
            {"sheet": str(each.sheet_id), "agrees": each.agrees, "said_at": _text(each.said_at)}
            for each in _as_member(ConsentGiven, resident_id)
        ],
        "demands_signed": [
            str(each.demand_id) for each in _as_member(DemandSignature, resident_id)
        ],
        "proxies_given": [str(each.ballot_id) for each in _as_member(Proxy, resident_id)],
        "proxies_held": [str(each.ballot_id) for each in _of(Proxy, "holder_id", resident_id)],
        "minutes_confirmed": [
            str(each.meeting_id) for each in _of(MinutesConfirmation, "resident_id", resident_id)
        ],
        "to_do": [each.text for each in _of(Outcome, "owner_id", resident_id)],
    }


def _of(model: Any, column: str, resident_id: UUID) -> Iterable[Any]:
    wanted = select(model).filter_by(**{column: resident_id})
    return db.session.scalars(wanted.order_by(model.id)).all()


def _as_member(model: Any, resident_id: UUID) -> Iterable[Any]:
    """Find what a resident did as who stands on a roll."""
    mine = select(Member.id).filter_by(resident_id=resident_id)
    return db.session.scalars(
        select(model).where(model.member_id.in_(mine)).order_by(model.id)
    ).all()


def _text(value: object) -> str | None:
    return None if value is None else str(value)


def _stances(resident_id: UUID) -> list[dict[str, str]]:
    """Find the resident's stances by the mark they have in each topic."""
    marks = _marks(resident_id)
    rows = db.session.scalars(select(StanceTaken).where(StanceTaken.person_mark.in_(marks)))
    return [{"statement": str(each.statement_id), "stance": each.stance.value} for each in rows]


def _marks(resident_id: UUID) -> list[str]:
    topics = db.session.scalars(select(StanceTaken.topic_id).distinct())
    return [mark_of(topic_id, resident_id) for topic_id in topics]


def _votes(resident_id: UUID) -> list[dict[str, str | None]]:
    rows = db.session.execute(
        select(Ballot.question, Cast.channel, Cast.choice)
        .join(Ballot, Ballot.id == Cast.ballot_id)
        .join(Member, Member.id == Cast.member_id)
        .where(Member.resident_id == resident_id)
        .order_by(Ballot.id)
    )
    return [
        {"question": question, "channel": channel.value, "choice": choice and choice.value}
        for question, channel, choice in rows
    ]


def _spending(resident_id: UUID) -> list[dict[str, Any]]:
    rows = db.session.scalars(
        select(SpendingVote).where(SpendingVote.person_mark.in_(_spending_marks(resident_id)))
    )
    return [{"round": str(each.round_id), "projects": each.projects} for each in rows]


def _spending_marks(resident_id: UUID) -> list[str]:
    rounds = db.session.scalars(select(SpendingRound.id))
    return [participatory_budgeting.mark_of(round_id, resident_id) for round_id in rounds]


def forget(resident_id: UUID, *, now: datetime) -> None:
    """Delete what only concerns the resident; take their name off what others rely on."""
    marks = _marks(resident_id)
    db.session.execute(delete(StanceTaken).where(StanceTaken.person_mark.in_(marks)))
    db.session.execute(
        delete(SpendingVote).where(SpendingVote.person_mark.in_(_spending_marks(resident_id)))
    )
    for gone in (Support, CovenantSignature):
        db.session.execute(delete(gone).filter_by(resident_id=resident_id))
    db.session.execute(
        update(MemberRequest)
        .where(MemberRequest.resident_id == resident_id, MemberRequest.state.in_(WAITING))
        .values(state=RequestState.REFUSED, decided_at=now)
    )
    db.session.execute(
        update(MemberRequest)
        .where(MemberRequest.resident_id == resident_id)
        .values(note=None, paper_id=None, unit="")
    )
    for model, column in NAMED.items():
        db.session.execute(
            update(model).where(getattr(model, column) == resident_id).values({column: None})
        )
