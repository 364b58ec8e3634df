"""Who gets a matter: ordered rules, the first that holds decides and says why."""

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from typing import Any

from weijiayuan.events.rules import reference_data
from weijiayuan.events.rules.vocabulary import Level, Mode

UNREADABLE = "看不清"
LEVELS = ("grid", "community", "street", "district")


@dataclass(frozen=True, slots=True, kw_only=True)
class Matter:
    """What the rules look at."""

    category: str
    level: Level
    mode: Mode
    unit_kind: str
    community: str | None = None
    off_hours: bool = False
    reopened: bool = False
    mark: str | None = None
    text: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Rule:
    """One row: where it sends a matter, when, and the reason people read."""

    id: str
    name: str
    to: str
    because: str
    categories: frozenset[str] = frozenset()
    levels: frozenset[int] = frozenset()
    modes: frozenset[str] = frozenset()
    communities: frozenset[str] = frozenset()
    off_hours: bool | None = None
    never_reopened: bool = False
    marks: frozenset[str] = frozenset()
    words: tuple[str, ...] = ()

    def failed(self, matter: Matter) -> list[str]:
        """Return the conditions that do not hold; none means the rule decides."""
        checks = {
            "类别": not self.categories or matter.category in self.categories,
            "级别": not self.levels or matter.level in self.levels,
            "处置方式": not self.modes or matter.mode in self.modes,
            "社区": not self.communities or matter.community in self.communities,
            "时段": self.off_hours is None or self.off_hours == matter.off_hours,
            "标识": not self.marks or self._is_marked(matter),
            "重办件": not (self.never_reopened and matter.reopened),
        }
        return [name for name, holds in checks.items() if not holds]

    def _is_marked(self, matter: Matter) -> bool:
        """Tell whether the thing bears one of the marks; its words speak where nobody read it."""
        if matter.mark is None or matter.mark == UNREADABLE:
            return any(word in matter.text for word in self.words)
        return matter.mark in self.marks


@dataclass(frozen=True, slots=True, kw_only=True)
class Tried:
    rule: str
    rule_name: str
    failed: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Decision:
    """Which unit kind gets it, by which rule, what was tried before, under which version."""

    to: str
    rule: str
    rule_name: str
    because: str
    tried: tuple[Tried, ...]
    version: str


@cache
def shipped() -> tuple[str, tuple[Rule, ...]]:
    """Return the version and the rules in their order."""
    table = reference_data.read("dispatch")
    return table["version"], tuple(_rule(row) for row in table["rules"])


def _rule(row: Mapping[str, Any]) -> Rule:
    sets = {
        name: frozenset(row[name])
        for name in ("categories", "levels", "modes", "communities", "marks")
        if name in row
    }
    return Rule(**{**row, **sets, "words": tuple(row.get("words", ()))})


def decide(matter: Matter, rules: tuple[Rule, ...] | None = None) -> Decision:
    """Return the first rule that holds, with why the earlier ones did not."""
    version, ours = shipped()
    tried: list[Tried] = []
    for rule in rules or ours:
        failed = rule.failed(matter)
        if not failed:
            to = matter.unit_kind if rule.to == "of_category" else rule.to
            return Decision(
                to=to,
                rule=rule.id,
                rule_name=rule.name,
                because=rule.because,
                tried=tuple(tried),
                version=version,
            )
        tried.append(Tried(rule=rule.id, rule_name=rule.name, failed=tuple(failed)))
    raise LookupError("the last dispatch rule must hold always")


@dataclass(frozen=True, slots=True, kw_only=True)
class UnitFacts:
    """A unit as the search sees it. `place` is the code of its territory (a prefix of grids)."""

    code: str
    kind: str
    place: str
    owns: frozenset[str] = frozenset()


def nearest_unit(
    units: tuple[UnitFacts, ...], *, kind: str, grid: str, category: str
) -> UnitFacts | None:
    """Return the unit of this kind closest to the grid: its own, then street, then district.

    Units that list their duties must list the category. Ties break by code.
    """
    fitting = [
        unit
        for unit in units
        if unit.kind == kind
        and grid.startswith(unit.place)
        and (not unit.owns or category in unit.owns)
    ]
    return min(fitting, key=lambda unit: (-len(unit.place), unit.code), default=None)
