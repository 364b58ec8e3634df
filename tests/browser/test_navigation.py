"""Pages and the browser's history: back, forward, links, reload."""

from playwright.sync_api import expect

NOTE_WHERE_TAPPED = """() => document.addEventListener(
    'pointerdown', () => { window.tappedAt = document.getElementById('pages').scrollTop },
    { capture: true, once: true })"""
SCROLLED = "document.getElementById('pages').scrollTop"


def test_a_link_opens_its_page_and_home_is_one_tap_away(phone):
    phone.open("pages/welfare/policy/policy", "?id=gaoling")
    assert "高龄老人津贴" in phone.text
    phone.tap("回到首页")
    phone.wait_for_route("pages/home/home")


def test_the_browsers_back_button_and_the_bars_are_the_same(phone):
    phone.open()
    phone.tap("政策库", "link")
    phone.wait_for_route("pages/welfare/policies/policies")
    phone.page.locator(".policy").first.tap()
    phone.wait_for_route("pages/welfare/policy/policy")
    phone.tap("返回")
    phone.wait_for_route("pages/welfare/policies/policies")
    phone.page.go_back()
    phone.wait_for_route("pages/home/home")
    phone.page.go_forward()
    phone.wait_for_route("pages/welfare/policies/policies")


def test_a_page_keeps_its_place_while_another_is_in_front(phone):
    phone.open("pages/welfare/policies/policies")
    policy = phone.page.locator(".policy").nth(9)
    expect(policy).to_be_attached()
    phone.page.evaluate(NOTE_WHERE_TAPPED)  # a tap may scroll once more by itself
    policy.tap()
    phone.wait_for_route("pages/welfare/policy/policy")
    phone.back()
    there = phone.page.evaluate("window.tappedAt")
    assert there > 200
    assert abs(phone.page.evaluate(SCROLLED) - there) < 40


def test_a_reload_keeps_the_page_and_the_way_back(phone):
    phone.open()
    phone.tap("政策库", "link")
    phone.wait_for_route("pages/welfare/policies/policies")
    phone.reload()
    assert phone.route == "pages/welfare/policies/policies"
    phone.tap("返回")
    phone.wait_for_route("pages/home/home")


def test_an_unknown_address_opens_the_first_page(phone):
    phone.open("pages/nowhere/nowhere")
    assert phone.route == "pages/home/home"


def test_tabs_are_remembered_by_the_browser(phone):
    phone.open()
    phone.tap("我的", "link", exact=True)
    phone.wait_for_route("pages/me/me")
    phone.back()
    assert phone.route == "pages/home/home"


def test_wrong_ways_fail_with_wechats_words(phone):
    said = phone.open().page.evaluate(
        """async () => {
          const failed = (going) => going.then(() => 'ok', (fault) => fault.errMsg)
          return [
            await failed(host.wx.navigateTo({ url: '/pages/nowhere/x' })),
            await failed(host.wx.navigateTo({ url: '/pages/me/me' })),
            await failed(host.wx.switchTab({ url: '/pages/about/about' })),
            await failed(host.wx.navigateBack()),
          ]
        }"""
    )
    assert said == [
        'navigateTo:fail page "pages/nowhere/x" is not found',
        "navigateTo:fail can not navigateTo a tabbar page",
        "switchTab:fail can not switch to no-tabBar page",
        "navigateBack:fail cannot navigate back at first page",
    ]


def test_ten_pages_are_the_limit(phone):
    said = phone.open().page.evaluate(
        """async () => {
          for (let at = 0; at < 9; at += 1) await host.wx.navigateTo({ url: '/pages/about/about?n=' + at })
          return host.wx.navigateTo({ url: '/pages/about/about' }).catch((fault) => fault.errMsg)
        }"""
    )
    assert "limit" in said


def test_a_page_is_pulled_down(phone):
    phone.open("pages/welfare/policies/policies")
    with phone.page.expect_request("**/welfare/policies?*"):
        phone.tap("刷新")
    phone.page.locator("#pulling").wait_for(state="hidden")


def test_a_package_that_cannot_be_loaded_is_offered_again(phone):
    phone.expect_fault("ERR_FAILED")
    phone.open()
    phone.page.route("**/packages/pages-welfare.js", lambda route: route.abort())
    phone.tap("政策库", "link")
    phone.page.get_by_role("dialog", name="没能打开").wait_for()
    phone.page.unroute("**/packages/pages-welfare.js")
    phone.tap("再试一次")
    phone.wait_for_route("pages/welfare/policies/policies")
