"""A question is put, people cast by web, paper and proxy, and everybody counts again."""

import json
import subprocess
import sys
from datetime import timedelta
from pathlib import Path

import pytest
import time_machine

from tests.commons.people import COMMUNITY, crowd, make_ballot, make_roll, make_space
from tests.factories.files import make_photo
from weijiayuan.accounts.rules import Role, Territory, TerritoryKind
from weijiayuan.commons.models import Member, Secrecy, Urn
from weijiayuan.commons.service import ballots as service
from weijiayuan.commons.service import vote_counting
from weijiayuan.db import db
from weijiayuan.kernel import clock
from weijiayuan.web.idempotency_records import StoredAnswer

BASE = "/api/v1/commons"
ROOT = Path(__file__).parents[2]


def test_a_roll_takes_two_people_and_joins_the_units_of_one_buyer(as_desk, as_resident):
    space = make_space()
    first, second = as_desk(Role.COMMITTEE), as_desk(Role.SECRETARY)
    rows = [{"unit": f"1-{n}", "area_m2": "88.80"} for n in range(1, 4)]
    rows += [
        {"unit": f"2-{n}", "area_m2": "50", "owner": "同一人", "buyer": "粤01"} for n in range(1, 3)
    ]
    rows += [{"unit": f"3-{n}", "area_m2": "70", "unsold": True} for n in range(1, 4)]
    asked = {"basis": "owners", "closes_on": "2026-12-01", "source": "登记簿", "rows": rows}

    roll = first.post(f"{BASE}/spaces/{space.id}/rolls", json=asked).json
    assert (roll["heads"], roll["area_m2"], roll["state"]) == (5, "576.40", "draft")
    own = first.post(f"{BASE}/rolls/{roll['id']}/confirm")
    assert own.json["code"] == "commons.second_person_needed"
    assert second.post(f"{BASE}/rolls/{roll['id']}/confirm").json["state"] == "in_force"

    person = as_resident()
    request = person.post(f"{BASE}/rolls/{roll['id']}/requests", json={"unit": "2-2"}).json
    again = person.post(f"{BASE}/rolls/{roll['id']}/requests", json={"unit": "1-1"})
    assert again.json["code"] == "commons.already_member"
    seen = {"verified": True, "evidence": "purchase_contract", "reference": "合同2021-0815号"}
    for clerk, state in ((first, "seen"), (second, "verified")):
        decided = clerk.post(f"{BASE}/requests/{request['id']}/decide", json=seen)
        assert decided.json["state"] == state
    [mine] = person.get(f"{BASE}/mine").json["items"]
    assert mine["member"]["units"] == ["2-1", "2-2"]
    number = mine["member"]["number"]
    path = f"{BASE}/rolls/{roll['id']}/members/{number}/unverify"
    assert first.post(path, json={"reason": "合同是别人的"}).json["verified"] is True
    freed = second.post(path, json={"reason": "合同是别人的"})
    assert freed.json["verified"] is False
    assert person.get(f"{BASE}/mine").json["items"] == []
    another = as_resident().post(f"{BASE}/rolls/{roll['id']}/requests", json={"unit": "２栋1"})
    assert another.status_code == 201


def test_whoever_keeps_another_community_keeps_nothing_here(as_desk):
    space = make_space()
    elsewhere = as_desk(
        Role.SECRETARY, territory=Territory(TerritoryKind.COMMUNITY, COMMUNITY[:-1] + "9")
    )
    asked = {
        "basis": "owners",
        "closes_on": "2026-12-01",
        "source": "x",
        "rows": [{"unit": "1", "area_m2": "9"}],
    }
    assert elsewhere.post(f"{BASE}/spaces/{space.id}/rolls", json=asked).status_code == 403
    own = as_desk(Role.COMMITTEE, territory=Territory(TerritoryKind.SPACE, str(space.id)))
    assert own.post(f"{BASE}/spaces/{space.id}/rolls", json=asked).status_code == 201


@pytest.fixture
def estate(client):
    """Thirty owners of an estate, and its roll."""
    people = crowd(30)
    space = make_space()
    return space, make_roll(space, people), people


def say(speaker, ballot, choice, **more):
    return speaker.post(f"{BASE}/ballots/{ballot.id}/votes", json={"choice": choice} | more)


def test_the_whole_story_of_a_verifiable_ballot(estate, as_desk, as_resident, tmp_path):
    space, _, people = estate
    one, two = as_desk(Role.COMMITTEE), as_desk(Role.SECRETARY)
    now = clock.now()
    asked = {
        "space_id": str(space.id),
        "rule": "owners_ordinary",
        "question": "要不要在北门装充电桩",
        "opens_at": (now - timedelta(days=2)).isoformat(),
        "closes_at": (now + timedelta(minutes=9)).isoformat(),
        "secrecy": "verifiable",
        "counters": [str(two.staff.id)],
    }
    with time_machine.travel(now - timedelta(days=16), tick=False):
        put = one.post(f"{BASE}/ballots", json=asked)
    assert put.status_code == 201, put.json
    assert "不是法定表决" in put.json["legal_effect"]
    ballot = put.json["id"]
    path = f"{BASE}/ballots/{ballot}"

    codes = {}
    for n, person in enumerate(people[:24]):
        said = as_resident(person).post(
            f"{path}/votes", json={"choice": "yes" if n < 14 else "no", "once": f"{n:032}"}
        )
        assert said.status_code == 201, said.json
        codes[said.json["code"]] = "yes" if n < 14 else "no"
    again = as_resident(people[0]).post(f"{path}/votes", json={"choice": "yes", "once": f"{0:032}"})
    assert again.json["code"] in codes
    other = as_resident(people[0]).post(f"{path}/votes", json={"choice": "no", "once": f"{0:032}"})
    assert (other.status_code, other.json) == (201, again.json)
    stolen = as_resident(people[24]).post(
        f"{path}/votes", json={"choice": "no", "once": f"{0:032}"}
    )
    assert stolen.json["code"] not in codes
    codes[stolen.json["code"]] = "no"

    tally = one.get(f"{path}/tally").json
    assert (tally["turnout"]["web"], tally["result"]) == (25, None)
    public = as_resident().get(f"{path}/tally").json["turnout"]
    assert public == {
        "web": None,
        "paper": None,
        "proxy": None,
        "heads": 25,
        "step": 5,
        "area_m2": None,
    }
    assert one.post(f"{path}/close", json={}).json["code"] == "commons.ballot_still_open"
    with time_machine.travel(now + timedelta(minutes=10), tick=False):
        closed = two.post(f"{path}/close", json={})
    assert closed.json["result"]["passes"] is True
    assert closed.json["result"]["numbers"]["yes"] == {"heads": 14, "area_m2": None}

    record = one.get(f"{path}/record").json
    listed = dict(json.loads(record["record"])["votes"])
    assert listed == codes
    file = tmp_path / "record.json"
    file.write_text(record["record"], "utf-8")
    told = subprocess.run(
        [sys.executable, ROOT / "tools" / "recount.py", file, record["digest"]],
        capture_output=True,
        text=True,
        check=True,
    ).stdout
    assert "pass heads 14/25 > 1/2 True" in told
    assert db.session.query(StoredAnswer).filter(StoredAnswer.body.contains('"code"')).all() == []
    assert db.session.query(Urn).all() == []


def test_a_proxy_votes_once_for_whom_they_were_given(estate, as_resident):
    _, roll, people = estate
    ballot = make_ballot(roll)
    giver, holder, thief = (as_resident(each) for each in people[:3])

    code = giver.post(f"{BASE}/ballots/{ballot.id}/proxies").json["code"]
    assert holder.post(f"{BASE}/ballots/{ballot.id}/proxies/take", json={"code": code}).json == {
        "number": 1,
        "units": ["1-1"],
    }
    taken = thief.post(f"{BASE}/ballots/{ballot.id}/proxies/take", json={"code": code})
    assert taken.json["code"] == "commons.proxy_unknown"
    assert say(holder, ballot, "yes", for_number=1).json["channel"] == "proxy"
    assert say(giver, ballot, "no").json["code"] == "commons.already_voted"
    assert say(thief, ballot, "no", for_number=2).json["code"] == "commons.proxy_unknown"
    mine = holder.get(f"{BASE}/ballots/{ballot.id}/mine").json
    assert mine == {"vote": "none", "number": 2, "proxy_for": [1]}


def test_how_many_votes_one_hand_cast_is_told_after_the_end(client, as_desk, as_resident):
    people, desk = crowd(6), as_desk(Role.COMMITTEE)
    ballot = make_ballot(make_roll(make_space(), people), by=desk.staff.id)
    path, holder = f"{BASE}/ballots/{ballot.id}", as_resident(people[0])
    for number, giver in enumerate(people[1:4], start=2):
        code = as_resident(giver).post(f"{path}/proxies").json["code"]
        holder.post(f"{path}/proxies/take", json={"code": code})
        if number < 4:
            assert say(holder, ballot, "yes", for_number=number).status_code == 201
    assert not any("代投；" in each for each in client.get(path).json["warnings"])
    with time_machine.travel(clock.now() + timedelta(minutes=10), tick=False):
        assert desk.post(f"{path}/close", json={}).status_code == 200
    [told] = [each for each in client.get(path).json["warnings"] if "代投；" in each]
    assert "替2户" in told


def test_named_paper_counts_when_two_people_typed_the_same(estate, as_desk, as_resident):
    _, roll, people = estate
    one, two = as_desk(Role.COMMITTEE), as_desk(Role.COMMITTEE)
    ballot = make_ballot(roll, secrecy=Secrecy.NAMED, shows_running=True, by=one.staff.id)
    path = f"{BASE}/ballots/{ballot.id}"

    def type_in(who, choice, key="7"):
        return who.post(f"{path}/paper", json={"key": key, "choice": choice})

    assert type_in(one, "yes").json["code"] == "commons.speaks_already"
    member = db.session.query(Member).filter_by(roll_id=roll.id, number=7).one()
    member.resident_id = None
    db.session.commit()
    assert type_in(one, "yes").json == {"key": "7", "agreed": False}
    assert type_in(two, "no").json["code"] == "commons.paper_differs"
    assert type_in(one, "no").json["agreed"] is False
    assert type_in(two, "no").json["agreed"] is True
    assert type_in(two, "no").json["code"] == "commons.paper_done"
    member.resident_id = people[6].id
    db.session.commit()
    assert say(as_resident(people[6]), ballot, "yes").json["code"] == "commons.already_voted"
    tally = one.get(f"{path}/tally").json
    assert tally["turnout"]["paper"] == 1
    assert tally["result"]["needs"] == {"heads": 19, "area_m2": "1900.00"}
    seen = as_resident().get(f"{path}/tally").json
    assert (seen["result"]["state"], seen["result"]["numbers"]) == ("undecided", None)
    assert (seen["result"]["needs"], seen["turnout"]["heads"]) == (None, 0)
    casters = one.get(f"{path}/casters").json["items"]
    assert casters == [{"number": 7, "units": ["1-7"], "channel": "paper"}]
    assert two.get(f"{path}/casters").json["code"] == "commons.not_counter"


def test_ten_people_without_telephones_are_in_the_turnout_once(client, as_desk):
    roll = make_roll(make_space(), [None] * 12)
    one, two = as_desk(Role.COMMITTEE), as_desk(Role.SECRETARY)
    ballot = make_ballot(roll, secrecy=Secrecy.NAMED, by=one.staff.id)
    path = f"{BASE}/ballots/{ballot.id}"
    for number in range(1, 11):
        for who in (one, two):
            asked = {"key": str(number), "choice": "yes" if number < 8 else "no"}
            assert who.post(f"{path}/paper", json=asked).status_code == 200
    with time_machine.travel(clock.now() + timedelta(minutes=10), tick=False):
        closed = one.post(f"{path}/close", json={}).json
    assert closed["turnout"] == {
        "web": 0,
        "paper": 10,
        "proxy": 0,
        "heads": 10,
        "step": 1,
        "area_m2": "1000.00",
    }
    assert closed["result"]["passes"] is True
    record = json.loads(one.get(f"{path}/record").json["record"])
    assert len(record["votes"]) == 10
    assert two.get(f"{path}/record").json["code"] == "commons.not_counter"


def test_secret_slips_are_typed_after_the_end_and_none_may_be_missing(client, as_desk):
    space = make_space()
    roll = make_roll(space, [None] * 10, basis="residents", area=0)
    one, two = as_desk(Role.COMMITTEE), as_desk(Role.SECRETARY)
    ballot = make_ballot(roll, rule="deliberation", by=one.staff.id, minutes=9)
    path = f"{BASE}/ballots/{ballot.id}"
    for number in (1, 2, 3):
        assert one.post(f"{path}/paper/handed", json={"number": number}).status_code == 200
    twice = one.post(f"{path}/paper/handed", json={"number": 1})
    assert twice.json["code"] == "commons.already_voted"
    early = one.post(f"{path}/paper", json={"key": "1", "choice": "yes"})
    assert early.json["code"] == "commons.ballot_still_open"

    with time_machine.travel(clock.now() + timedelta(minutes=10), tick=False):
        for key in ("901", "902"):
            for who in (one, two):
                said = who.post(f"{path}/paper", json={"key": key, "choice": "yes"})
                assert said.status_code == 200, said.json
        missing = one.post(f"{path}/close", json={})
        assert missing.json["detail"] == "还有1张纸票没有由两人录入"
        closed = one.post(f"{path}/close", json={"leave_out_missing": True}).json
    assert closed["turnout"]["paper"] == 2
    assert closed["result"]["numbers"]["participating"]["heads"] == 2
    assert closed["result"]["numbers"]["yes"]["heads"] is None
    assert closed["result"]["passes"] is True


def test_no_slip_uses_up_the_vote_of_who_has_an_account(client, as_desk, as_resident):
    [person] = crowd(1)
    roll = make_roll(make_space(), [person, None], basis="residents", area=0)
    desk = as_desk(Role.COMMITTEE)
    ballot = make_ballot(roll, rule="deliberation", by=desk.staff.id)
    path = f"{BASE}/ballots/{ballot.id}/paper"
    theirs = desk.post(f"{path}/handed", json={"number": 1})
    assert theirs.json["code"] == "commons.speaks_already"
    assert desk.post(f"{path}/handed", json={"number": 2}).status_code == 200
    one, two = db.session.query(Member).filter_by(roll_id=roll.id).order_by(Member.number)
    one.resident_id = None
    db.session.flush()
    two.resident_id = person.id
    db.session.commit()
    taken = say(as_resident(person), ballot, "yes")
    assert (taken.status_code, taken.json["code"]) == (409, "commons.slip_taken")
    back = desk.post(f"{path}/returned", json={"number": 2})
    assert back.json["turnout"]["heads"] == 0
    assert say(as_resident(person), ballot, "yes").status_code == 201
    again = desk.post(f"{path}/returned", json={"number": 2})
    assert again.json["code"] == "commons.no_slip_taken"


def test_of_a_secret_ballot_no_sum_of_areas_is_published(client, as_desk, as_resident, tmp_path):
    people, desk = crowd(9), as_desk(Role.COMMITTEE)
    roll = make_roll(make_space(), people, area=88_37)
    ballot = make_ballot(roll, by=desk.staff.id)
    path = f"{BASE}/ballots/{ballot.id}"
    for person in people[:7]:
        assert say(as_resident(person), ballot, "yes").status_code == 201
    with time_machine.travel(clock.now() + timedelta(minutes=10), tick=False):
        assert desk.post(f"{path}/close", json={}).json["result"]["passes"] is True
    seen, record = client.get(f"{path}/tally"), client.get(f"{path}/record").json
    assert not any("618.59" in each for each in (seen.text, record["record"]))
    assert "61859" not in record["record"]
    assert seen.json["turnout"]["area_m2"] is None
    area = [each for each in seen.json["taking_part"] if each["measure"] == "area"]
    assert [(each["holds"], each["have"]) for each in area] == [(True, None)]
    file = tmp_path / "record.json"
    file.write_text(record["record"], "utf-8")
    command = [sys.executable, ROOT / "tools" / "recount.py", file, record["digest"]]
    told = subprocess.run(command, capture_output=True, text=True, check=True).stdout
    assert "meet heads 7/9 >= 2/3 True" in told
    assert "meet area not published, the ballot was secret" in told


def test_elections_and_running_secrets_are_refused(estate, as_desk):
    space, _, _ = estate
    make_roll(space, [None] * 3, basis="delegates")
    one, now = as_desk(Role.SECRETARY), clock.now()
    usual = {
        "space_id": str(space.id),
        "question": "选谁",
        "opens_at": now.isoformat(),
        "closes_at": (now + timedelta(days=16)).isoformat(),
    }
    election = one.post(f"{BASE}/ballots", json=usual | {"rule": "election_by_delegates"})
    assert (election.status_code, election.json["code"]) == (409, "commons.not_online")
    assert "第19条" in election.json["detail"]
    running = one.post(
        f"{BASE}/ballots", json=usual | {"rule": "owners_ordinary", "shows_running": True}
    )
    assert running.json["code"] == "commons.running_needs_named"


def test_an_official_result_needs_its_file_and_a_second_person(estate, as_desk):
    space, _, _ = estate
    one, two = as_desk(Role.COMMITTEE), as_desk(Role.COMMITTEE)
    file = make_photo(staff_id=one.staff.id)
    asked = {
        "space_id": str(space.id),
        "rule": "owners_ordinary",
        "question": "选聘物业",
        "held_on": "2026-11-01T09:00:00+08:00",
        "file": str(file.id),
        "file_sha256": "a" * 64,
        "roll": {"heads": 82, "area_m2": "10000"},
        "votes": {"yes": {"heads": 40, "area_m2": "5000"}, "no": {"heads": 20, "area_m2": "2000"}},
    }
    to_come = {"held_on": (clock.now() + timedelta(days=40)).isoformat()}
    early = one.post(f"{BASE}/ballots/import", json=asked | to_come)
    assert (early.status_code, early.json["code"]) == (422, "commons.not_held_yet")
    found = one.post(f"{BASE}/ballots/import", json=asked)
    assert found.status_code == 201, found.json
    assert found.json["result"]["passes"] is True
    path = f"{BASE}/ballots/import/{found.json['id']}/confirm"
    same, another = {"file_sha256": "a" * 64}, {"file_sha256": "b" * 64}
    assert one.post(path, json=same).json["code"] == "commons.second_person_needed"
    assert len(two.get(f"{BASE}/ballots/import?space={space.id}").json["items"]) == 1
    assert two.post(path, json=another).json["code"] == "commons.file_differs"
    assert two.post(path, json=same).json["state"] == "confirmed"
    assert two.get(f"{BASE}/ballots/import?space={space.id}").json["items"] == []
    assert len(one.get(f"{BASE}/ballots/official?space={space.id}").json["items"]) == 1


def test_a_box_that_does_not_hold_what_was_cast_is_not_opened(estate, as_resident):
    _, roll, people = estate
    ballot = make_ballot(roll)
    for person in people[:3]:
        assert say(as_resident(person), ballot, "yes").status_code == 201
    urn = db.session.query(Urn).one()
    before = urn.content
    assert say(as_resident(people[3]), ballot, "no").status_code == 201
    db.session.refresh(urn)
    urn.content = before
    db.session.flush()
    with pytest.raises(vote_counting.ballots.BoxWrong):
        vote_counting.counted(ballot)
    assert db.session.query(Member).filter_by(roll_id=roll.id).count() == 30
    assert service.code_for(ballot.id, roll.id, None) != service.code_for(ballot.id, roll.id, None)
