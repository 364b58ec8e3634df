"""Twenty-four pictures of the product as it is, for docs/pictures/now: `make pictures`.

Sixteen of the telephone, eight of the desk, on sample data, in the sizes people have. The folder
is looked at by people: nothing is compared.
"""

from pathlib import Path

from tests.browser.ten_tasks import GRANTED
from tests.browser.test_desk_every_page import FIRST_ROW, go, signed_in

FOLDER = Path(__file__).parents[2] / "docs" / "pictures" / "now"
PHONE = {
    "home": ("pages/home/home", "", {}),
    "home-dark": ("pages/home/home", "", {"dark": True}),
    "home-large": ("pages/home/home", "", {"font": 23}),
    "search": ("pages/search/search", "?q=%E8%80%81%E4%BA%BA", {}),
    "calculator": ("pages/welfare/ask/ask", "", {}),
    "policies": ("pages/welfare/policies/policies", "", {}),
    "tip": ("pages/tips/send/send", "", {}),
    "venues": ("pages/venues/list/list", "", {}),
    "activities": ("pages/activities/list/list", "", {}),
    "markets": ("pages/markets/list/list", "", {}),
    "jobs": ("pages/jobs/list/list", "", {}),
    "jobs-dark": ("pages/jobs/list/list", "", {"dark": True}),
    "appeals": ("pages/appeals/ask/ask", "", {}),
    "commons": ("pages/commons/home/home", "", {}),
    "approvals": ("pages/approvals/ask/ask", "?kind=individual", {}),
    "me": ("pages/me/me", "", {}),
}
DESK = {
    "desk-start": ("dispatcher", "#/start", "light", 1366),
    "desk-matters": ("dispatcher", "#/matters", "light", 1366),
    "desk-matter": ("dispatcher", "#/matters/one", "light", 1920),
    "desk-dark": ("dispatcher", "#/matters", "dark", 1366),
    "desk-screen": ("supervisor", "#/screen", "light", 1920),
    "desk-market": ("organiser", "#/markets/one", "light", 1366),
    "desk-venues": ("venue-keeper", "#/venues/mine", "light", 1366),
    "desk-search": ("admin", "#/search?q=%E7%A4%BA%E4%BE%8B", "light", 1366),
}


def test_twenty_four_pictures_are_taken(chromium, live, make_phone):
    for name, (route, query, given) in PHONE.items():
        phone = make_phone(**GRANTED, **given)
        phone.open(route, query)
        phone.page.locator("page:not([hidden])").first.wait_for()
        phone.page.wait_for_timeout(PAUSE)
        phone.photograph(FOLDER / f"phone-{name}.png")
    for name, (who, address, theme, width) in DESK.items():
        desk = signed_in(chromium, live, who)
        desk.set_viewport_size({"width": width, "height": 900})
        desk.emulate_media(color_scheme=theme)
        go(desk, address.removesuffix("/one"))
        if address.endswith("/one"):
            go(desk, desk.locator(FIRST_ROW).first.get_attribute("href"))
        desk.screenshot(path=FOLDER / f"{name}.png")
        desk.context.close()
    assert len({*PHONE, *DESK}) == TOTAL


PAUSE = 900
TOTAL = 24
