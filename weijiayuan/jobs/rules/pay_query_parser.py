"""Sums in what somebody looks for: 5000以上, 6000到8000, 20元/时, 一天300."""

import re
from collections.abc import Callable
from dataclasses import dataclass
from decimal import Decimal

from weijiayuan.jobs.rules import numerals
from weijiayuan.jobs.rules.minimum_wage import PayUnit, a_month

LEAST_MONTHLY = 1000  # yuan: a smaller number without a unit says no month's pay
MOST = 1_000_000
SCALE = {"k": 1000, "千": 1000, "万": 10_000, "w": 10_000}
AMOUNT = rf"(\d+(?:\.\d+)?[k千万w]?|[{numerals.NUMERAL}]+)"
YUAN = "(?:元|块钱?)?"
UPWARDS = r"(?P<up>以上|起步?|往上|\+)?"
AN_HOUR = "(?:个?小时|个?钟头|个?钟|时|h)"
A_DAY = "(?:天|日)"
HOURLY = re.compile(
    rf"(?:时薪|每?{AN_HOUR}|[1一每]{AN_HOUR}){AMOUNT}{YUAN}{UPWARDS}"
    rf"|{AMOUNT}多?(?:(?:元|块钱?)(?:以上|起)?(?:/|每|一|1)?|(?:以上|起)?(?:/|每|一|1)){AN_HOUR}(?:以上|起)?"
)
DAILY = re.compile(
    rf"(?:日薪|日结|[1一每]{A_DAY}){AMOUNT}{YUAN}{UPWARDS}"
    rf"|{AMOUNT}多?{YUAN}(?:以上|起)?(?:/|每|一|1){A_DAY}(?:以上|起)?"
)
RANGE = re.compile(
    rf"(?:月薪|工资|底薪|薪资)?{AMOUNT}{YUAN}[-~到至—–]{AMOUNT}{YUAN}(?:/月|每月|一个月|月)?"
)
MORE_THAN = "(?:过|超过?|高于|大于|多于|不低于|不少于|不止|至少|最少|起码|最低|上|破|满|有)"
MONTHLY = re.compile(
    rf"(?P<head>(?:(?:每|一|1)个?月(?:工资|收入|拿|能拿|挣|赚)?|月薪|月入|月收入|月工资|工资|底薪|薪资|待遇|薪水|收入|人工)(?:要|能|得|在)?{MORE_THAN}?|{MORE_THAN})?{AMOUNT}(?P<yuan>元|块钱?)?"
    rf"(?P<month>/月|每月|一个月|月)?(?P<bound>多|出头|以上|起步?|往上|朝上|打底|\+|左右|以下|以内|不到)?"
)
A_STEP = re.compile("([一二两三四五六七八九])([一二三四五六七八九])([千万])(?:块钱?|元)?")
BY_SIZE = re.compile(
    rf"(?P<kept>小时工|钟点工?|计时工|兼职|临时工|时工)?{MORE_THAN}?{AMOUNT}(?P<yuan>元|块钱?)?{UPWARDS}(?![\da-z%])"
)
LEAST_BY_THE_HOUR = 10  # yuan
MOST_BY_THE_HOUR = 150  # yuan: a bare sum above it is a day's
BELOW = {"以下", "以内"}


@dataclass(frozen=True, slots=True)
class AskedPay:
    """The pay asked for, in yuan by the unit; it was written at [start, end)."""

    start: int
    end: int
    unit: PayUnit
    least: Decimal | None
    most: Decimal | None = None

    @property
    def least_month_fen(self) -> int | None:
        """Return the least pay as a month's, in fen, as posts are compared by."""
        return None if self.least is None else a_month(int(self.least * 100), self.unit)

    @property
    def most_month_fen(self) -> int | None:
        """Return the most pay as a month's, in fen."""
        return None if self.most is None else a_month(int(self.most * 100), self.unit)

    @property
    def words(self) -> str:
        """Return it as people read it."""
        unit = {PayUnit.HOUR: "每小时", PayUnit.DAY: "每天"}.get(self.unit, "每月")
        if self.least is None:
            return f"{unit}{self.most:f}元以内"
        if self.most is None:
            return f"{unit}{self.least:f}元以上"
        return f"{unit}{self.least:f}至{self.most:f}元"


def asked_pay(text: str) -> AskedPay | None:
    """Return the first sum that a folded question asks for, an hour's and a day's before a month's.

    >>> [asked_pay(text).words for text in ("5000以上 普工", "20元/时", "六千到八千", "c1 一天300")]
    ['每月5000元以上', '每小时20元以上', '每月6000至8000元', '每天300元以上']
    >>> asked_pay("a1司机 两班倒 招3人") is None
    True
    """
    readers: tuple[tuple[re.Pattern[str], Callable[[re.Match[str]], AskedPay | None]], ...] = (
        (HOURLY, lambda match: rate(match, PayUnit.HOUR)),
        (DAILY, lambda match: rate(match, PayUnit.DAY)),
        (RANGE, span),
        (A_STEP, step),
        (MONTHLY, monthly),
        (BY_SIZE, by_size),
    )
    for pattern, read in readers:
        for match in pattern.finditer(text):
            if not is_part_of_a_code(text, match) and (found := read(match)):
                return found
    return None


def is_part_of_a_code(text: str, match: re.Match[str]) -> bool:
    """Say whether a Latin letter or a digit touches the match, as in C1 or 4S."""
    around = text[max(0, match.start() - 1) : match.start()] + text[match.end() : match.end() + 1]
    return any(char.isascii() and char.isalnum() for char in around)


def rate(match: re.Match[str], unit: PayUnit) -> AskedPay | None:
    """Read what is asked for an hour or a day."""
    return AskedPay(*match.span(), unit, amount(match[1] or match[3]))


def span(match: re.Match[str]) -> AskedPay | None:
    """Read from so much to so much a month."""
    least, most = amount(match[1]), amount(match[2])
    if least < 10 < LEAST_MONTHLY <= most:  # 6到8千
        least *= 1000
    if not LEAST_MONTHLY <= least <= most <= MOST:
        return None
    return AskedPay(*match.span(), PayUnit.MONTH, least, most)


def step(match: re.Match[str]) -> AskedPay:
    """Read two neighbouring digits as from the one to the other: 七八千."""
    least, most = (amount(f"{digit}{match[3]}") for digit in (match[1], match[2]))
    return AskedPay(*match.span(), PayUnit.MONTH, least, most)


def by_size(match: re.Match[str]) -> AskedPay | None:
    """Read a sum too small for a month, said to be money or of work by the hour or the day."""
    asked = amount(match[2])
    is_called = match["yuan"] or match["up"] or match["kept"]
    if not is_called or not LEAST_BY_THE_HOUR <= asked < LEAST_MONTHLY:
        return None
    is_hour = asked <= MOST_BY_THE_HOUR
    begin = match.end("kept") if match["kept"] else match.start()
    return AskedPay(begin, match.end(), PayUnit.HOUR if is_hour else PayUnit.DAY, asked)


def monthly(match: re.Match[str]) -> AskedPay | None:
    """Read a month's pay: a sum that something calls so, or a bare number of its size."""
    sum_asked = amount(match[2])
    is_called = match["head"] or match["yuan"] or match["month"] or match["bound"]
    if not LEAST_MONTHLY <= sum_asked <= MOST or not (is_called or match[2][0].isdigit()):
        return None
    if match["bound"] in BELOW:
        return AskedPay(*match.span(), PayUnit.MONTH, None, sum_asked)
    return AskedPay(*match.span(), PayUnit.MONTH, sum_asked)


def amount(said: str) -> Decimal:
    """Return the number that digits or Chinese numerals say."""
    if not said[0].isdigit():
        return Decimal(numerals.value(said))
    scale = SCALE.get(said[-1])
    return Decimal(said[:-1]) * scale if scale else Decimal(said)
