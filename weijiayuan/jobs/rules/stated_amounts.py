"""Sums, months and hours that a text states, measured against the law."""

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from decimal import Decimal

from weijiayuan.jobs.rules.prohibited_content import Level
from weijiayuan.jobs.rules.wages import InForce, PayUnit
from weijiayuan.kernel.money import Money


@dataclass(frozen=True, slots=True)
class Hit:
    """Characters [start, end) of a reading that break a rule, and how surely."""

    start: int
    end: int
    level: Level


SUM = r"(\d+(?:\.\d+)?)(?:元|块)?(?:[-~至到—–](\d+(?:\.\d+)?))?"
PER = r"(?:元|块)?钱?(?:/|每|一|1)?个?(小时|钟头|钟|h|月|天|日)"
HEAD = (
    r"(月薪|月工资|月收入|底薪|基本工资|综合工资|综合薪资|到手|时薪|小时工资|日薪|日工资|日结|"
    r"每个?小时|1个?小时|保底|工资|薪资|薪水|薪酬|待遇)"
)
NAMED_PAY = re.compile(rf"{HEAD}[^\d,。;!?%]{{0,4}}{SUM}(?:{PER}|(?!\d|%|折|天|号|日))")
NOT_EXTRA = r"(?!的?(?:补|奖|津贴|餐|房|话费|油|交通|全勤|夜|水电|工龄|高温))"
PER_THEN_SUM = re.compile(
    r"(每个?月|1个月|每天|1天|每日)(?:就|只|到手|给|发|拿|开|工资|收入|能|可|共|为|是|有|:)*"
    rf"(?:{SUM}(?:元|块|出头|左右|多){NOT_EXTRA}|(\d{{3,}})()(?=[,。;!?]|$))"
)
LONG_PAY = re.compile(
    rf"(年薪|年收入|1年(?:到手|工资)|周薪|1周(?:到手|工资))[^\d,。;!?%]{{0,4}}{SUM}(?!\d|%|天|薪)"
)
MONTHS = {"年": Decimal(1) / 12, "周": Decimal(52) / 12}
RATE = re.compile(rf"(?<![\d.])(?=\d[\d.\-~至到—–]*(?:元|块)){SUM}{PER}")
EXTRA = re.compile(
    r"(?:补|津贴|奖|提成|绩效|餐|房|租|社保|公积金|扣|费|油|勤|高温|工龄|押|罚|另加|加班|住宿|水电|预支)"
    r"[^,。;!?]{0,6}$"
)
UNITS = {
    "月": PayUnit.MONTH,
    "天": PayUnit.DAY,
    "日": PayUnit.DAY,
    "小时": PayUnit.HOUR,
    "钟头": PayUnit.HOUR,
    "钟": PayUnit.HOUR,
    "h": PayUnit.HOUR,
}
LAST_DAY = 31  # "工资3日内结清" names a day, not a sum
LEAST_MONTHLY_SUM = 300  # a bare "工资 26" says no month


def pay(text: str, when: InForce) -> Iterator[Hit]:
    """Find pay below the minimum wage in force on the day."""
    taken: list[tuple[int, int]] = []
    for match, head, unit in stated_pay(text):
        if any(start < match.end() and match.start() < end for start, end in taken):
            continue
        taken.append(match.span())
        least, paid = when.least(unit), Money.yuan(Decimal(first_sum(match, head)))
        if least and paid < least:
            is_part = head in ("底薪", "基本工资", "保底")
            yield Hit(*match.span(), Level.REVIEW if is_part else Level.REFUSE)
        elif when.may_be_too_little(paid, unit):
            yield Hit(*match.span(), Level.REVIEW)
    yield from pay_by_year_or_week(text, when.wage.monthly)


def pay_by_year_or_week(text: str, monthly: Money) -> Iterator[Hit]:
    """Find a year's or a week's pay below the monthly minimum wage; a week may be a short one."""
    for match in LONG_PAY.finditer(text):
        is_year = "年" in match[1]
        a_month = Decimal(match[2]) * MONTHS["年" if is_year else "周"]
        if Money.yuan(a_month) < monthly:
            yield Hit(*match.span(), Level.REFUSE if is_year else Level.REVIEW)


def first_sum(match: re.Match[str], head: str) -> str:
    """Return the lower sum of a match with or without a head."""
    if not head:
        return match[1]
    return next(each for each in match.groups()[1:] if each)


def stated_pay(text: str) -> Iterator[tuple[re.Match[str], str, PayUnit]]:
    """Yield what the text calls pay, and bare rates that are not called something else."""
    for match in NAMED_PAY.finditer(text):
        unit = named_unit(match)
        if unit and not EXTRA.search(text[: match.start()]):
            yield match, match[1], unit
    for match in PER_THEN_SUM.finditer(text):
        if EXTRA.search(text[: match.start()]):
            continue
        yield match, match[1], PayUnit.MONTH if "月" in match[1] else PayUnit.DAY
    for match in RATE.finditer(text):
        if not EXTRA.search(text[: match.start()]):
            yield match, "", UNITS[match[3]]


def named_unit(match: re.Match[str]) -> PayUnit | None:
    """Return what the sum is for: said after it, in the word before it, or plain from its size."""
    head, after = match[1], match[4]
    if after and (Decimal(match[2]) > LAST_DAY or "元" in match[0] or "块" in match[0]):
        return UNITS[after]
    if "小时" in head or head == "时薪":
        return PayUnit.HOUR
    if head.startswith("日"):
        return PayUnit.DAY
    return PayUnit.MONTH if Decimal(match[2]) >= LEAST_MONTHLY_SUM else None


PROBATION = re.compile(r"(?:试用期?|考察期?|试工期)[^\d,。;!?%]{0,6}(\d+)个?(月|年)")
AS_PROBATION = re.compile(
    r"(\d+)个?(月|年)(?:都|全|均|先)?(?:算|为|是|作为|属于|当)?(?:试用|考察|试工)"
)
PROBATION_SHARE = re.compile(r"(?:试用|试工|考察)期?[^。;!?%]{0,12}?(\d+)(%|折)")
CONTRACT = re.compile(r"(?:合同|签)[^\d,。;!?]{0,3}(\d+)年|(\d+)年期?(?:劳动)?合同|合同期?(\d+)年")


def probation(text: str, _when: InForce) -> Iterator[Hit]:
    """Find probation that is too long for the contract, or too cheap (劳动合同法 19, 20)."""
    contract = CONTRACT.search(text)
    years = next((int(each) for each in contract.groups() if each), None) if contract else None
    for match in (*PROBATION.finditer(text), *AS_PROBATION.finditer(text)):
        months = int(match[1]) * (12 if match[2] == "年" else 1)
        level = too_long(months, longest_probation(years * 12) if years else None)
        if level:
            yield Hit(*match.span(), level)
    for match in PROBATION_SHARE.finditer(text):
        share = int(match[1]) * (10 if match[2] == "折" and int(match[1]) < 10 else 1)
        if share < 80:
            yield Hit(*match.span(), Level.REFUSE)


def too_long(months: int, longest: int | None) -> Level | None:
    """Return how sure it is that the probation is too long; the contract may not be known."""
    if months > (6 if longest is None else longest):
        return Level.REFUSE
    return Level.REVIEW if longest is None and months > 2 else None


def longest_probation(contract_months: int) -> int:
    """Return the longest lawful probation in months for a contract (劳动合同法 19).

    A contract without end is said as 0 months.

    >>> [longest_probation(months) for months in (2, 3, 12, 36, 0)]
    [0, 1, 2, 6, 6]
    """
    if contract_months == 0 or contract_months >= 36:
        return 6
    if contract_months >= 12:
        return 2
    return 1 if contract_months >= 3 else 0


DAILY = re.compile(r"(?:每天|每日|1天|日均|天天)[^\d,。;!?]{0,4}(\d+)个?(?:小时|钟头|钟|h)")
LONG_SHIFT = re.compile(r"(?<![\d.])(1\d)个?(?:小时|h)(?:制|两班|2班|倒|轮班|工作制)")
CLOCK = re.compile(r"(?<!\d)(\d{1,2})[:点](?:\d{2})?(?:[-~至到—–])(\d{1,2})[:点]")
EARLY_LATE = re.compile(
    r"(?:早上?|朝)([\d一二三四五六七八九十]+)点?[^,。;!?\d]{0,4}晚上?([\d一二三四五六七八九十]+)(?!\d)"
)
CHINESE = {char: value for value, char in enumerate("零一二三四五六七八九十")}


def hours(text: str, _when: InForce) -> Iterator[Hit]:
    """Find working days longer than the law allows: 8 hours and at most 3 more (劳动法 36, 41)."""
    for match in DAILY.finditer(text):
        yield from long_day(match, int(match[1]))
    for match in LONG_SHIFT.finditer(text):
        yield from long_day(match, min(12, int(match[1])))
    for match in CLOCK.finditer(text):
        yield from long_day(match, int(match[2]) - int(match[1]) - 1)
    for match in EARLY_LATE.finditer(text):
        yield from long_day(match, min(12, 11 + clock_hour(match[2]) - clock_hour(match[1])))


def clock_hour(said: str) -> int:
    """Return the hour that a digit or a Chinese numeral says."""
    return int(said) if said.isdigit() else CHINESE.get(said, 12)


def long_day(match: re.Match[str], length: int) -> Iterator[Hit]:
    """Judge a working day of so many hours, rest not counted.

    Twelve hours may stand on an approved system of averaged hours: a person looks.
    """
    if length > 8:
        level = Level.REFUSE if length > 12 else Level.REVIEW if length > 11 else Level.WARN
        yield Hit(*match.span(), level)


BORN = re.compile(r"(?<!\d)(20\d\d)年?(?:以?后)?(?:出生|生人|生的)")
LEAST_AGE = 16  # 劳动法 15


def youth(text: str, when: InForce) -> Iterator[Hit]:
    """Find years of birth of people who cannot be sixteen yet."""
    for match in BORN.finditer(text):
        if when.on.year - int(match[1]) < LEAST_AGE:
            yield Hit(*match.span(), Level.REFUSE)


FIGURES: dict[str, Callable[[str, InForce], Iterator[Hit]]] = {
    "pay": pay,
    "probation": probation,
    "hours": hours,
    "youth": youth,
}
