import re, sys, os
from tests.browser.test_welfare import START, answer_all
def test_shots(phone):
    for mode in ("usual","elder"):
        if mode=="elder":
            phone.open("pages/home/home"); phone.use_elder()
        phone.open(START)
        if mode=="elder":
            b=phone.page.get_by_role("button", name="重新开始")
            if b.count():
                b.first.tap(); phone.page.get_by_text("重新开始").last.tap()
        phone.page.screenshot(path=f"/tmp/w4/{mode}-1.png")
        answer_all(phone)
        phone.wait_for_route("pages/welfare/result/result")
        phone.sees("高龄老人津贴")
        phone.page.wait_for_timeout(500)
        phone.page.screenshot(path=f"/tmp/w4/{mode}-2.png")
        card = phone.page.locator("decision").filter(has_text="高龄老人津贴")
        card.get_by_role("button", name="为什么").tap()
        phone.page.wait_for_timeout(300)
        phone.page.screenshot(path=f"/tmp/w4/{mode}-3.png")
        phone.page.get_by_role("button", name="不符合的").tap()
        phone.page.wait_for_timeout(300)
        open(f"/tmp/w4/{mode}.txt","w").write(phone.text)
