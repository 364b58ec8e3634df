"""What members of a roll with an account are told of a ballot: that it is put, that it is off."""

from uuid import UUID

from weijiayuan.background import job
from weijiayuan.commons.models import Ballot, BallotState
from weijiayuan.commons.queries import deliberation_spaces
from weijiayuan.db import db
from weijiayuan.kernel import clock
from weijiayuan.notices import service as notices


@job
def tell_opening(ballot_id: str) -> None:
    """Owe the notice of a ballot to everybody on its roll, unless it was called off meanwhile."""
    ballot = db.session.get_one(Ballot, UUID(ballot_id))
    if ballot.state is BallotState.OPEN:
        _tell_roll(ballot, "commons_ballot", opens_at=ballot.opens_at, closes_at=ballot.closes_at)


@job
def tell_cancelled(ballot_id: str) -> None:
    """Owe the notice that a ballot was called off, and why, to everybody on its roll."""
    ballot = db.session.get_one(Ballot, UUID(ballot_id))
    _tell_roll(ballot, "commons_ballot_cancelled", reason=ballot.cancel_reason)


def _tell_roll(ballot: Ballot, template: str, **facts: object) -> None:
    for member in deliberation_spaces.members(ballot.roll_id):
        if member.resident_id is not None:
            notices.tell(
                member.resident_id,
                cause=f"{template}:{ballot.id}",
                template=template,
                facts={"question": ballot.question, **facts},
                now=clock.now(),
                link=f"/pages/commons/ballot/ballot?id={ballot.id}",
            )
