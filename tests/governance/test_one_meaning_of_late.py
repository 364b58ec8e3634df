"""超期 is one figure: on the screen, on the map, in every list and on the first page."""

from datetime import UTC, datetime, timedelta

import pytest
import time_machine

from tests.factories.events import make_event
from tests.factories.places import make_district
from weijiayuan.accounts.rules import Role

MONDAY = datetime(2026, 11, 23, 2, tzinfo=UTC)


@pytest.fixture
def after_two_weeks(database, as_role):
    """Matters of every step: unaccepted, accepted, dispatched, closed late, and one of today."""
    with time_machine.travel(MONDAY, tick=False) as hand:
        make_district()
        waits, accepted, over = (
            make_event(category_code="06013", text=f"第{n}个路面大坑") for n in range(3)
        )
        dispatcher = as_role(Role.DISPATCHER)
        act(dispatcher, accepted, "accept")
        hand.shift(timedelta(days=14))
        act(dispatcher, over, "reject", reason="insufficient", words="没有说在哪里")
        make_event(category_code="06013", text="今天才有的大坑")
        assert waits.id
        yield dispatcher


def act(staff, event, action, **body):
    answer = staff.post(f"/api/v1/events/{event.id}/{action}", json=body)
    assert answer.status_code == 200, answer.json


def listed(speaker, query):
    return speaker.get(f"/api/v1/events?limit=50&{query}").json["items"]


def test_every_figure_of_what_is_late_is_the_same(after_two_weeks, as_role):
    supervisor = as_role(Role.SUPERVISOR)
    screen = supervisor.get("/api/v1/governance/overview").json

    late = {each["id"] for each in listed(supervisor, "state=open&due=late")}

    assert len(late) == 2
    assert screen["statistics"]["overdue"] == len(late)
    assert sum(each["overdue"] for each in screen["by_street"]) == len(late)
    for level in ("grid", "community", "street"):
        areas = supervisor.get(f"/api/v1/governance/risk-map?level={level}").json["items"]
        assert sum(each["overdue"] for each in areas) == len(late), level
    for query in ("overdue=true", "due=late"):
        assert {each["id"] for each in listed(supervisor, query)} == late, query
    rows = listed(supervisor, "state=open")
    assert {each["id"] for each in rows if each["overdue"]} == late
    pages = [supervisor.get(f"/api/v1/events/{each['id']}").json for each in rows]
    assert {each["id"] for each in pages if each["overdue"]} == late
    turns = after_two_weeks.get("/api/v1/events/turns").json["items"]
    mine = {each["id"] for each in listed(after_two_weeks, "mine=true")}
    assert sum(each["late"] for each in turns) == len(late & mine)


def test_what_was_late_yesterday_is_counted_as_it_was(after_two_weeks, as_role):
    supervisor = as_role(Role.SUPERVISOR)
    then = (MONDAY + timedelta(days=12)).isoformat().replace("+00:00", "Z")
    areas = supervisor.get(f"/api/v1/governance/risk-map?level=street&at={then}").json["items"]
    assert sum(each["overdue"] for each in areas) == 2
