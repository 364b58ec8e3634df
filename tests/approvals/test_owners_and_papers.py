"""Who may hold an office, whose account it is, and what takes a paper."""

import pytest

from tests.approvals.applications import id_number, proposed_at_desk
from tests.approvals.test_consent_requests import BASE, SECOND, WHY, checked, rules
from weijiayuan.accounts.rules import Role
from weijiayuan.approvals.service import licence_sealing

pytestmark = pytest.mark.usefixtures("on_a_working_day")


@pytest.mark.parametrize(
    ("kind", "field", "born", "state"),
    [
        ("company", "supervisors", "2014-01-01", "to_correct"),
        ("company", "managers", "2009-06-01", "in_review"),
        ("individual", "family_members", "2018-01-01", "in_review"),
        ("individual", "liaison_name", "2018-01-01", "to_correct"),
    ],
)
def test_nobody_without_full_capacity_holds_an_office(applicant, kind, field, born, state):
    number = id_number(born)
    given = {"shareholders.1.id_number": SECOND} if kind == "company" else {}
    _, apply = applicant(kind=kind, set=given)
    named = "沈小宝" if field == "liaison_name" else ["沈小宝"]
    more = {"organisation": "family"} if field == "family_members" else {}
    people = [{"name": "沈小宝", "id_number": number}]

    said = apply(**{field: named}, people=people, **more).json

    assert said["state"] == state
    assert {"p10_child", "p10_age", "p11_partners"} & rules(said)


def test_nobody_learns_who_is_barred_by_naming_them(applicant, as_role):
    heard = []
    for order, name in (("999", "远涛"), ("001", "春晖")):
        number = id_number("1991-07-07", order=order)
        given = {"shareholders.1.id_number": number}
        _, apply = applicant(kind="company", set=given, order=order)
        where = f"深圳市光明区光明街道碧眼社区观光路{order}号科技园3栋501"
        mine = apply(address=where, name=f"深圳市{name}软件开发有限公司").json
        heard.append((mine["state"], rules(mine)))
        shown = as_role(Role.REGISTRAR).get(f"{BASE}/queue/{mine['id']}").json
        assert shown["named_barred"] is (order == "999")

    assert heard[0] == heard[1]


def test_one_account_is_one_persons_and_he_may_claim_what_was_done_in_anothers(
    applicant, as_resident, as_role
):
    agent, apply = applicant()
    assert apply().json["state"] == "approved"
    number = id_number("1988-08-08", order="021")
    checked(agent, "王小明", number)
    his = {"operator_name": "王小明", "id_number": number, "no_name": True, "name": None}
    his |= {"address": "深圳市光明区公明街道上村社区公园路88号1层"}
    mine = apply(**his).json
    assert (mine["state"], rules(mine)) == ("in_review", {"p9_self"})
    path = f"{BASE}/applications/{mine['id']}/approve"
    paper = {"authority_paper": "王小明签的委托书"}
    assert as_role(Role.REGISTRAR).post(path, json=WHY | paper).json["state"] == "approved"
    licence_sealing.seal_all()
    owner = as_resident()
    checked(owner, "王小明", number)
    [part] = owner.get("/api/v1/me/licences").json["items"]
    assert part["part"] == "operator"

    claimed = owner.post(f"/api/v1/licences/{part['uscc']}/claim")

    assert claimed.status_code == 200, claimed.json
    assert owner.get("/api/v1/me/licences").json["items"][0]["part"] == "holder"
    assert agent.post(f"/api/v1/licences/{part['uscc']}/close").status_code == 404


def test_a_dwelling_stays_one_whoever_comes_after_until_a_paper_says_otherwise(applicant, as_role):
    speaker, apply = applicant()
    mine = apply(address_use="dwelling").json
    speaker.post(f"{BASE}/applications/{mine['id']}/withdraw")
    _, spouse = applicant(order="003", name="王小二")
    again = spouse(name="深圳市光明区禾苗面馆").json
    assert (again["state"], rules(again)) == ("in_review", {"t2_place"})
    path = f"{BASE}/applications/{again['id']}/approve"
    registrar = as_role(Role.REGISTRAR)
    assert registrar.post(path, json=WHY).json["code"] == "approvals.evidence_needed"
    paper = {"place_paper": "不动产权证写明商业"}

    assert registrar.post(path, json=WHY | paper).json["state"] == "approved"

    _, third = applicant(order="005", name="王小三")
    assert third(name="深圳市光明区春晖面馆").json["state"] == "approved"


@pytest.mark.parametrize(
    ("given", "wrong", "right"),
    [
        (
            {"scopes": ["P5201"], "pre_papers": [{"scope": "P5201", "issued_on": "2026-11-01"}]},
            {"permit_paper": "已经看过原件"},
            None,
        ),
        (
            {"id_number": id_number("2010-06-01")},
            {"income_paper": ""},
            {"income_paper": "十二个月工资流水和劳动合同"},
        ),
    ],
)
def test_what_the_law_ties_to_a_paper_takes_that_paper(applicant, as_role, given, wrong, right):
    right = right or {"permit_paper": "应急经许字2026第0123号，2026年3月1日签发"}
    born = "2010-06-01" if "id_number" in given else "1990-05-01"
    _, apply = applicant(born=born)
    mine = apply(**given, no_name=True, name=None).json
    path = f"{BASE}/applications/{mine['id']}/approve"
    registrar = as_role(Role.REGISTRAR)
    for said in (WHY, WHY | wrong, WHY | right | {"reason": "好的"}):
        assert registrar.post(path, json=said).status_code == 422

    said = registrar.post(path, json=WHY | right).json
    if "scopes" in given:  # what the officer names instead of the applicant takes two
        assert said["state"] == "in_review"
        head = as_role(Role.REGISTRAR_HEAD)
        seen = proposed_at_desk(head, mine)
        said = head.post(path, json=WHY | right | seen).json
    assert said["state"] == "approved"


def test_a_change_that_changes_nothing_makes_no_new_version(applicant):
    speaker, apply = applicant()
    uscc = apply().json["licence"]["uscc"]

    said = speaker.post(f"/api/v1/licences/{uscc}/change", json={"answers": {}}).json

    assert (said["state"], rules(said)) == ("to_correct", {"g3_something"})
