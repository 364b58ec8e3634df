"""Amounts as decisions say them: in fen with bounds, and in words."""

from collections.abc import Iterable, Iterator
from typing import Any

from weijiayuan.kernel.money import Money
from weijiayuan.rules_engine.evaluate.engine import Assessment, Bounds, DayRules, Outcome
from weijiayuan.rules_engine.values.interval import FALSE, INFINITE, TRUE
from weijiayuan.welfare.benefits.benefit_schema import Period, benefit

Json = dict[str, Any]
AT_LEAST = 1
"""Whoever is entitled is paid once at least, however little was answered about for how long."""
PERIODS = {
    Period.MONTH: "每月",
    Period.YEAR: "每年",
    Period.TERM: "每学期",
    Period.MEAL: "每餐",
    Period.ONCE: "一次性",
}
COUNTED = {
    Period.MONTH: "个月",
    Period.YEAR: "年",
    Period.TERM: "个学期",
    Period.MEAL: "餐",
    Period.ONCE: "次",
}


class Amounts:
    """Says what the policies of one epoch's rules are worth."""

    def __init__(self, rules: DayRules) -> None:
        self.rules = rules
        self.readers = {reader.rule.policy.id: reader for reader in rules.readers}

    def said(self, assessment: Assessment, outcomes: list[Outcome]) -> Json | None:
        """Return the sum for all who are entitled; while nobody surely is, from one to all.

        None for a benefit in kind, a figure that was not found, or a verdict of no.
        """
        bounds = [outcome.amount for outcome in outcomes if outcome.amount is not None]
        if len(bounds) < len(outcomes) or outcomes[0].verdict == FALSE:
            return None
        if benefit(outcomes[0].rule.policy).is_same_sum_once:
            bounds = list(dict.fromkeys(bounds))
        open_ones = dict.fromkeys(name for o in outcomes for name in self._hinges(assessment, o))
        people = len(outcomes) if outcomes[0].verdict == TRUE else 0
        per = Period(outcomes[0].rule.policy.amount.per)
        money = _money(_together(bounds, is_sure=bool(people)), per, people, tuple(open_ones))
        lasts = self.lasts(assessment, outcomes[0]) if len(outcomes) == 1 else None
        if lasts is not None:
            money["lasts"] = {"min": lasts[0], "max": lasts[1]}
            money["text"] += f"，可领{_count(lasts)}{COUNTED[per]}"
        return money

    def lasts(self, assessment: Assessment, outcome: Outcome) -> tuple[int, int] | None:
        """Return for how many periods it is paid, as bounds; None where no end is written."""
        index = outcome.rule.lasts
        if index is None or outcome.verdict == FALSE or not outcome.rule.in_force:
            return None
        low, high, _ = self.rules.scalar.number(assessment.trace, index, outcome.who or 0)
        return None if high == INFINITE else (max(AT_LEAST, int(low)), int(high))

    def _hinges(self, assessment: Assessment, outcome: Outcome) -> Iterator[str]:
        """Yield the questions whose largest answer is all that bounds the amount from above."""
        reader = self.readers[outcome.rule.policy.id]
        for index in reader.limited_by:
            if self._is_unsaid(assessment, index, outcome.who):
                name = str(self.rules.graph[index].data)
                yield self.rules.pack.questions[name].label

    def _is_unsaid(self, assessment: Assessment, index: int, who: int | None) -> bool:
        node, slot = self.rules.graph[index], self.rules.scalar.slots[index]
        rows = assessment.trace.people if who is None else [assessment.trace.row(who)]
        if node.of_household:
            rows = [assessment.trace.household]
        return any(row[slot + 1] == node.range[1] for row in rows)


def _count(bounds: tuple[int, int]) -> str:
    """Write how many periods.

    >>> _count((10, 10)), _count((1, 24))
    ('10', '1至24')
    """
    low, high = bounds
    return str(low) if low == high else f"{low}至{high}"


def _together(bounds: list[Bounds], *, is_sure: bool) -> Bounds:
    tops = [top for _, top in bounds if top is not None]
    high = sum(tops) if len(tops) == len(bounds) else None
    lows = [low for low, _ in bounds]
    return (sum(lows) if is_sure else min(lows)), high


def _money(bounds: Bounds, per: Period, people: int, hinges: tuple[str, ...]) -> Json:
    low, high = bounds
    money: Json = {"fen": low, "per": per.value}
    if high != low:
        money["upper_fen"] = high
    money["text"] = worded(bounds, per, people, hinges)
    return money


def worded(bounds: Bounds, per: Period, people: int, hinges: Iterable[str] = ()) -> str:
    """Write an amount with its period. Without an answer to `hinges` the upper bound is none.

    >>> worded((50000, 50000), Period.MONTH, 2)
    '每月500元（2人合计）'
    >>> worded((0, 80000), Period.MONTH, 1), worded((16300, None), Period.MONTH, 1)
    ('每月最高800元', '每月不低于163元')
    >>> worded((0, 20000000), Period.TERM, 1, ["每学期学费"])
    '金额要看：每学期学费'
    """
    low, high = bounds
    if asked := "、".join(hinges):
        return f"金额要看：{asked}"
    if high is None:
        sum_of = f"不低于{Money(low)}"
    elif low == high:
        sum_of = str(Money(low))
    elif low == 0:
        sum_of = f"最高{Money(high)}"
    else:
        sum_of = f"{str(Money(low)).removesuffix('元')}至{Money(high)}"
    together = f"（{people}人合计）" if people > 1 else ""
    return f"{PERIODS[per]}{sum_of}{together}"
