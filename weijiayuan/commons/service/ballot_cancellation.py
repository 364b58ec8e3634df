"""Calling a ballot off: before it begins by one, later by two, with its meeting by itself."""

from datetime import datetime
from uuid import UUID

from weijiayuan import audit
from weijiayuan.commons.errors import BallotAtMeeting, BallotOver, SecondPersonNeeded
from weijiayuan.commons.models import Ballot, BallotState, Secrecy
from weijiayuan.commons.queries import ballots as queries
from weijiayuan.commons.service import ballot_notices
from weijiayuan.db import db
from weijiayuan.web.messages import text


def cancel(ballot_id: UUID, *, reason: str, keep: bool, by: UUID, now: datetime) -> Ballot:
    """Call a ballot off; what was cast is never opened, and everybody is told why.

    Once votes are cast it is asked by one and done by a second; `keep` lets it go on.
    Raises `BallotOver`, `SecondPersonNeeded`.
    """
    ballot = queries.ballot_to_change(ballot_id)
    if ballot.state is not BallotState.OPEN:
        raise BallotOver
    if keep:
        ballot.cancel_asked_by, ballot.cancel_reason = None, ""
        return ballot
    if now >= ballot.opens_at and ballot.cancel_asked_by is None:
        ballot.cancel_asked_by, ballot.cancel_reason = by, reason
        audit.record("ballot cancel asked", subject_kind="ballot", subject_id=ballot.id)
        return ballot
    if ballot.cancel_asked_by == by:
        raise SecondPersonNeeded
    return _called_off(ballot, reason)


def cancel_with_meeting(meeting_id: UUID, *, reason: str, now: datetime) -> int:
    """Call off what was to be voted on at a meeting that is not held; return how many.

    A vote at a meeting has the notice of its meeting, and is shorter than one without.
    Raises `BallotAtMeeting` if votes are being cast.
    """
    found = [queries.ballot_to_change(each) for each in queries.open_at_meeting(meeting_id)]
    if any(ballot.opens_at <= now for ballot in found):
        raise BallotAtMeeting
    for ballot in found:
        _called_off(ballot, text("commons.with_its_meeting", reason=reason))
    return len(found)


def _called_off(ballot: Ballot, reason: str) -> Ballot:
    ballot.state, ballot.cancel_reason = BallotState.CANCELLED, reason
    if ballot.secrecy is not Secrecy.NAMED:
        db.session.delete(queries.urn(ballot.id))
    audit.record("ballot cancelled", subject_kind="ballot", subject_id=ballot.id, reason=reason)
    ballot_notices.tell_cancelled.later(str(ballot.id))
    return ballot
