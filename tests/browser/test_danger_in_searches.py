"""Whoever types danger into a search box of the phone is told first whom to call."""

import re
from pathlib import Path

import pytest

MINIPROGRAM = Path(__file__).parents[2] / "miniprogram"
BOX = re.compile(r"<(search-bar|list-head) ([^>]*placeholder=[^>]*)>")
STAFF = "packages/staff/"
OPENED_AT = {"pages/search/search": "?q=%E7%90%83"}


def boxes():
    """Return the pages with a search box, as their templates have them."""
    found = {}
    for path in sorted(MINIPROGRAM.glob("p*/**/*.wxml")):
        page = str(path.relative_to(MINIPROGRAM).with_suffix(""))
        if match := BOX.search(path.read_text("utf-8")):
            found[page] = match.group(2)
    return found


def test_every_search_box_is_the_one_component():
    raw = [
        str(path.relative_to(MINIPROGRAM))
        for path in MINIPROGRAM.glob("**/*.wxml")
        if 'confirm-type="search"' in path.read_text("utf-8")
    ]
    assert raw == ["components/search-bar/search-bar.wxml"]
    assert len(boxes()) >= 10


def test_only_staff_who_look_for_matters_are_not_told():
    assert [page for page, has in boxes().items() if "plain=" in has] == [
        "packages/staff/work/work"
    ]


@pytest.mark.parametrize("page", [page for page in boxes() if not page.startswith(STAFF)])
def test_a_search_box_says_first_whom_to_call(phone, page):
    phone.open(page, OPENED_AT.get(page, ""))
    box = phone.page.locator("page:not([hidden])").get_by_role("textbox").first
    if page == "pages/home/home":
        box.fill("有人晕倒")
        box.press("Enter")
        phone.wait_for_route("pages/search/search")
    else:
        box.fill("有人晕倒")
        box.press("Enter")
    card = phone.page.locator("page:not([hidden])").get_by_role("alert")
    call = card.get_by_role("button", name=re.compile("^拨打120"))
    call.wait_for()
    assert "照样会送到" not in card.inner_text()
    assert call.bounding_box()["y"] < 600

    if page == "pages/home/home":
        return
    box.fill("理发")
    box.press("Enter")
    phone.settle()
    call.wait_for(state="detached")


@pytest.mark.parametrize("typed", ["110", "报警", "救护车", "火警", "想跳楼", "煤气味好大"])
def test_the_one_search_tells_numbers_for_words_of_danger(phone, typed):
    phone.open("pages/search/search", f"?q={typed}")
    phone.page.get_by_role("button", name=re.compile("^拨打")).first.wait_for()


def test_a_search_goes_on_where_nobody_can_say_whom_to_call(phone):
    phone.expect_fault("status of 503")
    phone.page.route("**/services/help?*", lambda route: route.fulfill(status=503, json={}))
    phone.open("pages/search/search", "?q=%E7%90%83")
    phone.page.get_by_role("heading", name="场地", exact=True).wait_for()
    phone.page.unroute_all()
