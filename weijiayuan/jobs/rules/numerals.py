"""Chinese numerals in running text, read as digits where they measure something."""

import re

from weijiayuan.language import chinese_numbers

NUMERAL = chinese_numbers.NUMERALS
ONES = "".join(chinese_numbers.DIGITS)
BETWEEN = re.compile(f"[{ONES}](?=[{ONES}])")
"""The former of two digits to choose from: 十四五岁, 两三千."""
MEASURES = "元|块|周岁|岁|个|月|小时|钟头|天|日|年|%|折|倍|名|位|胎|周|以上|以下|以内"
MEASURED = re.compile(f"[{NUMERAL}]+(?={MEASURES})")
AFTER_MONEY = re.compile(
    f"(?<=[金薪资费款为满付收到手给发拿赔押月时钟头入赚:])[{NUMERAL}]*[十百千万拾佰仟][{NUMERAL}]*"
)
SCALED = re.compile(r"\d+(?:\.\d+)?(?:万|千|百|w|k)(?![a-z])(?:\d+[千百十])*(?:\d(?![\d千百十]))?")
HALF_A_YEAR = re.compile("(?<![年大上下前后])半年")
GROUPED = re.compile(r"\d{1,3}(?:,\d{3})+(?!\d)")
SPELT_OUT = re.compile(r"(?<![\d.])\d(?:([ .*_-])\d)(?:\1\d)+(?!\d)|(?<!\d)\d \d(?!\d)")


def value(numeral: str) -> int:
    """Return the number that a Chinese numeral says; of two to choose from the greater.

    >>> value("二千五百"), value("十二"), value("一万二"), value("二〇二六"), value("两三千")
    (2500, 12, 12000, 2026, 3000)
    """
    written = chinese_numbers.value(numeral)
    if written is None:
        written = chinese_numbers.value(BETWEEN.sub("", numeral) or numeral)
    return int(written or chinese_numbers.value(f"一{numeral}") or 0)


def scaled(match: re.Match[str]) -> str:
    """Write 2k, 0.2万, 1万2 or 1万5千 in full.

    >>> SCALED.sub(scaled, "2k到0.2万到1万2到1万5千")
    '2000到2000到12000到15000'
    """
    return str(int(chinese_numbers.value(match[0]) or 0))


def joined(match: re.Match[str]) -> str:
    """Close up digits that were set apart, or grouped in thousands."""
    return re.sub(r"\D", "", match[0])
