"""What becomes of a request, what its system adds to it, and the key it needs."""

import pytest
from defusedxml import ElementTree
from sqlalchemy import select

from tests.factories.open311 import make_key
from tests.tips.open311.client import (
    REPORTER,
    V2,
    create,
    created,
    send_tip,
)
from weijiayuan.db import db
from weijiayuan.events.models import Message

pytestmark = pytest.mark.usefixtures("district")


def updates(client, key, **asked):
    return client.get(f"{V2}/servicerequestupdates.json", query_string={"api_key": key} | asked)


def test_a_system_follows_what_becomes_of_its_own_requests(client, key):
    number = created(client, key)
    stranger = make_key("another city")

    mine = updates(client, key).json

    assert [each["status"] for each in mine] == ["OPEN", "INVESTIGATING"]
    assert {each["service_request_id"] for each in mine} == {number}
    assert len({each["update_id"] for each in mine}) == 2
    assert updates(client, stranger).json == []
    assert updates(client, "wrong").status_code == 403


def send_update(client, key, number, **given):
    usual = {
        "api_key": key,
        "update_id": "u-1",
        "service_request_id": number,
        "status": "OPEN",
        "description": "垃圾更多了",
        "updated_datetime": "2026-11-23T09:00:00+08:00",
    }
    return client.post(f"{V2}/servicerequestupdates.xml", data=usual | REPORTER | given)


def test_an_update_reaches_the_handler_once(client, key):
    number = created(client, key)

    first = send_update(client, key, number)
    again = send_update(client, key, number)

    for answer in (first, again):
        root = ElementTree.fromstring(answer.data)
        assert root.findtext("request_update/update_id") == "u-1"
    (message,) = db.session.scalars(select(Message))
    assert (message.text, message.from_reporter) == ("垃圾更多了", True)


def test_a_system_updates_only_its_own_requests(client, key, as_resident):
    number = created(client, key)
    stranger = make_key("another city")

    assert send_update(client, stranger, number).status_code == 404
    assert send_update(client, key, send_tip(as_resident())).status_code == 404
    assert send_update(client, key, number, description="").status_code == 400
    assert send_update(client, "wrong", number).status_code == 403


@pytest.fixture
def run(app, database):
    return app.test_cli_runner().invoke


def test_a_key_is_made_shown_once_and_revoked(run, client, district):
    secret = run(args=["open311", "add-key", "邻区"]).output.strip()
    assert created(client, secret)
    assert run(args=["open311", "add-key", "邻区"]).exit_code == 1

    assert run(args=["open311", "revoke-key", "邻区"]).exit_code == 0

    assert create(client, secret).status_code == 403
    assert run(args=["open311", "keys"]).output == "邻区: revoked\n"
    assert run(args=["open311", "revoke-key", "邻区"]).exit_code == 1
    assert secret not in repr(db.session.execute(db.text("SELECT * FROM open311_keys")).all())
