"""Whoever asks again with their key because no answer came is not told that it is done already."""

from functools import partial

import pytest

from tests.approvals import racers
from tests.racing import race
from weijiayuan.accounts.rules import Role
from weijiayuan.approvals.queries import rulebooks
from weijiayuan.db import transaction

BOOKS = "/api/v1/approvals/rulebooks"
TO_SHIPPED = {"reason": "回到出厂的规则"}


@pytest.fixture(autouse=True)
def on_a_working_day(time_machine):
    time_machine.move_to("2026-11-30T02:00:00+00:00", tick=True)


def twice(send):
    first, again = send(key="one"), send(key="one")
    assert (first.status_code, first.json) == (again.status_code, again.json)
    assert again.headers["Idempotency-Replayed"] == "true"
    return first


def test_a_change_that_made_a_new_version_is_answered_as_before(applicant):
    speaker, apply = applicant()
    licence = apply().json["licence"]
    change = {"answers": {"name": "深圳市光明区新新面馆"}, "version": licence["version"]}

    said = twice(partial(speaker.post, f"/api/v1/licences/{licence['uscc']}/change", json=change))

    assert said.status_code == 200


def test_a_rulebook_that_is_in_force_by_now_is_answered_as_before(as_role):
    one, head = as_role(Role.REGISTRAR), as_role(Role.REGISTRAR_HEAD)

    made = twice(partial(one.post, f"{BOOKS}/shipped/rollback", json=TO_SHIPPED))
    said = twice(partial(head.post, f"{BOOKS}/{made.json['id']}/approve"))

    assert said.json["state"] == "published"
    assert head.post(f"{BOOKS}/{made.json['id']}/approve").json["code"] == (
        "approvals.rulebook_not_proposed"
    )


def test_of_two_rulebooks_approved_at_one_moment_one_is_in_force(ground, opened):
    app = opened(ground)
    proposed = racers.proposed_rulebooks(app, 2)

    said = race(racers.approve_rulebook, *[(ground, each) for each in proposed])

    assert sorted(said) == ["RulebookMovedOn", "published"]
    with app.app_context(), transaction():
        assert rulebooks.published_so_far() == 1
