"""光速办 on the telephone: from nothing to a licence that a stranger's phone verifies."""

import re
from time import monotonic

import pytest

from tests.browser.visits_approvals import person

MOST_SECONDS = 180


def fill(phone, number, name):
    """Answer the form as a person does, one question after another."""
    phone.tap(re.compile("个体工商户"), "radio")
    phone.write("经营者姓名", "陈阿梅")
    phone.tap("下一步")
    phone.tap("居民身份证", "radio")
    phone.tap("下一步")
    phone.write("证件号码", number)
    phone.tap("下一步")
    phone.tap(re.compile("长期有效"))
    phone.tap("下一步")
    phone.tap("个人经营", "radio")
    phone.tap("下一步")
    phone.tap("要起名称", "radio")
    phone.tap("下一步")
    phone.write("名称", name)
    phone.sees("可以用")
    phone.tap("下一步")
    phone.write("做什么生意", "面馆")
    phone.tap(re.compile("餐饮服务"), "radio")
    phone.sees("主营：餐饮服务")
    phone.tap("下一步")
    phone.write("经营场所", "深圳市光明区公明街道上村社区公园路88号")
    phone.tap("下一步")
    phone.tap("用我现在的位置")
    phone.tap("下一步")
    phone.tap("商铺", "radio")
    phone.tap("下一步")


@pytest.mark.parametrize("mode", ["normal", "elder"])
def test_three_minutes_from_nothing_to_a_licence_that_a_stranger_verifies(make_phone, mode):
    phone = make_phone()
    phone.context.grant_permissions(["geolocation"])
    phone.context.set_geolocation({"latitude": 22.8014, "longitude": 113.9085})
    number, name = person()
    if mode == "elder":
        phone.open("pages/home/home")
        phone.use_elder()
    phone.open("pages/approvals/ask/ask")
    began = monotonic()

    fill(phone, number, name)
    phone.sees("没有发现问题")
    phone.photograph(f"var/screenshots/stories/approvals-{mode}-ready.png")
    phone.tap("核验身份并提交")
    phone.wait_for_route("pages/approvals/outcome/outcome")
    phone.sees("准予登记")
    phone.photograph(f"var/screenshots/stories/approvals-{mode}-outcome.png")
    phone.tap("看营业执照")
    phone.wait_for_route("pages/approvals/licences/licences")
    phone.sees("统一社会信用代码")
    phone.photograph(f"var/screenshots/stories/approvals-{mode}-licence.png")
    took = monotonic() - began
    code = phone.page.get_by_label(re.compile("^核验码 ")).first.get_attribute("aria-label")

    stranger = make_phone()
    stranger.open("pages/approvals/verify/verify", "?c=" + code.split(" ", 1)[1].replace(" ", ""))
    stranger.sees("存续")
    stranger.sees(name)
    assert number not in stranger.text
    assert took < MOST_SECONDS


def test_every_fault_is_listed_before_it_is_sent_and_the_draft_survives(make_phone):
    phone = make_phone()
    phone.open("pages/approvals/ask/ask")
    phone.tap(re.compile("个体工商户"), "radio")
    phone.write("经营者姓名", "陈阿梅")
    phone.reload()
    phone.sees("上次写到一半的还在")
    phone.tap("我要人工办理")
    phone.wait_for_route("pages/approvals/outcome/outcome")
    phone.sees("由登记人员审看")
