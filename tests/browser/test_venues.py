"""Venues on the telephone: find, book, wait, be offered, check in, rate, miss, appeal."""

import re
from datetime import datetime, timedelta
from uuid import UUID

import icalendar
from sqlalchemy import select, update

from tests.browser.visits_venues import a_free_slot, a_venue_of, get, post
from weijiayuan.accounts.models import Resident
from weijiayuan.db import db, transaction
from weijiayuan.gateways.fake_wechat import openid_of
from weijiayuan.kernel import clock
from weijiayuan.venues.models import Booking
from weijiayuan.venues.service import attendance

LIST, VENUE, BOOKING = (f"pages/venues/{page}/{page}" for page in ("list", "venue", "booking"))


def id_of(phone):
    return phone.route.split("id=")[1].split("&")[0]


def take(phone, live, venue, *, after=0, confirm="确定预约"):
    """Book, on the phone, a free slot of the venue."""
    slot = a_free_slot(live, venue, after=after)
    choose(phone, venue, slot)
    phone.tap(confirm)
    phone.wait_for_route(BOOKING)
    return slot


def choose(phone, venue, slot):
    """Open the venue and tap the slot on its day."""
    phone.open(VENUE, f"?id={venue['id']}")
    day = slot["starts_at"][:10]
    month, date = int(day[5:7]), int(day[8:10])
    phone.page.get_by_role("button", name=f"{month}月{date}日，").first.tap()
    phone.let_arrive()  # a page that has just changed takes no tap
    span = f"{slot['starts_at'][11:16]}–{slot['ends_at'][11:16]}"
    phone.page.get_by_role("radio", name=span).first.tap()


def test_a_court_near_me_is_found_booked_seen_and_cancelled_and_the_next_one_gets_it(
    make_phone, live
):
    venue = a_venue_of(live, "court")
    first = make_phone(
        geolocation={"longitude": 113.9235, "latitude": 22.7635}, permissions=["geolocation"]
    )
    first.open(LIST)
    first.tap("离我近")
    first.settle()
    first.tap("筛选", exact=True)
    first.tap("球场", role="tab")
    first.tap("看结果")
    first.settle()
    first.sees("最近可约")
    first.page.get_by_role("link", name=venue["name"]).first.tap()
    first.wait_for_route(VENUE)
    first.sees("预约规则")
    first.sees("每人每天最多2次")

    slot = take(first, live, venue, after=3)
    first.sees("约好了")
    first.sees("来不了请早取消")
    first.sees("已预约")
    booking = id_of(first)
    with first.page.expect_download() as waited:
        first.tap(re.compile("把.*放进手机日历"))
    (kept,) = icalendar.Calendar.from_ical(waited.value.path().read_bytes()).walk("VEVENT")
    assert kept.start == datetime.fromisoformat(slot["starts_at"])
    first.open("pages/matters/matters")
    first.sees(venue["name"])
    file = live.session(first.persona).get(f"{live.base}/api/v1/venues/bookings/{booking}.ics")
    (event,) = icalendar.Calendar.from_ical(file.content).walk("VEVENT")
    assert event["summary"] == venue["name"]

    second = make_phone()
    second.expect_fault("status of 409")
    choose(second, venue, slot)
    second.tap("加入候补")
    second.wait_for_route(BOOKING)
    second.sees("您排在第1位")

    first.open(BOOKING, f"?id={booking}")
    first.tap("取消预约")
    first.page.locator("dialog").get_by_role("button", name="取消预约").tap()
    first.sees("已取消")

    second.reload()
    second.sees("有空位了")
    assert any("有空位" in one["text"] for one in get(live, "/me/notices", second.persona)["items"])
    second.tap("接受这个名额")
    second.sees("已预约")


def test_the_code_is_there_without_a_network(phone, live):
    take(phone, live, a_venue_of(live, "reading"))
    code = get(live, f"/venues/bookings/{id_of(phone)}", phone.persona)["code"]
    spoken = f"{code[:3]} {code[3:]}"
    phone.sees(spoken)
    assert phone.page.locator("qr img, qr image, qr .picture").first.is_visible()


def begin_now(booking_id):
    """Move a booking's time so that its door is open."""
    now = clock.now()
    row = db.session.get_one(Booking, booking_id)
    shift = now - row.starts_at
    db.session.execute(
        update(Booking)
        .where(Booking.id == booking_id)
        .values(
            starts_at=now,
            ends_at=row.ends_at + shift,
            day=clock.local_date(now),
            missing_at=now + timedelta(minutes=15),
        )
    )


def test_the_keeper_checks_in_by_code_and_a_rating_appears(make_phone, live):
    venue, persona = a_venue_of(live, "reading"), "neighbour-who-rates"
    slot = a_free_slot(live, venue)
    booking = post(live, persona, "/venues/bookings", {"slot_id": slot["id"], "people": 2})
    with live.app.app_context(), transaction():
        begin_now(UUID(booking["id"]))
    keeper = make_phone(persona="venue-keeper")
    keeper.open("packages/keeper/today/today")
    keeper.write("签到码", booking["code"])
    keeper.tap("确认签到")
    keeper.sees("签到成功，2人")
    keeper.write("签到码", booking["code"])
    keeper.tap("确认签到")
    keeper.sees("签到，2人")

    visitor = make_phone(persona=persona)
    visitor.open(BOOKING, f"?id={booking['id']}")
    visitor.sees(re.compile(r"^\d+月.*已签到$"))
    assert visitor.page.locator("qr").count() == 0
    visitor.tap("打分评价")
    visitor.page.locator("sheet stars [role=radio], sheet stars [role=button]").nth(3).tap()
    visitor.tap("提交评价")
    visitor.sees("我的评价")
    shown = get(live, f"/venues/{venue['id']}")
    assert shown["ratings"] >= 1
    visitor.open(VENUE, f"?id={venue['id']}")
    visitor.sees("大家的评价")


def miss(live, persona, number):
    """Let somebody have booked and stayed away, so many days ago."""
    resident = select(Resident.id).filter_by(openid=openid_of(persona))
    with live.app.app_context(), transaction():
        found = db.session.scalars(
            select(Booking)
            .where(Booking.resident_id == resident.scalar_subquery(), Booking.state == "confirmed")
            .order_by(Booking.id)
        ).first()
        at = clock.now() - timedelta(days=number, hours=2)
        found.starts_at, found.ends_at = at, at + timedelta(hours=1)
        found.missing_at = at + timedelta(minutes=15)
    with live.app.app_context(), transaction():
        attendance.mark_missing(now=clock.now())


def test_a_third_no_show_suspends_and_says_until_when_and_how_to_appeal(make_phone, live):
    persona, venue = "neighbour-who-stays-away", a_venue_of(live, "reading")
    for number in (3, 2, 1):
        slot = a_free_slot(live, venue)
        post(live, persona, "/venues/bookings", {"slot_id": slot["id"], "people": 1})
        miss(live, persona, number)
    phone = make_phone(persona=persona)
    phone.expect_fault("status of 409")
    choose(phone, venue, a_free_slot(live, venue))
    phone.tap("确定预约")
    phone.sees("爽约已满3次，暂停预约至")
    phone.sees("提出申诉")
    phone.open("pages/venues/mine/mine")
    phone.sees("暂停预约至")
    phone.tap("已结束的", role="tab")
    phone.settle()
    phone.page.get_by_role("link", name=venue["name"]).first.tap()
    phone.wait_for_route(BOOKING)
    phone.tap("申诉")
    phone.write("为什么没到场", "当天发烧，有病历")
    phone.tap("提交申诉")
    phone.sees("申诉已提交")

    keeper = make_phone(persona="venue-keeper")
    keeper.open("packages/keeper/decisions/decisions")
    keeper.tap("爽约", role="tab")
    keeper.sees("当天发烧")
    keeper.tap("免除", exact=True)
    keeper.write("免除爽约的理由", "情况属实")
    keeper.tap("确定")
    keeper.settle()
    phone.reload()
    phone.sees("申诉通过")


def test_an_activity_is_found_and_registered_for(phone, live):
    phone.open("pages/activities/list/list")
    phone.sees("余")
    phone.page.get_by_role("link", name="中医义诊").first.tap()
    phone.wait_for_route("pages/activities/activity/activity")
    phone.tap("报名", exact=True)
    phone.wait_for_route(BOOKING)
    front = phone.page.locator("page:not([hidden])")
    front.get_by_text("已预约").wait_for()
    assert front.locator(".title").inner_text() == "中医义诊"


def test_a_keeper_sees_whom_a_closure_touches_before_closing(make_phone, live):
    keeper = make_phone(persona="venue-keeper")
    keeper.open("packages/keeper/closures/closures")
    keeper.write("原因", "消防演练")
    keeper.tap("看看影响谁")
    keeper.sees("受影响")
    keeper.tap("确定闭馆")
    keeper.sees("恢复开放")
    keeper.tap("恢复开放")
    keeper.settle()
