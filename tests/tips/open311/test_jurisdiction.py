"""Whose requests a client may ask for."""

import pytest

from tests.districts import GUANGMING

REQUESTS = "/open311/v2/requests.json"


@pytest.mark.parametrize("jurisdiction", GUANGMING.jurisdictions)
def test_the_district_is_known_by_all_its_names(client, jurisdiction):
    assert client.get(REQUESTS, query_string={"jurisdiction_id": jurisdiction}).status_code == 200


def test_another_jurisdiction_is_not_found(client):
    assert client.get(REQUESTS, query_string={"jurisdiction_id": "boston"}).status_code == 404
