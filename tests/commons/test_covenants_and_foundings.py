"""Covenants, consent sheets, the way to a first assembly, organisations, and fair spending."""

import random
from datetime import timedelta
from fractions import Fraction

import pytest
import time_machine
from sqlalchemy import select
from stdnum.cn import uscc

from tests.commons.people import COMMUNITY, crowd, make_roll, make_space
from tests.factories import saved
from tests.factories.files import make_photo
from tests.factories.places import make_district
from weijiayuan.accounts.rules import Role
from weijiayuan.approvals.errors import ConsentIncomplete, ConsentUnknown
from weijiayuan.approvals.service import registrar_decisions
from weijiayuan.commons import owners_assembly_threshold, personal_data
from weijiayuan.commons.models import CommonsMeeting, CoSign
from weijiayuan.commons.rules import method_of_equal_shares
from weijiayuan.commons.rules.method_of_equal_shares import Project
from weijiayuan.commons.rules.states import MeetingKind, MeetingState
from weijiayuan.db import db
from weijiayuan.files.models import StoredFile
from weijiayuan.kernel import clock
from weijiayuan.kernel.ids import new_id
from weijiayuan.lottery_draws.models import Draw
from weijiayuan.notices.models import Notice

BASE = "/api/v1/commons"


@pytest.fixture
def estate(client):
    """An estate of five owners."""
    people = crowd(5)
    space = make_space()
    return space, make_roll(space, people), people


def test_a_covenant_is_checked_mended_signed_and_filed(estate, as_desk, as_resident):
    space, _, people = estate
    one, two, street = (
        as_desk(role) for role in (Role.COMMITTEE, Role.SECRETARY, Role.STREET_FILING)
    )
    usual = {"space_id": str(space.id), "kind": "residents", "title": "居民公约"}
    bad = one.post(
        f"{BASE}/covenants", json=usual | {"clauses": ["乱停车罚款100元", "遛狗要牵绳"]}
    ).json
    assert [(each["clause"], each["rule"]) for each in bad["findings"]] == [(1, "fine")]
    refused = one.post(f"{BASE}/covenants/{bad['id']}/open")
    assert (refused.status_code, refused.json["code"]) == (409, "commons.clauses_blocked")
    assert one.get(f"{BASE}/covenants/{bad['id']}").status_code == 404

    doubtful = one.post(f"{BASE}/covenants", json=usual | {"clauses": ["本小区禁止养狗"]}).json
    path = f"{BASE}/covenants/{doubtful['id']}"
    assert one.post(f"{path}/open").json["code"] == "commons.review_needed"
    own = one.post(f"{path}/review", json={"words": "已经看过了"})
    assert own.json["code"] == "commons.second_person_needed"
    assert two.post(f"{path}/review", json={"words": "改到下一版"}).status_code == 200

    good = one.post(f"{BASE}/covenants", json=usual | {"clauses": ["遛狗要牵绳", "不乱停车"]}).json
    path = f"{BASE}/covenants/{good['id']}"
    alone = one.post(f"{path}/open")
    assert (good["version"], alone.json["code"]) == (3, "commons.review_needed")
    assert two.post(f"{path}/open").json["state"] == "signing"
    assert as_resident(people[0]).post(f"{path}/sign").json["signatures"] == 1
    assert as_resident(people[0]).post(f"{path}/sign").json["code"] == "commons.signed_before"
    assert as_resident().post(f"{path}/sign").json["code"] == "commons.not_member"
    early = street.post(f"{path}/file", json={"accepted": True, "filing_no": "2026-1"})
    assert early.json["code"] == "commons.not_decided_yet"
    parlour = held_meeting(space, MeetingKind.PARLOUR)
    decided = one.post(f"{path}/decided", json={"meeting_id": str(parlour.id)})
    assert decided.json["code"] == "commons.decision_unfit"
    assembly = held_meeting(space, MeetingKind.RESIDENTS)
    decided = one.post(f"{path}/decided", json={"meeting_id": str(assembly.id)})
    assert decided.json["force"].startswith("居民公约")
    nameless = street.post(f"{path}/file", json={"accepted": True})
    assert nameless.json["code"] == "commons.filing_number_needed"
    filed = street.post(f"{path}/file", json={"accepted": True, "filing_no": "2026-1"}).json
    assert (filed["state"], filed["filing_no"]) == ("filed", "2026-1")

    again = one.post(f"{BASE}/covenants", json=usual | {"clauses": ["遛狗要牵绳"]}).json
    assert two.post(f"{BASE}/covenants/{again['id']}/open").json["changes"] == {
        "added": [],
        "removed": ["不乱停车"],
    }
    states = [each["state"] for each in one.get(f"{BASE}/covenants?space={space.id}").json["items"]]
    assert states == ["signing", "replaced"]


def held_meeting(space, kind):
    """A meeting whose minutes two confirmed."""
    draw = saved(
        Draw(
            title="x",
            family="x",
            algorithm="x",
            promise="x",
            seed="x",
            places=1,
            closes_at=clock.now(),
        )
    )
    return saved(
        CommonsMeeting(
            space_id=space.id,
            kind=kind,
            title="会议",
            called_by=["居委会"],
            noticed_at=clock.now(),
            starts_at=clock.now() + timedelta(days=1),
            ends_at=clock.now() + timedelta(days=2),
            place="党群服务中心",
            room_id=None,
            draw_id=draw.id,
            made_by=new_id(),
            state=MeetingState.CONFIRMED,
        )
    )


def test_a_consent_sheet_is_complete_only_when_every_owner_agrees(client, as_desk, as_resident):
    people = crowd(4)
    space = make_space()
    roll = make_roll(space, [*people, None])
    asked = {"space_id": str(space.id), "roll_id": str(roll.id), "unit": "1-1", "use": "理发店"}
    stranger = as_resident(people[1]).post(f"{BASE}/consent-sheets", json=asked)
    assert stranger.json["code"] == "commons.not_member"
    sheet = as_resident(people[0]).post(f"{BASE}/consent-sheets", json=asked).json
    assert sheet["agreed"] == 1
    told = db.session.query(Notice).filter_by(cause=f"commons.sheet:{sheet['id']}").all()
    assert {each.resident_id for each in told} == {each.id for each in people[1:]}
    [mine] = as_resident(people[1]).get(f"{BASE}/consent-sheets/mine").json["items"]
    assert (mine["said"], mine["asked_by_me"]) == (None, False)
    path = f"{BASE}/consent-sheets/{sheet['id']}"
    for person in people[1:]:
        as_resident(person).post(f"{path}/sign", json={"agrees": True})
    seen = as_resident().get(f"{BASE}/consent-sheets/{sheet['code']}").json
    assert (seen["agreed"], seen["missing"], seen["complete"]) == (4, 1, False)
    asker, signer = (personal_data.export(each.id) for each in people[:2])
    assert asker["consent_sheets"] == [{"unit": "1-1", "use": "理发店"}]
    assert [each["agrees"] for each in signer["consents"]] == [True]
    desk, other = as_desk(Role.COMMITTEE), as_desk(Role.SECRETARY)
    theirs = desk.post(f"{path}/paper", json={"number": 2, "agrees": True})
    assert theirs.json["code"] == "commons.speaks_already"
    first = desk.post(f"{path}/paper", json={"number": 5, "agrees": True}).json
    assert (first["complete"], first["missing"]) == (False, 1)
    differs = other.post(f"{path}/paper", json={"number": 5, "agrees": False})
    assert differs.json["code"] == "commons.paper_differs"
    paper = other.post(f"{path}/paper", json={"number": 5, "agrees": True}).json
    assert (paper["complete"], paper["digest"] != seen["digest"]) == (True, True)
    assert len(desk.get(f"{BASE}/consent-sheets?space={space.id}").json["items"]) == 1
    named = f"业主同意书编号：{sheet['code']}"
    with pytest.raises(ConsentIncomplete):
        registrar_decisions.with_consent(named)
    as_resident(people[1]).post(f"{path}/sign", json={"agrees": False})
    as_resident(people[1]).post(f"{path}/sign", json={"agrees": True})
    assert desk.post(f"{path}/close").json["complete"] is True
    assert "同栋5户都同意" in registrar_decisions.with_consent(named)
    with pytest.raises(ConsentUnknown):
        registrar_decisions.with_consent("同意书 ABCDEFGHJKLM")
    assert registrar_decisions.with_consent("租赁合同和房产证") == "租赁合同和房产证"
    late = as_resident(people[1]).post(f"{path}/sign", json={"agrees": True})
    assert late.json["code"] == "commons.sheet_closed"


def test_a_consent_sheet_asks_the_owners_of_the_roll_in_force(client, as_desk, as_resident):
    people, space = crowd(2), make_space()
    roll = make_roll(space, people)
    one, two = as_desk(Role.COMMITTEE), as_desk(Role.SECRETARY)
    asked = {"space_id": str(space.id), "roll_id": str(roll.id), "unit": "1-1", "use": "理发店"}
    sheet = as_resident(people[0]).post(f"{BASE}/consent-sheets", json=asked).json
    path = f"{BASE}/consent-sheets/{sheet['id']}"
    signed = as_resident(people[1]).post(f"{path}/sign", json={"agrees": True}).json
    assert (signed["complete"], signed["roll_version"]) == (True, 1)
    sold = f"{BASE}/rolls/{roll.id}/members/2/unverify"
    for clerk in (one, two):
        assert clerk.post(sold, json={"reason": "房子已经卖掉"}).status_code == 200
    seen = client.get(f"{BASE}/consent-sheets/{sheet['code']}").json
    assert (seen["agreed"], seen["missing"], seen["complete"]) == (1, 1, False)
    for clerk in (one, two):
        paper = clerk.post(f"{path}/paper", json={"number": 2, "agrees": True})
    assert paper.json["complete"] is True

    rows = [{"unit": f"1-{n}", "area_m2": "100", "owner": f"新业主{n}"} for n in (1, 2)]
    newer = {"basis": "owners", "closes_on": "2026-12-02", "source": "登记簿", "rows": rows}
    draft = one.post(f"{BASE}/spaces/{space.id}/rolls", json=newer).json["id"]
    assert two.post(f"{BASE}/rolls/{draft}/confirm").status_code == 200
    late = [
        as_resident(people[0]).post(f"{path}/sign", json={"agrees": True}),
        one.post(f"{path}/paper", json={"number": 2, "agrees": True}),
        one.post(f"{path}/close"),
    ]
    assert {each.json["code"] for each in late} == {"commons.sheet_outdated"}
    seen = client.get(f"{BASE}/consent-sheets/{sheet['code']}").json
    assert (seen["complete"], seen["outdated"]) == (False, True)
    again = as_resident(people[0]).post(f"{BASE}/consent-sheets", json=asked)
    assert again.json["code"] == "commons.roll_not_found"


def test_a_founding_counts_owners_or_area_and_prints_the_application(client, as_desk, as_resident):
    space = make_space()
    people = [as_resident() for _ in range(3)]
    desk = as_desk(Role.SECRETARY)
    begun = people[0].post(f"{BASE}/foundings", json={"space_id": str(space.id)}).json
    path = f"{BASE}/foundings/{begun['id']}"
    assert begun["needs"] == {"persons": None, "area_m2": None}
    second = as_desk(Role.STREET_FILING)
    everybody = {"heads": 10, "area_m2": "1000.00"}
    assert desk.put(f"{path}/totals", json=everybody).json["all"] is None
    assert second.put(f"{path}/totals", json=everybody).json["all"]["heads"] == 10
    again = people[1].post(f"{BASE}/foundings", json={"space_id": str(space.id)})
    assert (again.status_code, again.json["id"]) == (201, begun["id"])
    huge = people[1].post(f"{path}/co-signs", json={"unit": "9-9", "area_m2": "5000"})
    assert huge.json["code"] == "commons.area_unfit"
    photo_id = make_photo(people[0].resident).id
    signed = (
        people[0]
        .post(f"{path}/co-signs", json={"unit": "1-1", "area_m2": "89.99", "paper": str(photo_id)})
        .json
    )
    spelt = {"unit": "１栋1室", "area_m2": "89.99"}
    twice = people[0].post(f"{path}/co-signs", json=spelt)
    assert twice.json["code"] == "commons.already_co_signed"
    bare = people[1].post(f"{path}/co-signs", json=spelt).json
    assert (bare["state"], people[1].get(path).json["claims"]) == ("asked", 2)
    assert people[0].get(path).json["persons"] == 0
    early = desk.post(f"{path}/stage", json={"stage": 2})
    assert early.json["code"] == "commons.not_enough_yet"
    read = {"verified": True, "area_m2": "89.99"}
    for clerk, state in ((desk, "seen"), (second, "verified")):
        seen = clerk.post(f"{BASE}/co-signs/{signed['id']}/decide", json=read).json
        assert seen["state"] == state
    assert db.session.scalar(select(StoredFile.id).filter_by(id=photo_id)) is None
    assert (
        people[2].post(f"{path}/co-signs", json=spelt).json["code"] == "commons.already_co_signed"
    )
    late = desk.post(f"{BASE}/co-signs/{bare['id']}/decide", json=read)
    assert late.json["code"] == "commons.already_co_signed"
    counted = people[0].get(path).json
    assert counted["needs"] == {"persons": 1, "area_m2": "110.01"}
    assert counted["text"] == "还差1户，或者110.01平方米"
    big = people[1].post(f"{path}/co-signs", json={"unit": "1-2", "area_m2": "110.01"}).json
    unseen = desk.post(f"{BASE}/co-signs/{big['id']}/decide", json={"verified": True})
    assert unseen.json["code"] == "commons.proof_not_named"
    seen = {"verified": True, "area_m2": "110.01", "evidence": "title_certificate"}
    for clerk in (desk, second):
        clerk.post(f"{BASE}/co-signs/{big['id']}/decide", json=seen | {"reference": "第1002号"})
    assert people[0].get(path).json["reached_by"] == ["persons", "area"]
    assert desk.post(f"{path}/stage", json={"stage": 3}).json["code"] == "commons.stage_skipped"
    assert desk.post(f"{path}/stage", json={"stage": 2}).json["stage"] == 2
    late = second.put(f"{path}/totals", json={"heads": 5, "area_m2": "500"})
    assert late.json["code"] == "commons.totals_unfit"
    third = {"stage": 3, "note": "筹备组名单已公示"}
    assert desk.post(f"{path}/stage", json=third).json["code"] == "commons.stage_needs"
    assert second.post(f"{path}/stage", json=third).json["stage"] == 3
    assert desk.post(f"{path}/stage", json={"stage": 4}).json["stage"] == 4
    needs = [desk.post(f"{path}/stage", json={"stage": 5}).json["detail"]]
    make_roll(space, [people[0].resident, None])
    needs.append(desk.post(f"{path}/stage", json={"stage": 5}).json["detail"])
    assert [each[-8:] for each in needs] == ["主名册还没有生效", "没有召集业主大会"]
    held_meeting(space, MeetingKind.OWNERS)
    assert desk.post(f"{path}/stage", json={"stage": 5}).json["stage"] == 5
    last = second.post(f"{path}/stage", json={"stage": 6, "note": "备案1号"})
    assert last.json["code"] == "commons.stage_needs"
    pdf = people[0].get(f"{path}/application.pdf")
    assert (pdf.status_code, pdf.data[:5]) == (200, b"%PDF-")
    assert people[2].get(f"{path}/application.pdf").status_code == 403
    assert db.session.query(CoSign).count() == 3


def test_a_threshold_that_nobody_entered_stays_unknown(monkeypatch, client, as_resident):
    monkeypatch.setattr(owners_assembly_threshold, "here", lambda: None)
    begun = as_resident().post(f"{BASE}/foundings", json={"space_id": str(make_space().id)}).json
    assert (begun["article"], begun["reached_by"]) == (None, [])
    assert "算不出" in begun["text"]


def with_check_letter(code):
    return code + uscc.calc_check_digit(code)


def test_an_association_that_is_late_with_its_report_says_so(client, as_desk):
    desk = as_desk(Role.STREET_FILING)
    asked = {
        "name": "示例书法协会",
        "kind": "association",
        "community_code": COMMUNITY,
        "registered_on": "2020-05-01",
        "persons": 12,
        "reported_for": 2019,
    }
    make_district()
    here = with_check_letter("51440300500000000")
    for code in (None, "914403000000000000", with_check_letter("52440300500000000")):
        wrong = desk.post(f"{BASE}/organisations", json=asked | {"uscc": code})
        assert wrong.json["code"] == "commons.uscc_wrong", code
    asked |= {"uscc": here, "contact": "13800138000"}
    for change, code in (
        ({"registered_on": "2090-01-01"}, "commons.dates_unfit"),
        ({"reported_for": 2100}, "commons.dates_unfit"),
        ({"about": "会长王建国贪污会费"}, "commons.names_somebody"),
    ):
        assert desk.post(f"{BASE}/organisations", json=asked | change).json["code"] == code
    found = desk.post(f"{BASE}/organisations", json=asked).json
    [shown] = client.get(f"{BASE}/organisations?q=书法").json["items"]
    assert (shown["contact"], found["contact"]) == ("", "13800138000")
    assert len(found["warnings"]) == 2
    assert desk.post(f"{BASE}/organisations", json=asked).json["code"] == (
        "commons.organisation_taken"
    )
    mended = desk.put(f"{BASE}/organisations/{found['id']}", json=asked | {"persons": 60}).json
    assert mended["persons"] == 60
    assert len(desk.get(f"{BASE}/organisations?q=书法").json["items"]) == 1


def test_money_is_spent_by_equal_shares_and_every_fen_is_explained(estate, as_desk, as_resident):
    space, _, people = estate
    now = clock.now()
    asked = {
        "space_id": str(space.id),
        "title": "民生微实事",
        "budget_fen": 100_000,
        "closes_at": (now + timedelta(days=2)).isoformat(),
        "projects": [
            {"title": "大门翻新", "cost_fen": 90_000},
            {"title": "扶手", "cost_fen": 40_000},
            {"title": "路灯", "cost_fen": 20_000},
        ],
    }
    made = as_desk(Role.COMMITTEE).post(f"{BASE}/spendings", json=asked).json
    path = f"{BASE}/spendings/{made['id']}"
    for n, person in enumerate(people):
        chosen = {"projects": ["1"] if n < 3 else ["2", "3"]}
        assert as_resident(person).post(f"{path}/votes", json=chosen).status_code == 200
    as_resident(people[2]).post(f"{path}/votes", json={"projects": ["1", "3"]})
    assert as_resident().get(path).json["result"] is None
    with time_machine.travel(now + timedelta(days=3), tick=False):
        result = as_resident().get(path).json["result"]
    assert [each["id"] for each in result["funded"]] == ["3", "2"]
    assert result["by_ranking"] == ["3"] or result["by_ranking"] == ["3", "2"]
    assert sum(each["cost_fen"] for each in result["funded"]) + result["left_fen"] == 100_000
    copy = personal_data.export(people[2].id)
    assert copy["spending_votes"][0]["projects"] == ["1", "3"]
    personal_data.forget(people[2].id, now=clock.now())
    assert personal_data.export(people[2].id)["spending_votes"] == []
    assert personal_data.export(people[2].id)["units"] == []


def test_of_few_voters_no_round_says_who_is_for_what(client, as_desk, as_resident):
    people, space, now = crowd(5), make_space(), clock.now()
    make_roll(space, people)
    asked = {
        "space_id": str(space.id),
        "title": "微实事",
        "budget_fen": 1000,
        "closes_at": (now + timedelta(days=2)).isoformat(),
        "projects": [{"title": "长椅", "cost_fen": 600}, {"title": "灯", "cost_fen": 900}],
    }
    made = as_desk(Role.COMMITTEE).post(f"{BASE}/spendings", json=asked).json
    path = f"{BASE}/spendings/{made['id']}"
    for n, person in enumerate(people):
        chosen = [["1"], ["1"], ["1"], ["2"], []][n]
        as_resident(person).post(f"{path}/votes", json={"projects": chosen})
    with time_machine.travel(now + timedelta(days=3), tick=False):
        result = client.get(path).json["result"]
    assert (result["voters"], result["share_fen"]) == (4, 250)
    told = [*result["funded"], *result["not_funded"]]
    assert {each["id"] for each in told} == {"1", "2"}
    hidden = ("supporters", "each_pays_at_most_fen", "short_fen")
    assert {each.get(name) for each in told for name in hidden} == {None}
    assert not any("3人" in each["text"] for each in told)


def test_equal_shares_never_overspend_and_nobody_pays_more_than_their_share():
    draw = random.Random(9)
    for _ in range(60):
        projects = [Project(f"{n:04}", draw.randint(1, 900)) for n in range(draw.randint(1, 8))]
        votes = {
            f"v{n}": frozenset(each.id for each in projects if draw.random() < 0.4)
            for n in range(draw.randint(1, 12))
        }
        budget = draw.randint(1, 2000)
        found = method_of_equal_shares.by_equal_shares(projects, votes, budget)
        spent = sum(each.project.cost for each in found.bought)
        assert spent + found.left == budget
        assert found.left >= 0
        share = Fraction(budget, len(votes))
        assert all(each.most_paid <= share for each in found.bought)
        names = [each.project.id for each in found.bought]
        assert len(set(names)) == len(names)
        assert set(names) | set(found.short) == {each.id for each in projects}
