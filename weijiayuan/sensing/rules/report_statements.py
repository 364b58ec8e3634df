"""What a report tells as being there now: not what it denies, supposes, or says is over.

A device and a person tell of one thing only where both say that it is there. Frames are data
(`weijiayuan/data/sensing/report_frames.toml`); scopes are those of the sentence: what is supposed
or past reaches to its end, unless a clause takes it up as present; what is settled takes back
everything said before it.
"""

import re
import tomllib
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from typing import Any

from weijiayuan import danger
from weijiayuan.danger import text_normalization

SENTENCE = re.compile(r"[^。；！？!?;\n]+")
CLAUSE = re.compile(r"[^,、]+")


@dataclass(frozen=True, slots=True)
class Statements:
    """The clauses of a report that state something present. `framed`: others were left out."""

    clauses: tuple[str, ...]
    framed: bool

    def without(self, words: Iterable[str]) -> "Statements":
        """Return the clauses with words read over that sound alike and mean something else."""
        kept = self.clauses
        for word in words:
            kept = tuple(clause.replace(word, "") for clause in kept)
        return Statements(kept, self.framed)

    def but_for(self, places: Iterable[str]) -> "Statements":
        """Return the clauses that name none of these places."""
        places = tuple(places)
        kept = [each for each in self.clauses if not any(word in each for word in places)]
        return Statements(tuple(kept), self.framed)

    def explained(self, code: str) -> "Statements":
        """Return them without what something harmless explains: smoke of a cigar, a whole lid."""
        known = _harmless().get(code)
        if known is None or not any(known[0].search(each) for each in self.clauses):
            return self
        return Statements(tuple(known[1].sub("", each) for each in self.clauses), self.framed)

    def take_back(self, things: Sequence[str]) -> bool:
        """Tell whether the last clause that names one of these things says that there is none."""
        named = [each for each in self.clauses if any(thing in each for thing in things)]
        return bool(named) and _frame("gone").search(named[-1]) is not None

    def names(self, words: Iterable[str]) -> bool:
        """Tell whether one of the words stands in a statement, denied or not."""
        return any(word in clause for word in words for clause in self.clauses)

    def states(self, words: Sequence[str]) -> bool:
        """Tell whether one of the words is stated where any of them is named for the last time.

        Who first tells of a smell and then that none was found says that there is none.
        """
        named = [each for each in self.clauses if any(word in each for word in words)]
        return bool(named) and any(_is_stated(word, named[-1]) for word in words)


def read(text: str) -> Statements:
    """Return what a report states.

    >>> read("没有着火，要是着火了就糟了").states(["着火"]), read("三楼着火了").states(["着火"])
    (False, True)
    """
    standing: list[str] = []
    framed = False
    for sentence in SENTENCE.findall(text_normalization.read(text)):
        supposed = danger.is_of_elsewhere(sentence)
        framed = framed or supposed
        past = denied = False
        for clause in CLAUSE.findall(sentence):
            if _frame("settled").search(clause) and not _frame("unsettled").search(clause):
                standing, framed = [], True
                continue
            told, supposing = _before_supposition(clause)
            supposed = supposed and not _frame("here_now").search(told)
            past = _is_past(told, before=past)
            other = denied and _frame("instead").search(clause) is not None
            other = other or _frame("asking").search(clause) is not None
            if told and not (supposed or past or other):
                standing.append(told)
            framed = framed or supposing or supposed or past or other
            denied = denied or _frame("denying").search(clause) is not None
            supposed = supposed or supposing
    return Statements(tuple(standing), framed)


def _before_supposition(clause: str) -> tuple[str, bool]:
    """Return what a clause tells before it begins to suppose, and whether it does."""
    begins = _frame("supposed").search(clause)
    return (clause[: begins.start()], True) if begins else (clause, False)


def _is_past(clause: str, *, before: bool) -> bool:
    """Tell whether a clause is told of a time that is over, `before`: as the one before it is."""
    if _frame("lasting").search(clause):
        return False
    return before or _frame("past").search(clause) is not None


def _is_stated(word: str, clause: str) -> bool:
    found = re.finditer(re.escape(word), clause)
    return any(
        not _frame("denials").search(clause[: each.start()])
        and not _frame("denied_after").search(clause[each.end() :])
        for each in found
    )


@cache
def _table() -> dict[str, Any]:
    path = files("weijiayuan").joinpath("data", "sensing", "report_frames.toml")
    return tomllib.loads(path.read_text("utf-8"))


def _any_of(words: Iterable[str]) -> re.Pattern[str]:
    return re.compile("|".join(f"(?:{each})" for each in words))


@cache
def _frame(name: str) -> re.Pattern[str]:
    return _any_of(_table()[name])


@cache
def _harmless() -> dict[str, tuple[re.Pattern[str], re.Pattern[str]]]:
    """Return for each class what is harmless, and what that explains."""
    return {
        code: (_any_of(row["causes"]), _any_of(row["explains"]))
        for code, row in _table()["harmless"].items()
    }
