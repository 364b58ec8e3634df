"""The words of GeoReport v2 for what the ledger knows. Pure.

Open311 knows only `open` and `closed`; the finer state stands in `status_notes` and, for clients
that ask with `extensions=true`, in CitySDK's `detailed_status`.
"""

import re
from collections.abc import Mapping
from datetime import UTC, datetime, timedelta
from typing import Any

from weijiayuan.events.rules.vocabulary import OPEN, OVER, Outcome, State
from weijiayuan.kernel.clock import CHINA

LONGEST_SPAN = timedelta(days=90)
MOST_DESCRIPTION = 4000
TRUE = {"1", "true", "yes"}

DETAILED = {
    State.SUBMITTED: "RECEIVED",
    State.CLOSED: "PROCESSED",
    State.VERIFIED: "PROCESSED",
    State.ARCHIVED: "ARCHIVED",
    State.REJECTED: "REJECTED",
    State.WITHDRAWN: "REJECTED",
    State.MERGED: "PROCESSED",
}
UPDATE = {
    State.SUBMITTED: "OPEN",
    State.ACCEPTED: "INVESTIGATING",
    State.DISPATCHED: "ACTION_SCHEDULED",
    State.RETURNED: "INTERNAL_REFERRAL",
    State.REOPENED: "REOPEN",
    State.MERGED: "DUPLICATE",
    State.REJECTED: "NOT_COUNCILS_RESPONSIBILITY",
    State.WITHDRAWN: "CANCELLED",
    State.ARCHIVED: "CLOSED",
}
CLOSED_AS = {
    Outcome.FIXED: "FIXED",
    Outcome.EXPLAINED: "NO_FURTHER_ACTION",
    Outcome.NO_FAULT: "NO_FURTHER_ACTION",
    Outcome.TRANSFERRED: "NOT_COUNCILS_RESPONSIBILITY",
}
STATES = {"open": OPEN, "closed": OVER}

DAY = re.compile(r"\d{4}-\d\d-\d\d")
MOMENT = re.compile(r"(\d{4})-(\d\d)-(\d\d)T(\d\d):(\d\d):(\d\d)(?:\.\d{1,9})?(Z|[+-]\d\d:?\d\d)?")


def status(state: str) -> str:
    """Return `open` or `closed`."""
    return "open" if State(state) in OPEN else "closed"


def detailed(state: str) -> str:
    """Return CitySDK's word for a state."""
    return DETAILED.get(State(state), "IN_PROCESS")


def update_status(state: str | None, outcome: str | None) -> str:
    """Return the word that FixMyStreet's clients understand for the state after an update.

    >>> update_status("closed", "fixed"), update_status("handling", None)
    ('FIXED', 'IN_PROGRESS')
    """
    if state == State.CLOSED:
        return CLOSED_AS[Outcome(outcome)] if outcome else "CLOSED"
    return UPDATE.get(State(state), "IN_PROGRESS") if state else "OPEN"


def moment(value: datetime | None) -> str | None:
    """Write a moment without fractions and with its offset, as clients' patterns demand.

    >>> moment(datetime(2026, 11, 23, 1, 2, 3, 999, tzinfo=UTC))
    '2026-11-23T09:02:03+08:00'
    """
    return value.astimezone(CHINA).replace(microsecond=0).isoformat() if value else None


def read_moment(given: str, *, ends_day: bool = False) -> datetime:
    """Read a moment with `Z`, an offset or none, which means the district's time.

    A day alone is its beginning, or its last second with `ends_day`. ValueError for anything else.

    >>> read_moment("2026-11-23T09:00:00").isoformat()
    '2026-11-23T01:00:00+00:00'
    >>> read_moment("2026-11-23", ends_day=True).isoformat()
    '2026-11-23T15:59:59+00:00'
    """
    if DAY.fullmatch(given.strip()):
        given = f"{given.strip()}T{'23:59:59' if ends_day else '00:00:00'}"
    match = MOMENT.fullmatch(given.strip().replace(" ", "+"))
    if match is None:
        raise ValueError(given)
    *numbers, zone = match.groups()
    year, month, day, hour, minute, second = map(int, numbers)
    place = CHINA if zone is None else _offset(zone)
    return datetime(year, month, day, hour, minute, second, tzinfo=place).astimezone(UTC)


def _offset(zone: str) -> Any:
    return datetime.fromisoformat(f"2000-01-01T00:00:00{'+00:00' if zone == 'Z' else zone}").tzinfo


def attributes_of(form: Mapping[str, list[str]]) -> dict[str, list[str]]:
    """Return `attribute[code]=v` and `attribute[code][]=v1&…` by code.

    >>> attributes_of({"attribute[a]": ["1"], "attribute[b][]": ["x", "y"], "lat": ["22"]})
    {'a': ['1'], 'b': ['x', 'y']}
    """
    found: dict[str, list[str]] = {}
    for name, values in form.items():
        if match := re.fullmatch(r"attribute\[([A-Za-z0-9_-]{1,64})\](?:\[\])?", name):
            found.setdefault(match[1], []).extend(value for value in values if value)
    return {code: values for code, values in found.items() if values}
