"""What was already reported here, shown before a tip is sent."""

import pytest

from tests.factories.places import GUANGMING_SQUARE

pytestmark = pytest.mark.usefixtures("district")


def test_what_was_reported_here_is_hinted_at_on_both_engines(client, as_resident):
    sender = as_resident()
    tip = {"category": "06010", "text": "小区门口有一堆垃圾没人清", "place": GUANGMING_SQUARE}
    assert sender.post("/api/v1/tips", json=tip).status_code == 201

    near = client.get("/api/v1/tips/nearby", query_string=GUANGMING_SQUARE)
    far = client.get("/api/v1/tips/nearby", query_string=GUANGMING_SQUARE | {"lat": 22.79})

    assert near.status_code == far.status_code == 200
    assert len(near.json["items"]) == 1
    assert far.json["items"] == []
