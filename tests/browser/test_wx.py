"""What `wx` does in a browser: the answers, and WeChat's words where it fails."""

import pytest

from weijiayuan.places.coordinates import to_gcj02

CALL = """async ([name, options]) => {
  try { return await host.tapped(() => host.wx[name](options)) } catch (fault) { return fault }
}"""


@pytest.fixture
def wx(phone):
    """Call a wx function on an open page: `wx("showToast", title="好")`."""
    phone.open()

    def call(name, **options):
        return phone.page.evaluate(CALL, [name, options])

    call.phone, call.page = phone, phone.page
    return call


def begun(wx, name, **options):
    """Start a call that waits for the person; `result()` gives its answer."""
    wx.page.evaluate(
        f"([name, options]) => {{ window.asked = ({CALL})([name, options]) }}", [name, options]
    )
    return lambda: wx.page.evaluate("() => window.asked")


def test_storage_keeps_values_and_says_what_it_holds(wx):
    wx.page.evaluate("() => host.wx.setStorageSync('a', { n: [1, '二'] })")
    assert wx.page.evaluate("() => host.wx.getStorageSync('a')") == {"n": [1, "二"]}
    assert wx.page.evaluate("() => host.wx.getStorageSync('none')") == ""
    assert wx("getStorage", key="none") == {"errMsg": "getStorage:fail data not found"}
    assert "a" in wx.page.evaluate("() => host.wx.getStorageInfoSync().keys")
    wx("removeStorage", key="a")
    assert wx.page.evaluate("() => host.wx.getStorageSync('a')") == ""


def test_what_is_encrypted_is_read_by_no_other_call(wx):
    wx("setStorage", key="name", data="甲", encrypt=True)
    assert wx("getStorage", key="name", encrypt=True)["data"] == "甲"
    assert wx("getStorage", key="name") == {"errMsg": "getStorage:fail data not found"}
    said = wx.page.evaluate(
        "() => { try { return host.wx.getStorageSync('name') } catch (fault) { return fault.errMsg } }"
    )
    assert said == "getStorageSync:fail data is encrypted"


def test_callbacks_and_promises_say_the_same(wx):
    heard = wx.page.evaluate(
        """() => new Promise((done) => {
          const heard = []
          host.wx.getStorage({ key: 'none', success: () => heard.push('success'), fail: ({ errMsg }) => heard.push(errMsg), complete: () => { heard.push('complete'); done(heard) } })
        })"""
    )
    assert heard == ["getStorage:fail data not found", "complete"]


@pytest.mark.parametrize(("button", "confirmed"), [("好", True), ("不", False)])
def test_a_question_is_answered(wx, button, confirmed):
    answer = begun(wx, "showModal", title="去吗", content="明天", confirmText="好", cancelText="不")
    wx.phone.tap(button, exact=True)
    assert answer()["confirm"] is confirmed


@pytest.mark.parametrize("name", ["confirmText", "cancelText"])
def test_words_on_the_buttons_of_a_question_are_short(wx, name):
    said = wx("showModal", title="去吗", **{name: "我再想一想"})
    assert said["errMsg"] == (
        f"showModal:fail {name} length should not larger than 4 Chinese characters"
    )


def test_a_toast_shows_two_lines_and_no_more(wx):
    wx("showToast", title="字" * 100, icon="none")
    words = wx.page.locator(".wx-toast span")
    assert words.evaluate("(it) => it.scrollHeight > it.clientHeight + 20")
    assert words.evaluate("(it) => it.clientHeight") < 60


def test_what_is_encrypted_has_less_room(wx):
    assert wx("setStorage", key="big", data="a" * 800_000)["errMsg"] == "setStorage:ok"
    said = wx("setStorage", key="big", data="a" * 800_000, encrypt=True)
    assert said["errMsg"] == "setStorage:fail entry size limit reached"


def test_a_question_can_be_left_with_the_escape_key(wx):
    answer = begun(wx, "showModal", title="去吗")
    wx.page.get_by_role("dialog").wait_for()
    wx.page.keyboard.press("Escape")
    assert answer()["cancel"]


def test_a_choice_of_actions(wx):
    answer = begun(wx, "showActionSheet", itemList=["甲", "乙"])
    wx.phone.tap("乙", exact=True)
    assert answer() == {"tapIndex": 1, "errMsg": "showActionSheet:ok"}
    left = begun(wx, "showActionSheet", itemList=["甲"])
    wx.phone.tap("取消")
    assert left() == {"errMsg": "showActionSheet:fail cancel"}


def test_a_toast_is_read_out_and_goes(wx):
    wx("showToast", title="存好了", duration=300)
    wx.page.get_by_role("status").get_by_text("存好了").wait_for()
    wx.page.get_by_text("存好了").wait_for(state="hidden")


def test_the_place_is_given_in_the_datum_of_maps(make_phone):
    phone = make_phone(
        geolocation={"longitude": 113.93, "latitude": 22.75}, permissions=["geolocation"]
    ).open()
    plain = phone.page.evaluate(CALL, ["getLocation", {}])
    mapped = phone.page.evaluate(CALL, ["getLocation", {"type": "gcj02"}])
    assert (plain["longitude"], plain["latitude"]) == (113.93, 22.75)
    assert (mapped["longitude"], mapped["latitude"]) == pytest.approx(to_gcj02(113.93, 22.75))


def test_a_place_that_is_refused(wx):
    assert wx("getLocation")["errMsg"] == "getLocation:fail auth deny"


def test_the_network_is_watched(wx):
    wx.page.evaluate(
        "() => { window.heard = []; host.wx.onNetworkStatusChange((now) => window.heard.push(now)) }"
    )
    wx.phone.offline()
    wx.phone.sees("没有网络")
    assert wx.page.evaluate("() => window.heard") == [{"isConnected": False, "networkType": "none"}]
    wx.phone.offline(gone=False)


def test_the_theme_is_watched(wx):
    wx.page.evaluate("() => { host.wx.onThemeChange(({ theme }) => { window.theme = theme }) }")
    wx.page.emulate_media(color_scheme="dark")
    wx.page.wait_for_function("() => window.theme === 'dark'")


def test_words_are_put_on_the_clipboard(make_phone):
    phone = make_phone(permissions=["clipboard-read", "clipboard-write"]).open()
    phone.page.evaluate(CALL, ["setClipboardData", {"data": "246810"}])
    assert phone.page.evaluate(CALL, ["getClipboardData", {}])["data"] == "246810"


def test_pictures_are_chosen_looked_at_and_sent_with_progress(wx):
    with wx.page.expect_file_chooser() as chooser:
        begun(wx, "chooseMedia", count=1, mediaType=["image"])
    chooser.value.set_files({"name": "a.png", "mimeType": "image/png", "buffer": b"\x89PNG"})
    path = wx.page.evaluate("() => window.asked.then((found) => found.tempFiles[0].tempFilePath)")
    wx.phone.expect_fault("status of 401")
    sent = wx.page.evaluate(
        """(filePath) => new Promise((done) => {
          const progress = []
          const task = host.wx.uploadFile({ url: '/api/v1/files', filePath, name: 'file', formData: { kind: 'photo' },
            success: ({ data, statusCode }) => done({ data, statusCode, progress }) })
          task.onProgressUpdate(({ progress: now }) => progress.push(now))
        })""",
        path,
    )
    assert sent["statusCode"] == 401
    assert '"web.not_signed_in"' in sent["data"]
    assert sent["progress"][-1] == 100


def test_a_patch_is_not_a_method(wx):
    said = wx.page.evaluate(
        "() => new Promise((done) => host.wx.request({ url: '/', method: 'PATCH', fail: done }))"
    )
    assert said["errMsg"] == "request:fail method is invalid"


def test_pictures_are_turned(wx):
    wx("previewImage", urls=["/images/tab-home-light.png", "/images/tab-bell-light.png"])
    wx.page.get_by_role("img", name="第1张，共2张").wait_for()
    wx.phone.tap("下一张")
    wx.page.get_by_role("img", name="第2张，共2张").wait_for()
    wx.phone.tap("关闭")


def test_a_code_is_typed_where_it_cannot_be_scanned(wx):
    answer = begun(wx, "scanCode")
    wx.phone.write("码上的内容", " 246810 ")
    wx.phone.tap("确定")
    assert answer()["result"] == "246810"


def test_messages_are_agreed_to_at_wechat_too(wx):
    wx.phone.answer_messages()
    answer = begun(wx, "requestSubscribeMessage", tmplIds=["fake-progress"])
    wx.phone.tap("好的")
    assert answer()["fake-progress"] == "accept"


@pytest.mark.parametrize(
    ("templates", "errcode"),
    [
        ([], 10001),
        (["nobody-knows-it"], 20001),
        (["fake-progress", "fake-long"], 20002),
        (["fake-progress", "fake-reminder", "fake-progress", "fake-reminder"], 20003),
    ],
)
def test_wechat_asks_about_one_sort_of_messages_and_few(wx, templates, errcode):
    assert wx("requestSubscribeMessage", tmplIds=templates)["errCode"] == errcode


@pytest.mark.parametrize("name", ["requestSubscribeMessage", "shareFileMessage", "openSetting"])
def test_some_calls_need_a_finger_on_the_screen(wx, name):
    late = "([name]) => host.wx[name]({ tmplIds: ['fake-progress'] }).catch((fault) => fault)"
    said = wx.page.evaluate(late, [name])
    assert said["errMsg"] == f"{name}:fail can only be invoked by user TAP gesture."


def test_a_full_telephone_says_so(wx):
    half = "x".ljust(700_000, "x")
    assert [wx("setStorage", key=f"k{n}", data=half)["errMsg"] for n in range(16)][-1] == (
        "setStorage:fail storage max size limit reached"
    )


def test_a_wrong_number_is_not_dialled(wx):
    said = wx("makePhoneCall", phoneNumber="请问")
    assert said["errMsg"] == "makePhoneCall:fail phoneNumber is invalid"


def test_what_exists_is_known(wx):
    assert wx.page.evaluate("() => host.wx.canIUse('getLocation.object.type')") is True
    assert wx.page.evaluate("() => host.wx.canIUse('createVKSession')") is False


def test_somebody_else_is_chosen_in_the_bar(phone):
    phone.open("pages/me/me")
    phone.tap("身份")
    phone.tap("网格员")
    phone.wait_for_route("pages/home/home")
    phone.tap("我的", "link", exact=True)
    phone.wait_for_route("pages/me/me")
    assert "示例·网格员" in phone.text
