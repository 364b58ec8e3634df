"""What the statutes ask beside the shop itself: home, liaison, liability, owners, term, numbers."""

import json

import pytest

from tests.approvals.applications import id_number
from tests.approvals.test_consent_requests import answered
from tests.approvals.test_never_approved import decided, rules

pytestmark = pytest.mark.usefixtures("on_a_working_day")

HOME = "深圳市光明区公明街道上村社区上辇村六排8号"
SISTER = id_number("1992-02-02", order="031")
ELSEWHERE = "深圳市光明区公明街道上村社区华夏路8号"


@pytest.mark.parametrize("home", ["1", "无", "同上", "no. 88 road", "，。！？、；："])
def test_a_home_that_is_none_is_a_fault_and_a_real_one_is_not(home):
    assert rules(decided(home=home)) == {"f2_home"}
    assert decided(home="广西玉林市博白县某某镇三育村五队").outcome == "auto"


@pytest.mark.parametrize(
    ("given", "broken"),
    [
        ({"liaison_phone": "12345"}, {"t3_liaison"}),
        ({"liaison_phone": "138 0013 8000"}, set()),
        ({"liaison_phone": "0755-27401234"}, set()),
        ({"liaison_name": "陈阿梅"}, set()),
        ({"liaison_name": "老板"}, {"p7_people"}),
    ],
)
def test_a_liaison_is_the_operator_unless_somebody_else_is_named(given, broken):
    assert rules(decided(**given)) == broken


@pytest.mark.parametrize(
    ("given", "broken"),
    [
        ({"owners_promise": None}, {"c10_owners"}),
        ({"owners_promise": None, "beneficial_owners": ["林志远"]}, set()),
        ({"owners_promise": None, "beneficial_owners": ["赵大江"]}, {"c10_inside"}),
        ({"term": "2026-11-28"}, {"c11_term"}),
        ({"term": "2046-11-28"}, set()),
    ],
)
def test_a_company_files_its_owners_and_its_term(given, broken):
    assert rules(decided("company", **given)) == broken


def test_above_ten_million_the_owners_are_filed_whatever_is_promised():
    holders = {f"shareholders.{at}.contribution_fen": fen for at, fen in enumerate((10**9, 10**8))}
    capital = {"capital_fen": 11 * 10**8, **holders}

    assert rules(decided("company", **capital)) == {"c10_owners"}
    assert decided("company", beneficial_owners=["林志远"], **capital).outcome == "auto"


def test_what_is_not_told_is_asked_for(client):
    def missing(kind):
        body = {"kind": kind, "answers": {}}
        return client.post("/api/v1/approvals/checks", json=body).json["missing"]

    assert "home" in missing("individual")
    assert {"term"} <= set(missing("company"))
    asked = client.get("/api/v1/approvals/questions?kind=company").json["items"]
    ids = {each["id"] for each in asked}
    assert {"liaison_name", "name_promise", "beneficial_owners", "people", "term"} <= ids


def test_an_alike_name_is_used_once_liability_is_promised(applicant):
    applicant()[1]()
    _, apply = applicant(order="003", name="王小二")
    alike = {"name": "深圳市光明区阿妹面馆", "address": ELSEWHERE}

    assert [each["rule"] for each in apply(**alike, name_promise=False).json["faults"]] == ["N9"]
    assert apply(**alike, name_promise=True).json["state"] in {"approved", "to_correct"}
    _, apply = applicant(order="004", name="王小三")
    alike = {"name": "深圳市光明区阿美面馆", "address": "深圳市光明区公明街道上村社区华夏路9号"}
    assert apply(**alike, name_promise=True).json["state"] == "approved"


def test_who_is_named_beside_agrees_in_their_own_account_and_need_not_again(applicant, as_resident):
    family = {"organisation": "family", "family_members": ["陈阿兰"], "liaison_name": "陈阿兰"}
    told = {"people": [{"name": "陈阿兰", "id_number": SISTER}]}
    speaker, apply = applicant()
    waits = apply(**family).json
    assert {each["rule"] for each in waits["undecided"]} == {"P4", "P8"}
    facts, sister = {"name": "陈阿兰", "number": SISTER}, as_resident()
    assert sister.post("/api/v1/approvals/identity-checks", json=facts).status_code == 201

    path = f"/api/v1/approvals/applications/{waits['id']}"
    answers = speaker.get(path).json["answers"] | told
    assert speaker.post(f"{path}/correct", json={"answers": answers}).json["state"] == "in_review"
    [asked] = sister.get("/api/v1/approvals/consents").json["items"]
    assert answered(sister, asked).status_code == 200
    made = speaker.get(path).json

    assert made["state"] == "approved", made["undecided"]
    shown = speaker.get(path).json["answers"]
    assert shown["people"] == [{"name": "陈阿兰", "id_number": f"********{SISTER[-4:]}"}]
    again = speaker.post(
        f"/api/v1/licences/{made['licence']['uscc']}/change",
        json={"answers": shown | {"scopes": ["L6201", "G6201"]}},
    ).json
    assert again["state"] == "approved", again["undecided"]


def test_nothing_of_home_liaison_or_numbers_is_on_the_licence_or_the_public_page(applicant, client):
    speaker, apply = applicant()
    made = apply(home=HOME, liaison_phone="13800138000").json
    licence = made["licence"]
    with speaker.get(f"/api/v1/licences/{licence['uscc']}.vc") as answer:
        credential = answer.data.decode()
    public = client.get(f"/api/v1/licences/verify?c={licence['code']}").text
    proof = speaker.get(f"/api/v1/approvals/applications/{made['id']}/proof").json["payload"]

    for text in (credential, public, json.dumps(proof, ensure_ascii=False), json.dumps(made)):
        assert "六排8号" not in text
        assert "13800138000" not in text
