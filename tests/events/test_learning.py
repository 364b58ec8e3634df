"""What staff decide teaches the suggestion within ten minutes; anonymous words teach nothing."""

from datetime import timedelta

import pytest
import time_machine

from tests.deadline_clocks.test_working_time import at
from tests.factories.places import GUANGMING_SQUARE as HERE
from weijiayuan.accounts.rules import Role
from weijiayuan.db import db
from weijiayuan.events.models import Event
from weijiayuan.events.service import category_suggestion_learning

pytestmark = pytest.mark.usefixtures("district")
MORNING = at("2026-11-23 10:00")
TEXT = "咪表吞硬币，缴费机没反应"


@pytest.fixture(autouse=True)
def fresh_school():
    category_suggestion_learning.forget()
    yield
    category_suggestion_learning.forget()


def first_suggestion(client):
    found = client.post("/api/v1/tips/advice", json={"text": "咪表又吞了我的硬币"}).json
    return found["suggestions"][0]["category"]["code"]


def accept_as(dispatcher, code):
    for event in db.session.query(Event).filter_by(state="submitted"):
        answer = dispatcher.post(f"/api/v1/events/{event.id}/accept", json={"category": code})
        assert answer.status_code == 200


@pytest.mark.parametrize("anonymous", [False, True])
def test_three_decisions_of_staff_are_learnt_within_ten_minutes(
    client, as_resident, as_role, anonymous
):
    dispatcher, sender = as_role(Role.DISPATCHER), as_resident()
    with time_machine.travel(MORNING, tick=False) as travel:
        assert first_suggestion(client) != "09010"
        for _ in range(3):
            if anonymous:
                client.post("/api/v1/tips/anonymous", json={"text": TEXT, "place": HERE})
            else:
                sender.post("/api/v1/tips", json={"text": TEXT, "place": HERE})
        accept_as(dispatcher, "09010")
        travel.shift(timedelta(minutes=11))

        assert (first_suggestion(client) == "09010") is not anonymous
