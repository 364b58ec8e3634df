"""Every page of app.json: it opens, is accessible, and is large enough to touch, in every mode.

And none asks where the phone is before a finger has said so: 关于 promises it.
"""

import pytest

from tests.browser import visits
from tests.browser.conftest import SCREENSHOTS
from tests.browser.phone import COLOURS, NARROWEST, SIZE
from weijiayuan.client.miniprogram_packages import tree

visits.load_all()
ASKED_FOR_PLACE = """window.askedForPlace = 0
navigator.geolocation.getCurrentPosition = () => { window.askedForPlace += 1 }"""
ROUTES = [page for package in tree().packages for page in package.pages]


@pytest.mark.parametrize("route", ROUTES)
def test_a_page_can_be_used_by_everybody(route, live, make_phone):
    way = visits.visit_of(route, live)
    phone = make_phone(persona=way.persona)
    phone.page.add_init_script(ASKED_FOR_PLACE)
    phone.open(route, way.query)
    found = {"normal": looked_at(phone, route, "normal", least=44)}
    phone.page.emulate_media(color_scheme="dark")
    found["dark"] = phone.axe(COLOURS)
    phone.photograph(picture(route, "dark"))
    phone.page.emulate_media(color_scheme="light")
    phone.use_elder()
    found["elder"] = looked_at(phone, route, "elder", least=60)

    assert phone.page.evaluate("() => window.askedForPlace") == 0
    assert {mode: faults for mode, faults in found.items() if faults} == {}


def looked_at(phone, route, mode, least):
    phone.photograph(picture(route, mode))
    found = phone.axe() + phone.small_targets(least) + phone.clipped() + phone.machine_dates()
    return found + on_the_narrowest(phone, route, mode, least)


def on_the_narrowest(phone, route, mode, least):
    """What is wrong on the smallest telephones in use, 320 px wide."""
    phone.page.set_viewport_size(NARROWEST)
    found = phone.small_targets(least) + phone.clipped()
    phone.photograph(picture(route, f"{mode}-320"))
    phone.page.set_viewport_size(SIZE)
    return [f"at 320 px: {fault}" for fault in found]


def picture(route, mode):
    return SCREENSHOTS / mode / f"{route.replace('/', '-')}.png"
