"""Loans from hand to hand, one winner of a race, the ledger of hours, and the charter."""

from datetime import datetime, timedelta

import pytest
import time_machine
from sqlalchemy import func, select

from tests.directory.racers import ask_at_once
from tests.factories import saved
from tests.factories.accounts import make_resident
from tests.racing import race
from weijiayuan.accounts.rules import Role
from weijiayuan.capacity_claims.models import Claim
from weijiayuan.db import db, transaction
from weijiayuan.directory import periodic_tasks
from weijiayuan.directory.models import Loan, Organisation
from weijiayuan.directory.rules.resource_sharing import ResourceKind
from weijiayuan.directory.rules.vocabulary import OrganisationKind
from weijiayuan.directory.service import alliance_members, resource_sharing
from weijiayuan.kernel import clock
from weijiayuan.kernel.clock import CHINA

URL = "/api/v1/resources"
NOW = datetime(2026, 11, 27, 10, tzinfo=CHINA)
SLOT = {"starts_at": "2026-12-01T14:00:00+08:00", "ends_at": "2026-12-01T16:00:00+08:00"}


def make_member(name, resident=None):
    member = saved(Organisation(code=name, name=name, kind=OrganisationKind.SOCIAL))
    if resident is not None:
        with transaction():
            alliance_members.appoint(member.id, resident.id)
    return member


def make_resource(owner, kind=ResourceKind.LAB, name="电镜", **given):
    with transaction():
        usual = {"terms": "", "asks_owner": False, "places": 1}
        return resource_sharing.offer(owner, name, kind, **usual | given)


@pytest.fixture
def now(database):
    with time_machine.travel(NOW, tick=False) as hand:
        yield hand


@pytest.fixture
def sides(now, as_resident):
    """The owner and the borrower of a laboratory, and what somebody asks."""
    owner, borrower = as_resident(), as_resident()
    lender, taker = make_member("研究院", owner.resident), make_member("社区", borrower.resident)
    lab = make_resource(lender)
    return owner, borrower, lab, {"organisation": str(taker.id), "purpose": "科普", **SLOT}


def test_a_loan_goes_from_hand_to_hand_and_its_hours_are_counted(sides, client, now, as_desk):
    owner, borrower, lab, body = sides

    asked = borrower.post(f"{URL}/{lab.id}/requests", json=body)
    loan = {"loan": asked.json["id"]}
    steps = [
        (borrower, "agree", 403),  # a laboratory asks its owner each time, and nobody else
        (owner, "agree", 200),
        (owner, "return", 409),
        (owner, "hand-over", 409),  # four days before the time
    ]
    seen = [who.post(f"{URL}/{lab.id}/{step}", json=loan).status_code for who, step, _ in steps]
    now.move_to(datetime.fromisoformat(SLOT["starts_at"]) - timedelta(minutes=30))
    owner.post(f"{URL}/{lab.id}/hand-over", json=loan)
    now.move_to(datetime.fromisoformat(SLOT["starts_at"]) + timedelta(minutes=90))
    owner.post(f"{URL}/{lab.id}/return", json=loan)
    rated = borrower.post(f"{URL}/{lab.id}/rate", json=loan | {"stars": 5, "words": "很好"})

    assert asked.json["state"]["name"] == "等所有者答复"
    assert seen == [status for *_, status in steps]
    assert (rated.json["state"]["id"], rated.json["stars"]) == ("rated", 5)
    ledger = {row["name"]: row for row in owner.get(f"{URL}/ledger").json["items"]}
    assert (ledger["研究院"]["given_hours"], ledger["社区"]["taken_hours"]) == (1.5, 1.5)
    assert client.get(f"{URL}/ledger").status_code == 401
    assert as_desk(Role.SUPERVISOR).get(f"{URL}/ledger").json["items"] == list(ledger.values())


def test_who_acts_for_a_member_is_told_for_whom_and_the_desk_sees_every_loan(sides, as_desk):
    owner, borrower, lab, body = sides
    borrower.post(f"{URL}/{lab.id}/requests", json=body)

    assert [each["name"] for each in borrower.get(f"{URL}/members").json["items"]] == ["社区"]
    admin = as_desk(Role.ADMIN)
    (loan,) = admin.get("/api/v1/alliances/loans").json["items"]
    assert (loan["owner"]["name"], loan["borrower"]["name"]) == ("研究院", "社区")
    assert admin.get("/api/v1/alliances/loans?state=returned").json["items"] == []
    assert owner.get("/api/v1/alliances/loans").status_code == 403


def test_time_that_is_held_is_refused_and_free_again_once_declined_or_lapsed(sides, now):
    owner, borrower, lab, body = sides
    first = borrower.post(f"{URL}/{lab.id}/requests", json=body)

    second = borrower.post(f"{URL}/{lab.id}/requests", json=body)
    owner.post(f"{URL}/{lab.id}/decline", json={"loan": first.json["id"], "words": "检修"})
    third = borrower.post(f"{URL}/{lab.id}/requests", json=body)

    assert (second.status_code, second.json["code"]) == (409, "directory.resource_taken")
    assert third.status_code == 201
    due = datetime.fromisoformat(third.json["answer_by"])
    now.move_to(due)
    with transaction():
        assert periodic_tasks.lapse_requests(due) == "1 requests lapsed"
    assert db.session.scalar(select(func.count()).select_from(Claim)) == 0


def test_who_does_not_act_for_a_member_can_do_nothing(sides, as_resident):
    _, borrower, lab, body = sides
    stranger = as_resident()
    loan = {"loan": borrower.post(f"{URL}/{lab.id}/requests", json=body).json["id"]}

    codes = [
        stranger.post(f"{URL}/{lab.id}/{step}", json=sent).json["code"]
        for step, sent in [("requests", body), ("withdraw", loan), ("agree", loan)]
    ]

    assert codes == ["directory.not_your_member"] * 3
    assert stranger.get(f"{URL}/loans").json["items"] == []


@pytest.mark.race
def test_of_sixty_four_who_ask_at_once_one_has_it(ground, opened):
    app = opened(ground)
    with app.app_context():
        resident = make_resident()
        resource = make_resource(make_member("研究院"))
        taker = make_member("社区", resident)
        begin = clock.now() + timedelta(days=1)
        spans = [
            (begin + timedelta(minutes=n % 2 * 30), begin + timedelta(hours=2)) for n in range(16)
        ]
        named = (ground, resource.id, taker.id, resident.id, spans)

    came = [one for results in race(ask_at_once, *[named] * 4) for one in results]

    assert (came.count("lent"), came.count("taken")) == (1, 63)
    with app.app_context():
        assert db.session.scalar(select(func.count()).select_from(Loan)) == 1
        assert db.session.scalar(select(func.count()).select_from(Claim)) == 1


def test_nobody_borrows_their_own_or_holds_the_year(sides, as_resident):
    owner, borrower, lab, body = sides
    own = body | {"organisation": str(lab.owner_id)}
    days = [body | _on(day) for day in ("2026-12-02", "2026-12-03", "2026-12-04", "2026-12-05")]

    mine = owner.post(f"{URL}/{lab.id}/requests", json=own)
    asked = [borrower.post(f"{URL}/{lab.id}/requests", json=each) for each in days]
    far = borrower.post(f"{URL}/{lab.id}/requests", json=body | _on("2027-06-30"))
    borrower.post(f"{URL}/{lab.id}/withdraw", json={"loan": asked[0].json["id"]})
    free = borrower.post(f"{URL}/{lab.id}/requests", json=days[3])

    codes = [each.json.get("code") for each in (mine, *asked, far)]
    enough, too_far = "directory.loans_enough", "directory.loan_too_far"
    assert codes == ["directory.own_resource", None, None, None, enough, too_far]
    assert free.status_code == 201


def _on(day):
    return {"starts_at": f"{day}T14:00:00+08:00", "ends_at": f"{day}T16:00:00+08:00"}


def test_what_is_shared_can_be_mended_and_taken_out_with_its_requests(sides, client):
    owner, borrower, lab, body = sides
    asked = borrower.post(f"{URL}/{lab.id}/requests", json=body).json
    offered = {"organisation": str(lab.owner_id), "name": "电 镜", "kind": "lab"}

    twice = owner.post(URL, json=offered)
    stranger = borrower.put(f"{URL}/{lab.id}", json={"name": "我的"})
    mended = owner.put(f"{URL}/{lab.id}", json={"name": "扫描电镜", "terms": "提前三天"})
    retired = owner.post(f"{URL}/{lab.id}/retire", json={})

    assert (twice.json["code"], stranger.json["code"]) == (
        "directory.resource_known",
        "directory.not_your_member",
    )
    assert (mended.json["name"], retired.status_code) == ("扫描电镜", 204)
    (loan,) = borrower.get(f"{URL}/loans").json["items"]
    assert (loan["id"], loan["state"]["id"]) == (asked["id"], "declined")
    assert client.get(URL).json["items"] == []
    assert db.session.scalar(select(func.count()).select_from(Claim)) == 0


def test_words_about_a_resource_that_all_read_give_nobodys_number(sides):
    owner, _, lab, _ = sides
    text = "找李四13812345678拿"

    refused = [owner.put(f"{URL}/{lab.id}", json={name: text}) for name in ("terms", "name")]
    taken = owner.put(f"{URL}/{lab.id}", json={"terms": "打0755-23456789约时间"})

    assert [each.status_code for each in refused] == [422, 422]
    assert taken.status_code == 200


@pytest.mark.parametrize(("minutes", "status"), [(1 / 60, 422), (14, 422), (15, 201)])
def test_nothing_is_lent_for_a_moment(sides, minutes, status):
    _, borrower, lab, body = sides
    begin = datetime.fromisoformat(SLOT["starts_at"])
    span = {"ends_at": (begin + timedelta(minutes=minutes)).isoformat()}

    asked = borrower.post(f"{URL}/{lab.id}/requests", json=body | span)

    assert asked.status_code == status


def test_who_stands_for_both_sides_agrees_to_nothing_of_their_own_and_rates_nothing(sides, now):
    owner, borrower, lab, body = sides
    loan = {"loan": borrower.post(f"{URL}/{lab.id}/requests", json=body).json["id"]}
    with transaction():
        alliance_members.appoint(lab.owner_id, borrower.resident.id)

    agreed = borrower.post(f"{URL}/{lab.id}/agree", json=loan)
    by_another = owner.post(f"{URL}/{lab.id}/agree", json=loan)
    left = borrower.post(f"{URL}/{lab.id}/withdraw", json=loan)

    assert (agreed.status_code, agreed.json["code"]) == (409, "directory.both_sides")
    assert (by_another.status_code, left.status_code) == (200, 200)


def test_a_loan_keeps_the_terms_it_was_asked_for_and_its_true_story(sides):
    owner, borrower, lab, body = sides
    room = make_resource(lab.owner, ResourceKind.ROOM, terms="爱惜使用", name="会议室")
    asked = borrower.post(f"{URL}/{room.id}/requests", json=body).json
    assert asked["state"]["id"] == "agreed"

    dearer = owner.put(f"{URL}/{room.id}", json={"terms": "押金500元，损坏照价三倍赔"})
    assert dearer.json["terms"] == "押金500元，损坏照价三倍赔"
    assert borrower.get(f"{URL}/loans").json["items"][0]["terms"] == "爱惜使用"

    owner.post(f"{URL}/{room.id}/retire", json={})
    (loan,) = borrower.get(f"{URL}/loans").json["items"]
    assert (loan["state"]["id"], loan["terms"]) == ("called_off", "爱惜使用")
    assert "同意过" in loan["state"]["name"]


def test_an_owner_who_takes_an_agreement_back_has_not_declined(sides):
    owner, borrower, lab, body = sides
    asked = borrower.post(f"{URL}/{lab.id}/requests", json=body).json
    owner.post(f"{URL}/{lab.id}/agree", json={"loan": asked["id"]})

    after = owner.post(f"{URL}/{lab.id}/decline", json={"loan": asked["id"], "words": "检修"})

    assert (after.status_code, after.json["state"]["id"]) == (200, "called_off")
