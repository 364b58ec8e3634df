"""The table of what a post may not say, as staff keep it in data/jobs/lawful_post.toml."""

import re
import tomllib
from collections.abc import Iterable
from dataclasses import dataclass
from enum import StrEnum
from functools import cache
from importlib.resources import files
from typing import Any

from weijiayuan.jobs.rules.work_duties import Duties, duties_from


class Level(StrEnum):
    """What a finding does to the post."""

    REFUSE = "refuse"
    REVIEW = "review"
    WARN = "warn"


@dataclass(frozen=True, slots=True)
class Rule:
    """One thing the law forbids, how it is said, and how to write it instead."""

    id: str
    name: str
    article: str
    quote: str
    remedy: str
    figures: str | None
    is_deniable: bool
    is_lawful_of_work: bool
    patterns: tuple[tuple[Level, re.Pattern[str]], ...]
    unless: re.Pattern[str] | None
    excused: re.Pattern[str] | None


@dataclass(frozen=True, slots=True)
class Law:
    """Every rule, with the version of the table that a verdict names."""

    version: str
    rules: tuple[Rule, ...]
    duties: Duties

    def rule(self, rule_id: str) -> Rule:
        """Return the rule with this id."""
        return next(rule for rule in self.rules if rule.id == rule_id)


LEVEL_KEYS = {"certain": Level.REFUSE, "doubtful": Level.REVIEW, "mild": Level.WARN}


@cache
def law() -> Law:
    """Return the table in force."""
    raw = files("weijiayuan").joinpath("data", "jobs", "lawful_post.toml").read_text("utf-8")
    table = tomllib.loads(raw)
    words: dict[str, str] = table["words"]
    rules = tuple(rule_from(entry, words) for entry in table["rule"])
    return Law(table["version"], rules, duties_from(table["duties"]))


def rule_from(entry: dict[str, Any], words: dict[str, str]) -> Rule:
    """Return the rule that an entry of the table describes."""
    return Rule(
        id=entry["id"],
        name=entry["name"],
        article=entry["article"],
        quote=entry["quote"],
        remedy=entry["remedy"],
        figures=entry.get("figures"),
        is_deniable=entry.get("deniable", False),
        is_lawful_of_work=entry.get("of_work", False),
        patterns=tuple(
            (level, pattern)
            for key, level in LEVEL_KEYS.items()
            if (pattern := either(entry.get(key, ()), words))
        ),
        unless=either(entry.get("unless", ()), words),
        excused=either(entry.get("excused", ()), words),
    )


def either(patterns: Iterable[str], words: dict[str, str]) -> re.Pattern[str] | None:
    """Return one pattern that matches what any of these match, named lists filled in."""
    filled = [re.sub(r"\{([a-z]+)\}", lambda name: words[name[1]], each) for each in patterns]
    return re.compile("|".join(f"(?:{each})" for each in filled)) if filled else None
