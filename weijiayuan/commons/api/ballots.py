"""Ballots: put by those who keep a space, cast once by whoever is on the roll, counted for all.

Casting keeps no answer under a key and leaves no line in the log: either would tell who chose what,
or when. A client that may have to repeat sends a secret of its own, `once`.
"""

from typing import Any
from uuid import UUID

from weijiayuan.accounts.current_caller import actor_id, current, current_resident_id, someone
from weijiayuan.accounts.guards import require_resident, require_role
from weijiayuan.commons import access, errors, vote_calculator
from weijiayuan.commons.models import Ballot, BallotState, ImportState, OfficialResult, Secrecy
from weijiayuan.commons.queries import ballots as queries
from weijiayuan.commons.queries import deliberation_spaces
from weijiayuan.commons.queries import meetings as meeting_queries
from weijiayuan.commons.rules.vote_counting import Choice
from weijiayuan.commons.schemas.ballots import (
    BallotIn,
    BallotOut,
    BallotsIn,
    CancelIn,
    CastersOut,
    CloseIn,
    HandOutIn,
    MyVoteOut,
    OfficialConfirmIn,
    OfficialIn,
    OfficialOut,
    PaperIn,
    PaperOut,
    ProxyOut,
    ProxyTakeIn,
    ProxyTakenOut,
    ReceiptOut,
    RecordOut,
    TallyOut,
    VoteIn,
)
from weijiayuan.commons.service import ballot_cancellation, official_vote_results, vote_counting
from weijiayuan.commons.service import ballots as service
from weijiayuan.commons.views import ballots as ballot_views
from weijiayuan.files.errors import FileUnusable
from weijiayuan.kernel import clock
from weijiayuan.web.blueprint import Blueprint, open_to_all
from weijiayuan.web.middleware import leave_no_line
from weijiayuan.web.pagination import page_by
from weijiayuan.web.schemas import page_schema

STEWARD = require_role(*access.STEWARDS)

ballots = Blueprint(
    "commons_ballots",
    __name__,
    guard=open_to_all,
    url_prefix="/api/v1/commons/ballots",
    description="共治：表决（意向与协商）",
)


@ballots.get("")
@ballots.arguments(BallotsIn, location="query")
@ballots.response(200, page_schema(BallotOut))
@ballots.refuses(errors.SpaceNotFound)
def list_ballots(asked: dict[str, Any]) -> dict[str, Any]:
    """List the ballots of a space, newest first."""
    page = page_by(
        queries.ballots_of(deliberation_spaces.space(asked["space"]).id),
        Ballot.id,
        limit=asked["limit"],
        cursor=asked["cursor"],
        newest_first=True,
    )
    now = clock.now()
    items = [ballot_views.shown(each, now=now) for each in page.items]
    return {"items": items, "next_cursor": page.next_cursor}


@ballots.post("", guard=STEWARD)
@ballots.arguments(BallotIn)
@ballots.response(201, BallotOut)
@ballots.refuses(errors.SpaceNotFound, errors.RollNotFound, errors.RuleUnknown, errors.NotOnline)
@ballots.refuses(errors.CommitteeElection)
@ballots.refuses(errors.BasisUnfit, errors.TimesUnfit, errors.RunningNeedsNamed)
@ballots.refuses(errors.MeetingNotFound, errors.NamesSomebody, errors.Unlawful)
@ballots.refuses(errors.MeetingUnfit)
@ballots.refuses(errors.DoubtfulText, errors.VoteTooShort)
@ballots.refuses(errors.AskedAlready, errors.AskedBefore)
def put_ballot(asked: dict[str, Any]) -> dict[str, Any]:
    """Put a question to a roll. Elections are refused: the law wants a booth and a count there."""
    space = deliberation_spaces.space(asked.pop("space_id"))
    access.require_steward(space)
    rule, now = vote_calculator.rule_meant(asked.pop("rule")), clock.now()
    roll_id, counters = asked.pop("roll_id"), asked.pop("counters")
    roll = (
        deliberation_spaces.roll(roll_id)
        if roll_id
        else deliberation_spaces.roll_in_force(space.id, rule.bases)
    )
    if roll.space_id != space.id or roll.state != "in_force":
        raise errors.RollNotFound
    if asked["meeting_id"] and meeting_queries.meeting(asked["meeting_id"]).space_id != space.id:
        raise errors.MeetingNotFound
    question = service.Question(**asked | {"secrecy": Secrecy(asked["secrecy"])})
    ballot = service.put(space, roll, rule, question, by=actor_id(), counters=counters, now=now)
    return ballot_views.shown(ballot, now=now)


@ballots.get("/<uuid:ballot_id>")
@ballots.response(200, BallotOut)
@ballots.refuses(errors.BallotNotFound)
def read_ballot(ballot_id: UUID) -> dict[str, Any]:
    """Return a ballot: what it needs to pass, and what it is not."""
    return ballot_views.shown(queries.ballot(ballot_id), now=clock.now())


@ballots.get("/<uuid:ballot_id>/mine", guard=require_resident)
@ballots.response(200, MyVoteOut)
@ballots.refuses(errors.BallotNotFound)
def read_my_vote(ballot_id: UUID) -> dict[str, Any]:
    """Return whether my vote was cast, and for whom I may vote as a proxy."""
    return ballot_views.mine(queries.ballot(ballot_id), current_resident_id())


@ballots.post("/<uuid:ballot_id>/votes", guard=require_resident, idempotent=False)
@ballots.arguments(VoteIn)
@ballots.response(201, ReceiptOut)
@ballots.refuses(errors.BallotNotFound, errors.BallotNotOpen, errors.BallotOver, errors.NotMember)
@ballots.refuses(errors.AlreadyVoted, errors.ProxyUnknown, errors.UnitNotOnRoll, errors.BoxWrong)
@ballots.refuses(errors.SlipTaken)
def vote(asked: dict[str, Any], ballot_id: UUID) -> service.Receipt:
    """Cast, once, for myself or as a proxy. Sending it again with the same `once` is no error."""
    leave_no_line()
    return service.vote(
        ballot_id,
        Choice(asked["choice"]),
        by=current_resident_id(),
        for_number=asked["for_number"],
        once=asked["once"],
        now=clock.now(),
    )


@ballots.post("/<uuid:ballot_id>/proxies", guard=require_resident, idempotent=False)
@ballots.response(201, ProxyOut)
@ballots.refuses(errors.BallotNotFound, errors.BallotOver, errors.NotMember)
@ballots.refuses(errors.ProxyGiven, errors.AlreadyVoted)
def give_proxy(ballot_id: UUID) -> dict[str, str]:
    """Let somebody else vote for me: the code is shown once and handed over."""
    _, code = service.give_proxy(ballot_id, by=current_resident_id(), now=clock.now())
    return {"code": code}


@ballots.post("/<uuid:ballot_id>/proxies/take", guard=require_resident)
@ballots.arguments(ProxyTakeIn)
@ballots.response(200, ProxyTakenOut)
@ballots.refuses(errors.BallotNotFound, errors.BallotOver, errors.ProxyUnknown)
def take_proxy(asked: dict[str, Any], ballot_id: UUID) -> Any:
    """Become somebody's proxy by their code; then vote with their number."""
    return service.take_proxy(ballot_id, asked["code"], by=current_resident_id(), now=clock.now())


@ballots.post("/<uuid:ballot_id>/paper/handed", guard=STEWARD)
@ballots.arguments(HandOutIn)
@ballots.response(200, TallyOut)
@ballots.refuses(errors.BallotNotFound, errors.BallotNotOpen, errors.BallotOver)
@ballots.refuses(errors.AlreadyVoted, errors.UnitNotOnRoll, errors.PaperUnfit)
@ballots.refuses(errors.SpeaksAlready)
def hand_out(asked: dict[str, Any], ballot_id: UUID) -> dict[str, Any]:
    """Hand a slip of a secret ballot to a member without an account, who has cast with that."""
    _kept(ballot_id)
    vote_counting.hand_out(ballot_id, asked["number"], now=clock.now())
    return _tally(queries.ballot(ballot_id))


@ballots.post("/<uuid:ballot_id>/paper/returned", guard=STEWARD)
@ballots.arguments(HandOutIn)
@ballots.response(200, TallyOut)
@ballots.refuses(errors.BallotNotFound, errors.BallotNotOpen, errors.BallotOver)
@ballots.refuses(errors.NoSlipTaken, errors.UnitNotOnRoll)
def take_back_slip(asked: dict[str, Any], ballot_id: UUID) -> dict[str, Any]:
    """Take an unused slip back: its member has not cast and may vote by any channel."""
    _kept(ballot_id)
    vote_counting.take_back_slip(ballot_id, asked["number"], now=clock.now())
    return _tally(queries.ballot(ballot_id))


@ballots.post("/<uuid:ballot_id>/paper", guard=STEWARD)
@ballots.arguments(PaperIn)
@ballots.response(200, PaperOut)
@ballots.refuses(errors.BallotNotFound, errors.BallotNotOpen, errors.BallotOver)
@ballots.refuses(errors.BallotStillOpen, errors.PaperDiffers, errors.PaperDone)
@ballots.refuses(errors.SpeaksAlready)
@ballots.refuses(errors.AlreadyVoted, errors.SlipsTooMany, errors.UnitNotOnRoll, errors.BoxWrong)
def type_paper(asked: dict[str, Any], ballot_id: UUID) -> Any:
    """Type a paper ballot. It counts once a second person has typed the same."""
    _kept(ballot_id)
    return vote_counting.type_paper(
        ballot_id, asked["key"], Choice(asked["choice"]), by=actor_id(), now=clock.now()
    )


@ballots.get("/<uuid:ballot_id>/tally")
@ballots.response(200, TallyOut)
@ballots.refuses(errors.BallotNotFound)
def read_tally(ballot_id: UUID) -> dict[str, Any]:
    """Return how many took part; after the end the result with every number and article."""
    return _tally(queries.ballot(ballot_id))


@ballots.get("/<uuid:ballot_id>/casters", guard=STEWARD, records=True)
@ballots.response(200, CastersOut)
@ballots.refuses(errors.BallotNotFound, errors.NotCounter)
def list_casters(ballot_id: UUID) -> dict[str, Any]:
    """List who has cast, for the counters of this ballot alone; never what they said."""
    _counted_by_me(ballot_id)
    return {"items": queries.casters(ballot_id)}


@ballots.post("/<uuid:ballot_id>/close", guard=STEWARD)
@ballots.arguments(CloseIn)
@ballots.response(200, TallyOut)
@ballots.refuses(errors.BallotNotFound, errors.BallotOver, errors.BallotStillOpen)
@ballots.refuses(errors.SlipsMissing, errors.BoxWrong, errors.NotCounter)
def close(asked: dict[str, Any], ballot_id: UUID) -> dict[str, Any]:
    """Count and publish, once. Slips that are missing hold it up unless they are left out."""
    _counted_by_me(ballot_id)
    now = clock.now()
    ballot = vote_counting.close(
        ballot_id, by=actor_id(), leave_out_missing=asked["leave_out_missing"], now=now
    )
    return _tally(ballot)


@ballots.post("/<uuid:ballot_id>/cancel", guard=STEWARD)
@ballots.arguments(CancelIn)
@ballots.response(200, BallotOut)
@ballots.refuses(errors.BallotNotFound, errors.BallotOver, errors.NamesSomebody)
@ballots.refuses(errors.NotCounter, errors.SecondPersonNeeded)
def cancel(asked: dict[str, Any], ballot_id: UUID) -> dict[str, Any]:
    """Call a ballot off; once votes are cast asked by a counter, done by a second person."""
    _kept(ballot_id)
    now, ballot = clock.now(), queries.ballot(ballot_id)
    if ballot.cancel_asked_by is None and str(actor_id()) not in ballot.counters:
        raise errors.NotCounter
    ballot = ballot_cancellation.cancel(ballot_id, **asked, by=actor_id(), now=now)
    return ballot_views.shown(ballot, now=now)


@ballots.get("/<uuid:ballot_id>/record")
@ballots.response(200, RecordOut)
@ballots.refuses(errors.BallotNotFound, errors.RecordNotPublic)
def read_record(ballot_id: UUID) -> dict[str, Any]:
    """Return what anybody counts again from; of named votes only the counters get it."""
    ballot = queries.ballot(ballot_id)
    if ballot.state is not BallotState.CLOSED:
        raise errors.RecordNotPublic
    if ballot.secrecy is Secrecy.NAMED:
        _counted_by_me(ballot_id)
    return {"record": ballot.record, "digest": ballot.record_digest}


@ballots.get("/official")
@ballots.arguments(BallotsIn, location="query")
@ballots.response(200, page_schema(OfficialOut))
@ballots.refuses(errors.SpaceNotFound)
def list_official(asked: dict[str, Any]) -> dict[str, Any]:
    """List results of the legal voting system that two people compared with their file."""
    space = deliberation_spaces.space(asked["space"])
    return _official_page(queries.official_results(space.id, ImportState.CONFIRMED), asked)


def _official_page(wanted: Any, asked: dict[str, Any]) -> dict[str, Any]:
    page = page_by(
        wanted,
        OfficialResult.id,
        limit=asked["limit"],
        cursor=asked["cursor"],
        newest_first=True,
    )
    items = [ballot_views.official(each) for each in page.items]
    return {"items": items, "next_cursor": page.next_cursor}


@ballots.post("/import", guard=STEWARD)
@ballots.arguments(OfficialIn)
@ballots.response(201, OfficialOut)
@ballots.refuses(errors.SpaceNotFound, errors.RuleUnknown, errors.RollMalformed)
@ballots.refuses(errors.Unlawful, errors.DoubtfulText)
@ballots.refuses(errors.VotesImpossible, errors.NotHeldYet, FileUnusable)
def import_official(asked: dict[str, Any]) -> dict[str, Any]:
    """Enter a result of the legal voting system with its file and the file's hash."""
    space = deliberation_spaces.space(asked["space_id"])
    access.require_steward(space)
    found = official_vote_results.enter(space, asked, by=actor_id(), now=clock.now())
    return ballot_views.official(found)


@ballots.get("/import", guard=STEWARD)
@ballots.arguments(BallotsIn, location="query")
@ballots.response(200, page_schema(OfficialOut))
@ballots.refuses(errors.SpaceNotFound)
def list_entered(asked: dict[str, Any]) -> dict[str, Any]:
    """List the results that wait for a second person."""
    space = deliberation_spaces.space(asked["space"])
    access.require_steward(space)
    return _official_page(queries.official_results(space.id, ImportState.ENTERED), asked)


@ballots.post("/import/<uuid:result_id>/confirm", guard=STEWARD)
@ballots.arguments(OfficialConfirmIn)
@ballots.response(200, OfficialOut)
@ballots.refuses(errors.ResultNotFound, errors.RequestDecided, errors.SecondPersonNeeded)
@ballots.refuses(errors.FileDiffers, errors.NotHeldYet)
def confirm_official(asked: dict[str, Any], result_id: UUID) -> dict[str, Any]:
    """Confirm as a second person that the file says this."""
    found = queries.official_result_to_change(result_id)
    access.require_steward(deliberation_spaces.space(found.space_id))
    confirmed = official_vote_results.confirm(
        result_id, asked["file_sha256"], by=actor_id(), now=clock.now()
    )
    return ballot_views.official(confirmed)


def _tally(ballot: Ballot) -> dict[str, Any]:
    """Return how a ballot stands: to its counters more than to others."""
    caller = someone()
    counts = caller is not None and str(caller.staff_id) in ballot.counters
    return ballot_views.tally(ballot, now=clock.now(), for_counter=counts)


def _kept(ballot_id: UUID) -> Ballot:
    """Return a ballot of a space that the caller keeps. Raises `NotYours`."""
    ballot = queries.ballot(ballot_id)
    access.require_steward(deliberation_spaces.space(ballot.space_id))
    return ballot


def _counted_by_me(ballot_id: UUID) -> Ballot:
    """Return a ballot that the caller counts. Raises `NotCounter`."""
    ballot = queries.ballot(ballot_id)
    if str(current().staff_id) not in ballot.counters:
        raise errors.NotCounter
    return ballot
