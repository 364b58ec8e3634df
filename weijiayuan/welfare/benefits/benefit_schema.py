"""What a pack of benefits adds to the form of a rulebook: level, period, papers, exclusions."""

from collections.abc import Iterator
from dataclasses import dataclass
from enum import StrEnum
from typing import cast

from weijiayuan.rules_engine.pack.field_reader import Fields
from weijiayuan.rules_engine.pack.loader import Form
from weijiayuan.rules_engine.pack.model import Outcomes, Pack, Policy
from weijiayuan.rules_engine.pack.pack_problems import Problem
from weijiayuan.rules_engine.pack.strict_yaml import Table
from weijiayuan.rules_engine.values.interval import FALSE, TRUE, UNKNOWN

NAMED = Outcomes("eligible", "ineligible", "unknown")
VERDICTS = {TRUE: NAMED.yes, FALSE: NAMED.no, UNKNOWN: NAMED.unknown}


class Period(StrEnum):
    """What one amount covers."""

    MONTH = "month"
    YEAR = "year"
    TERM = "term"
    MEAL = "meal"
    ONCE = "once"


@dataclass(frozen=True, slots=True)
class Benefit:
    """What is said of a benefit beside its conditions: who gives it, how it is applied for."""

    level: str
    category: str
    papers: tuple[str, ...]
    where: str
    apply: str
    starts: str
    renew: str


@dataclass(frozen=True, slots=True)
class Exclusion:
    """Benefits of which a person may hold one at a time."""

    id: str
    text: str
    policies: tuple[str, ...]
    order: str  # best_for_resident, or as_listed where the law sets the order
    source: str


@dataclass(frozen=True, slots=True)
class LifeEvent:
    """A way in: what has happened, and the benefits that it is about."""

    id: str
    label: str
    ask: str
    policies: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Together:
    """What a pack says of its benefits together."""

    exclusions: tuple[Exclusion, ...]
    life_events: tuple[LifeEvent, ...]


def benefit(policy: Policy) -> Benefit:
    """Return what a policy says as a benefit."""
    return cast(Benefit, policy.extra)


def exclusions(pack: Pack) -> tuple[Exclusion, ...]:
    """Return the groups of benefits that exclude each other."""
    return cast(Together, pack.extra).exclusions


def life_events(pack: Pack) -> tuple[LifeEvent, ...]:
    """Return the life events by which people come in."""
    return cast(Together, pack.extra).life_events


def _benefit(fields: Fields) -> Benefit:
    amount = fields.table_at("amount")
    if isinstance(amount, Table) and "expr" in amount:
        Fields(amount, fields.problems).one_of("per", tuple(Period))
    return Benefit(
        level=fields.text("level"),
        category=fields.text("category"),
        papers=tuple(fields.texts("papers")),
        where=fields.text("where"),
        apply=fields.text("apply"),
        starts=fields.text("starts", optional=True),
        renew=fields.text("renew", optional=True),
    )


def _exclusions(fields: Fields) -> tuple[Exclusion, ...]:
    found = []
    for name, entry in fields.tables("exclusions", optional=True).items():
        inner = Fields(entry, fields.problems)
        found.append(
            Exclusion(
                name,
                inner.text("text"),
                tuple(inner.texts("policies")),
                inner.one_of("order", ("best_for_resident", "as_listed")),
                inner.text("source"),
            )
        )
        inner.done()
    return tuple(found)


def _life_events(fields: Fields) -> tuple[LifeEvent, ...]:
    found = []
    for name, entry in fields.tables("life_events", optional=True).items():
        inner = Fields(entry, fields.problems)
        policies = tuple(inner.texts("policies"))
        found.append(LifeEvent(name, inner.text("label"), inner.text("ask"), policies))
        inner.done()
    return tuple(found)


def _together(fields: Fields) -> Together:
    return Together(_exclusions(fields), _life_events(fields))


def _loose_ends(pack: Pack) -> Iterator[Problem]:
    for event in life_events(pack):
        for name in event.policies:
            if name not in pack.policies:
                yield Problem("pack.yaml", 1, f"life_events.{event.id}:没有政策“{name}”")
    for exclusion in exclusions(pack):
        for name in exclusion.policies:
            if name not in pack.policies:
                yield Problem("pack.yaml", 1, f"exclusions.{exclusion.id}:没有政策“{name}”")


BENEFITS = Form(policy=_benefit, pack=_together, loose_ends=_loose_ends, outcomes=NAMED)
