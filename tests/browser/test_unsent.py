"""What is written into a long field and not sent is there again when the person comes back."""

import re

import pytest

from tests.browser import visits
from tests.client import reading

visits.load_all()
MOST_BLANK = 3  # their samples are not so far: nobody votes, no duty is late
NOBODYS = (
    "pages/tips/receipt/receipt"  # what belongs to an anonymous receipt is not kept: see tip-view
)
ROUTES = sorted(
    {path.removesuffix(".wxml") for path, _ in reading.long_fields()}
    - {"pages/tips/tip-view/tip-view", reading.KEEPS_NOTHING.removesuffix(".wxml")}
    | {"pages/tips/tip/tip"}
)
LATER = {
    "packages/directory/check/check": {"answering": {"id": "1"}},
    "packages/directory/loans/loans": {"rating": "1"},
    "packages/directory/resources/resources": {
        "asking": {"id": "1", "name": "帐篷"},
        "members": [{"value": "m", "text": "甲单位"}],
    },
    "packages/employer/board/board": {"asking": "rejected", "one": {"id": "1"}},
    "packages/keeper/activity/activity": {"messaging": True},
    "packages/keeper/decisions/decisions": {
        "asked": {"id": "1", "action": "refuse", "title": "原因"}
    },
    "packages/organiser/edit/edit": {"messaging": True},
    "packages/organiser/shelf/shelf": {"shown": True},
    "packages/review/jobs/jobs": {"asking": {"kind": "post", "id": "1"}},
    "packages/staff/order/order": {"asking": {"name": "contest", "label": "理由", "unit": "1"}},
    "pages/appeals/mediating/mediating": {"it": {"hears": True, "parties": []}},
    "pages/appeals/mediation/mediation": {"it": {"mayTalk": True, "parties": []}},
    "pages/commons/demand/demand": {"asking": True},
    "pages/commons/meeting/meeting": {"it": {"state": "minuted"}, "reading": True},
    "pages/jobs/job/job": {"asking": True},
    "pages/markets/ticket/ticket": {"ticket": {"state": "served"}},
    "pages/venues/booking/booking": {"askingAppeal": True},
}
"""What a page is told for its long field to stand there: a panel is open, a matter is so far."""
FORMS = {"packages/employer/register/register", "packages/keeper/plan/plan"}
"""Forms of work that come back whole, by their page's own draft."""
SHOW = "data => new Promise(done => host.pagesNow().at(-1).setData(data, done))"
LONG = "#pages page:not([hidden]) textarea"
WORDS = "今天上午写到一半的话，第{}处"
opened = {}


TAKE_UP = re.compile("接着写$")


def take_up(phone):
    """Go on with everything that is offered."""
    for offer in phone.page.get_by_role("button", name=TAKE_UP).filter(visible=True).all():
        offer.evaluate("it => it.click()")
    phone.settle()


def long_fields(phone, route):
    if route in LATER:
        phone.page.evaluate(SHOW, LATER[route])
        phone.settle()
    return phone.page.locator(LONG).filter(visible=True).all()


@pytest.mark.parametrize("route", ROUTES)
def test_what_was_written_is_there_again(route, live, make_phone):
    way = visits.visit_of(route, live)
    phone = make_phone(persona=way.persona)
    phone.open(route, way.query)
    fields = long_fields(phone, route)
    for number, field in enumerate(fields):
        field.fill(WORDS.format(number))
        field.blur()
    phone.settle()
    phone.open("pages/about/about")
    phone.open(route, way.query)
    shown = [field.input_value() for field in long_fields(phone, route)]
    phone.let_arrive()
    take_up(phone)
    found = [field.input_value() for field in long_fields(phone, route)]
    opened[route] = len(fields)

    if route not in FORMS:
        assert not {WORDS.format(number) for number in range(len(fields))} & set(shown)
    assert found == [WORDS.format(number) for number in range(len(fields))]


def test_nearly_every_page_showed_its_long_field():
    blank = [route for route, count in opened.items() if not count]
    assert len(blank) <= MOST_BLANK, blank


@pytest.fixture
def post(live, make_phone):
    """A telephone that shows a post, opened from the list of work."""
    way = visits.visit_of("pages/jobs/job/job", live)
    phone = make_phone().open("pages/jobs/list/list")
    phone.page.evaluate("url => host.wx.navigateTo({ url })", f"/pages/jobs/job/job{way.query}")
    phone.wait_for_route("pages/jobs/job/job")
    return phone


def written(phone):
    return phone.page.get_by_role("textbox", name="补充说明").input_value()


def test_the_gesture_back_closes_the_panel_first_and_loses_nothing(post):
    post.tap("举报这个岗位")
    post.write("补充说明", "他们要先交两百块押金")
    post.let_arrive()
    post.page.go_back()
    post.settle()
    assert post.page.get_by_role("dialog").count() == 0
    assert post.route.startswith("pages/jobs/job/job")
    post.back()
    assert post.route == "pages/jobs/list/list"
    post.page.go_forward()
    post.wait_for_route("pages/jobs/job/job")
    post.tap("举报这个岗位")
    post.sees("上次没发出的话，要接着写吗")
    assert written(post) == ""
    post.photograph("var/screenshots/stories/brought-back.png")
    post.tap("补充说明：接着写")
    post.settle()
    assert written(post) == "他们要先交两百块押金"


def test_what_was_sent_is_not_put_back(post):
    post.tap("举报这个岗位")
    post.page.get_by_role("radio", name="有歧视").tap()
    post.write("补充说明", "写了只要三十五岁以下")
    post.let_arrive()
    post.tap("提交举报")
    post.sees("已收到，核实后会告诉您")
    post.open(*post.route.split("?")[:1], "?" + post.route.split("?")[1])
    post.tap("举报这个岗位")
    assert written(post) == ""


RAISE = "pages/commons/raise/raise"


def test_what_is_not_wanted_any_more_is_thrown_away(phone):
    phone.open(RAISE)
    phone.write("什么事", "楼道灯坏了三个月")
    phone.reload()
    phone.tap("什么事：不要上次写的")
    phone.settle()
    phone.reload()
    phone.let_arrive()
    assert not phone.page.get_by_text("要接着写吗").count()


HELP = "pages/appeals/ask/ask"
BEATEN = "我老公昨晚又打我，还说要杀了我"


def held(phone):
    """Whatever the phone keeps, opened."""
    return phone.page.evaluate(
        """async () => {
          const it = host.run('core/storage.js')
          const names = host.wx.getStorageInfoSync().keys.filter((name) => name.startsWith('draft:'))
          return JSON.stringify(await Promise.all(names.map(it.unseal)))
        }"""
    )


def test_of_a_hardship_nothing_stays_on_the_phone_before_or_after_the_answer(phone):
    phone.open(HELP)
    phone.sees("手机里不留下您写的话")
    phone.write("发生了什么", BEATEN)
    phone.let_arrive()
    assert "打我" not in held(phone)
    phone.tap("看看有哪几条路")
    phone.page.get_by_role("alert").first.wait_for()
    assert "打我" not in held(phone)
    phone.reload()
    assert phone.page.get_by_role("textbox", name="发生了什么").input_value() == ""
    assert not phone.page.get_by_text("要接着写吗").count()


TIP = "pages/tips/send/send"


def test_of_an_anonymous_tip_nothing_stays_on_the_phone(phone):
    phone.open(TIP, "?anonymous=1")
    phone.sees("手机里也不留下写的内容")
    phone.write("是什么问题", "隔壁工地半夜偷排泥浆")
    phone.page.get_by_role("textbox", name="位置说明").focus()
    phone.settle()
    phone.let_arrive()
    assert "泥浆" not in held(phone)
    assert "once" not in held(phone)
    phone.reload()
    assert phone.page.get_by_role("textbox", name="是什么问题").input_value() == ""


def test_a_tip_that_tells_of_danger_does_not_stay_on_the_phone(phone):
    phone.open(TIP)
    phone.write("是什么问题", BEATEN)
    phone.let_arrive()
    assert "打我" not in held(phone)
    phone.page.get_by_role("textbox", name="位置说明").focus()
    phone.page.get_by_role("alert").first.wait_for()
    phone.write("位置说明", "三楼")
    phone.let_arrive()
    assert "打我" not in held(phone)


def test_a_tip_is_offered_again_without_its_words(phone):
    phone.open(TIP)
    phone.write("是什么问题", "路口的井盖松了，车过就响")
    phone.page.get_by_role("textbox", name="位置说明").focus()
    phone.settle()
    phone.let_arrive()
    phone.reload()
    phone.sees("上次没发出的话，要接着写吗")
    words = phone.page.get_by_role("textbox", name="是什么问题")
    assert words.input_value() == ""
    phone.tap("接着写")
    phone.settle()
    assert words.input_value() == "路口的井盖松了，车过就响"


def test_what_is_kept_lies_sealed(phone):
    phone.open(RAISE)
    phone.write("什么事", "楼道灯坏了三个月")
    phone.let_arrive()
    phone.settle()
    kept = phone.page.evaluate("() => JSON.stringify(localStorage)")
    assert "楼道灯" not in kept
    assert "field:pages/commons/raise/raise" in kept


RAISED = {
    "题目": "楼道灯坏了",
    "什么事": "三楼到五楼的灯坏了三个月",
    "影响到谁": "住在上面的老人晚上不敢下楼",
    "希望怎样": "换成感应的，坏了三天内修",
    "要请谁来一起商量": "物业和社区电工",
}


def test_a_field_of_one_line_is_kept_as_well(phone):
    phone.open(RAISE)
    for label, words in RAISED.items():
        phone.write(label, words)
    phone.let_arrive()
    phone.reload()
    phone.let_arrive()
    for label in RAISED:
        phone.tap(f"{label}：接着写")
        phone.settle()
    found = {label: phone.page.get_by_role("textbox", name=label).input_value() for label in RAISED}
    assert found == RAISED
