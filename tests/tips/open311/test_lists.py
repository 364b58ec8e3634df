"""What the public may read of the ledger, and how it is found."""

from datetime import UTC, datetime, timedelta

import pytest
import time_machine
from defusedxml import ElementTree

from tests.factories.places import GUANGMING_SQUARE
from tests.tips.open311.client import (
    V2,
    WGS84,
    created,
    read,
    send_tip,
)
from weijiayuan.db import transaction
from weijiayuan.events.access import SYSTEM
from weijiayuan.events.models import TextCheck
from weijiayuan.events.queries import matters
from weijiayuan.events.rules.vocabulary import Actor
from weijiayuan.events.service import transitions
from weijiayuan.kernel import clock

pytestmark = pytest.mark.usefixtures("district")


def test_lists_are_filtered_and_paged(client, key):
    with time_machine.travel(datetime(2026, 11, 20, 2, tzinfo=UTC), tick=False) as hand:
        numbers = []
        for _ in range(5):
            numbers.append(created(client, key))
            hand.shift(timedelta(hours=1))
        other = created(client, key, service_code="06012")

        def listed(**asked):
            rows = client.get(f"{V2}/requests.json", query_string=asked).json
            return [row["service_request_id"] for row in rows]

        assert listed() == [other, *numbers[::-1]]
        assert listed(page=2, page_size=2) == listed()[2:4]
        assert listed(service_code="06012") == [other]
        assert listed(service_code="06010,06012") == listed()
        assert listed(status="closed") == []
        assert listed(start_date="2026-11-20T03:30:00Z", end_date="2026-11-20T05:30:00Z") == [
            numbers[3],
            numbers[2],
        ]
        assert listed(service_request_id=f"{numbers[0]},{other},nobody") == [numbers[0], other]
        assert listed(page=9, page_size=100) == []


def test_updated_after_finds_what_changed_not_what_is_new(client, key, as_role):
    with time_machine.travel(datetime(2026, 3, 2, 2, tzinfo=UTC), tick=False) as hand:
        old = created(client, key)
        hand.shift(timedelta(days=200))
        untouched = client.get(
            f"{V2}/requests.json", query_string={"updated_after": "2026-09-01T00:00:00Z"}
        )
        assert untouched.json == []
        with transaction():
            event = matters.by_number(old)
            transitions.write(event, "supervise", actor=Actor.SYSTEM, who=SYSTEM, now=clock.now())

        changed = client.get(
            f"{V2}/requests.json", query_string={"updated_after": "2026-09-01T00:00:00Z"}
        )

        assert [row["service_request_id"] for row in changed.json] == [old]
        assert changed.json[0]["updated_datetime"] > changed.json[0]["requested_datetime"]


def test_requests_are_found_around_a_point_and_in_a_box(client, key):
    number = created(client, key)

    def found(**asked):
        rows = client.get(f"{V2}/requests.json", query_string=asked).json
        return [row["service_request_id"] for row in rows]

    near = {"lat": WGS84.lat + 0.001, "long": WGS84.lng}
    assert found(**near, radius=150) == [number]
    assert found(**near, radius=80) == []
    assert found(bbox=f"{WGS84.lng - 0.01},22.7,{WGS84.lng + 0.01},22.8") == [number]
    assert found(bbox="113.5,22.1,113.6,22.2") == []


def test_an_empty_list_is_empty_in_both_forms(client):
    assert client.get(f"{V2}/requests.json").json == []
    root = ElementTree.fromstring(client.get(f"{V2}/requests.xml").data)
    assert (root.tag, list(root)) == ("service_requests", [])


def test_a_residents_words_are_shown_only_once_they_were_checked(client, as_resident):
    number = send_tip(as_resident())

    before = read(client, number)
    assert before["description"] == "暴露垃圾"
    assert "502" not in str(before)

    with transaction():
        matters.by_number(number).text_check = TextCheck.PASSED
    assert read(client, number)["description"] == "小区北门口有垃圾"
    assert "502" not in str(read(client, number)["address"])


def test_an_anonymous_tip_shows_its_kind_place_and_hour_and_no_words(client):
    usual = {"category": "06010", "text": "隔壁老王天天乱扔垃圾", "place": GUANGMING_SQUARE}
    with time_machine.travel(clock.now() - timedelta(hours=1), tick=False):
        client.post("/api/v1/tips/anonymous", json=usual)

    (shown,) = client.get(f"{V2}/requests.json?extensions=true").json

    assert "老王" not in str(shown)
    assert shown["requested_datetime"].endswith(":00:00+08:00")
    assert shown["extended_attributes"]["photos"] == []


def test_what_was_taken_back_rejected_or_not_yet_classified_is_not_public(client, as_resident):
    sender = as_resident()
    number = send_tip(sender, category="08004")
    unclear = send_tip(sender, category=None, text="嗯")
    assert read(client, number)["service_code"] == "08004"

    sender.post(f"/api/v1/tips/{number}/withdraw")

    assert client.get(f"{V2}/requests/{number}.json").status_code == 404
    assert client.get(f"{V2}/requests/{unclear}.json").status_code == 404


def test_a_quarrel_between_neighbours_is_not_public(client, as_resident):
    number = send_tip(as_resident(), category="10082")

    assert client.get(f"{V2}/requests/{number}.json").status_code == 404
    assert client.get(f"{V2}/requests.json").json == []


def test_an_unknown_request_or_token_is_not_found(client, key):
    number = created(client, key)

    assert client.get(f"{V2}/requests/nobody.json").status_code == 404
    assert client.get(f"{V2}/tokens/nobody.xml").status_code == 404
    assert client.get(f"{V2}/tokens/{number}.json").json == [
        {"service_request_id": number, "token": number}
    ]
