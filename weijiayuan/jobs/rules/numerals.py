"""Chinese numerals in running text, read as digits where they measure something."""

import re
from decimal import Decimal

DIGITS = {
    char: value
    for value, chars in enumerate(
        ("〇零", "一壹", "二两贰", "三叁", "四肆", "五伍", "六陆", "七柒", "八捌", "九玖")
    )
    for char in chars
}
UNITS = {"十": 10, "拾": 10, "百": 100, "佰": 100, "千": 1000, "仟": 1000, "k": 1000}
TEN_THOUSAND = {"万", "w"}

NUMERAL = "".join(DIGITS) + "十拾百佰千仟万"
MEASURES = "元|块|周岁|岁|个|月|小时|钟头|天|日|年|%|折|倍|名|位|胎|周|以上|以下|以内"
MEASURED = re.compile(f"[{NUMERAL}]+(?={MEASURES})")
AFTER_MONEY = re.compile(
    f"(?<=[金薪资费款为满付收到手给发拿赔押月时钟头入赚:])[{NUMERAL}]*[十百千万拾佰仟][{NUMERAL}]*"
)
SCALED = re.compile(r"(\d+(?:\.\d+)?)(万|千|百|w|k)(?![a-z])(\d(?!\d))?")
HALF_A_YEAR = re.compile("(?<![年大上下前后])半年")
GROUPED = re.compile(r"\d{1,3}(?:,\d{3})+(?!\d)")
SPELT_OUT = re.compile(r"(?<![\d.])\d(?:([ .*_-])\d)(?:\1\d)+(?!\d)|(?<!\d)\d \d(?!\d)")


def value(numeral: str) -> int:
    """Return the number that a Chinese numeral says.

    >>> value("二千五百"), value("十二"), value("一万二"), value("二〇二六"), value("贰仟")
    (2500, 12, 12000, 2026, 2000)
    """
    if not any(char in UNITS or char in TEN_THOUSAND for char in numeral):
        return int("".join(str(DIGITS[char]) for char in numeral))
    total, section, digit, unit = 0, 0, 0, 1
    for char in numeral:
        if char in DIGITS:
            digit = DIGITS[char]
            unit = 1 if char in "〇零" else unit
        elif char in TEN_THOUSAND:
            total, section, digit, unit = (total + section + digit or 1) * 10_000, 0, 0, 10_000
        else:
            unit = UNITS[char]
            section, digit = section + (digit or 1) * unit, 0
    short = unit // 10 if digit and unit > 10 and numeral[-1] in DIGITS else 1
    return total + section + digit * short


def scaled(match: re.Match[str]) -> str:
    """Write 2k, 0.2万 or 1万2 in full.

    >>> SCALED.sub(scaled, "2k到0.2万到1万2")
    '2000到2000到12000'
    """
    times = {"万": 10_000, "w": 10_000, "千": 1000, "k": 1000, "百": 100}[match[2]]
    rest = int(match[3]) * times // 10 if match[3] else 0
    return str(int(Decimal(match[1]) * times) + rest)


def joined(match: re.Match[str]) -> str:
    """Close up digits that were set apart, or grouped in thousands."""
    return re.sub(r"\D", "", match[0])
