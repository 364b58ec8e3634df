"""Duties are given and taken by an administrator, and what hangs on them follows by itself."""

from datetime import timedelta

import pytest

from tests.appeals.conftest import HOME, ahead, filed, fine, talking
from tests.appeals.test_appeals import ASKED
from tests.appeals.test_second_person import DOUBTFUL
from tests.factories import saved
from weijiayuan.accounts.models import Duty
from weijiayuan.accounts.rules import Role
from weijiayuan.appeals.models import (
    Appeal,
    Confirmation,
    CourtRoom,
    DutyShift,
    HandOver,
    Judge,
    Mediation,
    TermsReview,
)
from weijiayuan.appeals.service import staff_reassignment
from weijiayuan.capacity_claims.models import Claim
from weijiayuan.db import db
from weijiayuan.kernel import clock
from weijiayuan.notices.models import Notice


def end_duty(speaker):
    db.session.execute(db.delete(Duty).filter_by(staff_id=speaker.staff.id))
    db.session.flush()


def shut(speaker):
    speaker.staff.disabled_at = clock.now()
    db.session.flush()


def follow():
    """Let the reconciler run, twice: the second time there is nothing left to do."""
    changed = staff_reassignment.reconcile(clock.now())
    assert staff_reassignment.reconcile(clock.now()) == {}
    db.session.expire_all()
    return changed


def told(speaker, template):
    asked = db.select(Notice).filter_by(resident_id=speaker.resident.id, template=template)
    return db.session.scalars(asked).all()


@pytest.fixture
def appointed(as_role):
    """Two judges whom an administrator appointed: nobody made them bookable."""
    saved(CourtRoom(name="一号室", territory_code="440311", capacity=1))
    return [as_role(Role.JUDGE), as_role(Role.JUDGE)]


def test_who_gets_the_duty_of_a_judge_is_given_cases(quarrel, appointed):
    filed(quarrel)
    refused = quarrel.mediator.post(f"{quarrel.court_at}/book", json={})
    assert refused.json["code"] == "confirmations.no_court_here"
    assert follow() == {"judges appointed": 2}
    fine(quarrel.mediator.post(f"{quarrel.court_at}/book", json={}))
    found = db.session.scalars(db.select(Confirmation)).one()
    assert found.judge_id in {one.staff.id for one in appointed}


@pytest.mark.parametrize("leave", [end_duty, shut])
def test_a_judge_who_is_none_any_more_frees_the_session_for_another(
    quarrel, appointed, as_role, leave
):
    keeper = as_role(Role.ROOM_KEEPER)
    follow()
    filed(quarrel)
    asked = {"starts_at": ahead().isoformat()}
    fine(quarrel.mediator.post(f"{quarrel.court_at}/book", json=asked))
    found = db.session.scalars(db.select(Confirmation)).one()
    first, second = sorted(appointed, key=lambda one: one.staff.id != found.judge_id)
    leave(first)
    assert follow() == {"sessions moved": 1}
    found = db.session.scalars(db.select(Confirmation)).one()
    assert (found.judge_id, found.starts_at) == (second.staff.id, ahead())
    for side in (quarrel.zhang, quarrel.li):
        (one,) = told(side, "session_moved")
        assert clock.moment_in_words(ahead()) in one.text
        assert "别的法官接手" in one.text
    assert "已由别的法官接手" in told(keeper, "judge_gone")[0].text
    assert told(quarrel.mediator, "judge_gone")
    assert first.get(quarrel.court_at).status_code in {401, 404}

    leave(second)
    assert follow() == {"sessions moved": 1}
    found = db.session.scalars(db.select(Confirmation)).one()
    assert (found.judge_id, found.room_id, found.state) == (None, None, "filed")
    assert db.session.scalars(db.select(Claim)).all() == []
    assert "还没有法官" in told(keeper, "judge_gone")[-1].text
    for side in (quarrel.zhang, quarrel.li):
        assert any("还没有法官接手" in one.text for one in told(side, "session_moved"))


def test_a_judge_whose_duty_ends_in_the_session_is_followed_like_one_who_leaves(quarrel, appointed):
    follow()
    filed(quarrel)
    fine(quarrel.mediator.post(f"{quarrel.court_at}/book", json={}))
    found = db.session.scalars(db.select(Confirmation)).one()
    first = next(one for one in appointed if one.staff.id == found.judge_id)
    fine(first.post(f"{quarrel.court_at}/accept"))
    end_duty(first)
    follow()
    said = fine(quarrel.zhang.get(quarrel.court_at), 200)
    assert (said["state"], said["judge"] is not None) == ("accepted", True)


def test_a_mediator_whose_duty_ends_leaves_and_another_is_drawn(quarrel, as_role, duty):
    talking(quarrel)
    heir = as_role(Role.MEDIATOR)
    end_duty(quarrel.mediator)
    assert quarrel.mediator.get(quarrel.at).status_code == 404
    assert follow() == {"mediations given on": 1}
    assert db.session.scalars(db.select(Mediation)).one().mediator_id == heir.staff.id
    end_duty(heir)
    assert follow() == {"mediations given on": 1}
    assert db.session.scalars(db.select(Mediation)).one().mediator_id is None
    assert told(duty, "mediation_waiting")


def test_terms_wait_for_no_reviewer_who_left(quarrel, as_role):
    colleague = as_role(Role.MEDIATOR)
    talking(quarrel)
    fine(quarrel.mediator.post(f"{quarrel.at}/terms", json={"terms": [DOUBTFUL]}))
    fine(quarrel.mediator.post(f"{quarrel.at}/reviews", json={}))
    end_duty(colleague)
    assert follow() == {"reviews taken back": 1}
    assert db.session.scalars(db.select(TermsReview)).all() == []


@pytest.mark.parametrize("leave", [end_duty, shut])
def test_appeals_offers_and_shifts_follow_too(as_resident, as_role, duty, leave):
    now = clock.now()
    number = fine(as_resident().post("/api/v1/appeals", json=ASKED))["number"]
    adviser, heir = as_role(Role.ADVISER), as_role(Role.DUTY_WORKER)
    offer = {"to": str(adviser.staff.id), "note": "请看"}
    fine(duty.post(f"/api/v1/appeals/{number}/hand-over", json=offer))
    saved(
        DutyShift(
            staff_id=duty.staff.id,
            territory_code=HOME,
            starts_at=now - timedelta(hours=1),
            ends_at=now + timedelta(hours=8),
        )
    )
    leave(adviser)
    assert follow() == {"hand-overs returned": 1}
    leave(duty)
    assert follow() == {"shifts dropped": 1, "appeals given on": 1}
    assert db.session.scalars(db.select(Appeal)).one().holder_id == heir.staff.id
    assert db.session.scalars(db.select(HandOver)).one().state == "returned"
    assert fine(heir.get("/api/v1/appeals/desk"), 200)["items"][0]["number"] == number


def test_nobody_left_keeps_the_appeal_with_a_name(as_resident, duty):
    fine(as_resident().post("/api/v1/appeals", json=ASKED))
    end_duty(duty)
    follow()
    assert db.session.scalars(db.select(Appeal)).one().holder_id == duty.staff.id


def test_a_mediator_without_a_row_can_go_off_duty(as_role):
    speaker = as_role(Role.MEDIATOR)
    until = (clock.now() + timedelta(days=2)).isoformat()
    fine(speaker.post(f"/api/v1/mediators/{speaker.staff.id}/off-duty", json={"until": until}))
    shown = fine(speaker.get("/api/v1/mediators"), 200)["items"]
    assert shown[0]["off_until"] is not None


def test_a_judge_row_alone_makes_nobody_a_judge(quarrel, as_role):
    saved(CourtRoom(name="一号室", territory_code="440311", capacity=1))
    saved(Judge(staff_id=as_role(Role.ADVISER).staff.id, capacity=1))
    filed(quarrel)
    refused = quarrel.mediator.post(f"{quarrel.court_at}/book", json={})
    assert refused.json["code"] == "confirmations.no_court_here"
