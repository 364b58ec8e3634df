"""The policies of one epoch as a chooser of questions sees them: what is open, what settles it."""

from collections.abc import Mapping
from dataclasses import dataclass

from weijiayuan.rules_engine.evaluate.engine import DayRules, Reader
from weijiayuan.rules_engine.evaluate.scalar_evaluator import Row
from weijiayuan.rules_engine.values.interval import TRUE, UNKNOWN

AMOUNT_SHARE = 0.2


@dataclass(frozen=True, slots=True)
class Unit:
    """A policy as the asker sees it: where its verdict and amount stand, what settles it."""

    policy: str
    is_shared: bool
    slot: int
    amount_slot: int | None
    amount_is_shared: bool
    weight: float
    chances: list[float]
    is_for_the_office: bool
    """No answer makes it a yes: what it comes to at best is the office's to decide."""
    settling: dict[int, list[tuple[int, float]]]
    """By mask of open questions: the chance of each to settle it. Says nothing of anybody."""


def unit_of(rules: DayRules, reader: Reader, chances: Mapping[str, list[float]]) -> Unit:
    policy, amount = reader.rule.policy, reader.amount
    node = rules.graph[amount] if amount is not None else None
    is_read = node is not None and not node.is_constant
    return Unit(
        policy=policy.id,
        is_shared=reader.is_shared,
        slot=reader.slot,
        amount_slot=rules.scalar.slots[amount] if is_read and amount is not None else None,
        amount_is_shared=node is not None and node.of_household,
        weight=policy.weight,
        chances=chances[policy.id],
        is_for_the_office=rules.graph[reader.rule.verdict].reach[1] < TRUE,
        settling={},
    )


def open_to(unit: Unit, row: Row, household: Row) -> tuple[int, float]:
    """Return what can still change an open verdict, or the amount of a yes, with its weight.

    The row is one whose verdict is not a no.
    """
    value = row[unit.slot]
    if value == UNKNOWN:
        return row[unit.slot + 1], unit.weight
    if unit.amount_slot is None:
        return 0, 0
    if unit.amount_is_shared:
        return household[unit.amount_slot + 2], AMOUNT_SHARE * unit.weight
    if unit.is_shared:
        return 0, 0
    return row[unit.amount_slot + 2], AMOUNT_SHARE * unit.weight
