"""An appeal changes hands by offer and acceptance, and is never in nobody's or in two."""

import random
from datetime import timedelta

from tests.appeals.conftest import fine
from tests.appeals.test_appeals import at, sent
from weijiayuan.accounts.rules import Role
from weijiayuan.appeals.models import Appeal, HolderChange
from weijiayuan.appeals.service import appeal_handover
from weijiayuan.db import db
from weijiayuan.kernel import clock


def test_five_hundred_hand_overs_never_leave_it_with_nobody_or_two(as_resident, as_role, duty):
    others = [as_role(Role.ADVISER), as_role(Role.MEDIATOR), duty]
    said = sent(as_resident())
    appeal = db.session.scalars(db.select(Appeal)).one()
    by_id = {one.staff.id: one for one in others}
    dice, moved, now = random.Random(11), 0, clock.now()  # a repeatable story
    for _ in range(500):
        holder = by_id[appeal.holder_id]
        other = dice.choice([one for one in others if one is not holder])
        appeal_handover.offer(
            said["number"], to=other.staff.id, note="", by=holder.staff.id, now=now
        )
        assert appeal.holder_id == holder.staff.id
        answer = dice.choice(["accept", "decline", "silence"])
        if answer == "accept":
            appeal_handover.accept(said["number"], by=other.staff.id, now=now)
            moved += 1
            assert appeal.holder_id == other.staff.id
        elif answer == "decline":
            appeal_handover.decline(said["number"], reason="不归我", by=other.staff.id, now=now)
            assert appeal.holder_id == holder.staff.id
        else:
            now += timedelta(minutes=31)
            assert appeal_handover.return_silent(now) == 1
            assert appeal.holder_id == holder.staff.id
    changes = db.session.scalars(db.select(HolderChange)).all()
    assert len(changes) == moved + 1


def test_only_whom_it_is_offered_may_accept_and_only_the_holder_may_act(as_resident, as_role, duty):
    adviser, stranger = as_role(Role.ADVISER), as_role(Role.ADVISER)
    said = sent(as_resident())
    offer = {"to": str(adviser.staff.id), "note": "请看合同"}
    fine(duty.post(f"{at(said)}/hand-over", json=offer))
    assert duty.post(f"{at(said)}/hand-over", json=offer).status_code == 409
    assert stranger.post(f"{at(said)}/accept").status_code == 404
    assert adviser.post(f"{at(said)}/take").json["code"] == "appeals.not_holder"
    fine(adviser.post(f"{at(said)}/accept"))
    assert duty.get("/api/v1/appeals/desk").json["items"] == []
    assert duty.get(f"/api/v1/appeals/desk/{said['number']}?reason=回看").status_code == 404


def test_an_offer_ends_with_the_appeal_and_shows_its_words_to_nobody_more(
    as_resident, as_role, duty
):
    adviser, resident = as_role(Role.ADVISER), as_resident()
    said = sent(resident)
    fine(duty.post(f"{at(said)}/hand-over", json={"to": str(adviser.staff.id), "note": ""}))
    whole = f"/api/v1/appeals/desk/{said['number']}?reason=办理诉求"
    assert adviser.get(whole).status_code == 200
    fine(resident.post(f"{at(said)}/withdraw"))

    assert adviser.get(whole).status_code == 404
    assert fine(resident.get(at(said)), 200)["offered_to"] is None


def test_a_closed_appeal_changes_hands_no_more(as_resident, as_role, duty):
    adviser = as_role(Role.ADVISER)
    said = sent(as_resident())
    fine(duty.post(f"{at(said)}/hand-over", json={"to": str(adviser.staff.id), "note": ""}))
    fine(duty.post(f"{at(said)}/triage", json={"track": "mediation"}))
    fine(duty.post(f"{at(said)}/close", json={"outcome": "对方搬走了"}))
    assert adviser.post(f"{at(said)}/accept").status_code == 404
    assert appeal_handover.return_silent(clock.now() + timedelta(hours=1)) == 1
    appeal = db.session.scalars(db.select(Appeal)).one()
    assert (appeal.holder_id, appeal.level) == (duty.staff.id, 0)
