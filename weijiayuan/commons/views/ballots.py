"""Ballots as they are shown: what they need, what they are not, who took part."""

from dataclasses import replace
from datetime import datetime
from typing import Any
from uuid import UUID

from weijiayuan.commons import vote_result_presentation
from weijiayuan.commons.models import Ballot, BallotState, Channel, OfficialResult, Secrecy
from weijiayuan.commons.queries import ballots as queries
from weijiayuan.commons.queries import deliberation_spaces
from weijiayuan.commons.rules.decision_rules import Measure, Threshold
from weijiayuan.commons.rules.floor_area_units import m2_text
from weijiayuan.commons.rules.vote_counting import Weight, total
from weijiayuan.commons.service import vote_counting
from weijiayuan.web.messages import text

FEW = vote_counting.FEW


def shown(ballot: Ballot, *, now: datetime) -> dict[str, Any]:
    """Return a ballot for whoever asks."""
    rule = vote_counting.rule_of(ballot)
    thresholds = (*rule.meet, *rule.passes)
    return {
        **{name: getattr(ballot, name) for name in COPIED},
        "secrecy": ballot.secrecy.value,
        "state": state_of(ballot, now=now),
        "needs": [_in_words(each) for each in thresholds],
        "legal_effect": text("commons.not_legal"),
        "official": False,
        "warnings": _warnings(ballot),
        "cancel_asked": ballot.cancel_asked_by is not None,
        "earlier": queries.ballot(ballot.earlier_id) if ballot.earlier_id else None,
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
    "cancel_reason",
    "again_because",
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
        who=vote_result_presentation.WHO[threshold.count],
        of=vote_result_presentation.WHO[threshold.of],
        measure="人数（户数）" if threshold.measure == "heads" else "面积",
        asked="超过" if threshold.is_strict else "不少于",
        fraction=str(threshold.fraction),
    )


def _warnings(ballot: Ballot) -> list[str]:
    """Return what to bear in mind; once it is closed also how many votes one hand cast."""
    many = queries.most_by_one_hand(ballot.id) if ballot.state is BallotState.CLOSED else 0
    found = [text("commons.one_hand", count=many)] if many > 1 else []
    if ballot.secrecy is Secrecy.NAMED:
        return found
    found.append(text("commons.few_voters", few=FEW))
    if vote_counting.rule_of(ballot).weighs_area:
        found.append(text("commons.no_slips"))
    return found


def mine(ballot: Ballot, resident_id: UUID) -> dict[str, Any]:
    """Return whether somebody's vote was cast, and for whom else they may vote."""
    member = deliberation_spaces.member_of(ballot.roll_id, resident_id)
    cast = member is not None and queries.cast_of(ballot.id, member.id) is not None
    return {
        "vote": "not_on_roll" if member is None else "cast" if cast else "none",
        "number": member.number if member else None,
        "proxy_for": queries.numbers_held(ballot.id, resident_id),
    }


def tally(ballot: Ballot, *, now: datetime, for_counter: bool) -> dict[str, Any]:
    """Return how a ballot stands.

    While it is open nobody but its counters sees more than heads in steps of `STEP`: sums that
    grow with every vote would say who has just voted. Areas come out only where the rule weighs
    them, and only in the end.
    """
    is_closed = ballot.state is BallotState.CLOSED
    return {
        "state": state_of(ballot, now=now),
        "turnout": _turnout(ballot, exact=is_closed or for_counter),
        "taking_part": _taking_part(ballot, exact=for_counter),
        "result": ballot.result if is_closed else _running(ballot, exact=for_counter),
        "legal_effect": text("commons.not_legal"),
        "record_digest": ballot.record_digest,
    }


STEP = 5


def _turnout(ballot: Ballot, *, exact: bool) -> dict[str, Any]:
    found = vote_counting.took_part(ballot)
    everybody = total(found.values())
    if not exact:
        heads = everybody.heads // STEP * STEP
        return dict.fromkeys((each.value for each in Channel), None) | {
            "heads": heads,
            "step": STEP,
            "area_m2": None,
        }
    weighs, is_named = vote_counting.rule_of(ballot).weighs_area, ballot.secrecy is Secrecy.NAMED
    return {
        **{each.value: found[each].heads for each in Channel},
        "heads": everybody.heads,
        "step": 1,
        "area_m2": m2_text(everybody.area) if weighs and is_named else None,
    }


def _taking_part(ballot: Ballot, *, exact: bool) -> list[dict[str, Any]]:
    if ballot.result is not None:
        return [each for each in ballot.result["because"] if each["step"] == "meet"]
    there = total(vote_counting.took_part(ballot).values())
    if exact:
        measured = vote_counting.taking_part(ballot, there)
    else:
        in_steps = vote_counting.taking_part(ballot, Weight(there.heads // STEP * STEP))
        measured = tuple(each for each in in_steps if each.threshold.measure is Measure.HEADS)
    return [vote_result_presentation.finding_facts(each, "meet") for each in measured]


def _running(ballot: Ballot, *, exact: bool) -> dict[str, Any] | None:
    """Return how a named ballot stands: to its counters; to others only whether it is certain."""
    found = vote_counting.running(ballot) if ballot.state is BallotState.OPEN else None
    if found is None:
        return None
    votes, result = found
    rule = vote_counting.rule_of(ballot)
    if exact:
        return vote_result_presentation.result_facts(rule, result, votes)
    return {
        "state": result.state.value,
        "state_text": vote_result_presentation.state_text(rule, replace(result, needs=None)),
        "valid": result.is_valid,
        "passes": result.passes,
        "numbers": None,
        "because": [],
        "needs": None,
    }


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
