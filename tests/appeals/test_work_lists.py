"""The lists at the desk: sorted, narrowed and turned page by page, each person's own alone."""

import pytest

from tests.appeals.conftest import HOME, fine
from tests.appeals.test_appeals import ASKED
from weijiayuan.accounts.rules import Role
from weijiayuan.appeals.work_list_queries import APPEAL_ORDERS, MEDIATION_ORDERS
from weijiayuan.web.pagination import choices_of


def pages(speaker, path, **asked):
    """Turn a list by twos; return its numbers."""
    numbers, cursor = [], None
    while True:
        query = {"limit": 2, **asked, **({"cursor": cursor} if cursor else {})}
        page = fine(speaker.get(path, query_string=query), 200)
        numbers += [one["number"] for one in page["items"]]
        cursor = page["next_cursor"]
        if cursor is None:
            return numbers


@pytest.fixture
def appeals(as_resident, duty):
    texts = [f"{ASKED['text']}{n}" for n in "一二三四五"]
    return [
        fine(as_resident().post("/api/v1/appeals", json=ASKED | {"text": text}))["number"]
        for text in texts
    ]


@pytest.mark.parametrize("sort", ["urgent", *choices_of(APPEAL_ORDERS)])
def test_a_caseload_turns_page_by_page_in_any_order(duty, appeals, sort):
    assert sorted(pages(duty, "/api/v1/appeals/desk", sort=sort)) == sorted(appeals)


def test_a_caseload_is_found_by_number_and_narrowed_by_state(duty, appeals):
    first = appeals[0]
    fine(duty.post(f"/api/v1/appeals/{first}/triage", json={"track": "information"}))

    def narrowed(**asked):
        return pages(duty, "/api/v1/appeals/desk", **asked)

    assert narrowed(q=first[-4:].lower()) == [first]
    assert narrowed(state="triaged") == [first]
    assert narrowed(track="information") == [first]
    assert narrowed(sort="number") == sorted(appeals)
    assert narrowed(sort="-number") == sorted(appeals, reverse=True)


def test_nobody_finds_the_appeals_of_another_by_number(as_role, duty, appeals):
    other = as_role(Role.DUTY_WORKER)
    assert pages(other, "/api/v1/appeals/desk", q=appeals[0], state="any") == []


def test_ended_appeals_are_listed_when_asked_for(duty, appeals, as_resident):
    gone = as_resident()
    number = fine(gone.post("/api/v1/appeals", json=ASKED | {"text": "不用了"}))["number"]
    fine(gone.post(f"/api/v1/appeals/{number}/withdraw"))

    assert number not in pages(duty, "/api/v1/appeals/desk")
    assert number in pages(duty, "/api/v1/appeals/desk", state="any")


@pytest.mark.parametrize("sort", choices_of(MEDIATION_ORDERS))
def test_mediations_turn_page_by_page_in_any_order(mediator, sort):
    asked = {"title": "借款", "category": "debt", "territory": HOME}
    numbers = [
        fine(mediator.post("/api/v1/mediations", json=asked | {"title": f"借款{n}"}))["number"]
        for n in "一二三"
    ]
    assert sorted(pages(mediator, "/api/v1/mediations", sort=sort)) == sorted(numbers)
    assert pages(mediator, "/api/v1/mediations", category="rent") == []


def test_a_docket_takes_every_order(judge):
    for sort in ("starts", "-starts", "number", "-state"):
        assert pages(judge, "/api/v1/confirmations/docket", sort=sort) == []


def test_a_cursor_that_is_none_is_refused(duty, judge, mediator):
    for speaker, path in (
        (duty, "appeals/desk"),
        (judge, "confirmations/docket"),
        (mediator, "mediations"),
    ):
        assert speaker.get(f"/api/v1/{path}?cursor=none").status_code == 422
