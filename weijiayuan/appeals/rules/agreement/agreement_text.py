"""The text of an agreement as the checks look at it, and the words that ship for them."""

import re
import tomllib
import unicodedata
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from functools import cache, cached_property
from importlib.resources import files
from typing import Any

from weijiayuan.appeals.rules.agreement import money_amounts, party_names
from weijiayuan.language import chinese_dates, chinese_numbers

NOT_SUMS = "砖玻瓷地板田布木石肉表牌钢铁"
"""What comes in pieces (块), and is no money."""
MONEY = re.compile(rf"(?<![\d.])(\d+(?:\.\d+)?)(万元|万|元|块(?![{NOT_SUMS}]))(?!/)")
ENDLESS = re.compile(rf"([\d.,]{{40}}|[{money_amounts.WORDS}]{{40}})[\d.,{money_amounts.WORDS}]+")
"""Longer than any number that is meant: the rest of it is not looked at."""
COUNTED = (
    "人名个位次天日年月周岁户件台辆棵株斤公米平里股字步瓦度伏页册份分多余几套亩吨升克瓶箱头只条倍"
)
TOLD_SUM = re.compile(
    rf"(?<![\d.第{money_amounts.WORDS}])([\d一二两三四五六七八九十][\d.{money_amounts.WORDS}]*)"
    rf"(元|圆|块钱|块(?![{NOT_SUMS}]))?(?![整正角{COUNTED}{money_amounts.WORDS}])"
)
"""A sum as it is said: 十万元, 3万5千, 1.5万. Capitals beside figures are left."""
PAID = r"(?<=[费金款付还给出退欠补赔得])"
HUNDREDS = re.compile(
    rf"(?:(?<=[给付还赔出退补各])|(?<=每[次月天人]))([一二三四五六七八九]百[{money_amounts.WORDS}]*)(?![整正角{COUNTED}{money_amounts.WORDS}元块])()"
)
"""A sum under a thousand, where what stands before it says that it is one."""
BARE_SUM = re.compile(
    rf"{PAID}(\d{{2,7}}(?:\.\d{{1,2}})?)(?![\d.:/年月号元块万%分角小期楼栋室房至到~-]|[{COUNTED}])"
)
"""A sum without its unit: 首付2000，12月付3000."""
BESIDE_FIGURES = re.compile(r"[(（]$|大写[:：]?$")


CLAUSE = re.compile(
    r"\n+|(?<=[。；;])(?=\s*(?:[一二三四五六七八九十]{1,3}、|\d{1,2}[.、．]|第[一二三四五六七八九十]{1,3}条))"
)
MOST_CLAUSES = 200


@cache
def table() -> dict[str, Any]:
    path = files("weijiayuan").joinpath("data", "appeals", "agreement_words.toml")
    return tomllib.loads(path.read_text("utf-8"))


@cache
def words(name: str) -> re.Pattern[str]:
    listed = table()[name]
    return re.compile(listed if isinstance(listed, str) else "|".join(f"(?:{w})" for w in listed))


@dataclass(frozen=True)
class Written:
    """An agreement's text with its parties, on a day."""

    text: str
    parties: tuple[str, ...]
    on: date

    @cached_property
    def plain(self) -> str:
        """The text in one form: narrow letters, no thousands separators, no blanks."""
        narrow = unicodedata.normalize("NFKC", self.text).replace("；", ";")
        narrow = ENDLESS.sub(r"\1", narrow)
        joined = re.sub(r"(?<=\d),(?=\d{3}(?!\d))", "", narrow)
        yuan = re.sub(r"[¥￥](\d+(?:\.\d+)?)(?!\d|\.\d|万|元)", r"\1元", joined)
        whole = re.sub(r"[ \t\u3000¥￥]+", "", yuan).replace("\n", "。")
        dated = chinese_dates.in_figures(whole, on=self.on)
        told = HUNDREDS.sub(_in_figures, TOLD_SUM.sub(_in_figures, dated))
        return BARE_SUM.sub(r"\1元", told)

    @cached_property
    def sentences(self) -> list[str]:
        return [one for one in re.split(r"[。;]", self.plain) if one]

    @cached_property
    def sides(self) -> tuple[str, ...]:
        """The sides of the agreement, 甲方 and 乙方 at least."""
        labels = [name for name in self.parties if party_names.SIDE.fullmatch(name)]
        people = [name for name in self.parties if name not in labels]
        return tuple(labels or party_names.sides(max(2, len(people))))

    @cached_property
    def sided(self) -> str:
        """The plain text with every party called by a side."""
        return party_names.by_sides(self.plain, self.parties)

    @cached_property
    def sided_sentences(self) -> list[str]:
        return [one for one in re.split(r"[。;]", self.sided) if one]

    @cached_property
    def clauses(self) -> list["Written"]:
        """The numbered clauses and lines, each as an agreement of its own."""
        parts = [part for part in CLAUSE.split(self.text) if part.strip()]
        return [Written(part, self.parties, self.on) for part in parts[:MOST_CLAUSES]]

    def as_written(self, place: str) -> str:
        """Return a place of the plain text in the words that were written."""
        if place in self.text:
            return place
        written = [one for one in re.split(r"[。;；\n]", self.text) if one.strip()]
        if len(written) != len(self.sentences):
            return place
        told = zip(self.sentences, self.sided_sentences, written, strict=False)
        return next(
            (said.strip()[:40] for *read, said in told if any(place in r for r in read)), place
        )


def _in_figures(found: re.Match[str]) -> str:
    """Return a sum in yuan; what counts something else, and capitals, as they stand."""
    words = found[1]
    is_money = found[2] is not None or bool(set(words) & set("万千"))
    says_figures = re.fullmatch(r"[\d.]+", words) is not None
    if says_figures or not is_money or BESIDE_FIGURES.search(found.string[: found.start()][-4:]):
        return found.group()
    amount = chinese_numbers.value(words)
    return found.group() if amount is None else f"{_plain(amount)}元"


def _plain(amount: Decimal) -> str:
    """Write a number in figures, with no more decimals than it has."""
    whole, _, decimals = f"{amount:f}".partition(".")
    return ".".join(part for part in (whole, decimals.rstrip("0")) if part)


def number(text: str) -> float | None:
    """Read a number in figures or in numerals; None if it is none."""
    found = chinese_numbers.value(text)
    return None if found is None else float(found)
