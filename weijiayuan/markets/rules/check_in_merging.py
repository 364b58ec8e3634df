"""Check-in that may be told twice, late, and in any order.

What counts is the earliest scan of a ticket. The smallest of a set does not depend on the order
or on how often a member is named, so lists from several telephones can be synced in any order and
again and again. A telephone's clock may be wrong: a scan from the future, or from before the doors
were open, counts as received now.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum

from weijiayuan.markets.rules.states import CAME, TicketState


class ScanOutcome(StrEnum):
    """What the organiser is told about one scan."""

    WELCOME = "welcome"
    AGAIN = "again"
    NOT_HELD = "not_held"
    UNKNOWN = "unknown"


@dataclass(frozen=True, slots=True)
class Scan:
    """One scan: the code on the ticket and when the telephone says it was."""

    code: str
    scanned_at: datetime


def credible(scanned_at: datetime, *, doors_open: datetime, received_at: datetime) -> datetime:
    """Return when somebody came, if the telephone can be right about it, else when it told us."""
    return scanned_at if doors_open <= scanned_at <= received_at else received_at


def shift_of(told_at: datetime | None, *, received_at: datetime) -> timedelta:
    """Return by how much a telephone's clock is behind, if it says what it shows."""
    return timedelta() if told_at is None else received_at - told_at


def earliest(scans: Iterable[Scan], *, received_at: datetime) -> dict[str, datetime]:
    """Return for each code the moment that counts."""
    first: dict[str, datetime] = {}
    for scan in scans:
        moment = min(scan.scanned_at, received_at)
        first[scan.code] = min(first.get(scan.code, moment), moment)
    return first


def merge(known: Mapping[str, datetime], told: Mapping[str, datetime]) -> dict[str, datetime]:
    """Return the arrivals known after being told: the earlier moment of each."""
    return {
        code: min(moments[code] for moments in (known, told) if code in moments)
        for code in known.keys() | told.keys()
    }


def outcome(state: TicketState, *, holds_place: bool) -> ScanOutcome:
    """Return what a scan does to a ticket in this state.

    A missed ticket is welcome as long as its place was not given on. Whoever was served, called
    or checked in before is here already; a withdrawn or waiting ticket has no place.
    """
    if state in CAME - {TicketState.SKIPPED}:
        return ScanOutcome.AGAIN
    return ScanOutcome.WELCOME if holds_place else ScanOutcome.NOT_HELD
