"""Putting a question to a roll, casting once, and giving a proxy.

Who votes locks the ballot, so votes queue; the constraint on (ballot, member) stands behind it.
Nothing of a secret choice is written but the sealed box: no answer is kept for a repeated request,
no line goes to the log, nothing to the audit trail.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from difflib import SequenceMatcher
from typing import Any
from uuid import UUID, uuid4

from weijiayuan import audit
from weijiayuan.commons import vote_result_presentation
from weijiayuan.commons.errors import (
    AlreadyVoted,
    AskedAlready,
    AskedBefore,
    BallotNotOpen,
    BallotOver,
    BasisUnfit,
    BoundTooLate,
    BoxWrong,
    CommitteeElection,
    MeetingUnfit,
    NotMember,
    NotOnline,
    ProxyGiven,
    ProxyUnknown,
    RunningNeedsNamed,
    SlipTaken,
    TimesUnfit,
    VoteTooShort,
)
from weijiayuan.commons.models import (
    Ballot,
    BallotState,
    Cast,
    Channel,
    Member,
    Proxy,
    Roll,
    Secrecy,
    Space,
    Urn,
)
from weijiayuan.commons.queries import ballots as queries
from weijiayuan.commons.queries import deliberation_spaces
from weijiayuan.commons.queries import meetings as meeting_queries
from weijiayuan.commons.rules import ballot_box, covenant_clause_check
from weijiayuan.commons.rules.ballot_box import Box, BoxBroken
from weijiayuan.commons.rules.decision_rules import Rule
from weijiayuan.commons.rules.states import MeetingState
from weijiayuan.commons.rules.text_moderation import elects_committee, is_election
from weijiayuan.commons.rules.vote_counting import Choice
from weijiayuan.commons.service import ballot_notices
from weijiayuan.commons.service.lawfulness_review import require_lawful
from weijiayuan.commons.service.public_text_check import require_nobody_named
from weijiayuan.db import blind_index, db, insert_new
from weijiayuan.db.row_order_scrambling import scatter
from weijiayuan.kernel import clock
from weijiayuan.kernel.ids import READABLE, readable_code

CODE_LENGTH = 10
LONGEST_AHEAD = timedelta(days=366)
LEAST_OPEN = timedelta(days=1)
"""A vote that no meeting is held for is open for so long at least."""
LEAST_AT_MEETING = timedelta(minutes=10)
LATE = timedelta(minutes=5)
"""A beginning that has just passed is now; an earlier one nobody could have known of."""
ALIKE = 0.85
"""From this likeness on a question is the same."""
ELECTED_IN_BOOTHS = "城市居民委员会组织法第19条"


@dataclass(frozen=True, slots=True, kw_only=True)
class Question:
    """What is put to a roll, by which rule, from when to when, and how secretly."""

    question: str
    explanation: str
    opens_at: datetime
    closes_at: datetime
    secrecy: Secrecy
    shows_running: bool = False
    meeting_id: UUID | None = None
    again_because: str = ""


def put(
    space: Space,
    roll: Roll,
    rule: Rule,
    asked: Question,
    *,
    by: UUID,
    counters: list[UUID],
    now: datetime,
) -> Ballot:
    """Put a question to a roll; who is on it is told.

    Raises `Unlawful`, `DoubtfulText`, `NotOnline`, `CommitteeElection`, `BasisUnfit`,
    `TimesUnfit`, `MeetingUnfit`, `VoteTooShort`, `RunningNeedsNamed`, `AskedAlready`,
    `AskedBefore`.
    """
    _check(space, roll, rule, asked, now=now)
    earlier = _asked_before(space, asked)
    ballot = Ballot(
        space_id=space.id,
        roll_id=roll.id,
        rule=vote_result_presentation.rule_facts(rule),
        question=asked.question,
        explanation=asked.explanation,
        opens_at=max(asked.opens_at, now),
        closes_at=asked.closes_at,
        secrecy=asked.secrecy,
        shows_running=asked.shows_running,
        meeting_id=asked.meeting_id,
        made_by=by,
        counters=[str(each) for each in dict.fromkeys([by, *counters])],
        earlier_id=earlier.id if earlier else None,
        again_because=asked.again_because if earlier else "",
    )
    db.session.add(ballot)
    db.session.flush()
    if asked.secrecy is not Secrecy.NAMED:
        db.session.add(Urn(ballot_id=ballot.id, content=Box(str(ballot.id)).written()))
    audit.record("ballot put", subject_kind="ballot", subject_id=ballot.id, rule=rule.id)
    ballot_notices.tell_opening.later(str(ballot.id))
    return ballot


def _asked_before(space: Space, asked: Question) -> Ballot | None:
    """Return the newest ballot that asked the same. Raises `AskedAlready`, `AskedBefore`."""
    earlier = next((each for each in queries.newest(space.id) if _is_same(each, asked)), None)
    if earlier is None:
        return None
    if earlier.state is BallotState.OPEN:
        raise AskedAlready
    if not asked.again_because:
        raise AskedBefore(asked_on=clock.local_date(earlier.opens_at))
    return earlier


def _is_same(earlier: Ballot, asked: Question) -> bool:
    first, second = (
        covenant_clause_check.plain(earlier.question),
        covenant_clause_check.plain(asked.question),
    )
    return SequenceMatcher(None, first, second, autojunk=False).ratio() >= ALIKE


def _require_no_election(rule: Rule, *texts: str) -> None:
    """Raise `NotOnline` for what elects somebody, by its rule or by its words."""
    if rule.offline_only:
        raise NotOnline(article=rule.article)
    if is_election(*texts):
        raise NotOnline(article=ELECTED_IN_BOOTHS)
    if elects_committee(*texts):
        raise CommitteeElection


def _check(space: Space, roll: Roll, rule: Rule, asked: Question, *, now: datetime) -> None:
    _require_no_election(rule, asked.question, asked.explanation)
    require_nobody_named(asked.question, asked.explanation)
    require_lawful(space.id, decided=[asked.question, asked.explanation])
    if roll.basis not in rule.bases:
        raise BasisUnfit
    _check_times(space, rule, asked, now=now)
    if asked.shows_running and asked.secrecy is not Secrecy.NAMED:
        raise RunningNeedsNamed


def _check_times(space: Space, rule: Rule, asked: Question, *, now: datetime) -> None:
    """Raise unless whoever votes has the days that the rule gives, from now on.

    A vote at a meeting was called with the meeting, and is open while it is held.
    """
    opens_at = max(asked.opens_at, now)
    if asked.opens_at < now - LATE or not opens_at < asked.closes_at <= now + LONGEST_AHEAD:
        raise TimesUnfit
    if asked.meeting_id is not None:
        meeting = meeting_queries.meeting_to_change(asked.meeting_id)
        if meeting.space_id != space.id or meeting.state is MeetingState.CANCELLED:
            raise MeetingUnfit
        least = max(meeting.starts_at, opens_at) + LEAST_AT_MEETING
        if asked.closes_at < least:
            raise TimesUnfit
        return
    earliest = max(opens_at + LEAST_OPEN, now + timedelta(days=rule.notice_days))
    if asked.closes_at < earliest:
        raise VoteTooShort(
            article=rule.notice_article or rule.article,
            days=max(rule.notice_days, LEAST_OPEN.days),
            earliest=earliest,
        )


@dataclass(frozen=True, slots=True)
class Receipt:
    """What a voter is told: the channel, and the code that will be published with the choice."""

    channel: Channel
    code: str | None
    repeated: bool = False


def vote(
    ballot_id: UUID,
    choice: Choice,
    *,
    by: UUID,
    for_number: int | None,
    once: str | None,
    now: datetime,
) -> Receipt:
    """Cast for oneself, or as the proxy of a member by number.

    `once` is a secret of the client's for this vote: sent again, it gives the same receipt.
    Raises `BallotNotOpen`, `BallotOver`, `NotMember`, `ProxyUnknown`, `AlreadyVoted`.
    """
    ballot = queries.ballot_to_change(ballot_id)
    require_open(ballot, now=now)
    member, channel = _voter(ballot, by, for_number)
    require_bound_before(ballot, member)
    code = code_for(ballot.id, member.id, once)
    if not cast(ballot, member, channel, choice, now=now):
        return _same_again(ballot, member, choice, code if once else None)
    if ballot.secrecy is not Secrecy.NAMED:
        drop(ballot, code, choice, area=member.area)
    return Receipt(channel, code if ballot.secrecy is Secrecy.VERIFIABLE else None)


def require_open(ballot: Ballot, *, now: datetime) -> None:
    """Raise `BallotOver` or `BallotNotOpen` unless votes can be cast now."""
    if ballot.state is not BallotState.OPEN:
        raise BallotOver
    if not ballot.opens_at <= now < ballot.closes_at:
        raise BallotNotOpen(opens_at=ballot.opens_at, closes_at=ballot.closes_at)


def require_bound_before(ballot: Ballot, member: Member) -> None:
    """Raise `BoundTooLate` where the member's account was bound after the vote had begun."""
    if is_bound_late(ballot, member):
        raise BoundTooLate


def is_bound_late(ballot: Ballot, member: Member) -> bool:
    """Tell whether the member's account was bound to the unit after the vote had begun."""
    return member.bound_at is not None and member.bound_at > ballot.opens_at


def _voter(ballot: Ballot, by: UUID, for_number: int | None) -> tuple[Member, Channel]:
    """Return for whom somebody votes, and how."""
    own = deliberation_spaces.member_of(ballot.roll_id, by)
    if for_number is None or (own is not None and own.number == for_number):
        if own is None:
            raise NotMember
        return own, Channel.WEB
    member = deliberation_spaces.member_numbered(ballot.roll_id, for_number)
    proxy = queries.proxy_of(ballot.id, member.id)
    if proxy is None or proxy.holder_id != by:
        raise ProxyUnknown
    return member, Channel.PROXY


def code_for(ballot_id: UUID, member_id: UUID, once: str | None) -> str:
    """Return a random code, or the one that belongs to the member's secret of their client."""
    if once is None:
        return readable_code(CODE_LENGTH)
    number, letters = int(blind_index(f"commons.vote:{ballot_id}:{member_id}:{once}"), 16), []
    for _ in range(CODE_LENGTH):
        number, at = divmod(number, len(READABLE))
        letters.append(READABLE[at])
    return "".join(letters)


def cast(
    ballot: Ballot, member: Member, channel: Channel, choice: Choice | None, *, now: datetime
) -> bool:
    """Note that a member has cast, if not yet; only a named vote keeps its choice there."""
    row: Mapping[str, Any] = {
        "id": uuid4(),
        "created_at": now.replace(minute=0, second=0, microsecond=0),
        "ballot_id": ballot.id,
        "member_id": member.id,
        "channel": channel,
        "choice": choice if ballot.secrecy is Secrecy.NAMED else None,
    }
    is_new = insert_new(Cast, [row]) == 1
    if is_new:
        scatter(Cast, row["id"])
    return is_new


def drop(ballot: Ballot, code: str, choice: Choice, *, area: int) -> None:
    """Open the box, put a choice in, and seal it anew; the ballot is locked."""
    urn = queries.urn(ballot.id)
    box = opened(ballot, urn, lacking=1)
    box.drop(code, choice, area=area)
    urn.content = box.written()
    db.session.flush()


def opened(ballot: Ballot, urn: Urn, *, lacking: int = 0) -> Box:
    """Return the box, which must hold what was cast but for so many. Raises `BoxWrong`."""
    found = queries.turnout(ballot.id)
    online = sum(found[each].heads for each in (Channel.WEB, Channel.PROXY))
    held = online + queries.agreed_slips(ballot.id) - lacking
    try:
        return ballot_box.read(urn.content, ballot=str(ballot.id), cast=held)
    except BoxBroken as error:
        raise BoxWrong from error


def _same_again(ballot: Ballot, member: Member, choice: Choice, code: str | None) -> Receipt:
    """Return the receipt of the vote that the same secret cast; it says nothing of the choice.

    What is sent this time changes nothing. In a secret ballot it is not compared: an answer that
    differed would tell whoever holds the client's secret what was chosen.
    Raises `AlreadyVoted`, `SlipTaken`.
    """
    before = queries.cast_of(ballot.id, member.id)
    if before and before.channel is Channel.PAPER and ballot.secrecy is not Secrecy.NAMED:
        raise SlipTaken
    if before is None or code is None or before.channel is Channel.PAPER:
        raise AlreadyVoted
    if ballot.secrecy is Secrecy.NAMED:
        if before.choice is not choice:
            raise AlreadyVoted
    elif code not in opened(ballot, queries.urn(ballot.id)).entries:
        raise AlreadyVoted
    shown = code if ballot.secrecy is Secrecy.VERIFIABLE else None
    return Receipt(before.channel, shown, repeated=True)


def give_proxy(ballot_id: UUID, *, by: UUID, now: datetime) -> tuple[Proxy, str]:
    """Let somebody else vote: return the code to hand over, which is nowhere stored.

    Raises `BallotOver`, `NotMember`, `ProxyGiven`, `AlreadyVoted`.
    """
    ballot = queries.ballot_to_change(ballot_id)
    if ballot.state is not BallotState.OPEN or now >= ballot.closes_at:
        raise BallotOver
    member = deliberation_spaces.member_of(ballot.roll_id, by)
    if member is None:
        raise NotMember
    require_bound_before(ballot, member)
    if queries.cast_of(ballot.id, member.id) is not None:
        raise AlreadyVoted
    if queries.proxy_of(ballot.id, member.id) is not None:
        raise ProxyGiven
    code = readable_code(CODE_LENGTH)
    proxy = Proxy(ballot_id=ballot.id, member_id=member.id, code_hash=_hash(code))
    db.session.add(proxy)
    db.session.flush()
    return proxy, code


def take_proxy(ballot_id: UUID, code: str, *, by: UUID, now: datetime) -> Member:
    """Become somebody's proxy by the code. Raises `ProxyUnknown`, `BallotOver`."""
    ballot = queries.ballot_to_change(ballot_id)
    if ballot.state is not BallotState.OPEN or now >= ballot.closes_at:
        raise BallotOver
    proxy = queries.proxy_by_code(_hash(code.strip().upper()))
    member = db.session.get_one(Member, proxy.member_id)
    is_own = member.resident_id == by
    if proxy.ballot_id != ballot.id or proxy.holder_id not in (None, by) or is_own:
        raise ProxyUnknown
    proxy.holder_id = by
    return member


def _hash(code: str) -> str:
    return blind_index(f"commons.proxy:{code}")
