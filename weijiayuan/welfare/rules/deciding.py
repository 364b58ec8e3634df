"""Decisions about every policy of a pack, worded once and kept while they stay the same."""

from collections.abc import Callable, Sequence
from typing import Any

from weijiayuan.welfare.rules import exclusive
from weijiayuan.welfare.rules.engine import Assessment, Outcome
from weijiayuan.welfare.rules.pack import Exclusion
from weijiayuan.welfare.rules.remembering import MOST_KEPT, Glance, Plan, Said
from weijiayuan.welfare.rules.wording import Wording

Json = dict[str, Any]
Worder = Callable[[Assessment, list[Outcome]], Json]
Set = tuple[Said, ...]


class Decider:
    """Says what follows for a household from one epoch's rules, policy by policy."""

    def __init__(self, wording: Wording) -> None:
        self.wording = wording
        self.plans = [Plan(wording.rules, reader) for reader in wording.rules.readers]
        self._whole = [(plan, plan.whole, plan.shows_a_date) for plan in self.plans]
        self._verdict = [(plan, plan.verdict, False) for plan in self.plans]
        self._places = {plan.name: place for place, plan in enumerate(self.plans)}
        self._marked: list[dict[Set, Set]] = [{} for _ in wording.pack.exclusions]

    def decisions(self, assessment: Assessment) -> list[Said]:
        """Return one decision per policy in the order of the pack, with everything about it."""
        said = self._said(self._whole, assessment, self.wording.decision)
        for group, marked in zip(self.wording.pack.exclusions, self._marked, strict=True):
            self._mark(group, marked, said)
        return said

    def verdicts(self, assessment: Assessment) -> list[Said]:
        """Return one verdict per policy in the order of the pack, without reasons and papers."""
        return self._said(self._verdict, assessment, self.wording.verdict)

    def _said(
        self, plans: list[tuple[Plan, Glance, bool]], assessment: Assessment, worded: Worder
    ) -> list[Said]:
        trace, said = assessment.trace, []
        for plan, glance, shows_a_date in plans:
            is_kept = not shows_a_date and not (plan.weighs_money and plan.is_private(trace))
            key = glance.key(trace) if is_kept else None
            found = glance.kept.get(key) if is_kept else None
            if found is None:
                found = Said.of(worded(assessment, plan.outcomes(trace)), is_kept=is_kept)
                if is_kept:
                    glance.keep(key, found)
            said.append(found)
        return said

    def _mark(self, group: Exclusion, marked: dict[Set, Set], said: list[Said]) -> None:
        """Put in place the decisions of a group, each naming the benefits that it excludes."""
        places = [self._places[name] for name in group.policies]
        before = tuple(said[place] for place in places)
        after = marked.get(before) or self._with_conflicts(group, before)
        if all(each.is_kept for each in before):
            if len(marked) >= MOST_KEPT:
                marked.clear()
            marked[before] = after
        for place, each in zip(places, after, strict=True):
            said[place] = each

    def _with_conflicts(self, group: Exclusion, before: Sequence[Said]) -> Set:
        plain = dict(zip(group.policies, (each.decision for each in before), strict=True))
        source = self.wording.source(group.source)
        found = dict(exclusive.conflicts(group, plain, source))
        return tuple(
            _naming(each, found[name]) if name in found else each
            for name, each in zip(group.policies, before, strict=True)
        )


def _naming(said: Said, conflict: Json) -> Said:
    conflicts = [*said.decision["conflicts"], conflict]
    return Said.of({**said.decision, "conflicts": conflicts}, is_kept=said.is_kept)
