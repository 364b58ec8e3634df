"""How many questions a list or a matter asks of the database, whatever its length."""

from contextlib import contextmanager
from datetime import timedelta

import pytest
import time_machine
from sqlalchemy import event as signal

from tests.deadline_clocks.test_working_time import at
from tests.factories.accounts import DISTRICT
from tests.factories.events import GRID, OTHER_GRID, make_event
from tests.factories.files import make_photo
from tests.factories.places import GUANGMING_SQUARE as HERE
from weijiayuan.accounts.rules import Role
from weijiayuan.db import db, transaction
from weijiayuan.events.statistics import overview
from weijiayuan.kernel import clock

pytestmark = pytest.mark.usefixtures("district")


@contextmanager
def questions(kinds=("SELECT",)):
    asked = []

    def note(_connection, _cursor, statement, *_more):
        if statement.lstrip().upper().startswith(kinds):
            asked.append(statement)

    signal.listen(db.engines[None], "before_cursor_execute", note)
    try:
        yield asked
    finally:
        signal.remove(db.engines[None], "before_cursor_execute", note)


def test_a_tip_with_a_photo_takes_sixteen_statements(as_resident):
    sender = as_resident()

    def tip():
        photos = [str(make_photo(sender.resident).id)]
        return {"category": "06010", "text": "垃圾没人清", "place": HERE, "photos": photos}

    first, second = tip(), tip()
    assert sender.post("/api/v1/tips", json=first).status_code == 201
    with questions(kinds=("SELECT", "INSERT", "UPDATE", "DELETE")) as asked:
        assert sender.post("/api/v1/tips", json=second).status_code == 201

    assert len(asked) <= 16, asked


@pytest.mark.parametrize("path", ["/api/v1/events", "/api/v1/events/today", "/api/v1/orders"])
def test_a_list_asks_the_same_however_long_it_is(as_role, path):
    who = as_role(Role.GRID_WORKER, territory=GRID)
    make_event()
    who.get(path)
    with questions() as few:
        who.get(path)
    for _ in range(9):
        make_event()
    with questions() as many:
        who.get(path)

    assert len(many) == len(few) <= 8


def test_totals_stand_on_added_days_and_agree_with_counting(as_role):
    days = ["2026-11-20 10:00", "2026-11-21 10:00", "2026-11-23 09:00"]
    for day in days:
        with time_machine.travel(at(day), tick=False):
            make_event()
    now = at("2026-11-23 12:00")
    counted = overview.overview([DISTRICT], now=now)
    with transaction():
        assert overview.roll_up(now) == 3
        assert overview.roll_up(now) == 0
    added = overview.overview([DISTRICT], now=now)

    assert counted == added
    assert (added["total_case"], added["added_today"], added["total_accepted"]) == (3, 1, 3)
    later = overview.overview([DISTRICT], now=now + timedelta(days=1))
    assert (later["total_case"], later["added_today"]) == (3, 0)


def test_figures_count_what_they_say_and_carry_their_version(as_role):
    supervisor, worker = as_role(Role.SUPERVISOR), as_role(Role.GRID_WORKER, territory=GRID)
    secretary = as_role(Role.SECRETARY)
    here = {"lng": 113.94493, "lat": 22.7415, "datum": "gcj02"}
    for _ in range(2):
        event = make_event()
        body = {"no_photo": "by_talk", "position": here}
        worker.post(f"/api/v1/events/{event.id}/handle", json=body)
        secretary.post(f"/api/v1/events/{event.id}/verify", json={})
        secretary.post(f"/api/v1/events/{event.id}/close", json={})
    make_event(now=clock.now() - timedelta(days=20))
    today = clock.local_date(clock.now())
    path = f"/api/v1/events/figures?from={today - timedelta(days=30)}&to={today}&by=category"

    answer = supervisor.get(path).json
    sheet = supervisor.get(path.replace("figures?", "figures.csv?"))

    group = answer["groups"][0]
    assert answer["version"] == "2026-11-23"
    assert group["name"] == "暴露垃圾"
    assert (group["figures"]["on_time"]["hits"], group["figures"]["on_time"]["of"]) == (2, 3)
    assert group["figures"]["on_site"]["value"] == 1.0
    assert group["figures"]["time_saved"]["of"] == 2
    assert sheet.mimetype == "text/csv"
    assert "按时办结数 ÷（办结数 + 已超期未办结数）,2026-11-23,0.6667,2,3" in sheet.text


def test_matters_are_found_by_number_and_by_words_of_the_last_ninety_days(as_role):
    now = clock.now()
    desk, elsewhere = as_role(Role.SUPERVISOR), as_role(Role.GRID_WORKER, territory=OTHER_GRID)
    lamp = make_event(text="幼儿园门口100%黑", address="光明大街8号")
    older = make_event(now - timedelta(days=91), text="幼儿园门口的灯")

    def found(who, q):
        answer = who.get("/api/v1/events", query_string={"q": q})
        return [each["number"] for each in answer.json["items"]]

    assert found(desk, "幼儿园") == [lamp.number]
    assert found(desk, "光明大街8") == [lamp.number]
    assert found(desk, "0%黑") == [lamp.number]
    assert found(desk, "0_黑") == []
    assert found(desk, older.number.lower()) == [older.number]
    assert found(elsewhere, "幼儿园") == []
    assert desk.get("/api/v1/events?q=x").status_code == 422


def test_a_search_asks_no_more_than_a_list(as_role):
    desk = as_role(Role.SUPERVISOR)
    make_event()
    desk.get("/api/v1/events")
    with questions() as listed:
        desk.get("/api/v1/events")
    with questions() as searched:
        desk.get("/api/v1/events?q=垃圾&category=06010")
    assert len(searched) == len(listed)
