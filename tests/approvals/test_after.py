"""What becomes of a licence: paused, closed, objected to, changed; and what is kept of a person."""

import json
from datetime import timedelta
from uuid import UUID

import pytest
from sqlalchemy import select

from tests.approvals.applications import id_number, proposed_revocation
from weijiayuan.accounts.rules import Role, Territory, TerritoryKind
from weijiayuan.approvals.licence_documents.signing_keys import octets, opened
from weijiayuan.approvals.licence_documents.verifiable_credential import is_set
from weijiayuan.approvals.models import Licence
from weijiayuan.approvals.periodic_tasks import end_closings_and_pauses, remind_of_reports
from weijiayuan.approvals.queries.applications import ended_indexes
from weijiayuan.db import db
from weijiayuan.kernel import clock
from weijiayuan.notices.models import Notice
from weijiayuan.personal_data import service as personal_data

pytestmark = pytest.mark.usefixtures("on_a_working_day")


@pytest.fixture
def holder(applicant):
    """Somebody with a licence: (speaker, licence)."""
    speaker, apply = applicant()
    return speaker, apply().json["licence"]


def move(speaker, licence, what, **body):
    return speaker.post(f"/api/v1/licences/{licence['uscc']}/{what}", json=body)


def state(client, licence):
    return client.get(f"/api/v1/licences/verify?c={licence['code']}").json["state"]


def test_a_pause_is_filed_and_ended_and_three_years_are_the_most(holder, client):
    speaker, licence = holder
    paused = move(speaker, licence, "pause", days=180, reason="")

    assert (paused.json["state"], paused.json["until"]) == ("paused", "2027-05-28")
    assert state(client, licence) == "paused"
    assert move(speaker, licence, "resume").json["state"] == "active"
    assert move(speaker, licence, "pause", days=1096, reason="").status_code == 409


def test_what_nobody_objects_to_in_ten_days_is_deregistered(app, holder, client, time_machine):
    speaker, licence = holder
    assert move(speaker, licence, "close").json["until"] == "2026-12-10"
    end_closings_and_pauses(clock.now() + timedelta(days=10))
    assert state(client, licence) == "deregistering"

    end_closings_and_pauses(clock.now() + timedelta(days=11))

    db.session.commit()
    assert state(client, licence) == "deregistered"


def test_a_department_that_objects_lets_the_licence_stand(holder, client, as_role):
    speaker, licence = holder
    move(speaker, licence, "close")
    path = f"/api/v1/approvals/licences/{licence['uscc']}/objections"

    taxes = as_role(Role.DEPARTMENT)
    [closing] = taxes.get("/api/v1/approvals/closings").json["items"]
    assert (closing["uscc"], closing["until"]) == (licence["uscc"], "2026-12-10")
    assert taxes.post(path, json={"reason": "还有没缴清的税款"}).status_code == 200

    assert taxes.get("/api/v1/approvals/queue").status_code == 403
    assert state(client, licence) == "active"
    told = speaker.get("/api/v1/me/notices").json["items"][0]["text"]
    assert "没缴清的税款" in told
    again = move(speaker, licence, "close")
    assert (again.status_code, again.json["code"]) == (409, "approvals.not_simple")
    lift = {"reason": "税款已经缴清"}
    assert taxes.post(f"{path}/lift", json=lift).status_code == 200
    assert move(speaker, licence, "close").json["state"] == "deregistering"


def test_an_objection_after_the_ten_days_comes_too_late(holder, as_role, time_machine):
    speaker, licence = holder
    move(speaker, licence, "close")
    path = f"/api/v1/approvals/licences/{licence['uscc']}/objections"
    time_machine.move_to("2026-12-11T02:00:00+00:00", tick=True)

    late = as_role(Role.DEPARTMENT).post(path, json={"reason": "还有没缴清的税款"})

    assert (late.status_code, late.json["code"]) == (409, "approvals.objection_late")


def test_a_change_is_decided_by_the_rules_and_makes_a_new_version(holder, client, time_machine):
    speaker, licence = holder
    time_machine.move_to("2026-12-21T02:00:00+00:00", tick=True)
    facts = {"name": "陈阿梅", "number": id_number("1990-05-01")}
    speaker.post("/api/v1/approvals/identity-checks", json=facts)
    changed = move(speaker, licence, "change", answers={"scopes": ["L6201", "G6201"]})

    assert changed.json["state"] == "approved", changed.json["faults"]
    new = changed.json["licence"]
    assert (new["uscc"], new["version"]) == (licence["uscc"], 2)
    assert state(client, licence) == "superseded"
    assert state(client, new) == "active"
    printed = db.session.scalar(select(Licence.printed).filter_by(uscc=new["uscc"], version=2))
    assert (printed["issued_on"], printed["founded_on"]) == ("2026-12-21", "2026-11-30")
    assert ["注册日期", "2026-11-30"] in printed["rows"]
    assert "一般项目：外卖递送服务。许可项目：餐饮服务（" in printed["scope"]
    assert len(speaker.get("/api/v1/me/licences").json["items"]) == 1


def test_a_revoked_licence_is_set_in_the_signed_status_list(holder, client, as_role):
    speaker, licence = holder
    with speaker.get(f"/api/v1/licences/{licence['uscc']}.vc") as answer:
        token = answer.data.decode()
    [key] = client.get("/api/v1/licences/keys").json["keys"]
    said = opened(token, octets(key["x"]))
    entry, context = said["credentialStatus"], client.get("/api/v1/licences/context/v1").json
    assert said["@context"][1].endswith("/api/v1/licences/context/v1")
    known = {*context["@context"], "name", "id", "type"}
    assert {*said["credentialSubject"], "BusinessLicence", "PublicPage"} <= known
    base = f"/api/v1/approvals/licences/{licence['uscc']}"
    as_role(Role.REGISTRAR).post(f"{base}/revocation", json={"reason": "虚假登记"})

    def is_revoked():
        listed = client.get("/api/v1/licences/status-lists/0").data.decode()
        said = opened(listed, octets(key["x"]))["credentialSubject"]
        return is_set(said["encodedList"], int(entry["statusListIndex"]))

    assert is_revoked() is False
    head = as_role(Role.REGISTRAR_HEAD)
    head.post(f"{base}/revoke", json=proposed_revocation(head, licence["uscc"]))
    assert is_revoked() is True
    assert len(ended_indexes(0, 100)) == 1


def test_holders_are_reminded_of_the_yearly_report_once(holder, time_machine):
    speaker, _ = holder
    time_machine.move_to("2027-06-02T02:00:00+00:00", tick=True)
    for _ in range(2):
        remind_of_reports(clock.now())

    told = db.session.scalars(select(Notice.text).filter_by(resident_id=speaker.resident.id))
    assert sum("2026年度报告" in text for text in told) == 1


def test_nobody_elses_licence_is_shown_or_moved(holder, as_resident):
    _, licence = holder
    other = as_resident()

    assert other.get(f"/api/v1/licences/{licence['uscc']}.pdf").status_code == 404
    assert move(other, licence, "close").status_code == 404


def test_no_number_of_anybody_is_in_the_log_the_credential_or_the_public_page(
    applicant, client, caplog
):
    speaker, apply = applicant()
    made = apply().json
    number = id_number("1990-05-01")
    licence = made["licence"]
    with speaker.get(f"/api/v1/licences/{licence['uscc']}.vc") as answer:
        payload = octets(answer.data.decode().split(".")[1]).decode()
    shown = client.get(f"/api/v1/licences/verify?c={licence['code']}").text

    mine = speaker.get(f"/api/v1/approvals/applications/{made['id']}").text
    for text in (caplog.text, payload, shown, mine, json.dumps(made)):
        assert number not in text


def test_nobody_leaves_a_business_in_being_that_no_account_could_act_for(holder):
    speaker, licence = holder

    said = speaker.post("/api/v1/me/close")

    assert (said.status_code, said.json["code"]) == (409, "personal.still_living")
    assert licence["name"] in said.json["detail"]


def test_who_leaves_keeps_the_registers_file_and_nothing_of_what_led_nowhere(applicant):
    speaker, apply = applicant()
    made = apply().json
    apply(scopes=[])
    resident_id = speaker.resident.id
    move(speaker, made["licence"], "close")
    end_closings_and_pauses(clock.now() + timedelta(days=11))
    copy = personal_data.export(UUID(str(resident_id)))["approvals"]
    assert {each["state"] for each in copy["approval_applications"]} == {"approved", "to_correct"}

    personal_data.close(resident_id, is_staff=False, now=clock.now())
    db.session.flush()
    db.session.expire_all()

    left = personal_data.export(resident_id)["approvals"]["approval_applications"]
    by_state = {each["state"]: each for each in left}
    assert by_state["withdrawn"]["answers"] == {}
    assert by_state["approved"]["number"] == made["number"]


def test_any_officer_of_the_department_that_objected_lifts_it_and_no_other(holder, as_role):
    speaker, licence = holder
    move(speaker, licence, "close")
    path = f"/api/v1/approvals/licences/{licence['uscc']}/objections"
    taxes = Territory(TerritoryKind.UNIT, "tax")
    others = Territory(TerritoryKind.UNIT, "housing")
    first = as_role(Role.DEPARTMENT, territory=taxes)
    assert first.post(path, json={"reason": "还有没缴清的税款"}).status_code == 200
    lift = {"reason": "税款已经缴清"}

    def listed(speaker):
        items = speaker.get("/api/v1/approvals/objections").json["items"]
        return [(each["uscc"], each["reason"], each["own"]) for each in items]

    stranger = as_role(Role.DEPARTMENT, territory=others)
    assert listed(stranger) == [(licence["uscc"], "还有没缴清的税款", False)]
    assert stranger.post(f"{path}/lift", json=lift).json["code"] == "approvals.no_objection"
    assert as_role(Role.REGISTRAR).post(f"{path}/lift", json=lift).status_code == 409
    assert listed(as_role(Role.REGISTRAR)) == [(licence["uscc"], "还有没缴清的税款", False)]

    colleague = as_role(Role.DEPARTMENT, territory=taxes)
    assert listed(colleague) == [(licence["uscc"], "还有没缴清的税款", True)]
    assert colleague.post(f"{path}/lift", json=lift).status_code == 200
    assert listed(colleague) == []
    assert move(speaker, licence, "close").json["state"] == "deregistering"
