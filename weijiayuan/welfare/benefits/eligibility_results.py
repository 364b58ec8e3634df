"""Decisions about every policy of a pack, worded once and kept while they stay the same."""

from collections.abc import Callable, Sequence
from typing import Any, NamedTuple

from weijiayuan.rules_engine.evaluate.engine import Assessment, Outcome
from weijiayuan.rules_engine.explain.explanation_generation import subject_name
from weijiayuan.welfare.benefits import exclusions
from weijiayuan.welfare.benefits.benefit_schema import Exclusion
from weijiayuan.welfare.benefits.benefit_schema import exclusions as excluding
from weijiayuan.welfare.benefits.worded_decision_cache import (
    MOST_KEPT,
    DecisionReader,
    TraceKey,
    WordedDecision,
)
from weijiayuan.welfare.benefits.wording import BenefitWording

Json = dict[str, Any]
Worder = Callable[[Assessment, list[Outcome]], Json]
Set = tuple[WordedDecision, ...]
Reading = tuple[DecisionReader, TraceKey, bool]
"""A policy's plan, what of a trace its words depend on, and whether they show a date."""

Only = frozenset[str] | None
"""The policies that were asked about; None for all."""


class Selection(NamedTuple):
    """What has to be said when only some policies were asked about, prepared.

    Policies that exclude one of those are worded too, since what was asked about names them.
    """

    whole: list[Reading]
    verdict: list[Reading]
    groups: list[int]
    places: dict[str, int]
    asked: list[int]
    """Which of the worded policies were asked about, by place."""


class Decider:
    """Says what follows for a household from one epoch's rules, policy by policy."""

    def __init__(self, wording: BenefitWording) -> None:
        self.wording = wording
        self.plans = [DecisionReader(wording.rules, reader) for reader in wording.rules.readers]
        self._marked: list[dict[Set, Set]] = [{} for _ in excluding(wording.pack)]
        self._selections: dict[Only, Selection] = {None: self._selection(None)}

    def decisions(self, assessment: Assessment, only: Only = None) -> list[WordedDecision]:
        """Return one decision per policy in the order of the pack, with everything about it."""
        chosen = self._chosen(only)
        said = self._said(chosen.whole, assessment, self.wording.decision)
        for number in chosen.groups:
            self._mark(number, chosen.places, said)
        return said if only is None else [said[place] for place in chosen.asked]

    def verdicts(self, assessment: Assessment, only: Only = None) -> list[WordedDecision]:
        """Return one verdict per policy in the order of the pack, without reasons and papers."""
        chosen = self._chosen(only)
        return self._said(chosen.verdict, assessment, self.wording.verdict)

    def _chosen(self, only: Only) -> Selection:
        found = self._selections.get(only)
        if found is None:
            found = self._selection(only)
            if len(self._selections) >= MOST_KEPT:
                self._selections = {None: self._selections[None]}
            self._selections[only] = found
        return found

    def _selection(self, only: Only) -> Selection:
        found = excluding(self.wording.pack)
        groups = [
            number
            for number, group in enumerate(found)
            if only is None or not only.isdisjoint(group.policies)
        ]
        beside = {name for number in groups for name in found[number].policies}
        plans = [p for p in self.plans if only is None or p.name in only or p.name in beside]
        asked = [place for place, p in enumerate(plans) if only is None or p.name in only]
        return Selection(
            whole=[(plan, plan.whole, plan.shows_a_date) for plan in plans],
            verdict=[(plans[place], plans[place].verdict, False) for place in asked],
            groups=groups,
            places={plan.name: place for place, plan in enumerate(plans)},
            asked=asked,
        )

    def _said(
        self, readings: list[Reading], assessment: Assessment, worded: Worder
    ) -> list[WordedDecision]:
        trace, said = assessment.trace, []
        if self.wording.outsiders(assessment):
            return [self._of_outsiders(plan, assessment, worded) for plan, *_ in readings]
        for plan, trace_key, shows_a_date in readings:
            if shows_a_date or (plan.weighs_money and plan.is_private(trace)):
                said.append(
                    WordedDecision.of(worded(assessment, plan.outcomes(trace)), is_kept=False)
                )
                continue
            key = trace_key.key(trace)
            found = trace_key.kept.get(key)
            if found is None:
                found = WordedDecision.of(worded(assessment, plan.outcomes(trace)), is_kept=True)
                trace_key.keep(key, found)
            said.append(found)
        return said

    def _of_outsiders(
        self, plan: DecisionReader, assessment: Assessment, worded: Worder
    ) -> WordedDecision:
        """Word a decision about a household with somebody of whom most sources say nothing."""
        plain = plan.outcomes(assessment.trace)
        outcomes = [self.wording.left_to_the_office(assessment, each) for each in plain]
        decision = worded(assessment, outcomes)
        left = [now for was, now in zip(plain, outcomes, strict=True) if was is not now]
        if left and "because" in decision:
            subjects = [subject_name(each.who) for each in left]
            decision["because"] = [*decision["because"], self.wording.unsaid_of(subjects)]
        return WordedDecision.of(decision, is_kept=False)

    def _mark(self, number: int, places_of: dict[str, int], said: list[WordedDecision]) -> None:
        """Put in place the decisions of a group, each naming the benefits that it excludes."""
        group, marked = excluding(self.wording.pack)[number], self._marked[number]
        places = [places_of[name] for name in group.policies]
        before = tuple(said[place] for place in places)
        after = marked.get(before) or self._with_conflicts(group, before)
        if all(each.is_kept for each in before):
            if len(marked) >= MOST_KEPT:
                marked.clear()
            marked[before] = after
        for place, each in zip(places, after, strict=True):
            said[place] = each

    def _with_conflicts(self, group: Exclusion, before: Sequence[WordedDecision]) -> Set:
        plain = dict(zip(group.policies, (each.decision for each in before), strict=True))
        source = self.wording.source(group.source)
        found = dict(exclusions.conflicts(group, plain, source))
        return tuple(
            _naming(each, found[name]) if name in found else each
            for name, each in zip(group.policies, before, strict=True)
        )


def _naming(said: WordedDecision, conflict: Json) -> WordedDecision:
    conflicts = [*said.decision["conflicts"], conflict]
    return WordedDecision.of({**said.decision, "conflicts": conflicts}, is_kept=said.is_kept)
