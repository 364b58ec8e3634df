"""The charter: for everybody to read; proposed at the desk, voted on by members."""

from math import ceil
from typing import Any
from uuid import UUID

from weijiayuan.accounts import current_caller
from weijiayuan.accounts.current_caller import current_resident_id
from weijiayuan.accounts.guards import require_desk_role, require_resident
from weijiayuan.accounts.rules import Role
from weijiayuan.directory.api.alliance_members import mine
from weijiayuan.directory.api.blueprints import alliances
from weijiayuan.directory.errors import (
    AlreadySigned,
    AppointedLate,
    CharterClosed,
    CharterNotFound,
    CharterOpen,
    NoMembers,
    NotAnElector,
    NotYourMember,
    VotedForAnother,
)
from weijiayuan.directory.models import Charter
from weijiayuan.directory.queries import alliance_charter as queries
from weijiayuan.directory.rules.alliance_charter import in_words, share_of
from weijiayuan.directory.schemas.alliance_charter import (
    CharterIn,
    CharterOut,
    ChartersOut,
    CharterVoteIn,
    SignIn,
    TakeBackIn,
)
from weijiayuan.directory.service import alliance_charter as service
from weijiayuan.directory.service.alliance_charter import Vote
from weijiayuan.kernel import clock
from weijiayuan.web.blueprint import open_to_all

Json = dict[str, Any]
ADMINS = require_desk_role(Role.ADMIN)


def view(one: Charter) -> Json:
    """Return a version with how every member voted on it."""
    names = ("id", "number", "text", "share", "reason")
    more = ("in_force_at", "closed_at", "closing_words")
    votes = queries.votes(one.id)
    return {name: getattr(one, name) for name in (*names, *more)} | {
        "percent": ceil(share_of(one.share) * 100),
        "share_words": in_words(share_of(one.share)),
        "needs": ceil(one.needs * 100),
        "needs_share": one.needed_share,
        "needs_words": in_words(one.needs),
        "state": _state(one),
        "signed_by": [each for each in votes if each["agrees"]],
        "refused_by": [each for each in votes if not each["agrees"]],
        "members": len(queries.electors(one.id)),
    }


def _state(one: Charter) -> str:
    if one.closed_at is not None:
        return "closed"
    if one.in_force_at is None:
        return "open"
    newest = queries.in_force()
    return "in_force" if newest is None or newest.id == one.id else "superseded"


@alliances.get("/charters", alike=True, guard=open_to_all)
@alliances.response(200, ChartersOut)
def list_charters() -> Json:
    """List the versions of the charter with who signed and who did not, the newest first."""
    return {"items": [view(each) for each in queries.charters()]}


@alliances.post("/charters", guard=ADMINS)
@alliances.arguments(CharterIn)
@alliances.response(201, CharterOut)
@alliances.refuses(CharterOpen, NoMembers)
def propose(asked: Json) -> Json:
    """Put a version before the members: the first charter, or an amendment, one at a time."""
    return view(service.propose(**asked, by=current_caller.actor_id(), now=clock.now()))


@alliances.post("/charters/<uuid:charter_id>/take-back", guard=ADMINS)
@alliances.arguments(TakeBackIn)
@alliances.response(200, CharterOut)
@alliances.refuses(CharterNotFound, CharterClosed)
def take_back(asked: Json, charter_id: UUID) -> Json:
    """Take back a version that is not in force yet, with a reason that everybody reads."""
    found = queries.charter(charter_id)
    service.take_back(found, words=asked["words"], now=clock.now())
    return view(found)


@alliances.post("/charters/<uuid:charter_id>/signatures", guard=require_resident)
@alliances.arguments(SignIn)
@alliances.response(200, CharterOut)
@alliances.refuses(CharterNotFound, NotYourMember, AlreadySigned, CharterClosed)
@alliances.refuses(NotAnElector, AppointedLate, VotedForAnother)
def sign(asked: Json, charter_id: UUID) -> Json:
    """Sign a version for a member that one acts for; enough signatures put it in force."""
    return _voted(charter_id, Vote(mine(asked["organisation"]), current_resident_id()))


@alliances.post("/charters/<uuid:charter_id>/votes", guard=require_resident)
@alliances.arguments(CharterVoteIn)
@alliances.response(200, CharterOut)
@alliances.refuses(CharterNotFound, NotYourMember, AlreadySigned, CharterClosed)
@alliances.refuses(NotAnElector, AppointedLate, VotedForAnother)
def vote(asked: Json, charter_id: UUID) -> Json:
    """Vote for a member: for a version, which signs it, or against it with a reason.

    Members of the day on which it was put decide, each by one person who votes for no other. While
    it is open a member may vote otherwise.
    """
    member, by = mine(asked["organisation"]), current_resident_id()
    return _voted(charter_id, Vote(member, by, asked["agrees"], asked["words"]))


def _voted(charter_id: UUID, given: Vote) -> Json:
    found = queries.charter(charter_id)
    service.vote(found, given, now=clock.now())
    return view(found)
