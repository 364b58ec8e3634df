"""Opening hours as offices write them, and what cannot be read."""

from datetime import date

import pytest

from tests.factories.directory import hours
from weijiayuan.directory.rules.opening_hours_parser import read_hours
from weijiayuan.places.opening_hours import DayKind, OnHolidays, OnMakeupDays, sentences

WORKDAYS = {1, 2, 3, 4, 5}


@pytest.mark.parametrize(
    ("words", "said"),
    [
        ("每天8:00～22:00", ["每天08:00至22:00"]),
        ("工作日 9-12 14-18", ["周一至周五09:00至12:00", "周一至周五14:00至18:00"]),
        ("周一至周五：上午8:30—12:00，下午2:30—5:30", ["周一至周五08:30至12:00", "周一至周五14:30至17:30"]),
        ("周二至周日 09：00—17：00，周一闭馆", ["周二至周日09:00至17:00"]),
        ("9:00-21:00（逢周一闭馆）", ["周二至周日09:00至21:00"]),
        ("周一到周日8点半到17点", ["每天08:30至17:00"]),
        ("周一、三、五 19:00-21:00", ["周一、周三、周五19:00至21:00"]),
        ("周六日9:00-17:00", ["周六至周日09:00至17:00"]),
        ("周1-周5 9:00-17:00", ["周一至周五09:00至17:00"]),
        ("早8:30-晚9:00", ["每天08:30至21:00"]),
        ("晚上7:00-9:00", ["每天19:00至21:00"]),
        ("8:30-17:30(中午12:00-14:00休息)", ["每天08:30至12:00", "每天14:00至17:30"]),
        ("17:00至次日02:00", ["每天17:00至次日02:00"]),
        ("22:00-6:00", ["每天22:00至次日06:00"]),
        ("24小时", ["每天00:00至24:00"]),
        ("7月1日至8月31日周一至周五09:00至21:00", ["7月1日至8月31日周一至周五09:00至21:00"]),
        ("星期一到星期五 上午九点至十二点 下午两点至五点半", ["周一至周五09:00至12:00", "周一至周五14:00至17:30"]),
        ("每天十点一刻到二十点三十分", ["每天10:15至20:30"]),
        ("周一一点到三点", ["周一01:00至03:00"]),
        ("周一至周五09:00-18:00（午休12:00-14:00）", ["周一至周五09:00至12:00", "周一至周五14:00至18:00"]),
        ("9:00-18:00，午休12:00-2:00", ["每天09:00至12:00", "每天14:00至18:00"]),
        ("周一至周日8:00-22:00，中午不休", ["每天08:00至22:00"]),
        ("朝九晚五，周末休息", ["周一至周五09:00至17:00"]),
        ("早8晚8", ["每天08:00至20:00"]),
        ("早九点到晚六点", ["每天09:00至18:00"]),
        ("除周一外 9:30-17:00", ["周二至周日09:30至17:00"]),
        ("逢周一闭馆，其余9:30-17:00", ["周二至周日09:30至17:00"]),
        ("周六9:00-12:00，其余9:30-17:00", ["周六09:00至12:00", "周一、周二、周三、周四、周五、周日09:30至17:00"]),
        ("每日 18:00—凌晨1:00", ["每天18:00至次日01:00"]),
        ("週一至週五 09：00－17：30，節假日閉館", ["周一至周五09:00至17:30", "法定节假日闭馆"]),
        ("一、三、五 9:00-11:00", ["周一、周三、周五09:00至11:00"]),
        ("礼拜一到礼拜六 朝早9点到夜晚9点", ["周一至周六09:00至21:00"]),
        ("11月至次年3月 9:00-17:00", ["11月1日至3月31日每天09:00至17:00"]),
        ("周末10:00-12:00，平日18:00-21:00", ["周六至周日10:00至12:00", "周一至周五18:00至21:00"]),
        (
            "周一至五：9:00-18:00;周六、周日:10:00-16:00",
            ["周一至周五09:00至18:00", "周六至周日10:00至16:00"],
        ),
    ],
)  # fmt: skip
def test_hours_as_offices_write_them_are_read(words, said):
    is_told = "法定节假日闭馆" in said
    made = read_hours(words, on_holidays=None if is_told else OnHolidays.USUAL).timetable

    assert [each for each in sentences(made) if "调休" not in each] == said


@pytest.mark.parametrize(
    "words",
    [
        "9:00-17:00（周六、周日及法定节假日除外）", "9:00-17:00（周末及节假日除外）",
        "9:00-17:00，双休日及法定节假日除外", "9:00-17:00 周末及法定节假日休息",
        "9:00-17:00，周末和法定节假日不开放", "9:00-17:00（周末、法定节假日除外）",
        "9:00-17:00，法定节假日及周末休息", "周一至周五9:00-17:00，周末以及国家法定节假日均休息",
    ],
)  # fmt: skip
def test_weekends_and_holidays_that_are_shut_together_are_both_shut(words):
    made = read_hours(words).timetable

    assert {day for one in made.openings for day in one.weekdays} == WORKDAYS
    assert made.on_holidays is OnHolidays.CLOSED


@pytest.mark.parametrize(
    "words",
    [
        "周二至周日9:00-17:00，周一闭馆（法定节假日除外）", "9:00-17:00（周一闭馆，国家法定节假日除外）",
        "9:00-17:00，逢周一休息，法定节假日除外",
    ],
)  # fmt: skip
def test_a_day_that_is_shut_but_on_holidays_is_open_on_them(words):
    made = read_hours(words).timetable

    assert {day for one in made.openings for day in one.weekdays} == {2, 3, 4, 5, 6, 7}
    assert made.on_holidays is OnHolidays.SUNDAY


def test_which_hours_hold_on_a_holiday_that_is_exempt_has_to_be_said():
    with pytest.raises(ValueError, match="法定节假日按周日"):
        read_hours("周二至周五9:00-17:00，周六周日10:00-16:00，周一闭馆，法定节假日除外")


@pytest.mark.parametrize(
    "words",
    [
        "电话预约", "9:00-25:00", "18:00-9:00", "1-5 9:00-17:00", "周一至周五", "以门口公告为准",
        "9:00-12:00，预约另行通知", "9:00-12:00、11:00-14:00", "9点",
        "每月第一个周六9:00-11:30", "隔周周六9:00-11:00", "单号上午9:00-12:00", "午休12:00-14:00",
        "周一至周五9:00-18:00，初一、十五休息", "夏令时8:00-18:00，冬令时8:30-17:30", "一、9:00-11:00",
        "寒暑假每天9:00-17:00，平时周末9:00-17:00", "周五至周日14:00-22:00，节假日顺延至23:00", "周八9:00-12:00", "",
    ],
)  # fmt: skip
def test_hours_that_cannot_be_read_to_the_last_letter_are_refused(words):
    with pytest.raises(ValueError, match=r"."):
        read_hours(words)


@pytest.mark.parametrize(
    ("words", "held", "says"),
    [
        ("9:00-18:00", OnHolidays.CLOSED, False),
        ("9:00-18:00 节假日照常开放", OnHolidays.USUAL, True),
        ("9:00-18:00（法定节假日除外）", OnHolidays.CLOSED, True),
        ("全年无休 9:00-18:00", OnHolidays.USUAL, True),
        ("周末及节假日9:00-17:00", OnHolidays.SUNDAY, True),
        ("24小时", OnHolidays.USUAL, True),
    ],
)
def test_nobody_is_sent_to_a_holiday_that_nobody_spoke_of(words, held, says):
    read = read_hours(words)

    assert (read.timetable.on_holidays, read.says_holidays) == (held, says)


WORKED_SATURDAY = date(2026, 10, 10)


@pytest.mark.parametrize(
    ("words", "opens"),
    [
        ("双休日 9:00-17:00", []),
        ("周末9:00-17:00", []),
        ("休息日9:00-17:00", []),
        ("周六日及节假日10:00-17:00", []),
        ("周六、周日和法定节假日10:00-17:00", []),
        ("朝九晚五，双休日休息", []),
        ("周一至周五9:00-21:00，双休日9:00-18:00", [(9, 21)]),
        ("工作日9:00-18:00，周末10:00-16:00", [(9, 18)]),
        ("平日18:00-21:00", [(18, 21)]),
        ("周六、周日9:00-18:00", [(9, 18)]),
        ("周一至周五9:00-21:00；周六9:00-18:00", [(9, 18)]),
    ],
)
def test_a_saturday_worked_in_lieu_is_no_rest_day(words, opens):
    made = read_hours(words).timetable
    found = made.openings_on(WORKED_SATURDAY, DayKind.MAKEUP)

    assert [(one.opens // 60, one.closes // 60) for one in found] == opens


@pytest.mark.parametrize(
    "made",
    [
        hours("09:00-12:00", "14:00-18:00", days=WORKDAYS, on_holidays=OnHolidays.CLOSED),
        hours("09:00-21:00", days={2, 3, 4, 5, 6, 7}, on_holidays=OnHolidays.SUNDAY),
        hours("17:00-26:00", days={1, 3, 5}, on_holidays=OnHolidays.CLOSED),
        hours(
            "00:00-24:00",
            days={6, 7},
            on_holidays=OnHolidays.CLOSED,
            on_makeup_days=OnMakeupDays.WORKDAY,
            last_day=date(2026, 12, 31),
        ),
    ],
)
def test_what_the_product_says_of_hours_is_read_back_to_the_same(made):
    assert read_hours("；".join(sentences(made))).timetable == made
