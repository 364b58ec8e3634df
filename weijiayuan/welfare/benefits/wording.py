"""Verdicts on benefits in words: what the service answers about each, with reasons and papers."""

from functools import reduce
from operator import or_
from typing import Any

from weijiayuan.rules_engine.evaluate.engine import Assessment, DayRules, Outcome
from weijiayuan.rules_engine.explain import formatting
from weijiayuan.rules_engine.explain.explanation_generation import Wording, subject_name
from weijiayuan.rules_engine.pack.fact_dependencies import parameters_in
from weijiayuan.rules_engine.pack.model import Parameter, Policy
from weijiayuan.rules_engine.values.interval import FALSE, TRUE, UNKNOWN
from weijiayuan.welfare.benefits.amount_wording import Amounts
from weijiayuan.welfare.benefits.benefit_schema import VERDICTS, benefit, outsiders

Json = dict[str, Any]


class BenefitWording(Wording):
    """Words the outcomes of one epoch's rules about benefits."""

    def __init__(self, rules: DayRules) -> None:
        super().__init__(rules)
        self.amounts = Amounts(rules)
        self.heads = {name: self._head(rule.policy) for name, rule in rules.built.rules.items()}

    def decision(self, assessment: Assessment, outcomes: list[Outcome]) -> Json:
        """Return all that is said of a policy: verdict, reasons, what to bring and where."""
        policy, verdict = outcomes[0].rule.policy, max(outcome.verdict for outcome in outcomes)
        best = [outcome for outcome in outcomes if outcome.verdict == verdict]
        return {
            **self.heads[policy.id],
            **self.verdict(assessment, outcomes),
            "because": self.because(
                assessment, outcomes[0].rule, self._nearest_first(assessment, best)
            ),
            "conflicts": [],
            "nearest": self.nearest(assessment, outcomes) if verdict == FALSE else [],
        }

    def outsiders(self, assessment: Assessment) -> frozenset[int]:
        """Return the places of people of whom most sources say nothing, such as foreigners."""
        named = outsiders(self.pack)
        if named is None:
            return frozenset()
        people = enumerate(assessment.given.people)
        return frozenset(n for n, one in people if one.get(named.question) in named.choices)

    def left_to_the_office(self, assessment: Assessment, outcome: Outcome) -> Outcome:
        """Return an outcome as it is for an outsider: what would be a yes, the office decides.

        What is the family's is, unless everybody there is one.
        """
        found = self.outsiders(assessment)
        is_theirs = len(found) == len(assessment.given.people)
        if outcome.who is not None:
            is_theirs = outcome.who in found
        if outcome.verdict == TRUE and is_theirs:
            return outcome._replace(verdict=UNKNOWN, open=0)
        return outcome

    def unsaid_of(self, subjects: list[str]) -> Json:
        """Return the reason why the office decides about outsiders."""
        named = outsiders(self.pack)
        assert named is not None
        return {
            "text": named.text,
            "holds": None,
            "facts": {},
            "source": self.source(named.source),
            "condition": "outsiders",
            "subjects": subjects,
            "needs_office": True,
        }

    def _nearest_first(self, assessment: Assessment, best: list[Outcome]) -> list[Outcome]:
        """Put first whom the fewest conditions keep out: of a child's benefit the child."""
        if len(best) < 2 or best[0].verdict != FALSE or not best[0].rule.in_force:
            return best
        return sorted(best, key=lambda each: sum(1 for _ in self._reasons(assessment, each)))

    def verdict(self, assessment: Assessment, outcomes: list[Outcome]) -> Json:
        """Return a policy's verdict on the household: a yes for one person is a yes."""
        policy, verdict = outcomes[0].rule.policy, max(outcome.verdict for outcome in outcomes)
        best = [outcome for outcome in outcomes if outcome.verdict == verdict]
        open_ones = [outcome for outcome in outcomes if outcome.verdict == UNKNOWN]
        mask = reduce(or_, (outcome.open for outcome in outcomes))
        return {
            "policy": self.heads[policy.id]["policy"],
            "verdict": VERDICTS[verdict],
            "needs_office": verdict == UNKNOWN and not mask,
            "for": [subject_name(outcome.who) for outcome in best if verdict != FALSE],
            "undecided": [subject_name(outcome.who) for outcome in open_ones],
            "received": self.received(assessment, outcomes),
            "amount": self.amounts.said(assessment, best),
            "missing": list(self.rules.bits.questions(mask)),
        }

    def received(self, assessment: Assessment, outcomes: list[Outcome]) -> list[str]:
        """Return who has it already: told apart from what could be had."""
        scalar, held = self.rules.scalar, outcomes[0].rule.held
        if held is None or not outcomes[0].rule.in_force:
            return []
        return [
            subject_name(outcome.who)
            for outcome in outcomes
            if scalar.truth(assessment.trace, held, outcome.who or 0)[0] == TRUE
        ]

    def _head(self, policy: Policy) -> Json:
        """Return what a decision says about its policy whoever asks."""
        own = benefit(policy)
        return {
            "policy": {
                "id": policy.id,
                "name": policy.name,
                "level": own.level,
                "category": own.category,
            },
            "gives": self.filled(policy.amount.text),
            "papers": list(own.papers),
            "where": own.where,
            "apply": own.apply,
            "starts": own.starts or None,
            "renew": own.renew or None,
            "grade": policy.grade,
            "figures": [self._figure_shown(each) for each in self._figures(policy)],
            "review_by": policy.review_by.isoformat(),
            "is_overdue": self._is_overdue(policy),
        }

    def _figures(self, policy: Policy) -> list[Parameter]:
        """Return the dated figures behind the amount, each with a grade of its own."""
        amount = policy.amount
        expressions = [each for each in (amount.expression, amount.lasts) if each is not None]
        return list(parameters_in(self.pack, expressions))

    def _figure_shown(self, parameter: Parameter) -> Json:
        value = parameter.on(self.rules.first_day)
        is_found = value is not None and value.figure is not None
        return {
            "id": parameter.id,
            "label": parameter.label,
            "text": formatting.value_text(parameter, value),
            "grade": value.grade if value is not None and is_found else None,
            "source": self.source(value.source) if value is not None and value.source else None,
        }

    def _is_overdue(self, policy: Policy) -> bool:
        """Tell whether the day has passed by which policy or figures were to be read again."""
        days = [policy.review_by, *(each.review_by for each in self._figures(policy))]
        return min(days) < self.rules.first_day
