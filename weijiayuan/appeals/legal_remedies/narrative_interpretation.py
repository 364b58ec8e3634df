"""What a story tells: answers to the questions of the rulebook, read from what somebody says.

A reading is a proposal. It is shown with the answers, an answer given by hand always wins, and what
the story does not say stays unknown.
"""

import re
import tomllib
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from functools import cache
from importlib.resources import files
from typing import Any

from weijiayuan.appeals.legal_remedies import narrative_classifier, narrative_dates
from weijiayuan.danger.text_normalization import read as plainly

SURE, POSSIBLE, MOST_POSSIBLE = 0.75, 0.01, 8
BY_ACCIDENT = ("medical", "traffic")
"""Matters in which a child is hurt and nobody lays hands on it."""
DECIDED = ("award", "judgment")
SHORTEST = 3
"""What shorter texts say is not looked at for a matter."""


@cache
def tables() -> dict[str, Any]:
    """Return the words that ship as data."""
    path = files("weijiayuan").joinpath("data", "appeals", "story_words.toml")
    return tomllib.loads(path.read_text("utf-8"))


@cache
def any_of(*path: str) -> re.Pattern[str]:
    """Return one pattern of a list of words."""
    table: Any = tables()
    for step in path:
        table = table[step]
    return re.compile("|".join(f"(?:{word})" for word in table) or "(?!)")


@dataclass(frozen=True, slots=True)
class Reading:
    """The answers that a story gives; the other matters it may be about, the likeliest first.

    `sure`: one matter is far likelier than the rest.
    """

    answers: dict[str, Any]
    also: tuple[str, ...] = ()
    sure: bool = True


def read(story: str, *, on: date) -> Reading:
    """Return what a story answers.

    >>> read("楼上漏水把我家天花板泡坏了", on=date(2026, 11, 28)).answers["matter"]
    'property_damage'
    """
    plain = plainly(story)
    answers: dict[str, Any] = {}
    side = first_word(plain, tables()["sides"])
    ranked = ranked_matters(plain)
    if ranked:
        answers["matter"] = ranked[0][0]
    answers |= flags_in(plain)
    if answers.get("matter") in BY_ACCIDENT:
        answers.pop("child_hurt", None)
    if side:
        answers["other_side"] = side
    answers |= stage(plain)
    answers |= narrative_dates.answers(plain, answers, on=on)
    sure = not ranked or ranked[0][1] >= SURE
    return Reading(answers, tuple(name for name, _ in ranked[1:]), sure)


def ranked_matters(plain: str) -> list[tuple[str, float]]:
    """Return the matters a text may be about with the share of each, the likeliest first."""
    if len(plain) < SHORTEST:
        return []
    shares = narrative_classifier.shares(plain)
    ranked = sorted(shares.items(), key=lambda each: each[1], reverse=True)
    return [ranked[0], *(each for each in ranked[1:MOST_POSSIBLE] if each[1] >= POSSIBLE)]


def flags_in(plain: str) -> dict[str, bool]:
    """Return what a text says outright: violence, a child hurt, still employed."""
    said: dict[str, bool] = {}
    for name in ("violence", "child_hurt", "public_place", "refused", "hardship", "employed"):
        kept = any_of("flags", name, "no").sub("〇", plain)
        if any_of("flags", name, "yes").search(kept):
            said[name] = True
    kept = any_of("flags", "unemployed", "no").sub("〇", plain)
    if "employed" not in said and any_of("flags", "unemployed", "yes").search(kept):
        said["employed"] = False
    return said


def first_word(plain: str, rows: Iterable[dict[str, Any]]) -> str | None:
    """Return the first row of which a word stands in the text."""
    return next((row["id"] for row in rows if any(word in plain for word in row["words"])), None)


def stage(plain: str) -> dict[str, str | bool]:
    """Return how far the matter has come: what is decided and not done, what was agreed."""
    said: dict[str, str | bool] = {}
    if _is_in_force_and_undone(plain):
        return {"pending": "effective", "unperformed": True}
    for row in tables()["pending"]:
        if any(re.search(words, plain) for words in row["words"]):
            said["pending"] = row["id"]
            break
    if said.get("pending") == "effective" and _is_not_yet(plain):
        said.pop("pending")
    if any_of("agreement", "made").search(plain) and said.get("pending") in (None, "effective"):
        if "pending" in said and any_of("agreement", "court").search(plain):
            return said
        said.pop("pending", None)
        broken = any_of("agreement", "broken").search(plain)
        said["agreement"] = "broken" if broken else "written"
    return said | (_decided(plain) if said.get("pending") in DECIDED else {})


def _is_in_force_and_undone(plain: str) -> bool:
    """Tell whether the court stands behind what was agreed, and it is still not done."""
    by_court = any_of("in_force", "by_court").search(plain)
    if by_court is None or _is_not_yet(plain) or _is_unaccepted(plain):
        return False
    rest = plain[by_court.end() :]
    undone = (any_of("in_force", "undone"), any_of("decided", "undone"))
    return any(words.search(rest) for words in undone)


def _is_not_yet(plain: str) -> bool:
    """Tell whether the court has yet to look, or somebody is to be kept away by its order."""
    return any_of("in_force", "asked").search(plain) is not None


def _decided(plain: str) -> dict[str, bool]:
    """Return whether what was decided is not done, and whether somebody went to court over it."""
    if any_of("decided", "contested").search(plain):
        return {"contested": True}
    undone = any_of("decided", "undone").search(plain)
    return {"unperformed": True} if undone and not _is_unaccepted(plain) else {}


def _is_unaccepted(plain: str) -> bool:
    return any_of("decided", "unaccepted").search(plain) is not None
