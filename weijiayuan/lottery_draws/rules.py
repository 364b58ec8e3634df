"""A draw that anyone can repeat: a seed promised before, shown after, and one hash per ticket.

The algorithm, `sha256-min-v1`, in full:

1. When the draw opens, a secret seed of 32 random bytes is made and its promise is published:
   the SHA-256 of the seed's hexadecimal text.
2. Every entry gets a number, 1, 2, 3 … in the order of entering. An entry has one ticket, and one
   more for each draw of the same family lost in a row before, `MOST_TICKETS` at most.
3. After closing, each ticket is worth the SHA-256 of `seed:number:ticket` (ticket counted from 1),
   as hexadecimal text. The entry is worth its smallest ticket.
4. Entries in ascending order of worth are the result: the first `places` win, the others wait in
   this order.

The smallest of n even values comes first with a chance proportional to n, so two tickets are
exactly twice the chance of one at every step, without one floating-point number. Numbers are
dense, so nobody can choose a lucky one.
"""

import hashlib
import secrets
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

ALGORITHM = "sha256-min-v1"
MOST_TICKETS = 4


@dataclass(frozen=True, slots=True)
class Entry:
    """One wish in a draw: its number in the order of entering, and its tickets (1 to 4)."""

    number: int
    tickets: int


@dataclass(frozen=True, slots=True)
class Drawn:
    """What became of an entry: its rank (1 is first) and whether it won a place."""

    number: int
    rank: int
    won: bool


def new_seed() -> str:
    """Return a secret seed: 64 hexadecimal digits from the machine's best source."""
    return secrets.token_hex(32)


def promise_of(seed: str) -> str:
    """Return what is published before the draw, so that the seed cannot be changed after."""
    return hashlib.sha256(seed.encode()).hexdigest()


def keeps_promise(seed: str, promise: str) -> bool:
    """Tell whether the seed shown after is the one promised before."""
    return secrets.compare_digest(promise_of(seed), promise)


def tickets_after(losses_in_a_row: int) -> int:
    """Return the tickets of someone who lost so many draws of this family since the last win."""
    return min(1 + losses_in_a_row, MOST_TICKETS)


def draw(entries: Iterable[Entry], *, seed: str, places: int) -> list[Drawn]:
    """Return all entries in the order drawn; the first `places` of them have won."""
    ordered = sorted(entries, key=lambda entry: _worth(entry, seed))
    return [
        Drawn(number=entry.number, rank=rank, won=rank <= places)
        for rank, entry in enumerate(ordered, start=1)
    ]


def digest_of(entries: Sequence[Entry]) -> str:
    """Return the fingerprint of a closed list of entries, in order of number."""
    lines = (f"{entry.number}:{entry.tickets}\n" for entry in sorted(entries, key=_by_number))
    return hashlib.sha256("".join(lines).encode()).hexdigest()


def _worth(entry: Entry, seed: str) -> str:
    return min(
        hashlib.sha256(f"{seed}:{entry.number}:{ticket}".encode()).hexdigest()
        for ticket in range(1, entry.tickets + 1)
    )


def _by_number(entry: Entry) -> int:
    return entry.number
