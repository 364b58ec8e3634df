"""Codes to print: what each opens, who may have one, and what WeChat is asked for."""

import pytest

from tests.factories.markets import make_market
from tests.factories.venues import make_venue
from weijiayuan.accounts.rules import Role
from weijiayuan.gateways.fake_wechat import mini_program_pages
from weijiayuan.governance.printed_codes import OPENED

URL = "/api/v1/printed-codes"
NOTHING = "00000000-0000-7000-8000-000000000000"


@pytest.fixture
def keeper(database, as_role, wechat_of_app):
    return as_role(Role.VENUE_KEEPER)


def test_a_code_is_a_picture_that_opens_the_things_own_page(keeper, wechat_of_app):
    venue = make_venue()

    answer = keeper.get(f"{URL}/venue/{venue.id}")

    assert answer.status_code == 200
    assert answer.mimetype == "image/jpeg"
    assert answer.data.startswith(b"\xff\xd8")


@pytest.mark.parametrize("path", [f"venue/{NOTHING}", f"planet/{NOTHING}"])
def test_a_code_that_would_lead_nowhere_is_not_drawn(keeper, path):
    answer = keeper.get(f"{URL}/{path}")

    assert (answer.status_code, answer.json["code"]) == (404, "governance.nothing_to_open")


def test_another_kind_of_thing_with_this_id_is_none(keeper):
    market = make_market()
    assert keeper.get(f"{URL}/market/{market.id}").status_code == 200
    assert keeper.get(f"{URL}/venue/{market.id}").status_code == 404


def test_residents_draw_no_codes(database, as_resident):
    assert as_resident().get(f"{URL}/venue/{NOTHING}").status_code == 403


def test_every_code_opens_a_page_that_reads_it():
    """The page exists, and takes its id out of what a code carries."""
    folder = mini_program_pages.APP.parent
    for _, page in OPENED.values():
        assert mini_program_pages.exists(page)
        assert "openedWith(options)" in (folder / f"{page}.js").read_text("utf-8"), page
