"""What the commons do by themselves. All follows from the time, so late is as good as early."""

from datetime import datetime

from weijiayuan.background import every_in_steps
from weijiayuan.commons.queries import ballots
from weijiayuan.commons.service import counting_votes
from weijiayuan.db import reading, transaction

AT_ONCE = 50


@every_in_steps(minutes=5)
def count_ended_ballots(now: datetime) -> str:
    """Count the ballots that ended, but those whose slips are still to be typed."""
    with reading():
        ended = ballots.ended_unclosed(now, limit=AT_ONCE)
    closed = 0
    for ballot_id in ended:
        with transaction():
            closed += counting_votes.close_due(ballot_id, now=now)
    return f"{closed} ballots counted" if closed else ""
