"""光速办 on the telephone: from nothing to a licence that a stranger's phone verifies."""

import re
from time import monotonic
from uuid import uuid4

import pytest

from tests.browser.visits_approvals import apply, apply_with_another, person
from tests.browser.visits_venues import get, post
from weijiayuan.approvals.service import notifications

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
    phone.write("经营者住所", "深圳市光明区公明街道上村社区上辇村六排8号")
    phone.tap("下一步")
    phone.tap("个人经营", "radio")
    phone.tap("下一步")
    phone.tap("要起名称", "radio")
    phone.tap("下一步")
    phone.write("名称", name)
    phone.sees("可以用")
    phone.tap("下一步")
    phone.tap("同意", "radio")
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
    phone.sees("登记联络员是谁")
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


def test_a_shop_is_handed_over_with_a_code_and_leaves_the_old_telephone(make_phone, live):
    persona, other = f"hands-over-{uuid4()}", f"takes-over-{uuid4()}"
    licence = apply(live, persona)["licence"]
    old = make_phone(persona=persona)
    old.open("pages/approvals/licences/licences")
    old.tap("转给别人经营")
    old.tap("确定")
    old.sees("接手码只显示这一次")
    old.photograph("var/screenshots/stories/approvals-handover-offer.png")
    label = old.page.get_by_label(re.compile("^接手码 ")).first.get_attribute("aria-label")

    new = make_phone(persona=other)
    new.open("pages/approvals/licences/licences")
    new.tap(re.compile("接手一家店"))
    new.wait_for_route("pages/approvals/ask/ask")
    new.write("接手码", label.split(" ", 1)[1])
    new.tap("下一步")
    new.sees("店的情况已经填好")
    new.photograph("var/screenshots/stories/approvals-handover-taken.png")
    number, _ = person()
    new.write("经营者姓名", "王小明")
    new.tap("下一步")
    new.tap("居民身份证", "radio")
    new.tap("下一步")
    new.write("证件号码", number)
    new.tap("下一步")
    new.tap(re.compile("长期有效"))
    new.tap("下一步")
    new.write("经营者住所", "深圳市光明区公明街道上村社区上辇村六排9号")
    at, last = map(int, re.search(r"第(\d+)项，共(\d+)项", new.text).groups())
    for step in range(at, last + 1):
        new.sees(f"第{step}项，共{last}项")
        new.tap("下一步")
    new.sees("没有发现问题")
    new.tap("核验身份并提交")
    new.wait_for_route("pages/approvals/outcome/outcome")
    new.sees("准予登记")

    old.open("pages/approvals/licences/licences")
    old.sees("还没有营业执照")
    assert licence["uscc"] not in old.text


def test_every_fault_is_listed_before_it_is_sent_and_the_draft_survives(make_phone):
    phone = make_phone()
    phone.open("pages/approvals/ask/ask")
    phone.tap(re.compile("个体工商户"), "radio")
    phone.write("经营者姓名", "陈阿梅")
    phone.reload()
    phone.sees("上次没发出的内容还在")
    phone.tap("接着写")
    phone.tap("我要人工办理")
    phone.wait_for_route("pages/approvals/outcome/outcome")
    phone.sees("由登记人员审看")


def test_whoever_is_named_reads_what_it_binds_them_to_and_answers(make_phone, live):
    asking, persona = f"asks-{uuid4()}", f"named-{uuid4()}"
    mine, (name, number) = apply_with_another(live, asking)
    phone = make_phone(persona=persona)
    phone.open("pages/approvals/licences/licences")
    phone.use_elder()
    phone.tap("请我同意的事")
    phone.wait_for_route(notifications.CONSENTS.removeprefix("/"))
    phone.sees("没有请您同意的事")
    phone.write("您的姓名", name)
    phone.write("证件号码", number)
    phone.tap(re.compile("核验身份"))
    phone.sees("等您答复")
    phone.sees("您作为股东、监事")
    phone.sees(re.compile("认缴400,000.00元"))
    assert phone.axe() + phone.small_targets(60) + phone.clipped() == []
    phone.photograph("var/screenshots/stories/approvals-consents-elder.png")

    phone.tap(re.compile("是我的意思"))
    phone.page.get_by_role("dialog").get_by_role("button", name="同意").tap()
    phone.sees("已同意")
    phone.sees("没有请您同意的事")
    said = get(live, f"/approvals/applications/{mine['id']}", asking)
    assert "p8_agreed" not in {each["id"] for each in said["undecided"]}


def test_whoever_is_named_disputes_and_is_offered_nothing_of_the_holders(make_phone, live):
    _, (name, number) = apply_with_another(live, f"asks-{uuid4()}")
    persona = f"named-{uuid4()}"
    post(live, persona, "/approvals/identity-checks", {"name": name, "number": number})
    for asked in get(live, "/approvals/consents", persona)["items"]:
        post(
            live, persona, f"/approvals/consents/{asked['id']}/agree", {"version": asked["version"]}
        )
    phone = make_phone(persona=persona)
    phone.open("pages/approvals/licences/licences")
    phone.sees("您是其中的股东、监事")
    assert phone.page.get_by_role("button", name="简易注销").count() == 0
    phone.tap(re.compile("提出异议"))
    dialog = phone.page.get_by_role("dialog")
    dialog.get_by_role("textbox").fill("章程不是我签的")
    dialog.get_by_role("button", name="提出异议").tap()
    phone.sees("已提出，登记人员会看")
