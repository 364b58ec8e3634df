"""我们小区 on the telephone: from a topic to a vote that nobody can link, in ordinary and large letters."""

import re

from playwright.sync_api import expect

from tests.browser.conftest import SCREENSHOTS
from tests.browser.visits_commons import SENTENCES, a_ballot, an_estate
from tests.browser.visits_venues import get

PICTURES = SCREENSHOTS / "commons"


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
    assert get(live, f"/commons/ballots/{ballot}/tally")["turnout"]["web"] == 1
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
