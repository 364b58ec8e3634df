"""What is suspicious in a pack that reads well: stale figures, unused names, missing cases."""

import re
from collections.abc import Iterable, Iterator
from datetime import date
from itertools import product

from weijiayuan.rules_engine.advise.nearest_change import NearestChange
from weijiayuan.rules_engine.advise.next_question_choice import cells
from weijiayuan.rules_engine.author.condition_coverage import WORDS, coverage, days_in_force
from weijiayuan.rules_engine.author.kinship_lint import anybody_as_kin
from weijiayuan.rules_engine.author.open_wording_lint import closed_off
from weijiayuan.rules_engine.author.property_checks import RandomHouseholds
from weijiayuan.rules_engine.author.worked_cases import Result
from weijiayuan.rules_engine.compile.compiler import Rule
from weijiayuan.rules_engine.compile.expression_graph import Graph
from weijiayuan.rules_engine.evaluate.answers import Household
from weijiayuan.rules_engine.evaluate.engine import DayRules, Engine, Outcome
from weijiayuan.rules_engine.pack import double_entry, syntax
from weijiayuan.rules_engine.pack.fact_dependencies import expressions_of
from weijiayuan.rules_engine.pack.model import Expression, Pack, Place, Policy, Subject
from weijiayuan.rules_engine.pack.pack_problems import Problem
from weijiayuan.rules_engine.values.dates import number_of
from weijiayuan.rules_engine.values.interval import TRUE, UNKNOWN

PLAIN_NUMBERS = {0, 1, 12, 30, 100}
"""Months of a year, days of a wage month, per cent: all other numbers are parameters."""

PLACEHOLDER = re.compile(r"\{([a-z0-9_]+)\}")
BRACES = re.compile(r"\{([^{}]*)\}")
SOMEBODY_ELSE = re.compile("这位家人|她")
MOST_OPEN = 4
MOST_COMPLETIONS = 400


def lint(engine: Engine, results: Iterable[Result], today: date) -> list[Problem]:
    """Return everything suspicious, by file and line."""
    return sorted([*faults(engine, results), *hints(engine, today)])


def faults(engine: Engine, results: Iterable[Result]) -> list[Problem]:
    """Return what nobody should have to find out afterwards: a pack with these is not published."""
    pack, shown = engine.pack, list(results)
    problems = [
        *double_entry.differences(pack),
        *_without_first_day(pack),
        *_unsourced(pack),
        *closed_off(engine),
        *anybody_as_kin(engine),
        *_unused(pack),
        *_bare_numbers(pack),
        *placeholders(pack),
        *_of_somebody_else(pack),
        *_constants(engine),
        *_untested(engine, shown),
        *_uncovered(engine, shown),
    ]
    return sorted(problems)


def hints(engine: Engine, today: date) -> list[Problem]:
    """Return what may be so for a reason: figures to be read again, advice that is never shown."""
    return sorted([*_stale(engine.pack, today), *_idle_advice(engine, today)])


def _unsourced(pack: Pack) -> Iterator[Problem]:
    """Where a policy quotes its source: a condition that no sentence says, a sentence left out."""
    for policy in pack.policies.values():
        if not policy.says:
            continue
        cited = set(policy.unasked)
        for test in policy.when.conditions():
            cited |= set(test.sentences)
            if not test.sentences and not test.added:
                yield _at(test.expression.place, f"条件 {test.id} 没有来源的哪一句（或 added）")
        known = set(range(1, len(policy.says) + 1))
        for number in sorted(known - cited):
            text = f"来源第 {number} 句“{policy.says[number - 1]}”没有条件（unasked 写明为什么）"
            yield _at(policy.place, f"政策 {policy.id}：{text}")
        for number in sorted(cited - known):
            yield _at(policy.place, f"政策 {policy.id} 没有第 {number} 句来源")


def _without_first_day(pack: Pack) -> Iterator[Problem]:
    """A rule without a first day would answer for every day before it, as no law does."""
    for policy in pack.policies.values():
        if policy.validity.since is None and not policy.validity.never:
            yield _at(policy.place, f"政策 {policy.id} 没有写明从哪天起（validity.since）")


def _stale(pack: Pack, today: date) -> Iterator[Problem]:
    """Figures and policies whose review day has passed must not be used in silence."""
    for parameter in pack.parameters.values():
        if parameter.review_by < today and parameter.values[-1].since <= today:
            yield _at(parameter.place, f"参数 {parameter.id} 的复核日 {parameter.review_by} 已过")
    for policy in pack.policies.values():
        if policy.review_by < today:
            yield _at(policy.place, f"政策 {policy.id} 的复核日 {policy.review_by} 已过")


def _unused(pack: Pack) -> Iterator[Problem]:
    used = {pack.people_question, *(pack.kinship.questions if pack.kinship else ())}
    for question in pack.questions.values():
        used |= syntax.names_in(question.asked_if) if question.asked_if else set()
    for expression in expressions(pack):
        used |= syntax.names_in(expression)
    for policy in pack.policies.values():
        used |= {name for text in _texts(policy) for name in PLACEHOLDER.findall(text)}
    for question in pack.questions.values():
        if question.id not in used:
            yield _at(question.place, f"问题 {question.id} 没有规则用到,不应当问")
    for parameter in pack.parameters.values():
        if parameter.id not in used:
            yield _at(parameter.place, f"参数 {parameter.id} 没有规则用到")
    for fact in pack.facts.values():
        if fact.id not in used:
            yield _at(fact.expression.place, f"事实 {fact.id} 没有规则用到")


def expressions(pack: Pack) -> Iterator[Expression]:
    """Yield every expression of the pack."""
    for fact in pack.facts.values():
        yield fact.expression
    for policy in pack.policies.values():
        yield from expressions_of(policy)


def _bare_numbers(pack: Pack) -> Iterator[Problem]:
    for expression in expressions(pack):
        for number in sorted(syntax.numbers_in(expression) - PLAIN_NUMBERS):
            yield _at(expression.place, f"规则里直接写了 {number},请改成带日期和来源的参数")


def _texts(policy: Policy) -> Iterator[str]:
    yield policy.amount.text
    for test in policy.when.conditions():
        yield from (test.text, test.why_not, test.change)


def placeholders(pack: Pack) -> Iterator[Problem]:
    """Yield the braces in the texts of policies that no single figure can fill."""
    for policy in pack.policies.values():
        for text in _texts(policy):
            for name in BRACES.findall(text):
                if name not in pack.parameters or pack.parameters[name].unit == "bands":
                    place = _written(pack, policy, f"{{{name}}}")
                    yield _at(place, f"文字里的 {{{name}}} 不是单个数的参数")


def _of_somebody_else(pack: Pack) -> Iterator[Problem]:
    """What the applicant is asked or told must not read as if it were about a relative."""
    for question in pack.questions.values():
        if question.subject is not Subject.MEMBER:
            choices = [choice.text for choice in question.choices]
            for text in (question.label, question.ask, question.help, *choices):
                if found := SOMEBODY_ELSE.search(text):
                    say = f"问题 {question.id} 也问申请人自己，不要说“{found.group()}”"
                    yield _at(question.place, say)
    for policy in pack.policies.values():
        for text in _texts(policy):
            if found := SOMEBODY_ELSE.search(text):
                place = _written(pack, policy, text)
                yield _at(place, f"也说给申请人自己听，不要说“{found.group()}”")


def _written(pack: Pack, policy: Policy, words: str) -> Place:
    """Return where words stand first in the file of a policy."""
    lines = pack.files.get(policy.place.file, "").splitlines()
    found = (number for number, line in enumerate(lines, start=1) if words in line)
    return Place(policy.place.file, next(found, policy.place.line))


def _constants(engine: Engine) -> Iterator[Problem]:
    """Conditions that no answer can change, other than by a figure not found."""
    for policy in engine.pack.policies.values():
        for test in policy.when.conditions():
            found = {
                value
                for rule, graph in _rules(engine, policy)
                for value in _fixed(rule, graph, test.id)
            }
            if len(found) == 1 and UNKNOWN not in found:
                yield _at(test.expression.place, f"条件 {test.id} 总是{WORDS[found.pop()]}")


def _rules(engine: Engine, policy: Policy) -> Iterator[tuple[Rule, Graph]]:
    for day in days_in_force(policy):
        rules = engine.rules_on(day)
        yield rules.built.rules[policy.id], rules.graph


def _fixed(rule: Rule, graph: Graph, test: str) -> Iterator[int]:
    node = graph[rule.conditions[test]]
    if node.op == "truth":
        yield int(node.range[0])
    else:
        yield UNKNOWN


def _idle_advice(engine: Engine, today: date) -> Iterator[Problem]:
    """Advice on a condition that rests on something people cannot change is never shown."""
    rules = engine.rules_on(today)
    nearness = NearestChange(rules)
    for rule in rules.built.rules.values():
        for test in rule.policy.when.conditions():
            is_open = rules.graph[rule.conditions[test.id]].op != "truth"
            if test.change and is_open and not nearness.changeable(rule, test):
                text = f"条件 {test.id} 写了 change,但它依据的问题都不能改变"
                yield _at(test.expression.place, text)


def _untested(engine: Engine, results: list[Result]) -> Iterator[Problem]:
    """Every policy needs a yes, a no, an unknown, and both sides of each threshold it has."""
    for policy in engine.pack.policies.values():
        own = [result for result in results if result.case.policy == policy.id]
        seen = {result.case.expect for result in own}
        for wanted, text in _wanted(engine, policy).items():
            if wanted not in seen:
                yield _at(policy.place, f"政策 {policy.id} 缺少{text}的案例")
        edges = {(r.case.expect, r.case.amount) for r in own if r.case.is_edge}
        if _has_threshold(engine, policy) and len(edges) < 2:
            yield _at(policy.place, f"政策 {policy.id} 缺少门槛两侧的案例(edge: true)")


def _wanted(engine: Engine, policy: Policy) -> dict[str, str]:
    if policy.validity.never:
        return {"no": "“不能”"}
    reach = {int(graph[rule.verdict].reach[1]) for rule, graph in _rules(engine, policy)}
    best = {"yes": "“能”"} if TRUE in reach else {"office": "“由窗口定”"}
    asks = any(graph[rule.verdict].op != "truth" for rule, graph in _rules(engine, policy))
    return best | {"no": "“不能”"} | ({"unknown": "“缺答案”"} if asks else {})


def _has_threshold(engine: Engine, policy: Policy) -> bool:
    if policy.validity.never:
        return False
    return any(
        graph[index].op in {"less", "at_most"}
        for rule, graph in _rules(engine, policy)
        for index in graph.feeding([rule.verdict], guards=False)
    )


def _uncovered(engine: Engine, results: list[Result]) -> Iterator[Problem]:
    for seen in coverage(engine, results):
        policy = engine.pack.policies[seen.policy]
        test = next(each for each in policy.when.conditions() if each.id == seen.test)
        if seen.missing and not policy.validity.never:
            words = "、".join(WORDS[value] for value in sorted(seen.missing))
            yield _at(test.expression.place, f"条件 {seen.test} 的案例没有出现过:{words}")


def _at(place: Place, text: str) -> Problem:
    return Problem(place.file, place.line, text)


# -- open verdicts that are settled in truth


def undecided_for_nothing(engine: Engine, on: date, *, households: int, seed: int) -> list[Problem]:
    """Return policies that were left open although every completion of the answers agrees.

    Three-valued evaluation cannot see that `a or not a` holds. Trial on random households shows
    where a rule is written so; it can always be rewritten.
    """
    rules, drawn = engine.rules_on(on), RandomHouseholds(engine.pack, seed)
    found: dict[str, Problem] = {}
    for _ in range(households):
        given = drawn.forgetful(drawn.complete(on), 0.1)
        for outcome in rules.assess(given, on).outcomes:
            name = outcome.rule.policy.id
            if name not in found and _is_idle(rules, given, outcome, on):
                asked = "、".join(question for question, _ in rules.bits.named(outcome.open))
                text = f"政策 {name} 因 {asked} 未定,其实怎样回答结论都一样,请改写条件"
                found[name] = _at(outcome.rule.policy.place, text)
    return sorted(found.values())


def _is_idle(rules: DayRules, given: Household, outcome: Outcome, on: date) -> bool:
    """Tell whether every way to answer what is open gives one verdict."""
    if outcome.verdict != UNKNOWN or not 0 < outcome.open.bit_count() <= MOST_OPEN:
        return False
    day = number_of(on)
    household, people, extra = rules.encoder.rows(given, day)
    if extra:
        return False
    open_ones = list(rules.bits.named(outcome.open))
    ways = [_ways(rules, question, day) for question, _ in open_ones]
    verdicts = set()
    for count, codes in enumerate(product(*ways)):
        for (question, who), code in zip(open_ones, codes, strict=True):
            _put(rules, household, people, question, who, code)
        trace = rules.scalar.evaluate(household, people, on=day, extra=0)
        verdicts.add(rules.scalar.truth(trace, outcome.rule.verdict, outcome.who or 0)[0])
        if len(verdicts) > 1 or UNKNOWN in verdicts or count > MOST_COMPLETIONS:
            return False
    return True


def _ways(rules: DayRules, question: str, day: int) -> list[object]:
    """Return exact answers to try: every choice, and both ends of every expected span."""
    codes = [code for code, _ in cells(rules.pack.questions[question], day)]
    return [(end, end) for code in codes if isinstance(code, tuple) for end in code] or codes


def _put(  # noqa: PLR0917  # a place in one of two tables
    rules: DayRules,
    household: list[object],
    people: list[list[object]],
    question: str,
    who: int | None,
    code: object,
) -> None:
    if who is None:
        household[rules.bits.household.index(question)] = code
    else:
        people[who][rules.bits.person.index(question)] = code
