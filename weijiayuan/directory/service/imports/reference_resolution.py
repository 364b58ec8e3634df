"""Things that a list names by a number or a name."""

from collections.abc import Iterable
from typing import Generic, TypeVar

Thing = TypeVar("Thing")


class Named(Generic[Thing]):
    """Things by their numbers and names; a name that two of them have names neither."""

    def __init__(self, things: Iterable[tuple[Thing, Iterable[str]]]) -> None:
        self._found: dict[str, list[Thing]] = {}
        for thing, words in things:
            for word in {*words} - {""}:
                self._found.setdefault(word, []).append(thing)

    def one(self, word: str) -> Thing | None:
        """Return what the word names, if it names one thing."""
        found = self._found.get(word, [])
        return found[0] if len(found) == 1 else None

    def missing(self, word: str, what: str) -> str:
        """Say why the word names nothing. `what` is a noun."""
        if word in self._found:
            return f"有几个{what}都叫“{word}”，请写编号"
        return f"没有登记“{word}”这个{what}"
