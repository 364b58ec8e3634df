"""Nobody leaves the other side alone before the court by closing an account."""

import pytest

from tests.appeals.conftest import ahead, filed, fine, signed
from weijiayuan.kernel import clock

CLOSE = "/api/v1/me/close"


def refused(answer, *words):
    assert (answer.status_code, answer.json["code"]) == (409, "personal.still_living")
    assert all(word in answer.json["detail"] for word in (*words, "撤回"))


@pytest.fixture
def court(quarrel, judge):
    return filed(quarrel)


def notices(speaker):
    return len(fine(speaker.get("/api/v1/me/notices"), 200)["items"])


def test_a_side_whose_application_is_filed_does_not_close_the_account(court):
    before = notices(court.zhang), notices(court.li)
    for side in (court.zhang, court.li):
        refused(side.post(CLOSE), court.court["number"], "已提交法院")
    assert fine(court.zhang.get(court.court_at), 200)["state"] == "filed"
    assert (notices(court.zhang), notices(court.li)) == before


def test_a_session_that_is_booked_is_named_with_its_time(court):
    fine(court.zhang.post(f"{court.court_at}/book", json={"starts_at": ahead().isoformat()}))
    refused(court.li.post(CLOSE), court.court["number"], clock.moment_in_words(ahead()))


def test_in_the_court_house_it_is_still_before_the_court(court):
    fine(court.zhang.post(f"{court.court_at}/offline", json={"reason": "不会用"}))
    refused(court.li.post(CLOSE), court.court["number"], "线下")


def test_who_withdraws_first_may_leave_and_the_other_side_knows(court):
    fine(court.li.post(f"{court.court_at}/withdraw"))
    assert court.li.post(CLOSE).status_code == 204
    texts = [one["text"] for one in fine(court.zhang.get("/api/v1/me/notices"), 200)["items"]]
    assert any("乙方撤回了同意" in text for text in texts)


def test_what_never_was_filed_holds_nobody(quarrel):
    signed(quarrel)
    fine(quarrel.zhang.post(f"{quarrel.at}/confirmation/consents"))
    assert quarrel.zhang.post(CLOSE).status_code == 204


def test_a_case_of_others_holds_nobody(court, as_resident):
    assert as_resident().post(CLOSE).status_code == 204
