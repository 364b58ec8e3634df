"""Scarce things by lot: held until the draw, repeatable by anybody, passed on in its order."""

import hashlib
from datetime import datetime, timedelta

import pytest
import time_machine
from sqlalchemy import func, select

from tests.directory.test_resource_sharing import NOW, SLOT, URL, make_member, make_resource
from weijiayuan.capacity_claims.models import Claim
from weijiayuan.db import db, transaction
from weijiayuan.directory import periodic_tasks
from weijiayuan.notices.models import Notice

CLOSES = "2026-11-30T12:00:00+08:00"


@pytest.fixture
def now(database):
    with time_machine.travel(NOW, tick=False) as hand:
        yield hand


@pytest.fixture
def scarce(now, as_resident):
    """Who owns a scarce thing of two places, the thing, and five members who want it."""
    owner = as_resident()
    course = make_resource(make_member("研究院", owner.resident), places=2)
    takers = [as_resident() for _ in range(5)]
    members = [(who, make_member(f"成员{n}", who.resident)) for n, who in enumerate(takers)]
    return owner, course, members


def opened(owner, course):
    made = owner.post(f"{URL}/{course.id}/draws", json=SLOT | {"closes_at": CLOSES})
    assert made.status_code == 201, made.text
    return made.json


def enter(member, course, draw):
    who, organisation = member
    body = {"organisation": str(organisation.id), "purpose": "科普"}
    return who.post(f"{URL}/{course.id}/draws/{draw['id']}/entries", json=body)


def settle(now):
    now.move_to(datetime.fromisoformat(CLOSES))
    with transaction():
        return periodic_tasks.draw_loans(datetime.fromisoformat(CLOSES))


def in_hand(members):
    """The members that have it agreed."""
    listed = [(org.name, who.get(f"{URL}/loans").json["items"]) for who, org in members]
    return {name for name, loans in listed if any(one["state"]["id"] == "agreed" for one in loans)}


def test_a_draw_is_held_run_once_and_can_be_repeated_by_anybody(scarce, client, now):
    owner, course, members = scarce
    draw = opened(owner, course)

    numbers = [enter(each, course, draw).json["number"] for each in members]
    twice = enter(members[0], course, draw)
    first_come = members[0][0].post(
        f"{URL}/{course.id}/requests",
        json=SLOT | {"organisation": str(members[0][1].id), "purpose": "先到"},
    )
    early = client.get(f"/api/v1/draws/{draw['draw']}").json
    assert (settle(now), settle(now)) == ("1 loans drawn", "")

    assert numbers == [1, 2, 3, 4, 5]
    assert (twice.json["code"], first_come.json["code"]) == (
        "draws.already_entered",
        "directory.resource_taken",
    )
    record = client.get(f"/api/v1/draws/{draw['draw']}").json
    assert (early["seed"], early["promise"]) == (None, record["promise"])
    assert sha(record["seed"]) == record["promise"]
    worth = {n: sha(f"{record['seed']}:{n}:1") for n in numbers}
    order = sorted(worth, key=worth.get)
    assert order == [one["number"] for one in sorted(record["entries"], key=lambda e: e["rank"])]
    assert in_hand(members) == {members[n - 1][1].name for n in order[:2]}
    lost = db.session.scalars(select(Notice).filter_by(template="loan_draw_lost")).all()
    assert {one.resident_id for one in lost} == {members[n - 1][0].resident.id for n in order[2:]}
    assert db.session.scalar(select(func.count()).select_from(Claim)) == 2


def sha(text):
    return hashlib.sha256(text.encode()).hexdigest()


def test_what_comes_back_goes_to_the_next_in_the_order_drawn(scarce, client, now):
    owner, course, members = scarce
    draw = opened(owner, course)
    for each in members[:4]:
        enter(each, course, draw)
    settle(now)
    record = client.get(f"/api/v1/draws/{draw['draw']}").json
    order = [one["number"] - 1 for one in sorted(record["entries"], key=lambda one: one["rank"])]
    who, _ = members[order[0]]
    (loan,) = who.get(f"{URL}/loans").json["items"]

    who.post(f"{URL}/{course.id}/withdraw", json={"loan": loan["id"]})

    assert in_hand(members) == {members[n][1].name for n in order[1:3]}


def test_who_may_open_enter_and_take_back(scarce, as_resident, now):
    owner, course, members = scarce
    stranger = as_resident()
    times = [
        SLOT | {"closes_at": SLOT["ends_at"]},
        SLOT | {"closes_at": (NOW - timedelta(hours=1)).isoformat()},
    ]
    path = f"{URL}/{course.id}/draws"
    foreign = members[0][0].post(path, json=SLOT | {"closes_at": CLOSES})
    wrong = [owner.post(path, json=each).status_code for each in times]
    draw = opened(owner, course)
    again = owner.post(path, json=SLOT | {"closes_at": CLOSES})

    own = owner.post(
        f"{path}/{draw['id']}/entries",
        json={"organisation": str(course.owner_id), "purpose": "自己用"},
    )
    nobody = enter((stranger, members[0][1]), course, draw)
    enter(members[0], course, draw)
    body = {"organisation": str(members[0][1].id)}
    back = members[0][0].post(f"{path}/{draw['id']}/withdraw", json=body)
    settle(now)
    late = enter(members[1], course, draw)

    assert foreign.json["code"] == nobody.json["code"] == "directory.not_your_member"
    assert wrong == [422, 409]
    assert again.json["code"] == "directory.resource_taken"
    assert own.json["code"] == "directory.own_resource"
    assert (back.status_code, late.json["code"]) == (204, "draws.closed")
    assert db.session.scalar(select(func.count()).select_from(Claim)) == 0
