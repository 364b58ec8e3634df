"""What every page leans on: going, storage, addresses, files, and where the phone is."""

import pytest

HOME = "pages/home/home"
FULL = """() => {
  const fill = (length) => { try { for (let n = 0; ; n += 1) host.wx.setStorageSync('x' + length + n, 'x'.repeat(length)) } catch { return } }
  fill(500000)
  fill(1000)
  fill(10)
}"""
STACK = "() => host.pagesNow().map((page) => page.route)"


def core(phone, module, script):
    """Run a script with one of the mini-program's modules at hand as `it`."""
    return phone.page.evaluate(
        f"async () => {{ const it = host.run('core/{module}.js'); {script} }}"
    )


def test_a_full_telephone_reads_and_writes_all_the_same(phone):
    phone.open("pages/me/me")
    phone.page.evaluate(FULL)

    kept = core(phone, "api", "return await it.get('/places/communities', null, { keep: true })")
    said = "{ template: 'progress', result: 'reject' }"
    written = [
        core(phone, "api", f"return await it.post('/me/subscriptions', {said})") for _ in "ab"
    ]

    assert kept["items"]
    assert len(written) == 2


def test_names_and_birth_dates_do_not_lie_open_on_the_phone(phone):
    """WeChat encrypts what is kept; the record of what was sent without answer tells nothing of it."""
    phone.expect_fault("ERR_INTERNET_DISCONNECTED")
    phone.open("pages/self/family/family")
    phone.tap("加一位家人")
    phone.write("姓名", "王小明")
    phone.tap("子女", "radio")
    phone.page.get_by_label("出生日期").fill("2023-05-01")
    phone.offline()
    phone.tap("保存")
    phone.sees("现在没有网络")
    phone.let_arrive()

    held = phone.page.evaluate("JSON.stringify(localStorage)")
    assert "draft:family" in held
    assert "/me/family" not in held
    assert "王小明" not in held
    assert "2023-05-01" not in held
    phone.offline(gone=False)
    phone.reload()
    assert not phone.page.get_by_role("textbox", name="姓名").count()
    phone.tap("接着写")
    phone.settle()
    assert phone.page.get_by_role("textbox", name="姓名").input_value() == "王小明"


def test_a_dead_token_is_replaced_before_a_file_comes(phone):
    phone.expect_fault("status of 401")
    phone.open("pages/me/me")
    path = core(
        phone, "api", "host.wx.setStorageSync('token', 'dead'); return await it.download('/me')"
    )

    assert path.startswith("blob:")
    assert phone.page.evaluate("() => host.wx.getStorageSync('token')") != "dead"


def test_pages_that_lead_to_each_other_do_not_pile_up(phone):
    phone.open(HOME)
    for url in ["/pages/jobs/list/list", "/pages/jobs/mine/mine", "/pages/jobs/list/list"]:
        core(phone, "go", f"it.go('{url}')")
        phone.wait_for_route(url.lstrip("/"))
    assert phone.page.evaluate(STACK) == [HOME, "pages/jobs/list/list"]

    for number in range(12):
        core(phone, "go", f"it.go('/pages/jobs/list/list?saved={number}')")
        phone.wait_for_route(f"pages/jobs/list/list?saved={number}")
    assert len(phone.page.evaluate(STACK)) == 10


def test_two_taps_at_once_open_one_page(phone):
    phone.open(HOME)
    core(phone, "go", "it.go('/pages/jobs/mine/mine'); it.go('/pages/jobs/list/list')")
    phone.wait_for_route("pages/jobs/mine/mine")
    assert phone.page.evaluate(STACK) == [HOME, "pages/jobs/mine/mine"]


def test_a_second_tap_that_is_told_late_opens_no_second_page(phone):
    """The first page is open already when a slow telephone tells of the echo."""
    phone.open(HOME)
    core(
        phone,
        "go",
        """Object.assign(host.run('core/steady.js'), { echo: 400 })
        const pause = () => new Promise((done) => setTimeout(done, 200))
        it.go('/pages/jobs/mine/mine'); await pause(); it.go('/pages/jobs/list/list'); await pause()""",
    )
    assert phone.page.evaluate(STACK) == [HOME, "pages/jobs/mine/mine"]


@pytest.mark.parametrize(
    ("opened", "understood"),
    [
        ({"id": "7"}, {"id": "7"}),
        (
            {"scene": "0190a1b2c3d47e5f8a9b0c1d2e3f4a5b"},
            {"id": "0190a1b2-c3d4-7e5f-8a9b-0c1d2e3f4a5b"},
        ),
        ({"scene": "c%3DK7-22"}, {"c": "K7-22"}),
        ({"scene": "%"}, {}),
    ],
)
def test_a_printed_code_opens_its_page(phone, opened, understood):
    phone.open(HOME)
    found = phone.page.evaluate("(given) => host.run('core/scene.js').openedWith(given)", opened)
    assert {name: found[name] for name in found if name != "scene"} == understood


def test_a_page_that_is_gone_leads_home_and_says_so(phone):
    phone.open("pages/of/yesterday")
    phone.sees("这一页已经没有了")
    assert phone.route == HOME


def test_an_anonymous_tip_asks_for_no_place_until_it_is_wanted(phone):
    asked = "navigator.geolocation.getCurrentPosition = () => { window.askedForPlace = true }"
    phone.page.add_init_script(asked)
    phone.open("pages/tips/send/send", "?anonymous=1")
    assert phone.page.evaluate("() => window.askedForPlace") is None
    phone.tap("用我现在的位置")
    phone.let_arrive()
    assert phone.page.evaluate("() => window.askedForPlace") is True


def test_a_place_that_was_refused_once_can_be_allowed_again(phone):
    phone.open("pages/tips/send/send", "?anonymous=1")
    phone.tap("用我现在的位置")
    phone.sees("之前没有允许使用位置")
    phone.context.grant_permissions(["geolocation"])
    phone.context.set_geolocation({"latitude": 22.76, "longitude": 113.92})
    phone.tap("去设置")
    phone.page.get_by_role("button", name="这里").wait_for()


STEPS = """const day = (hours) => new Date(Date.now() + hours * 3600000).toISOString()
const words = (steps) => steps.map((one) => one.state).join(' ')"""


def step_words(phone, made):
    """Which step is done, now or still to come, in the words of `core/steps.js`."""
    return core(phone, "steps", f"{STEPS}\nreturn words({made})")


def test_what_has_its_day_is_not_said_to_be_now(phone):
    """Somebody of eighty goes at once where "now" stands."""
    phone.open("pages/me/me")
    booked = "it.ofBooking({{ state: '{}', early_minutes: 30 }}, {{ starts_at: day({}) }}, '馆')"
    ticket = "it.ofTicket({{ state: '{}', window: {{ starts_at: day({}) }}, place: '广场' }})"
    applied = "it.ofApplication({{ state: '{}', interview_at: day({}) }})"

    assert step_words(phone, booked.format("confirmed", 72)) == "done next todo"
    assert step_words(phone, booked.format("confirmed", 0.4)) == "done now todo"
    assert step_words(phone, booked.format("held", 72)) == "done now todo"
    assert step_words(phone, ticket.format("held", 72)) == "done next todo todo"
    assert step_words(phone, ticket.format("held", 0.5)) == "done now todo todo"
    assert step_words(phone, applied.format("interview", 72)) == "done done done next"
    assert step_words(phone, applied.format("sent", 72)) == "done now todo todo"


def test_steps_follow_the_thing_and_end_with_it(phone):
    phone.open("pages/me/me")
    closed = "it.ofTip('closed', '')"

    assert step_words(phone, "it.ofTip('submitted', '')") == "done now todo todo todo"
    assert step_words(phone, "it.ofTip('handled', '')") == "done done done now todo"
    assert step_words(phone, closed) == "done done done done now"
    assert step_words(phone, "it.ofTip('rejected', '')") == ""
    cancelled = "it.ofBooking({ state: 'cancelled' }, { starts_at: day(9) }, '馆')"
    assert step_words(phone, cancelled) == ""
    assert step_words(phone, "it.ofApplication({ state: 'rejected' })") == ""


def open_with_update(phone, coming):
    address = f"/?persona={phone.persona}&bridge={phone.bridge}&update={coming}"
    phone.page.goto(f"{phone.live.base}{address}#/pages/commons/raise/raise")
    phone.settle()


def test_a_new_version_is_put_on_when_the_person_says_so_and_loses_nothing(phone):
    phone.open("pages/commons/raise/raise")
    phone.write("什么事", "楼道灯坏了三个月")
    phone.let_arrive()
    open_with_update(phone, "ready")
    phone.sees("微家园有新版本")
    with phone.page.expect_navigation():
        phone.tap("现在更新")
    phone.settle()
    phone.tap("过一会儿")
    phone.settle()
    phone.tap("什么事：接着写")
    phone.settle()
    assert phone.page.get_by_role("textbox", name="什么事").input_value() == "楼道灯坏了三个月"


def test_a_new_version_that_does_not_come_disturbs_nobody(phone):
    open_with_update(phone, "failed")
    assert phone.page.get_by_role("dialog").count() == 0


def test_an_old_wechat_writes_no_names_and_is_asked_to_be_renewed(phone):
    old = "host.wx.getAppBaseInfo = () => ({ SDKVersion: '2.21.2' })"
    phone.open(HOME)
    phone.page.evaluate(f"() => {{ {old} }}")
    kept = phone.page.evaluate(
        """async () => {
          const storage = host.run('core/storage.js')
          storage.seal('who', '张三')
          return [await storage.unseal('who'), localStorage.getItem('mp:who')]
        }"""
    )
    phone.page.evaluate("() => host.run('core/library.js').watch()")
    phone.sees("微信版本太旧了")
    assert kept == ["张三", None]


@pytest.mark.parametrize(
    ("said", "shown", "logged"),
    [
        ("request:fail url not in domain list", "不是您的网络", ["address refused"]),
        ("request:fail invalid url", "不是您的网络", ["address refused"]),
        ("request:fail timeout", "网络有点慢", []),
        ("request:fail net::ERR_INTERNET_DISCONNECTED", "现在没有网络", []),
        ("request:fail -118", "现在没有网络", ["no answer"]),
        ("request:fail ssl hand shake error", "现在没有网络", ["no answer"]),
        ("request:fail -200:net::ERR_CERT_DATE_INVALID", "现在没有网络", ["no answer"]),
        ("request:fail fail:time out", "网络有点慢", []),
        ("request:fail Unable to resolve host", "现在没有网络", []),
    ],
)
def test_an_address_that_is_not_allowed_is_told_to_the_district(phone, said, shown, logged):
    phone.open(HOME)
    found = phone.page.evaluate(
        """async (errMsg) => {
          const logged = []
          host.wx.getRealtimeLogManager = () => ({ warn: (kind) => logged.push(kind) })
          host.wx.request = ({ fail }) => fail({ errMsg })
          const fault = await host.run('core/api.js').post('/tips', {}, { open: true }).catch((it) => it)
          return [fault.sentence, logged]
        }""",
        said,
    )
    assert shown in found[0]
    assert found[1] == logged


def test_a_picture_that_is_refused_says_so(phone):
    phone.open("pages/tips/send/send", "?anonymous=1")
    refuses = "host.wx.chooseMedia = ({ fail }) => fail({ errMsg: 'chooseMedia:fail auth deny' })"
    phone.page.evaluate(f"() => {{ {refuses} }}")
    phone.tap("拍照或选图")
    phone.sees("没能取到照片")


def test_a_long_refusal_and_one_in_elderly_mode_stay_until_they_are_read(phone):
    phone.open(HOME)
    say = "(sentence) => host.run('core/api.js').say({ sentence })"
    phone.page.evaluate(say, "这件事今天办不了")
    phone.page.get_by_role("status").get_by_text("这件事今天办不了").wait_for()
    phone.page.evaluate(say, "这件事今天办不了，因为" + "要先到社区去登记，" * 4)
    phone.tap("知道了")
    phone.use_elder()
    phone.page.evaluate(say, "这件事今天办不了")
    phone.tap("知道了")


def test_an_address_that_is_no_text_opens_the_first_page(phone):
    phone.page.goto(
        f"{phone.live.base}/?persona={phone.persona}#/pages/venues/venue/venue?scene=%E0%A4"
    )
    phone.settle()
    assert phone.text


def test_a_message_that_may_be_read_aloud_is_agreed_to_as_well(phone):
    phone.open("pages/tips/send/send")
    told = phone.page.evaluate(
        """async () => {
          const told = []
          host.wx.request = ({ url, method, data, success }) => {
            if (method === 'POST') told.push(data.result)
            const items = [{ template: 'progress', template_id: 't', credits: 0 }]
            success({ statusCode: 200, data: { items, token: 't' }, header: {} })
          }
          host.wx.requestSubscribeMessage = ({ success }) => success({ t: 'acceptWithAudio' })
          const subscribe = host.run('core/subscribe.js')
          await subscribe.prepare()
          await subscribe.offer(['progress'])
          return told
        }"""
    )
    assert told[-1] == "accept"
