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
    rf"|{AMOUNT}(?:(?:元|块钱?)(?:以上|起)?(?:/|每|一|1)?|(?:以上|起)?(?:/|每|一|1)){AN_HOUR}(?:以上|起)?"
)
DAILY = re.compile(
    rf"(?:日薪|日结|[1一每]{A_DAY}){AMOUNT}{YUAN}{UPWARDS}"
    rf"|{AMOUNT}{YUAN}(?:以上|起)?(?:/|每|一|1){A_DAY}(?:以上|起)?"
)
RANGE = re.compile(
    rf"(?:月薪|工资|底薪|薪资)?{AMOUNT}{YUAN}[-~到至—–]{AMOUNT}{YUAN}(?:/月|每月|一个月|月)?"
)
MONTHLY = re.compile(
    rf"(?P<head>月薪|月入|月工资|工资|底薪|薪资|待遇)?{AMOUNT}(?P<yuan>元|块钱?)?"
    rf"(?P<month>/月|每月|一个月|月)?(?P<bound>以上|起步?|往上|\+|左右|以下|以内)?"
)
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
        (MONTHLY, monthly),
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
