"""Whom a talk is about, and which question decides most: what came to pass concerns few at home.

Somebody came because of an event. The people whom it is about are asked first, one after the other,
in the order that the pack gives; who is known not to be concerned is asked last, if at all.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from enum import IntEnum
from typing import Any

from weijiayuan.rules_engine.evaluate.answers import SKIPPED


class Concern(IntEnum):
    """How likely it is that the event is about somebody, the likeliest first."""

    SURE = 0
    OPEN = 1
    NONE = 2


@dataclass(frozen=True, slots=True)
class Focus:
    """An event, as far as questions go: what decides most, and the answers of whom it is about.

    `chosen` and `rest` are checked answers: of those whom it is about, and of everybody else.
    """

    order: tuple[str, ...]
    chosen: Mapping[str, Any]
    rest: Mapping[str, Any]

    def concern(self, answers: Mapping[str, Any]) -> Concern:
        """Tell from somebody's answers whether the event is about them."""
        if self.chosen and all(_is_within(answers.get(n), v) for n, v in self.chosen.items()):
            return Concern.SURE
        if any(_is_apart(answers.get(n), value) for n, value in self.rest.items()):
            return Concern.SURE
        if any(_is_within(answers.get(n), value) for n, value in self.rest.items()):
            return Concern.NONE
        return Concern.OPEN

    def urgency(self, question: str) -> int:
        """Return the place of a question among those that decide most."""
        return self.order.index(question) if question in self.order else len(self.order)


def _is_within(answer: Any, allowed: Any) -> bool:
    if answer is None or answer is SKIPPED:
        return False
    if isinstance(allowed, tuple):
        low, high = _ends(answer)
        return bool(allowed[0] <= low and high <= allowed[1])
    return _choices(answer) <= _choices(allowed)


def _is_apart(answer: Any, allowed: Any) -> bool:
    if answer is None or answer is SKIPPED:
        return False
    if isinstance(allowed, tuple):
        low, high = _ends(answer)
        return bool(high < allowed[0] or allowed[1] < low)
    return _choices(answer).isdisjoint(_choices(allowed))


def _ends(answer: Any) -> tuple[date, date]:
    return answer if isinstance(answer, tuple) else (answer, answer)


def _choices(answer: Any) -> frozenset[Any]:
    return answer if isinstance(answer, frozenset) else frozenset({answer})
