"""我们小区 on the telephone: from a topic to a vote that nobody can link, in ordinary and large letters."""

import re
from datetime import timedelta

from playwright.sync_api import expect

from tests.browser.conftest import SCREENSHOTS
from tests.browser.test_console import faults, sign_in
from tests.browser.visits_commons import (
    SENTENCES,
    a_ballot,
    a_covenant,
    a_meeting,
    a_topic,
    an_estate,
)
from tests.browser.visits_venues import get, post
from weijiayuan.commons.models import Secrecy
from weijiayuan.kernel import clock

PICTURES = SCREENSHOTS / "commons"
DUE = str(clock.local_date(clock.now()) + timedelta(days=60))


def test_a_resident_raises_a_topic_speaks_votes_once_and_counts_without_a_login(live, make_phone):
    estate = an_estate(live, people=2)
    ballot = a_ballot(live, estate)
    phone = make_phone(persona=estate.people[0])
    phone.open("pages/commons/home/home", f"?id={estate.space}")
    phone.tap("提一个议题")
    phone.wait_for_route("pages/commons/raise/raise")
    phone.write("题目", "北门的路灯坏了")
    phone.write("什么事", "晚上看不清台阶")
    phone.tap("提出来")
    phone.wait_for_route("pages/commons/topic/topic")
    phone.write("说一句您的看法", SENTENCES[0])
    phone.tap("说出来")
    phone.sees(f"1. {SENTENCES[0]}")
    sentence = phone.page.get_by_role("radiogroup", name="第1句")
    sentence.get_by_role("radio").filter(has_text="同意").first.tap()
    expect(phone.page.get_by_role("table").get_by_role("row").last).to_contain_text("同意占100%")
    phone.sees("1人表过态")

    phone.open("pages/commons/ballot/ballot", f"?id={ballot}")
    phone.sees("这不是法定表决")
    phone.use_elder()
    phone.page.get_by_role("radiogroup", name="您的意见").get_by_role("radio").first.tap()
    phone.tap("投票", exact=True)
    phone.photograph(PICTURES / "sure-elder.png")
    sent = []
    phone.page.on("request", lambda one: one.url.endswith("/votes") and sent.append(one))
    phone.page.get_by_role("dialog").get_by_role("button", name="投出").tap()
    phone.sees(re.compile("^回执码"))
    phone.photograph(PICTURES / "receipt-elder.png")
    assert [len(one.post_data_json["once"]) for one in sent] == [32]
    assert "idempotency-key" not in sent[0].headers
    kept = phone.page.evaluate("JSON.stringify(localStorage)")
    assert "once:" not in kept
    assert '"choice' not in kept
    assert get(live, f"/commons/ballots/{ballot}/tally")["turnout"]["step"] == 5
    phone.reload()
    phone.sees("您这一户已经投过")

    stranger = make_phone()
    stranger.open("pages/commons/calculator/calculator")
    stranger.page.get_by_role("radio").filter(has_text="业主共同决定：一般事项").tap()
    for label, heads, area in (("名册上一共", "82", "10000"), ("同意", "30", "3900")):
        stranger.page.get_by_label(f"{label}（户或人）", exact=True).fill(heads)
        stranger.page.get_by_label(f"{label}（平方米）", exact=True).fill(area)
    stranger.page.get_by_label("不同意（户或人）", exact=True).fill("28")
    stranger.page.get_by_label("不同意（平方米）", exact=True).fill("2800")
    stranger.tap("算一算")
    stranger.sees(re.compile("^通过"))
    stranger.photograph(PICTURES / "calculated.png")
    assert stranger.page.evaluate("localStorage.getItem('token')") is None


def test_at_the_desk_paper_counts_when_two_typed_it_and_a_meeting_ends_in_work(live, desk):
    estate = an_estate(live, people=2)
    a_topic(live, estate)
    meeting = a_meeting(live, estate, began=True)
    each_does(live, estate, f"/commons/meetings/{meeting}/attend", {"how": "present"})
    ballot = f"/commons/ballots/{a_ballot(live, estate, Secrecy.NAMED)}"
    covenant = a_covenant(live, estate)
    post(live, "committee", f"{ballot}/paper", {"key": "3", "choice": "yes"})
    sign_in(desk, live, "secretary")
    desk.goto(f"{live.base}/console/#/commons/desk/{estate.space}")
    act(desk, "替人提议题", {"谁说的": "何阿婆", "题目": "楼道灯太暗", "什么事": "晚上看不清"})
    expect(desk.get_by_role("status").filter(has_text="已提出“楼道灯太暗”")).to_be_visible()
    act(desk, "录纸票", {"户号": "3"})
    expect(desk.get_by_text("3号：两人录的一样，已计入")).to_be_visible()
    expect(desk.get_by_text("至少0户")).to_be_visible()
    photographed(desk, "desk")

    desk.goto(f"{live.base}/console/#/commons/desk/{estate.space}/meetings/{meeting}")
    fields = {"做什么": "换三盏灯", "谁来办": "物业", "哪天前": DUE}
    act(desk, "物业办", fields)
    year, month, day = (int(part) for part in DUE.split("-"))
    due = f"{year}年{month}月{day}日"
    expect(desk.get_by_text(f"物业办：物业，{due}前，换三盏灯")).to_be_visible()
    photographed(desk, "minutes")
    desk.get_by_role("button", name="写好记录").click()
    expect(desk.get_by_text("要两位到会的人在手机上确认")).to_be_visible()
    for persona in estate.people:
        confirmed(live, persona, f"/commons/meetings/{meeting}")
    assert get(live, f"/commons/outcomes?space={estate.space}")["items"][0]["owner"] == "物业"
    desk.reload()
    act(desk, "公示", {})
    expect(desk.get_by_role("heading", name="议定的事")).to_be_visible()
    photographed(desk, "published")

    for duty, path in (("property", "outcomes"), ("street-filing", "filings")):
        desk.evaluate("sessionStorage.clear()")
        desk.reload()
        sign_in(desk, live, duty)
        desk.goto(f"{live.base}/console/#/commons/{path}/{estate.space}")
        act(desk, *{"outcomes": ("开始办", {}), "filings": ("备案", {"备案编号": "示例1号"})}[path])
        expect(desk.get_by_text({"outcomes": "在办", "filings": "已备案"}[path])).to_be_visible()
        photographed(desk, path)
    assert get(live, f"/commons/covenants/{covenant}")["filing_no"] == "示例1号"


def confirmed(live, persona, meeting):
    """Read the minutes as somebody who was there, and confirm them."""
    read = live.session(persona).get(f"{live.base}/api/v1{meeting}/to-confirm").json()
    post(live, persona, f"{meeting}/confirm", {"minutes_version": read["minutes_version"]})


def each_does(live, estate, path, body):
    for persona in estate.people:
        post(live, persona, path, body)


def act(desk, name, fields):
    """Press a button and fill in what it asks."""
    desk.get_by_role("button", name=name, exact=True).first.click()
    dialog = desk.get_by_role("dialog")
    for label, value in fields.items():
        dialog.get_by_label(label).first.fill(value)
    dialog.get_by_role("button", name=name).click()
    expect(dialog).to_be_hidden()


def photographed(desk, name):
    assert faults(desk) == []
    desk.screenshot(path=PICTURES / f"{name}.png", full_page=True)
