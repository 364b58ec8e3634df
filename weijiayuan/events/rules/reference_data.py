"""The tables that ship as data (`weijiayuan/data/events/`), read once and checked while reading."""

import tomllib
from dataclasses import dataclass, field, replace
from datetime import time
from functools import cache
from importlib.resources import files
from typing import Any

from weijiayuan.deadline_clocks.escalation_ladder import Rung
from weijiayuan.deadline_clocks.working_time import Limit, Window
from weijiayuan.events.rules.clock_kinds import ClockKind
from weijiayuan.events.rules.vocabulary import Level, Mode

SUPERVISION = {1: "街道督办", 2: "区督办", 3: "区领导督办"}


@dataclass(frozen=True, slots=True, kw_only=True)
class Field:
    """A question that belongs to one category."""

    key: str
    label: str
    kind: str
    required: bool = False
    choices: tuple[str, ...] = ()
    min: int = 0
    max: int = 200


@dataclass(frozen=True, slots=True, kw_only=True)
class Category:
    """A kind of matter: its code in the standard, how urgent it is, who sees to it and by when."""

    code: str
    name: str
    level: Level
    limit: Limit
    limit_source: str
    mode: Mode
    unit_kind: str
    help: str
    words: tuple[str, ...]
    old_code: str | None = None
    also: tuple[str, ...] = ()
    also_means: dict[str, dict[str, str]] = field(default_factory=dict, hash=False)
    local: bool = False
    fields: tuple[Field, ...] = ()
    first_step: str | None = None
    urgent_call: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Limits:
    """Every limit and reach that does not hang on the category."""

    version: str
    windows: tuple[Window, ...]
    danger: Limit
    danger_clocks: dict[str, Limit]
    sensed: dict[int, Limit]
    sensed_clocks: dict[int, dict[str, Limit]]
    clocks: dict[str, Limit]
    waiting: dict[str, Limit]
    report_in: dict[str, Limit]
    silence: dict[str, Limit]
    resident: dict[str, int]
    distance: dict[str, int]
    sample_percent: int
    rungs: tuple[Rung, ...]
    supervision_from: dict[str, int]


def read(name: str) -> dict[str, Any]:
    """Return one shipped table as it stands in its file."""
    folder = files("weijiayuan").joinpath("data", "events")
    return tomllib.loads(folder.joinpath(f"{name}.toml").read_text(encoding="utf-8"))


@cache
def categories() -> dict[str, Category]:
    """Return the categories by code, in the order residents see them."""
    return {row["code"]: _category(row) for row in read("categories")["categories"]}


def _category(row: dict[str, Any]) -> Category:
    step = row.get("first_step")
    known = row | {
        "level": Level(row["level"]),
        "limit": Limit.parse(row["limit"]),
        "mode": Mode(row["mode"]),
        "words": tuple(row["words"]),
        "also": tuple(row.get("also", ())),
        "fields": tuple(_field(each) for each in row.get("fields", ())),
        "first_step": f"{Limit.parse(step['limit']).in_words()}内{step['text']}" if step else None,
    }
    return Category(**known)


def _field(row: dict[str, Any]) -> Field:
    return Field(**row | {"choices": tuple(row.get("choices", ()))})


@cache
def limits() -> Limits:
    """Return the limits in force."""
    table = read("limits")
    return Limits(
        version=table["version"],
        windows=tuple(
            (time.fromisoformat(opens), time.fromisoformat(closes))
            for opens, closes in table["windows"]
        ),
        danger=Limit.parse(table["danger"]),
        danger_clocks={kind: Limit.parse(text) for kind, text in table["danger_clocks"].items()},
        sensed={int(level): Limit.parse(text) for level, text in table["sensed"].items()},
        sensed_clocks={
            int(level): {kind: Limit.parse(text) for kind, text in clocks.items()}
            for level, clocks in table["sensed_clocks"].items()
        },
        clocks={kind: Limit.parse(text) for kind, text in table["clocks"].items()},
        waiting={why: Limit.parse(text) for why, text in table["waiting"].items()},
        report_in={rank: Limit.parse(text) for rank, text in table["order_report_in"].items()},
        silence={what: Limit.parse(text) for what, text in table["silence"].items()},
        resident=table["resident"],
        distance=table["distance"],
        sample_percent=table["sampling"]["percent"],
        rungs=tuple(Rung(**rung) for rung in table["rungs"]),
        supervision_from=table["supervision_starts_at"],
    )


@cache
def ladder(kind: ClockKind) -> tuple[Rung, ...]:
    """Return the rungs of this kind of clock, lowest first, each named with its supervision."""
    least = limits().supervision_from.get(kind, 0)
    return tuple(_supervised(rung, least) for rung in limits().rungs)


def _supervised(rung: Rung, least: int) -> Rung:
    """Return a rung as a kind of clock has it: supervised from level `least` up, or only told."""
    if not rung.supervision:
        return rung
    level = max(rung.supervision, least) if least >= 0 else 0
    name = f"{rung.name}，{SUPERVISION[level]}" if level else rung.name
    return replace(rung, supervision=level, name=name)
