"""The last safe day of each road, beside days by hand and an independent calculator."""

import random
from datetime import date, timedelta

import pytest
from dateutil.relativedelta import relativedelta

from tests.appeals.stories import CALENDAR, TODAY, stories, told
from tests.appeals.test_legal_remedies import PATHS, advised, line
from weijiayuan.appeals.legal_remedies import narrative_dates, remedy_advice
from weijiayuan.appeals.legal_remedies.limitation_periods import Period


def test_periods_end_as_an_independent_calculator_ends_them():
    rolled = random.Random(7)  # days to try, no secret
    for _ in range(2000):
        start = date(2015, 1, 1) + timedelta(days=rolled.randrange(5000))
        for period, step in (
            (Period(years=3), relativedelta(years=3)),
            (Period(years=1), relativedelta(years=1)),
            (Period(months=6), relativedelta(months=6)),
            (Period(days=60), relativedelta(days=60)),
        ):
            assert period.after(start) == start + step


@pytest.mark.parametrize(
    ("road", "answers", "safe", "rolled"),
    [
        ("civil_suit", {"matter": "debt", "due_on": "2024-02-29"}, "2027-02-28", "2027-03-01"),
        ("civil_suit", {"matter": "debt", "due_on": "2023-11-30"}, "2026-11-30", "2026-11-30"),
        (
            "civil_suit",
            {"matter": "debt", "due_on": "2023-01-10", "interrupted_on": "2025-10-02"},
            "2028-10-02",
            "2028-10-02",
        ),
        (
            "administrative_review",
            {"matter": "official_act", "learned_on": "2026-08-02"},
            "2026-10-01",
            "2026-10-08",
        ),
        (
            "administrative_suit",
            {"matter": "official_act", "learned_on": "2026-08-31"},
            "2027-02-28",
            "2027-03-01",
        ),
        (
            "labour_arbitration",
            {"matter": "dismissal", "ended_on": "2025-02-16"},
            "2026-02-16",
            "2026-02-24",
        ),
        (
            "judicial_confirmation",
            {"agreement": "written", "agreed_on": "2026-09-10"},
            "2026-10-10",
            "2026-10-10",
        ),
    ],
)
def test_last_days_by_hand(road, answers, safe, rolled):
    calendar = limitation_calendar()
    said = remedy_advice.advise(answers, story="", on=TODAY, calendar=calendar)
    ends = line(said, road)["deadline"]
    assert (str(ends["last_safe_day"]), str(ends["date"])) == (safe, rolled)


def limitation_calendar():
    import chinese_calendar  # noqa: PLC0415

    from weijiayuan.places.working_calendar import DayKind, MarkedDay, calendar_of  # noqa: PLC0415

    days = [date(2025, 1, 1) + timedelta(days=n) for n in range(730)]
    marked = [
        MarkedDay(day, DayKind.WORK if chinese_calendar.is_workday(day) else DayKind.OFF, "")
        for day in days
        if chinese_calendar.is_workday(day) != (day.weekday() < 5)
    ]
    return calendar_of(marked, announced=[2025, 2026])


def test_an_interruption_does_not_move_an_administrative_limit():
    answers = {"matter": "official_act", "learned_on": "2026-10-01", "interrupted_on": "2026-11-01"}
    ends = line(advised(answers), "administrative_review")["deadline"]
    assert str(ends["last_safe_day"]) == "2026-11-30"
    assert ends["soon"]
    assert "不停止" in line(advised(answers), "administrative_review")["warning"]


def test_wages_while_employed_have_no_limit_and_say_so():
    said = line(advised({"matter": "wages", "employed": True}), "labour_arbitration")
    assert said["deadline"] is None
    assert "在职期间" in said["no_limit"]


def test_days_are_read_as_people_write_them():
    def days(text):
        return [str(each.day) for each in narrative_dates.named(text, on=TODAY)]

    assert days("2026年3月10日,去年十二月二十九号,3月1日,昨天,5天前") == [
        "2026-03-10",
        "2025-12-29",
        "2026-03-01",
        "2026-11-27",
        "2026-11-23",
    ]
    assert days("2026年2月30日") == []


def told_last_day(client, road, answers):
    said = client.post(PATHS, json={"answers": answers, "on": "2026-11-29"}).json
    line = next(each for each in said["roads"] if each["road"] == road)
    return line["deadline"] and line["deadline"]["last_safe_day"]


@pytest.mark.parametrize(
    ("road", "answers", "last"),
    [
        ("civil_suit", {"matter": "divorce", "happened_on": "2010-01-01"}, None),
        ("civil_suit", {"matter": "family", "happened_on": "2015-01-01"}, None),
        ("civil_suit", {"matter": "debt", "happened_on": "2022-01-01"}, None),
        ("civil_suit", {"matter": "debt", "due_on": "2025-01-02"}, "2028-01-02"),
        (
            "civil_suit",
            {"matter": "body_injury", "happened_on": "2006-12-15", "learned_on": "2026-11-01"},
            "2026-12-15",
        ),
        (
            "administrative_suit",
            {"matter": "official_act", "happened_on": "2021-12-10", "learned_on": "2026-11-20"},
            "2026-12-10",
        ),
        (
            "administrative_review",
            {"matter": "official_act", "happened_on": "2021-12-10", "learned_on": "2026-11-20"},
            "2026-12-10",
        ),
    ],
)
def test_a_right_ends_with_its_longest_period_or_never(client, road, answers, last):
    assert told_last_day(client, road, answers) == last


def civil(**answers):
    return line(advised({"matter": "debt"} | answers), "civil_suit")["deadline"]


@pytest.mark.parametrize(
    ("due", "requests", "last"),
    [
        ("2020-01-01", "2025-06-01", "2023-01-01"),
        ("2020-01-01", ["2022-06-01", "2025-05-31"], "2028-05-31"),
        ("2020-01-01", ["2022-06-01", "2025-06-03"], "2025-06-01"),
        ("2020-01-01", ["2025-06-02", "2022-06-01", "2023-06-01"], "2028-06-02"),
        ("2025-01-01", "2024-01-01", "2028-01-01"),
        ("2022-11-27", "2025-11-27", "2028-11-27"),
    ],
)
def test_only_a_period_that_still_runs_begins_anew(due, requests, last):
    ends = civil(due_on=due, interrupted_on=requests)
    assert str(ends["last_safe_day"]) == last


def test_a_right_that_is_over_says_so_and_soft_roads_promise_nothing():
    said = advised({"matter": "debt", "due_on": "2020-01-01", "interrupted_on": "2026-06-01"})
    suit, soft = line(said, "civil_suit"), line(said, "people_mediation")
    assert suit["deadline"]["over"]
    assert "2026-06-01" in suit["deadline"]["note"]
    assert soft["interrupts"] is False
    assert "不会重新计算" in soft["warning"]


def test_no_day_is_shown_for_what_nothing_was_decided_about():
    said = advised({"matter": "debt", "due_on": "2026-01-01"})
    assert line(said, "enforcement")["deadline"] is None
    assert line(said, "judicial_confirmation")["deadline"] is None


def test_the_formal_road_comes_first_when_its_last_day_is_near():
    near = advised({"matter": "debt", "due_on": "2023-12-05"})
    far = advised({"matter": "debt", "due_on": "2024-12-05"})
    assert (near.top, far.top) == ("civil_suit", "people_mediation")


def test_every_request_that_a_story_tells_keeps_the_right_alive():
    text = (
        "朋友借的五万2020年1月1日该还，2022年5月1日我发微信催他，2025年3月1日又催了一次，他说没钱"
    )
    said = told({"text": text})
    assert str(line(said, "civil_suit")["deadline"]["last_safe_day"]) == "2028-03-01"


CALCULATED = {
    "civil_suit": ("dispute", "due_on", relativedelta(years=3), True),
    "labour_arbitration": ("dismissal", "ended_on", relativedelta(years=1), True),
    "injury_recognition": ("work_injury", "happened_on", relativedelta(years=1), False),
    "administrative_review": ("official_act", "learned_on", relativedelta(days=60), False),
    "administrative_suit": ("official_act", "learned_on", relativedelta(months=6), False),
}


def calculated(start, period, requests):
    """An independent calculator: by single days, requests first, with weekends as rest."""
    for request in sorted(requests):
        last = start + period
        while last.weekday() > 4:
            last += timedelta(days=1)
        if start < request <= last:
            start = request
        elif request > last:
            break
    return start + period


def test_last_days_of_every_road_are_those_of_an_independent_calculator():
    rolled = random.Random(18)  # days to try, no secret
    for _ in range(60):
        road = rolled.choice(list(CALCULATED))
        matter, asked, period, interrupted = CALCULATED[road]
        start = date(2019, 1, 1) + timedelta(days=rolled.randrange(2800))
        requests = [start + timedelta(days=rolled.randrange(-300, 1500)) for _ in range(3)]
        requests = [each for each in requests if each <= TODAY]
        answers = {
            "matter": matter,
            asked: str(start),
            "interrupted_on": [str(r) for r in requests],
        }
        ends = line(advised(answers), road)["deadline"]
        expected = calculated(start, period, requests if interrupted else [])
        assert ends["last_safe_day"] == expected, (road, answers)
        assert ends["over"] == (CALENDAR.roll_forward(expected) < TODAY)


@pytest.mark.parametrize(
    ("answers", "question", "road"),
    [
        ({"matter": "work_injury", "happened_on": "2026-05-02", "learned_on": "2026-04-02"},
         "learned_on", "injury_recognition"),
        ({"matter": "dismissal", "ended_on": "2027-06-30"}, "ended_on", "labour_arbitration"),
        ({"matter": "wages", "employed": True, "ended_on": "2026-03-01"}, "ended_on",
         "labour_arbitration"),
        ({"matter": "debt", "happened_on": "2026-05-01", "due_on": "2026-01-01"}, "due_on",
         "civil_suit"),
        ({"matter": "work_injury", "happened_on": "2026-05-01", "ended_on": "2026-01-01"},
         "happened_on", "injury_recognition"),
        ({"agreement": "written", "agreed_on": "2026-12-30"}, "agreed_on",
         "judicial_confirmation"),
        ({"matter": "official_act", "learned_on": "2027-01-30"}, "learned_on",
         "administrative_review"),
    ],
)  # fmt: skip
def test_days_that_cannot_be_so_are_asked_for_again_and_nothing_is_computed(
    answers, question, road
):
    said = advised(answers)
    assert [each.question for each in said.doubts] == [question]
    assert said.next_question["id"] == question
    assert said.doubts[0].text in said.next_question["ask"]
    assert line(said, road)["deadline"] is None


def test_a_request_before_it_happened_or_ahead_keeps_no_right_alive():
    told = {"matter": "body_injury", "happened_on": "2026-03-02"}
    usual = line(advised(told), "civil_suit")["deadline"]
    for request in ("2026-01-02", "2027-01-02", ["2027-01-02"]):
        said = advised({**told, "interrupted_on": request})
        assert said.next_question["id"] == "interrupted_on"
        assert line(said, "civil_suit")["deadline"] == usual


def test_days_that_can_be_so_raise_no_doubt():
    assert all(told(story).doubts == () for story in stories())
    assert (
        advised({"matter": "debt", "happened_on": "2026-01-01", "due_on": "2027-01-01"}).doubts
        == ()
    )
