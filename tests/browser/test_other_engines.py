"""The main stories once more in other engines: Firefox, and WebKitGTK where Debian's is installed."""

from uuid import uuid4

import pytest

from tests.browser.firefox import Firefox, find_firefox
from tests.browser.visits_markets import markets
from tests.browser.visits_venues import a_free_slot, a_venue_of
from tests.browser.webkit import WebKit, find_webkit

SIDEWAYS = """
const pages = document.getElementById('pages')
return pages.scrollWidth > pages.clientWidth + 1"""


ENGINES = {
    "firefox": (find_firefox, Firefox, "no Firefox on this machine: run tools/setup-browser"),
    "webkit": (find_webkit, WebKit, "no WebKitGTK on this machine: webkit2gtk-driver and xvfb"),
}
ROUTES = (
    "pages/home/home",
    "pages/matters/matters",
    "pages/me/me",
    "pages/about/about",
    "pages/venues/list/list",
    "pages/activities/list/list",
    "pages/jobs/list/list",
    "pages/tips/send/send",
    "pages/appeals/ask/ask",
    "packages/directory/near/near",
)


@pytest.fixture(scope="module", params=ENGINES)
def engine(request, tmp_path_factory):
    find, drive, missing = ENGINES[request.param]
    program = find()
    if program is None:
        pytest.skip(missing)
    running = drive(program, tmp_path_factory.mktemp(request.param) / "profile")
    yield running
    running.close()


@pytest.fixture
def opened(engine, live):
    """Open a page as somebody whom no other test knows; what it throws fails the test."""

    def go(route, query=""):
        engine.open(live.base, route, query, persona=f"elsewhere-{uuid4()}")
        return engine

    yield go
    assert engine.faults == []
    assert not engine.run(SIDEWAYS)


def test_the_calculator_asks_and_answers(opened):
    phone = opened("pages/welfare/ask/ask", "?policy=gaoling")
    phone.tap("1", "radio")
    phone.tap("只记得年份")
    phone.write("哪一年", "1940")
    phone.tap("下一题")
    phone.tap("光明", "radio")
    phone.wait_for_route("pages/welfare/result/result")
    phone.sees("高龄老人津贴")


def test_a_neighbour_signs_up_at_a_market(opened, live):
    phone = opened("pages/markets/market/market", f"?id={markets(live)[1]['id']}")
    phone.tap("报名：义剪")
    phone.tap("确认报名")
    phone.wait_for_route("pages/markets/ticket/ticket")
    phone.sees("A0")


def test_a_court_is_booked(opened, live):
    venue = a_venue_of(live, "court")
    slot = a_free_slot(live, venue, after=0)
    phone = opened("pages/venues/venue/venue", f"?id={venue['id']}")
    month, day = int(slot["starts_at"][5:7]), int(slot["starts_at"][8:10])
    phone.tap(f"{month}月{day}日，")
    phone.tap(f"{slot['starts_at'][11:16]}–{slot['ends_at'][11:16]}", "radio")
    phone.tap("确定预约")
    phone.wait_for_route("pages/venues/booking/booking")
    phone.sees("已预约")


def test_quick_letters_all_arrive_and_a_draft_survives(opened, live):
    phone = opened("pages/self/family/family")
    phone.tap("加一位家人")
    name = "王小明李小红张小刚赵小丽陈小军"
    phone.write("姓名", name)
    phone.settle()
    phone.reload()
    phone.tap("接着写")
    phone.settle()
    assert phone.run("return document.querySelector('page:not([hidden]) input').value") == name


def test_the_elder_mode_is_turned_on(opened):
    phone = opened("pages/home/home")
    phone.tap("用长者版")
    phone.wait(lambda: phone.run("return 'elder' in document.documentElement.dataset"), "not large")
    phone.sees("查补贴")


def test_ten_pages_open_and_none_is_wider_than_its_window(opened):
    wide = []
    for route in ROUTES:
        phone = opened(route)
        assert len(phone.text) > 10, route
        wide += [route] if phone.run(SIDEWAYS) else []
    assert wide == []
