"""What residents find at the door, what keepers answer, and what silence leads to."""

from datetime import date, datetime, timedelta

import pytest
from sqlalchemy import select

from tests.directory.conftest import NOW
from tests.factories.directory import HERE, hours, make_site, north_of
from weijiayuan.accounts.rules import Role
from weijiayuan.db import db, transaction
from weijiayuan.directory import periodic_tasks
from weijiayuan.directory.models import Assurance, Check, Site
from weijiayuan.directory.rules.entry_freshness import Freshness, freshness
from weijiayuan.events.models import Event
from weijiayuan.kernel.clock import CHINA
from weijiayuan.kernel.ids import new_id
from weijiayuan.notices.models import Notice

URL = "/api/v1/sites"

A_DAY = {"starts_at": "2026-12-01T00:00:00+08:00", "ends_at": "2026-12-02T00:00:00+08:00"}
AT_DOOR = {"lng": HERE.lng, "lat": HERE.lat, "datum": "gcj02"}


def place(metres):
    point = north_of(metres)
    return {"lng": point.lng, "lat": point.lat, "datum": "gcj02"}


def tell(speaker, site, kind="closed", metres=0, **more):
    usual = {"kind": kind, "place": place(metres), "device": f"phone-of-{speaker.token[:20]}"}
    return speaker.post(f"{URL}/{site.id}/reports", json=usual | more)


def run(task, at, hand):
    hand.move_to(at)
    with transaction():
        return task(at)


@pytest.mark.parametrize(
    ("days", "state"),
    [(0, "fresh"), (90, "fresh"), (91, "ageing"), (180, "ageing"), (181, "stale")],
)
def test_an_entry_grows_old_on_the_right_day(days, state):
    assert freshness(date(2026, 1, 1), date(2026, 1, 1) + timedelta(days=days)) is Freshness(state)


def test_two_residents_put_a_site_in_doubt_and_the_keeper_answers_in_public(
    site, as_resident, as_role, client, now
):
    keeper = as_role(Role.VENUE_KEEPER)

    first = tell(as_resident(), site)
    before = client.get(f"{URL}/{site.id}").json["doubted"]
    second = tell(as_resident(), site, "moved")

    assert (first.json["counts"], first.json["doubted"], before) == (True, False, False)
    assert second.json["doubted"] is True
    page = client.get(f"{URL}/{site.id}").json
    assert page["doubted"] is True
    assert page["reports"][0]["kinds"] == ["1人：来了，没开门", "1人：搬走了"]
    assert page["reports"][0]["due_at"].startswith("2026-11-30")  # one working day: Monday
    assert client.get(f"{URL}?open_at=now").json["items"] == []  # nobody is sent there
    assert page["door"]["text"].startswith("登记写的是到的时候开着")
    told = db.session.scalars(select(Notice).filter_by(template="site_doubted")).one()
    assert (told.resident_id, "白花党群服务中心" in told.text) == (keeper.resident.id, True)

    queue = f"{URL}/due?days=0&doubted=true"
    assert [each["doubted"] for each in keeper.get(queue).json["items"]] == [True]
    answer = {"text": "搬到对面二楼，已更正", "corrected": True}
    too_soon = keeper.post(f"{URL}/{site.id}/answer", json=answer)
    assert too_soon.json["code"] == "directory.correct_first"
    facts = f"{URL}/{site.id}/facts"
    assert keeper.put(facts, json={"phone": site.phone}).status_code == 204  # nothing new
    assert keeper.post(f"{URL}/{site.id}/answer", json=answer).status_code == 409
    assert keeper.put(facts, json={"address": "白花路对面二楼"}).status_code == 204
    assert keeper.post(f"{URL}/{site.id}/answer", json=answer).status_code == 204
    again = keeper.post(f"{URL}/{site.id}/answer", json=answer)
    assert keeper.get(queue).json["items"] == []

    page = client.get(f"{URL}/{site.id}").json
    assert (page["doubted"], page["reports"][0]["answer"]) == (False, "搬到对面二楼，已更正")
    assert again.json["code"] == "directory.nothing_to_answer"
    assert tell(as_resident(), site).json["doubted"] is False  # one after the answer is one


def test_an_owners_word_alone_lifts_no_doubt_and_somebody_is_sent_to_look(
    site, as_resident, as_role, client, now
):
    keeper = as_role(Role.VENUE_KEEPER)
    tell(as_resident(), site)
    tell(as_resident(), site)

    words = {"text": "我们每天都开门", "corrected": False}
    assert keeper.post(f"{URL}/{site.id}/answer", json=words).status_code == 204
    keeper.post(f"{URL}/{site.id}/assurances", json={})

    page = client.get(f"{URL}/{site.id}").json
    assert (page["doubted"], page["reports"][0]["answer"]) == (True, "我们每天都开门")
    assert client.get(f"{URL}?open_at=now").json["items"] == []
    assert run(periodic_tasks.send_somebody, NOW, now) == "1 sites to look at"
    late = NOW + timedelta(days=5)
    assert (
        run(periodic_tasks.escalate_doubts, late, now) == ""
    )  # who has answered is not asked again
    with transaction():
        event = db.session.scalars(select(Event)).one()
        event.closed_at, event.outcome = late, "no_fault"
    run(periodic_tasks.take_in_looks, late, now)
    assert client.get(f"{URL}/{site.id}").json["doubted"] is False


MENDS = {
    "note": ("facts", {"note": "备注"}),
    "phone": ("facts", {"phone": "0755-23456789"}),
    "features": ("facts", {"features": {"ramp": True}}),
    "address": ("facts", {"address": "白花路对面二楼"}),
    "still_open": ("hours", {"words": "每天9:00-17:00"}),
    "shut_then": ("hours", {"words": "每天13:00-17:00"}),
    "closure": (
        "hours",
        {
            "words": "每天9:00-18:00",
            "closures": [
                {
                    "starts_at": "2026-11-27T00:00:00+08:00",
                    "ends_at": "2026-12-20T00:00:00+08:00",
                    "reason": "装修",
                }
            ],
        },
    ),
}


@pytest.mark.parametrize("at_venue", [False, True])
@pytest.mark.parametrize(
    ("kinds", "mend", "outcome"),
    [
        (("closed", "closed"), None, "correct_first"),
        (("closed", "closed"), "note", "correct_what_was_found"),
        (("closed", "refused"), "note", "correct_what_was_found"),
        (("closed", "closed"), "phone", "correct_what_was_found"),
        (("closed", "closed"), "address", "correct_what_was_found"),
        (("closed", "closed"), "still_open", "correct_what_was_found"),
        (("moved", "moved"), "features", "correct_what_was_found"),
        (("moved", "moved"), "shut_then", "correct_what_was_found"),
        (("refused", "wrong"), "phone", "looked_at"),
        (("closed", "wrong"), "shut_then", "looked_at"),
        (("wrong", "wrong"), "address", "looked_at"),
        (("closed", "closed"), "shut_then", "ended"),
        (("closed", "closed"), "closure", "ended"),
        (("moved", "moved"), "address", "ended"),
        (("closed", "moved"), "address", "ended"),
    ],
)
def test_a_doubt_ends_by_mending_what_was_found_otherwise_or_by_a_look(
    site, as_resident, as_role, client, *, kinds, mend, outcome, at_venue
):
    keeper = as_role(Role.VENUE_KEEPER)
    for kind in kinds:
        tell(as_resident(), site, kind)
    if mend:
        path, body = MENDS[mend]
        assert keeper.put(f"{URL}/{site.id}/{path}", json=body).status_code == 204
    if at_venue:
        with transaction():
            db.session.get(Site, site.id).venue_id = new_id()

    answer = {"text": "已按反馈更正", "corrected": True}
    told = keeper.post(f"{URL}/{site.id}/answer", json=answer)

    is_refused = outcome.startswith("correct") and not at_venue
    assert told.status_code == (409 if is_refused else 204)
    assert not is_refused or told.json["code"] == f"directory.{outcome}"
    page = client.get(f"{URL}/{site.id}").json
    said = None if is_refused else outcome == "ended"
    assert (page["doubted"], page["reports"][0]["corrected"]) == (outcome != "ended", said)
    sent = db.session.scalars(select(Check).filter_by(site_id=site.id)).all()
    assert len(sent) == (0 if is_refused or outcome == "ended" else 1)


def test_a_place_that_was_moved_and_moved_back_is_not_mended(site, as_resident, as_role):
    keeper, before = as_role(Role.VENUE_KEEPER), site.address
    tell(as_resident(), site, "moved")
    tell(as_resident(), site, "moved")
    for address in ("白花路对面二楼", before):
        keeper.put(f"{URL}/{site.id}/facts", json={"address": address})

    answer = {"text": "已按反馈更正", "corrected": True}

    assert keeper.post(f"{URL}/{site.id}/answer", json=answer).status_code == 409


def test_who_answered_in_time_is_not_late_and_the_grid_is_told_what_to_look_at(
    site, as_resident, as_role, now
):
    keeper = as_role(Role.VENUE_KEEPER)
    tell(as_resident(), site)
    tell(as_resident(), site, "refused")
    before = keeper.get(f"{URL}/due?days=0&doubted=true").json["items"][0]
    keeper.post(f"{URL}/{site.id}/answer", json={"text": "我们每天都开门。", "corrected": False})

    now.shift(timedelta(minutes=1))
    (after,) = keeper.get(f"{URL}/due?days=0&doubted=true").json["items"]
    run(periodic_tasks.send_somebody, NOW + timedelta(minutes=30), now)

    assert (before["doubt"]["answered"], after["doubt"]["answered"]) == (False, True)
    assert (after["asked_until"], after["doubt"]["due_at"]) == (None, before["doubt"]["due_at"])
    text = db.session.scalars(select(Event)).one().text
    for said in ("1人：来了，没开门", "1人：不给办", "我们每天都开门"):
        assert said in text
    assert "0天" not in text


def test_a_doubt_that_nobody_answers_is_told_once_more(site, as_resident, as_role, now):
    as_role(Role.VENUE_KEEPER)
    tell(as_resident(), site)
    tell(as_resident(), site)

    due = datetime(2026, 11, 30, 18, tzinfo=CHINA)
    assert run(periodic_tasks.escalate_doubts, due - timedelta(minutes=1), now) == ""
    assert (
        run(periodic_tasks.escalate_doubts, due + timedelta(minutes=1), now) == "1 doubts overdue"
    )
    assert run(periodic_tasks.escalate_doubts, due + timedelta(days=1), now) == ""


def test_silence_of_the_owner_sends_somebody_once_and_their_look_dates_the_entry(
    now, as_role, client
):
    old = make_site(assured_on=NOW.date() - timedelta(days=91), opens=hours("09:00-18:00"))
    make_site(assured_on=NOW.date() - timedelta(days=90))
    keeper = as_role(Role.VENUE_KEEPER)

    assert run(periodic_tasks.ask_owners, NOW, now) == "1 sites asked about"
    assert run(periodic_tasks.ask_owners, NOW, now) == ""
    asked = db.session.scalars(select(Notice).filter_by(template="site_check")).one()
    assert asked.resident_id == keeper.resident.id
    due = keeper.get(f"{URL}/due?days=80&limit=1").json["items"][0]
    assert (due["id"], due["hours"]) == (str(old.id), ["每天09:00至18:00"])
    later = NOW + timedelta(days=14)
    assert run(periodic_tasks.send_somebody, later - timedelta(minutes=1), now) == ""
    assert run(periodic_tasks.send_somebody, later, now) == "1 sites to look at"
    assert run(periodic_tasks.send_somebody, later, now) == ""
    event = db.session.scalars(select(Event)).one()
    assert (event.state.value, event.category_code) == ("accepted", "06090")

    with transaction():
        event.closed_at, event.outcome = later + timedelta(hours=2), "no_fault"
    assert run(periodic_tasks.take_in_looks, later + timedelta(hours=3), now) == "1 looks taken in"

    look = db.session.scalars(select(Assurance)).one()
    assert (look.by.value, look.finding.value) == ("visit", "as_listed")
    assert db.session.get(Site, old.id).assured_on == later.date()
    assert db.session.scalars(select(Check).filter_by(ended_at=None)).all() == []
    promise = client.get(f"{URL}/{old.id}").json["promise"]
    assert (promise["kept"], promise["of"]) == (1, 1)
    assert 0.2 < promise["low"] < 0.21
    assert "次数少" in promise["text"]


def test_a_ranking_names_only_sites_that_were_looked_at_ten_times(site, client, now):
    few = make_site(name="只看过九次")
    with transaction():
        for place_looked, count in ((site, 10), (few, 9)):
            for _ in range(count):
                db.session.add(
                    Assurance(site_id=place_looked.id, at=NOW, by="visit", finding="as_listed")
                )
            db.session.add(
                Assurance(site_id=place_looked.id, at=NOW, by="owner", finding="as_listed")
            )

    ranked = client.get(f"{URL}/promises").json["items"]

    assert [(each["site"]["name"], each["promise"]["of"]) for each in ranked] == [
        ("白花党群服务中心", 10)
    ]


@pytest.mark.parametrize(
    "text",
    [
        "投诉人张三13800138000身份证440301199001011234胡说",
        "反馈人李四自己弄错了",
        "请联系138 0013 8000王五",
        "张三13812345678举报的是假的",
        "老五 13812345678 报的",
        "三楼502 13812345678二号门",
    ],
)
def test_words_for_everybody_name_nobody(site, as_role, as_resident, text):
    keeper = as_role(Role.VENUE_KEEPER)
    tell(as_resident(), site)
    tell(as_resident(), site)

    answers = [
        keeper.post(f"{URL}/{site.id}/answer", json={"text": text, "corrected": False}),
        keeper.put(f"{URL}/{site.id}/facts", json={"note": text}),
        keeper.put(f"{URL}/{site.id}/facts", json={"address": text}),
        keeper.put(
            f"{URL}/{site.id}/hours",
            json={"words": "每天9:00-18:00", "closures": [{**A_DAY, "reason": text}]},
        ),
    ]
    good = keeper.post(
        f"{URL}/{site.id}/answer", json={"text": "谢谢反馈人的提醒，核实过了", "corrected": False}
    )

    assert [each.status_code for each in answers] == [422] * 4
    assert good.status_code == 204


@pytest.mark.parametrize(
    ("kind", "mending"),
    [("closed", {"words": "每天 23:00-23:30"}), ("moved", {"address": "白花路对面二楼"})],
)
def test_undoing_what_ended_a_doubt_doubts_it_again_and_sends_somebody(
    site, as_resident, as_role, kind, mending
):
    keeper = as_role(Role.VENUE_KEEPER)
    path = "facts" if kind == "moved" else "hours"
    undoing = {"address": site.address} if kind == "moved" else {"words": "每天 00:00-24:00"}
    tell(as_resident(), site, kind)
    tell(as_resident(), site, kind)
    assert keeper.put(f"{URL}/{site.id}/{path}", json=mending).status_code == 204
    answer = {"text": "已经更正，请放心来", "corrected": True}
    assert keeper.post(f"{URL}/{site.id}/answer", json=answer).status_code == 204
    assert keeper.get(f"{URL}/{site.id}").json["doubted"] is False

    assert keeper.put(f"{URL}/{site.id}/{path}", json=undoing).status_code == 204

    page = keeper.get(f"{URL}/{site.id}").json
    assert (page["doubted"], page["reports"][0]["corrected"]) == (True, False)
    assert db.session.scalars(select(Check).filter_by(site_id=site.id, ended_at=None)).all()


def test_a_number_added_to_an_address_is_no_other_place(site, as_resident, as_role):
    keeper = as_role(Role.VENUE_KEEPER)
    tell(as_resident(), site, "moved")
    tell(as_resident(), site, "moved")
    keeper.put(f"{URL}/{site.id}/facts", json={"address": f"{site.address}1号"})

    answer = {"text": "已经更正，请放心来", "corrected": True}
    refused = keeper.post(f"{URL}/{site.id}/answer", json=answer)

    assert refused.json["code"] == "directory.correct_what_was_found"
