"""The charter: put before the members, voted on, in force, taken back."""

from dataclasses import dataclass
from datetime import datetime
from fractions import Fraction
from uuid import UUID

from weijiayuan import audit
from weijiayuan.db import db, insert_new
from weijiayuan.directory.errors import (
    AlreadySigned,
    AppointedLate,
    CharterClosed,
    CharterOpen,
    NoMembers,
    NotAnElector,
    VotedForAnother,
)
from weijiayuan.directory.models import Charter, Elector, Signature
from weijiayuan.directory.queries import alliance_charter as queries
from weijiayuan.directory.queries import resource_sharing
from weijiayuan.directory.rules.alliance_charter import is_in_force, is_out_of_reach
from weijiayuan.notices import service as notices

PAGE = "/packages/directory/charter/charter"


@dataclass(frozen=True, slots=True)
class Vote:
    """How a member votes, through whom."""

    organisation_id: UUID
    by: UUID
    agrees: bool = True
    words: str = ""


def propose(text: str, *, share: Fraction, reason: str, by: UUID, now: datetime) -> Charter:
    """Put a version before the members: the first, or an amendment of the one in force.

    An amendment needs what the charter in force asks for, whatever it says of itself. Those who are
    members now decide. Raises `CharterOpen` while another one is voted on, `NoMembers`.
    """
    if queries.open_charter() is not None:
        raise CharterOpen
    members = resource_sharing.represented_members()
    if not members:
        raise NoMembers
    before = queries.in_force()
    made = Charter(
        number=queries.last_number() + 1,
        text=text,
        share=str(share),
        reason=reason,
        proposed_by=by,
        needed_share=before.share if before else str(share),
    )
    db.session.add(made)
    db.session.flush()
    electorate = [{"charter_id": made.id, "organisation_id": one} for one in members]
    insert_new(Elector, electorate)
    _tell(made, now=now)
    audit.record("charter proposed", subject_kind="charter", subject_id=made.id)
    return made


def vote(charter: Charter, given: Vote, *, now: datetime) -> None:
    """Vote for a member; while the version is open, otherwise than before. It may be decided by it.

    The charter is locked. Raises `AlreadySigned`, `CharterClosed` for one taken back or rejected,
    `NotAnElector`, `AppointedLate`, `VotedForAnother`.
    """
    if charter.closed_at is not None:
        raise CharterClosed
    if charter.is_open and given.organisation_id not in queries.electors(charter.id):
        raise NotAnElector
    if charter.is_open and not queries.has_acted_since(
        given.organisation_id, given.by, charter.created_at
    ):
        raise AppointedLate
    other = queries.voted_for(charter.id, given.by)
    if other is not None and other.id != given.organisation_id:
        raise VotedForAnother(member=other.name)
    _write(charter, given, now)
    if charter.is_open:
        _settle(charter, now)
    action = "charter signed" if given.agrees else "charter refused"
    audit.record(action, subject_kind="charter", subject_id=charter.id)


def _write(charter: Charter, given: Vote, now: datetime) -> None:
    """Write a vote down, over the one of another mind while the version is open."""
    before = queries.vote_of(charter.id, given.organisation_id)
    if before is not None and charter.is_open and before.agrees is not given.agrees:
        before.resident_id, before.at = given.by, now
        before.agrees, before.words = given.agrees, given.words
        db.session.flush()
        return
    row = {
        "charter_id": charter.id,
        "organisation_id": given.organisation_id,
        "resident_id": given.by,
        "at": now,
        "agrees": given.agrees,
        "words": given.words,
    }
    if not insert_new(Signature, [row]):
        raise AlreadySigned


def _settle(charter: Charter, now: datetime) -> None:
    votes, members = queries.votes(charter.id), len(queries.electors(charter.id))
    agreed = sum(each["agrees"] for each in votes)
    if is_in_force(agreed, members, share=charter.needs):
        charter.in_force_at = now
    elif is_out_of_reach(len(votes) - agreed, members, share=charter.needs):
        charter.closed_at, charter.closing_words = now, "没有通过：不同意的成员太多"


def take_back(charter: Charter, *, words: str, now: datetime) -> None:
    """Take a version back that is voted on still. Raises `CharterClosed`. The charter is locked."""
    if not charter.is_open:
        raise CharterClosed
    charter.closed_at, charter.closing_words = now, words
    audit.record("charter taken back", subject_kind="charter", subject_id=charter.id, reason=words)


def _tell(charter: Charter, *, now: datetime) -> None:
    for person in queries.everybody():
        notices.tell(
            person,
            cause=f"charter:{charter.id}",
            template="charter_proposed",
            facts={"number": charter.number, "reason": charter.reason},
            now=now,
            link=PAGE,
        )
