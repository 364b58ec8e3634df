import csv
import io
from datetime import timedelta

import pytest

from tests.factories.files import make_photo
from tests.factories.markets import COMMUNITY, KINDS, make_item, make_market, windows_of
from weijiayuan.db import db, transaction
from weijiayuan.kernel import clock
from weijiayuan.lottery_draws.queries import draw as find_draw
from weijiayuan.markets import market_report
from weijiayuan.markets.models import Market, MenuItem, Rating, Ticket
from weijiayuan.markets.rules.states import MarketState
from weijiayuan.markets.service import publishing, satisfaction_rating, time_driven_changes

pytestmark = pytest.mark.usefixtures("district")


def pass_time(work, now):
    with transaction():
        return work(now)


def test_the_day_ends_once_with_everybody_accounted_for(take, organiser, residents, time_machine):
    market = make_market(in_hours=-0.1)
    item = make_item(market, places=3, places_walk_in=0, places_elder=0)
    came, absent, third, waiting = residents(4)
    ticket = take(item, came).json
    take(item, absent)
    take(item, third)
    take(item, waiting, wait=True)
    organiser.post("/api/v1/markets/check-ins", json={"ticket": ticket["ticket"]})
    organiser.post(f"/api/v1/markets/{market.id}/items/{item.id}/call-next", json={})
    after = market.ends_at + timedelta(minutes=1)
    assert pass_time(time_driven_changes.start_due, clock.now()) == 1
    assert pass_time(time_driven_changes.close_due, after) == 1
    assert pass_time(time_driven_changes.close_due, after) == 0
    time_machine.move_to(after)
    states = [
        who.get("/api/v1/markets/tickets").json["items"][0]["state"]
        for who in (came, absent, waiting)
    ]
    assert states == ["served", "no_show", "expired"]
    texts = [n["text"] for n in waiting.get("/api/v1/me/notices").json["items"]]
    assert sum("没有空出名额" in text for text in texts) == 1
    figures = organiser.get(f"/api/v1/markets/{market.id}/figures").json
    total = figures["total"]
    assert (total["signed_up"], total["came"], total["served"]) == (4, 1, 1)
    assert (total["no_shows"], total["still_waiting"]) == (2, 1)
    assert figures["services"][0]["service_name"] == "义剪"


def test_an_offline_list_told_after_the_end_still_counts_who_came(take, organiser, time_machine):
    market = make_market(in_hours=-0.1)
    item = make_item(market)
    ticket = take(item).json
    scanned_at = clock.now()
    time_machine.move_to(market.ends_at + timedelta(minutes=5))
    pass_time(time_driven_changes.close_due, clock.now())
    scan = {"scan_id": "1", "ticket": ticket["code"], "scanned_at": scanned_at.isoformat()}
    answer = organiser.post(
        f"/api/v1/markets/{market.id}/check-ins/sync", json={"device": "d", "scans": [scan]}
    )
    assert answer.json["items"][0]["outcome"] == "welcome"
    total = organiser.get(f"/api/v1/markets/{market.id}/figures").json["total"]
    assert (total["came"], total["no_shows"]) == (1, 0)


def test_only_who_was_served_rates_and_only_once(take, organiser, as_resident):
    market = make_market(in_hours=-0.1)
    item = make_item(market)
    who = as_resident()
    ticket = take(item, who).json
    address = f"/api/v1/markets/tickets/{ticket['id']}/rating"
    assert who.post(address, json={"stars": 5}).json["code"] == "markets.not_served"
    organiser.post("/api/v1/markets/check-ins", json={"ticket": ticket["code"]})
    organiser.post(f"/api/v1/markets/{market.id}/items/{item.id}/call-next", json={})
    organiser.post(f"/api/v1/markets/tickets/{ticket['id']}/served")
    assert who.post(address, json={"stars": 5, "text": "师傅耐心"}).status_code == 201
    assert who.post(address, json={"stars": 1}).json["code"] == "markets.already_rated"
    assert as_resident().post(address, json={"stars": 1}).status_code == 404
    assert organiser.get(f"/api/v1/markets/{market.id}/figures").json["total"]["mean_stars"] == 5


@pytest.mark.parametrize(
    "case",
    [
        ("师傅耐心", True, True),
        ("fake-review", True, True),  # only organisers read it, and one of them should look
        ("fake-risky", True, False),
        ("师傅耐心", False, False),  # WeChat checks nobody who has been away too long
    ],
)
def test_the_organiser_reads_words_after_the_content_check(
    app, wechat_of_app, organiser, as_resident, case
):
    words, visited, is_shown = case
    who = as_resident()
    if visited:
        wechat_of_app.state.visit(who.resident.openid)
    item = make_item(make_market(in_hours=-0.1))
    ticket = served(organiser, claimed(who, item))
    who.post(f"/api/v1/markets/tickets/{ticket['id']}/rating", json={"stars": 4, "text": words})
    address = f"/api/v1/markets/{item.market_id}/words"
    assert organiser.get(address).json["items"] == []
    with app.app_context():
        satisfaction_rating.check_words(ticket["id"])
    found = organiser.get(address).json["items"]
    assert [(row["text"], row["stars"]) for row in found] == [(words, 4)] * is_shown
    texts = [n["text"] for n in who.get("/api/v1/me/notices").json["items"]]
    assert sum("只保留星级" in text for text in texts) == (words == "fake-risky")
    assert who.get(address).status_code == 403


def claimed(who, item):
    """A ticket of theirs for the item."""
    address = f"/api/v1/markets/{item.market_id}/items/{item.id}/sign-ups"
    return who.post(address, json={}).json


def served(organiser, ticket):
    """The same ticket, after they came, were called and served."""
    organiser.post("/api/v1/markets/check-ins", json={"ticket": ticket["code"]})
    market = f"/api/v1/markets/{ticket['market']}"
    organiser.post(f"{market}/items/{ticket['item']}/call-next", json={})
    return organiser.post(f"/api/v1/markets/tickets/{ticket['id']}/served").json


def test_wishers_are_told_once_when_a_market_serves_their_wish(as_resident, organiser):
    who = as_resident()
    who.post("/api/v1/markets/wishes", json={"service": "义剪", "community": COMMUNITY})
    make_item(make_market(community_code="440311001002"), "haircut")
    assert pass_time(time_driven_changes.grant_wishes, clock.now()) == 0
    make_item(make_market(), "haircut")
    assert pass_time(time_driven_changes.grant_wishes, clock.now()) == 1
    assert pass_time(time_driven_changes.grant_wishes, clock.now()) == 0
    texts = [n["text"] for n in who.get("/api/v1/me/notices").json["items"]]
    assert sum("您许愿的义剪" in text for text in texts) == 1


def test_places_by_lot_are_drawn_after_the_date_and_numbered_in_the_order_drawn(
    residents, organiser, client, take, time_machine
):
    market = make_market(state=MarketState.DRAFT, in_hours=72)
    for kind in KINDS[:4]:
        make_item(market, kind)
    item = make_item(market, "summer-class", mode="draw", places=2, minutes=60, stations=3)
    published = organiser.post(f"/api/v1/markets/{market.id}/publish")
    assert published.status_code == 200, published.json
    people = residents(5)
    assert take(item).json["code"] == "markets.by_draw"
    address = f"/api/v1/markets/{market.id}/items/{item.id}/draw-entries"
    numbers = [who.post(address, json={}).json["number"] for who in people]
    assert numbers == [1, 2, 3, 4, 5]
    assert people[0].post(address, json={}).json["code"] == "draws.already_entered"
    assert people[4].post(f"{address}/withdraw", json={}).status_code == 204
    draw_id = db.session.get(MenuItem, item.id).draw_id
    before = client.get(f"/api/v1/draws/{draw_id}").json
    assert (before["seed"], before["entries"]) == (None, [])

    closes_at = find_draw(draw_id).closes_at
    assert pass_time(time_driven_changes.draw_due, closes_at - timedelta(seconds=1)) == 0
    assert pass_time(time_driven_changes.draw_due, closes_at) == 1
    assert pass_time(time_driven_changes.draw_due, closes_at) == 0
    time_machine.move_to(closes_at)
    record = client.get(f"/api/v1/draws/{draw_id}").json
    assert record["promise"] == before["promise"]
    tickets = [who.get("/api/v1/markets/tickets").json["items"] for who in people]
    assert tickets[4] == []
    for row in record["entries"]:
        (ticket,) = tickets[row["number"] - 1]
        if row["won"]:
            assert (ticket["state"], ticket["number"]) == ("held", row["rank"])
        else:
            assert (ticket["state"], ticket["wait_number"]) == ("waiting", row["rank"] - 2)
    told = [n["text"] for n in people[0].get("/api/v1/me/notices").json["items"]]
    assert len([text for text in told if "签" in text]) == 1
    ranks = {row["number"]: (row["rank"], row["won"]) for row in record["entries"]}
    (mine,) = people[1].get(address).json["items"]
    assert (mine["rank"], mine["won"]) == ranks[mine["number"]]
    assert people[4].get(address).json["items"] == []


def test_who_lost_has_more_tickets_next_time(residents):
    def drawn_class(in_hours):
        market = make_market(state=MarketState.DRAFT, in_hours=in_hours)
        for kind in KINDS[:4]:
            make_item(market, kind)
        item = make_item(market, "summer-class", mode="draw", places=1, minutes=60, stations=3)
        with transaction():
            publishing.publish(market.id, now=clock.now())
        return item

    people = residents(2)
    results = []
    for in_hours in (72, 96):
        item = drawn_class(in_hours)
        address = f"/api/v1/markets/{item.market_id}/items/{item.id}/draw-entries"
        for who in people:
            assert who.post(address, json={}).status_code == 201
        draw_id = db.session.get(MenuItem, item.id).draw_id
        pass_time(time_driven_changes.draw_due, find_draw(draw_id).closes_at)
        results.append(people[0].client.get(f"/api/v1/draws/{draw_id}").json["entries"])
    assert [row["tickets"] for row in results[0]] == [1, 1]
    assert [row["tickets"] for row in results[1]] == [1 if row["won"] else 2 for row in results[0]]


def test_the_sheet_and_the_page_say_what_the_figures_say(take, organiser):
    market = make_market(in_hours=-0.1)
    for kind in KINDS:
        make_item(market, kind, people=[{"name": "陈师傅"}, {"name": "林医生", "minutes": 60}])
    item = db.session.scalars(db.select(MenuItem).filter_by(market_id=market.id)).first()
    take(item)
    sheet = organiser.get(f"/api/v1/markets/{market.id}/figures.csv")
    assert sheet.data.startswith(b"\xef\xbb\xbf")
    rows = list(csv.DictReader(io.StringIO(sheet.data.decode("utf-8-sig"))))
    assert [row["服务"] for row in rows][-1] == "合计"
    assert rows[-1]["报名"] == "1"
    report = organiser.get(f"/api/v1/markets/{market.id}/report.pdf")
    assert report.data.startswith(b"%PDF")
    people = organiser.get(f"/api/v1/markets/{market.id}/volunteers").json
    assert people["hours"] == len(KINDS) * 4.0
    put = organiser.put(
        f"/api/v1/markets/{market.id}/items/{item.id}/volunteers",
        json={"people": [{"name": "陈师傅", "minutes": 30}]},
    )
    assert put.json["hours"] == people["hours"] - 3.5


def test_a_market_that_no_worker_noted_is_still_shown_as_the_clock_has_it(client):
    market = make_market(in_hours=-0.1)
    make_item(market)
    assert client.get(f"/api/v1/markets/{market.id}").json["state"] == "running"
    assert db.session.get(Market, market.id).state is MarketState.PUBLISHED


def test_leaving_gives_places_back_and_keeps_only_numbers(take, residents):
    item = make_item(make_market(), places=1)
    who, waiting = residents(2)
    take(item, who)
    take(item, waiting, wait=True)
    who.post("/api/v1/markets/wishes", json={"service": "义剪", "community": COMMUNITY})
    copy = who.get("/api/v1/me/export").json["markets"]
    assert copy["tickets"][0]["service"] == "义剪"
    assert who.post("/api/v1/me/close").status_code == 204
    assert waiting.get("/api/v1/markets/tickets").json["items"][0]["number"] == 2
    assert db.session.scalars(db.select(Ticket).filter_by(resident_id=who.resident.id)).all() == []
    assert windows_of(item)[0].issued == 2


def test_the_report_carries_the_pictures_of_the_market(organiser, client):
    cover = make_photo(organiser.resident)
    market = make_market(state=MarketState.DRAFT)
    body = {
        "community": COMMUNITY,
        "title": "有照片的集市",
        "starts_at": market.starts_at.isoformat(),
        "ends_at": market.ends_at.isoformat(),
        "cover": str(cover.id),
    }
    answer = organiser.put(f"/api/v1/markets/{market.id}", json=body)
    assert answer.json["cover"] == str(cover.id)
    stranger = make_photo()
    refused = organiser.put(f"/api/v1/markets/{market.id}", json=body | {"cover": str(stranger.id)})
    assert refused.json["code"] == "files.unusable"
    report = organiser.get(f"/api/v1/markets/{market.id}/report.pdf")
    assert b"/Image" in report.data
    copied = organiser.post(f"/api/v1/markets/{market.id}/copy")
    assert copied.json["cover"] == str(cover.id)


def test_the_report_carries_what_people_said_last(organiser, as_resident):
    market = make_market(in_hours=-0.1)
    item, who = make_item(market), as_resident()
    ticket = served(organiser, claimed(who, item))
    who.post(f"/api/v1/markets/tickets/{ticket['id']}/rating", json={"stars": 4, "text": "很\n好"})
    assert market_report.words_in_lines(market) == []  # not checked yet
    with transaction():
        db.session.execute(db.update(Rating).values(is_shown=True))
    assert market_report.words_in_lines(market) == ["义剪（4星）：很 好"]
    before = len(organiser.get(f"/api/v1/markets/{market.id}/report.pdf").data)
    with transaction():
        db.session.execute(db.update(Rating).values(is_shown=False))
    assert len(organiser.get(f"/api/v1/markets/{market.id}/report.pdf").data) < before
