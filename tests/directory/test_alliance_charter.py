"""The charter: signed, amended by its own rule, rejected, taken back; one version at a time."""

import pytest
import time_machine
from sqlalchemy import select

from tests.directory.test_resource_sharing import NOW, make_member
from tests.factories.accounts import make_resident
from weijiayuan.accounts.rules import Role
from weijiayuan.db import db, transaction
from weijiayuan.directory import sample_alliance
from weijiayuan.directory.models import Signature
from weijiayuan.directory.service import alliance_members
from weijiayuan.notices.models import Notice

URL = "/api/v1/alliances/charters"
FIRST = {"text": "资源共享，互不强求收支相抵。", "reason": "首版"}


@pytest.fixture
def now(database):
    with time_machine.travel(NOW, tick=False) as hand:
        yield hand


@pytest.fixture
def members(now, as_resident):
    """Four members and who acts for each."""
    people = [as_resident() for _ in range(4)]
    return [(who, make_member(f"成员{n}", who.resident)) for n, who in enumerate(people)]


def vote(member, charter, *, agrees=True, words=""):
    who, organisation = member
    body = {"organisation": str(organisation.id), "agrees": agrees, "words": words}
    return who.post(f"{URL}/{charter['id']}/votes", json=body)


def propose(admin, **more):
    return admin.post(URL, json=FIRST | more)


def test_a_charter_is_in_force_when_two_thirds_have_signed(admin, members, client):
    charter = propose(admin).json
    signed = [
        who.post(f"{URL}/{charter['id']}/signatures", json={"organisation": str(member.id)})
        for who, member in [*members[:3], members[0]]
    ]

    assert [each.json.get("state") for each in signed[:3]] == ["open", "open", "in_force"]
    assert signed[3].json["code"] == "directory.already_signed"
    listed = client.get(URL).json["items"][0]
    assert {each["name"] for each in listed["signed_by"]} == {"成员0", "成员1", "成员2"}
    assert len(db.session.scalars(select(Notice).filter_by(template="charter_proposed")).all()) == 4


def test_an_amendment_needs_what_the_charter_in_force_asks_for(admin, members, client):
    first = propose(admin, percent=75).json
    for member in members[:3]:
        vote(member, first)

    second = propose(admin, share="51/100", reason="改得容易些").json
    states = [vote(member, second).json["state"] for member in members[:3]]

    assert (second["needs"], states) == (75, ["open", "open", "in_force"])
    old, new = (client.get(URL).json["items"][n] for n in (1, 0))
    assert (old["state"], new["state"], new["percent"]) == ("superseded", "in_force", 51)


def test_enough_refusals_end_a_version_with_their_reasons(admin, members, client):
    charter = propose(admin).json

    silent = vote(members[0], charter, agrees=False)
    refused = vote(members[0], charter, agrees=False, words="太松")
    still = vote(members[1], charter).json["state"]
    ended = vote(members[2], charter, agrees=False, words="再议").json
    late = vote(members[3], charter)

    assert silent.status_code == 422
    assert (refused.json["state"], still, ended["state"]) == ("open", "open", "closed")
    assert {each["words"] for each in ended["refused_by"]} == {"太松", "再议"}
    assert late.json["code"] == "directory.charter_closed"
    assert propose(admin).status_code == 201


def test_one_version_at_a_time_which_can_be_taken_back(admin, members, as_desk):
    first = propose(admin).json
    second = propose(admin)
    path, body = f"{URL}/{first['id']}/take-back", {"words": "写错了一条"}

    stranger = as_desk(Role.SUPERVISOR).post(path, json=body)
    back = admin.post(path, json=body).json
    again = admin.post(path, json=body)
    third = propose(admin)

    assert second.json["code"] == "directory.charter_open"
    assert stranger.status_code == 403
    assert (back["state"], back["closing_words"]) == ("closed", "写错了一条")
    assert again.json["code"] == "directory.charter_closed"
    assert (third.status_code, third.json["number"]) == (201, 2)


def test_nothing_is_put_before_nobody_and_a_member_is_entered_at_the_desk(admin, client):
    nobody = propose(admin)
    joined = admin.post(
        "/api/v1/alliances/members", json={"name": "新成员", "kind": "social", "alliance": "law"}
    )
    twice = admin.post(
        "/api/v1/alliances/members", json={"name": "新 成员", "kind": "firm", "alliance": "law"}
    )
    path = f"/api/v1/alliances/members/{joined.json['id']}/representatives"
    admin.post(path, json={"resident": str(make_resident().id)})

    assert nobody.json["code"] == "directory.no_members"
    assert (joined.status_code, twice.json["code"]) == (201, "directory.code_taken")
    (member,) = client.get("/api/v1/alliances/members").json["items"]
    assert (member["name"], member["people"]) == ("新成员", 1)
    assert propose(admin).status_code == 201


def test_the_samples_have_members_resources_and_a_charter_once(now, client):
    for said in ("3 sample members", "0 sample members"):
        with transaction():
            assert sample_alliance.load() == said

    assert len(client.get("/api/v1/resources").json["items"]) == 3
    (charter,) = client.get(URL).json["items"]
    assert (charter["state"], len(charter["signed_by"])) == ("in_force", 2)
    assert (charter["share"], charter["share_words"]) == ("2/3", "三分之二以上")
    assert len(db.session.scalars(select(Signature)).all()) == 2
    assert len(client.get("/hsds/v3/organizations").json["contents"]) == 3


def test_two_thirds_are_two_of_three_and_no_per_cent_says_so(now, as_resident, admin):
    three = [(who := as_resident(), make_member(f"三家{n}", who.resident)) for n in range(3)]

    shares = [
        propose(admin, share=share).status_code for share in ("1/2", "0/0", "3/2", "2", "x", "二")
    ]
    exact = propose(admin, share="2/3").json
    states = [vote(each, exact).json["state"] for each in three[:2]]
    amended = propose(admin, percent=67).json

    assert shares == [422] * 6
    assert states == ["open", "in_force"]
    assert (amended["needs_share"], amended["needs"], amended["share"]) == ("2/3", 67, "67/100")


def test_who_joins_during_a_vote_does_not_decide_it(admin, members, as_resident, client):
    """Two of four for, one against: two late members do not make it four of six."""
    charter = propose(admin).json
    for member in members[:2]:
        vote(member, charter)
    vote(members[2], charter, agrees=False, words="太松")

    late = [(who := as_resident(), make_member(f"后来{n}", who.resident)) for n in range(2)]
    refused = [vote(each, charter).json["code"] for each in late]
    turned = vote(members[2], charter)
    signs = vote(late[0], charter)

    assert refused == ["directory.not_an_elector"] * 2
    assert (turned.json["state"], turned.json["members"]) == ("in_force", 4)
    assert turned.json["refused_by"] == []
    assert signs.status_code == 200  # in force, somebody who joined later signs it too


def test_who_is_appointed_while_a_version_is_open_does_not_vote_on_it(
    admin, members, as_resident, now
):
    charter = propose(admin).json
    now.shift(60)
    puppet, (_, organisation) = as_resident(), members[0]
    path = f"/api/v1/alliances/members/{organisation.id}/representatives"
    admin.post(path, json={"resident": str(puppet.resident.id)})
    refused = vote((puppet, organisation), charter)
    assert (refused.status_code, refused.json["code"]) == (409, "directory.appointed_late")
    assert vote(members[0], charter).status_code == 200


def test_one_person_votes_for_one_member(admin, members):
    (who, first), (_, second) = members[:2]
    with transaction():
        alliance_members.appoint(second.id, who.resident.id)
    charter = propose(admin).json

    vote((who, first), charter)
    again = vote((who, second), charter)
    other = vote(members[1], charter)

    assert again.json["code"] == "directory.voted_for_another"
    assert first.name in again.json["detail"]
    assert other.status_code == 200


def test_who_left_the_firm_signs_nothing_and_a_member_may_leave(admin, members, client):
    (gone, first), (leaver, second) = members[:2]
    charter = propose(admin).json
    path = "/api/v1/alliances/members"

    done = admin.delete(f"{path}/{first.id}/representatives/{gone.resident.id}")
    unsigned = vote((gone, first), charter)
    stranger = gone.post(f"{path}/{second.id}/leave", json={})
    left = leaver.post(f"{path}/{second.id}/leave", json={})
    back = admin.post(path, json={"name": second.name, "kind": "social", "alliance": "law"})

    assert (done.status_code, left.status_code, back.status_code) == (204, 204, 201)
    assert back.json["id"] == str(second.id)
    assert {unsigned.json["code"], stranger.json["code"]} == {"directory.not_your_member"}
    assert vote((leaver, second), charter).json["code"] == "directory.not_your_member"
    assert client.get(URL).json["items"][0]["members"] == 4
