"""The desk shows and decides by the facts of today, and the proof states those of the decision."""

import pytest

from tests.approvals.applications import proposed_at_desk, proposed_revocation
from weijiayuan.accounts.rules import Role
from weijiayuan.approvals import decision_recomputation as recomputed
from weijiayuan.approvals.rulebook_in_force import shipped
from weijiayuan.gateways.government_registers import RegistryUnreachable
from weijiayuan.gateways.government_registers.sample import SampleRegistry

pytestmark = pytest.mark.usefixtures("on_a_working_day")

BASE = "/api/v1/approvals"
WHY = {"reason": "已核对原件", "place_paper": "本栋业主同意书", "attempt": 1}
BARRED = "写到的人里有人在限制登记名单上"
ELSEWHERE = {
    "name": "深圳市光明区春晖面馆",
    "address": "深圳市光明区公明街道上村社区华夏路8号",
    "address_use": "dwelling",
}


def path(application, move="approve"):
    return f"{BASE}/applications/{application['id']}/{move}"


def shown(speaker, application):
    return speaker.get(f"{BASE}/queue/{application['id']}").json


def revoked(uscc, as_role):
    base = f"{BASE}/licences/{uscc}"
    body = {"reason": "虚假登记，已查实"}
    assert as_role(Role.REGISTRAR).post(f"{base}/revocation", json=body).status_code == 200
    head = as_role(Role.REGISTRAR_HEAD)
    seen = proposed_revocation(head, uscc)
    assert head.post(f"{base}/revoke", json=seen).status_code == 200


@pytest.fixture
def second_shop(applicant):
    """Somebody with a licence, whose second application a person looks at: (speaker, both)."""
    speaker, apply = applicant()
    first = apply().json
    return speaker, first, apply(**ELSEWHERE).json


def test_who_is_barred_since_the_submission_is_shown_as_barred_and_nobody_approves_unaware(
    second_shop, as_role
):
    speaker, first, waits = second_shop
    one, head = as_role(Role.REGISTRAR), as_role(Role.REGISTRAR_HEAD)
    before = shown(one, waits)
    assert (before["named_barred"], before["takes_two"], before["changed"]) == (False, False, [])

    revoked(first["licence"]["uscc"], as_role)

    for looked in ({}, {"seen": before["seen"]}):
        blind = one.post(path(waits), json=WHY | looked)
        assert (blind.status_code, blind.json["code"]) == (409, "approvals.facts_changed")
        assert BARRED in blind.json["detail"]
    now = shown(one, waits)
    assert (now["named_barred"], now["changed"], now["why_two"]) == (True, [BARRED], [BARRED])
    assert [each["id"] for each in now["undecided"] if each["rule"] == "P4"] == ["p4_clear"]
    assert now["approval_proposed"] is False
    assert one.post(path(waits), json=WHY | {"seen": now["seen"]}).json["approval_proposed"]

    seen = shown(head, waits)
    assert seen["proposal"]["reason"].startswith(WHY["reason"])
    body = WHY | {"seen": seen["seen"], "proposal": seen["proposal"]["id"]}
    assert head.post(path(waits), json=body).json["state"] == "approved"
    proof = speaker.get(f"{BASE}/applications/{waits['id']}/proof").json
    [clear] = [each for each in proof["payload"]["rulings"] if each["id"] == "p4_clear"]
    assert clear["verdict"] is False
    assert proof["payload"]["facts"]["barred"] is True
    assert proof["payload"]["submitted"]["outcome"] == "human"
    keys = speaker.get("/api/v1/licences/keys").json["keys"]
    assert list(recomputed.differences(proof, shipped(), keys)) == []
    after = shown(head, waits)
    assert [each["verdict"] for each in after["rulings"] if each["id"] == "p4_clear"] == [False]


def test_who_proposed_before_somebody_was_barred_did_not_know_and_it_is_proposed_anew(
    applicant, as_role
):
    speaker, apply = applicant()
    uscc = apply().json["licence"]["uscc"]
    waits = apply(**ELSEWHERE, scopes=["P8301"], pre_papers=None).json
    one, head = as_role(Role.REGISTRAR), as_role(Role.REGISTRAR_HEAD)
    if waits["state"] != "in_review":
        waits = speaker.post(path(waits, "human")).json
    body = WHY | {"attempt": waits["attempt"], "permit_paper": "川教2026001号，2026年3月1日签发"}
    first = one.post(path(waits), json=body)
    assert first.json["approval_proposed"] is True, first.json
    proposal = proposed_at_desk(head, waits)

    revoked(uscc, as_role)

    now = shown(head, waits)
    assert now["proposal"] is None
    stale = head.post(path(waits), json=body | proposal | {"seen": now["seen"]})
    assert (stale.status_code, stale.json["code"]) == (409, "approvals.proposal_changed")
    assert one.post(path(waits), json=body | {"seen": now["seen"]}).status_code == 200
    both = body | proposed_at_desk(head, waits) | {"seen": now["seen"]}
    assert head.post(path(waits), json=both).json["state"] == "approved"


def test_a_place_told_as_a_dwelling_since_the_submission_is_shown_and_asked_for(applicant, as_role):
    _, apply = applicant()
    waits = apply(wants_human=True).json
    _, other = applicant(name="李小兰", born="1985-03-02", order="003")
    assert other(address_use="dwelling", name=ELSEWHERE["name"]).json["state"] == "in_review"
    one = as_role(Role.REGISTRAR)

    now = shown(one, waits)

    assert "place_paper" in now["evidence_needed"]
    assert "T2" in now["open_rules"]
    stale = one.post(path(waits), json=WHY)
    assert (stale.status_code, stale.json["code"]) == (409, "approvals.facts_changed")
    looked = WHY | {"seen": now["seen"]}
    assert one.post(path(waits), json=looked).json["state"] == "approved"


@pytest.mark.parametrize("odd", ["x", ",", "p4_clear=no", "clear,a3_use=unknown"])
def test_a_look_that_nobody_had_does_not_count(second_shop, as_role, odd):
    _, _, waits = second_shop

    said = as_role(Role.REGISTRAR).post(path(waits), json=WHY | {"seen": odd})

    assert (said.status_code, said.json["code"]) == (409, "approvals.facts_changed")


@pytest.mark.parametrize("move", ["return", "refuse"])
def test_nothing_is_given_back_or_refused_by_who_did_not_see_what_changed(
    second_shop, as_role, move
):
    _, first, waits = second_shop
    one = as_role(Role.REGISTRAR)
    body = {"reason": "住宅没有同意书", "attempt": 1}
    body |= {"article": "民法典第 279 条"} if move == "refuse" else {}

    revoked(first["licence"]["uscc"], as_role)

    blind = one.post(path(waits, move), json=body)
    assert (blind.status_code, blind.json["code"]) == (409, "approvals.facts_changed")
    assert BARRED in blind.json["detail"]
    looked = body | {"seen": shown(one, waits)["seen"]}
    assert one.post(path(waits, move), json=looked).status_code == 200


@pytest.mark.parametrize("article", ["xx", "民法典", "不行", "规定"])
def test_a_refusal_names_an_article_and_not_any_two_letters(second_shop, as_role, article):
    _, _, waits = second_shop
    body = {"reason": "住宅没有同意书", "attempt": 1, "article": article}

    said = as_role(Role.REGISTRAR).post(path(waits, "refuse"), json=body)

    assert said.status_code == 422
    assert "哪一条" in str(said.json)


def test_who_is_barred_elsewhere_since_the_submission_is_asked_of_the_registers_anew(
    second_shop, as_role, monkeypatch
):
    _, _, waits = second_shop
    one = as_role(Role.REGISTRAR)
    before = shown(one, waits)
    monkeypatch.setattr(SampleRegistry, "is_barred", lambda *_: True)

    stale = one.post(path(waits), json=WHY | {"seen": before["seen"]})

    assert (stale.status_code, stale.json["code"]) == (409, "approvals.facts_changed")
    now = shown(one, waits)
    assert (now["named_barred"], now["why_two"]) == (True, [BARRED])
    said = one.post(path(waits), json=WHY | {"seen": now["seen"]})
    assert (said.json["state"], said.json["approval_proposed"]) == ("in_review", True)


def test_while_the_registers_are_silent_what_they_said_before_counts(
    second_shop, as_role, monkeypatch
):
    _, _, waits = second_shop

    def silent(*_):
        raise RegistryUnreachable

    monkeypatch.setattr(SampleRegistry, "is_barred", silent)
    assert as_role(Role.REGISTRAR).post(path(waits), json=WHY).json["state"] == "approved"
