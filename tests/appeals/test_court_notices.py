"""Whoever books, moves or ends a session says it to everybody else who must be there."""

from datetime import timedelta
from uuid import uuid4

import pytest

from tests.appeals.conftest import ahead, filed, fine
from tests.factories import saved
from weijiayuan.accounts.rules import Role
from weijiayuan.appeals.models import Judge
from weijiayuan.appeals.service.court_session_booking import HOLDER
from weijiayuan.capacity_claims import service as claims
from weijiayuan.capacity_claims.service import Holder
from weijiayuan.db import db
from weijiayuan.kernel import clock
from weijiayuan.kernel.time_span import Span


def inbox(speaker, word):
    """Return what stands of a session in an inbox, the newest first."""
    items = fine(speaker.get("/api/v1/me/notices"), 200)["items"]
    return [one for one in items if word in one["text"]]


def book(case, speaker, n):
    asked = {"starts_at": ahead(n).isoformat()}
    return fine(speaker.post(f"{case.court_at}/book", json=asked))


def hours(case):
    """Return the appointment as it stands among the matters of both sides."""
    shown = []
    for speaker in (case.zhang, case.li):
        items = fine(speaker.get("/api/v1/me/matters"), 200)["items"]
        session = next(each for each in items if each["kind"] == "confirmation")
        shown.append((session["takes_place_at"], session["takes_place_until"]))
    assert shown[0] == shown[1]
    return shown[0]


def at(n):
    return clock.moment_in_words(ahead(n))


@pytest.fixture
def court(quarrel, judge):
    return filed(quarrel)


@pytest.fixture
def by_zhang(court):
    book(court, court.zhang, 0)
    return court


def test_who_books_a_session_lets_the_other_side_the_mediator_and_the_judge_know(by_zhang, judge):
    for told in (by_zhang.li, by_zhang.mediator, judge):
        (one,) = inbox(told, at(0))
        assert "甲方" in one["text"]
        assert "一号室" in one["text"]
    (one,) = inbox(by_zhang.li, at(0))
    assert one["link"] == f"/pages/appeals/session/session?id={by_zhang.court['id']}"
    assert inbox(by_zhang.zhang, at(0)) == []
    assert hours(by_zhang) == (ahead(0).isoformat(), (ahead(0) + timedelta(minutes=30)).isoformat())


def test_a_move_by_one_side_names_the_old_time_and_the_new(by_zhang, judge):
    book(by_zhang, by_zhang.li, 2)
    for told in (by_zhang.zhang, by_zhang.mediator, judge):
        (one,) = inbox(told, at(2))
        assert at(0) in one["text"]
        assert "乙方" in one["text"]
        assert "一号室" in one["text"]
    assert inbox(by_zhang.li, at(2)) == []
    assert hours(by_zhang)[0] == ahead(2).isoformat()

    book(by_zhang, by_zhang.mediator, 0)
    for told in (by_zhang.zhang, by_zhang.li):
        newest = inbox(told, at(2))[0]
        assert "调解员" in newest["text"]
        assert at(0) in newest["text"]
    book(by_zhang, by_zhang.zhang, 2)
    assert len(inbox(by_zhang.li, at(2))) == 2


def test_who_asks_for_the_same_half_hour_again_tells_nobody(by_zhang, judge):
    book(by_zhang, by_zhang.zhang, 0)
    assert len(inbox(by_zhang.li, at(0))) == 1
    assert len(inbox(judge, at(0))) == 1


def test_a_judge_who_loses_the_session_by_a_move_is_told_that_another_has_it(court, judge, as_role):
    other = as_role(Role.JUDGE)
    saved(Judge(staff_id=other.staff.id, capacity=1))
    book(court, court.zhang, 0)
    first, second = (judge, other) if inbox(judge, at(0)) else (other, judge)
    seat = db.session.scalars(db.select(Judge).filter_by(staff_id=first.staff.id)).one()
    span = Span(ahead(2), ahead(2) + timedelta(minutes=30))
    claims.take_first_free([[seat.id]], span, holder=Holder(HOLDER, uuid4()), now=clock.now())
    book(court, court.li, 2)
    (lost,) = inbox(first, at(2))
    assert at(0) in lost["text"]
    assert "别的法官" in lost["text"]
    (got,) = inbox(second, at(2))
    assert "一号室" in got["text"]


def test_who_takes_it_to_the_court_house_lets_the_others_know_which_session_is_off(by_zhang, judge):
    said = fine(by_zhang.li.post(f"{by_zhang.court_at}/offline", json={"reason": "想当面办"}))
    assert said["starts_at"] is None
    for told in (by_zhang.zhang, by_zhang.mediator, judge):
        newest = inbox(told, "线下")[0]
        assert "乙方" in newest["text"]
        assert at(0) in newest["text"]
        assert "想当面办" not in newest["text"]
    assert inbox(by_zhang.li, "线下") == []
    assert hours(by_zhang) == (None, None)


def test_without_a_session_the_way_to_the_court_house_is_told_all_the_same(court):
    fine(court.zhang.post(f"{court.court_at}/offline", json={"reason": "不会用"}))
    for told in (court.li, court.mediator):
        (one,) = inbox(told, "线下")
        assert "甲方" in one["text"]


def test_a_session_that_is_off_is_no_appointment(by_zhang):
    fine(by_zhang.li.post(f"{by_zhang.court_at}/withdraw"))
    assert hours(by_zhang) == (None, None)


@pytest.mark.parametrize(
    ("door", "article", "says"),
    [("not-accept", "355.1", "法院不予受理"), ("reject", "358.5", "裁定驳回")],
)
def test_a_no_of_the_court_reaches_both_sides_and_calls_its_session_off(
    by_zhang, judge, door, article, says
):
    if door == "reject":
        fine(judge.post(f"{by_zhang.court_at}/accept"))
    refusal = {"article": article, "reason": "内容不明确"}
    fine(judge.post(f"{by_zhang.court_at}/{door}", json=refusal))
    for told in (by_zhang.zhang, by_zhang.li):
        (one,) = inbox(told, says)
        assert f"约在{at(0)}的一场不开了" in one["text"]
        assert refusal["reason"] not in one["text"]
    assert hours(by_zhang) == (None, None)
