"""Sums, months and years of birth that a text states, measured against the law."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal

from weijiayuan.jobs.rules.minimum_wage import InForce, PayUnit
from weijiayuan.jobs.rules.prohibited_content import Level
from weijiayuan.kernel.money import Money


@dataclass(frozen=True, slots=True)
class Hit:
    """Characters [start, end) of a reading that break a rule, and how surely.

    What was measured and is lawful is a hit too, so that nothing else need judge it.
    """

    start: int
    end: int
    level: Level
    is_lawful: bool = False


SUM = r"(\d+(?:\.\d+)?)(?:元|块)?(?:[-~至到—–](\d+(?:\.\d+)?))?"
PER = r"(?:元|块)?钱?(?:/|每|一|1)?个?(小时|钟头|钟|h|月|天|日)"
HEAD = (
    r"(月薪|月工资|月收入|底薪|基本工资|综合工资|综合薪资|到手|时薪|小时工资|日薪|日工资|日结|"
    r"每个?小时|1个?小时|每个?钟头?|1个?钟头?|保底|工资|薪资|薪水|薪酬|待遇)"
)
NAMED_PAY = re.compile(
    rf"{HEAD}[^\d,。;!?%扣抽补加罚奖押压拖后]{{0,4}}{SUM}(?:{PER}|(?!\d|%|折|天|号|日))"
)
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
SUM_THEN_MONTH = re.compile(r"(?<![\d.])(\d{4,5}?)(?:(?:1|一)个|/|每)月")
EXTRA = re.compile(
    r"(?:补|津贴|奖|提成|绩效|餐|房|租|社保|公积金|扣|(?<!工时)费|油|勤|高温|工龄|押|罚|另加|加班|住宿|水电|预支|涨|加薪?|调薪|多发|多拿|发放?奖)"
    r"[^,。;!?]{0,6}$"
)
BY_THE_HOUR = re.compile(
    r"(?:小时工|钟点工|计时工|工时费)[^\d,。;!?%]{0,4}(\d{1,2}(?:\.\d+)?)(?:元|块)(?!\d|/?[天日月]|每[天日月])"
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
        elif least:
            yield Hit(*match.span(), Level.WARN, is_lawful=True)
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
    for match, head, unit in (*named_pay(text), *bare_rates(text)):
        if not EXTRA.search(text[: match.start()]):
            yield match, head, unit


def named_pay(text: str) -> Iterator[tuple[re.Match[str], str, PayUnit]]:
    """Yield the sums that a word before them calls pay, or a span of time before them."""
    for match in NAMED_PAY.finditer(text):
        if unit := named_unit(match):
            yield match, match[1], unit
    for match in PER_THEN_SUM.finditer(text):
        is_month = "月" in match[1]
        if not is_month or Decimal(first_sum(match, match[1])) >= LEAST_MONTHLY_SUM:
            yield match, match[1], PayUnit.MONTH if is_month else PayUnit.DAY


def bare_rates(text: str) -> Iterator[tuple[re.Match[str], str, PayUnit]]:
    """Yield the sums beside which only a span of time stands, or who works by the hour."""
    yield from ((match, "", PayUnit.HOUR) for match in BY_THE_HOUR.finditer(text))
    yield from ((match, "", PayUnit.MONTH) for match in SUM_THEN_MONTH.finditer(text))
    yield from ((match, "", UNITS[match[3]]) for match in RATE.finditer(text))


def named_unit(match: re.Match[str]) -> PayUnit | None:
    """Return what the sum is for: said after it, in the word before it, or plain from its size."""
    head, after = match[1], match[4]
    if after and (Decimal(match[2]) > LAST_DAY or "元" in match[0] or "块" in match[0]):
        return UNITS[after]
    if "小时" in head or "钟" in head or head == "时薪":
        return PayUnit.HOUR
    if head.startswith("日"):
        return PayUnit.DAY
    return PayUnit.MONTH if Decimal(match[2]) >= LEAST_MONTHLY_SUM else None


PROBATION = re.compile(r"(?:试用期?|考察期?|试工期)[^\d,。;!?%]{0,6}(\d+)(个半)?个?(月|年)")
AS_PROBATION = re.compile(
    r"(?<!合同)(?<!签)(\d+)(个半)?个?(月|年)(?:都|全|均|先)?(?:算|为|是|作为|属于|当)?(?:试用|考察|试工)"
    r"(?!期?[^\d,。;!?%]{0,6}\d+(?:个半)?个?(?:月|年))"
)
PROBATION_SHARE = re.compile(r"(?:试用|试工|考察)期?[^。;!?%]{0,12}?(\d+)(%|折)")
PAID = (
    r"(?:期间?|\d+个?半?个?月|\d+天)?[^\d,。;!?%补奖津贴扣罚]{0,8}(\d{3,6})(?:元|块)?"
    r"(?:[-~至到—–](\d{3,6}))?(?![\d%折天号人]|个月)"
)
PROBATION_PAY = re.compile(rf"(?:试用|试工|考察|实习|见习)(?!.{{0,6}}转正){PAID}")
AGREED_PAY = re.compile(rf"(?:转正|正式|过了试用|试用期?(?:满|后|过)|合同约定){PAID}")
LEAST_SHARE = Decimal("0.8")  # 劳动合同法 20
CONTRACT = re.compile(
    r"(?:合同|签)[^\d,。;!?]{0,3}(\d+)(年|个月)|(?<![期用\d])(\d+)(年|个月)期?(?:以上)?(?:的|固定|期限|长期|劳动)*合同"
)


MONTHS_IN = {"月": 1, "年": 12}


def probation(text: str, _when: InForce) -> Iterator[Hit]:
    """Find probation that is too long for the contract, or too cheap (劳动合同法 19, 20)."""
    contract = contract_months(text)
    longest = longest_probation(contract) if contract else None
    for match in (*PROBATION.finditer(text), *AS_PROBATION.finditer(text)):
        months = (int(match[1]) + (Decimal("0.5") if match[2] else 0)) * MONTHS_IN[match[3]]
        level = too_long(months, longest)
        if level or longest:
            yield Hit(*match.span(), level or Level.WARN, is_lawful=level is None)
    for match in PROBATION_SHARE.finditer(text):
        share = int(match[1]) * (10 if match[2] == "折" and int(match[1]) < 10 else 1)
        if share < 80:
            yield Hit(*match.span(), Level.REFUSE)
    yield from poor_beside_agreed(text)


def poor_beside_agreed(text: str) -> Iterator[Hit]:
    """Find a probation's pay under four fifths of the pay that the text agrees (劳动合同法 20).

    A base pay beside a whole one, and ranges that overlap the bound, are for a person.
    """
    agreed = next(AGREED_PAY.finditer(text), None)
    paid = next(PROBATION_PAY.finditer(text), None)
    if agreed is None or paid is None:
        return
    least = Decimal(agreed[1]) * LEAST_SHARE
    if Decimal(paid[1]) >= least:
        return
    is_part = ("底薪" in paid[0]) != ("底薪" in agreed[0])
    is_certain = Decimal(paid[2] or paid[1]) < least and not is_part
    yield Hit(*paid.span(), Level.REFUSE if is_certain else Level.REVIEW)


def probation_pay(text: str) -> Decimal | None:
    """Return the probation's monthly pay that the text states, its lower sum, if it states one.

    >>> probation_pay("试用期工资3500元"), probation_pay("试用期2个月")
    (Decimal('3500'), None)
    """
    paid = next(PROBATION_PAY.finditer(text), None)
    return Decimal(paid[1]) if paid else None


def contract_months(text: str) -> int | None:
    """Return how long the contract is that the text names, in months, if it names one."""
    contract = CONTRACT.search(text)
    if contract is None:
        return None
    length, unit = contract[1] or contract[3], contract[2] or contract[4]
    return int(length) * MONTHS_IN[unit[-1]]


def too_long(months: Decimal | int, longest: int | None) -> Level | None:
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


BORN = re.compile(r"(?<!\d)(20\d\d)年?(?:以?后)?(?:出生|生人|生的)")
LEAST_AGE = 16  # 劳动法 15


def youth(text: str, when: InForce) -> Iterator[Hit]:
    """Find years of birth of people who cannot be sixteen yet."""
    for match in BORN.finditer(text):
        if when.on.year - int(match[1]) < LEAST_AGE:
            yield Hit(*match.span(), Level.REFUSE)
