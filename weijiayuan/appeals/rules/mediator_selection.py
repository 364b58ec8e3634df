"""Who may mediate, and who does: filters, then the least loaded, then a draw anyone can repeat."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from hashlib import sha256

AMONG = 3


@dataclass(frozen=True, slots=True)
class Candidate:
    """A mediator as far as choosing goes. `ties` are marks of kin, addresses and employers."""

    id: str
    fields: frozenset[str]
    languages: frozenset[str]
    territories: tuple[str, ...]
    load: int
    available: bool = True
    ties: frozenset[str] = field(default=frozenset())


@dataclass(frozen=True, slots=True)
class Needed:
    """What a case asks of its mediator."""

    category: str
    languages: frozenset[str] = frozenset()
    territory: str = ""
    ties: frozenset[str] = frozenset()
    refused: frozenset[str] = frozenset()


@dataclass(frozen=True, slots=True)
class Choice:
    """Whom it fell on, among whom, and the seed by which it can be repeated."""

    mediator: str
    among: tuple[str, ...]
    seed: str


def fits(one: Candidate, needed: Needed) -> bool:
    """Tell whether a mediator may take the case: able, here, free, and tied to nobody in it."""
    return (
        one.available
        and one.id not in needed.refused
        and not one.ties & needed.ties
        and (not one.fields or needed.category in one.fields)
        and needed.languages <= one.languages
        and any(needed.territory.startswith(each) for each in one.territories)
    )


def able(candidates: Iterable[Candidate], needed: Needed) -> list[Candidate]:
    """Return who may take the case, the least loaded first."""
    return sorted((c for c in candidates if fits(c, needed)), key=lambda c: (c.load, c.id))


def choose(candidates: Sequence[Candidate], needed: Needed, *, seed: str) -> Choice | None:
    """Return who takes the case: the least loaded, by draw among equals; None if nobody may."""
    ranked = able(candidates, needed)
    if not ranked:
        return None
    least = [one for one in ranked if one.load == ranked[0].load]
    drawn = min(least, key=lambda one: sha256(f"{seed}:{one.id}".encode()).hexdigest())
    among = ranked[: max(AMONG, len(least))]
    return Choice(drawn.id, tuple(one.id for one in among), seed)
