"""Whose account speaks for a unit takes evidence and two people, and stands still in a vote."""

from datetime import timedelta

import pytest
import time_machine
from sqlalchemy import select

from tests.commons.people import bound, crowd, make_ballot, make_roll, make_space
from tests.factories.files import make_photo
from weijiayuan import agreements
from weijiayuan.accounts.rules import Role
from weijiayuan.commons.models import (
    Ballot,
    BallotState,
    Member,
    MemberRequest,
    Secrecy,
    SpaceKind,
)
from weijiayuan.db import db
from weijiayuan.kernel import clock
from weijiayuan.notices.models import Notice

BASE = "/api/v1/commons"
PROOF = {
    "verified": True,
    "evidence": "title_certificate",
    "reference": "粤（2021）深圳市不动产权第0012345号",
}


@pytest.fixture
def building(client):
    """A building of four units, the first two with their owners."""
    people = crowd(2)
    space = make_space()
    return space, make_roll(space, [*people, None, None]), people


def asked_for(roll, person, unit, **more):
    return person.post(f"{BASE}/rolls/{roll.id}/requests", json={"unit": unit} | more)


def claimed(roll, person, unit):
    """Say with a picture that a unit is mine."""
    return asked_for(roll, person, unit, paper=str(make_photo(person.resident).id))


def decided(desk, request, **said):
    return desk.post(f"{BASE}/requests/{request['id']}/decide", json=said)


def test_one_clerk_alone_binds_no_account(building, as_desk, as_resident):
    _, roll, _ = building
    one, two = as_desk(Role.COMMITTEE), as_desk(Role.COMMITTEE)
    person = as_resident()
    request = asked_for(roll, person, "1-3").json

    blind = decided(one, request, verified=True, reason="看了房产证")
    assert (blind.status_code, blind.json["code"]) == (422, "commons.proof_not_named")
    assert decided(one, request, **PROOF | {"reference": "看"}).status_code == 422
    assert decided(one, request, **PROOF).json["state"] == "seen"
    assert person.get(f"{BASE}/mine").json["items"] == []
    again = decided(one, request, **PROOF)
    assert again.json["code"] == "commons.second_person_needed"
    differs = decided(two, request, **PROOF | {"reference": "粤（2021）深圳市不动产权第9912345号"})
    assert differs.json["code"] == "commons.proof_differs"
    same = PROOF | {"reference": "粤(2021) 深圳市不动产权第0012345号"}
    assert decided(two, request, **same).json["state"] == "verified"
    assert person.get(f"{BASE}/mine").json["items"][0]["member"]["units"] == ["1-3"]
    kept = db.session.scalars(select(MemberRequest)).one()
    assert "0012345" not in str(vars(kept))
    assert len(kept.evidence_digest) == 64


def test_a_paper_that_was_sent_is_looked_at_by_two_before_it_is_deleted(
    building, as_desk, as_resident
):
    _, roll, _ = building
    one, two = as_desk(Role.COMMITTEE), as_desk(Role.SECRETARY)
    person = as_resident()
    paper = make_photo(person.resident)
    request = person.post(
        f"{BASE}/rolls/{roll.id}/requests", json={"unit": "1-3", "paper": str(paper.id)}
    ).json
    assert decided(one, request, verified=True).json["state"] == "seen"
    [waiting] = two.get(f"{BASE}/rolls/{roll.id}/requests").json["items"]
    assert (waiting["paper_id"], waiting["state"]) == (str(paper.id), "seen")
    assert decided(two, request, verified=True).json["state"] == "verified"
    kept = db.session.scalars(select(MemberRequest)).one()
    assert (kept.paper_id, len(kept.evidence_digest)) == (None, 64)


def test_nobody_decides_what_they_asked_for_themselves(building, as_role, as_desk):
    _, roll, _ = building
    clerk, other = as_role(Role.COMMITTEE), as_desk(Role.COMMITTEE)
    request = asked_for(roll, clerk, "1-3").json
    own = decided(clerk, request, **PROOF)
    assert (own.status_code, own.json["code"]) == (403, "commons.own_request")
    assert decided(other, request, **PROOF).json["state"] == "seen"
    assert decided(clerk, request, **PROOF).json["code"] == "commons.own_request"


def test_refusing_takes_more_than_a_letter(building, as_desk, as_resident):
    _, roll, _ = building
    desk = as_desk(Role.COMMITTEE)
    request = asked_for(roll, as_resident(), "1-3").json
    assert decided(desk, request, verified=False, reason="看").status_code == 422
    assert decided(desk, request, verified=False).status_code == 422
    done = decided(desk, request, verified=False, reason="房产证上不是他")
    assert done.json["state"] == "refused"


def test_an_account_that_is_bound_while_a_vote_is_open_does_not_count_in_it(
    building, as_desk, as_resident
):
    _, roll, _ = building
    ballot = make_ballot(roll, secrecy=Secrecy.NAMED)
    late = as_resident()
    bound(roll, late, "1-3", as_desk)
    votes = f"{BASE}/ballots/{ballot.id}/votes"
    refused = late.post(votes, json={"choice": "yes"})
    assert (refused.status_code, refused.json["code"]) == (409, "commons.bound_too_late")
    proxy = late.post(f"{BASE}/ballots/{ballot.id}/proxies")
    assert proxy.json["code"] == "commons.bound_too_late"
    one, two = as_desk(Role.COMMITTEE), as_desk(Role.COMMITTEE)
    paper = f"{BASE}/ballots/{ballot.id}/paper"
    assert one.post(paper, json={"key": "3", "choice": "no"}).status_code == 200
    assert two.post(paper, json={"key": "3", "choice": "no"}).json["agreed"] is True
    after = make_ballot(
        roll, secrecy=Secrecy.NAMED, open_for=timedelta(0), question="要不要在南门装雨棚"
    )
    with time_machine.travel(clock.now() + timedelta(seconds=2), tick=False):
        voted = late.post(f"{BASE}/ballots/{after.id}/votes", json={"choice": "yes"})
    assert voted.status_code == 201


def test_taking_an_account_off_a_unit_takes_two_and_waits_for_open_votes(
    building, as_desk, as_resident
):
    _, roll, people = building
    owner = as_resident(people[1])
    one, two = as_desk(Role.COMMITTEE), as_desk(Role.SECRETARY)
    path = f"{BASE}/rolls/{roll.id}/members/2/unverify"
    assert one.post(path, json={"reason": "查"}).status_code == 422
    ballot = make_ballot(roll)
    held = one.post(path, json={"reason": "房子已经卖掉"})
    assert (held.status_code, held.json["code"]) == (409, "commons.ballot_running")
    db.session.get(Ballot, ballot.id).state = BallotState.CANCELLED
    db.session.commit()

    asked = one.post(path, json={"reason": "房子已经卖掉"}).json
    assert (asked["verified"], asked["release_asked"]) == (True, True)
    assert len(owner.get(f"{BASE}/mine").json["items"]) == 1
    told = db.session.scalars(select(Notice).filter_by(resident_id=people[1].id)).all()
    assert any(each.template == "commons_release_asked" for each in told)
    same = one.post(path, json={"reason": "房子已经卖掉"})
    assert same.json["code"] == "commons.second_person_needed"
    kept = two.post(path, json={"reason": "问过业主，没有卖", "keep": True}).json
    assert (kept["verified"], kept["release_asked"]) == (True, False)
    one.post(path, json={"reason": "房子已经卖掉"})
    assert two.post(path, json={"reason": "过户登记已查"}).json["verified"] is False
    assert owner.get(f"{BASE}/mine").json["items"] == []


def sheet_of(person, space, roll):
    asked = {"space_id": str(space.id), "roll_id": str(roll.id), "unit": "1-1", "use": "理发店"}
    return person.post(f"{BASE}/consent-sheets", json=asked).json


def test_a_sheet_says_by_which_way_each_consent_came_and_who_came_late(
    building, as_desk, as_resident
):
    space, roll, people = building
    asker, second = as_resident(people[0]), as_resident(people[1])
    sheet = sheet_of(asker, space, roll)
    path = f"{BASE}/consent-sheets/{sheet['id']}"
    second.post(f"{path}/sign", json={"agrees": True})
    with time_machine.travel(clock.now() + timedelta(seconds=2), tick=False):
        late = as_resident()
        bound(roll, late, "1-3", as_desk)
        late.post(f"{path}/sign", json={"agrees": True})
    for desk in (as_desk(Role.COMMITTEE), as_desk(Role.COMMITTEE)):
        desk.post(f"{path}/paper", json={"number": 4, "agrees": True})
    seen = as_resident().get(f"{BASE}/consent-sheets/{sheet['code']}").json
    assert seen["agreed_by"] == {"account": 2, "account_bound_since": 1, "paper": 1}
    assert seen["complete"] is True
    read = agreements.consent(sheet["code"])
    assert (read.by_paper, read.bound_since, read.replaced) == (1, 1, 0)


def test_a_refusal_outlives_the_account_that_said_it(building, as_desk, as_resident):
    space, roll, people = building
    asker, owner = as_resident(people[0]), as_resident(people[1])
    sheet = sheet_of(asker, space, roll)
    path = f"{BASE}/consent-sheets/{sheet['id']}"
    owner.post(f"{path}/sign", json={"agrees": False})
    one, two = as_desk(Role.COMMITTEE), as_desk(Role.SECRETARY)
    for desk in (one, two):
        desk.post(f"{BASE}/rolls/{roll.id}/members/2/unverify", json={"reason": "查错了人"})
    seen = as_resident().get(f"{BASE}/consent-sheets/{sheet['code']}").json
    assert (seen["refused"], seen["replaced"]) == (1, 1)
    for desk in (one, two):
        paper = desk.post(f"{path}/paper", json={"number": 2, "agrees": True})
    assert paper.json["code"] == "commons.paper_done"
    newcomer = as_resident()
    bound(roll, newcomer, "1-2", as_desk)
    newcomer.post(f"{path}/sign", json={"agrees": True})
    seen = as_resident().get(f"{BASE}/consent-sheets/{sheet['code']}").json
    assert (seen["refused"], seen["agreed"], seen["replaced"]) == (0, 2, 1)


def test_whoever_asks_for_consent_types_nobodys_paper(building, as_role, as_desk):
    space, roll, _ = building
    clerk = as_role(Role.COMMITTEE)
    db.session.scalars(
        select(Member).filter_by(roll_id=roll.id, number=1)
    ).one().resident_id = clerk.resident.id
    db.session.commit()
    sheet = sheet_of(clerk, space, roll)
    typed = clerk.post(
        f"{BASE}/consent-sheets/{sheet['id']}/paper", json={"number": 3, "agrees": True}
    )
    assert (typed.status_code, typed.json["code"]) == (403, "commons.own_request")


def test_a_claim_to_a_taken_unit_is_told_and_keeps_a_sheet_incomplete(
    building, as_desk, as_resident
):
    space, roll, people = building
    asker = as_resident(people[0])
    sheet = sheet_of(asker, space, roll)
    path = f"{BASE}/consent-sheets/{sheet['id']}"
    as_resident(people[1]).post(f"{path}/sign", json={"agrees": True})
    for desk in (as_desk(Role.COMMITTEE), as_desk(Role.COMMITTEE)):
        for number in (3, 4):
            desk.post(f"{path}/paper", json={"number": number, "agrees": True})
    code = f"{BASE}/consent-sheets/{sheet['code']}"
    assert as_resident().get(code).json["complete"] is True

    claim = claimed(roll, as_resident(), "1-2").json
    told = db.session.scalars(select(Notice).filter_by(resident_id=people[1].id)).all()
    assert any(each.template == "commons_unit_claimed" for each in told)
    seen = as_resident().get(code).json
    assert (seen["complete"], seen["disputed"]) == (False, 1)
    desk = as_desk(Role.COMMITTEE)
    [waiting] = desk.get(f"{BASE}/rolls/{roll.id}/requests").json["items"]
    assert waiting["disputes"] is True
    taken = decided(desk, claim, **PROOF)
    assert taken.json["code"] == "commons.unit_taken"
    decided(desk, claim, verified=False, reason="登记簿上是原来那位")
    assert as_resident().get(code).json["complete"] is True


def test_who_bound_the_account_turns_away_a_claim_only_together(building, as_desk, as_resident):
    _, roll, _ = building
    one, two = as_desk(Role.COMMITTEE), as_desk(Role.COMMITTEE)
    request = asked_for(roll, as_resident(), "1-3").json
    for desk in (one, two):
        decided(desk, request, **PROOF)
    claim = claimed(roll, as_resident(), "1-3").json
    refusal = {"verified": False, "reason": "不是他的房子"}
    assert decided(one, claim, **refusal).json["state"] == "asked"
    assert decided(one, claim, **refusal).json["code"] == "commons.second_person_needed"
    [waiting] = two.get(f"{BASE}/rolls/{roll.id}/requests").json["items"]
    assert (waiting["disputes"], waiting["turned_down"]) == (True, True)
    assert decided(two, claim, **refusal).json["state"] == "refused"
    claim = claimed(roll, as_resident(), "1-3").json
    third = as_desk(Role.SECRETARY)
    done = decided(third, claim, verified=False, reason="登记簿上查不到他")
    assert done.json["state"] == "refused"


def test_a_bare_word_blocks_nothing_and_who_was_refused_waits(building, as_desk, as_resident):
    space, roll, people = building
    asker, second, stranger = as_resident(people[0]), as_resident(people[1]), as_resident()
    sheet = sheet_of(asker, space, roll)
    second.post(f"{BASE}/consent-sheets/{sheet['id']}/sign", json={"agrees": True})
    bare = asked_for(roll, stranger, "1-2")
    assert (bare.status_code, bare.json["code"]) == (409, "commons.paper_needed")
    early = asked_for(roll, stranger, "1-3").json
    desk = as_desk(Role.COMMITTEE)
    decided(desk, early, verified=False, reason="没有证件，无从核对")
    again = claimed(roll, stranger, "1-2")
    assert (again.status_code, again.json["code"]) == (409, "commons.asked_too_soon")
    with time_machine.travel(clock.now() + timedelta(days=8), tick=False):
        later = claimed(roll, stranger, "1-2")
        assert later.status_code == 201
        decided(as_desk(Role.SECRETARY), later.json, verified=False, reason="登记簿上不是他")
    with time_machine.travel(clock.now() + timedelta(days=20), tick=False):
        third = claimed(roll, stranger, "1-2")
        assert third.json["code"] == "commons.asked_too_soon"


def test_a_word_that_was_given_before_the_unit_was_bound_disputes_nothing(
    building, as_desk, as_resident
):
    space, roll, people = building
    sheet = sheet_of(as_resident(people[0]), space, roll)
    path = f"{BASE}/consent-sheets/{sheet['id']}"
    assert asked_for(roll, as_resident(), "1-3").status_code == 201
    owner = as_resident()
    bound(roll, owner, "1-3", as_desk)
    for person in (as_resident(people[1]), owner):
        person.post(f"{path}/sign", json={"agrees": True})
    for desk in (as_desk(Role.COMMITTEE), as_desk(Role.COMMITTEE)):
        desk.post(f"{path}/paper", json={"number": 4, "agrees": True})
    seen = as_resident().get(f"{BASE}/consent-sheets/{sheet['code']}").json
    assert (seen["complete"], seen["disputed"]) == (True, 0)


def test_one_title_number_binds_one_unit(building, as_desk, as_resident):
    _, roll, _ = building
    one, two = as_desk(Role.COMMITTEE), as_desk(Role.COMMITTEE)
    first = asked_for(roll, as_resident(), "1-3").json
    for desk in (one, two):
        assert decided(desk, first, **PROOF).status_code == 200
    second = asked_for(roll, as_resident(), "1-4").json
    used = decided(one, second, **PROOF)
    assert (used.status_code, used.json["code"]) == (409, "commons.proof_used")
    other_kind = PROOF | {"evidence": "register_extract"}
    assert decided(one, second, **other_kind).json["code"] == "commons.proof_used"
    elsewhere = make_roll(make_space(name="另一个花园"), [None])
    third = asked_for(elsewhere, as_resident(), "1-1").json
    assert decided(one, third, **PROOF).json["code"] == "commons.proof_used"
    flat = make_roll(make_space(name="一号楼", kind=SpaceKind.BUILDING), [None])
    same = asked_for(flat, as_resident(), "1-1").json
    assert decided(one, same, **PROOF).json["state"] == "seen"


def test_an_account_speaks_for_no_unit_that_an_old_roll_joined_by_a_name(
    building, as_desk, as_resident
):
    _, roll, _ = building
    member = db.session.scalars(select(Member).filter_by(roll_id=roll.id, number=3)).one()
    member.units, member.owner_mark = ["1-3", "7-1203"], "mark"
    db.session.commit()
    request = asked_for(roll, as_resident(), "1-3").json
    refused = decided(as_desk(Role.COMMITTEE), request, **PROOF)
    assert refused.json["code"] == "commons.units_joined_by_name"


def roll_with(space, desk, *rows):
    asked = {"basis": "owners", "closes_on": "2027-06-01", "source": "不动产登记"}
    rows = [{"unit": unit, "area_m2": "90"} | more for unit, more in rows]
    return desk.post(f"{BASE}/spaces/{space.id}/rolls", json=asked | {"rows": rows})


def test_namesakes_are_asked_about_and_each_speaks_for_his_own_unit(as_desk, as_resident):
    space = make_space()
    one, two = as_desk(Role.COMMITTEE), as_desk(Role.COMMITTEE)
    same = {"owner": "张伟"}
    entered = roll_with(
        space, one, ("1-101", same), ("7-1203", {"owner": "张 伟"}), ("1-102", {"owner": "李娜"})
    ).json
    assert (entered["heads"], entered["namesakes"]) == (3, [["1-101", "7-1203"]])
    confirm = f"{BASE}/rolls/{entered['id']}/confirm"
    unasked = two.post(confirm)
    assert (unasked.status_code, unasked.json["code"]) == (409, "commons.namesakes_unasked")
    assert "1-101、7-1203" in unasked.json["detail"]
    assert two.post(confirm, json={"namesakes_differ": True}).json["state"] == "in_force"
    people = as_resident(), as_resident()
    for person, unit, number in zip(people, ("1-101", "7-1203"), ("0001号", "0002号"), strict=True):
        request = person.post(f"{BASE}/rolls/{entered['id']}/requests", json={"unit": unit}).json
        for desk in (one, two):
            decided(desk, request, **PROOF | {"reference": number})
        [mine] = person.get(f"{BASE}/mine").json["items"]
        assert mine["member"]["units"] == [unit]


def test_accounts_stay_bound_when_a_newer_roll_brings_the_buyers_numbers(as_desk, as_resident):
    space = make_space()
    one, two = as_desk(Role.COMMITTEE), as_desk(Role.COMMITTEE)
    first = roll_with(space, one, ("1-101", {"owner": "张伟"}), ("1-102", {"owner": "李娜"})).json
    two.post(f"{BASE}/rolls/{first['id']}/confirm")
    person = as_resident()
    request = person.post(f"{BASE}/rolls/{first['id']}/requests", json={"unit": "1-101"}).json
    for desk in (one, two):
        decided(desk, request, **PROOF)
    numbered = {"owner": "张伟", "buyer": "440300199001010011"}
    newer = roll_with(space, one, ("1-101", numbered), ("1-102", {"owner": "李娜"})).json
    two.post(f"{BASE}/rolls/{newer['id']}/confirm")
    [mine] = person.get(f"{BASE}/mine").json["items"]
    assert mine["member"]["units"] == ["1-101"]
    kept = db.session.scalars(select(Member)).all()
    assert not any("440300" in str(vars(each)) for each in kept)


def test_a_unit_without_area_is_no_owner_of_the_roll(as_desk):
    refused = roll_with(make_space(), as_desk(Role.COMMITTEE), ("1-101", {"area_m2": "0"}))
    assert (refused.status_code, refused.json["code"]) == (422, "commons.roll_malformed")
