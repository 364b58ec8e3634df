"""Somebody to talk to: the number that the button for help dials."""

import json

import pytest

DIALS = """window.dialled = []
HTMLAnchorElement.prototype.click = function () { window.dialled.push(this.href) }"""
COMMUNITY, NUMBER = "440311001001", "0755-27400000"


@pytest.fixture
def neighbour(make_phone, live):
    """A telephone of somebody who has told the service where they live."""
    phone = make_phone()
    told = {"nickname": "", "community_code": COMMUNITY, "font_step": 0, "elderly_mode": False}
    answer = live.session(phone.persona).put(f"{live.base}/api/v1/me", json=told, timeout=10)
    assert answer.ok, answer.text
    phone.page.add_init_script(DIALS)
    return phone


def dialled(phone):
    phone.page.wait_for_function("() => window.dialled.length")
    return phone.page.evaluate("() => window.dialled")


def district_with_numbers(live, route):
    profile = live.session("asks").get(f"{live.base}/api/v1/places/district", timeout=10).json()
    route.fulfill(
        content_type="application/json",
        body=json.dumps(profile | {"community_telephones": {COMMUNITY: NUMBER}}),
    )


@pytest.mark.parametrize(
    ("page", "button"),
    [
        ("pages/about/about", NUMBER),
        ("pages/search/search", "电话"),
        ("pages/me/me", "打电话问人"),
    ],
)
def test_whoever_lives_in_a_community_reaches_its_people(neighbour, live, page, button):
    neighbour.page.route(
        "**/api/v1/places/district", lambda route: district_with_numbers(live, route)
    )
    neighbour.open("pages/me/me")
    neighbour.use_elder()
    neighbour.open(page, "?q=没有这样的东西")
    neighbour.tap(button)
    assert dialled(neighbour) == [f"tel:{NUMBER}"]


def test_a_community_without_a_number_and_a_person_unknown_reach_the_hotline(neighbour):
    neighbour.open("pages/about/about")
    neighbour.tap("打 12345")
    assert dialled(neighbour) == ["tel:12345"]
    neighbour.open("pages/me/me")
    neighbour.open("pages/about/about")
    neighbour.tap("打 12345")
    assert dialled(neighbour) == ["tel:12345"]


def test_a_district_that_an_older_version_kept_reaches_the_hotline(neighbour):
    neighbour.open("pages/me/me")
    neighbour.page.evaluate("() => host.wx.setStorageSync('district', { centre: null })")
    neighbour.page.evaluate("() => host.run('core/help.js').callPerson()")
    assert dialled(neighbour) == ["tel:12345"]
