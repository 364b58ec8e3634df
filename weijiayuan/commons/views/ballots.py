"""Ballots as they are shown: what they need, what they are not, who took part."""

from datetime import datetime
from typing import Any
from uuid import UUID

from weijiayuan.commons import presentation
from weijiayuan.commons.models import Ballot, BallotState, Channel, OfficialResult, Secrecy
from weijiayuan.commons.queries import ballots as queries
from weijiayuan.commons.queries import spaces
from weijiayuan.commons.rules.areas import DM2_PER_M2, m2_text
from weijiayuan.commons.rules.counting import total
from weijiayuan.commons.rules.decision_rules import Threshold
from weijiayuan.commons.service import counting_votes
from weijiayuan.web.messages import text

FEW = 5
"""A secret vote of fewer can often be guessed, whatever is kept."""


def shown(ballot: Ballot, *, now: datetime) -> dict[str, Any]:
    """Return a ballot for whoever asks."""
    rule = counting_votes.rule_of(ballot)
    thresholds = (*rule.meet, *rule.passes)
    return {
        **{name: getattr(ballot, name) for name in COPIED},
        "secrecy": ballot.secrecy.value,
        "state": state_of(ballot, now=now),
        "needs": [_in_words(each) for each in thresholds],
        "legal_effect": text("commons.not_legal"),
        "official": False,
        "warnings": _warnings(ballot),
    }


COPIED = (
    "id",
    "space_id",
    "roll_id",
    "rule",
    "question",
    "explanation",
    "opens_at",
    "closes_at",
    "shows_running",
    "meeting_id",
)


def state_of(ballot: Ballot, *, now: datetime) -> str:
    """Say how far a ballot is; all but closing and cancelling follows from the time."""
    if ballot.state is not BallotState.OPEN:
        return ballot.state.value
    if now < ballot.opens_at:
        return "scheduled"
    return "open" if now < ballot.closes_at else "counting"


def _in_words(threshold: Threshold) -> str:
    return text(
        "commons.threshold",
        who=presentation.WHO[threshold.count],
        of=presentation.WHO[threshold.of],
        measure="人数（户数）" if threshold.measure == "heads" else "面积",
        asked="超过" if threshold.is_strict else "不少于",
        fraction=str(threshold.fraction),
    )


def _warnings(ballot: Ballot) -> list[str]:
    few = ballot.secrecy is not Secrecy.NAMED and spaces.roll(ballot.roll_id).heads < FEW
    return [text("commons.few_voters", few=FEW)] if few else []


def mine(ballot: Ballot, resident_id: UUID) -> dict[str, Any]:
    """Return whether somebody's vote was cast, and for whom else they may vote."""
    member = spaces.member_of(ballot.roll_id, resident_id)
    cast = member is not None and queries.cast_of(ballot.id, member.id) is not None
    return {
        "vote": "not_on_roll" if member is None else "cast" if cast else "none",
        "number": member.number if member else None,
        "proxy_for": queries.numbers_held(ballot.id, resident_id),
    }


def tally(ballot: Ballot, *, now: datetime) -> dict[str, Any]:
    """Return how a ballot stands. Areas are whole m² while it is open, so nobody is pointed at."""
    turnout = queries.turnout(ballot.id)
    everybody = total(turnout.values())
    is_closed = ballot.state is BallotState.CLOSED
    area = everybody.area if is_closed else everybody.area // DM2_PER_M2 * DM2_PER_M2
    weighs = spaces.roll(ballot.roll_id).area > 0
    return {
        "state": state_of(ballot, now=now),
        "turnout": {
            **{each.value: turnout[each].heads for each in Channel},
            "heads": everybody.heads,
            "area_m2": m2_text(area) if weighs else None,
        },
        "taking_part": _taking_part(ballot),
        "result": ballot.result if is_closed else _running(ballot),
        "legal_effect": text("commons.not_legal"),
        "record_digest": ballot.record_digest,
    }


def _taking_part(ballot: Ballot) -> list[dict[str, Any]]:
    if ballot.result is not None:
        return [each for each in ballot.result["because"] if each["step"] == "meet"]
    return [presentation.finding_facts(each, "meet") for each in counting_votes.taking_part(ballot)]


def _running(ballot: Ballot) -> dict[str, Any] | None:
    found = counting_votes.running(ballot) if ballot.state is BallotState.OPEN else None
    if found is None:
        return None
    votes, result = found
    return presentation.result_facts(counting_votes.rule_of(ballot), result, votes)


def official(found: OfficialResult) -> dict[str, Any]:
    """Return a result that was imported from the legal voting system."""
    return {
        "id": found.id,
        "space_id": found.space_id,
        "question": found.question,
        "held_on": found.held_on,
        "file_id": found.file_id,
        "file_sha256": found.file_sha256,
        "state": found.state.value,
        "result": found.result,
        "legal_effect": text("commons.official"),
    }
