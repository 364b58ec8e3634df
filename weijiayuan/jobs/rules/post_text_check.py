"""The lawful-post check of words: which break the law, by which article, and what to write instead.

A certain finding refuses the post, a doubtful one sends it to a person, a mild one is shown.
"""

import re
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, replace

from weijiayuan.jobs.rules import stated_amounts, stated_hours
from weijiayuan.jobs.rules.breach_classifier import doubtful_spans, most_alike
from weijiayuan.jobs.rules.minimum_wage import InForce
from weijiayuan.jobs.rules.negation import is_denied
from weijiayuan.jobs.rules.obfuscation_removal import CLAUSE_ENDS, Reading, read
from weijiayuan.jobs.rules.prohibited_content import Law, Level, Rule, law
from weijiayuan.jobs.rules.stated_amounts import Hit

SEVERITY = {Level.REFUSE: 0, Level.REVIEW: 1, Level.WARN: 2}
BOUNDS = re.compile(f"[{CLAUSE_ENDS}]")
UNNAMED = "doubtful"  # the rule of a finding whose rule is not plain
NAMES = frozenset({"title", "address", "user_employer"})  # tell nothing by their weight
ANSWERS = frozenset(
    {"reason", "interview_place"}
)  # other sentences than the weights were taught with
UNWEIGHED = NAMES | ANSWERS
TOLD_OF_WORK = frozenset({"duties", "title"})
FIGURES: dict[str, Callable[[str, InForce], Iterator[Hit]]] = {
    "pay": stated_amounts.pay,
    "probation": stated_amounts.probation,
    "hours": stated_hours.hours,
    "youth": stated_amounts.youth,
}
LISTING = re.compile("包括|包含|含|例如|如")


@dataclass(frozen=True, slots=True)
class Finding:
    """Words that break a rule. `start` and `end` count characters in the field as it was sent."""

    text: str
    rule: str
    name: str
    article: str
    quote: str
    remedy: str
    level: Level
    field: str
    start: int
    end: int


def check_text(
    text: str, *, when: InForce, field: str = "text", table: Law | None = None
) -> list[Finding]:
    """Return what the text says against the law on the day, the gravest first.

    >>> from datetime import date
    >>> from weijiayuan.jobs.rules.minimum_wage import in_force
    >>> when = in_force(date(2026, 11, 23), region="shenzhen")
    >>> [found.rule for found in check_text("限男性，押金200元", when=when)]
    ['sex', 'deposit']
    >>> check_text("不收押金，男女不限", when=when)
    []
    """
    reading, found, settled = read(text), [], []
    in_force = table or law()
    for rule in in_force.rules:
        judged = [
            (hit, stands and not is_work(hit, rule, in_force, text=reading.text, field=field))
            for hit, stands in judged_hits(rule, reading.text, when)
        ]
        settled += [(hit.start, hit.end) for hit, stands in judged if settles(hit, stands)]
        found += [
            finding(rule, hit, reading=reading, original=text, field=field, when=when)
            for hit in distinct(hit for hit, stands in judged if stands)
        ]
    if field not in UNWEIGHED:
        found += doubts(reading, settled, original=text, field=field, when=when)
    return sorted(found, key=lambda each: (SEVERITY[each.level], each.start))


def is_work(hit: Hit, rule: Rule, table: Law, *, text: str, field: str) -> bool:
    """Say whether the rule's words are lawful because they tell what the work is."""
    return rule.is_lawful_of_work and table.duties.tell(
        text, hit.start, hit.end, in_duties=field in TOLD_OF_WORK
    )


def settles(hit: Hit, stands: bool) -> bool:  # noqa: FBT001  # one of a pair
    """Say whether the patterns have judged the place, so that its weight tells nothing more."""
    return not stands or hit.level is not Level.WARN


def doubts(
    reading: Reading, settled: list[tuple[int, int]], *, original: str, field: str, when: InForce
) -> Iterator[Finding]:
    """Yield what no pattern knows but what weighs like a known breach: a person looks."""
    for start, end in doubtful_spans(reading.text, settled):
        hit = Hit(start, end, Level.REVIEW)
        rule_id = most_alike(reading.text[start:end])
        if rule_id is None:
            yield unnamed(hit, reading=reading, original=original, field=field)
            continue
        rule = law().rule(rule_id)
        alike = finding(rule, hit, reading=reading, original=original, field=field, when=when)
        yield replace(alike, name=f"疑似：{rule.name}")


def unnamed(hit: Hit, *, reading: Reading, original: str, field: str) -> Finding:
    """Return the finding for words that weigh like a breach, of which rule is not plain."""
    start, end = reading.span(hit.start, hit.end)
    return Finding(
        text=original[start:end],
        rule=UNNAMED,
        name="疑似违规，需要工作人员看一看",
        article="",
        quote="",
        remedy="请把这句话写得更清楚，只写岗位做什么、需要什么能力、给什么待遇",
        level=hit.level,
        field=field,
        start=start,
        end=end,
    )


def verdict(findings: list[Finding]) -> Level | None:
    """Return the gravest level among the findings, or nothing when there are none."""
    return min((found.level for found in findings), key=SEVERITY.__getitem__, default=None)


def judged_hits(rule: Rule, text: str, when: InForce) -> Iterator[tuple[Hit, bool]]:
    """Yield every place that the rule's patterns match, and whether it stands as a breach."""
    excused = bool(rule.excused and rule.excused.search(text))
    for hit in raw_hits(rule, text, when):
        start, end = clause_at(text, hit.start, hit.end)
        clause = text[start:end]
        if hit.is_lawful or is_excused(rule, clause, hit.start - start, hit.end - start):
            yield hit, False
        else:
            yield Hit(hit.start, hit.end, Level.REVIEW) if excused else hit, True


def is_excused(rule: Rule, clause: str, start: int, end: int) -> bool:
    """Say whether the clause round the words at [start, end) makes them lawful."""
    if rule.unless and rule.unless.search(clause):
        return True
    return rule.is_deniable and is_denied(clause, start, end)


def raw_hits(rule: Rule, text: str, when: InForce) -> Iterator[Hit]:
    """Yield what the rule's patterns and figures match, context not yet weighed."""
    for level, pattern in rule.patterns:
        for match in pattern.finditer(text):
            yield Hit(match.start(), match.end(), level)
    if rule.figures:
        yield from FIGURES[rule.figures](text, when)


def clause_at(text: str, start: int, end: int) -> tuple[int, int]:
    """Return the bounds of the clause in which [start, end) stands.

    A list (包括…) belongs to the clause before it, an answer to its question.
    """
    begin = last_bound(text, start)
    if begin and LISTING.match(text, begin):
        begin = last_bound(text, begin - 1)
    after = BOUNDS.search(text, end + 1 if text[end : end + 1] == "?" else end)
    return begin, after.start() if after else len(text)


def last_bound(text: str, before: int) -> int:
    """Return where the clause begins that holds the character at `before`."""
    return max(text.rfind(sign, 0, before) for sign in CLAUSE_ENDS) + 1


def distinct(found: Iterable[Hit]) -> list[Hit]:
    """Keep the gravest, then the longest, of hits that overlap."""
    kept: list[Hit] = []
    for hit in sorted(found, key=lambda each: (SEVERITY[each.level], each.start - each.end)):
        if all(hit.end <= other.start or other.end <= hit.start for other in kept):
            kept.append(hit)
    return kept


def finding(
    rule: Rule, hit: Hit, *, reading: Reading, original: str, field: str, when: InForce
) -> Finding:
    """Return the finding for a hit, quoting the words as they were written."""
    start, end = reading.span(hit.start, hit.end)
    return Finding(
        text=original[start:end],
        rule=rule.id,
        name=rule.name,
        article=rule.article,
        quote=rule.quote,
        remedy=remedy(rule, when),
        level=hit.level,
        field=field,
        start=start,
        end=end,
    )


def remedy(rule: Rule, when: InForce) -> str:
    """Return how to write it instead, with the sums in force on the day."""
    wage = when.wage
    least = f"每月{wage.monthly}（合每小时{wage.full_time_hour}），非全日制每小时{wage.hourly}"
    return rule.remedy.replace("{least}", least).replace("{source}", wage.source)
