"""The trail is sorted whole, by the service, and what a list shows of an id finds it."""

import pytest

from weijiayuan import audit
from weijiayuan.accounts.rules import Role
from weijiayuan.db import transaction

URL = "/api/v1/governance/trail"
SUBJECT = "01a22a7b-2c67-71e9-a122-c340113864a3"


@pytest.fixture
def auditor(database, as_role):
    with transaction():
        for number in range(60):
            audit.record("trail.read", subject_kind="trail", subject_id=f"subject-{number:03}")
        audit.record("trail.read", subject_kind="trail", subject_id=SUBJECT)
    return as_role(Role.AUDITOR)


def numbers(auditor, **asked):
    return [each["number"] for each in auditor.get(URL, query_string=asked).json["items"]]


def test_the_oldest_of_the_whole_trail_comes_first_when_asked(auditor):
    newest_first = numbers(auditor, limit=50)
    oldest_first = numbers(auditor, limit=50, sort="number")

    assert newest_first == sorted(newest_first, reverse=True)
    assert oldest_first == sorted(oldest_first)
    assert oldest_first[0] < newest_first[-1]


@pytest.mark.parametrize("shown", ["…13864a3", "113864a3", SUBJECT])
def test_the_end_of_an_id_that_a_list_shows_finds_it(auditor, shown):
    found = auditor.get(URL, query_string={"subject": shown}).json["items"]
    assert {each["subject_id"] for each in found} == {SUBJECT}
