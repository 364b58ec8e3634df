"""The text of an agreement as the checks look at it, and the words that ship for them."""

import re
import tomllib
import unicodedata
from dataclasses import dataclass
from datetime import date
from functools import cache, cached_property
from importlib.resources import files
from typing import Any

from weijiayuan.appeals.rules.agreement import money_amounts

MONEY = re.compile(r"(?<![\d.])(\d+(?:\.\d+)?)(万元|万|元|块)(?!/)")


ENDLESS = re.compile(rf"([\d.,]{{40}}|[{money_amounts.WORDS}]{{40}})[\d.,{money_amounts.WORDS}]+")
"""Longer than any number that is meant: the rest of it is not looked at."""
SPOKEN_SUM = re.compile(
    r"(?<![(:：])(?<![一二两三四五六七八九十百千万])([一二两三四五六七八九十百千万零]{1,12})(元|块)(?![整正(角])"
)
"""A sum in everyday numerals that stands for itself: 十万元. Capitals beside figures are left."""


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
        return SPOKEN_SUM.sub(_in_figures, whole)

    @cached_property
    def sentences(self) -> list[str]:
        return [one for one in re.split(r"[。;]", self.plain) if one]


def _in_figures(found: re.Match[str]) -> str:
    fen = money_amounts.read_fen(f"{found[1]}元")
    return found.group() if fen is None else f"{fen // 100}{found[2]}"


def number(text: str) -> float | None:
    """Read a number in figures or in numerals; None if it is none."""
    if re.fullmatch(r"\d+(\.\d+)?", text):
        return float(text)
    fen = money_amounts.read_fen(text + "元")
    return None if fen is None else fen / 100
