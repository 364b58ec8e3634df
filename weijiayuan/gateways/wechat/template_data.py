"""Values of a subscribe message, made to fit the types that WeChat checks.

A keyword names its type: `thing1`, `time2`. A value that does not fit is refused with 47003 and
the person gets nothing, so text is shortened; only what cannot be said truly is an error.
"""

import re
import unicodedata
from collections.abc import Callable, Mapping
from datetime import date, datetime
from decimal import Decimal

from weijiayuan.kernel import clock
from weijiayuan.kernel.money import Money

Value = str | int | Decimal | Money | date | datetime

NOTHING = "无"
ELLIPSIS = "…"
HAN = re.compile(r"[\u3400-\u4dbf\u4e00-\u9fff]")


class UnfitValue(ValueError):
    """The value cannot be said in this type: a number with letters, a time that is a text."""


def fit(data: Mapping[str, Value]) -> dict[str, str]:
    """Return the values as WeChat takes them.

    >>> fit({"thing1": "东门街道文化站一楼羽毛球场地（含灯光与器材）", "amount2": Money(2540)})
    {'thing1': '东门街道文化站一楼羽毛球场地（含灯光与…', 'amount2': '25.4元'}
    """
    return {keyword: FITTERS[kind_of(keyword)](value) for keyword, value in data.items()}


def kind_of(keyword: str) -> str:
    """Return the type that a keyword names: `character_string12` is a `character_string`."""
    kind = keyword.rstrip("0123456789")
    if kind not in FITTERS:
        raise UnfitValue(f"no such type: {keyword}")
    return kind


def length(text: str) -> int:
    """Count as WeChat's own code does, in UTF-16 units: an emoji counts two."""
    return len(text.encode("utf-16-le")) // 2


def shortened(text: str, longest: int) -> str:
    """Cut to `longest` units, the last one saying that something is missing."""
    if length(text) <= longest:
        return text
    while length(text) > longest - 1:
        text = text[:-1]
    return text.rstrip() + ELLIPSIS


def plain(value: Value) -> str:
    """Write a value on one line, without marks that do not show."""
    shown = (c if unicodedata.category(c)[0] != "C" else " " for c in in_words(value))
    return " ".join("".join(shown).split())


def in_words(value: Value) -> str:
    if isinstance(value, datetime):
        return f"{value.astimezone(clock.CHINA):%Y年%-m月%-d日 %H:%M}"
    if isinstance(value, date):
        return f"{value:%Y年%-m月%-d日}"
    return str(value)


def thing(value: Value) -> str:
    return shortened(plain(value), 20) or NOTHING


def phrase(value: Value) -> str:
    return "".join(HAN.findall(plain(value)))[:5] or NOTHING


def name(value: Value) -> str:
    text = plain(value)
    return shortened(text, 10 if HAN.search(text) else 20) or NOTHING


def moment(value: Value) -> str:
    """Write a moment: `2026年11月23日 15:01` in the district's time."""
    if not isinstance(value, datetime) or value.tzinfo is None:
        raise UnfitValue("a time is an aware datetime")
    return in_words(value)


def day(value: Value) -> str:
    if not isinstance(value, date):
        raise UnfitValue("a date is a date or a datetime")
    return moment(value) if isinstance(value, datetime) else in_words(value)


def amount(value: Value) -> str:
    if not isinstance(value, Money) or not 0 <= value.fen < 10**10:
        raise UnfitValue("an amount is money, not negative, under 100 million yuan")
    return str(value)


def exactly(pattern: str) -> Callable[[Value], str]:
    """Make a check for what must not be shortened: half a telephone number is a wrong one."""
    whole = re.compile(pattern)

    def check(value: Value) -> str:
        text = in_words(value).strip()
        if not whole.fullmatch(text):
            raise UnfitValue(f"does not match {pattern}")
        return text

    return check


FITTERS: Mapping[str, Callable[[Value], str]] = {
    "thing": thing,
    "phrase": phrase,
    "name": name,
    "time": moment,
    "date": day,
    "amount": amount,
    "number": exactly(r"-?[0-9]{1,28}(\.[0-9]{1,2})?"),
    "letter": exactly(r"[A-Za-z]{1,32}"),
    "symbol": exactly(r"[!-/:-@\[-`{-~]{1,5}"),
    "character_string": exactly(r"[!-~]{1,32}"),
    "phone_number": exactly(r"[0-9+() -]{1,17}"),
    "car_number": exactly(r"[\u4e00-\u9fff]?[A-Za-z0-9]{5,6}[A-Za-z0-9\u4e00-\u9fff]?"),
}
