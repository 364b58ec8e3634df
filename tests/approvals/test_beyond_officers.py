"""What no officer may waive, however many sign, and what the paper will say."""

from datetime import date

import pytest

from tests.approvals.applications import cases, proposed_at_desk
from tests.districts import GUANGMING
from weijiayuan.accounts.rules import Role
from weijiayuan.approvals.errors import ApplicationIncomplete
from weijiayuan.approvals.rulebook_in_force import ground_of
from weijiayuan.approvals.rules.beyond_officers import is_an_address
from weijiayuan.approvals.service.licence_granting import check_paper, printed

pytestmark = pytest.mark.usefixtures("on_a_working_day")

BASE = "/api/v1/approvals"
WHY = {"reason": "看过材料，符合规定"}
PAPERS = {
    "identity_seen": "in_person",
    **dict.fromkeys(
        ("place_paper", "income_paper", "people_paper", "guardian_paper", "authority_paper"),
        "看过原件，2026年3月1日第44031号",
    ),
}
AT = "深圳市光明区公明街道"
WAIVED = {
    "a child": ({"born": "2011-03-01"}, "民法典第 18–20 条"),
    "a scope that is in no catalogue": ({"scopes": ["G9999"]}, "第 12 条"),
    "one scope of two": ({"scopes": ["L6201", "G9999"]}, "第 12 条"),
    "another district": ({"address": "深圳市宝安区石岩街道塘头大道5号"}, "第 18 条"),
    "no address": ({"address": "随便哪里"}, "第 11 条"),
    "a road without a door": ({"address": f"{AT}上村社区公园路"}, "第 11 条"),
    "a name of the police": ({"name": "深圳市光明区派出所面馆"}, "第 11 条"),
    "an expired paper": ({"id_valid_until": "2020-01-01"}, "第 16 条"),
    "a company's form": ({"name": "深圳市光明区春晖餐饮有限公司"}, "第 6、25 条"),
    "a name with letters": ({"name": "深圳市光明区ABC面馆"}, "第 5 条"),
    "a name of one letter": ({"name": "深圳市光明区春面馆"}, "第 8 条"),
}


def path(application, move="approve"):
    return f"{BASE}/applications/{application['id']}/{move}"


def by_person(speaker, apply, **wrong):
    waits = apply(**wrong, wants_human=True).json
    assert waits["state"] == "in_review", (waits["state"], waits["missing"])
    return waits


@pytest.mark.parametrize("what", WAIVED)
def test_what_the_law_forbids_is_approved_by_nobody_and_said_with_its_article(
    applicant, as_role, what
):
    wrong, article = WAIVED[what]
    wrong = dict(wrong)
    who = {"born": wrong.pop("born")} if "born" in wrong else {}
    waits = by_person(*applicant(**who), **wrong)
    one, head = as_role(Role.REGISTRAR), as_role(Role.REGISTRAR_HEAD)

    for officer in (one, head):
        shown = officer.get(f"{BASE}/queue/{waits['id']}").json
        assert any(article in each for each in shown["beyond_officers"]), shown["beyond_officers"]
        said = officer.post(path(waits), json=WHY | PAPERS | {"attempt": 1, "seen": shown["seen"]})
        assert (said.status_code, said.json["code"]) == (409, "approvals.beyond_officers")
        assert article in said.json["detail"]
    assert head.post(path(waits, "return"), json=WHY | {"attempt": 1}).status_code == 200


def test_what_the_law_leaves_to_people_stays_theirs(applicant, as_role):
    waits = by_person(*applicant(), address=f"{AT}上村社区老榕树旁公园路无号士多店")

    shown = as_role(Role.REGISTRAR).get(f"{BASE}/queue/{waits['id']}").json

    assert shown["beyond_officers"] == []


def test_an_address_names_a_place_and_a_door():
    gazetteer = ground_of(GUANGMING).gazetteer

    for none in (
        "随便哪里",
        "我家楼下",
        "光明区",
        "老地方",
        "同上",
        "网店",
        "12345",
        f"{AT}公园路",
        "测试地址",
        "号",
        "路1",
    ):
        assert not is_an_address(none, gazetteer), none
    for one in (
        f"{AT}上村社区公园路12号",
        "光明区新湖街道楼村市场肉档3号",
        "光明街道光明广场一楼",
        f"{AT}老街无号",
    ):
        assert is_an_address(one, gazetteer), one


def test_a_pre_permit_is_named_by_the_officer_whatever_was_typed(applicant, as_role):
    typed = {"scope": "P8301", "number": "深教2026001号", "issued_on": "2026-03-01"}
    waits = by_person(*applicant(), scopes=["P8301"], pre_papers=[typed])
    one, head = as_role(Role.REGISTRAR), as_role(Role.REGISTRAR_HEAD)
    shown = one.get(f"{BASE}/queue/{waits['id']}").json
    assert "permit_paper" in shown["evidence_needed"]
    body = WHY | PAPERS | {"attempt": 1, "seen": shown["seen"]}
    assert one.post(path(waits), json=body).json["code"] == "approvals.evidence_needed"

    other = one.post(path(waits), json=body | {"permit_paper": "川教9999号，2026年3月1日"})

    assert (other.json["state"], other.json["approval_proposed"]) == ("in_review", True)
    named = body | {"permit_paper": "深教2026001号，2026年3月1日签发，原件"}
    proposal = proposed_at_desk(head, waits)
    assert head.post(path(waits), json=named | proposal).json["state"] == "approved"


@pytest.mark.parametrize(
    "wrong",
    [{"scopes": ["G9999"]}, {"scopes": []}, {"scopes": ["L6201", "G9999"]}, {"address": " "}],
)
def test_no_paper_is_written_that_lacks_what_it_must_say(app, wrong):

    answers = cases("auto")[0]["answers"]
    said = {"on": date(2026, 11, 30), "founded_on": date(2026, 11, 30), "version": 1}
    with app.app_context():
        check_paper(printed("individual", answers, **said), answers)
        broken = answers | wrong
        with pytest.raises(ApplicationIncomplete):
            check_paper(printed("individual", broken, **said), broken)
