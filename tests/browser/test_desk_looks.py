"""The desk at four widths, light and dark: axe finds nothing, nothing is cut off, nothing is a narrow strip."""

import pytest
from playwright.sync_api import expect

from tests.browser.conftest import SCREENSHOTS
from tests.browser.test_console import faults, sign_in

WIDTHS = (1366, 1440, 1920, 3840)
WIDE_ENOUGH = 0.7  # of the window, navigation aside
PAGES = {
    "dispatcher": ("start", "matters", "matters/{matter}", "orders", "search?q=事项"),
    "admin": ("start", "accounts"),
    "organiser": ("start", "markets"),
    "venue-keeper": ("start", "venues/requests"),
}


def first_matter(desk):
    desk.goto(desk.url.split("#")[0] + "#/matters")
    link = desk.get_by_role("table").get_by_role("link").first
    return link.get_attribute("href").rsplit("/", 1)[-1]


@pytest.mark.parametrize("who", PAGES)
def test_pages_hold_at_four_widths_by_day_and_by_night(desk, live, who):
    sign_in(desk, live, who)
    expect(desk.get_by_role("heading", name="等我办的")).to_be_visible()
    matter = first_matter(desk) if who == "dispatcher" else ""

    found = {}
    for page in PAGES[who]:
        desk.evaluate("address => { location.hash = address }", f"#/{page.format(matter=matter)}")
        expect(desk.locator("main h1")).to_be_visible()
        expect(desk.get_by_text("正在打开…")).to_have_count(0)
        for theme in ("light", "dark"):
            desk.emulate_media(color_scheme=theme)
            for width in WIDTHS:
                desk.set_viewport_size({"width": width, "height": 1000})
                wrong = [*faults(desk), *strips(desk, width)]
                name = f"{who}-{page.split('/')[0].split('?')[0]}-{width}-{theme}"
                desk.screenshot(path=SCREENSHOTS / "desk" / f"{name}.png")
                found |= {name: wrong} if wrong else {}
    assert found == {}


def strips(desk, width):
    """What is wider than the window, or leaves most of it empty."""
    scroll = desk.evaluate("() => document.documentElement.scrollWidth")
    sheet = desk.evaluate("() => document.querySelector('main').getBoundingClientRect().width")
    wide = [f"scrolls sideways: {scroll}"] if scroll > width else []
    return wide + ([f"a strip of {sheet}"] if sheet < WIDE_ENOUGH * width else [])
