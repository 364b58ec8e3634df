"""A form that is refused says all that is wrong at once, each at its field, and keeps what was typed."""

import json

import pytest
from playwright.sync_api import expect

from tests.browser import visits
from tests.browser.test_desk_every_page import signed_in

visits.load_all()
WRONG = "#pages page:not([hidden]) [aria-invalid=true]"
POST = (
    "packages/employer/edit/edit",
    "岗位名称",
    "工作内容",
    "招聘条件",
    "招聘人数",
    "最低工资（元）",
)


def open_form(make_phone, live, route):
    way = visits.visit_of(route, live)
    phone = make_phone(persona=way.persona)
    phone.expect_fault("422")
    phone.open(route, "" if route == POST[0] else way.query)
    return phone


def faulty(phone):
    return [one.get_attribute("aria-label") for one in phone.page.locator(WRONG).all()]


def test_a_post_without_anything_tells_every_field_and_goes_to_the_first(live, make_phone):
    route, *labels = POST
    phone = open_form(make_phone, live, route)
    phone.write("招聘人数", "两个")
    phone.let_arrive()

    phone.tap("提交发布")
    phone.settle()

    assert faulty(phone) == labels
    phone.sees("还有5处要改：岗位名称、工作内容、招聘条件、招聘人数、最低工资（元）")
    phone.sees("请填数字，如 2")
    phone.page.wait_for_function("document.activeElement.ariaLabel === '岗位名称'")
    assert phone.page.get_by_label("招聘人数").input_value() == "两个"


def test_what_is_mended_leaves_the_count_by_itself(live, make_phone):
    phone = open_form(make_phone, live, POST[0])
    phone.tap("提交发布")
    phone.settle()

    phone.write("岗位名称", "保安")
    phone.let_arrive()

    phone.sees("还有4处要改")
    phone.tap("去改第一处")
    phone.settle()
    phone.page.wait_for_function("document.activeElement.ariaLabel === '工作内容'")


def test_whatever_the_service_finds_wrong_stands_at_its_fields(live, make_phone):
    """The page finds nothing; the answer 422 names two fields."""
    phone = open_form(make_phone, live, "pages/jobs/profile/profile")
    found = {"headline": ["太长了"], "experience.0.title": ["请填写"], "nowhere": ["不合适"]}
    answer = {"code": "web.malformed", "detail": "填写内容有误", "status": 422, "fields": found}
    phone.page.route(
        "**/me/job-profile",
        lambda way: (
            way.fulfill(
                status=422, content_type="application/problem+json", body=json.dumps(answer)
            )
            if way.request.method == "PUT"
            else way.continue_()
        ),
    )
    phone.write("姓名", "张三")
    phone.tap("加一段经历")
    phone.let_arrive()

    phone.tap("保存")
    phone.settle()

    assert faulty(phone) == ["一句话介绍", "岗位"]
    phone.sees("太长了")
    phone.sees("填写内容有误")  # for what has no field here
    assert phone.page.get_by_label("姓名").input_value() == "张三"


@pytest.mark.parametrize(
    ("route", "button", "labels"),
    [
        ("packages/employer/register/register", "提交审核", ["单位名称", "统一社会信用代码"]),
        ("packages/keeper/plan/plan", "存为草稿", ["活动名称", "活动内容", "主办单位"]),
        ("packages/keeper/found/found", "新增场地", ["场地名称"]),
        ("pages/commons/raise/raise", "提出来", ["题目", "什么事"]),
    ],
)
def test_other_long_forms_tell_all_at_once_too(route, button, labels, live, make_phone):
    phone = open_form(make_phone, live, route)

    phone.tap(button)
    phone.settle()

    assert faulty(phone) == labels


DIALOG = """async refused => {
  const { askIn } = await import("/console/shell/forms.js")
  const { Refusal } = await import("/console/shell/api.js")
  window.sent = []
  const send = async (values) => { sent.push(values); throw new Refusal(422, refused) }
  const options = { "": "请选", a: "甲" }
  askIn("登记", { fields: [
    { name: "title", label: "题目", kind: "line", required: true },
    { name: "kind", label: "哪一类", kind: "choice", options, required: true },
    { name: "heads", label: "人数", kind: "number", min: 1, required: true },
    { name: "words", label: "说明", kind: "words" },
  ], send })
}"""
REFUSED = {
    "detail": "填写内容有误",
    "fields": {"words": ["太长了"], "body.title": ["已经有了"], "elsewhere": ["不在本街道"]},
}


@pytest.fixture
def asked(chromium, live):
    page = signed_in(chromium, live, "dispatcher")
    page.evaluate(DIALOG, REFUSED)
    yield page.get_by_role("dialog")
    page.context.close()


def invalid(dialog):
    return [one.get_attribute("name") for one in dialog.locator("[aria-invalid=true]").all()]


def test_a_dialog_of_the_desk_tells_every_blank_field_and_sends_nothing(asked):
    asked.get_by_label("人数").fill("0")
    asked.get_by_role("button", name="登记").click()

    assert invalid(asked) == ["title", "kind", "heads"]
    expect(asked.get_by_role("alert")).to_contain_text("有3处要改")
    expect(asked.get_by_label("人数")).to_have_accessible_description("不能小于1")
    expect(asked.get_by_label("题目")).to_be_focused()
    assert asked.evaluate("() => sent") == []


def test_a_dialog_of_the_desk_puts_what_is_refused_at_its_fields_and_keeps_it(asked):
    asked.get_by_label("题目").fill("三楼漏水")
    asked.get_by_label("哪一类").select_option("a")
    asked.get_by_label("人数").fill("3")
    asked.get_by_role("button", name="登记").click()

    expect(asked.get_by_label("题目")).to_have_accessible_description("已经有了")
    expect(asked.get_by_label("说明")).to_have_accessible_description("太长了")
    expect(asked.get_by_role("alert").first).to_contain_text("填写内容有误；不在本街道")
    expect(asked.get_by_label("题目")).to_be_focused()
    expect(asked.get_by_label("题目")).to_have_value("三楼漏水")
    asked.get_by_role("button", name="说明：太长了").click()
    expect(asked.get_by_label("说明")).to_be_focused()
    asked.get_by_label("说明").press_sequentially("短")
    assert invalid(asked) == ["title"]
