import csv
import json
from contextlib import closing
from datetime import UTC, date, datetime, timedelta
from io import StringIO

import pytest
import time_machine

from tests.browser.machine_words import machine_words
from tests.factories.events import COMMUNITY, STREET, make_event
from tests.factories.places import make_district
from weijiayuan.accounts.rules import Role, Territory, TerritoryKind
from weijiayuan.db import db, transaction
from weijiayuan.events.access import SYSTEM
from weijiayuan.events.models import Event
from weijiayuan.events.rules.vocabulary import Actor
from weijiayuan.events.service import transitions
from weijiayuan.governance import server_sent_events
from weijiayuan.governance.dashboard import warnings
from weijiayuan.governance.errors import StreamFull
from weijiayuan.governance.rules.grid_risk import table
from weijiayuan.kernel import clock
from weijiayuan.places.coordinates import Datum, Point

URL = "/api/v1/governance"
MONDAY = datetime(2026, 11, 23, 2, tzinfo=UTC)
SQUARE = Point(113.94493, 22.7415, Datum.GCJ02)
ELSEWHERE = Point(113.899, 22.784, Datum.GCJ02)  # 公明街道


@pytest.fixture
def now():
    with time_machine.travel(MONDAY, tick=False) as hand:
        yield hand


@pytest.fixture
def supervisor(database, now, as_role):
    make_district()
    return as_role(Role.SUPERVISOR)


def screen(speaker):
    answer = speaker.get(f"{URL}/overview")
    assert answer.status_code == 200, answer.json
    return answer.json


@pytest.mark.parametrize("path", ["overview", "risk-map", "figures.csv", "stream"])
def test_the_screen_is_for_those_who_watch(client, as_resident, as_role, path):
    query = "?from=2026-11-01&to=2026-11-02&by=all" if path == "figures.csv" else ""

    assert client.get(f"{URL}/{path}{query}").status_code == 401
    assert as_resident().get(f"{URL}/{path}{query}").status_code == 403
    for role in (Role.GRID_WORKER, Role.DEPARTMENT, Role.ADMIN, Role.POLICY_OFFICER):
        assert as_role(role).get(f"{URL}/{path}{query}").status_code == 403


def test_the_screen_counts_what_is_open_new_and_late(supervisor, now):
    make_event()
    now.shift(timedelta(hours=5))  # 15:00 in Shenzhen: the four office hours of the first are up
    now.shift(timedelta(minutes=90))
    make_event(category_code="06013", text="道路破损有个大坑")
    now.shift(timedelta(seconds=1))

    shown = screen(supervisor)

    assert shown["statistics"]["processing"] == 2
    assert shown["statistics"]["added_today"] == 2
    assert shown["statistics"]["overdue"] == 1
    streets = {street["code"]: street for street in shown["by_street"]}
    assert len(streets) == 6
    assert (streets["440311001"]["open"], streets["440311001"]["overdue"]) == (2, 1)
    assert streets["440311002"]["band"] == "calm"
    assert sum(state["count"] for state in shown["by_state"]) == 2
    assert [line["overdue"] for line in shown["urgent"]] == [True, False]


def test_everybody_sees_their_own_territories(supervisor, as_role):
    make_event()
    make_event(point=ELSEWHERE)

    assert screen(supervisor)["statistics"]["processing"] == 2
    assert screen(as_role(Role.DISPATCHER, territory=STREET))["statistics"]["processing"] == 1
    assert screen(as_role(Role.SECRETARY, territory=COMMUNITY))["statistics"]["processing"] == 1
    far = Territory(TerritoryKind.COMMUNITY, "440311003001")
    assert screen(as_role(Role.SECRETARY, territory=far))["statistics"]["processing"] == 0


def test_nothing_of_a_reporter_is_on_the_screen(supervisor, as_resident):
    resident = as_resident(nickname="韩梅梅")
    make_event(reporter_id=resident.resident.id)

    shown = json.dumps(screen(supervisor), ensure_ascii=False)

    assert "韩梅梅" not in shown
    assert str(resident.resident.id) not in shown


def risk_map(speaker, level="grid"):
    answer = speaker.get(f"{URL}/risk-map?level={level}")
    assert answer.status_code == 200, answer.json
    return answer.json


@pytest.mark.parametrize(("level", "count"), [("grid", 126), ("community", 31), ("street", 6)])
def test_the_risk_map_names_every_place_riskiest_first(supervisor, level, count):
    make_event()
    make_event(category_code="06013", text="道路破损")

    found = risk_map(supervisor, level)

    assert len(found["items"]) == count
    first = found["items"][0]
    assert first["code"] == {"grid": "440311001001001", "community": "440311001001"}.get(
        level, "440311001"
    )
    assert (first["points"], first["open"]) == (3, 2)
    assert {item["points"] for item in found["items"][1:]} == {0}
    assert found["version"]


def test_a_street_is_as_pressing_as_its_worst_grid_not_as_all_of_them_together(supervisor):
    for at in (SQUARE, Point(SQUARE.lng + 0.006, SQUARE.lat, Datum.GCJ02)):
        for _ in range(3):
            make_event(category_code="06013", text="道路破损", point=at)
    by_grid = risk_map(supervisor)["items"]
    (street,) = [each for each in risk_map(supervisor, "street")["items"] if each["open"]]

    assert len([each for each in by_grid if each["open"]]) == 2
    assert street["points"] == sum(each["points"] for each in by_grid)
    assert street["band"] == by_grid[0]["band"]
    assert table().band(street["points"]) != street["band"]


def test_the_risk_map_fits_the_schematic(supervisor, client):
    shapes = client.get("/api/v1/places/schematic?level=grid").json["shapes"]

    codes = {item["code"] for item in risk_map(supervisor)["items"]}

    assert {shape["code"] for shape in shapes} == codes


def test_a_secretary_sees_only_their_communitys_grids(database, as_role):
    make_district()
    secretary = as_role(Role.SECRETARY, territory=COMMUNITY)

    codes = [item["code"] for item in risk_map(secretary)["items"]]

    assert codes
    assert all(code.startswith("440311001001") for code in codes)


def test_the_figures_come_as_a_sheet_with_their_definitions(supervisor, now):
    make_event()
    asked = {"from": "2026-11-01", "to": "2026-11-30", "by": "category"}

    answer = supervisor.get(f"{URL}/figures.csv", query_string=asked)

    assert answer.headers["Content-Type"] == "text/csv; charset=utf-8"
    assert answer.headers["Content-Disposition"] == (
        'attachment; filename="figures-category-2026-11-01-2026-11-30.csv"'
    )
    sheet = csv.DictReader(StringIO(answer.get_data(as_text=True).lstrip("\ufeff")))
    rows = list(sheet)
    assert all(row["怎样算"] and row["口径版本"] for row in rows)
    said = [
        *(sheet.fieldnames or ()),
        *(text for row in rows for head, text in row.items() if head != "口径版本"),
    ]
    assert machine_words(" ".join(said)) == []


@pytest.mark.parametrize("query", ["", "from=2026-11-01", "from=x&to=y&by=all"])
def test_figures_of_no_period_are_refused(supervisor, query):
    assert supervisor.get(f"{URL}/figures.csv?{query}").status_code == 422


def test_samples_and_unannounced_years_are_said_aloud(supervisor, now):
    make_event(is_sample=True)
    assert screen(supervisor)["warnings"] == ["网格为示例，非真实边界", "含示例事项"]

    assert "2027年" in warnings(date(2026, 12, 1))[-1]
    assert "2027年" in warnings(date(2027, 3, 1))[-1]
    assert len(warnings(date(2026, 11, 30))) == 2


def parts(speaker, count):
    """The first parts of the stream, as a browser reads them; then the browser goes away."""
    answer = speaker.get(f"{URL}/stream", buffered=False)
    assert answer.headers["Content-Type"] == "text/event-stream; charset=utf-8"
    body = iter(answer.response)
    with closing(answer):
        read = [next(body) for _ in range(count)]
    return [part.decode() if isinstance(part, bytes) else part for part in read]


def test_the_stream_begins_with_the_screen(supervisor):
    make_event()

    _, first = parts(supervisor, 2)

    assert first.startswith("event: overview\ndata: {")
    assert first.endswith("\n\n")
    assert json.loads(first.split("data: ")[1])["statistics"]["processing"] == 1


def test_the_stream_speaks_only_when_the_ledger_changed(supervisor):
    event = make_event()
    count = iter(range(100))

    with closing(
        server_sent_events.events(lambda: str(next(count)), lasts=60, look_every=0)
    ) as body:
        assert next(body).startswith("retry: ")
        assert next(body) == "event: overview\ndata: 0\n\n"
        assert next(body) == ": still here\n\n"
        with transaction():
            transitions.write(event, "supervise", actor=Actor.SYSTEM, who=SYSTEM, now=clock.now())
        assert next(body) == "event: overview\ndata: 1\n\n"


def test_a_stream_ends_by_itself(supervisor):
    body = server_sent_events.events(lambda: "{}", lasts=0, look_every=0.1)

    assert len(list(body)) == 2


def test_the_streams_of_a_process_are_few_and_give_their_place_back(supervisor):
    held = [server_sent_events.events(lambda: "{}") for _ in range(server_sent_events.AT_ONCE)]

    with pytest.raises(StreamFull):
        server_sent_events.events(lambda: "{}")
    refused = supervisor.get(f"{URL}/stream")
    assert (refused.status_code, refused.json["code"]) == (503, "governance.stream_full")
    assert refused.headers["Retry-After"] == "10"

    for each in held:
        each.close()
        each.close()
    parts(supervisor, 1)
    again = [server_sent_events.events(lambda: "{}") for _ in range(server_sent_events.AT_ONCE)]
    for each in again:
        each.close()


def test_the_load_of_a_day_that_is_over_and_sixty_days_of_what_came_and_went(supervisor):
    two_days = MONDAY - timedelta(days=2)
    then = make_event(two_days, category_code="06011", text="工地旁堆着渣土")
    make_event(MONDAY, category_code="06011", text="路口堆着渣土")
    with transaction():
        over = {"state": "closed", "closed_at": MONDAY - timedelta(hours=1)}
        db.session.connection().execute(
            Event.__table__.update().where(Event.id == then.id).values(**over)
        )
    opened = lambda on: sum(  # noqa: E731
        item["open"]
        for item in supervisor.get(f"{URL}/risk-map?level=street&on={on}").json["items"]
    )
    days = {each["day"]: each for each in supervisor.get(f"{URL}/trend").json["items"]}
    today, before = clock.local_date(MONDAY), clock.local_date(two_days)

    assert [opened(before - timedelta(days=1)), opened(before), opened(today)] == [0, 1, 1]
    assert len(days) == 60
    assert (days[str(before)]["reported"], days[str(today)]["reported"]) == (1, 1)
    assert days[str(today)]["closed"] == 1
    assert supervisor.get(f"{URL}/risk-map?on=9999-12-31").status_code == 422


@pytest.mark.parametrize("page", ["risk-map", "signal-map"])
def test_a_map_of_a_day_to_come_is_refused(as_role, page):
    watcher = as_role(Role.SUPERVISOR)

    refused = watcher.get(f"/api/v1/governance/{page}?on=2036-01-01")

    assert (refused.status_code, refused.json["code"]) == (422, "governance.day_to_come")
