"""A check of a pack is long work: begun at once, looked at by its id, and not done a second time."""

from datetime import timedelta

import pytest
from sqlalchemy import delete

from tests.welfare.publishing.desk import PATH, checked, edited, propose, raised
from weijiayuan.background.models import BackgroundJob
from weijiayuan.db import db, transaction
from weijiayuan.kernel import clock
from weijiayuan.web import rulebook_check_lock
from weijiayuan.welfare.errors import CheckUnderway
from weijiayuan.welfare.publishing import check_job, service


@pytest.fixture
def nothing_is_checked_again(monkeypatch):
    """Let every check fail that is begun from now on."""

    def begin():
        def refused(*_, **__):
            raise AssertionError("checked a second time")

        monkeypatch.setattr(service, "checked", refused)

    return begin


def test_a_check_is_begun_at_once_and_comes_back_by_its_id(first, second, whole):
    begun = first.post(f"{PATH}/packs/checks", json={"files": raised(whole)})

    assert (begun.status_code, begun.json["state"], begun.json["percent"]) == (202, "waiting", 0)
    assert begun.json["passed"] is None
    found = checked(second, raised(whole))
    assert (found["state"], found["percent"], found["findings"]) == ("done", 100, [])
    assert found["passed"]["differences"]
    assert first.get(f"{PATH}/packs/checks/{begun.json['id']}").json["state"] == "done"


def test_a_check_tells_how_far_it_is(first, whole, monkeypatch):
    told = []
    monkeypatch.setattr(check_job, "TELL_EVERY", 0)
    noted = check_job._note
    monkeypatch.setattr(
        check_job, "_note", lambda number, percent: (told.append(percent), noted(number, percent))
    )

    checked(first, raised(whole))

    assert told == sorted(told)
    assert len(set(told)) >= 4


def test_what_passed_is_proposed_without_a_second_check(first, whole, nothing_is_checked_again):
    checked(first, raised(whole))
    nothing_is_checked_again()

    answer = propose(first, raised(whole))

    assert answer.status_code == 201
    assert answer.json["changes"]
    assert answer.json["touched"] is not None


def test_what_passed_is_not_checked_again_when_a_check_is_asked_for_once_more(
    first, second, whole, nothing_is_checked_again
):
    passed = checked(first, raised(whole))
    nothing_is_checked_again()

    for officer in (first, second):
        again = officer.post(f"{PATH}/packs/checks", json={"files": raised(whole)})
        assert (again.status_code, again.json["state"]) == (202, "done")
        assert (again.json["id"], again.json["passed"]) == (passed["id"], passed["passed"])


def test_another_text_and_one_that_was_refused_begin_a_check_of_their_own(first, whole):
    passed = checked(first, raised(whole))
    wrong = edited(raised(whole), "second_reading.yaml", ("{70: 210,", "{70: 200,"))
    refused = checked(first, wrong)
    assert refused["findings"]

    for files, earlier in ((raised(whole, 220), passed), (wrong, refused)):
        begun = first.post(f"{PATH}/packs/checks", json={"files": files}).json
        assert (begun["state"], begun["id"] != earlier["id"]) == ("waiting", True)


def test_another_text_is_checked_anew(first, whole, nothing_is_checked_again):
    checked(first, raised(whole))
    nothing_is_checked_again()

    assert propose(first, raised(whole, 220)).status_code == 500


def test_the_answer_to_a_key_comes_before_the_check(first, whole, nothing_is_checked_again):
    asked = {"files": raised(whole), "reason": "市民政局公布新标准"}
    key = {"Idempotency-Key": "one-and-the-same"}
    one = first.post(f"{PATH}/proposals", json=asked, headers=key)
    assert one.status_code == 201
    nothing_is_checked_again()

    again = first.post(f"{PATH}/proposals", json=asked, headers=key)
    other = first.post(f"{PATH}/proposals", json=asked | {"reason": "另外的理由"}, headers=key)

    assert (again.status_code, again.json["id"]) == (201, one.json["id"])
    assert again.headers["Idempotency-Replayed"] == "true"
    assert (other.status_code, other.json["code"]) == (422, "web.idempotency_key_reused")


def test_a_number_that_is_taken_is_refused_before_the_check(
    first, second, whole, nothing_is_checked_again
):
    assert propose(first, raised(whole, 210)).status_code == 201
    nothing_is_checked_again()
    asked = {"files": raised(whole, 220)}

    for answer in (
        propose(second, raised(whole, 220)),
        second.post(f"{PATH}/packs/checks", json=asked),
    ):
        assert answer.status_code == 409
        assert "另一份提案在等审批" in answer.json["findings"][0]["text"]


def test_a_check_that_lost_its_job_is_ended_with_a_reason(app, first, whole):
    begun = first.post(f"{PATH}/packs/checks", json={"files": raised(whole)}).json
    with app.app_context(), transaction():
        db.session.execute(delete(BackgroundJob))
    with app.app_context(), transaction():
        assert check_job.end_lost(clock.now() + timedelta(minutes=1)) >= 1

    found = first.get(f"{PATH}/packs/checks/{begun['id']}").json

    assert found["state"] == "failed"
    assert "再检查一次" in found["trouble"]


def test_checks_in_the_background_wait_for_nobody(app, first, whole):
    with app.app_context(), rulebook_check_lock.turn("pack", underway=CheckUnderway):
        begun = first.post(f"{PATH}/packs/checks", json={"files": raised(whole)})

    assert begun.status_code == 202


def test_there_is_no_check_of_another_number(first):
    answer = first.get(f"{PATH}/packs/checks/01890000-0000-7000-8000-000000000000")

    assert (answer.status_code, answer.json["code"]) == (404, "welfare.pack_check_not_found")
