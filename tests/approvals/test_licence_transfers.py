"""A shop passes to another operator by their own act, and the old account can do nothing after it."""

import pytest
from sqlalchemy import select

from tests.approvals.applications import id_number, proposed_revocation
from weijiayuan.accounts.rules import Role
from weijiayuan.approvals.models import Handover, Licence
from weijiayuan.db import db
from weijiayuan.personal_data import service as personal_data

pytestmark = pytest.mark.usefixtures("on_a_working_day")

SEEN = {"reason": "已核对", "place_paper": "用途证明", "attempt": 1}
NEW = {
    "operator_name": "王小明",
    "id_kind": "resident_id",
    "id_valid_until": "2035-06-01",
    "home": "深圳市光明区公明街道上村社区上辇村六排9号",
}
NUMBER = id_number("1988-08-08", order="021")
READ_FIRST = ({"version": 1}, {})


@pytest.fixture
def shop(applicant):
    """Who runs a shop, and its licence: (speaker, licence)."""
    speaker, apply = applicant()
    return speaker, apply().json["licence"]


@pytest.fixture
def successor(as_resident):
    """Who wants to take over, their face checked in their own account."""
    speaker = as_resident()
    facts = {"name": NEW["operator_name"], "number": NUMBER}
    assert speaker.post("/api/v1/approvals/identity-checks", json=facts).status_code == 201
    return speaker


def offered(speaker, licence):
    answer = speaker.post(f"/api/v1/licences/{licence['uscc']}/handover")
    assert answer.status_code == 201, answer.json
    return answer.json["code"]


def accept(speaker, code, version=1, **more):
    body = {"code": code, "version": version, "answers": NEW | {"id_number": NUMBER} | more}
    return speaker.post("/api/v1/licences/handovers/accept", json=body)


def notices(speaker):
    return [each["text"] for each in speaker.get("/api/v1/me/notices").json["items"]]


def test_a_licence_passes_by_a_code_to_the_new_operators_own_account(shop, successor):
    old, licence = shop
    code = offered(old, licence)
    said = successor.post("/api/v1/licences/handovers/view", json={"code": code.lower()}).json
    assert (said["kind"], said["answers"]["scopes"]) == ("individual", ["L6201"])
    assert not {"operator_name", "id_number"} & said["answers"].keys()

    taken = accept(successor, code).json

    assert taken["state"] == "approved", (taken["faults"], taken["undecided"])
    assert (taken["licence"]["uscc"], taken["licence"]["version"]) == (licence["uscc"], 2)
    base = f"/api/v1/licences/{licence['uscc']}"
    assert [each["uscc"] for each in successor.get("/api/v1/me/licences").json["items"]] == [
        licence["uscc"]
    ]
    with successor.get(f"{base}.pdf") as pdf:
        assert pdf.data.startswith(b"%PDF-")
    assert old.get("/api/v1/me/licences").json["items"] == []
    for move, body in (("close", {}), ("pause", {"days": 9}), ("handover", {})):
        assert old.post(f"{base}/{move}", json=body).status_code == 404
    assert old.post(f"{base}/change", json={"answers": {}}).status_code == 404
    printed = db.session.scalar(select(Licence.printed).filter_by(uscc=licence["uscc"], version=2))
    assert (printed["operator"], printed["name"]) == ("王小明", licence["name"])
    assert any("已转给新经营者" in text for text in notices(old))
    assert any("准予登记" in text for text in notices(successor))
    assert accept(successor, code).json["code"] == "approvals.handover_not_found"


def test_nobody_becomes_the_operator_by_a_change_of_the_old_account(shop, successor, applicant):
    old, licence = shop
    base = f"/api/v1/licences/{licence['uscc']}"
    facts = {"name": "王小明", "number": NUMBER}
    old.post("/api/v1/approvals/identity-checks", json=facts)

    said = old.post(f"{base}/change", json={"answers": NEW | {"id_number": NUMBER}})

    assert (said.status_code, said.json["code"]) == (409, "approvals.handover_needed")
    faulty = old.post(f"{base}/change", json={"answers": {"scopes": []}}).json
    answers = {**faulty["answers"], **NEW, "id_number": NUMBER, "scopes": ["L6201"]}
    path = f"/api/v1/approvals/applications/{faulty['id']}/correct"
    assert old.post(path, json={"answers": answers}).json["code"] == "approvals.handover_needed"


def test_one_code_is_for_one_person_once_for_a_week_and_not_for_oneself(
    shop, successor, as_resident, time_machine
):
    old, licence = shop
    first, code = offered(old, licence), offered(old, licence)
    assert accept(successor, first).status_code == 404
    assert accept(old, code).json["code"] == "approvals.own_handover"
    assert accept(successor, "AAAA BBBB CCCC").status_code == 404
    time_machine.move_to("2026-12-08T02:00:00+00:00", tick=True)
    assert accept(successor, code).status_code == 404


def test_while_a_person_looks_the_old_operator_stays_and_may_take_it_back(shop, successor, as_role):
    old, licence = shop
    code = offered(old, licence)
    waits = accept(successor, code, wants_human=True).json
    assert waits["state"] == "in_review"
    assert any("申请接手" in text for text in notices(old))
    base = f"/api/v1/licences/{licence['uscc']}"
    assert old.get(f"{base}.pdf").status_code == 200
    again = old.post(f"{base}/handover")
    assert again.json["code"] == "approvals.handover_under_way"

    assert old.post(f"{base}/handover/cancel").status_code == 200

    assert any("撤回" in text for text in notices(successor))
    path = f"/api/v1/approvals/applications/{waits['id']}/approve"
    assert as_role(Role.REGISTRAR).post(path, json=SEEN).status_code == 409
    assert old.get("/api/v1/me/licences").json["items"][0]["version"] == 1


def test_what_a_person_approves_passes_over_too(shop, successor, as_role):
    old, licence = shop
    waits = accept(successor, offered(old, licence), wants_human=True).json
    path = f"/api/v1/approvals/applications/{waits['id']}/approve"

    assert as_role(Role.REGISTRAR).post(path, json=SEEN).json["state"] == "approved"

    assert old.get("/api/v1/me/licences").json["items"] == []
    assert len(successor.get("/api/v1/me/licences").json["items"]) == 1
    assert db.session.query(Handover).filter_by(is_open=True).count() == 0


def test_a_change_that_waits_never_brings_a_licence_back(shop, successor, as_role):
    old, licence = shop
    base = f"/api/v1/licences/{licence['uscc']}"
    change = {"answers": {"scopes": ["L6201", "G6201"], "wants_human": True}}
    waits = old.post(f"{base}/change", json=change).json
    assert accept(successor, offered(old, licence)).json["state"] == "approved"

    path = f"/api/v1/approvals/applications/{waits['id']}/approve"
    late = as_role(Role.REGISTRAR).post(path, json=SEEN)

    assert (late.status_code, late.json["code"]) == (409, "approvals.holder_changed")


def test_a_change_that_waits_does_not_raise_a_revoked_licence(shop, as_role):
    old, licence = shop
    change = {"answers": {"scopes": ["L6201", "G6201"], "wants_human": True}}
    waits = old.post(f"/api/v1/licences/{licence['uscc']}/change", json=change).json
    desk = f"/api/v1/approvals/licences/{licence['uscc']}"
    as_role(Role.REGISTRAR).post(f"{desk}/revocation", json={"reason": "虚假登记"})
    assert old.post(f"/api/v1/licences/{licence['uscc']}/handover").json["code"] == (
        "approvals.licence_under_inquiry"
    )
    head = as_role(Role.REGISTRAR_HEAD)
    revoked = head.post(f"{desk}/revoke", json=proposed_revocation(head, licence["uscc"]))
    assert revoked.status_code == 200

    path = f"/api/v1/approvals/applications/{waits['id']}/approve"
    assert as_role(Role.REGISTRAR).post(path, json=SEEN).status_code == 409


def test_a_copy_of_ones_data_tells_of_an_offer(shop):
    old, licence = shop
    offered(old, licence)

    copy = personal_data.export(old.resident.id)["approvals"]["handovers"]

    assert [each["open"] for each in copy] == [True]


def test_what_was_altered_after_it_was_looked_at_is_not_taken_over_unseen(shop, successor):
    old, licence = shop
    code = offered(old, licence)
    viewed = {"code": code}
    seen = successor.post("/api/v1/licences/handovers/view", json=viewed).json["licence"]
    path = f"/api/v1/licences/{licence['uscc']}/change"
    changed = old.post(path, json={"answers": {"scopes": ["L6201", "G6201"]}}).json
    assert changed["state"] == "approved", changed["undecided"]

    stale = accept(successor, code, seen["version"])

    assert (stale.status_code, stale.json["code"]) == (409, "approvals.licence_moved_on")
    assert accept(successor, code, 2).json["state"] == "approved"


def test_a_change_that_waited_does_not_undo_what_was_changed_meanwhile(shop, as_role):
    speaker, licence = shop
    path = f"/api/v1/licences/{licence['uscc']}/change"
    waits = speaker.post(path, json={"answers": {"wants_human": True, "scopes": ["L6201"]}}).json
    moved = {"address": "深圳市光明区公明街道上村社区华夏路9号"}
    assert speaker.post(path, json={"answers": moved}).json["state"] == "approved"

    approve = f"/api/v1/approvals/applications/{waits['id']}/approve"
    said = as_role(Role.REGISTRAR).post(approve, json=SEEN)

    assert (said.status_code, said.json["code"]) == (409, "approvals.licence_moved_on")
    [mine] = speaker.get("/api/v1/me/licences").json["items"]
    assert (mine["address"], mine["version"]) == (moved["address"], 2)


def bars(as_role):
    return [
        each["name"] for each in as_role(Role.REGISTRAR).get("/api/v1/approvals/bars").json["items"]
    ]


def test_who_took_a_business_over_is_not_barred_for_the_deed_of_who_registered_it(
    shop, successor, as_role
):
    old, licence = shop
    version = successor.post(
        "/api/v1/licences/handovers/view", json={"code": (code := offered(old, licence))}
    ).json["licence"]["version"]
    assert accept(successor, code, version).json["state"] == "approved"
    desk = f"/api/v1/approvals/licences/{licence['uscc']}"
    clerk, head = as_role(Role.REGISTRAR), as_role(Role.REGISTRAR_HEAD)

    unsaid = clerk.post(f"{desk}/revocation", json={"reason": "材料是假的"})
    clerk.post(f"{desk}/revocation", json={"reason": "材料是假的", "version": version})
    [waits] = head.get("/api/v1/approvals/revocations").json["items"]
    head.post(f"{desk}/revoke", json=proposed_revocation(head, licence["uscc"]))

    assert (unsaid.status_code, unsaid.json["code"]) == (
        422,
        "approvals.revocation_version_needed",
    )
    assert NEW["operator_name"] in unsaid.json["detail"]
    assert (waits["version"], waits["culprit"]) == (version, bars(as_role)[0])
    assert NEW["operator_name"] not in bars(as_role)


def test_a_culprit_is_somebody_whom_that_application_names_with_a_number(shop, as_role):
    _, licence = shop
    desk = f"/api/v1/approvals/licences/{licence['uscc']}/revocation"
    body = {"reason": "材料是假的", "culprit": "没有的人"}

    refused = as_role(Role.REGISTRAR).post(desk, json=body)

    assert (refused.status_code, refused.json["code"]) == (422, "approvals.culprit_unknown")


def test_a_change_written_on_a_former_version_undoes_nothing(shop):
    old, licence = shop
    path = f"/api/v1/licences/{licence['uscc']}/change"
    assert old.post(path, json={"answers": {"scopes": ["L6201", "G6201"]}}).status_code == 200

    stale = [old.post(path, json={"answers": {"scopes": ["L6201"]}} | more) for more in READ_FIRST]
    fresh = old.post(path, json={"answers": {"scopes": ["L6201"]}, "version": 2})

    assert {each.json["code"] for each in stale} == {"approvals.licence_moved_on"}
    assert fresh.json["licence"]["version"] == 3


def test_a_correction_of_a_former_attempt_undoes_nothing(applicant):
    speaker, apply = applicant()
    mine = apply(scopes=[]).json
    path = f"/api/v1/approvals/applications/{mine['id']}"
    answers = speaker.get(path).json["answers"] | {"name": "光明区阿梅面馆"}
    assert speaker.post(f"{path}/correct", json={"answers": answers}).json["attempt"] == 2

    stale = [
        speaker.post(f"{path}/correct", json={"answers": answers, "attempt": 1}),
        speaker.post(f"{path}/correct", json={"answers": answers}),
        speaker.put(path, json={"answers": answers, "attempt": 1}),
    ]

    assert {each.json["code"] for each in stale} == {"approvals.attempt_moved_on"}
    assert speaker.put(path, json={"answers": answers, "attempt": 2}).status_code == 200
