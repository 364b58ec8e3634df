"""What a story tells: answers to the questions of the rulebook, read from what somebody says.

A reading is a proposal. It is shown with the answers, an answer given by hand always wins, and what
the story does not say stays unknown.
"""

import re
import tomllib
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date
from functools import cache
from importlib.resources import files
from typing import Any

from weijiayuan.appeals.roads import story_classifier, story_dates
from weijiayuan.danger.text_normalization import read as plainly

SEEN_ENOUGH = 2.5
LIKENESS, LIKENESS_MOST, LEANING = 0.35, 8.0, 2.0


@cache
def tables() -> dict[str, Any]:
    """Return the words that ship as data."""
    path = files("weijiayuan").joinpath("data", "appeals", "story_words.toml")
    return tomllib.loads(path.read_text("utf-8"))


@cache
def matters() -> tuple[tuple[str, tuple[tuple[int, re.Pattern[str]], ...]], ...]:
    return tuple(
        (row["id"], tuple((weight, re.compile(words)) for weight, words in row["words"]))
        for row in tables()["matters"]
    )


@cache
def any_of(*path: str) -> re.Pattern[str]:
    """Return one pattern of a list of words."""
    table: Any = tables()
    for step in path:
        table = table[step]
    return re.compile("|".join(f"(?:{word})" for word in table) or "(?!)")


@dataclass(frozen=True, slots=True)
class Reading:
    """The answers that a story gives, and the other matters that it touches."""

    answers: dict[str, Any]
    also: tuple[str, ...] = field(default=())


def read(story: str, *, on: date) -> Reading:
    """Return what a story answers.

    >>> read("楼上漏水把我家天花板泡坏了", on=date(2026, 11, 28)).answers["matter"]
    'property_damage'
    """
    plain = plainly(story)
    answers: dict[str, Any] = {}
    side = first_word(plain, tables()["sides"])
    ranked = ranked_matters(plain, side)
    if ranked:
        answers["matter"] = ranked[0]
    answers |= flags_in(plain)
    if side:
        answers["other_side"] = side
    answers |= stage(plain)
    answers |= story_dates.answers(plain, answers, on=on)
    return Reading(answers, tuple(ranked[1:3]))


def ranked_matters(plain: str, side: str | None = None) -> list[str]:
    """Return the matters a text speaks of, the weightiest first.

    What is said outright (`story_words.toml`) counts most; likeness to what people say decides
    between near ones, and alone where nothing is said outright.
    """
    like = story_classifier.shipped().scores(plain)
    leans = tables()["leans"].get(side, ())
    scores = [
        (
            sum(weight * bool(words.search(plain)) for weight, words in signs)
            + min(LIKENESS_MOST, LIKENESS * like.get(name, 0.0))
            + LEANING * (name in leans),
            -at,
            name,
        )
        for at, (name, signs) in enumerate(matters())
    ]
    return [name for score, _, name in sorted(scores, reverse=True) if score >= SEEN_ENOUGH]


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


def stage(plain: str) -> dict[str, str]:
    """Return how far the matter has come: what is decided, what was agreed."""
    said: dict[str, str] = {}
    for row in tables()["pending"]:
        if any(re.search(words, plain) for words in row["words"]):
            said["pending"] = row["id"]
            break
    if any_of("agreement", "made").search(plain) and said.get("pending") in (None, "effective"):
        if "pending" in said and any_of("agreement", "court").search(plain):
            return said
        said.pop("pending", None)
        broken = any_of("agreement", "broken").search(plain)
        said["agreement"] = "broken" if broken else "written"
    return said
