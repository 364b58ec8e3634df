"""Days of an agreement: that exist, that are still to come, and that come one after another."""

import re
from calendar import monthrange
from collections.abc import Iterator
from datetime import date, timedelta
from itertools import pairwise

from weijiayuan.appeals.rules.agreement.agreement_text import Written, number
from weijiayuan.appeals.rules.agreement.finding_catalogue import Finding
from weijiayuan.appeals.rules.agreement.sum_checks import IN_PARTS

DAY = re.compile(r"(\d{4})年(\d{1,2})月(\d{1,2})[日号]")
DUE_DAY = re.compile(
    DAY.pattern + r"(?:\d{1,2}[时点](?:\d{1,2}分)?)?(?:之前|以前|前(?!的)|止(?!的)|内|到期"
    r"|(?:一次性)?(?:付|还|支付|归还|交付|搬|完成|修|退|赔))"
)
MONTH_DAY = re.compile(r"(?<!\d)(\d{1,2})月(\d{1,2})[日号]")
LEAP = 2024
"""A year in which every day there is exists."""
REST = re.compile(r"余款|剩余|余下|尾款|其余|第二[期笔次]|再付")
LATEST_YEARS = 30
DUE_MONTH = re.compile(r"(\d{4})年(\d{1,2})月(?:底|末)?(?:之前|以前|前(?!的))")
NUMBERED = re.compile(
    r"第([一二三四五六])[期笔次批](?:款|钱)?[^。;第]{0,12}?(?:(\d{4})年)?(\d{1,2})月(\d{1,2})[日号]"
)
ORDER = "一二三四五六"
BEGUN = re.compile(
    r"(?:自|从|于)?(\d{4})年(\d{1,2})月(\d{1,2})[日号](?:起|开工|开始|动工|进场|起租)"
)
ENDED = re.compile(
    r"(\d{4})年(\d{1,2})月(\d{1,2})[日号](?:前|之前)?(?:完工|竣工|结束|验收|全部完工|到期|届满|止)|(?:验收|完工|竣工)(?:时间)?(?:定在|在|为|于)(\d{4})年(\d{1,2})月(\d{1,2})[日号]"
)
LASTING = re.compile(r"工期(?:为|是)?(\d{1,3}|[一二三四五六七八九十]{1,3})[天日]")
LATER_YEAR = re.compile(
    r"[从自](\d{4})年[^。;]{0,6}(?:开始|起)[^。;]*?(\d{4})年(?:年?底|末|\d{1,2}月[^。;]{0,6})[^。;]{0,6}(?:结清|付清|还清|付完|还完)"
)
YEAR_END, YEAR_BEGIN = 9, 6
"""Where days of a year run over into the next: from autumn to spring."""


def days(written: Written) -> Iterator[Finding]:
    """Find days that do not exist, that are past, or that run backwards."""
    for found in DAY.finditer(written.plain):
        if _day(found) is None:
            yield Finding("dates", found.group(), "这一天不存在")
    for found in MONTH_DAY.finditer(written.plain):
        if _date(LEAP, int(found[1]), int(found[2])) is None:
            yield Finding("dates", found.group(), "这一天不存在")
    for found in DUE_DAY.finditer(written.plain):
        day = _day(found)
        if day is not None and day < written.on and not _is_done(written.plain, found):
            yield Finding("dates", found.group(), "早于今天")
        elif day is not None and day.year > written.on.year + LATEST_YEARS:
            yield Finding("dates", found.group(), "太遥远")
    parted = IN_PARTS.search(written.plain)
    if parted:
        due = [d for m in DUE_DAY.finditer(written.plain, parted.end()) if (d := _day(m))]
        if any(later <= earlier for earlier, later in pairwise(due)):
            yield Finding("dates", parted.group(), "分期的日期没有先后有序")
    yield from _rest_before_first(written)
    yield from _past_months(written)
    yield from _numbered(written)
    yield from _begun_and_ended(written)


def _rest_before_first(written: Written) -> Iterator[Finding]:
    """Find a rest that is due before what comes first."""
    for sentence in written.sentences:
        rest = REST.search(sentence)
        if rest is None:
            continue
        before = [d for m in DAY.finditer(sentence[: rest.start()]) if (d := _day(m))]
        after = [d for m in DAY.finditer(sentence[rest.start() :]) if (d := _day(m))]
        last = after[0] if after else (before.pop() if len(before) > 1 else None)
        if last is not None and before and last <= before[0]:
            yield Finding("dates", rest.group(), "余款的日期早于前一笔")


def _is_done(plain: str, found: re.Match[str]) -> bool:
    """Tell whether a day is told as what was done already."""
    return re.search(r"已(?:经)?于?[^,。;]{0,6}$", plain[: found.start()]) is not None


def _day(found: re.Match[str]) -> date | None:
    return _date(int(found[1]), int(found[2]), int(found[3]))


def _date(year: int, month: int, day: int) -> date | None:
    try:
        return date(year, month, day)
    except ValueError:
        return None


def _past_months(written: Written) -> Iterator[Finding]:
    """Find a month that is over as the last for something."""
    for found in DUE_MONTH.finditer(written.plain):
        year, month = int(found[1]), int(found[2])
        if not 1 <= month <= 12:
            yield Finding("dates", found.group(), "这个月不存在")
        elif _is_over(year, month, written.on) and not _is_done(written.plain, found):
            yield Finding("dates", found.group(), "早于今天")


def _is_over(year: int, month: int, on: date) -> bool:
    return date(year, month, monthrange(year, month)[1]) < on


def _numbered(written: Written) -> Iterator[Finding]:
    """Find a second part that is due before the first."""
    told = {
        ORDER.index(m[1]): (m[2], int(m[3]), int(m[4])) for m in NUMBERED.finditer(written.plain)
    }
    for earlier, later in pairwise(sorted(told)):
        (year, *first), (next_year, *second) = told[earlier], told[later]
        if year and next_year:
            backwards = (int(next_year), second) <= (int(year), first)
        else:
            runs_over = first[0] >= YEAR_END and second[0] <= YEAR_BEGIN
            backwards = second <= first and not runs_over
        if backwards:
            yield Finding("dates", f"第{ORDER[later]}期", "分期的日期没有先后有序")


def _begun_and_ended(written: Written) -> Iterator[Finding]:
    """Find work that ends before it began, or sooner than it lasts."""
    for sentence in written.sentences:
        begun = BEGUN.search(sentence)
        start = _day(begun) if begun else None
        if start is None:
            continue
        lasts = LASTING.search(sentence)
        least = start + timedelta(days=int(number(lasts[1]) or 0) - 1 if lasts else 0)
        for found in ENDED.finditer(sentence):
            end = _date(*(int(part) for part in found.groups() if part))
            if end is not None and end < least:
                yield Finding("dates", found.group(), "早于开始的日期，或短于工期")
    for found in LATER_YEAR.finditer(written.plain):
        if int(found[2]) < int(found[1]):
            yield Finding("dates", found.group()[:40], "结束早于开始")
