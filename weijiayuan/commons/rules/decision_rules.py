"""Rules of decision as data: who must take part, and who must agree, in exact fractions."""

import tomllib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from fractions import Fraction
from functools import cache
from importlib.resources import files
from typing import Any


class BadRule(ValueError):
    """The rule cannot be counted by. The message is for whoever wrote it."""


class Basis(StrEnum):
    """Whom a roll lists, and so what one head is."""

    RESIDENTS = "residents"
    HOUSEHOLDS = "households"
    DELEGATES = "delegates"
    OWNERS = "owners"


class Measure(StrEnum):
    """What is counted: people, or the area they own."""

    HEADS = "heads"
    AREA = "area"


class Group(StrEnum):
    """Some of the roll. `PARTICIPATING` cast a vote, whatever it says; nobody else counts."""

    ALL = "all"
    PRESENT = "present"
    PARTICIPATING = "participating"
    YES = "yes"
    ASKING = "asking"
    DELEGATES = "delegates"


TO_MEET = {(Group.PRESENT, Group.ALL), (Group.PARTICIPATING, Group.ALL)}
TO_PASS = {(Group.YES, of) for of in (Group.ALL, Group.PRESENT, Group.PARTICIPATING)}
TO_CALL = {(Group.ASKING, Group.ALL)}
TO_COMPOSE = {(Group.DELEGATES, Group.ALL)}


@dataclass(frozen=True, slots=True)
class Threshold:
    """A share of `of` that `count` must reach (exceed, if `is_strict`), and by which article."""

    count: Group
    of: Group
    measure: Measure
    fraction: Fraction
    is_strict: bool
    article: str
    basis: Basis | None = None
    """Whose heads are meant, where a rule lets several kinds of roll ask."""

    def holds(self, count: int, of: int) -> bool:
        """Tell whether so much is enough; nothing is enough of nothing."""
        if of <= 0:
            return False
        needed = self.fraction * of
        return count > needed if self.is_strict else count >= needed

    def least(self, of: int) -> int:
        """Return the smallest whole number that is enough of this many.

        >>> two_thirds = threshold({"count": "yes", "of": "all", "measure": "heads",
        ...                         "at_least": "2/3"}, article="")
        >>> two_thirds.least(60), two_thirds.least(61)
        (40, 41)
        """
        needed = self.fraction * of
        floor = needed.numerator // needed.denominator
        return floor if floor == needed and not self.is_strict else floor + 1


@dataclass(frozen=True, slots=True, kw_only=True)
class Rule:
    """How one kind of question is decided. Days are calendar days; 0 where the law names none."""

    id: str
    name: str
    basis: Basis
    article: str
    meet: tuple[Threshold, ...]
    passes: tuple[Threshold, ...]
    call: tuple[Threshold, ...] = ()
    composition: tuple[Threshold, ...] = ()
    also: tuple[Basis, ...] = ()
    about: str = ""
    notice_days: int = 0
    notice_article: str = ""
    urgent_may_be_short: bool = False
    published_days: int = 0
    published_article: str = ""
    offline_only: bool = False

    @property
    def bases(self) -> tuple[Basis, ...]:
        """Return every kind of roll that the rule can be counted on."""
        return (self.basis, *self.also)

    def may_ask(self, basis: Basis) -> Threshold | None:
        """Return the share of such a roll that can demand a meeting, None where none can."""
        for each in self.call:
            if each.basis is basis or (each.basis is None and basis in self.bases):
                return each
        return None

    @property
    def weighs_area(self) -> bool:
        """Tell whether areas are counted besides heads."""
        return any(each.measure is Measure.AREA for each in (*self.meet, *self.passes))

    @property
    def counts_present(self) -> bool:
        """Tell whether it matters who is there, and not only who votes."""
        groups = {group for each in (*self.meet, *self.passes) for group in (each.count, each.of)}
        return Group.PRESENT in groups


def threshold(written: Mapping[str, Any], *, article: str) -> Threshold:
    """Read one threshold. Raises `BadRule`."""
    given = [name for name in ("at_least", "more_than") if written.get(name) is not None]
    if len(given) != 1:
        raise BadRule("a threshold has either at_least or more_than")
    try:
        fraction = Fraction(str(written[given[0]]))
        groups = Group(written["count"]), Group(written["of"])
        measure = Measure(written["measure"])
        basis = Basis(written["basis"]) if written.get("basis") else None
    except (KeyError, ValueError, ZeroDivisionError) as error:
        raise BadRule(str(error)) from error
    if not 0 < fraction <= 1:
        raise BadRule(f"{fraction} is no share")
    return Threshold(
        *groups,
        measure,
        fraction,
        given[0] == "more_than",
        written.get("article") or article,
        basis,
    )


def rule(written: Mapping[str, Any]) -> Rule:
    """Read a rule as the data writes it. Raises `BadRule`."""
    article = str(written.get("article", ""))
    plain = {
        name: value
        for name, value in written.items()
        if name not in {"meet", "pass", "call", "composition", "basis", "also"}
    }
    try:
        return Rule(
            basis=Basis(written["basis"]),
            also=tuple(Basis(each) for each in written.get("also", ())),
            meet=_thresholds(written.get("meet", ()), TO_MEET, article),
            passes=_thresholds(written["pass"], TO_PASS, article),
            call=_thresholds(written.get("call", ()), TO_CALL, article),
            composition=_thresholds(written.get("composition", ()), TO_COMPOSE, article),
            **plain,
        )
    except (KeyError, TypeError, ValueError) as error:
        raise BadRule(str(error)) from error


def _thresholds(
    written: Sequence[Mapping[str, Any]], allowed: set[tuple[Group, Group]], article: str
) -> tuple[Threshold, ...]:
    found = tuple(threshold(each, article=article) for each in written)
    for each in found:
        if (each.count, each.of) not in allowed:
            raise BadRule(f"{each.count} of {each.of} says nothing here")
    return found


@cache
def shipped() -> Mapping[str, Rule]:
    """Return the rules that ship, by id, in the order of the file."""
    raw = files("weijiayuan").joinpath("data", "commons", "decision_rules.toml").read_text("utf-8")
    found = [rule(each) for each in tomllib.loads(raw)["rules"]]
    return {each.id: each for each in found}
