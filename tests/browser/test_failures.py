"""What a failure does to the person: nobody who writes is interrupted, and no scan at a door is lost."""

import re
from pathlib import Path

import pytest

from tests.browser import visits

visits.load_all()
DOOR = "packages/organiser/door/door"
TIP = "pages/tips/send/send"
LONG = "现在正在维护，请您稍后再来看一看。" * 3
SAY = "(sentence) => host.run('core/api.js').say({ sentence })"
LETTERS = "小区门口的垃圾好几天没有人清理了请来看看"
GATE = Path(__file__).parents[2] / "tools" / "wechat" / "environment.mjs"
CHECK_IN = """async ([answer, loggedIn]) => {
  const page = host.pagesNow().at(-1)
  host.wx.setStorageSync('market-scans:' + page.id, [])
  if (!loggedIn) host.wx.removeStorageSync('token')
  host.wx.login = ({ fail }) => fail({ errMsg: 'login:fail network' })
  host.wx.request = ({ success, fail }) => (answer.errMsg ? fail(answer) : success({ header: {}, ...answer }))
  await page.checkIn('WJY:M:ABCD2345')
  return [host.wx.getStorageSync('market-scans:' + page.id).length, page.data.results[0].text]
}"""
OF_THE_MOMENT = {
    "no network": {"errMsg": "request:fail "},
    "a wrong clock": {"errMsg": "request:fail ssl hand shake error"},
    "slow": {"errMsg": "request:fail timeout"},
    "gone": {"statusCode": 502, "data": ""},
    "refused by a wall": {"statusCode": 403, "data": "<html>log in</html>"},
    "answered by a wall": {"statusCode": 200, "data": "<html>log in</html>"},
    "too many": {"statusCode": 429, "data": {"code": "web.too_many", "detail": "太快了"}},
    "too late": {"statusCode": 408, "data": {}},
    "a dead token and no log-in": {"statusCode": 401, "data": {"code": "accounts.token"}},
}


@pytest.fixture
def door(live, make_phone):
    way = visits.visit_of(DOOR, live)
    return make_phone(persona=way.persona).open(DOOR, way.query)


def test_a_scan_is_kept_whatever_stands_in_its_way(door):
    found = {
        name: door.page.evaluate(CHECK_IN, [answer, True]) for name, answer in OF_THE_MOMENT.items()
    }
    found["no token and no log-in"] = door.page.evaluate(CHECK_IN, [{"statusCode": 200}, False])
    assert {name: count for name, (count, _) in found.items() if count != 1} == {}
    assert {name for name, (_, said) in found.items() if "已记下" not in said} == set()


def test_a_scan_that_the_service_refuses_is_refused(door):
    refusal = {"statusCode": 404, "data": {"code": "markets.no_ticket", "detail": "没有这张票"}}
    assert door.page.evaluate(CHECK_IN, [refusal, True]) == [0, "没有这张票"]


def test_a_failure_of_the_page_itself_takes_no_letter_from_who_writes(phone):
    phone.open(TIP)
    phone.use_elder()
    field = phone.page.get_by_role("textbox", name="是什么问题")
    field.tap()
    phone.let_arrive()
    for at, letter in enumerate(LETTERS):
        phone.page.keyboard.type(letter)
        if at == 3:
            phone.page.evaluate(SAY, LONG)
    assert field.input_value() == LETTERS
    assert phone.page.get_by_role("dialog").count() == 0
    line = phone.page.get_by_role("alert").filter(has_text=LONG)
    line.wait_for()
    phone.photograph("var/screenshots/stories/told-in-a-line.png")
    phone.tap("知道了")
    line.wait_for(state="hidden")


def test_nobody_who_has_pressed_nothing_gets_a_dialog(phone):
    phone.open(TIP)
    phone.page.evaluate(SAY, LONG)
    phone.page.get_by_role("alert").filter(has_text=LONG).wait_for()
    assert phone.page.get_by_role("dialog").count() == 0


def test_three_failures_of_one_tap_are_one_dialog(phone):
    phone.open(TIP, "?anonymous=1")
    phone.page.get_by_text("先拍照片").tap()
    phone.let_arrive()
    for sentence in (LONG, LONG, LONG + "第二句"):
        phone.page.evaluate(SAY, sentence)
    assert phone.page.get_by_role("dialog").count() == 1
    phone.page.get_by_role("dialog").get_by_role("button", name="知道了").tap()


def test_a_draft_that_nobody_opens_again_ends_after_thirty_days(phone):
    phone.open("pages/commons/raise/raise")
    phone.page.evaluate(
        """() => {
          const draft = host.run('core/draft.js')
          const [now, day] = [Date.now, 24 * 3600 * 1000]
          Date.now = () => now() - 40 * day
          draft.save('field:old', '旧的')
          Date.now = () => now() - 20 * day
          draft.save('field:young', '新的')
          Date.now = now
        }"""
    )
    phone.let_arrive()
    phone.open("pages/home/home")
    phone.reload()
    phone.let_arrive()
    names = phone.page.evaluate("() => host.wx.getStorageInfoSync().keys")
    assert "draft:field:young" in names
    assert "draft:field:old" not in names


FIT = "https://wjy.district.gov.cn"
UNFIT = (
    *(
        "https://a.gov.cn:443:1",
        "https://a.gov.cn:99999",
        "https://a.gov.cn:0",
        "https://a.gov.cn:",
    ),
    *("https://wjy.example", "https://a.local", "https://a.test", "https://servicewechat.com"),
    *("https://qq.com", "https://10.0.0.1", "http://a.gov.cn", "https://a.gov.cn/", ""),
)


def unfit(phone, bases):
    source = re.sub("^export ", "", GATE.read_text("utf-8"), flags=re.MULTILINE)
    return phone.page.evaluate(
        f"(bases) => {{ {source}; return unfit(bases, 'wx0123456789abcdef') }}", bases
    )


def test_a_release_needs_three_addresses_that_wechat_takes(phone):
    phone.open("pages/home/home")
    whole = dict.fromkeys(("develop", "trial", "release"), FIT)
    assert unfit(phone, whole) == []
    assert unfit(phone, whole | {"release": FIT + ":8443"}) == []
    assert len(unfit(phone, {})) == 3
    misspelt = {"develop": FIT, "trial": FIT, "relase": FIT}
    assert len(unfit(phone, misspelt)) == 2
    assert [one for one in UNFIT if not unfit(phone, whole | {"trial": one})] == []
