"""Cells of employers' lists, read as offices write them. Pure; ValueError says what is wrong."""

import re
import unicodedata
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, timedelta
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
YES = frozenset({"是", "√", "✓", "✔", "☑", "有", "包", "缴", "交", "1", "y", "yes", "true", "v"})
NO = frozenset(
    {"否", "×", "✗", "✘", "☐", "无", "不", "没有", "0", "n", "no", "false", "x", "/", "-"}
)
SERIAL_ZERO = date(1899, 12, 30)  # day 0 of spreadsheets


@dataclass(frozen=True, slots=True)
class Pay:
    """A sum or a range of pay in fen, with its unit where the cell names one."""

    least: int
    most: int | None = None
    unit: str | None = None


def some(text: str) -> str:
    """Return the text, or refuse an empty cell."""
    if not text:
        raise ValueError("请填写")
    return text


def words(most: int, *, lines: bool = False) -> Callable[[str], str]:
    """Return a reader of text within the length that the form allows, all of it visible."""

    def read(text: str) -> str:
        kept = {"\n", "\t"} if lines else set()
        if any(unicodedata.category(each) in {"Cc", "Cs"} and each not in kept for each in text):
            raise ValueError("有无法识别的字符，请删去后再试")
        if len(text) > most:
            raise ValueError(f"最多{most}个字")
        return unicodedata.normalize("NFC", text)

    return read


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


def whole(least: int, most: int, *, counted: str = "") -> Callable[[str], int]:
    """Return a reader of whole numbers within limits, with or without what is counted: 3人."""

    def read(text: str) -> int:
        number = re.sub(r"\.0+$", "", text.rstrip(counted) if counted else text)
        if not number.isascii() or not number.isdigit() or not least <= int(number[:9]) <= most:
            raise ValueError(f"要写{least}到{most}之间的整数")
        return int(number)

    return read


def minutes(text: str) -> int:
    """Return hours a day as minutes."""
    try:
        hours = Decimal(text.removesuffix("小时").removesuffix("h"))
    except InvalidOperation:
        raise ValueError("小时要写数字，如 8") from None
    if not hours.is_finite() or not 0 < hours * 60 <= 1440 or not int(hours * 60):
        raise ValueError("小时要大于0，在24以内")
    return int(hours * 60)


def day(text: str) -> date:
    """Return a date however it is written, or as a spreadsheet counts it.

    >>> day("2026年12月31日") == day("2026/12/31") == day("20261231") == day("46387")
    True
    """
    if re.fullmatch(r"\d{5}(\.0+)?", text):
        return SERIAL_ZERO + timedelta(days=int(float(text)))
    match = re.fullmatch(
        r"(\d{4})[-/.年](\d{1,2})[-/.月](\d{1,2})日?(?:[T ]00:00(?::00)?)?", text
    ) or re.fullmatch(r"(\d{4})(\d\d)(\d\d)", text)
    try:
        return date(*map(int, match.groups())) if match else date.fromisoformat(text)
    except ValueError:
        raise ValueError("日期要写成 2026-12-31") from None


def yes(text: str) -> bool:
    """Return yes or no."""
    said = text.lower()
    if said not in YES | NO:
        raise ValueError("只能写 是 或 否")
    return said in YES


def one_of(known: dict[str, str]) -> Callable[[str], str]:
    """Return a reader of some words for what they stand for; a part between slashes will do."""
    short = {part: value for name, value in known.items() for part in name.split("/")}

    def read(text: str) -> str:
        found = known.get(text) or short.get(text)
        if found is None:
            raise ValueError(f"只能写 {'、'.join(known)}")
        return found

    return read
