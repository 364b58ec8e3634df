"""Reasons in words: which conditions decided, on which facts and sources, and what would help."""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import Any

import orjson

from weijiayuan.rules_engine.advise.nearest_change import NearestChange, Shortfall
from weijiayuan.rules_engine.advise.next_question_choice import NextQuestion
from weijiayuan.rules_engine.compile.compiler import Rule
from weijiayuan.rules_engine.evaluate.engine import Assessment, DayRules, Outcome
from weijiayuan.rules_engine.evaluate.scalar_evaluator import UNLISTED, Row
from weijiayuan.rules_engine.explain import formatting
from weijiayuan.rules_engine.pack.model import Condition, Group
from weijiayuan.rules_engine.values.interval import FALSE, TRUE, UNKNOWN

HOLDS = {TRUE: True, FALSE: False, UNKNOWN: None}
UNREAD = "；这一天适用的是此前的规定，没有收录，请问窗口"
NOT_YET = "（{}起施行，这一天还没有）"
PLACEHOLDER = re.compile(r"\{([a-z0-9_]+)\}")
Json = dict[str, Any]


def subject_name(who: int | None) -> str:
    """Name a person as answers do: the applicant, or a member by place in the list.

    `unlisted` is whoever else may live there and was not named yet.
    """
    if who is None:
        return "household"
    if who == UNLISTED:
        return "unlisted"
    return "applicant" if who == 0 else f"members/{who - 1}"


@dataclass(frozen=True, slots=True)
class Verdict:
    """What one condition came to: True, False or None (unknown), with its words and source.

    `leads_to` is the rulebook's outcome for when it fails.
    """

    policy: str
    condition: str
    holds: bool | None
    text: str
    why_not: str
    change: str
    leads_to: str
    source: Json
    facts: dict[str, str]


@dataclass(frozen=True, slots=True)
class _Worded:
    """A condition as it is shown in one epoch, with its figures filled in."""

    test: Condition
    node: int
    text: str
    why_not: str
    source: Json
    facts: tuple[formatting.DisplayedValue, ...]
    slot: int
    is_shared: bool
    constant: tuple[int, int] | None


class Wording:
    """Words the outcomes of one epoch's rules."""

    def __init__(self, rules: DayRules) -> None:
        self.rules = rules
        self.pack = rules.pack
        self.nearness = NearestChange(rules)
        self.worded = {name: self._worded(rule) for name, rule in rules.built.rules.items()}

    def filled(self, text: str) -> str:
        """Replace `{parameter}` by the figure in force."""
        return PLACEHOLDER.sub(self._figure, text)

    def _figure(self, found: re.Match[str]) -> str:
        parameter = self.pack.parameters.get(found[1])
        if parameter is None:
            return found[0]
        value = parameter.on(self.rules.first_day)
        if value is None or not isinstance(value.figure, int):
            return "（未找到）"
        return formatting.plain_figure(value.figure, parameter.unit)

    # -- reasons

    def _worded(self, rule: Rule) -> tuple[_Worded, ...]:
        return tuple(
            _Worded(
                test=test,
                node=rule.conditions[test.id],
                text=self.filled(test.text),
                why_not=self.filled(test.why_not),
                source=self.source(test.source, test.article),
                facts=tuple(formatting.operands(self.rules, rule.operands[test.id])),
                slot=self.rules.scalar.slots.get(rule.conditions[test.id], -1),
                is_shared=self.rules.graph[rule.conditions[test.id]].of_household,
                constant=self._constant(rule.conditions[test.id]),
            )
            for test in rule.policy.when.conditions()
        )

    def _constant(self, index: int) -> tuple[int, int] | None:
        node = self.rules.graph[index]
        return (int(node.range[0]), 0) if node.op == "truth" else None

    def source(self, name: str, article: str = "") -> Json:
        """Return a source as it is cited, with the article where one is named."""
        source = self.pack.sources[name]
        begins = source.begins(article)
        if begins is not None and self.rules.first_day < begins:
            article += NOT_YET.format(begins)
        return {
            "id": source.id,
            "title": source.title,
            "address": source.address,
            "article": article or None,
        }

    def outcome(self, assessment: Assessment, outcome: Outcome) -> str:
        """Return the rulebook's name for what came out."""
        named = self.pack.outcomes
        if outcome.verdict != FALSE:
            return named.yes if outcome.verdict == TRUE else named.unknown
        if not outcome.rule.in_force:
            return named.no
        failed = self._reasons(assessment, outcome)
        return named.of_no(one.test.leads_to for one, *_ in failed)

    def because(self, assessment: Assessment, rule: Rule, outcomes: list[Outcome]) -> list[Json]:
        """Return what decided, said once for all the people it is true of."""
        if not rule.in_force:
            return [self._out_of_force(rule)]
        said: dict[object, Json] = {}
        for outcome in outcomes:
            for one, value, facts, is_office in self._reasons(assessment, outcome):
                key = one.test.id, value, tuple(facts.items())
                if key not in said:
                    said[key] = _reason(one, value, facts, needs_office=is_office)
                said[key]["subjects"].append(subject_name(outcome.who))
        return list(said.values())

    def _out_of_force(self, rule: Rule) -> Json:
        policy, span = rule.policy, rule.policy.validity
        is_unread = span.is_unread(self.rules.first_day)
        facts = {
            label: day.isoformat()
            for label, day in (("开始", span.since), ("结束", span.until))
            if day is not None
        }
        name = span.source or policy.sources[0]
        return {
            "text": f"{span.otherwise}{UNREAD}" if is_unread else span.otherwise,
            "holds": None if is_unread else False,
            "facts": facts,
            "source": self.source(name),
            "condition": "validity",
            "subjects": [],
            "needs_office": is_unread,
        }

    def _reasons(
        self, assessment: Assessment, outcome: Outcome
    ) -> Iterator[tuple[_Worded, int, dict[str, str], bool]]:
        """Yield what decided: condition, value, facts, and whether only the office can tell."""
        who = outcome.who or 0
        worded = self.worded[outcome.rule.policy.id]
        trace = assessment.trace
        person = trace.row(who)
        values = {
            one.test.id: one.constant or _value(trace.household if one.is_shared else person, one)
            for one in worded
        }
        decisive = _decisive(outcome.rule.policy.when, values, outcome.verdict)
        for one in worded:
            if one.test.id in decisive:
                value, mask = values[one.test.id]
                facts = formatting.facts(assessment.trace, who, one.facts)
                yield one, value, facts, value == UNKNOWN and not mask

    def condition(
        self, assessment: Assessment, outcome: Outcome, test: str
    ) -> tuple[int, dict[str, str]]:
        """Return the value of one condition and the facts it weighed."""
        scalar, who = self.rules.scalar, outcome.who or 0
        one = next(w for w in self.worded[outcome.rule.policy.id] if w.test.id == test)
        value, _ = scalar.truth(assessment.trace, one.node, who)
        return value, formatting.facts(assessment.trace, who, one.facts)

    def each(self, assessment: Assessment, outcome: Outcome) -> Iterator[Verdict]:
        """Yield what every condition came to, decisive or not, in the order of the file."""
        who = outcome.who or 0
        trace = assessment.trace
        for one in self.worded[outcome.rule.policy.id]:
            row = trace.household if one.is_shared else trace.row(who)
            value, _ = one.constant or _value(row, one)
            facts = formatting.facts(trace, who, one.facts)
            yield Verdict(
                policy=outcome.rule.policy.id,
                condition=one.test.id,
                holds=HOLDS[value],
                text=one.text,
                why_not=one.why_not,
                change=self.filled(one.test.change),
                leads_to=one.test.leads_to or self.pack.outcomes.no,
                source=one.source,
                facts=facts,
            )

    def turning(
        self, assessment: Assessment, outcome: Outcome, earlier: Mapping[str, int]
    ) -> list[Json]:
        """Return the conditions whose value is another than it was earlier."""
        if not outcome.rule.in_force:
            return [self._out_of_force(outcome.rule)]
        turned = []
        values = self.nearness.values(assessment, outcome.rule, outcome.who)
        for one in self.worded[outcome.rule.policy.id]:
            value = values[one.test.id]
            if value != earlier.get(one.test.id, value):
                _, facts = self.condition(assessment, outcome, one.test.id)
                reason = _reason(one, value, facts, needs_office=False)
                reason["subjects"].append(subject_name(outcome.who))
                turned.append(reason)
        return turned

    # -- what would change it

    def nearest(self, assessment: Assessment, outcomes: list[Outcome]) -> list[Json]:
        """Return the changes within a person's power that would turn a no, the fewest first.

        What would help several people alike is said once.
        """
        found = [
            (outcome.who, misses)
            for outcome in outcomes
            if (misses := self.nearness.misses(assessment, outcome))
        ]
        found.sort(key=lambda item: len(item[1]))
        said: dict[str, Json] = {}
        for change in (self._change(who, misses) for who, misses in found):
            said.setdefault(change["text"], change)
        return list(said.values())[:2]

    def _change(self, who: int | None, misses: tuple[Shortfall, ...]) -> Json:
        steps = [self._step(miss) for miss in misses]
        lead = "只差一项：" if len(misses) == 1 else f"还差{len(misses)}项："
        return {
            "change": {
                "subject": subject_name(who),
                "conditions": [miss.test.id for miss in misses],
                "questions": list(dict.fromkeys(q for miss in misses for q in miss.questions)),
                "short_by": [formatting.distance(miss.short_by, miss.unit) for miss in misses],
            },
            "text": lead + "；".join(steps),
        }

    def _step(self, miss: Shortfall) -> str:
        text = self.filled(miss.test.why_not)
        if miss.short_by is not None:
            text += f"（相差{formatting.quantity(miss.short_by, miss.unit)}）"
        return f"{text}，{self.filled(miss.test.change)}" if miss.test.change else text

    # -- the next question

    def next_question(self, asked: NextQuestion | None) -> bytes:
        """Return a question with its subject, as the JSON text of `next_question`."""
        if asked is None:
            return b"null"
        others = [subject_name(who) for who in asked.others]
        about = {"subject": subject_name_of(asked), "with": asked.page, "also": others}
        whom = orjson.dumps(about | {"left": asked.left})
        return whom[:-1] + b"," + self._put[asked.question.id][1:]

    @cached_property
    def _put(self) -> Mapping[str, bytes]:
        """Return what is the same about a question whoever is asked, as JSON text."""
        about = {"subject", "subjects", "policies"}
        return {
            name: orjson.dumps({key: value for key, value in put.items() if key not in about})
            for name, put in self.questions.items()
        }

    @cached_property
    def questions(self) -> Mapping[str, Json]:
        """Return every question of the pack as the service lists it."""
        needed = self._needed_by()
        return {
            name: formatting.question(
                question, self.pack.topics[question.topic], needed.get(name, [])
            )
            for name, question in self.pack.questions.items()
        }

    def _needed_by(self) -> dict[str, list[str]]:
        needed: dict[str, list[str]] = {}
        graph = self.rules.graph
        for rule in self.rules.built.rules.values():
            roots = [rule.verdict, *rule.conditions.values()]
            roots += [rule.amount] if rule.amount is not None else []
            for index in sorted(graph.feeding(roots)):
                if graph[index].op == "ask":
                    needed.setdefault(str(graph[index].data), []).append(rule.policy.id)
        return needed


def subject_name_of(asked: NextQuestion) -> str:
    """Name whom the question is about; what is asked of the applicant alone stands there."""
    if asked.who is None and not asked.question.of_household:
        return "applicant"
    return subject_name(asked.who)


def _value(row: Row, one: _Worded) -> tuple[int, int]:
    return row[one.slot], row[one.slot + 1]


def _reason(one: _Worded, value: int, facts: dict[str, str], *, needs_office: bool) -> Json:
    return {
        "text": one.why_not if value == FALSE else one.text,
        "holds": HOLDS[value],
        "facts": facts,
        "source": one.source,
        "condition": one.test.id,
        "subjects": [],
        "needs_office": needs_office,
    }


def _decisive(group: Group, values: Mapping[str, tuple[int, int]], verdict: int) -> set[str]:
    """Return the conditions that explain a verdict.

    A yes is explained by what holds (of alternatives, those that hold), a no by what fails (of
    alternatives, all of them, if none holds), an unknown by everything that is not beside it.
    """
    kept: set[str] = set()
    for part in group.parts:
        if isinstance(part, Condition):
            value = values[part.id][0]
            if group.kind == "none":
                value = 2 - value
            if value == verdict or (
                verdict == UNKNOWN and (value == TRUE) == (group.kind != "any")
            ):
                kept.add(part.id)
        else:
            value = _value_of(part, values)
            if value == verdict:
                kept |= _decisive(part, values, verdict)
            elif verdict == UNKNOWN and value == TRUE and group.kind == "all":
                kept |= _decisive(part, values, TRUE)
    return kept


def _value_of(group: Group, values: Mapping[str, tuple[int, int]]) -> int:
    parts = [
        values[part.id][0] if isinstance(part, Condition) else _value_of(part, values)
        for part in group.parts
    ]
    if group.kind == "all":
        return min(parts)
    if group.kind == "any":
        return max(parts)
    if group.kind == "none":
        return 2 - max(parts)
    sure, possible = parts.count(TRUE), len(parts) - parts.count(FALSE)
    return TRUE if sure >= group.needed else UNKNOWN if possible >= group.needed else FALSE
