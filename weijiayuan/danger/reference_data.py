"""The tables that ship as data (`weijiayuan/data/danger/`), read once."""

import re
import tomllib
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from importlib.resources.abc import Traversable
from typing import Any

FOLDER = "danger"


@dataclass(frozen=True, slots=True, kw_only=True)
class Kind:
    """A kind of danger, whom to call, and the one thing to do until they come."""

    id: str
    name: str
    call: tuple[str, ...]
    advice: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Sign:
    """Ideas that together mean a danger if they meet within `reach` characters.

    `present`: it counts only where it is seen, not where it is feared. `lasting`: words of what
    is over do not take it back.
    """

    kind: str
    all: tuple[str, ...]
    reach: int
    present: bool = True
    lasting: bool = False


def read(name: str) -> dict[str, Any]:
    """Return one table as it stands in its file."""
    return tomllib.loads(path(f"{name}.toml").read_text("utf-8"))


def path(name: str) -> Traversable:
    """Return where a file of this floor is."""
    return files("weijiayuan").joinpath("data", FOLDER, name)


@cache
def kinds() -> dict[str, Kind]:
    """Return the kinds of danger, the gravest first."""
    rows = read("kinds")["kinds"]
    return {row["id"]: Kind(**row | {"call": tuple(row["call"])}) for row in rows}


@dataclass(frozen=True, slots=True, kw_only=True)
class Family:
    """Sayings within a kind that have a name, numbers and a first deed of their own."""

    name: str
    call: tuple[str, ...]
    advice: str


@cache
def families() -> dict[str, Family]:
    """Return the families of sayings by their ids."""
    rows = read("kinds")["families"].items()
    return {each: Family(**row | {"call": tuple(row["call"])}) for each, row in rows}


def _leading(told: Iterable[str], family: str | None) -> list[Kind | Family]:
    """Return what is said of kinds of danger, of a family in place of the kind that leads."""
    known: list[Kind | Family] = [kinds()[kind] for kind in told if kind in kinds()]
    return [families()[family], *known[1:]] if family in families() else known


def name_of(told: Iterable[str], family: str | None = None) -> str:
    """Return the names of kinds of danger as one."""
    return "、".join(each.name for each in _leading(told, family))


def advice_of(told: Iterable[str], family: str | None = None) -> str:
    """Return what to do, for the first two kinds: nobody in danger reads more."""
    return "".join(dict.fromkeys(each.advice for each in _leading(told, family)[:2]))


@cache
def ideas() -> dict[str, re.Pattern[str]]:
    """Return the ideas with the pattern of the words for each."""
    return {name: any_of(words) for name, words in read("ideas").items()}


@cache
def signs() -> tuple[Sign, ...]:
    """Return the signs in the order of their file."""
    table = read("signs")
    return tuple(
        Sign(**{"reach": table["reach"]} | row | {"all": tuple(row["all"])})
        for row in table["signs"]
    )


@cache
def words(name: str) -> re.Pattern[str]:
    """Return the pattern of one list beside the signs: hazards, harmless and so on."""
    return any_of(read("signs")[name]["words"])


def any_of(alternatives: Iterable[str]) -> re.Pattern[str]:
    """Return one pattern; commas are those of a text that was read."""
    return re.compile("|".join(f"(?:{each})" for each in alternatives).replace("，", ","))
