"""Danger that nobody has read stands first in an inbox, whatever moment its row carries."""

from datetime import timedelta

import pytest

from weijiayuan.db import transaction
from weijiayuan.kernel import clock
from weijiayuan.notices.rules import DANGER_TEMPLATES
from weijiayuan.notices.service import tell
from weijiayuan.web.messages import catalogue

NUMBER = {"number": "261130-AAAA", "danger": "燃气", "call": "119"}


@pytest.fixture
def me(as_resident):
    return as_resident()


def write(me, cause, *, ago=timedelta(0), danger=False, traceless=False):
    now = clock.now() - ago
    with transaction():
        tell(
            me.resident.id,
            cause=cause,
            template="work_danger" if danger else "activity_message",
            facts=NUMBER if danger else {"title": cause, "text": "请带水"},
            now=now,
            urgent=danger,
            traceless=traceless,
        )


def titles(me, query=""):
    return [each["text"][:2] for each in me.get(f"/api/v1/me/notices{query}").json["items"]]


def test_an_anonymous_danger_of_this_hour_stands_above_all_that_came_in_it(me):
    write(me, "险情", ago=timedelta(minutes=59), danger=True, traceless=True)
    for number in range(30):
        write(me, f"活动{number}", ago=timedelta(minutes=number))

    first, *others = me.get("/api/v1/me/notices?limit=50").json["items"]

    assert first["text"].startswith("险情")
    assert all(not each["text"].startswith("险情") for each in others)
    assert len(others) == 30
    home = me.get("/api/v1/me/notices?unread=true&limit=2").json["items"]
    assert home[0]["id"] == first["id"]


def test_pages_hold_everything_once_danger_first_and_then_the_newest(me):
    for number in range(7):
        write(me, f"活动{number}", ago=timedelta(minutes=number))
    for number in range(4):
        write(me, f"d{number}", ago=timedelta(hours=number), danger=True, traceless=number > 1)
    seen, query = [], "?limit=3"
    while query:
        page = me.get(f"/api/v1/me/notices{query}").json
        seen += page["items"]
        query = page["next_cursor"] and f"?limit=3&cursor={page['next_cursor']}"

    assert len({each["id"] for each in seen}) == len(seen) == 11
    assert [each["text"][:2] for each in seen[:4]] == ["险情"] * 4
    assert [each["text"][:3] for each in seen[4:]] == [f"活动{number}" for number in range(7)]


def test_danger_that_was_read_takes_its_place_by_time(me):
    write(me, "险情", ago=timedelta(minutes=30), danger=True)
    write(me, "活动")
    notice = me.get("/api/v1/me/notices").json["items"][0]

    me.post(f"/api/v1/me/notices/{notice['id']}/read")

    assert titles(me) == ["活动", "险情"]


@pytest.mark.parametrize("cursor", ["WzIsIngiLCJ5Il0", "WzAsIjIwMjYiXQ", "%00", "W10"])
def test_a_made_up_cursor_is_refused(me, cursor):
    assert me.get(f"/api/v1/me/notices?cursor={cursor}").status_code == 422


def test_every_template_of_danger_has_its_sentence():
    assert {f"notices.{each}" for each in DANGER_TEMPLATES} <= set(catalogue())
