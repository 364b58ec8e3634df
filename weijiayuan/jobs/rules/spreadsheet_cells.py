"""Cells of employers' lists, as offices write them. Pure; ValueError says what is wrong."""

import re
import unicodedata
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from weijiayuan.files import spreadsheet_cells
from weijiayuan.kernel.money import Money
from weijiayuan.language import chinese_numbers

MOST_YUAN = 1_000_000
UNIT_WORDS = {
    "month": "元?/?每?(?:月薪?|个月|月结)|月薪|月工资|综合(?:工资|薪资)?|到手|底薪",
    "day": "元?/?每?(?:天|日|日结)|日薪|日工资|天薪",
    "hour": "元?/?每?个?(?:小时|时|h|钟头?)|时薪|小时工资|工价",
    "piece": "元?/?每?件|计件|件",
}
HEADS = {
    "month": "月薪|月工资|综合工资|综合薪资|综合|到手|税前|底薪|保底|工资|薪资",
    "day": "日薪|日工资|每天|一天",
    "hour": "时薪|小时工资|每小时|一小时|工价",
}
HEAD = "|".join(f"(?P<{unit}>{words})" for unit, words in HEADS.items())
NUMBER = rf"(?:[\d,.]*\d[\d,.]*[kw千万百\d]*|[{chinese_numbers.NUMERALS}]+)"
SUM = re.compile(
    rf"(?:{HEAD})?[:约]?¥?(?P<least>{NUMBER})(?:元|块)?(?:[-~—–至到](?P<most>{NUMBER}))?(?:元|块)?"
    r"(?:左右|以上|起|不等|\+|上下)*(?:元|块)?(?:[/每一]?个?(?P<unit>月|天|日|小时|时|h|件))?"
    r"(?:左右|以上|起|不等)*(?:[+加](?P<beside>[^\d]{1,12}))?"
)
SCALE = re.compile("[kw千万]$")
UNITS = {"月": "month", "天": "day", "日": "day", "小时": "hour", "时": "hour", "h": "hour"}
UNITS |= {"件": "piece"}
LEAST_MONTHLY, MOST_BY_THE_HOUR = 1000, 150
"""Yuan: a sum between them is a day's, if nothing says what it is for."""
NEGOTIABLE = ("面议", "面谈", "另议", "详谈", "电议")
UNCOUNTED = re.compile("若干|数[名人位个]|多[名人位个]|不限|大量|批量|长期招")
HOW_MANY = re.compile(r"(\d+)(?:[-~—–至到](\d+))?[人名位个]*(?:以上|左右|起|\+)*")
INSURED = re.compile("[五六56]险|社保|社会保险|缴纳|购买|已?买|齐全|按规定|依法")
FUND = re.compile("[五六56]险[一二两12]金|公积金")
ENDLESS = re.compile("长期|招满|不限|永久|随时|全年")
NONE = frozenset({"无", "没有", "不设", "/", "-", "0"})
RESTS = {"双休": 5, "周末双休": 5, "做五休二": 5, "单休": 6, "做六休一": 6, "月休四天": 6}


@dataclass(frozen=True, slots=True)
class Pay:
    """A sum or a range of pay in fen, with its unit where the cell names one."""

    least: int
    most: int | None = None
    unit: str | None = None

    @property
    def likely_unit(self) -> str:
        """Return what the sum is for: as it says, or plain from its size."""
        if self.unit:
            return self.unit
        if self.least >= Money.yuan(LEAST_MONTHLY).fen:
            return "month"
        return "hour" if self.least <= Money.yuan(MOST_BY_THE_HOUR).fen else "day"


def pay(text: str) -> Pay:
    """Return what is paid.

    >>> pay("5000-7000元/月")
    Pay(least=500000, most=700000, unit='month')
    >>> pay("25.5"), pay("8-10K").most
    (Pay(least=2550, most=None, unit=None), 1000000)
    """
    if any(word in text for word in NEGOTIABLE):
        raise ValueError("工资不能写面议，要写明最低是多少（人力资源市场暂行条例第24条）")
    match = SUM.fullmatch(plain(text))
    if match is None:
        raise ValueError("金额要写数字，如 4500 或 5000-7000元/月")
    least, most = match["least"], match["most"]
    if most and (scale := SCALE.search(most)) and not SCALE.search(least):
        least += scale[0]  # 8-10K
    said = next((unit for unit in HEADS if match[unit]), None)
    unit = UNITS[match["unit"]] if match["unit"] else said
    return Pay(_fen(least), _fen(most) if most else None, unit)


def plain(text: str) -> str:
    """Return the text of a cell narrow, lower and without blanks."""
    return unicodedata.normalize("NFKC", text).lower().replace(" ", "")


def _fen(text: str) -> int:
    amount = chinese_numbers.value(text)
    if amount is None or not 0 < amount <= MOST_YUAN:
        raise ValueError("金额不对，要写数字，如 4500")
    return Money.yuan(amount).fen


def pay_unit(known: dict[str, str]) -> Callable[[str], str]:
    """Return a reader of what pay is for: 月, 元/月, 时薪."""

    def read(text: str) -> str:
        for unit, words in UNIT_WORDS.items():
            if re.fullmatch(words, plain(text)):
                return unit
        return spreadsheet_cells.one_of(known)(text)

    return read


def how_many(least: int, most: int) -> Callable[[str], int]:
    """Return a reader of how many are wanted; of 3-5人 the greater, of whom none must come.

    >>> how_many(1, 10_000)("3-5人")
    5
    """

    def read(text: str) -> int:
        if UNCOUNTED.search(text):
            raise ValueError("要写明招几个人（人力资源市场暂行条例第24条），如 5")
        numeral = chinese_numbers.value(plain(text).rstrip("人名位个"))
        match = HOW_MANY.fullmatch(plain(text))
        said = (match[2] or match[1]) if match else str(numeral if numeral is not None else text)
        return spreadsheet_cells.whole(least, most)(said)

    return read


def insured(text: str) -> bool:
    """Return whether insurance is paid, said with yes and no or by its name."""
    if text.startswith(("不", "无", "没")):
        return False
    return bool(INSURED.search(text)) or spreadsheet_cells.yes(text)


def months(most: int, *, endless: int | None = None) -> Callable[[str], int]:
    """Return a reader of months, said in months or years: 36, 三年, 无; `endless` for no end."""

    def read(text: str) -> int:
        said = plain(text)
        if endless is not None and re.fullmatch("长期|无固定期限?|不限", said):
            return endless
        if said in NONE:
            return 0
        half = said.startswith("半年")
        match = re.match(rf"([\d{chinese_numbers.NUMERALS}]+)(年|个?月)?(?:一签|期)?$", said)
        number = chinese_numbers.value(match[1]) if match else None
        if half or number is None:
            return 6 if half else spreadsheet_cells.whole(0, most)(text)
        times = 12 if match and match[2] == "年" else 1
        return spreadsheet_cells.whole(0, most)(str(number * times))

    return read


def days_a_week(text: str) -> int:
    """Return the days of work a week, said as a number or by the rest: 双休."""
    said = plain(text)
    if said in RESTS:
        return RESTS[said]
    number = chinese_numbers.value(said.removesuffix("天"))
    return spreadsheet_cells.whole(1, 7)(said if number is None else str(number))


def last_day(text: str) -> date:
    """Return until when a post runs."""
    if ENDLESS.search(text):
        raise ValueError("要写到哪一天为止，最长九十天，到期可以续；不能写长期")
    return spreadsheet_cells.day(text)


def minutes(text: str) -> int:
    """Return hours a day as minutes."""
    said = plain(text).removesuffix("小时").removesuffix("h").removesuffix("个")
    hours = chinese_numbers.value(said)
    if hours is None:
        raise ValueError("小时要写数字，如 8")
    if not 0 < hours * 60 <= 1440 or not int(hours * 60):
        raise ValueError("小时要大于0，在24以内")
    return int(hours * Decimal(60))
