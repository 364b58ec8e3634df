"""The lawful-post check of the figures a post is filled in with, and of what it leaves out."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, replace
from datetime import date
from decimal import Decimal

from weijiayuan.jobs.rules.contact_detection import but_numbers, contacts
from weijiayuan.jobs.rules.minimum_wage import UNIT_WORDS, InForce, PayUnit
from weijiayuan.jobs.rules.obfuscation_removal import read
from weijiayuan.jobs.rules.post_text_check import SEVERITY, Finding, check_text, remedy
from weijiayuan.jobs.rules.prohibited_content import Level, law
from weijiayuan.jobs.rules.stated_amounts import LEAST_SHARE, longest_probation, probation_pay
from weijiayuan.jobs.rules.states import LONGEST_VALIDITY, JobKind
from weijiayuan.kernel.money import Money

LONGEST_DAY = Decimal(11)  # 劳动法 36, 41: eight hours and at most three more
LONGEST_WEEK = Decimal(44)
LONGEST_PART_DAY, LONGEST_PART_WEEK = Decimal(4), Decimal(24)  # 劳动合同法 68
COMPULSORY = (
    "《人力资源市场暂行条例》第二十四条；《劳动合同法》第八条；《广东省人力资源市场条例》第三十三条"
)
COMPULSORY_QUOTE = (
    "发布……的招聘简章应当包括用人单位基本情况、招聘人数、招聘条件、工作内容、工作地点、基本劳动报酬"
)


@dataclass(frozen=True, slots=True)
class PostFacts:
    """A post as it is filled in; sums in fen, lengths in months, hours as numbers.

    `contract_months` 0 is a contract without end. `texts` are the fields people read, by name.
    """

    kind: JobKind
    texts: Mapping[str, str] = field(default_factory=dict)
    pay_min_fen: int | None = None
    pay_max_fen: int | None = None
    pay_unit: PayUnit | None = None
    base_pay_fen: int | None = None
    hours_per_day: Decimal | None = None
    days_per_week: Decimal | None = None
    contract_months: int | None = None
    probation_months: int = 0
    probation_pay_fen: int | None = None
    wanted: int | None = None
    has_place: bool = False
    insured: bool = True
    is_agency: bool = False
    user_employer: str = ""
    valid_until: date | None = None


PART_TIME = {
    JobKind.HOURLY: True,
    JobKind.FULL_TIME: False,
    JobKind.PIECE_RATE: False,
    JobKind.PUBLIC_INTEREST: False,
}
"""Which minimum wage a kind of work has; of temporary work and internships nobody knows."""


def check_post(facts: PostFacts, *, when: InForce) -> list[Finding]:
    """Return everything the post breaks on the day: its words, its figures, what it leaves out."""
    when = replace(when, part_time=PART_TIME.get(facts.kind))
    found = [
        lenient(finding, facts.kind)
        for name, text in facts.texts.items()
        if text
        for finding in check_text(text, when=when, field=name)
    ]
    told = list(contacts(facts.texts))
    found = [*but_numbers(found, told), *told]
    found += [*missing(facts, when), *poor_pay(facts, when), *bad_probation(facts, when)]
    found += [*long_hours(facts, when), *uninsured(facts, when)]
    return sorted(found, key=lambda each: SEVERITY[each.level])


def lenient(finding: Finding, kind: JobKind) -> Finding:
    """Let a person look where the rule is made for employees and the post is for students."""
    student = kind is JobKind.INTERNSHIP and finding.rule in {"minimum_wage", "insurance"}
    hourly = kind is JobKind.HOURLY and finding.rule == "insurance"
    if finding.level is Level.REFUSE and (student or hourly):
        return replace(finding, level=Level.REVIEW)
    return finding


def missing(facts: PostFacts, when: InForce) -> Iterator[Finding]:
    """Find the compulsory facts that are not filled in."""
    gaps = {
        "duties": ("工作内容", bool(facts.texts.get("duties"))),
        "requirements": ("招聘条件", bool(facts.texts.get("requirements"))),
        "wanted": ("招聘人数", bool(facts.wanted)),
        "community_code": ("工作地点", facts.has_place),
        "pay_min_fen": (
            "基本劳动报酬",
            facts.pay_min_fen is not None and facts.pay_unit is not None,
        ),
        "valid_until": ("有效期", facts.valid_until is not None),
    }
    for name, (words, is_there) in gaps.items():
        if not is_there:
            yield fact_finding("complete", f"缺少{words}", name, f"请填写{words}")
    if facts.is_agency and not facts.user_employer:
        how = "人力资源服务机构发布岗位要写明用工单位"
        yield fact_finding("complete", "缺少用工单位", "user_employer", how)
    if facts.valid_until and not when.on <= facts.valid_until <= when.on + LONGEST_VALIDITY:
        last = when.on + LONGEST_VALIDITY
        yield fact_finding("complete", "有效期不对", "valid_until", f"有效期写到{last}以内的一天")
    if facts.pay_min_fen and facts.pay_max_fen and facts.pay_max_fen < facts.pay_min_fen:
        yield fact_finding("complete", "最高工资低于最低工资", "pay_max_fen", "请检查工资范围")


def poor_pay(facts: PostFacts, when: InForce) -> Iterator[Finding]:
    """Find pay below the minimum wage; a piece rate needs a monthly floor to be measured by."""
    if facts.pay_min_fen is None or facts.pay_unit is None:
        return
    level = Level.REVIEW if facts.kind is JobKind.INTERNSHIP else Level.REFUSE
    pay, unit = Money(facts.pay_min_fen), facts.pay_unit
    if unit is PayUnit.PIECE:
        if facts.base_pay_fen is None:
            yield fact_finding(
                "complete", "计件岗位没有写保底工资", "base_pay_fen", "请填写每月保底工资"
            )
            return
        pay, unit = Money(facts.base_pay_fen), PayUnit.MONTH
    least, words = when.least(unit), f"{UNIT_WORDS[unit]}{pay}"
    if least and pay < least:
        yield rule_finding("minimum_wage", words, "pay_min_fen", level, when)
    elif when.may_be_too_little(pay, unit):
        yield rule_finding("minimum_wage", words, "pay_min_fen", Level.REVIEW, when)


def bad_probation(facts: PostFacts, when: InForce) -> Iterator[Finding]:
    """Find probation that is too long for the contract, or paid too little."""
    if not facts.probation_months:
        return
    words = f"试用期{facts.probation_months}个月"
    if facts.kind is JobKind.HOURLY:
        yield rule_finding("probation", words, "probation_months", Level.REFUSE, when)
    elif facts.contract_months is None:
        yield fact_finding(
            "complete", "有试用期而没有写合同期限", "contract_months", "请填写合同期限"
        )
    elif facts.probation_months > longest_probation(facts.contract_months):
        yield rule_finding("probation", words, "probation_months", Level.REFUSE, when)
    yield from poor_probation_pay(facts, when)


def poor_probation_pay(facts: PostFacts, when: InForce) -> Iterator[Finding]:
    """Find probation pay under 80 % of the pay agreed, or under the minimum wage.

    Sums in words are measured by the pay of the form too; it may be another, so a person looks.
    """
    yield from poor_pay_in_words(facts, when)
    if facts.probation_pay_fen is None or facts.pay_min_fen is None or facts.pay_unit is None:
        return
    least = when.least(facts.pay_unit) or Money(0)
    floor = max(least.fen, -(-facts.pay_min_fen * 80 // 100))
    if facts.probation_pay_fen < floor:
        words = f"试用期工资{Money(facts.probation_pay_fen)}"
        yield rule_finding("probation", words, "probation_pay_fen", Level.REFUSE, when)


def poor_pay_in_words(facts: PostFacts, when: InForce) -> Iterator[Finding]:
    """Find a probation's pay in words under 80 % of the monthly pay in the form."""
    if facts.pay_min_fen is None or facts.pay_unit is not PayUnit.MONTH:
        return
    for name, text in facts.texts.items():
        paid = probation_pay(read(text or "").text)
        if paid is not None and paid * 100 < facts.pay_min_fen * LEAST_SHARE:
            yield rule_finding("probation", f"试用期工资{paid}元", name, Level.REVIEW, when)


def long_hours(facts: PostFacts, when: InForce) -> Iterator[Finding]:
    """Find days and weeks longer than the law allows for the kind of work."""
    day, days = facts.hours_per_day, facts.days_per_week
    if days is not None and days > 6:
        yield rule_finding("hours", f"每周工作{days}天", "days_per_week", Level.REFUSE, when)
    if day is None:
        return
    if day > LONGEST_DAY:
        yield rule_finding("hours", f"每天{day}小时", "hours_per_day", Level.REFUSE, when)
    week = day * days if days is not None else None
    if facts.kind is JobKind.HOURLY:
        if day > LONGEST_PART_DAY or (week or 0) > LONGEST_PART_WEEK:
            words = "超过非全日制的工时（每天4小时、每周24小时）"
            yield rule_finding("hours", words, "hours_per_day", Level.REVIEW, when)
    elif week is not None and week > LONGEST_WEEK:
        yield rule_finding("hours", f"每周{week}小时", "hours_per_day", Level.WARN, when)


def uninsured(facts: PostFacts, when: InForce) -> Iterator[Finding]:
    """Find employees without social insurance; hourly work and students need less."""
    if not facts.insured and facts.kind not in {JobKind.HOURLY, JobKind.INTERNSHIP}:
        yield rule_finding("insurance", "不缴社会保险", "insured", Level.REFUSE, when)


def rule_finding(rule_id: str, words: str, name: str, level: Level, when: InForce) -> Finding:
    """Return the finding of a rule of the table for a field that was filled in."""
    rule = law().rule(rule_id)
    return Finding(
        text=words,
        rule=rule.id,
        name=rule.name,
        article=rule.article,
        quote=rule.quote,
        remedy=remedy(rule, when),
        level=level,
        field=name,
        start=0,
        end=0,
    )


def fact_finding(rule_id: str, words: str, name: str, how: str) -> Finding:
    """Return the finding for a compulsory fact that is missing or impossible."""
    return Finding(
        text=words,
        rule=rule_id,
        name="缺少必须写明的内容",
        article=COMPULSORY,
        quote=COMPULSORY_QUOTE,
        remedy=how,
        level=Level.REFUSE,
        field=name,
        start=0,
        end=0,
    )
