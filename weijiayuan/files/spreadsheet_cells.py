"""Cells of sheets, read as offices write them. Pure; ValueError says what is wrong."""

import re
import unicodedata
from collections.abc import Callable
from datetime import date, timedelta

YES = frozenset({"是", "√", "✓", "✔", "☑", "有", "包", "缴", "交", "1", "y", "yes", "true", "v"})
NO = frozenset(
    {"否", "×", "✗", "✘", "☐", "无", "不", "没有", "0", "n", "no", "false", "x", "/", "-"}
)
UNSEEN = frozenset({"Cc", "Cf", "Cs"})
"""Controls, and what changes the order of letters."""
OF_NO_WIDTH = str.maketrans("", "", "\u200b\u200c\u200d\u2060\ufeff\u00ad")
"""What comes along when somebody copies from a page, and says nothing."""
FORMULAS = ("=", "@", "＝", "＠")
SERIAL_ZERO = date(1899, 12, 30)  # day 0 of spreadsheets


def some(text: str) -> str:
    """Return the text, or refuse an empty cell."""
    if not text:
        raise ValueError("请填写")
    return text


def words(most: int, *, lines: bool = False) -> Callable[[str], str]:
    """Return a reader of text within the length that the form allows, all of it visible."""

    def read(text: str) -> str:
        text = some(text.translate(OF_NO_WIDTH).strip()) if text else text
        kept = {"\n", "\t"} if lines else set()
        if any(unicodedata.category(each) in UNSEEN and each not in kept for each in text):
            raise ValueError("有无法识别的字符，请删去后再试")
        if text.startswith(FORMULAS):
            raise ValueError("不要以 = 或 @ 开头，电子表格会当作公式")
        if len(text) > most:
            raise ValueError(f"最多{most}个字")
        return unicodedata.normalize("NFC", text)

    return read


def whole(least: int, most: int, *, counted: str = "") -> Callable[[str], int]:
    """Return a reader of whole numbers within limits, with or without what is counted: 3人."""

    def read(text: str) -> int:
        number = re.sub(r"\.0+$", "", text.rstrip(counted) if counted else text)
        if not number.isascii() or not number.isdigit() or not least <= int(number[:9]) <= most:
            raise ValueError(f"要写{least}到{most}之间的整数")
        return int(number)

    return read


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


def _same(word: str) -> str:
    """Return a word as it is looked up."""
    return re.sub(r"[\s_\-]", "", unicodedata.normalize("NFKC", word)).casefold()


def one_of(known: dict[str, str]) -> Callable[[str], str]:
    """Return a reader of some words for what they stand for; a part between slashes will do.

    Width, case and signs between letters are nobody's mistake: WGS-84 is wgs84.
    """
    short = {_same(part): value for name, value in known.items() for part in name.split("/")}
    short |= {_same(name): value for name, value in known.items()}

    def read(text: str) -> str:
        found = short.get(_same(text))
        if found is None:
            raise ValueError(f"只能写 {'、'.join(known)}")
        return found

    return read
