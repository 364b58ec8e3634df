"""A new version of a roll: what waits or was signed on the old one goes over, or is answered."""

from datetime import timedelta
from uuid import UUID

import pytest
from sqlalchemy import select

from tests.commons.people import bound, make_space
from weijiayuan.accounts.rules import Role
from weijiayuan.commons.models import MemberRequest, Roll
from weijiayuan.db import db
from weijiayuan.kernel import clock
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


def demanded(person, space):
    asked = {"space_id": str(space.id), "kind": "owners", "reason": "要求开会说明公共收益"}
    return person.post(f"{BASE}/demands", json=asked).json


def shown(person, demand):
    found = person.get(f"{BASE}/demands/{demand['id']}").json
    return found["state"], found["signatures"], found["needed"], found["of"]


def test_a_demand_counts_owners_of_the_roll_in_force(desks, enter, as_desk, as_resident):
    space, seller, buyer, other = make_space(), as_resident(), as_resident(), as_resident()
    old = enter(space, BUYERS)
    bound(old, seller, "1-102", as_desk)
    bound(old, other, "1-103", as_desk)
    demand = demanded(seller, space)
    path = f"{BASE}/demands/{demand['id']}"
    other.post(f"{path}/sign")
    assert shown(other, demand) == ("reached", 2, 2, 8)

    new = enter(space, BUYERS | {"1-102": "新买家"})
    assert shown(other, demand) == ("gathering", 1, 2, 8)
    assert seller.get(f"{path}/mine").json == {"on_roll": False, "signed": False}
    assert seller.post(f"{path}/sign").json["code"] == "commons.not_member"
    claim = claimed(new, buyer, "1-102").json
    for desk in desks:
        decided(desk, claim, **PROOF | {"reference": "粤（2026）深圳市不动产权第0055555号"})
    assert buyer.get(f"{path}/mine").json == {"on_roll": True, "signed": False}
    assert buyer.post(f"{path}/sign").json["state"] == "reached"
    assert buyer.post(f"{path}/take-back").json["state"] == "gathering"


def test_what_was_signed_on_paper_goes_over_too(desks, enter, as_desk, as_resident):
    space, person = make_space(), as_resident()
    old = enter(space, BUYERS)
    bound(old, person, "1-103", as_desk)
    demand = demanded(person, space)
    one, two = desks
    sign = f"{BASE}/demands/{demand['id']}/sign-at-desk"
    one.post(sign, json={"number": 8})
    enter(space, {"1-108": BUYERS["1-108"]} | BUYERS)
    assert shown(person, demand) == ("gathering", 1, 2, 8)
    assert two.post(sign, json={"number": 1}).json["state"] == "reached"


def test_fewer_owners_make_the_share_that_was_short_enough(enter, as_desk, as_resident):
    space, person = make_space(), as_resident()
    old = enter(space, BUYERS)
    bound(old, person, "1-103", as_desk)
    demand = demanded(person, space)
    enter(space, {unit: BUYERS[unit] for unit in ("1-101", "1-102", "1-103", "1-104")})
    assert shown(person, demand) == ("reached", 1, 1, 4)
    assert told(person, "commons_demand_reached")


def test_a_demand_whose_last_owner_left_is_over(enter, as_desk, as_resident):
    space, seller = make_space(), as_resident()
    bound(enter(space, BUYERS), seller, "1-102", as_desk)
    demand = demanded(seller, space)
    enter(space, BUYERS | {"1-102": "新买家"})
    assert seller.get(f"{BASE}/demands/{demand['id']}").status_code == 404


def test_a_meeting_called_off_is_owed_by_the_roll_then_in_force(desks, enter, as_desk, as_resident):
    space, seller, other = make_space(), as_resident(), as_resident()
    old = enter(space, BUYERS)
    bound(old, seller, "1-102", as_desk)
    bound(old, other, "1-103", as_desk)
    demand = demanded(seller, space)
    other.post(f"{BASE}/demands/{demand['id']}/sign")
    starts = clock.now() + timedelta(days=20)
    called = desks[0].post(
        f"{BASE}/meetings",
        json={
            "space_id": str(space.id),
            "kind": "owners",
            "title": "临时业主大会",
            "starts_at": starts.isoformat(),
            "ends_at": (starts + timedelta(hours=2)).isoformat(),
            "place": "架空层",
            "called_by": ["业主委员会"],
            "demand_id": demand["id"],
        },
    )
    enter(space, BUYERS | {"1-102": "新买家"})
    assert shown(other, demand) == ("called", 2, 2, 8)
    desks[0].post(f"{BASE}/meetings/{called.json['id']}/cancel", json={"reason": "场地漏水"})
    assert shown(other, demand) == ("gathering", 1, 2, 8)


def test_whom_a_new_roll_takes_off_the_unit_is_told_what_to_do(enter, as_desk, as_resident):
    space, seller, kept, gone = make_space(), as_resident(), as_resident(), as_resident()
    old = enter(space, BUYERS)
    for person, unit in ((seller, "1-102"), (kept, "1-103"), (gone, "1-104")):
        bound(old, person, unit, as_desk)
    rest = {unit: buyer for unit, buyer in BUYERS.items() if unit != "1-104"}
    enter(space, rest | {"1-102": "新买家"})

    [sold] = told(seller, "commons_unverified")
    assert "1-102" in sold
    assert "重新申请" in sold
    [missing] = told(gone, "commons_unverified")
    assert "1-104" in missing
    assert "没有这一户" in missing
    assert told(kept, "commons_unverified") == []
    enter(space, rest)
    assert len(told(seller, "commons_unverified")) == 1


def test_a_co_signature_of_who_sold_counts_no_more_and_the_buyer_may_sign(
    desks, enter, as_desk, as_resident
):
    space, seller, kept, buyer = make_space(), as_resident(), as_resident(), as_resident()
    old = enter(space, BUYERS)
    bound(old, seller, "1-102", as_desk)
    bound(old, kept, "1-103", as_desk)
    begun = seller.post(f"{BASE}/foundings", json={"space_id": str(space.id)}).json
    path = f"{BASE}/foundings/{begun['id']}"
    for person, unit in ((seller, "1-102"), (kept, "1-103")):
        person.post(f"{path}/co-signs", json={"unit": unit, "area_m2": "100"})
    assert kept.get(path).json["persons"] == 2

    new = enter(space, BUYERS | {"1-102": "新买家"})
    assert kept.get(path).json["persons"] == 1
    assert told(seller, "commons_co_sign_refused")
    assert told(kept, "commons_co_sign_refused") == []
    claim = claimed(new, buyer, "1-102").json
    for desk in desks:
        decided(desk, claim, **PROOF)
    signed = buyer.post(f"{path}/co-signs", json={"unit": "1-102", "area_m2": "100"})
    assert (signed.status_code, kept.get(path).json["persons"]) == (201, 2)
