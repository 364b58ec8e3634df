"""Days that cannot all be so: they are asked for again, and no last day is computed from them."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

ONLY_PAST = ("happened_on", "learned_on", "ended_on", "interrupted_on", "agreed_on")
"""What has happened, or is no fact yet. A day on which something falls due may come."""
AHEAD = "这一天还没有到"
ORDER = (
    ("happened_on", "learned_on", "知道或收到的日子早于事情发生的日子"),
    ("happened_on", "agreed_on", "签协议的日子早于事情发生的日子"),
    ("agreed_on", "due_on", "约好还、约好做的日子早于签协议的日子"),
)
ASKED_BEFORE = "催要、报案的日子早于事情发生的日子"
LENT_AFTER_DUE = "约好还的日子早于借出的日子"
HURT_AFTER_LEAVING = "受伤的日子晚于离职的日子"
STILL_EMPLOYED = "说还在上班，又写了离职的日子"


@dataclass(frozen=True, slots=True)
class Doubt:
    """What cannot be: the day to ask for again, the days that are not to be trusted, and why."""

    question: str
    days: tuple[str, ...]
    text: str


def doubts(known: Mapping[str, Any], *, on: date) -> tuple[Doubt, ...]:
    """Return what cannot be so of the days of a case on a day.

    >>> told = {"happened_on": date(2026, 5, 2), "learned_on": date(2026, 4, 2)}
    >>> [each.days for each in doubts(told, on=date(2026, 11, 28))]
    [('happened_on', 'learned_on')]
    """
    return (*_ahead(known, on), *_turned_round(known), *_of_the_matter(known))


def trusted(known: Mapping[str, Any], found: Iterable[Doubt], *, on: date) -> dict[str, Any]:
    """Return the case without the days that cannot be so; of several requests those that can."""
    unsure = {day for each in found for day in each.days}
    kept = {name: value for name, value in known.items() if name not in unsure}
    requests = known.get("interrupted_on")
    if isinstance(requests, tuple) and (past := tuple(day for day in requests if day <= on)):
        kept["interrupted_on"] = past
    return kept


def _ahead(known: Mapping[str, Any], on: date) -> Iterator[Doubt]:
    for name in ONLY_PAST:
        if (day := _last(known.get(name))) is not None and day > on:
            yield Doubt(name, (name,), AHEAD)


def _turned_round(known: Mapping[str, Any]) -> Iterator[Doubt]:
    for earlier, later, text in ORDER:
        if _is_before(known, later, earlier):
            yield Doubt(later, (earlier, later), text)
    asked = _last(known.get("interrupted_on"))
    if asked is not None and (began := known.get("happened_on")) is not None and asked < began:
        yield Doubt("interrupted_on", ("interrupted_on",), ASKED_BEFORE)


def _of_the_matter(known: Mapping[str, Any]) -> Iterator[Doubt]:
    matter = known.get("matter")
    if matter == "debt" and _is_before(known, "due_on", "happened_on"):
        yield Doubt("due_on", ("happened_on", "due_on"), LENT_AFTER_DUE)
    if matter == "work_injury" and _is_before(known, "ended_on", "happened_on"):
        yield Doubt("happened_on", ("happened_on", "ended_on"), HURT_AFTER_LEAVING)
    if known.get("employed") is True and known.get("ended_on") is not None:
        yield Doubt("ended_on", ("ended_on",), STILL_EMPLOYED)


def _is_before(known: Mapping[str, Any], one: str, other: str) -> bool:
    first, second = known.get(one), known.get(other)
    return isinstance(first, date) and isinstance(second, date) and first < second


def _last(days: date | tuple[date, ...] | None) -> date | None:
    return max(days, default=None) if isinstance(days, tuple) else days
