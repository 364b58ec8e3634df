"""Answers about one pack: all that the service says, made from one published text of rules."""

import threading
from collections.abc import Callable, Iterator
from datetime import date
from functools import cached_property
from operator import itemgetter
from typing import Any

import orjson

from weijiayuan.rules_engine.advise.event_focus import Focus
from weijiayuan.rules_engine.advise.forecast import Change, Forecaster, When
from weijiayuan.rules_engine.advise.next_question_choice import QuestionChooser
from weijiayuan.rules_engine.evaluate.answers import Household, checked_answer, read_answers
from weijiayuan.rules_engine.evaluate.engine import Assessment, DayRules, Engine, Outcome
from weijiayuan.rules_engine.explain.explanation_generation import subject_name
from weijiayuan.rules_engine.pack.model import Pack
from weijiayuan.rules_engine.values.dates import months_after, number_of
from weijiayuan.rules_engine.values.interval import FALSE, TRUE
from weijiayuan.welfare.benefits import policy_views, summary_pdf
from weijiayuan.welfare.benefits.answer_contradictions import as_text, contradictions, without
from weijiayuan.welfare.benefits.benefit_schema import VERDICTS, Concerned, given, life_events
from weijiayuan.welfare.benefits.doubted_refusals import doubted
from weijiayuan.welfare.benefits.eligibility_results import Decider, Only
from weijiayuan.welfare.benefits.family_names import members_called
from weijiayuan.welfare.benefits.forecast_wording import in_words
from weijiayuan.welfare.benefits.worded_decision_cache import WordedDecision
from weijiayuan.welfare.benefits.wording import BenefitWording

Json = dict[str, Any]
Decide = Callable[[Assessment, Only], list[WordedDecision]]
ASSESSMENT = (
    b'{"pack":%b,"on":"%b","decisions":[%b],"next_question":%b,'
    b'"contradictions":%b,"settled":%d,"total":%d}'
)
APPLIED = "{}领满{}个月（按现在申请、次月起发计算）"
DRAWN = (
    "最晚从这天起，{}就领满了（一共最多{}个月，已经领的月份算在内，哪个月领完以社保经办核定为准）"
)


class Desk:
    """What is prepared for the rules of one epoch: choosing questions and wording answers.

    It is the same for every day of the epoch, whichever was asked for first.
    """

    def __init__(self, rules: DayRules) -> None:
        self.rules = rules
        self.asker = QuestionChooser(rules, number_of(rules.first_day))
        self.wording = BenefitWording(rules)
        self.decider = Decider(self.wording)


class Adviser:
    """Answers for households by one pack. Holds no answers."""

    def __init__(self, pack: Pack) -> None:
        self.pack = pack
        self.engine = Engine(pack)
        self._desks: dict[date, Desk] = {}
        self._lock = threading.Lock()

    def desk(self, on: date) -> Desk:
        """Return what is prepared for the rules of a day."""
        rules = self.engine.rules_on(on)
        desk = self._desks.get(rules.first_day)
        if desk is None:
            with self._lock:
                desk = self._desks.setdefault(rules.first_day, Desk(rules))
        return desk

    def household(self, answers: Json, on: date) -> Household:
        """Return the household of raw answers, or raise `AnswersInvalid`."""
        return read_answers(self.pack, answers, on)

    def assessment(
        self,
        given: Household,
        on: date,
        *,
        in_full: bool = True,
        only: Only = None,
        since: date | None = None,
    ) -> bytes:
        """Return, as JSON text, the decisions for a household and the question to ask next.

        In full, each decision has its reasons, papers and places; else the bare verdict. `only`
        names the policies that were asked about; None for all. `since` is told as the day from
        which the pack is in force.
        """
        desk = self.desk(on)
        assessment = desk.rules.assess(given, on)
        decide = desk.decider.decisions if in_full else desk.decider.verdicts
        doubts = list(contradictions(given, on))
        said = self._decided(assessment, given, decide, only, doubts)
        return ASSESSMENT % (
            self._stamp_text(since),
            on.isoformat().encode(),
            b",".join([each.text for each in said]),
            desk.wording.next_question(
                desk.asker.next_question(assessment, only, self.focus(only, on))
            ),
            as_text(doubts),
            sum(each.is_settled for each in said),
            len(said),
        )

    def _decided(
        self,
        assessment: Assessment,
        given: Household,
        decide: Decide,
        only: Only,
        doubts: list[Json],
    ) -> list[WordedDecision]:
        """Return what is decided; no plain no rests on answers that contradict each other."""
        said = decide(assessment, only)
        if not doubts:
            return said
        desk = self.desk(assessment.on)
        without_them = desk.rules.assess(without(given, doubts), assessment.on)
        return list(doubted(said, decide(without_them, only), doubts, desk.wording.questions))

    def summary(self, given: Household, on: date, only: Only = None) -> bytes:
        """Return one page for the office, as PDF."""
        desk = self.desk(on)
        assessment, doubts = desk.rules.assess(given, on), list(contradictions(given, on))
        said = self._decided(assessment, given, desk.decider.decisions, only, doubts)
        labels = {name: asked.label for name, asked in self.pack.questions.items()}
        called = members_called(self.pack, given)
        return summary_pdf.render(
            [each.decision for each in said], labels, called, on=on, version=self.pack.version
        )

    def forecast(self, given: Household, on: date, until: date) -> Json:
        """Return what changes for a household on which day, if only the date moves on."""
        changes = self._forecaster.changes(given, on, until)
        items = [self._change(change) for change in changes if self._is_sure(change)]
        items += self._endings(given, on, until)
        items.sort(key=itemgetter("on"))
        return {
            "pack": self.stamp,
            "on": on.isoformat(),
            "until": until.isoformat(),
            "items": items,
        }

    def _is_sure(self, change: Change) -> bool:
        """Tell whether it is the rules that turn: of outsiders the office decides, then as now."""
        office = self.desk(change.on).wording.left_to_the_office
        return office(change.assessment, change.outcome) is change.outcome

    def _change(self, change: Change) -> Json:
        wording = self.desk(change.on).wording
        outcome, policy = change.outcome, change.outcome.rule.policy
        money, was = wording.amounts.said(change.assessment, [outcome]), self._money_before(change)
        reasons = wording.turning(change.assessment, outcome, self._values_before(change))
        return {
            "on": change.on.isoformat(),
            "when": change.when.value,
            "policy": wording.heads[policy.id]["policy"],
            "subject": subject_name(outcome.who),
            "verdict": VERDICTS[outcome.verdict],
            "before": VERDICTS[change.earlier.verdict],
            "amount": money,
            "amount_before": was,
            "because": reasons,
            "text": in_words(change, money, was, reasons),
        }

    def _endings(self, given: Household, on: date, until: date) -> Iterator[Json]:
        """Yield what runs out after so many months, if it is applied for now."""
        wording = self.desk(on).wording
        assessment = wording.rules.assess(given, on)
        for outcome in assessment.outcomes:
            lasts = wording.amounts.lasts(assessment, outcome)
            if lasts is None:
                continue
            is_drawn = bool(wording.received(assessment, [outcome]))
            if not is_drawn and (outcome.verdict != TRUE or lasts[0] != lasts[1]):
                continue
            ends = months_after(on.replace(day=1), lasts[1] + (not is_drawn))
            if ends <= until:
                yield self._ending(wording, assessment, outcome, ends, is_drawn=is_drawn)

    def _ending(
        self,
        wording: BenefitWording,
        assessment: Assessment,
        outcome: Outcome,
        ends: date,
        *,
        is_drawn: bool,
    ) -> Json:
        """Say from which day nothing is paid any more: the first of the month after the last.

        Who draws it already began this month at the latest; since when was not asked.
        """
        money = wording.amounts.said(assessment, [outcome])
        months = wording.amounts.lasts(assessment, outcome)
        assert months is not None
        when = When.NOT_AFTER if is_drawn else When.ON
        how = DRAWN if is_drawn else APPLIED
        return {
            "on": ends.isoformat(),
            "when": when.value,
            "policy": wording.heads[outcome.rule.policy.id]["policy"],
            "subject": subject_name(outcome.who),
            "verdict": VERDICTS[FALSE],
            "before": VERDICTS[TRUE],
            "amount": None,
            "amount_before": money,
            "because": [],
            "text": how.format(outcome.rule.policy.name, months[1]),
        }

    def _money_before(self, change: Change) -> Json | None:
        amounts = self.desk(change.before.on).wording.amounts
        return amounts.said(change.before, [change.earlier])

    def _values_before(self, change: Change) -> dict[str, int]:
        rule = change.earlier.rule
        if not rule.in_force:
            return {}
        nearness = self.desk(change.before.on).wording.nearness
        return nearness.values(change.before, rule, change.earlier.who)

    @cached_property
    def _forecaster(self) -> Forecaster:
        return Forecaster(self.engine)

    @cached_property
    def stamp(self) -> Json:
        """Return the pack's name, version and digest: enough to replay an old answer."""
        return {"id": self.pack.id, "version": self.pack.version, "sha256": self.pack.digest}

    def _stamp_text(self, since: date | None) -> bytes:
        return orjson.dumps(self.stamp | {"in_force_on": since})

    def policies(self, on: date) -> list[Json]:
        """Return every policy in short, as of a day."""
        wording = self.desk(on).wording
        return [policy_views.brief(wording, policy, on) for policy in self.pack.policies.values()]

    def policy(self, name: str, on: date) -> Json | None:
        """Return one policy in full, as of a day; None if there is none of that name."""
        policy = self.pack.policies.get(name)
        return policy_views.full(self.desk(on).wording, policy, on) if policy else None

    def life_events(self, on: date) -> list[Json]:
        """Return the life events by which people come in, with the benefits they are about."""
        return [
            {
                "id": event.id,
                "label": event.label,
                "ask": event.ask,
                "policies": list(event.policies),
                "who": self._concerned(event.who, on),
            }
            for event in life_events(self.pack)
        ]

    def focus(self, only: Only, on: date) -> Focus | None:
        """Return whom a talk about some policies is about: those of an event that asks for them."""
        event = next((e for e in life_events(self.pack) if frozenset(e.policies) == only), None)
        if event is None or event.who is None:
            return None
        chosen, rest = (
            {
                name: checked_answer(self.pack.questions[name], given(self.pack, value, on), on)
                for name, value in said.items()
            }
            for said in (event.who.chosen, event.who.rest)
        )
        return Focus(event.order, chosen, rest)

    def _concerned(self, who: Concerned | None, on: date) -> Json | None:
        if who is None:
            return None
        chosen, rest = (
            {name: given(self.pack, value, on) for name, value in said.items()}
            for said in (who.chosen, who.rest)
        )
        return {"ask": who.ask, "chosen": chosen, "rest": rest}

    def questions(self, on: date) -> list[Json]:
        """Return every question the pack asks, in its order."""
        return list(self.desk(on).wording.questions.values())
