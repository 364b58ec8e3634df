"""What takes two people at the desk, and what belongs to the attempt that was looked at."""

import re

import pytest

from tests.approvals.applications import id_number, proposed_at_desk, proposed_revocation
from weijiayuan.accounts.rules import Role

pytestmark = pytest.mark.usefixtures("on_a_working_day")

NUMBER = id_number("1990-05-01")
WHY = {"reason": "已核对原件", "place_paper": "房屋用途证明", "attempt": 1}
LIFT = {"reason": "已核对原件"}


def path(application, move):
    return f"/api/v1/approvals/applications/{application['id']}/{move}"


def revoked(licence, as_role, **more):
    base = f"/api/v1/approvals/licences/{licence['uscc']}"
    body = {"reason": "虚假登记，已查实"} | more
    assert as_role(Role.REGISTRAR).post(f"{base}/revocation", json=body).status_code == 200
    head = as_role(Role.REGISTRAR_HEAD)
    seen = proposed_revocation(head, licence["uscc"])
    assert head.post(f"{base}/revoke", json=seen).status_code == 200


def applied_again(applicant):
    """Another resident's account, the same person: another shop elsewhere."""
    speaker, apply = applicant()
    elsewhere = "深圳市光明区公明街道上村社区华夏路8号"
    return speaker, apply(name="深圳市光明区新新面馆", address=elsewhere).json


def test_who_answers_for_a_revoked_licence_is_noticed_and_takes_two(applicant, as_role):
    revoked(applicant()[1]().json["licence"], as_role)

    _, later = applied_again(applicant)
    assert (later["state"], [each["rule"] for each in later["undecided"]]) == ("in_review", ["P4"])

    one = as_role(Role.REGISTRAR)
    assert one.post(path(later, "approve"), json={"attempt": 1}).status_code == 422
    first = one.post(path(later, "approve"), json=WHY).json
    assert (first["state"], first["approval_proposed"], first["takes_two"]) == (
        *("in_review", True),
        True,
    )
    again = one.post(path(later, "approve"), json=WHY)
    assert again.json["code"] == "approvals.second_person_needed"
    head = as_role(Role.REGISTRAR_HEAD)
    unseen = head.post(path(later, "approve"), json=WHY)
    assert (unseen.status_code, unseen.json["code"]) == (409, "approvals.proposal_changed")
    second = head.post(path(later, "approve"), json=WHY | proposed_at_desk(head, later)).json
    assert second["state"] == "approved"


def test_the_victim_of_a_stolen_identity_is_not_barred(applicant, as_role):
    revoked(applicant()[1]().json["licence"], as_role, ground="stolen_identity")

    assert applied_again(applicant)[1]["state"] == "approved"
    assert as_role(Role.REGISTRAR).get("/api/v1/approvals/bars").json["items"] == []


def test_no_change_of_the_licence_escapes_a_revocation_and_none_is_closed_under_it(
    applicant, as_role
):
    speaker, apply = applicant()
    uscc = apply().json["licence"]["uscc"]
    head, desk = as_role(Role.REGISTRAR_HEAD), f"/api/v1/approvals/licences/{uscc}"
    as_role(Role.REGISTRAR).post(f"{desk}/revocation", json={"reason": "虚假登记"})
    more = {"answers": {"scopes": ["L6201", "G6201"]}}
    assert speaker.post(f"/api/v1/licences/{uscc}/change", json=more).json["state"] == "approved"

    close = speaker.post(f"/api/v1/licences/{uscc}/close", json={"version": 2})
    assert close.json["code"] == "approvals.not_simple"
    [waits] = head.get("/api/v1/approvals/revocations").json["items"]
    assert (waits["uscc"], waits["mine"]) == (uscc, False)
    seen = {"proposal": waits["id"]}
    assert "proposal" in head.post(f"{desk}/revoke").json["fields"]
    turned_down = head.post(f"{desk}/revoke", json=seen | {"agree": False, "reason": "查无此事"})
    assert turned_down.json["state"] == "active"
    assert head.get("/api/v1/approvals/revocations").json["items"] == []
    assert head.post(f"{desk}/revoke", json=seen).json["code"] == "approvals.reason_needed"
    as_role(Role.REGISTRAR).post(f"{desk}/revocation", json={"reason": "又有新证据"})
    [read] = head.get("/api/v1/approvals/revocations").json["items"]
    stolen = {"reason": "是冒用别人身份", "ground": "stolen_identity"}
    as_role(Role.REGISTRAR).post(f"{desk}/revocation", json=stolen)
    stale = head.post(f"{desk}/revoke", json={"proposal": read["id"]})
    assert stale.json["code"] == "approvals.revocation_changed"
    as_role(Role.REGISTRAR).post(f"{desk}/revocation", json={"reason": "又有新证据"})
    seen = proposed_revocation(head, uscc)
    assert head.post(f"{desk}/revoke", json=seen).json["state"] == "revoked"
    assert len(head.get("/api/v1/approvals/bars").json["items"]) == 1


def test_who_is_wrongly_on_the_list_is_taken_off_by_two(applicant, as_role):
    revoked(applicant()[1]().json["licence"], as_role)
    head = as_role(Role.REGISTRAR_HEAD)
    [row] = head.get("/api/v1/approvals/bars").json["items"]
    assert (row["since"], row["until"]) == ("2026-11-30", "2029-11-30")
    lift = f"/api/v1/approvals/bars/{row['id']}/lift"

    assert head.post(lift, json=LIFT).json["lift_proposed"] is True
    assert head.post(lift, json=LIFT).json["code"] == "approvals.second_person_needed"
    other = as_role(Role.REGISTRAR_HEAD)
    assert other.post(lift, json=LIFT).json["code"] == "approvals.proposal_changed"
    [shown] = other.get("/api/v1/approvals/bars").json["items"]
    seen = LIFT | {"proposal": shown["lift_proposal"]}
    assert other.post(lift, json=seen).json["lifted_on"] == "2026-11-30"
    assert applied_again(applicant)[1]["state"] == "approved"


def test_what_the_rules_call_a_fault_is_approved_by_two_or_not_at_all(applicant, as_role):
    _, apply = applicant()
    mine = apply(wants_human=True, liaison_phone="12345").json
    one = as_role(Role.REGISTRAR)

    assert one.post(path(mine, "approve"), json=WHY).json["state"] == "in_review"
    head = as_role(Role.REGISTRAR_HEAD)
    seen = WHY | proposed_at_desk(head, mine)
    assert head.post(path(mine, "approve"), json=seen).json["state"] == "approved"


@pytest.mark.parametrize("missing", ["address", "scopes"])
def test_what_a_licence_must_say_is_never_made_up_by_an_officer(applicant, as_role, missing):
    _, apply = applicant()
    mine = apply(wants_human=True, **{missing: None}).json

    said = as_role(Role.REGISTRAR).post(path(mine, "approve"), json=WHY)

    assert (said.status_code, said.json["code"]) == (409, "approvals.incomplete")


def test_a_decision_belongs_to_the_attempt_that_was_looked_at(applicant, as_role):
    speaker, apply = applicant()
    mine = apply(address_use="dwelling").json
    one, head = as_role(Role.REGISTRAR), as_role(Role.REGISTRAR_HEAD)
    given = {"article": "民法典第 279 条", "reason": "没有本栋业主同意", "attempt": 1}
    assert one.post(path(mine, "refuse"), json=given).json["proposal"]["what"] == "refuse"
    kept = speaker.get(f"/api/v1/approvals/applications/{mine['id']}").json
    assert kept["refusal"] is None

    answers = kept["answers"] | {"address_use": "other"}
    assert speaker.post(path(mine, "correct"), json={"answers": answers}).json["attempt"] == 2

    look = {"agree": True, "attempt": 2, "proposal": "a"}
    assert head.post(path(mine, "second-look"), json=look).status_code == 409
    stale = one.post(path(mine, "approve"), json=WHY)
    assert stale.json["code"] == "approvals.changed_meanwhile"
    assert one.post(path(mine, "approve"), json=WHY | {"attempt": 2}).json["state"] == "approved"


@pytest.mark.parametrize("move", ["approve", "return", "refuse", "second-look", "extend"])
def test_no_decision_is_taken_without_saying_what_was_looked_at(applicant, as_role, move):
    mine = applicant()[1](address_use="dwelling").json
    given = {"article": "民法典第 279 条", "reason": "已核对原件", "agree": True, "proposal": "a"}
    taken = {"refuse": ("reason", "article"), "second-look": ("reason", "agree", "proposal")}
    body = {key: given[key] for key in taken.get(move, ("reason",))}

    said = as_role(Role.REGISTRAR_HEAD).post(path(mine, move), json=body)

    assert said.status_code == 422
    assert list(said.json["fields"]) == ["attempt"]


def thinner(files):
    """The rulebook without the rule about dwellings, nor its cases: right in itself."""
    changed = dict(files)
    for name in ("policies/place.yaml", "cases/place.yaml"):
        lines = changed[name].splitlines(keepends=True)
        changed[name] = "".join(each for each in lines if "a3_use" not in each)
    changed["cases/place.yaml"] = changed["cases/place.yaml"].replace(
        "  - {name: 用途没说", "  # - {name: 用途没说"
    )
    return changed


def test_a_thin_rulebook_is_refused_and_says_what_it_would_let_through(as_role):
    one = as_role(Role.REGISTRAR)
    files = one.get("/api/v1/approvals/rulebooks/current/files").json["files"]

    said = one.post("/api/v1/approvals/rulebooks", json={"files": thinner(files), "reason": "精简"})

    assert said.json["code"] == "approvals.rulebook_rejected"


def named(files, version):
    return re.sub(r"(?m)^version: .*$", f"version: {version}", files["pack.yaml"])


def looser(files, minutes, version):
    """The rulebook with another time for which an identity check holds: no law says how long."""
    changed = dict(files)
    changed["pack.yaml"] = named(files, version)
    for name, was, now in (
        ("parameters/figures.yaml", "value: 30, grade: own", f"value: {minutes}, grade: own"),
        ("second_reading.yaml", "2022-03-01: 30", f"2022-03-01: {minutes}"),
        ("cases/person.yaml", "identity_minutes: 30", f"identity_minutes: {minutes}"),
        ("cases/person.yaml", "identity_minutes: 31", f"identity_minutes: {minutes + 1}"),
    ):
        assert was in changed[name]
        changed[name] = changed[name].replace(was, now)
    return changed


def test_a_rulebook_that_asks_less_is_published_by_who_saw_it_and_only_on_its_own_base(as_role):
    one, head = as_role(Role.REGISTRAR), as_role(Role.REGISTRAR_HEAD)
    files = one.get("/api/v1/approvals/rulebooks/current/files").json["files"]

    def proposed(minutes, version):
        body = {"files": looser(files, minutes, version), "reason": "改时间"}
        made = one.post("/api/v1/approvals/rulebooks", json=body)
        assert made.status_code == 201, made.json
        return f"/api/v1/approvals/rulebooks/{made.json['id']}"

    loose, other = proposed(60, "2026.12.1"), proposed(20, "2026.12.2")
    assert one.get(f"{loose}/trial").json["loosens"]
    assert head.post(f"{loose}/approve").json["code"] == "approvals.rulebook_loosens"
    assert head.post(f"{loose}/approve", json={"loosens": True}).json["in_force"] is True
    assert head.post(f"{other}/approve").json["code"] == "approvals.rulebook_moved_on"


def test_a_text_is_published_only_under_a_name_of_its_own(as_role):
    one, head = as_role(Role.REGISTRAR), as_role(Role.REGISTRAR_HEAD)
    base = "/api/v1/approvals/rulebooks"
    files = one.get(f"{base}/current/files").json["files"]
    other = looser(files, 20, "2026.12.9") | {"pack.yaml": files["pack.yaml"]}
    made = one.post(base, json={"files": other, "reason": "改时间"}).json

    for yes in ("yes", 1, "on"):
        assert head.post(f"{base}/{made['id']}/approve", json={"loosens": yes}).status_code == 422
    said = head.post(f"{base}/{made['id']}/approve", json={"loosens": True})

    assert (said.status_code, said.json["code"]) == (409, "approvals.rulebook_version_taken")
    assert made["version"] in said.json["detail"]
