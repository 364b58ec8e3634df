"""How entries are sealed to each other, so that none can be changed, dropped or moved unseen."""

import json
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import UTC, datetime
from hashlib import sha256
from uuid import UUID

GENESIS = "0" * 64


@dataclass(frozen=True)
class Entry:
    """One thing that somebody did, as it is sealed. `facts` is JSON text."""

    number: int
    at: datetime
    actor: str
    action: str
    subject_kind: str
    subject_id: str
    reason: str
    facts: str


@dataclass(frozen=True)
class ChainBreak:
    """Where the chain does not hold, and how."""

    number: int
    how: str


def seal(entry: Entry, previous: str) -> str:
    """Return the SHA-256 over the entry and the seal before it, as hexadecimal."""
    parts = [
        previous,
        entry.number,
        entry.at.astimezone(UTC).isoformat(timespec="microseconds"),
        entry.actor,
        entry.action,
        entry.subject_kind,
        entry.subject_id,
        entry.reason,
        entry.facts,
    ]
    return sha256(json.dumps(parts, ensure_ascii=True).encode()).hexdigest()


def first_break(
    sealed: Iterable[tuple[Entry, str, str]], *, head: tuple[int, str]
) -> ChainBreak | None:
    """Walk `(entry, previous seal, seal)` in order of number and return the first fault.

    `head` is the number and seal that the trail says it ends with; a trail cut at its end is
    seen by that.
    """
    number, previous = 0, GENESIS
    for entry, claimed_previous, claimed in sealed:
        if entry.number != number + 1:
            return ChainBreak(number + 1, "is missing")
        if claimed_previous != previous:
            return ChainBreak(entry.number, "does not follow the entry before it")
        if seal(entry, previous) != claimed:
            return ChainBreak(entry.number, "was changed")
        number, previous = entry.number, claimed
    if (number, previous) != head:
        return ChainBreak(number + 1, "is missing at the end")
    return None


def plain_facts(facts: dict[str, object]) -> str:
    """Write facts as JSON with sorted names, so that the same facts have the same seal."""
    return json.dumps(
        dict(_plain(facts)), ensure_ascii=False, sort_keys=True, separators=(",", ":")
    )


def _plain(facts: dict[str, object]) -> Iterator[tuple[str, object]]:
    for name, fact in facts.items():
        if isinstance(fact, (UUID, datetime)):
            yield name, str(fact)
        else:
            yield name, fact
