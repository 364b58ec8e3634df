"""One place is one place however it is spelt: a home is no office, a told dwelling binds everybody."""

import pytest
from sqlalchemy import select

from tests.approvals.test_consent_requests import rules
from tests.approvals.test_never_approved import GROUND, decided
from tests.approvals.test_never_approved import rules as open_rules
from weijiayuan.accounts.rules import Role
from weijiayuan.approvals.models import Attempt, ToldPlace
from weijiayuan.approvals.service import address_key_reindexing
from weijiayuan.db import db

pytestmark = pytest.mark.usefixtures("on_a_working_day")

BASE = "/api/v1/approvals"
ROAD = "深圳市光明区公明街道民生路"
WHY = {"reason": "已核对原件和现场", "attempt": 1, "place_paper": "不动产权证写明商业"}
SAME = [
    *("302", "302房", "302室", "3楼302", "３０２", "302号铺", "三〇二", "A302", "302A", "302-1"),
    *("1栋302", "301、302", "3层", "3-5层", "3C", "三楼2室", "顶层", "2栋3单元302", ""),
]
OTHER = ["101", "1楼", "首层", "负一层", "301", "2楼", "402", "105铺", "102号铺"]


def touches(one, other):
    read = GROUND.places.premises
    return read(one).touches(read(other)), read(other).touches(read(one))


@pytest.mark.parametrize(
    "spelt",
    [
        *(f"{ROAD}1763号{each}" for each in SAME),
        *("民生路1763-302号", "光明区上村社区民生路1763号302", "民生路1763号宏发大厦302"),
        *(
            "民生路1761-1763号",
            "民生路1761、1763号",
            "民生路1762号和1763号",
            "民生路1761号至1765号",
        ),
    ],
)
def test_a_flat_is_found_in_every_spelling_and_in_what_holds_it(spelt):
    assert touches(f"{ROAD}1763号302", spelt) == (True, True)


@pytest.mark.parametrize(
    "spelt", [*(f"{ROAD}1763号{each}" for each in OTHER), f"{ROAD}1765号302", f"{ROAD}302号"]
)
def test_what_surely_lies_elsewhere_is_another_place(spelt):
    assert touches(f"{ROAD}1763号302", spelt) == (False, False)


@pytest.mark.parametrize(
    ("one", "other", "same"),
    [
        ("上辇村六排9号302", "上辇村六排9号", True),
        ("上辇村六排9号302", "上辇村六排8号", False),
        ("宏发上域12栋1504", "宏发上域12栋104铺", False),
        ("宏发上域12栋1504", "宏发上域12栋15楼", True),
        ("宏发上域12栋1504", "宏发上域13栋1504", False),
        ("下辇村7巷12号5楼", "公明街道上村社区下辇村7巷12号502", True),
        ("民生大道12号A302", "民生大道12号B302", False),
    ],
)
def test_villages_and_estates_are_compared_likewise(one, other, same):
    assert touches(one, other) == (same, same)


@pytest.mark.parametrize(
    ("home", "address"),
    [
        (f"{ROAD}212号605", f"{ROAD}212号605"),
        (f"{ROAD}214号605房", "光明区公明街道民生路214号６０５"),
        ("光明区公明街道民生路310号605", f"{ROAD}310号6楼605"),
        (f"{ROAD}311号7楼", f"{ROAD}311号702"),
        (f"{ROAD}312号605", f"{ROAD}312号605铺"),
        (f"{ROAD}313号302", f"{ROAD}313号"),
        (f"{ROAD}314号", f"{ROAD}314号"),
        (f"{ROAD}315号101", f"{ROAD}315号1楼101铺"),
    ],
)
def test_ones_own_home_is_no_office_in_any_spelling(home, address):
    given = {"home": home, "address": address, "address_use": "office"}
    assert decided(**given).outcome == "human"
    assert "a3_home" in open_rules(decided(**given))


@pytest.mark.parametrize(
    ("home", "address"),
    [
        (f"{ROAD}312号", f"{ROAD}312号1楼"),
        (f"{ROAD}312号", f"{ROAD}312号101铺"),
        (f"{ROAD}312号605", f"{ROAD}312号1楼"),
        ("广州市天河区民生路312号", f"{ROAD}312号"),
    ],
)
def test_who_lives_above_a_shop_may_have_it(home, address):
    assert decided(home=home, address=address).outcome == "auto"


@pytest.mark.parametrize("spelt", ["A302", "1栋302", "3层", "", "301、302"])
def test_a_told_dwelling_binds_everybody_in_every_spelling(applicant, spelt):
    told, apply = applicant()
    mine = apply(address=f"{ROAD}1763号302", address_use="dwelling").json
    told.post(f"{BASE}/applications/{mine['id']}/withdraw")

    _, other = applicant(order="003", name="王小二")
    given = {"address": f"{ROAD}1763号{spelt}", "name": "深圳市光明区禾苗面馆"}
    said = other(**given).json

    assert (said["state"], "t2_place" in rules(said)) == ("in_review", True)


def test_the_ground_floor_of_a_house_with_a_told_dwelling_is_a_shop(applicant):
    told, apply = applicant()
    mine = apply(address=f"{ROAD}1764号302", address_use="dwelling").json
    told.post(f"{BASE}/applications/{mine['id']}/withdraw")

    _, other = applicant(order="003", name="王小二")

    given = {"address": f"{ROAD}1764号1楼", "name": "深圳市光明区禾苗面馆"}
    assert other(**given).json["state"] == "approved"


def test_a_paper_settles_the_place_it_is_about_and_no_other(applicant, as_role):
    told, apply = applicant()
    mine = apply(address=f"{ROAD}1765号302", address_use="dwelling").json
    told.post(f"{BASE}/applications/{mine['id']}/withdraw")
    whole = {"address": f"{ROAD}1765号"}
    _, second = applicant(order="003", name="王小二")
    said = second(name="深圳市光明区禾苗面馆", **whole).json
    path = f"{BASE}/applications/{said['id']}/approve"

    assert as_role(Role.REGISTRAR).post(path, json=WHY).json["state"] == "approved"

    _, third = applicant(order="005", name="王小三")
    assert third(name="深圳市光明区春晖面馆", **whole).json["state"] == "approved"
    _, fourth = applicant(order="007", name="王小四")
    flat = {"address": f"{ROAD}1765号302", "name": "深圳市光明区秋实面馆"}
    assert "t2_place" in rules(fourth(**flat).json)


def test_a_home_that_was_told_is_remembered_of_whoever_lives_there(applicant):
    home = f"{ROAD}1766号宏发大厦605"
    speaker, apply = applicant()
    first = apply(home=home, wants_human=True).json
    speaker.post(f"{BASE}/applications/{first['id']}/withdraw")
    at_home = {"address": home, "address_use": "office", "no_name": True, "name": None}

    said = apply(home="深圳市光明区公明街道上村社区上辇村六排9号", **at_home).json

    assert rules(said) == {"t2_told"}
    _, stranger = applicant(order="003", name="王小二")
    assert stranger(**at_home).json["state"] == "approved"


def test_what_a_house_is_stays_when_its_account_is_left_and_a_home_does_not(applicant):
    speaker, apply = applicant()
    home = f"{ROAD}1767号605"
    mine = apply(home=home, address=f"{ROAD}1768号302", address_use="dwelling").json
    rows = db.session.scalars(select(ToldPlace)).all()
    assert {bool(each.conditions) for each in rows} == {True, False}

    speaker.post(f"{BASE}/applications/{mine['id']}/withdraw")
    assert speaker.post("/api/v1/me/close").status_code in {200, 204}

    kept = db.session.scalars(select(ToldPlace)).all()
    assert all(each.conditions for each in kept)
    assert kept


def test_what_was_told_before_houses_had_marks_is_found_again(applicant):
    told, apply = applicant()
    mine = apply(address=f"{ROAD}1769号302", address_use="dwelling").json
    told.post(f"{BASE}/applications/{mine['id']}/withdraw")
    for each in db.session.scalars(select(ToldPlace)):
        db.session.delete(each)
    for attempt in db.session.scalars(select(Attempt)):
        attempt.key_version = 3
    db.session.commit()

    address_key_reindexing.renew()
    db.session.commit()

    _, other = applicant(order="003", name="王小二")
    given = {"address": f"{ROAD}1769号3层", "name": "深圳市光明区禾苗面馆"}
    assert "t2_place" in rules(other(**given).json)
