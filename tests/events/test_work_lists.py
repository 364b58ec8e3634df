"""Lists that people work by: sorted by any column, whose turn it is, and what is due next."""

from datetime import timedelta

import pytest

from tests.factories.events import (
    GRID,
    OTHER_GRID,
    make_event,
)
from weijiayuan.accounts.rules import Role
from weijiayuan.audit.models import AuditEntry
from weijiayuan.db import db
from weijiayuan.events.queries.work_list_orderings import CHOICES
from weijiayuan.events.rules.vocabulary import Source, State
from weijiayuan.kernel import clock

pytestmark = pytest.mark.usefixtures("district")
PATH = "/api/v1/events"


def walked(who, **asked):
    """Every number of a list, read two at a time, and how many pages that took."""
    found, cursor, pages = [], None, 0
    while pages == 0 or cursor:
        query = {**asked, "limit": 2, **({"cursor": cursor} if cursor else {})}
        answer = who.get(PATH, query_string=query)
        assert answer.status_code == 200, answer.json
        found += answer.json["items"]
        cursor, pages = answer.json["next_cursor"], pages + 1
    return found


@pytest.fixture
def ledger(people):
    """Seven matters in several states, one closed and one rejected."""
    now = clock.now()
    made = [make_event(now - timedelta(hours=hours)) for hours in range(5)]
    made += [make_event(now - timedelta(days=3), category_code="06013") for _ in range(2)]
    desk = people["dispatcher"]
    for event in made[:2]:
        desk.post(f"{PATH}/{event.id}/reject", json={"reason": "insufficient", "words": "没有地点"})
    return made


def test_pages_of_any_sort_hold_every_matter_once(ledger, people):
    every = sorted(event.number for event in ledger)

    for sort in CHOICES:
        found = walked(people["supervisor"], sort=sort)
        assert sorted(each["number"] for each in found) == every, sort


FILTERS = (
    {"state": "open"},
    {"state": "rejected"},
    {"due": "week"},
    {"mine": "true"},
    {"overdue": "false"},
    {"level": 3},
    {"source": "resident"},
    {"supervised": "false"},
    {"category": "06013"},
    {"grid": GRID.code},
    {"q": "路边"},
    {"q": "垃圾", "state": "open"},
)


@pytest.mark.parametrize("asked", FILTERS, ids=str)
def test_every_sort_under_a_filter_holds_the_same_matters_once(ledger, people, asked):
    who = people["dispatcher"]
    sorts = ("reported", "-due", "-state", "source", "supervision", "-level", "number", "-closed")
    found = {sort: [one["number"] for one in walked(who, sort=sort, **asked)] for sort in sorts}

    kept = sorted(found["reported"])
    assert kept
    assert len(set(kept)) == len(kept)
    assert {sort: sorted(numbers) for sort, numbers in found.items()} == dict.fromkeys(found, kept)


def test_states_are_sorted_as_matters_go_through_them(ledger, people):
    order = [state.value for state in State]
    found = [order.index(one["state"]) for one in walked(people["supervisor"], sort="-state")]

    assert len(set(found)) > 1
    assert found == sorted(found, reverse=True)


def test_what_is_due_first_stands_first_and_what_is_over_last(ledger, people):
    found = walked(people["supervisor"], sort="due")

    dues = [each["next_due"] and each["next_due"]["due_at"] for each in found]
    known = [due for due in dues if due]
    assert known == sorted(known)
    assert dues == [*known, *[None] * (len(dues) - len(known))]
    assert {each["state"] for each in found[len(known) :]} <= {"rejected"}


def test_the_limit_to_accept_is_shown_before_anybody_accepted(as_role):
    event = make_event(category_code="06013")
    (line,) = as_role(Role.SUPERVISOR).get(PATH).json["items"]

    assert line["number"] == event.number
    assert line["state"] == "submitted"
    assert line["next_due"]["name"] == "受理时限"
    assert line["next_due"]["late"] is False


def test_a_cursor_of_another_sort_is_refused_in_words(ledger, people):
    first = people["supervisor"].get(PATH, query_string={"sort": "-level", "limit": 2}).json
    answer = people["supervisor"].get(
        PATH, query_string={"sort": "number", "limit": 2, "cursor": first["next_cursor"]}
    )

    assert answer.status_code == 422
    assert answer.json["code"] == "web.cursor_malformed"


def test_my_turn_is_what_waits_for_my_next_step(people, as_role):
    event = make_event(category_code="06013")
    desk, unit, watcher = people["dispatcher"], people["roads"], people["supervisor"]

    def numbers(who):
        return [one["number"] for one in who.get(f"{PATH}?mine=true").json["items"]]

    assert (numbers(desk), numbers(unit), numbers(watcher)) == ([event.number], [], [])
    desk.post(f"{PATH}/{event.id}/accept", json={})
    desk.post(f"{PATH}/{event.id}/dispatch", json={})

    assert (numbers(desk), numbers(unit)) == ([], [event.number])
    assert unit.get(f"{PATH}/turns").json["items"] == [
        {"state": "dispatched", "state_text": "已派单", "n": 1, "late": 0}
    ]
    assert as_role(Role.GRID_WORKER, territory=OTHER_GRID).get(f"{PATH}/turns").json["items"] == []


def test_filters_of_due_level_source_and_supervision(ledger, people):
    who = people["supervisor"]

    late = walked(who, due="late")
    assert late
    assert all(each["next_due"]["late"] for each in late)
    assert walked(who, supervised="true") == []
    assert len(walked(who, source="resident", level=ledger[0].level)) >= 1
    assert who.get(f"{PATH}?due=never").status_code == 422


def test_contacts_for_a_sheet_come_by_duty_and_leave_a_trace(people, as_resident):
    sender = as_resident(nickname="阿珍", phone="13800138000")
    named = make_event(category_code="06013", reporter_id=sender.resident.id)
    nameless = make_event(category_code="06013", source=Source.ANONYMOUS)
    asked = {"events": [str(named.id), str(nameless.id)], "reason": "逐户回访"}

    assert people["supervisor"].post(f"{PATH}/contacts", json=asked).json["items"] == []
    found = people["dispatcher"].post(f"{PATH}/contacts", json=asked).json["items"]

    assert found == [{"id": str(named.id), "nickname": "阿珍", "phone": "13800138000"}]
    looks = db.session.query(AuditEntry).filter_by(action="events.reporter_looked_up").all()
    assert [(look.subject_id, look.reason) for look in looks] == [(str(named.id), "逐户回访")]
    assert (
        people["dispatcher"].post(f"{PATH}/contacts", json={**asked, "reason": "。"}).status_code
        == 422
    )
