"""Whoever is named by another agrees in an account of their own; nothing of a business that is not
one person's is changed, closed or handed away by one."""

import pytest

from tests.approvals.applications import application, id_number
from weijiayuan.accounts.rules import Role
from weijiayuan.approvals.service import licence_sealing

pytestmark = pytest.mark.usefixtures("on_a_working_day")

SECOND = id_number("1991-07-07")
BASE = "/api/v1/approvals"
WHY = {"reason": "已核对原件和决议", "attempt": 1}


@pytest.fixture
def second(as_resident):
    """周小兰, who owns two fifths of the company, with her face checked in her own account."""
    speaker = as_resident()
    checked(speaker, "周小兰", SECOND)
    return speaker


@pytest.fixture
def first(applicant):
    """林志远, and `apply` for a company of two with both numbers told."""
    return applicant(kind="company", set={"shareholders.1.id_number": SECOND})


@pytest.fixture
def company(first, second):
    """A company of two that both agreed to: (林志远, 周小兰, licence)."""
    speaker, apply = first
    mine = apply().json
    agree(second)
    return speaker, second, speaker.get(f"{BASE}/applications/{mine['id']}").json["licence"]


def checked(speaker, name, number):
    facts = {"name": name, "number": number}
    assert speaker.post(f"{BASE}/identity-checks", json=facts).status_code == 201


def asked(speaker):
    return speaker.get(f"{BASE}/consents").json["items"]


def answered(speaker, one, what="agree"):
    body = {"version": one["version"]} if what == "agree" else {}
    return speaker.post(f"{BASE}/consents/{one['id']}/{what}", json=body)


def agree(speaker, what="agree"):
    [one] = [each for each in asked(speaker) if each["state"] == "open"]
    answer = answered(speaker, one, what)
    assert answer.status_code == 200, answer.json
    return answer.json


def read(speaker, mine):
    return speaker.get(f"{BASE}/applications/{mine['id']}").json


def rules(said):
    return {each["id"] for each in (*said["faults"], *said["undecided"])}


def notices(speaker):
    return [each["text"] for each in speaker.get("/api/v1/me/notices").json["items"]]


def test_a_shareholder_agrees_in_her_own_account_and_has_a_part_in_the_licence(
    first, second, as_resident
):
    speaker, apply = first
    mine = apply().json
    assert (mine["state"], rules(mine)) == ("in_review", {"p8_agreed", "p4_clear"})
    assert any("把您写成股东、监事" in each for each in notices(second))
    [one] = asked(second)
    assert one["by"] == "林志远"
    assert "400,000.00元" in "".join(one["lines"])
    stranger = as_resident()
    assert asked(stranger) == []
    assert answered(stranger, one).status_code == 404

    agree(second)

    assert read(speaker, mine)["state"] == "approved", rules(read(speaker, mine))
    [part] = second.get("/api/v1/me/licences").json["items"]
    assert (part["part"], part["roles"]) == ("named", "股东、监事")
    with second.get(f"/api/v1/licences/{part['uscc']}.pdf") as pdf:
        assert pdf.data.startswith(b"%PDF-")
    assert stranger.get(f"/api/v1/licences/{part['uscc']}.pdf").status_code == 404


def test_a_yes_needs_a_fresh_face_check_and_falls_with_other_terms(first, second, time_machine):
    speaker, apply = first
    mine = apply().json
    time_machine.move_to("2026-11-30T03:00:00+00:00", tick=True)
    [one] = asked(second)
    late = answered(second, one)
    assert (late.status_code, late.json["code"]) == (409, "approvals.face_check_needed")
    checked(speaker, "林志远", id_number("1985-03-12"))
    answers = read(speaker, mine)["answers"] | {"charter": "own"}
    path = f"{BASE}/applications/{mine['id']}/correct"
    speaker.post(path, json={"answers": answers})
    checked(second, "周小兰", SECOND)
    agree(second)
    assert rules(read(speaker, mine)) == {"c3_charter"}

    other = answers | {"charter": "standard", "capital_fen": 200_000_000}
    other["shareholders"] = [dict(each) for each in other["shareholders"]]
    other["shareholders"][1]["contribution_fen"] = 140_000_000
    at = read(speaker, mine)["attempt"]
    said = speaker.post(path, json={"answers": other, "attempt": at}).json

    assert "p8_agreed" in rules(said)
    assert [each["state"] for each in asked(second)] == ["open"]


def test_a_no_gives_it_back_and_the_applicant_is_told(first, second):
    speaker, apply = first
    mine = apply().json

    agree(second, "decline")

    said = read(speaker, mine)
    assert (said["state"], "p8_agreed" in rules(said)) == ("to_correct", True)
    assert any("不同意" in each for each in notices(speaker))


@pytest.mark.parametrize("what", ["shares", "more", "less"])
def test_one_owner_alone_moves_no_share_and_no_capital(company, what):
    one, other, licence = company
    mine = application({"case": "", "kind": "company"})["answers"]["shareholders"][0]
    alone = [mine | {"contribution_fen": 100_000_000}]
    half = [
        mine | {"contribution_fen": 1},
        {"name": "周小兰", "id_number": SECOND, "contribution_fen": 199_999_999}
        | {"kind": "person", "means": "cash", "due_on": "2030-01-01"},
    ]
    change = {
        "shares": {"shareholders": alone, "supervisors": [], "no_supervisor_agreed": True},
        "more": {"shareholders": half, "capital_fen": 200_000_000},
        "less": {"capital_fen": 100, "shareholders": [mine | {"contribution_fen": 100}]},
    }[what]

    said = one.post(f"/api/v1/licences/{licence['uscc']}/change", json={"answers": change}).json

    assert said["state"] == "in_review", said["state"]
    assert {"g1_owners", "g2_resolved"} <= rules(said)
    assert any(each["state"] == "open" for each in asked(other))
    agree(other)
    assert read(one, said)["state"] == "in_review"


def test_what_stands_in_the_charter_is_changed_when_every_owner_agreed(company):
    one, other, licence = company
    change = {"answers": {"scopes": ["G6501"]}}
    said = one.post(f"/api/v1/licences/{licence['uscc']}/change", json=change).json
    assert (said["state"], "g2_resolved" in rules(said)) == ("in_review", True)

    agree(other)

    assert read(one, said)["licence"]["version"] == 2


def test_a_company_passes_to_nobody_by_a_code(company):
    one, _, licence = company

    said = one.post(f"/api/v1/licences/{licence['uscc']}/handover")

    assert (said.status_code, said.json["code"]) == (409, "approvals.handover_of_company")


def test_a_new_representative_acts_in_his_own_account_once_a_person_let_him(company, as_role):
    one, other, licence = company
    base = f"/api/v1/licences/{licence['uscc']}"
    change = {"legal_representative": "周小兰", "directors": ["周小兰"]}
    change |= {"supervisors": [], "no_supervisor_agreed": True}
    said = one.post(f"{base}/change", json={"answers": change}).json
    assert {"c7_self"} <= rules(said)
    agree(other)
    path = f"{BASE}/applications/{said['id']}/approve"
    looked = WHY | {"attempt": read(one, said)["attempt"]}
    registrar = as_role(Role.REGISTRAR)
    assert registrar.post(path, json=looked).json["code"] == "approvals.evidence_needed"

    done = registrar.post(path, json=looked | {"authority_paper": "股东会决议原件"})

    assert done.json["state"] == "approved", done.json
    parts = [each["part"] for each in other.get("/api/v1/me/licences").json["items"]]
    assert parts == ["holder"]


@pytest.mark.parametrize("word", ["agree", "decline"])
def test_a_company_is_closed_by_the_word_of_all_its_owners(company, word):
    one, other, licence = company
    path = f"/api/v1/licences/{licence['uscc']}/close"
    said = one.post(path).json
    assert (said["state"], said["waits_for"]) == ("active", 1)

    agree(other, word)

    state = one.get("/api/v1/me/licences").json["items"][0]["state"]
    assert state == ("deregistering" if word == "agree" else "active")
    if word == "decline":
        assert one.post(path).json["code"] == "approvals.not_simple"


def test_who_is_named_against_her_will_disputes_it_and_nothing_is_closed_meanwhile(
    first, second, as_role
):
    speaker, apply = first
    mine = apply().json
    head, registrar = as_role(Role.REGISTRAR_HEAD), as_role(Role.REGISTRAR)
    path = f"{BASE}/applications/{mine['id']}/approve"
    body = WHY | {"people_paper": "周小兰签名的章程"}
    assert registrar.post(path, json=WHY).json["code"] == "approvals.evidence_needed"
    assert registrar.post(path, json=body).json["state"] == "approved"
    assert any("您是其中的" in each for each in notices(second))
    uscc = read(speaker, mine)["licence"]["uscc"]
    licence_sealing.seal_all()

    said = second.post(f"/api/v1/licences/{uscc}/dispute", json={"reason": "章程不是我签的"})

    assert said.status_code == 200, said.json
    assert any("提出异议，查清以前不能注销" in each for each in notices(speaker))
    assert any("异议已收到" in each for each in notices(second))
    assert [each["uscc"] for each in head.get(f"{BASE}/disputes").json["items"]] == [uscc]
    assert speaker.post(f"/api/v1/licences/{uscc}/close").json["code"] == "approvals.not_simple"
    settle = {"reason": "是她本人签的", "evidence": "与2024年身份证申领表上的笔迹核对"}
    path = f"{BASE}/licences/{uscc}/disputes/settle"
    alone = registrar.post(path, json=settle)
    assert (alone.status_code, alone.json["code"]) == (403, "approvals.second_person_needed")
    assert as_role(Role.REGISTRAR).post(path, json=settle).status_code == 200
    assert speaker.post(f"/api/v1/licences/{uscc}/close").json["code"] == "approvals.not_simple"
    [waits] = head.get(f"{BASE}/disputes").json["items"]
    assert ("笔迹核对" in waits["proposed"], waits["mine"]) == (True, False)
    unseen = head.post(path, json=settle)
    assert (unseen.status_code, unseen.json["code"]) == (409, "approvals.proposal_changed")
    seen = settle | {"proposal": waits["proposal"]}
    assert head.post(path, json=seen).status_code == 200
    assert any("笔迹核对" in each for each in notices(second))
    assert any("维持登记，可以照常办事" in each for each in notices(speaker))
    assert head.get(f"{BASE}/disputes").json["items"] == []


def test_a_complaint_is_ended_by_two_of_whom_none_approved_and_none_is_unseen(
    first, second, as_role
):
    speaker, apply = first
    mine = apply().json
    head, other = as_role(Role.REGISTRAR_HEAD), as_role(Role.REGISTRAR)
    body = WHY | {"people_paper": "周小兰签名的章程"}
    assert head.post(f"{BASE}/applications/{mine['id']}/approve", json=body).status_code == 200
    uscc = read(speaker, mine)["licence"]["uscc"]
    licence_sealing.seal_all()
    complain = f"/api/v1/licences/{uscc}/dispute"
    for _ in "ab":
        assert second.post(complain, json={"reason": "章程不是我签的"}).status_code == 200
    assert len(head.get(f"{BASE}/disputes").json["items"]) == 1  # the same twice is one
    path = f"{BASE}/licences/{uscc}/disputes/settle"
    settle = {"reason": "是她本人签的", "evidence": "与身份证申领表上的笔迹核对"}
    assert other.post(path, json={"reason": "没有事情"}).status_code == 422
    assert head.post(path, json=settle).status_code == 403
    assert other.post(path, json=settle).status_code == 200
    assert other.post(path, json=settle).status_code == 200
    assert head.get(f"{BASE}/disputes").json["items"][0]["approved_by_me"] is True

    second.post(complain, json={"reason": "章程上的手印也不是我的"})

    third = as_role(Role.REGISTRAR_HEAD)
    assert third.post(path, json=settle).status_code == 200
    assert len(third.get(f"{BASE}/disputes").json["items"]) == 2
    assert third.post(path, json=settle).status_code == 403
    last = as_role(Role.REGISTRAR_HEAD)
    seen = settle | {"proposal": last.get(f"{BASE}/disputes").json["items"][0]["proposal"]}
    assert last.post(path, json=seen).status_code == 200
    assert third.get(f"{BASE}/disputes").json["items"] == []


@pytest.mark.parametrize(
    "harmful",
    [
        {"supervisors": [], "no_supervisor_agreed": True, "capital_fen": 100_000_000},
        {"charter": "own"},
        {"capital_fen": 100, "shareholders": []},
    ],
)
def test_a_change_that_was_taken_back_holds_nothing_against_a_harmless_one(company, harmful):
    one, other, licence = company
    change = f"/api/v1/licences/{licence['uscc']}/change"
    waits = one.post(change, json={"answers": harmful}).json
    assert one.post(f"{BASE}/applications/{waits['id']}/withdraw").status_code == 200

    said = one.post(change, json={"answers": {"scopes": ["G6501"]}}).json
    agree(other)

    assert read(one, said)["state"] == "approved", rules(read(one, said))


def test_who_is_named_sees_a_licence_once_it_is_sealed_and_can_dispute_it(first, second, as_role):
    mine = first[1]().json
    body = WHY | {"people_paper": "周小兰签名的章程"}
    path = f"{BASE}/applications/{mine['id']}/approve"
    uscc = as_role(Role.REGISTRAR).post(path, json=body).json["licence"]["uscc"]
    assert second.get("/api/v1/me/licences").json["items"] == []

    licence_sealing.seal_all()

    [shown] = second.get("/api/v1/me/licences").json["items"]
    assert (shown["uscc"], shown["part"]) == (uscc, "named")
    complain = {"reason": "章程不是我签的"}
    assert second.post(f"/api/v1/licences/{uscc}/dispute", json=complain).status_code == 200
