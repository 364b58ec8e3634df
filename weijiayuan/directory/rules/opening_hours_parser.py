"""Opening hours as offices write them in a cell, read into a timetable. Pure.

Whatever cannot be read to its last letter is refused: hours that are guessed send people to shut
doors. The sentences that the product itself says of a timetable are read back to the same.
"""

import re
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import date

from weijiayuan.directory.rules.opening_hours_spelling import plain
from weijiayuan.places.opening_hours import (
    ALL_YEAR,
    EVERY_DAY,
    MIDNIGHT,
    WEEKDAYS,
    OnHolidays,
    OnMakeupDays,
    Opening,
    Season,
    Timetable,
)

SLOT_MINUTES = 30
WORKDAYS = frozenset(range(1, 6))
WEEKEND = frozenset({6, 7})
NAMED_DAYS = {
    "每天": EVERY_DAY,
    "每日": EVERY_DAY,
    "全周": EVERY_DAY,
    "工作日": WORKDAYS,
    "平日": WORKDAYS,
    "双休日": WEEKEND,
    "休息日": WEEKEND,
    "周末": WEEKEND,
}
REST_DAYS = {"双休日", "休息日", "周末"}
"""Days of the calendar, not of the week: a Saturday worked in lieu is none of them."""
NUMBERS = {each: number for number, each in enumerate(WEEKDAYS, start=1)} | {"天": 7}
NUMBERS |= {str(number): number for number in range(1, 8)}
DAY = "[一二三四五六日天]"
ONE_DAY = f"(?:周(?:{DAY}|[1-7])|{DAY})"
BARE_LIST = rf"({DAY}(?:[、,]{DAY})+)(?=,?(?:上午|早|中午|下午|傍晚|晚|\d))"
DAY_LIST = rf"周(?:{DAY}|[1-7])(?:[-、,]?{ONE_DAY}|-[1-7](?![\d:点时]))*"
SHUT = "(?:闭馆|休息|休馆|不开放|不开门|不开|关闭|公休|除外)"
HOLIDAY = "(?:国家)?(?:法定)?(?:节假日|假日|假期)"
SHUT_DAYS = rf"(?:{DAY_LIST}|周末|双休日|休息日)"
REST = "(?:午休|午间休息|中午休息|午间闭馆)(?:时间)?[:为是]?"
AND = "(?:以及|[、,及和与])+"
CLOCK = r"(\d{1,2})(?:[:点时](\d{1,2}|半)?分?)?"
PART = "(凌晨|上午|早上|早|中午|下午|傍晚|晚上|晚|夜间)?"
STRETCH = rf"{PART}{CLOCK}-(次日|第二天|翌日)?{PART}{CLOCK}"
LONGEST_MONTHS = {2: 29, 4: 30, 6: 30, 9: 30, 11: 30}
EARLIEST_BARE = 7 * 60
"""Two bare numbers under this may be weekdays as well as hours: 1-5."""
LATEST_NIGHT = 6 * 60
"""Until when a closing that is earlier than the opening is of the next day without saying so."""


@dataclass
class Reading:
    """What was read of a cell so far."""

    openings: list[Opening] = field(default_factory=list)
    days: frozenset[int] = EVERY_DAY
    season: Season = ALL_YEAR
    is_naming_days: bool = False
    shut_days: frozenset[int] = frozenset()
    has_just_shut: bool = False
    is_shut_but_holidays: bool = False
    on_holidays: OnHolidays | None = None
    on_makeup_days: OnMakeupDays = OnMakeupDays.USUAL
    last_day: date | None = None
    part: str = ""


@dataclass(frozen=True, slots=True)
class HoursRead:
    """A timetable that a cell means, and whether it says what holds on public holidays."""

    timetable: Timetable
    says_holidays: bool


def read_hours(text: str, *, on_holidays: OnHolidays | None = None) -> HoursRead:
    """Return the timetable that the words mean. Raises `ValueError` with a sentence.

    `on_holidays` is what another cell says. Where nobody says it, the place counts as closed on
    public holidays: nobody is sent to a door that may be shut.
    """
    read, rest = Reading(), plain(text)
    while rest:
        length = next((taken for each in READERS if (taken := each(rest, read))), 0)
        if not length:
            raise ValueError(f"读不懂“{rest[:12]}”，请写成 周一至周五9:00-12:00、14:00-18:00")
        rest = rest[length:]
    return _settled(read, on_holidays)


def _separator(rest: str, read: Reading) -> int:
    match = re.match(
        r"[,;、.。,()\[\]:&+/和及与]+|开放时间|开放|营业时间|为"
        r"|(?:中午|午间)不(?:休|闭馆)|不午休|(?:夏|冬)[季令](?:时间?)?(?=[(:]?\d{1,2}月)",
        rest,
    )
    if match is None:
        return 0
    if ";" in match[0] or "。" in match[0]:
        read.part = ""
    return match.end()


def _holidays(rest: str, read: Reading) -> int:
    """Read what is said of public holidays and of weekends worked in lieu."""
    if read.has_just_shut and (match := re.match(rf"{HOLIDAY}(?:期间)?(?:除外|不在此列)", rest)):
        read.has_just_shut, read.is_shut_but_holidays = False, True
        read.on_holidays = OnHolidays.SUNDAY
        return match.end()
    for pattern, held in (
        (rf"{HOLIDAY}(?:及|和|、)?(?:按|同)周日(?:的)?(?:时间)?(?:开放)?", OnHolidays.SUNDAY),
        (rf"{HOLIDAY}(?:期间)?(?:均|也|都|全部|全天)?{SHUT}", OnHolidays.CLOSED),
        (
            rf"{HOLIDAY}(?:期间)?(?:均|也|都)?(?:照常|正常|不休)(?:开放|营业|上班)?",
            OnHolidays.USUAL,
        ),
        (rf"除{HOLIDAY}外", OnHolidays.CLOSED),
        (
            rf"{HOLIDAY}(?:按|依)(?:国家)?(?:放假)?(?:安排|规定|通知)(?:执行|放假|休息)?",
            OnHolidays.CLOSED,
        ),
        (rf"(?:含|包括){HOLIDAY}", OnHolidays.USUAL),
        (r"全年无休|全年开放|常年开放|无休", OnHolidays.USUAL),
    ):
        if match := re.match(pattern, rest):
            read.on_holidays = held
            return match.end()
    match = re.match(r"调休(?:上班|工作)日按(?:周五|工作日)(?:的)?(?:时间)?(?:开放)?", rest)
    if match:
        read.on_makeup_days = OnMakeupDays.WORKDAY
    return match.end() if match else 0


def _season(rest: str, read: Reading) -> int:
    match = re.match(
        r"(\d{1,2})月(?:(\d{1,2})日)?-(?:次年|翌年|第二年)?(\d{1,2})月(?:(\d{1,2})日)?", rest
    )
    if match is None or (match[2] is None) != (match[4] is None):
        return 0
    month, last_month = int(match[1]), int(match[3])
    last_day = int(match[4] or LONGEST_MONTHS.get(last_month, 31))
    read.season = Season((month, int(match[2] or 1)), (last_month, last_day))
    read.days = EVERY_DAY
    read.is_naming_days = False
    return match.end()


def _last_day(rest: str, read: Reading) -> int:
    match = re.match(r"开放-(\d{4})年(\d{1,2})月(\d{1,2})日(?:\(周.\))?(?:为止|止)?", rest)
    if match is None:
        return 0
    try:
        read.last_day = date(*(int(each) for each in match.groups()))
    except ValueError:
        raise ValueError("最后一天不是真实的日期") from None
    return match.end()


def _shut_days(rest: str, read: Reading) -> int:
    """Read days that are shut, and public holidays that are shut with them, in either order."""
    days = rf"每?({SHUT_DAYS}(?:{AND}{SHUT_DAYS})*)"
    end = rf"(?:均|也|都|全天)?{SHUT}"
    forms = (
        rf"{days}(?:{AND}{HOLIDAY})?(?:期间)?{end}",
        rf"{HOLIDAY}{AND}{days}{end}",
        rf"除了?{days}(?:{AND}{HOLIDAY})?{SHUT}?(?:之|以)?外",
    )
    match = next((found for form in forms if (found := re.match(form, rest))), None)
    if match is None:
        return 0
    for each in re.findall(SHUT_DAYS, match[1]):
        read.shut_days |= NAMED_DAYS.get(each) or _days_in(each)
    read.has_just_shut = True
    if re.search(HOLIDAY, match[0]):
        read.on_holidays = OnHolidays.CLOSED
    return match.end()


def _days(rest: str, read: Reading) -> int:
    """Read weekdays; several named one after the other hold together."""
    named = next((name for name in NAMED_DAYS if rest.startswith(name)), None)
    match = re.match(f"每?({DAY_LIST})", rest) or re.match(BARE_LIST, rest)
    if named is None and match is None:
        return _other_days(rest, read) or _holiday_hours(rest, read)
    found = NAMED_DAYS[named] if named else _days_in(match[1] if match else "")
    read.days = read.days | found if read.is_naming_days else found
    read.is_naming_days, read.part = True, ""
    if named in {"工作日", "平日"} and read.on_holidays is None:
        read.on_holidays, read.on_makeup_days = OnHolidays.CLOSED, OnMakeupDays.WORKDAY
    if named in REST_DAYS:
        read.on_makeup_days = OnMakeupDays.WORKDAY
    if named:
        return len(named)
    return match.end() if match else 0


def _holiday_hours(rest: str, read: Reading) -> int:
    """Read holidays that keep the hours of Sunday: 周末及节假日9:00-17:00."""
    match = re.match(HOLIDAY, rest)
    if match is None or not (read.is_naming_days and 7 in read.days):
        return 0
    read.on_holidays = OnHolidays.SUNDAY
    if read.days == WEEKEND:
        read.on_makeup_days = OnMakeupDays.WORKDAY
    return match.end()


def _other_days(rest: str, read: Reading) -> int:
    """Read the days that nobody named before."""
    match = re.match(r"(?:其余|其他|其它)(?:时间|日子|各?天|日期)?", rest)
    if match is None:
        return 0
    used = {day for one in read.openings for day in one.weekdays}
    read.days = (EVERY_DAY - used) or EVERY_DAY
    read.is_naming_days, read.part = False, ""
    return match.end()


def _days_in(text: str) -> frozenset[int]:
    found: set[int] = set()
    for first, last in re.findall(r"([^-、,])(?:-([^-、,]))?", text.replace("周", "")):
        begin, end = NUMBERS[first], NUMBERS[last or first]
        found |= (
            set(range(begin, end + 1))
            if begin <= end
            else set(range(begin, 8)) | set(range(1, end + 1))
        )
    return frozenset(found)


def _always(rest: str, read: Reading) -> int:
    match = re.match(r"(?:全天)?24小时(?:全天)?|全天(?!闭|休|不)", rest)
    if match is None:
        return 0
    if read.days == EVERY_DAY and "24" in match[0]:
        read.on_holidays = read.on_holidays or OnHolidays.USUAL
    read.openings.append(Opening(read.days, 0, MIDNIGHT, read.season))
    read.is_naming_days = False
    return match.end()


def _times(rest: str, read: Reading) -> int:
    """Read one stretch of a day, or a break in what was read before."""
    match = re.match(rf"(?:{REST})?{STRETCH}(?![月日])({SHUT})?", rest)
    if match is None:
        return 0
    is_break = bool(match[8]) or re.match(REST, rest) is not None
    if is_break and not read.openings:
        return 0
    read.has_just_shut = False
    opens, closes = _stretch(match, read)
    if is_break:
        closes -= MIDNIGHT // 2 if closes > MIDNIGHT else 0  # 12:00-2:00
        read.openings = [part for one in read.openings for part in _without(one, opens, closes)]
    else:
        read.openings.append(Opening(read.days, opens, closes, read.season))
    read.is_naming_days = False
    return match.end()


def _without(opening: Opening, begin: int, end: int) -> list[Opening]:
    """Return what is left of an opening that has a break."""
    if end <= opening.opens or opening.closes <= begin:
        return [opening]
    parts = [(opening.opens, begin), (end, opening.closes)]
    return [Opening(opening.weekdays, a, b, opening.season) for a, b in parts if a < b]


def _stretch(match: re.Match[str], read: Reading) -> tuple[int, int]:
    part, hour, minute, next_day, other, last_hour, last_minute = match.groups()[:7]
    read.part = part or read.part
    opens = _minutes(hour, minute, part or read.part)
    closes = _minutes(last_hour, last_minute, other or part or read.part)
    if opens < EARLIEST_BARE and match[0].isascii() and ":" not in match[0]:
        raise ValueError(f"“{match[0]}”是几点还是周几？请写成 9:00-12:00")
    if next_day or (closes < opens and closes <= LATEST_NIGHT):
        closes += MIDNIGHT
    if not 0 < closes - opens <= MIDNIGHT:
        raise ValueError("关门比开门早，过夜的请写 18:00-次日2:00")
    return opens, closes


def _minutes(hour: str, minute: str | None, part: str) -> int:
    hours, minutes = int(hour), 30 if minute == "半" else int(minute or 0)
    if (part in {"下午", "晚上", "晚", "夜间"} and 1 <= hours < 12) or (
        part == "中午" and hours < 4
    ):
        hours += 12
    if hours > 24 or minutes > 59 or (hours == 24 and minutes):
        raise ValueError(f"没有{hour}:{minute or '00'}这个时间")
    return hours * 60 + minutes


Reader = Callable[[str, Reading], int]
READERS: tuple[Reader, ...] = (
    _last_day, _shut_days, _holidays, _season, _always, _times, _days, _separator,
)  # fmt: skip


def _settled(read: Reading, on_holidays: OnHolidays | None) -> HoursRead:
    """Put together what was read, without the days that are shut."""
    openings = [
        Opening(days, one.opens, one.closes, one.season)
        for one in read.openings
        if (days := one.weekdays - read.shut_days)
    ]
    if not openings:
        raise ValueError("没有写几点到几点")
    if read.is_shut_but_holidays and any(7 not in one.weekdays for one in openings):
        raise ValueError("节假日几点开，请写成 法定节假日按周日时间开放")
    said = on_holidays or read.on_holidays
    made = Timetable(
        tuple(openings),
        SLOT_MINUTES,
        on_holidays=said or OnHolidays.CLOSED,
        on_makeup_days=read.on_makeup_days,
        last_day=read.last_day,
    )
    if "openings_collide" in made.faults():
        raise ValueError("有两段时间重叠")
    if made.faults():
        raise ValueError("开门和关门的时间不对")
    return HoursRead(made, said is not None)
