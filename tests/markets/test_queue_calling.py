from datetime import datetime, timedelta

import pytest

from tests.factories.accounts import make_resident
from tests.factories.markets import make_item, make_market, windows_of
from weijiayuan.accounts.rules import Role, Territory, TerritoryKind
from weijiayuan.kernel import clock
from weijiayuan.markets import queries

pytestmark = pytest.mark.usefixtures("district")


@pytest.fixture
def item():
    """A service that has just opened."""
    return make_item(make_market(in_hours=-0.1), stations=2)


@pytest.fixture
def stall(organiser, item):
    """The organiser's telephone: `stall("call-next", station=1)` → the answer."""

    def act(what, **body):
        if what == "call-next" and "after" not in body:
            there = queries.at_station(item.id, body.get("station", 1))
            body["after"] = there and str(there.id)  # as a telephone that was looked at just now
        market = f"/api/v1/markets/{item.market_id}"
        return organiser.post(f"{market}/items/{item.id}/{what}", json=body)

    act.item = item
    return act


@pytest.fixture
def who(as_resident):
    return as_resident()


@pytest.fixture
def on_ticket(organiser):
    def act(ticket, what):
        return organiser.post(f"/api/v1/markets/tickets/{ticket['id']}/{what}")

    return act


@pytest.fixture
def check_in(organiser):
    def scan(code):
        return organiser.post("/api/v1/markets/check-ins", json={"ticket": code})

    return scan


def texts(who):
    return [notice["text"] for notice in who.get("/api/v1/me/notices").json["items"]]


def test_a_scan_or_a_typed_code_checks_in_once_however_often(take, check_in, item):
    ticket = take(item).json
    first = check_in(ticket["ticket"])
    assert (first.status_code, first.json["outcome"]) == (200, "welcome")
    typed = f"{ticket['code'][:4].lower()}-{ticket['code'][4:]} "
    again = check_in(typed)
    assert again.json["outcome"] == "again"
    assert again.json["ticket"]["arrived_at"] == first.json["ticket"]["arrived_at"]
    assert check_in("ZZZZZZZZ").status_code == 404


def test_check_in_waits_for_the_day_and_keeps_to_the_community(take, as_role, check_in, item):
    tomorrow = take(make_item(make_market(in_hours=24))).json
    assert check_in(tomorrow["ticket"]).json["code"] == "markets.not_on_the_day"
    neighbour = as_role(
        Role.ORGANISER, territory=Territory(TerritoryKind.COMMUNITY, "440311001002")
    )
    refused = neighbour.post(
        "/api/v1/markets/check-ins", json={"ticket": take(item).json["ticket"]}
    )
    assert refused.status_code == 403


def test_people_are_called_in_order_of_numbers_among_those_here(take, check_in, stall, item):
    tickets = [take(item).json for _ in range(4)]
    assert stall("call-next").json["code"] == "markets.nobody_to_call"
    for ticket in (tickets[3], tickets[1], tickets[2]):
        check_in(ticket["ticket"])
    called = stall("call-next", station=1).json
    assert called["called"]["label"] == "A02"
    assert stall("call-next", station=2).json["called"]["label"] == "A03"
    third = stall("call-next", station=1, after=called["called"]["id"]).json
    assert (third["finished"]["label"], third["called"]["label"]) == ("A02", "A04")
    assert third["finished"]["state"] == "served"
    second_press = stall("call-next", station=1, after=called["called"]["id"])
    assert second_press.json["code"] == "markets.already_called"


def test_another_telephone_learns_who_is_at_the_stations(take, check_in, stall, organiser, who):
    for _ in range(2):
        check_in(take(stall.item).json["ticket"])
    called = [stall("call-next", station=station).json["called"] for station in (2, 1)]
    address = f"/api/v1/markets/{stall.item.market_id}/items/{stall.item.id}/called"
    assert organiser.get(address).json["items"] == called[::-1]
    assert who.get(address).status_code == 403


def test_walk_ins_stand_in_the_same_queue_and_elders_have_places_of_their_own(take, stall, item):
    take(item)
    anyone = [stall("walk-ins").json["label"] for _ in range(3)]
    assert anyone == ["A02", "A03", "A04"]
    elder = stall("walk-ins", elder=True).json
    assert (elder["label"], elder["age_group"], elder["walk_in"]) == ("A05", "60-79", True)
    (window,) = windows_of(item)
    assert (window.taken_walk_in, window.taken_elder, window.taken_sign_up) == (3, 1, 1)
    assert stall("walk-ins").status_code == 201  # a sign-up place nobody wants
    assert stall("call-next").json["called"]["label"] == "A02"


def test_walk_ins_never_take_the_place_of_somebody_waiting(take, stall, organiser):
    item = make_item(make_market(in_hours=-0.1), places=1, places_walk_in=1, places_elder=0)
    take(item)
    take(item, wait=True)
    address = f"/api/v1/markets/{item.market_id}/items/{item.id}/walk-ins"
    assert organiser.post(address, json={}).status_code == 201
    assert organiser.post(address, json={}).json["code"] == "markets.no_place_left"


def test_who_missed_the_call_comes_back_behind_three(take, check_in, stall, on_ticket, item):
    tickets = [take(item).json for _ in range(6)]
    for ticket in tickets:
        check_in(ticket["ticket"])
    called = stall("call-next").json["called"]
    assert on_ticket(called, "skip").json["state"] == "skipped"
    assert on_ticket(called, "skip").status_code == 200
    assert check_in(tickets[0]["ticket"]).json["outcome"] == "welcome"
    order = [stall("call-next").json["called"]["label"] for _ in range(6)]
    assert order == ["A02", "A03", "A04", "A01", "A05", "A06"]


def test_a_mistaken_call_is_taken_back_and_told_and_the_turn_is_kept(  # noqa: PLR0917  # fixtures
    take, check_in, stall, on_ticket, item, as_resident
):
    who = as_resident(make_resident())
    first = take(item, who).json
    for ticket in [first, *(take(item).json for _ in range(2))]:
        check_in(ticket["ticket"])
    stall("call-next", station=1)
    assert on_ticket(first, "put-back").json["state"] == "arrived"
    assert on_ticket(first, "put-back").status_code == 200
    assert any("叫早了" in text for text in texts(who))
    assert [stall("call-next").json["called"]["label"] for _ in range(3)] == ["A01", "A02", "A03"]
    assert sum("号工位" in text for text in texts(who)) == 2
    assert on_ticket(first, "put-back").status_code == 409


def test_a_no_show_gives_the_place_to_who_waits(take, on_ticket, residents):
    item = make_item(make_market(in_hours=-0.1), places=1)
    absent, waiting = residents(2)
    ticket = take(item, absent).json
    take(item, waiting, wait=True)
    assert on_ticket(ticket, "no-show").json["state"] == "no_show"
    assert on_ticket(ticket, "no-show").status_code == 200
    assert waiting.get("/api/v1/markets/tickets").json["items"][0]["label"] == "A02"


def test_a_notice_comes_when_three_are_before_and_only_once(
    take, check_in, stall, item, as_resident
):
    people = [as_resident(make_resident()) for _ in range(7)]
    for who in people:
        check_in(take(item, who).json["ticket"])
    stall("call-next", station=1)
    near = [sum("的摊位旁等候" in text for text in texts(who)) for who in people]
    assert near == [0, 1, 1, 1, 1, 0, 0]  # the one called, then those with 0 to 3 before them
    stall("call-next", station=2)
    near = [sum("的摊位旁等候" in text for text in texts(who)) for who in people]
    assert near == [0, 1, 1, 1, 1, 1, 0]
    assert any("请到1号工位" in text for text in texts(people[0]))


def test_the_queue_is_public_without_names_and_costs_a_304(take, check_in, stall, item, client):
    address = f"/api/v1/markets/{item.market_id}/items/{item.id}/queue"
    for _ in range(2):
        check_in(take(item).json["ticket"])
    first = client.get(address)
    assert [each["label"] for each in first.json["next"]] == ["A01", "A02"]
    unchanged = client.get(address, headers={"If-None-Match": first.headers["ETag"]})
    assert unchanged.status_code == 304
    stall("call-next", station=2)
    moved = client.get(address, headers={"If-None-Match": first.headers["ETag"]})
    assert moved.json["calling"] == [{"station": 2, "label": "A01"}]
    assert moved.json["here"] == 1
    assert client.get(f"/api/v1/markets/items/{item.id}/queue").json == moved.json


def test_a_paused_station_calls_nobody(take, check_in, stall, item):
    check_in(take(item).json["ticket"])
    assert stall("pause", station=1, paused=True).json["paused"] == [1]
    assert stall("call-next", station=1).json["code"] == "markets.station_paused"
    assert stall("call-next", station=3).json["code"] == "markets.no_such_station"
    assert stall("pause", station=1, paused=False).json["paused"] == []
    assert stall("call-next", station=1).json["called"]["label"] == "A01"


def test_the_estimate_follows_the_real_pace(take, check_in, stall, who, time_machine):
    now = clock.now()
    time_machine.move_to(now, tick=False)
    for _ in range(12):
        check_in(take(stall.item).json["ticket"])
    ticket = take(stall.item, who).json
    address = f"/api/v1/markets/tickets/{ticket['id']}"
    planned = who.get(address).json
    assert planned["ahead"] == 12
    for step in range(6):
        time_machine.move_to(now + timedelta(minutes=2 * step), tick=False)
        stall("call-next", station=1)
    faster = who.get(address).json
    assert faster["ahead"] == 6
    spared = timedelta(minutes=15 * 6 / 2)
    parse = datetime.fromisoformat
    assert parse(planned["expected_at"]) - parse(faster["expected_at"]) > spared - timedelta(
        minutes=10
    )


def scans(*tickets, device="phone-1", at=None):
    moment = (at or clock.now()).isoformat()
    rows = [
        {"scan_id": f"{device}-{number}", "ticket": ticket["code"], "scanned_at": moment}
        for number, ticket in enumerate(tickets)
    ]
    return {"device": device, "scans": rows}


def test_an_offline_list_synced_twice_changes_nothing(take, organiser, item, client):
    tickets = [take(item).json for _ in range(3)]
    market = f"/api/v1/markets/{item.market_id}"
    taken = organiser.get(f"{market}/check-in-list").json
    assert [row["code"] for row in taken["items"]] == [ticket["code"] for ticket in tickets]
    body = scans(*tickets[:2], {"code": "NOSUCH22"})
    first = organiser.post(f"{market}/check-ins/sync", json=body)
    assert [row["outcome"] for row in first.json["items"]] == ["welcome", "welcome", "unknown"]
    queue = client.get(f"{market}/items/{item.id}/queue")
    again = organiser.post(f"{market}/check-ins/sync", json=body)
    assert again.json == first.json
    assert client.get(f"{market}/items/{item.id}/queue").headers["ETag"] == queue.headers["ETag"]
    assert queue.json["here"] == 2


def test_two_telephones_may_tell_in_any_order_and_the_earliest_scan_counts(take, organiser, item):
    ticket = take(item).json
    market = f"/api/v1/markets/{item.market_id}"
    now = clock.now()
    late = scans(ticket, device="late", at=now - timedelta(minutes=1))
    early = scans(ticket, device="early", at=now - timedelta(minutes=4))
    outcomes = [
        organiser.post(f"{market}/check-ins/sync", json=body).json["items"][0]["outcome"]
        for body in (late, early, late)
    ]
    assert outcomes == ["welcome", "again", "welcome"]  # the third repeats the first answer
    (row,) = organiser.get(f"{market}/check-in-list").json["items"]
    assert datetime.fromisoformat(row["arrived_at"]) == now - timedelta(minutes=4)


def test_a_cancelled_ticket_scanned_offline_is_reported_and_takes_no_place(
    take, organiser, as_resident, item
):
    who = as_resident()
    ticket = take(item, who).json
    who.post(f"/api/v1/markets/tickets/{ticket['id']}/cancel")
    answer = organiser.post(f"/api/v1/markets/{item.market_id}/check-ins/sync", json=scans(ticket))
    assert answer.json["items"][0]["outcome"] == "not_held"
    assert windows_of(item)[0].taken_sign_up == 0


def sync(organiser, item, *scans, **more):
    body = {"device": "手机一", "scans": [dict(scan) for scan in scans]} | more
    return organiser.post(f"/api/v1/markets/{item.market_id}/check-ins/sync", json=body).json


def scan_of(ticket, scan_id, at):
    return {"scan_id": scan_id, "ticket": ticket["ticket"], "scanned_at": at.isoformat()}


def test_a_telephone_with_an_old_clock_does_not_move_the_mean_wait(
    take, organiser, stall, item, time_machine
):
    now = clock.now()
    time_machine.move_to(now, tick=False)
    ticket = take(item).json
    sync(organiser, item, scan_of(ticket, "s1", now - timedelta(days=58)))
    time_machine.move_to(now + timedelta(minutes=5), tick=False)
    stall("call-next")
    figures = organiser.get(f"/api/v1/markets/{item.market_id}/figures").json
    assert figures["total"]["mean_wait_minutes"] == 5.0, figures


def test_a_telephone_that_says_what_its_clock_shows_is_believed_by_the_difference(
    take, organiser, item, time_machine
):
    now = clock.now()
    time_machine.move_to(now, tick=False)
    ticket, wrong = take(item).json, now - timedelta(days=58)
    scanned = wrong - timedelta(minutes=3)
    answer = sync(organiser, item, scan_of(ticket, "s1", scanned), told_at=wrong.isoformat())
    arrived = answer["items"][0]["ticket"]["arrived_at"]
    assert datetime.fromisoformat(arrived) == now - timedelta(minutes=3)


def test_a_scan_id_used_again_for_another_ticket_checks_that_one_in(take, organiser, item):
    first, second = take(item).json, take(item).json
    now = clock.now()
    assert sync(organiser, item, scan_of(first, "s1", now))["items"][0]["outcome"] == "welcome"
    answer = sync(organiser, item, scan_of(second, "s1", now))["items"][0]
    assert (answer["outcome"], answer["ticket"]["state"]) == ("welcome", "arrived")
    assert sync(organiser, item, scan_of(second, "s1", now))["items"][0]["outcome"] == "again"


def test_two_presses_at_an_empty_station_serve_nobody_in_no_time(take, check_in, stall, item):
    for _ in range(3):
        check_in(take(item).json["ticket"])
    first = stall("call-next", station=1, after=None)
    second = stall("call-next", station=1, after=None)
    assert first.json["called"]["label"] == "A01"
    assert (second.status_code, second.json["code"]) == (409, "markets.already_called")
    after = first.json["called"]["id"]
    assert stall("call-next", station=1, after=after).json["called"]["label"] == "A02"


def test_a_second_press_that_says_nothing_ends_nobody_in_no_time(
    organiser, take, check_in, item, time_machine
):
    for _ in range(3):
        check_in(take(item).json["ticket"])
    path = f"/api/v1/markets/{item.market_id}/items/{item.id}/call-next"

    first = organiser.post(path, json={"station": 1})
    second = organiser.post(path, json={"station": 1})
    time_machine.move_to(clock.now() + timedelta(minutes=4))
    third = organiser.post(path, json={"station": 1})

    assert first.json["called"]["label"] == "A01"
    assert (second.status_code, second.json["code"]) == (409, "markets.already_called")
    assert (third.json["finished"]["label"], third.json["called"]["label"]) == ("A01", "A02")
