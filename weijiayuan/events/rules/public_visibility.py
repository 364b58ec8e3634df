"""What anyone may know of a matter, by category, danger and kind of sender. Every door asks."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta
from functools import cache
from typing import Any

from weijiayuan.events.rules import duplicate_hints, reference_data
from weijiayuan.events.rules.vocabulary import Source, State

HIDDEN_STATES = (State.REJECTED, State.WITHDRAWN)
UNKNOWN_FOR = timedelta(hours=1)
"""Only the hour is kept of an unknown sender; whoever looks every minute would know more."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Rule:
    """What is public of what one kind of sender sends."""

    words: str
    exact_place: bool


@cache
def _table() -> dict[str, Any]:
    return reference_data.read("public")


@cache
def rule_for(source: str) -> Rule:
    """Return the rule for a kind of sender; one that is not in the table shows nothing."""
    row = _table()["sources"].get(str(source), {"words": "never", "exact_place": False})
    return Rule(**row)


@cache
def listed_sources() -> tuple[str, ...]:
    """Return the kinds of sender whose matters others may know of."""
    return tuple(_table()["sources"])


@cache
def private_categories() -> tuple[str, ...]:
    """Return the categories that are nobody else's business."""
    return tuple(_table()["private_categories"])


@cache
def listed_dangers() -> tuple[str, ...]:
    """Return the kinds of danger of which others may know."""
    return tuple(_table()["listed_dangers"])


def is_listed(matter: Any) -> bool:
    """Tell whether the public may know that there is such a matter.

    Classified, not private, sent by somebody whose matters are listed, and neither rejected nor
    taken back; what another system published itself stays to be followed.
    """
    code, source = matter.category_code, matter.source
    if code is None or code in private_categories() or source not in listed_sources():
        return False
    if source == Source.OPEN311:
        return True
    is_personal = matter.danger is not None and matter.danger not in listed_dangers()
    return not is_personal and matter.state not in HIDDEN_STATES


def is_past_its_hour(matter: Any, *, now: datetime) -> bool:
    """Tell whether the public may know by now that it came: what an unknown sent, an hour later."""
    return bool(matter.source != Source.ANONYMOUS or matter.reported_at <= now - UNKNOWN_FOR)


def may_ever_be_read(source: str) -> bool:
    """Tell whether words of this kind of sender may be public at all."""
    return rule_for(source).words != "never"


def shows_words(matter: Any, *, is_checked: bool) -> bool:
    """Tell whether the public may read its words, see its photos and its answers."""
    if matter.public_text is None:
        return False
    if matter.danger is not None and matter.source != Source.OPEN311:
        return False
    words = rule_for(matter.source).words
    return is_listed(matter) and (words == "always" or (words == "checked" and is_checked))


def place_of(matter: Any) -> tuple[float, float]:
    """Return where the public is told it lies, in GCJ-02: to some 50 m if a resident sent it."""
    if rule_for(matter.source).exact_place:
        return matter.lng, matter.lat
    return rounded(matter.lng, matter.lat)


def rounded(lng: float, lat: float) -> tuple[float, float]:
    """Return the nearest point of the lattice on which public places lie.

    >>> rounded(113.944931, 22.741512)
    (113.945, 22.7415)
    """
    step = _table()["place_step"]
    return round(round(lng / step) * step, 6), round(round(lat / step) * step, 6)


def metres_between(here: tuple[float, float], there: tuple[float, float]) -> int:
    """Return the distance of two points of the lattice in steps of 50 m.

    >>> metres_between(rounded(113.945, 22.7415), rounded(113.946, 22.7415))
    100
    """
    step: int = _table()["distance_step_metres"]
    return round(duplicate_hints.metres_between(*here, *there) / step) * step


def reasons(metres: int, *, same_category: bool, alike: bool) -> tuple[str, ...]:
    """Say why a matter is hinted at, without a number that could be measured by."""
    near = "就在附近" if metres == 0 else f"约{metres}米内"
    said: Iterable[str | None] = (
        near,
        "同一类别" if same_category else None,
        "说的是同样的事" if alike else None,
    )
    return tuple(each for each in said if each)
