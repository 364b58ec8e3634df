"""Paper ballots typed by two people, and the count: once, at the end, for everybody to redo."""

import json
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

from weijiayuan import audit
from weijiayuan.commons import vote_result_presentation
from weijiayuan.commons.errors import (
    AlreadyVoted,
    BallotNotOpen,
    BallotOver,
    BallotStillOpen,
    NoSlipTaken,
    PaperDiffers,
    PaperDone,
    PaperUnfit,
    SlipsMissing,
    SlipsTooMany,
    SpeaksAlready,
)
from weijiayuan.commons.models import Ballot, BallotState, Channel, Member, PaperEntry, Secrecy
from weijiayuan.commons.queries import ballots as queries
from weijiayuan.commons.queries import deliberation_spaces
from weijiayuan.commons.queries import meetings as meeting_queries
from weijiayuan.commons.rules import ballot_box, decision_rules, vote_counting
from weijiayuan.commons.rules.decision_rules import Rule
from weijiayuan.commons.rules.vote_counting import NOTHING, Choice, Result, Votes, Weight
from weijiayuan.commons.service import ballots
from weijiayuan.db import db
from weijiayuan.kernel.ids import readable_code

PAPER_WAITS = timedelta(days=3)
FEW = 5
"""Of a secret ballot with fewer votes only the outcome is published."""
LIST_FROM = 20
"""A list of codes and choices is published from so many votes on; fewer would point at people."""


def rule_of(ballot: Ballot) -> Rule:
    """Return the rule as it was when the ballot was made."""
    kept = ballot.rule
    return decision_rules.rule(
        {
            "id": kept["id"],
            "name": kept["name"],
            "article": kept["article"],
            "basis": kept["basis"][0],
            "also": kept["basis"][1:],
            "meet": kept["meet"],
            "pass": kept["passes"],
        }
    )


def hand_out(ballot_id: UUID, number: int, *, now: datetime) -> None:
    """Note that a member takes a paper slip of a secret ballot: it counts as having cast.

    A slip has no area, so where areas are weighed paper goes with named votes only.
    Raises `AlreadyVoted`, `SpeaksAlready`, `BallotNotOpen`, `BallotOver`, `PaperUnfit`.
    """
    ballot = queries.ballot_to_change(ballot_id)
    ballots.require_open(ballot, now=now)
    if ballot.secrecy is Secrecy.NAMED or rule_of(ballot).weighs_area:
        raise PaperUnfit
    member = _without_account(ballot, number)
    if not ballots.cast(ballot, member, Channel.PAPER, None, now=now):
        raise AlreadyVoted


def _without_account(ballot: Ballot, number: int) -> Member:
    """Return a member who votes on paper: nobody else uses up the vote of one with an account.

    An account that was bound after the vote had begun does not vote in it, so its owner may.
    """
    member = deliberation_spaces.member_numbered(ballot.roll_id, number)
    if member.resident_id is not None and not ballots.is_bound_late(ballot, member):
        raise SpeaksAlready
    return member


def take_back_slip(ballot_id: UUID, number: int, *, now: datetime) -> None:
    """Note that a member's slip came back unused while votes are cast: they have not cast.

    Raises `NoSlipTaken`, `BallotNotOpen`, `BallotOver`.
    """
    ballot = queries.ballot_to_change(ballot_id)
    ballots.require_open(ballot, now=now)
    member = deliberation_spaces.member_numbered(ballot.roll_id, number)
    taken = queries.cast_of(ballot.id, member.id)
    if ballot.secrecy is Secrecy.NAMED or taken is None or taken.channel is not Channel.PAPER:
        raise NoSlipTaken
    db.session.delete(taken)
    audit.record("slip taken back", subject_kind="ballot", subject_id=ballot.id)
    db.session.flush()


def type_paper(ballot_id: UUID, key: str, choice: Choice, *, by: UUID, now: datetime) -> PaperEntry:
    """Type a paper ballot; the second person's equal entry makes it count.

    Whoever typed it first may correct it. Slips of a secret ballot are typed after it ended, when
    the box is opened: nobody can tell then who put which in.
    Raises `PaperDiffers`, `PaperDone`, `AlreadyVoted`, `SpeaksAlready`, `SlipsTooMany`,
    `BallotNotOpen`.
    """
    ballot = queries.ballot_to_change(ballot_id)
    _require_typing(ballot, now=now)
    if ballot.secrecy is Secrecy.NAMED:
        _without_account(ballot, int(key))
    entry = queries.paper_entry(ballot.id, key)
    if entry is None:
        entry = PaperEntry(ballot_id=ballot.id, key=key, choice=choice, typed_by=by)
        db.session.add(entry)
        db.session.flush()
        return entry
    if entry.is_agreed:
        raise PaperDone
    if entry.typed_by == by:
        entry.choice = choice
    elif entry.choice is not choice:
        raise PaperDiffers
    else:
        _count_paper(ballot, entry, choice, now=now)
    return entry


def _require_typing(ballot: Ballot, *, now: datetime) -> None:
    if ballot.state is not BallotState.OPEN:
        raise BallotOver
    if ballot.secrecy is not Secrecy.NAMED and now < ballot.closes_at:
        raise BallotStillOpen
    if now < ballot.opens_at:
        raise BallotNotOpen(opens_at=ballot.opens_at, closes_at=ballot.closes_at)


def _count_paper(ballot: Ballot, entry: PaperEntry, choice: Choice, *, now: datetime) -> None:
    """Let what two people typed alike count, and keep no choice beside the slip."""
    entry.choice, entry.typed_by = None, None
    if ballot.secrecy is Secrecy.NAMED:
        member = deliberation_spaces.member_numbered(ballot.roll_id, int(entry.key))
        if not ballots.cast(ballot, member, Channel.PAPER, choice, now=now):
            raise AlreadyVoted
        entry.is_agreed = True
        return
    if queries.agreed_slips(ballot.id) >= queries.turnout(ballot.id)[Channel.PAPER].heads:
        raise SlipsTooMany
    entry.is_agreed = True
    db.session.flush()
    ballots.drop(ballot, readable_code(ballots.CODE_LENGTH), choice, area=0)


def close(ballot_id: UUID, *, by: UUID | None, leave_out_missing: bool, now: datetime) -> Ballot:
    """Count, once, and publish. Missing slips hold it up unless they are left out.

    A slip that nobody brought back was not cast: whoever took it did not take part.

    Raises `BallotOver`, `BallotStillOpen`, `SlipsMissing`, `BoxWrong`.
    """
    ballot = queries.ballot_to_change(ballot_id)
    if ballot.state is not BallotState.OPEN:
        raise BallotOver
    if now < ballot.closes_at:
        raise BallotStillOpen
    if ballot.secrecy is not Secrecy.NAMED:
        _check_slips(ballot, leave_out_missing=leave_out_missing)
    votes, listed = counted(ballot)
    rule = rule_of(ballot)
    _publish(ballot, rule, votes, listed, now=now)
    audit.record(
        "ballot counted",
        subject_kind="ballot",
        subject_id=ballot.id,
        digest=ballot.record_digest,
        counter=str(by or "system"),
    )
    return ballot


def _check_slips(ballot: Ballot, *, leave_out_missing: bool) -> None:
    missing = queries.turnout(ballot.id)[Channel.PAPER].heads - queries.agreed_slips(ballot.id)
    if missing and not leave_out_missing:
        raise SlipsMissing(missing=missing)


def took_part(ballot: Ballot) -> dict[Channel, Weight]:
    """Return who took part, by channel: of slips those that came back and were typed by two."""
    found = queries.turnout(ballot.id)
    if ballot.secrecy is not Secrecy.NAMED:
        found[Channel.PAPER] = Weight(queries.agreed_slips(ballot.id))
    return found


def counted(ballot: Ballot) -> tuple[Votes, list[tuple[Any, ...]] | None]:
    """Return the sums, and the list for the record: by codes, or by numbers for named votes."""
    roll = deliberation_spaces.roll(ballot.roll_id)
    everybody = Weight(roll.heads, roll.area)
    if ballot.secrecy is Secrecy.NAMED:
        rows = queries.named_casts(ballot.id)
        sums = dict.fromkeys(Choice, NOTHING)
        for _, area, choice in rows:
            sums[choice] += Weight(1, area)
        named = {choice.value: weight for choice, weight in sums.items()}
        listed = [(number, area, choice.value) for number, area, choice in rows]
        return Votes(everybody=everybody, present=_present(ballot), **named), listed
    box = ballots.opened(ballot, queries.urn(ballot.id))
    shown = ballot.secrecy is Secrecy.VERIFIABLE and len(box.entries) >= LIST_FROM
    return box.votes(everybody, _present(ballot)), list(box.published()) if shown else None


def _present(ballot: Ballot) -> Weight | None:
    """Return who was at the ballot's meeting: whoever was noted, and at least who voted."""
    if ballot.meeting_id is None:
        return None
    noted = meeting_queries.present(ballot.meeting_id, ballot.roll_id)
    voted = vote_counting.total(took_part(ballot).values())
    return Weight(max(noted.heads, voted.heads), max(noted.area, voted.area))


def _publish(
    ballot: Ballot,
    rule: Rule,
    votes: Votes,
    listed: list[tuple[Any, ...]] | None,
    *,
    now: datetime,
) -> None:
    result = vote_counting.count(rule, votes)
    secret = ballot.secrecy is not Secrecy.NAMED
    ballot.result = vote_result_presentation.result_facts(rule, result, votes)
    if secret:
        vote_result_presentation.hide_areas(ballot.result)
        if is_few(votes):
            vote_result_presentation.hide_choices(ballot.result)
        db.session.delete(queries.urn(ballot.id))
    ballot.record = record_of(ballot, votes, listed, result)
    ballot.record_digest = ballot_box.record_digest(ballot.record)
    ballot.state, ballot.closed_at = BallotState.CLOSED, now


def is_few(votes: Votes) -> bool:
    """Tell whether the sums of a secret ballot would say what single people chose."""
    return votes.participating.heads < FEW


def record_of(
    ballot: Ballot, votes: Votes, listed: list[tuple[Any, ...]] | None, result: Result
) -> str:
    """Write what is needed to count again: the rule, the roll, the votes or their sums."""
    roll, secret = deliberation_spaces.roll(ballot.roll_id), ballot.secrecy is not Secrecy.NAMED
    hidden = secret and is_few(votes)
    sums = {
        choice.value: {
            "heads": getattr(votes, choice.value).heads,
            "area_dm2": None if secret else getattr(votes, choice.value).area,
        }
        for choice in Choice
    }
    facts = {
        "ballot": str(ballot.id),
        "question": ballot.question,
        "rule": {"meet": ballot.rule["meet"], "pass": ballot.rule["passes"]},
        "roll": {"heads": roll.heads, "area_dm2": roll.area, "digest": roll.digest},
        "present": {
            "heads": votes.there.heads,
            "area_dm2": None if secret else votes.there.area,
        },
        "secrecy": ballot.secrecy.value,
        "votes": listed,
        "cast": votes.participating.heads,
        "sums": None if hidden else sums,
        "state": result.state.value,
    }
    return json.dumps(facts, ensure_ascii=False, indent=1)


def running(ballot: Ballot) -> tuple[Votes, Result] | None:
    """Return how a named ballot stands while it is open, if it is to be shown."""
    if not ballot.shows_running:
        return None
    votes, _ = counted(ballot)
    return votes, vote_counting.count_open(rule_of(ballot), votes)


def taking_part(ballot: Ballot, found: Weight) -> tuple[vote_counting.Finding, ...]:
    """Measure so many who took part against what the rule asks for."""
    roll = deliberation_spaces.roll(ballot.roll_id)
    votes = Votes(everybody=Weight(roll.heads, roll.area), abstain=found)
    return tuple(vote_counting.measured(each, votes) for each in rule_of(ballot).meet)


def close_due(ballot_id: UUID, *, now: datetime) -> bool:
    """Count a ballot that ended, unless paper is still to be typed.

    Nobody knows how many named votes lie on paper, so those wait three days for their counters.
    """
    ballot = queries.ballot(ballot_id)
    if ballot.secrecy is Secrecy.NAMED and now < ballot.closes_at + PAPER_WAITS:
        return False
    try:
        close(ballot_id, by=None, leave_out_missing=False, now=now)
    except (SlipsMissing, BallotOver):
        return False
    return True
