"""Whose report counts: who stands there, one person, one device, no owner."""

from datetime import timedelta

import pytest
from sqlalchemy import select

from tests.directory.conftest import NOW
from tests.directory.test_visitor_reports import URL, tell
from weijiayuan.accounts.rules import Role, Territory, TerritoryKind
from weijiayuan.db import db
from weijiayuan.directory.models import DoorReport
from weijiayuan.directory.rules.visitor_reports import Told, is_doubtful


@pytest.mark.parametrize(
    ("told", "since", "doubtful"),
    [
        ([("a", 0), ("b", 6)], None, True),
        ([("a", 0), ("a", 6)], None, False),
        ([("a", 0), ("b", 8)], None, False),
        ([("a", 1), ("b", 3)], 2, False),
        ([("a", 1)], None, False),
    ],
)
def test_two_people_in_seven_days_after_the_last_answer_make_a_doubt(told, since, doubtful):
    facts = [Told(who, NOW - timedelta(days=days)) for who, days in told]
    answered = None if since is None else NOW - timedelta(days=since)

    assert is_doubtful(facts, now=NOW, since=answered) is doubtful


@pytest.mark.parametrize(
    ("hour", "first"),
    [(10, {"metres": 167}), (10, {"device": None}), (8, {})],
)
def test_a_report_that_did_not_count_does_not_use_up_the_day(site, as_resident, now, hour, first):
    speaker = as_resident()
    now.move_to(NOW.replace(hour=hour))
    before = tell(speaker, site, **first)
    now.move_to(NOW)

    nearer = tell(speaker, site, "moved", metres=139)
    again = tell(speaker, site)

    assert (before.json["counts"], nearer.status_code, nearer.json["counts"]) == (False, 201, True)
    assert again.json["code"] == "directory.reported_today"
    (kept,) = db.session.scalars(select(DoorReport)).all()
    assert (kept.kind.value, kept.counts) == ("moved", True)


@pytest.mark.parametrize(
    ("where", "because"),
    [
        ((149, 10), None),
        ((151, 10), "离站点超过150米"),
        ((0, 8), "本来就不开放"),
        ((0, 18), "本来就不开放"),
    ],
)
def test_only_who_stands_there_in_opening_hours_counts(site, as_resident, now, where, because):
    metres, hour = where
    now.move_to(NOW.replace(hour=hour))

    told = tell(as_resident(), site, metres=metres).json

    assert told["counts"] is (because is None)
    assert because is None or because in told["because"]


def test_one_person_and_one_device_count_once(site, as_resident):
    one, other = as_resident(), as_resident()

    tell(one, site, device="random-1234")
    again = tell(one, site)
    same_phone = tell(other, site, device="random-1234").json
    no_phone = tell(as_resident(), site, device=None).json

    assert (again.status_code, again.json["code"]) == (409, "directory.reported_today")
    assert (same_phone["counts"], same_phone["doubted"]) == (False, False)
    assert (no_phone["counts"], no_phone["doubted"]) == (False, False)
    columns = {column.name for column in DoorReport.__table__.columns}
    assert not {"lng", "lat", "place", "metres", "distance"} & columns


def test_how_a_device_writes_its_name_makes_no_second_device(site, as_resident, client):
    for name in ("abcdef-12345", "ABCDEF-12345", "abcdef-12345 "):
        told = tell(as_resident(), site, device=name)

    assert told.json["counts"] is False
    assert client.get(f"{URL}/{site.id}").json["doubted"] is False


def test_what_those_who_answer_for_a_place_say_is_no_residents_voice(site, as_resident, as_role, client):  # fmt: skip
    keeper = as_role(Role.VENUE_KEEPER)
    people = [keeper, as_role(Role.GRID_WORKER), as_role(Role.SECRETARY)]
    far = as_role(Role.VENUE_KEEPER, territory=Territory(TerritoryKind.STREET, "440311006"))
    this = as_role(Role.VENUE_KEEPER, territory=Territory(TerritoryKind.VENUE, site.code))

    others = [as_role(role) for role in (Role.SUPERVISOR, Role.DEPARTMENT, Role.DISPATCHER)]
    voices = [*people, this, far, *others, as_resident()]
    told = [tell(each, site, "as_listed").json["counts"] for each in voices]
    keeper.post(f"{URL}/{site.id}/assurances", json={"how": "call"})

    assert told == [False] * 8 + [True]
    assert client.get(f"{URL}/{site.id}").json["promise"]["of"] == 1


@pytest.mark.parametrize("spelt", ["ＤＥＶ-k30-0001", "dev-k30-0001\u200b", "dev k30 0001"])
def test_a_device_is_one_however_its_name_is_written(site, as_resident, spelt):
    first = tell(as_resident(), site, device="dev-k30-0001")
    second = tell(as_resident(), site, device=spelt)

    assert (first.json["counts"], second.json["counts"]) == (True, False)
