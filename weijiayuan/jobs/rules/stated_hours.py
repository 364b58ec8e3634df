"""Working days, overtime and days of rest that a text states, measured against the law.

Eight hours a day, at most three more, overtime of 36 hours a month, one day of rest a week
(劳动法 36, 38, 41).
"""

import re
from collections.abc import Iterator
from decimal import Decimal

from weijiayuan.jobs.rules.minimum_wage import InForce
from weijiayuan.jobs.rules.obfuscation_removal import CLAUSE_ENDS
from weijiayuan.jobs.rules.prohibited_content import Level
from weijiayuan.jobs.rules.stated_amounts import Hit

MOST_OVERTIME_DAY, MOST_OVERTIME_MONTH = 3, 36  # hours, 劳动法 41
SURELY_TOO_MUCH = 40  # hours of overtime a month: a sum that rounding cannot explain
MOST_HOURS_MONTH = 203  # 20.83 days of eight hours, and 36 of overtime
MOST_HOURS_WEEK = 50  # forty hours, and a share of the month's overtime
DAYS_A_MONTH, WEEKS_A_MONTH = Decimal("21.75"), Decimal("4.35")
HALF_HOUR = Decimal("0.5")

LENGTH = r"(\d+(?:\.\d)?)(?:[-~至到—–](\d+(?:\.\d)?))?(个半|半)?个?(?:多|来)?(?:小时|钟头|钟|h)"
DAILY = re.compile(
    rf"(?:每天|每日|每晚|1天|日均|天天|每班|每个班|1个班|班次)[^\d,。;!?]{{0,4}}{LENGTH}"
)
LONG_SHIFT = re.compile(r"(?<![\d.])(1\d)个?(?:小时|h)(?:制|两班|2班|倒|轮班|工作制)")
CLOCK = re.compile(r"(?<!\d)(\d{1,2})[:点](?:\d{2})?(?:[-~至到—–])(\d{1,2})[:点]")
HOUR = r"[\d一二三四五六七八九十]+"
EARLY_LATE = re.compile(rf"(?:早上?|朝)({HOUR})点?[^,。;!?\d]{{0,4}}晚上?({HOUR})(?!\d)")
DAWN_TO_NIGHT = re.compile(
    rf"(?:早上?|上午|清晨)({HOUR})点半?[^,。;!?\d]{{0,4}}(?:到|至)(?:晚上?|夜里|夜晚)({HOUR})点"
)
CHINESE = {char: value for value, char in enumerate("零一二三四五六七八九十")}
CHINESE |= {"十一": 11, "十二": 12}

CLAUSE = re.compile(f"[^{CLAUSE_ENDS}]+")
OVERTIME = re.compile(
    rf"(?:加班?|加点)[^,。;!?\d]{{0,10}}(?:每?月)?[^,。;!?\d]{{0,8}}{LENGTH}"
    rf"|{LENGTH}[^,。;!?\d]{{0,4}}(?:的)?加?班(?!次|长|组)"
)
OVERTIME_AFTER = re.compile(rf"加班[^。;!?\d]{{0,10}}{LENGTH}")
A_MONTH = re.compile("月")
A_WEEK = re.compile("每周|1周|一周|每星期|每个?礼拜")
A_DAY = re.compile("每天|每日|天天|每晚|平时|平日|工作日|固定|晚上|1天|一天|日均|都要")
SOMETIMES = re.compile("偶尔|有时|自愿|可选|不强制|调休|自己选")
LATE = re.compile(
    r"(?:加班?|加点|忙|干活|守)(?:到|至)(?:晚上|夜里|夜晚|半夜|凌晨|晚)?(?:(?:9|10|11|12|0|九|十|十一|十二|零)点|通宵|天亮|凌晨)"
    r"|(?:每晚|天天|每天|晚上)[^,。;!?]{0,4}(?:通宵|连夜)"
)
WEEKLY = re.compile(
    rf"每周(?:工作|上班|上)?(\d)天(半)?[^。;!?\d]{{0,6}}(?:每天|每日|1天)[^\d]{{0,4}}{LENGTH}"
)
MONTH_HOURS = re.compile(
    r"(?:工时|出勤|上班|上满|做满|干够?|干满)[^\d,。;!?]{0,4}(\d{3})(?:个)?(?:小时|钟)"
)
ON_AND_OFF = re.compile(
    r"(?:上|做|干|连上|连续上?班?|连做)(\d{1,2})天?[^\d,。;!?]{0,3}(?:才)?(?:休|放|歇)(?:息|假)?(\d)天?"
)
UNBROKEN = re.compile(
    r"(?:连续?(?:上班?|干|做|工作))(\d{1,2})天[^,。;!?]{0,4}(?:不|无|没)(?:休|放|歇)"
)


def hours(text: str, _when: InForce) -> Iterator[Hit]:
    """Find working time beyond the law. Twelve hours may be averaged by permit: a person looks."""
    yield from long_days(text)
    for clause in CLAUSE.finditer(text):
        yield from overtime(text, *clause.span())
    yield from too_little_rest(text)


def long_days(text: str) -> Iterator[Hit]:
    """Find working days longer than eight hours and three more."""
    for match in DAILY.finditer(text):
        if "加" not in match[0]:
            yield from long_day(match, amounts(match)[0])
    for match in LONG_SHIFT.finditer(text):
        yield from long_day(match, min(12, int(match[1])))
    for match in CLOCK.finditer(text):
        yield from long_day(match, int(match[2]) - int(match[1]) - 1)
    for match in (*EARLY_LATE.finditer(text), *DAWN_TO_NIGHT.finditer(text)):
        yield from long_day(match, min(12, 11 + clock_hour(match[2]) - clock_hour(match[1])))


def clock_hour(said: str) -> int:
    """Return the hour that a digit or a Chinese numeral says."""
    return int(said) if said.isdigit() else CHINESE.get(said, 12)


def long_day(match: re.Match[str], length: int | Decimal) -> Iterator[Hit]:
    """Judge a working day of so many hours, rest not counted."""
    if length > 8:
        level = Level.REFUSE if length > 12 else Level.REVIEW if length > 11 else Level.WARN
        yield Hit(*match.span(), level)


def overtime(text: str, start: int, end: int) -> Iterator[Hit]:
    """Find overtime of more than 36 hours a month in the clause at [start, end) of the text."""
    for match in LATE.finditer(text, start, end):
        if not SOMETIMES.search(text[start:end]):
            yield Hit(*match.span(), Level.REVIEW)
    found = OVERTIME.search(text, start, end) or OVERTIME_AFTER.search(text, start, end)
    if found is None:
        return
    least, most = amounts(found)
    is_sometimes = bool(SOMETIMES.search(text[start:end]))
    times = a_month(text[start : found.end()], least)
    if least > MOST_OVERTIME_DAY and times == DAYS_A_MONTH and not is_sometimes:
        yield Hit(*found.span(), Level.REFUSE)
    elif (least + most) / 2 * times > MOST_OVERTIME_MONTH and not is_sometimes:
        is_sure = least * times > SURELY_TOO_MUCH
        yield Hit(*found.span(), Level.REFUSE if is_sure else Level.REVIEW)
    elif times:
        yield Hit(*found.span(), Level.WARN, is_lawful=True)


def amounts(found: re.Match[str]) -> tuple[Decimal, Decimal]:
    """Return the least and the most hours that a match of `LENGTH` states."""
    groups = found.groups()
    first = next(at for at in range(0, len(groups), 3) if groups[at])
    least, most, half = groups[first : first + 3]
    extra = HALF_HOUR if half else Decimal(0)
    return Decimal(least) + extra, Decimal(most or least) + extra


def a_month(words: str, stated: Decimal) -> Decimal:
    """Return how many times a month the hours are worked that the words speak of.

    What names no span of time is a month's when it is too much for a week, else unknown.
    """
    if A_MONTH.search(words):
        return Decimal(1)
    if A_WEEK.search(words) and stated > MOST_OVERTIME_DAY:
        return WEEKS_A_MONTH
    if stated >= MOST_OVERTIME_MONTH:
        return Decimal(1)
    return DAYS_A_MONTH if A_DAY.search(words) else Decimal(0)


def too_little_rest(text: str) -> Iterator[Hit]:
    """Find weeks and months of too many hours, and many days of work with too few of rest."""
    for match in WEEKLY.finditer(text):
        days = int(match[1]) + (HALF_HOUR if match[2] else 0)
        if days * Decimal(match[3]) > MOST_HOURS_WEEK:
            yield Hit(*match.span(), Level.REVIEW)
    for match in MONTH_HOURS.finditer(text):
        if int(match[1]) > MOST_HOURS_MONTH:
            yield Hit(*match.span(), Level.REFUSE)
    for match in ON_AND_OFF.finditer(text):
        if int(match[1]) > 6 * int(match[2]) + 2:
            yield Hit(*match.span(), Level.REFUSE)
    for match in UNBROKEN.finditer(text):
        if int(match[1]) > 6:  # one day in seven is for rest
            yield Hit(*match.span(), Level.REFUSE)
