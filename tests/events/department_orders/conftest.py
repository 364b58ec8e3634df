import pytest
import time_machine
from sqlalchemy import select

from tests.deadline_clocks.test_working_time import at
from tests.factories.events import make_event
from weijiayuan.db import db
from weijiayuan.events.models import Unit

MONDAY = at("2026-11-23 09:00")


@pytest.fixture
def order(people):
    """An order of Monday at nine to the roads department about a hole in the road."""
    with time_machine.travel(MONDAY, tick=False):
        event = make_event(category_code="06013", text="路面有个大坑")
        roads = db.session.scalars(select(Unit.code).filter_by(kind="transport")).one()
        body = {"departments": [roads], "lead": roads, "place": "光明广场北门"}
        made = people["secretary"].post(f"/api/v1/events/{event.id}/orders", json=body)
    assert made.status_code == 201, made.json
    return made.json
