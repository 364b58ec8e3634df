"""From a topic to the figures on the door, by four people in browsers.

Two residents on their telephones, the secretary and the property company at their desks.
"""

import time
from uuid import UUID

from playwright.sync_api import expect

from tests.browser.test_commons import act, photographed
from tests.browser.test_commons_desk import as_another, in_china
from tests.browser.test_console import sign_in
from tests.browser.visits_commons import an_estate, begin
from tests.browser.visits_venues import get
from tests.files.pictures import as_bytes, scene
from weijiayuan.commons.models import Outcome
from weijiayuan.commons.service import department_referrals
from weijiayuan.db import db, transaction
from weijiayuan.events.models import Event
from weijiayuan.events.rules.vocabulary import State
from weijiayuan.kernel import clock

TOPICS = ("北门路灯不亮", "电梯口太滑", "雨水井堵了", "遛狗没有规矩")
KINDS = ("我们自己办", "物业办", "请部门办", "立规矩")
MOST_SECONDS = 360


def test_talk_turns_into_work_by_four_people(live, desk, make_phone):
    began = time.monotonic()
    estate = an_estate(live, people=2)
    first, second = (make_phone(persona=persona) for persona in estate.people)
    for phone, title in zip((first, second, first, second), TOPICS, strict=True):
        raise_topic(phone, estate, title)

    sign_in(desk, live, "secretary")
    desk.goto(f"{live.base}/console/#/commons/desk/{estate.space}")
    fields = {"名称": "八点钟会客厅", "开始": in_china(hours=24), "结束": in_china(hours=26)}
    act(desk, "召集会议", fields | {"地点": "党群服务中心二楼"})
    [meeting] = get(live, f"/commons/meetings?space={estate.space}")["items"]
    begin(live, meeting["id"])
    desk.goto(f"{live.base}/console/#/commons/desk/{estate.space}/meetings/{meeting['id']}")
    act(desk, "抽签排议程", {})
    for phone in (first, second):
        phone.open("pages/commons/meeting/meeting", f"?id={meeting['id']}")
        phone.tap("签到")
        phone.sees("人到会")
    write_minutes(desk)
    for phone in (first, second):
        phone.reload()
        phone.tap("我到会了，看记录")
        phone.tap("看过了，写得对")
        phone.page.get_by_role("dialog").get_by_role("button", name="写得对").tap()
        phone.sees("已确认")
    desk.reload()
    act(desk, "公示", {})
    photographed(desk, "story-published")

    as_another(desk, live, "property", f"commons/outcomes/{estate.space}")
    row = desk.get_by_role("region", name="办好物业办的事")
    row.get_by_role("button", name="办完了").click()
    dialog = desk.get_by_role("dialog")
    photo = {"name": "done.jpg", "mimeType": "image/jpeg", "buffer": as_bytes(scene(64, 48))}
    dialog.get_by_label("照片").set_input_files(photo)
    dialog.get_by_role("button", name="办完了").click()
    expect(dialog).to_be_hidden()
    close_matter(live, estate)
    outcomes = get(live, f"/commons/outcomes?space={estate.space}")["items"]
    assert {each["state"] for each in outcomes if each["kind"] in {"property", "department"}} == {
        "done"
    }
    for outcome in outcomes:
        if outcome["state"] == "done":
            title = get(live, f"/commons/topics/{outcome['topic_id']}")["title"]
            check_it(first if title in TOPICS[::2] else second, estate, outcome["text"])
    first.open("pages/commons/home/home", f"?id={estate.space}")
    first.sees("到期的2件事，按时办完2件")
    assert time.monotonic() - began < MOST_SECONDS


def raise_topic(phone, estate, title):
    phone.open("pages/commons/raise/raise", f"?space={estate.space}")
    phone.write("题目", title)
    phone.write("什么事", "想请大家一起商量")
    phone.tap("提出来")
    phone.wait_for_route("pages/commons/topic/topic")


def write_minutes(desk):
    """End every item with another of the four buttons."""
    sections = desk.get_by_role("region", name="议程和记录").locator("section")
    expect(sections).to_have_count(len(KINDS))
    for at, kind in enumerate(KINDS):
        section = sections.nth(at)
        section.get_by_role("button", name=kind).click()
        dialog = desk.get_by_role("dialog")
        dialog.get_by_label("做什么").fill(f"办好{kind}的事")
        dialog.get_by_label("哪个部门" if kind == "请部门办" else "谁来办").first.fill(
            f"{kind}的人"
        )
        dialog.get_by_label("哪天前").fill(in_china(hours=24 * 20)[:10])
        dialog.get_by_role("button", name=kind).click()
        expect(dialog).to_be_hidden()
        expect(section.get_by_role("status")).to_contain_text(f"办好{kind}的事")
    desk.get_by_role("button", name="写好记录").click()
    expect(desk.get_by_text("要两位到会的人在手机上确认")).to_be_visible()


def close_matter(live, estate):
    """Let the department's matter be over, as the ledger's own tests bring it about."""
    with live.app.app_context(), transaction():
        outcome = (
            db.session.query(Outcome)
            .filter_by(space_id=UUID(estate.space), kind="department")
            .one()
        )
        event = db.session.get_one(Event, outcome.event_id)
        event.state, event.closed_at = State.CLOSED, clock.now()
        db.session.flush()
        assert department_referrals.follow(outcome, now=clock.now())


def check_it(phone, estate, text):
    """Say as who raised it that it is done."""
    phone.open("pages/commons/outcomes/outcomes", f"?space={estate.space}")
    paper = phone.page.locator(".paper").filter(has_text=text)
    paper.get_by_role("button", name="办好了", exact=True).tap()
    expect(paper.get_by_text("已复查", exact=True)).to_be_visible()
