"""Which words of the minutes somebody has read: a confirmation is given to those and no others."""

from hashlib import sha256

from weijiayuan.commons.errors import MinutesChanged
from weijiayuan.commons.models import CommonsMeeting
from weijiayuan.commons.queries import meeting_outcomes
from weijiayuan.commons.queries import meetings as meeting_queries

LETTERS = 16


def minutes_version(meeting: CommonsMeeting) -> str:
    """Return a fingerprint of the minutes, what was said and agreed; empty if none are written."""
    if meeting.minuted_by is None:
        return ""
    said = [item.said for item in meeting_queries.agenda(meeting.id)]
    agreed = [
        (each.kind.value, each.text, each.owner, each.due_on.isoformat(), each.place)
        for each in meeting_outcomes.outcomes_of(meeting.id)
    ]
    words = repr((meeting.minutes, said, sorted(agreed, key=repr)))
    return sha256(words.encode()).hexdigest()[:LETTERS]


def require_read(meeting: CommonsMeeting, version: str) -> None:
    """Raise `MinutesChanged` if somebody read other words than those that stand now."""
    if version != minutes_version(meeting):
        raise MinutesChanged
