"""Three hundred questions of need, place and moment, against a key written by hand.

The key is the literal table below: for each place the hours of ten real days, as one reads them off
the door and the notice of the year's holidays. 2026-09-20 (Sunday) and 10-10 (Saturday) are worked
in lieu; 09-25 and 09-27 are the Mid-Autumn holiday, 10-01 is National Day.
"""

from dataclasses import dataclass
from datetime import date, datetime, timedelta

import pytest
import time_machine

from tests.factories.directory import HERE, hold, hours, make_service, make_site, north_of, shut
from tests.factories.places import make_district
from weijiayuan.directory.queries import search_result_rows
from weijiayuan.directory.queries.search import Search
from weijiayuan.directory.queries.search_conditions import SERVICES_HELD, Asked
from weijiayuan.directory.rules.vocabulary import Feature
from weijiayuan.kernel.clock import CHINA
from weijiayuan.places.opening_hours import OnHolidays, OnMakeupDays

WORKDAYS = range(1, 6)
DAYS = ("09-18", "09-19", "09-20", "09-21", "09-22", "09-25", "09-27", "10-01", "10-10", "10-11")
TIMES = (
    "08:49", "08:56", "08:58", "11:54", "11:57", "13:10", "17:24", "18:25", "20:54", "20:55",
    "23:40", "01:45", "01:50", "02:30", "07:53",
)  # fmt: skip


@dataclass(frozen=True)
class Place:
    """A place in the key: minutes on foot, what it has, and its hours on the ten days."""

    minutes: int
    has: set
    on: tuple


KEY = {
    "centre": Place(5, {"ramp", "lift"}, ("09-21", "09-21", "09-21", "09-21", "09-21", "", "", "", "09-21", "09-21")),
    "office": Place(3, {"ramp"}, ("09-12 14-18", "", "09-12 14-18", "09-12 14-18", "09-12 14-18", "", "", "", "09-12 14-18", "")),
    "night": Place(10, {"lift"}, ("00-02 18-24",) * 10),
    "always": Place(15, set(), ("00-24",) * 10),
    "museum": Place(12, {"ramp", "lift"}, ("10-17", "10-17", "10-17", "", "10-17", "10-20", "10-20", "10-20", "10-17", "10-20")),
    "evening": Place(8, {"ramp", "lift"}, ("", "", "18-21", "", "", "", "18-21", "", "", "18-21")),
    "repairs": Place(4, {"ramp"}, ("08-20", "08-20", "08-20", "", "", "08-20", "08-20", "08-20", "08-20", "08-20")),
    "clinic": Place(6, {"lift"}, ("", "09-12", "", "", "", "", "", "", "", "")),
    "gone": Place(7, {"ramp", "lift"}, ("09-18", "09-18", "09-18", "", "", "", "", "", "", "")),
}  # fmt: skip


def make_world():
    """Build in the product what the key says by hand."""
    service = make_service()

    def place(name, minutes, features, opens):
        site = make_site(
            north_of(minutes * 75 / 1.3 - 0.5),
            opens=opens,
            code=name,
            **dict.fromkeys(features, True),
        )
        return site, hold(service, site)

    place("centre", 5, ("ramp", "lift"), hours("09:00-21:00", on_holidays=OnHolidays.CLOSED))
    place(
        "office",
        3,
        ("ramp",),
        hours(
            "09:00-12:00",
            "14:00-18:00",
            days=WORKDAYS,
            on_holidays=OnHolidays.CLOSED,
            on_makeup_days=OnMakeupDays.WORKDAY,
        ),
    )
    place("night", 10, ("lift",), hours("18:00-26:00"))
    place("always", 15, (), hours("00:00-24:00"))
    museum = hours("10:00-17:00", days=range(2, 7), on_holidays=OnHolidays.SUNDAY)
    sunday = hours("10:00-20:00", days=[7]).openings
    museum = museum.__class__(
        museum.openings + sunday,
        30,
        on_holidays=OnHolidays.SUNDAY,
        on_makeup_days=OnMakeupDays.WORKDAY,
    )
    place("museum", 12, ("ramp", "lift"), museum)
    hall = make_site(
        north_of(8 * 75 / 1.3 - 0.5),
        opens=hours("08:00-22:00"),
        code="evening",
        ramp=True,
        lift=True,
    )
    hold(service, hall, opens=hours("18:00-21:00", days=[7]))
    house = make_site(north_of(50), opens=hours("08:00-18:00"), code="shut house", lift=True)
    hold(service, house, opens=hours("18:00-21:00"))  # nobody opens the door then
    repairs, _ = place("repairs", 4, ("ramp",), hours("08:00-20:00"))
    shut(repairs, date(2026, 9, 21), date(2026, 9, 23))
    place(
        "clinic",
        6,
        ("lift",),
        hours(
            "09:00-12:00",
            days=[6],
            on_holidays=OnHolidays.CLOSED,
            on_makeup_days=OnMakeupDays.WORKDAY,
        ),
    )
    place("gone", 7, ("ramp", "lift"), hours("09:00-18:00", last_day=date(2026, 9, 20)))
    unknown = make_site(north_of(100), code="unknown", lift=True)
    hold(service, unknown)


def is_open(place, arrives):
    """Read the key: hours after midnight stand under the day on which they fall."""
    for number, day in enumerate(DAYS):
        begin = datetime.fromisoformat(f"2026-{day}T00:00+08:00")
        for span in place.on[number].split():
            first, last = (timedelta(hours=int(hour)) for hour in span.split("-"))
            if begin + first <= arrives < begin + last:
                return True
    return False


def expected(leaves, feature):
    """What the key answers."""
    return sorted(
        name
        for name, place in KEY.items()
        if (feature is None or feature in place.has)
        and is_open(place, leaves + timedelta(minutes=place.minutes))
    )


QUESTIONS = [
    (day, time, feature) for day in DAYS for time in TIMES for feature in (None, Feature.LIFT)
]


@pytest.fixture
def world(database):
    make_district()
    with time_machine.travel(datetime(2026, 9, 18, 8, tzinfo=CHINA), tick=False):
        make_world()
        yield


def answered(leaves, feature):
    """The codes of the sites that the search gives, in alphabetical order."""
    asked = Asked(
        leaves_at=leaves,
        today=date(2026, 9, 18),
        must_be_open=True,
        near=HERE,
        need="blood_pressure",
        features=(feature,) if feature else (),
    )
    found = Search(SERVICES_HELD, asked, 50, None).page()
    return sorted(row.code for _, row in search_result_rows.services_shown(found.items))


def test_three_hundred_questions_are_answered_as_the_key_says(world):
    wrong, closed = [], []
    for day, time, feature in QUESTIONS:
        leaves = datetime.fromisoformat(f"2026-{day}T{time}+08:00")
        came, wanted = answered(leaves, feature), expected(leaves, feature)
        if came != wanted:
            wrong.append((day, time, feature, came, wanted))
        closed += [code for code in came if code not in wanted]
    assert len(QUESTIONS) == 300
    assert (closed, wrong) == ([], [])


def test_a_list_says_what_one_finds_and_never_keeps_where_one_stands(world, client):
    query = {"need": "blood_pressure", "near": f"{HERE.lng},{HERE.lat}", "datum": "gcj02"}
    leaves = {"open_at": "2026-09-19T11:54:00 08:00"}  # a plus that became a blank on the way

    answer = client.get("/api/v1/services", query_string=query | leaves)

    assert [item["site"]["code"] for item in answer.json["items"]] == [
        "repairs", "centre", "gone", "museum", "always"
    ]  # fmt: skip
    first = answer.json["items"][0]["site"]
    assert (first["minutes"], first["door"]["text"]) == (4, "到的时候开着，20:00关门")
    assert answer.headers["Cache-Control"] == "private, no-cache"
    again = client.get(
        "/api/v1/services",
        query_string=query | leaves,
        headers={"If-None-Match": answer.headers["ETag"]},
    )
    assert again.status_code == 304


def test_pages_follow_each_other_without_a_gap_or_a_repeat(world, client):
    query = {"near": f"{HERE.lng},{HERE.lat}", "datum": "gcj02", "limit": 2}
    whole = client.get("/api/v1/sites", query_string=query | {"limit": 50}).json["items"]

    seen, cursor = [], None
    while True:
        page = client.get(
            "/api/v1/sites", query_string=query | ({"cursor": cursor} if cursor else {})
        ).json
        seen += page["items"]
        cursor = page["next_cursor"]
        if cursor is None:
            break

    assert [one["id"] for one in seen] == [one["id"] for one in whole]
    assert len(seen) == 11
    assert [one["metres"] for one in seen] == sorted(one["metres"] for one in seen)
    unlocated = client.get("/api/v1/services?limit=50").json["items"]
    assert len(unlocated) == 11


@pytest.mark.parametrize(
    ("query", "code"),
    [
        ({"near": "113.9,22.7"}, "web.malformed"),
        ({"near": "somewhere", "datum": "gcj02"}, "web.malformed"),
        ({"within_min": 15}, "web.malformed"),
        ({"need": "moon"}, "directory.need_unknown"),
        ({"accessible": "lift,wings"}, "web.malformed"),
        ({"open_at": "yesterday"}, "web.malformed"),
        ({"open_at": "2026-09-19T11:54:00"}, "web.malformed"),
        ({"cursor": "nonsense"}, "web.cursor_malformed"),
    ],
)
def test_what_cannot_be_meant_is_refused(database, client, query, code):
    answer = client.get("/api/v1/services", query_string=query)

    assert (answer.status_code, answer.json["code"]) == (422, code)


def test_what_nobody_confirmed_for_half_a_year_is_left_out_unless_asked_for(world, client):
    with time_machine.travel(datetime(2027, 3, 17, 4, tzinfo=CHINA), tick=False):
        ageing = client.get("/api/v1/sites?limit=1").json["items"][0]["assured"]
    with time_machine.travel(datetime(2027, 3, 18, 4, tzinfo=CHINA), tick=False):
        gone = client.get("/api/v1/sites?limit=1").json["items"]
        shown = client.get("/api/v1/sites?limit=1&stale=true").json["items"]

    assert (ageing["state"], ageing["text"]) == ("ageing", "已核实于2026年9月18日，已180天未核实")
    assert gone == []
    assert shown[0]["assured"]["state"] == "stale"


def test_a_door_that_never_closes_and_a_closure_beyond_the_fortnight_are_said_as_they_are(
    database, client
):
    make_district()
    with time_machine.travel(datetime(2026, 11, 27, 8, tzinfo=CHINA), tick=False):
        always = make_site(opens=hours("00:00-24:00"))
        closed = make_site(opens=hours("09:00-18:00"))
        shut(closed, date(2026, 11, 20), date(2026, 12, 20))
        over = make_site(opens=hours("09:00-18:00", last_day=date(2026, 11, 1)))
        doors = [
            client.get(f"/api/v1/sites/{one.id}").json["door"] for one in (always, closed, over)
        ]

    assert [(each["state"], each["until"], each["next"]) for each in doors] == [
        ("open", None, None),
        ("closed", None, "2026-12-21T09:00:00+08:00"),
        ("closed", None, None),
    ]
    assert "不关门" in doors[0]["text"]
    assert "近期都不开" in doors[2]["text"]


def test_who_believes_the_minutes_that_are_shown_finds_the_door_open(database, client):
    """A walk of 19 min 30 s is shown as 20: who sets out twenty minutes before closing is told."""
    make_district()
    make_site(north_of(19.5 * 75 / 1.3), opens=hours("17:00-20:00"))
    at = "&open_at=2026-12-02T{}:00%2B08:00".format

    late = client.get(f"/api/v1/sites?near={HERE.lng},{HERE.lat}&datum=gcj02{at('19:40')}").json[
        "items"
    ]
    (early,) = client.get(
        f"/api/v1/sites?near={HERE.lng},{HERE.lat}&datum=gcj02{at('16:40')}"
    ).json["items"]

    assert late == []
    assert (early["minutes"], early["door"]["arrives_at"]) == (20, "2026-12-02T17:00:00+08:00")


def test_a_door_in_a_year_that_is_not_announced_says_so(database, client):
    make_district()
    make_site(north_of(100), opens=hours("09:00-18:00"))
    doors = [
        client.get("/api/v1/sites", query_string={"open_at": f"{day}T10:00:00+08:00"}).json
        for day in ("2026-12-02", "2028-03-01")
    ]

    (known,), (reckoned,) = (each["items"] for each in doors)
    assert (known["door"]["reckoned"], reckoned["door"]["reckoned"]) == (False, True)
    assert "按推算" in reckoned["door"]["text"]
    assert "按推算" not in known["door"]["text"]


def test_what_anybody_may_read_any_page_may_read_and_nothing_of_a_person(
    database, client, as_resident
):
    make_district()
    headers = [client.get(f"/api/v1/{path}").headers for path in ("services", "sites", "matters")]

    assert {each["Access-Control-Allow-Origin"] for each in headers} == {"*"}
    assert all("ETag" in each["Access-Control-Expose-Headers"] for each in headers)
    mine = as_resident().get("/api/v1/sites").headers
    assert "Access-Control-Allow-Origin" not in mine
