"""Days as they are written in Chinese, in one form: 2027.1.15, 二〇二七年三月一日, 明年二月三十."""

import re
from datetime import date

from weijiayuan.language import chinese_numbers

DIGIT = "〇零○一二三四五六七八九"
NUMERAL = "一二三四五六七八九十"
BY_SIGNS = re.compile(r"(?<![\d.])(20\d\d)([./-])(\d{1,2})\2(\d{1,2})(?![\d.])(?:[日号])?")
YEAR = re.compile(rf"(?<![{DIGIT}\d])(二[{DIGIT}]{{3}})年")
SHORT_YEAR = re.compile(r"(?<!\d)(2\d)年(?=\d{1,2}月)")
MONTH = re.compile(rf"(?<![{NUMERAL}\d个第])([{NUMERAL}]{{1,2}}|元)月(?!利|息|薪|份?的|供|租)")
DAY = re.compile(rf"(?<=月)([{NUMERAL}]{{1,4}})(?:[日号]|(?=[那这当前以之]|[,。;)]|$))")
DAY_OF_MONTH = re.compile(rf"(?<=[本每当下个上]月)([{NUMERAL}]{{1,4}})[日号]")
TOLD_YEAR = re.compile(r"(今|本|明|后)年(?:的)?(?=\d{1,2}月)")
THIS_MONTH = re.compile(r"(?:本|这个)月(\d{1,2})[日号]")
YEARS_ON = {"今": 0, "本": 0, "明": 1, "后": 2}
FIRST_MONTH = "元"


def in_figures(text: str, *, on: date) -> str:
    """Return the text with its days as `2027年1月15日`; this year is that of a day.

    >>> today = date(2026, 11, 30)
    >>> in_figures("2027.1.15前付，明年二月三十那天再付", on=today)
    '2027年1月15日前付，2027年2月30日那天再付'
    >>> in_figures("二〇二七年三月一日前，每月十号，本月三十五号", on=today)
    '2027年3月1日前，每月10号，2026年11月35日'
    """
    text = BY_SIGNS.sub(lambda m: f"{m[1]}年{int(m[3])}月{int(m[4])}日", text)
    text = YEAR.sub(lambda m: f"{chinese_numbers.value(m[1].replace('○', '〇'))}年", text)
    text = MONTH.sub(
        lambda m: f"{1 if m[1] == FIRST_MONTH else chinese_numbers.value(m[1])}月", text
    )
    text = DAY_OF_MONTH.sub(lambda m: f"{chinese_numbers.value(m[1])}号", text)
    text = DAY.sub(lambda m: f"{chinese_numbers.value(m[1])}日", text)
    text = SHORT_YEAR.sub(r"20\1年", text)
    text = TOLD_YEAR.sub(lambda m: f"{on.year + YEARS_ON[m[1]]}年", text)
    return THIS_MONTH.sub(lambda m: f"{on.year}年{on.month}月{m[1]}日", text)
