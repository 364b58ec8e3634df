"""Pay and hours in employers' lists, as offices write them. Pure; ValueError says what is wrong."""

import re
import unicodedata
from dataclasses import dataclass
from decimal import Decimal, InvalidOperation

from weijiayuan.kernel.money import Money

MOST_YUAN = 1_000_000
UNITS = {"月": "month", "天": "day", "日": "day", "小时": "hour", "时": "hour", "件": "piece"}
SUM = re.compile(
    r"(?P<least>[\d,.]+(?:\.\d+)?[kK千万]?)(?:元)?(?:[-~—–至到](?P<most>[\d,.]+[kK千万]?))?"
    r"(?:元)?(?:以上|起)?(?:[/每](?:个)?(?P<unit>月|天|日|小时|时|件))?"
)
TIMES = {"k": 1000, "K": 1000, "千": 1000, "万": 10_000}
NEGOTIABLE = ("面议", "面谈", "另议", "详谈", "电议")


@dataclass(frozen=True, slots=True)
class Pay:
    """A sum or a range of pay in fen, with its unit where the cell names one."""

    least: int
    most: int | None = None
    unit: str | None = None


def pay(text: str) -> Pay:
    """Return what is paid.

    >>> pay("5000-7000元/月")
    Pay(least=500000, most=700000, unit='month')
    >>> pay("25.5")
    Pay(least=2550, most=None, unit=None)
    """
    if any(word in text for word in NEGOTIABLE):
        raise ValueError("工资不能写面议，要写明最低是多少（人力资源市场暂行条例第24条）")
    plain = unicodedata.normalize("NFKC", text).replace(" ", "").removeprefix("¥")
    match = SUM.fullmatch(plain)
    if match is None:
        raise ValueError("金额要写数字，如 4500 或 5000-7000元/月")
    least, most, unit = match["least"], match["most"], match["unit"]
    return Pay(_fen(least), _fen(most) if most else None, UNITS[unit] if unit else None)


def _fen(text: str) -> int:
    times = TIMES.get(text[-1], 1)
    try:
        amount = Decimal(text.rstrip("kK千万").replace(",", "")) * times
    except InvalidOperation:
        raise ValueError("金额要写数字，如 4500") from None
    if not amount.is_finite() or not 0 < amount <= MOST_YUAN:
        raise ValueError("金额不对")
    return Money.yuan(amount).fen


def minutes(text: str) -> int:
    """Return hours a day as minutes."""
    try:
        hours = Decimal(text.removesuffix("小时").removesuffix("h"))
    except InvalidOperation:
        raise ValueError("小时要写数字，如 8") from None
    if not hours.is_finite() or not 0 < hours * 60 <= 1440 or not int(hours * 60):
        raise ValueError("小时要大于0，在24以内")
    return int(hours * 60)
