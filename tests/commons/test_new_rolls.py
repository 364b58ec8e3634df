"""A new version of a roll: what waits or was signed on the old one goes over, or is answered."""

from uuid import UUID

import pytest
from sqlalchemy import select

from tests.commons.people import make_space
from weijiayuan.accounts.rules import Role
from weijiayuan.commons.models import MemberRequest, Roll
from weijiayuan.db import db
from weijiayuan.notices.models import Notice

BASE = "/api/v1/commons"
PROOF = {
    "verified": True,
    "evidence": "title_certificate",
    "reference": "粤（2021）深圳市不动产权第0077777号",
}
BUYERS = {f"1-10{n}": f"买受人{n}" for n in range(1, 9)}


@pytest.fixture
def desks(as_desk):
    return as_desk(Role.COMMITTEE), as_desk(Role.COMMITTEE)


@pytest.fixture
def enter(desks):
    """Enter a version of the owners' roll and put it in force; return the roll."""
    one, two = desks

    def entered(space, buyers):
        rows = [
            {"unit": unit, "area_m2": "100", "owner": buyer, "buyer": f"GM-{buyer}"}
            for unit, buyer in buyers.items()
        ]
        asked = {"basis": "owners", "closes_on": "2027-06-01", "source": "不动产登记", "rows": rows}
        draft = one.post(f"{BASE}/spaces/{space.id}/rolls", json=asked).json
        done = two.post(f"{BASE}/rolls/{draft['id']}/confirm")
        assert done.json["state"] == "in_force", done.json
        return db.session.get(Roll, UUID(draft["id"]))

    return entered


def claimed(roll, person, unit):
    return person.post(f"{BASE}/rolls/{roll.id}/requests", json={"unit": unit})


def decided(desk, request, **said):
    return desk.post(f"{BASE}/requests/{request['id']}/decide", json=said)


def told(person, template):
    wanted = select(Notice).filter_by(resident_id=person.resident.id, template=template)
    return [each.text for each in db.session.scalars(wanted)]


def test_a_claim_that_waits_goes_over_to_the_new_roll(desks, enter, as_resident):
    one, two = desks
    space, person = make_space(), as_resident()
    claim = claimed(enter(space, BUYERS), person, "1-107").json
    decided(one, claim, **PROOF)
    new = enter(space, BUYERS | {"1-108": "别人"})

    [waiting] = two.get(f"{BASE}/rolls/{new.id}/requests").json["items"]
    assert (waiting["id"], waiting["state"]) == (claim["id"], "seen")
    assert decided(two, claim, **PROOF).json["state"] == "verified"
    [mine] = person.get(f"{BASE}/mine").json["items"]
    assert (mine["member"]["units"], mine["roll"]["id"]) == (["1-107"], str(new.id))


def test_two_look_anew_where_the_new_roll_has_another_buyer(desks, enter, as_resident):
    one, two = desks
    space, person = make_space(), as_resident()
    claim = claimed(enter(space, BUYERS), person, "1-107").json
    decided(one, claim, **PROOF)
    enter(space, BUYERS | {"1-107": "新买家"})

    assert decided(two, claim, **PROOF).json["state"] == "seen"
    assert decided(two, claim, **PROOF).json["code"] == "commons.second_person_needed"
    assert decided(one, claim, **PROOF).json["state"] == "verified"


def test_a_claim_to_a_unit_that_the_new_roll_has_not_is_answered(desks, enter, as_resident):
    one, _ = desks
    space, person = make_space(), as_resident()
    claim = claimed(enter(space, BUYERS), person, "1-107").json
    new = enter(space, {unit: buyer for unit, buyer in BUYERS.items() if unit != "1-107"})

    late = decided(one, claim, **PROOF)
    assert (late.status_code, late.json["code"]) == (409, "commons.request_decided")
    [answer] = told(person, "commons_refused")
    assert "1-107" in answer
    assert "新名册" in answer
    assert claimed(new, person, "1-106").status_code == 201


def test_nobody_is_verified_on_a_roll_that_is_over(desks, enter, as_resident):
    one, _ = desks
    space, person = make_space(), as_resident()
    old = enter(space, BUYERS)
    claim = claimed(old, person, "1-107").json
    enter(space, BUYERS)
    late = claimed(old, as_resident(), "1-106")
    assert (late.status_code, late.json["code"]) == (409, "commons.roll_not_in_force")

    left_behind = db.session.scalars(select(MemberRequest)).one()
    left_behind.roll_id = old.id
    db.session.commit()
    refused = decided(one, claim, **PROOF)
    assert (refused.status_code, refused.json["code"]) == (409, "commons.roll_not_in_force")
    assert decided(one, claim, verified=False, reason="名册换了，请再申请").json["state"] == (
        "refused"
    )
