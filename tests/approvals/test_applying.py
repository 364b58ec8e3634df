"""Applying, in a request: approved, given back with every fault, or looked at by a person."""

import json
from datetime import date
from io import BytesIO
from uuid import UUID

import pytest

from tests.approvals.applications import application, id_number
from weijiayuan.approvals.decision_recomputation import main
from weijiayuan.approvals.decision_views import ruling_facts
from weijiayuan.approvals.licence_documents.signing_keys import SealKey, octets, opened
from weijiayuan.approvals.models import Application
from weijiayuan.approvals.queries import applications as application_queries
from weijiayuan.approvals.rulebook_in_force import shipped
from weijiayuan.approvals.rules.application_decision import Case, decide
from weijiayuan.approvals.rules.states import ApplicationState
from weijiayuan.approvals.service import applications as service
from weijiayuan.approvals.service import name_reservations
from weijiayuan.db import db
from weijiayuan.gateways.setup import registry
from weijiayuan.kernel import clock

pytestmark = pytest.mark.usefixtures("on_a_working_day")

TODAY = date(2026, 11, 30)


def test_a_sound_application_is_approved_in_the_request_and_the_licence_can_be_shown(applicant):
    speaker, apply = applicant()

    answer = apply()

    assert (answer.status_code, answer.json["state"]) == (201, "approved")
    uscc = answer.json["licence"]["uscc"]
    assert uscc.startswith("92440311MA")
    with speaker.get(f"/api/v1/licences/{uscc}.pdf") as pdf:
        assert pdf.data.startswith(b"%PDF-")
    assert speaker.get("/api/v1/me/licences").json["items"][0]["sealed"] is True


def test_a_stranger_sees_the_state_and_no_number_or_home_of_anybody(applicant, client):
    _, apply = applicant()
    applied = apply().json

    shown = client.get(f"/api/v1/licences/verify?c={applied['licence']['code']}").json

    assert (shown["state"], shown["name"]) == ("active", "深圳市光明区阿梅面馆")
    assert shown["scope"].startswith("许可项目：餐饮服务（依法须经批准的项目")
    typed = f" {applied['licence']['code'][:6].lower()}-{applied['licence']['code'][6:].lower()} "
    assert client.get("/api/v1/licences/verify", query_string={"c": typed}).status_code == 200
    assert "19900501" not in json.dumps(shown)


@pytest.mark.parametrize("place", [0.1, 0.5, 0.95])
def test_one_changed_byte_of_the_paper_or_the_credential_shows(applicant, client, place):
    speaker, apply = applicant()
    uscc = apply().json["licence"]["uscc"]
    for kind in ("pdf", "vc"):
        with speaker.get(f"/api/v1/licences/{uscc}.{kind}") as answer:
            body = bytearray(answer.data)
        assert checked(client, bytes(body)) is True
        at = int(len(body) * place)
        body[at] ^= 1
        assert checked(client, bytes(body)) is False


def test_a_licence_wrapped_in_a_form_is_not_called_altered(client):
    form = {"file": (BytesIO(b"%PDF-1.7"), "licence.pdf")}
    answer = client.post("/api/v1/licences/files/checks", data=form)
    assert answer.status_code == 415


@pytest.mark.parametrize(
    ("sent", "status"),
    [
        ({"json": {"a": 1}}, 200),
        ({"data": b"", "content_type": "application/pdf"}, 422),
        ({"data": b" \n"}, 422),
        ({"data": b"x", "content_type": "image/png"}, 415),
        ({"data": "a=1", "content_type": "application/x-www-form-urlencoded"}, 415),
    ],
)
def test_what_cannot_be_a_document_is_answered_by_what_is_wrong_with_it(client, sent, status):
    answer = client.post("/api/v1/licences/files/checks", **sent)

    assert answer.status_code == status
    if status == 200:
        assert (answer.json["kind"], answer.json["intact"]) == ("unknown", False)


def test_a_proof_and_a_credential_are_each_recognised_as_what_they_are(applicant, client):
    speaker, apply = applicant()
    made = apply().json
    with speaker.get(f"/api/v1/licences/{made['licence']['uscc']}.vc") as answer:
        credential = answer.data
    proof = speaker.get(f"/api/v1/approvals/applications/{made['id']}/proof").json
    other = proof | {"payload": proof["payload"] | {"outcome": "human"}}

    def found(body):
        said = client.post("/api/v1/licences/files/checks", data=body).json
        return said["kind"], said["intact"]

    assert found(credential) == ("credential", True)
    assert found(credential[:-9] + b"AAAAAAAAA") == ("credential", False)
    assert found(proof["proof"].encode()) == ("proof", True)
    assert found(json.dumps(proof).encode()) == ("proof", True)
    assert found(json.dumps(other).encode()) == ("proof", False)
    said = client.post("/api/v1/licences/files/checks", data=proof["proof"].encode()).json
    assert (said["proof"]["application"], said["proof"]["outcome"]) == (made["number"], "auto")


def checked(client, body):
    return client.post("/api/v1/licences/files/checks", data=body).json["intact"]


def test_faults_are_given_back_all_at_once_and_a_correction_is_a_new_attempt(applicant):
    speaker, apply = applicant()

    first = apply(name="光明区阿梅面馆", scopes=[]).json
    assert first["state"] == "to_correct"
    assert {each["rule"] for each in first["faults"]} == {"N2", "S3"}

    mine = speaker.get(f"/api/v1/approvals/applications/{first['id']}").json["answers"]
    mended = mine | {"name": "深圳市光明区阿梅面馆", "scopes": ["L6201"]}
    path = f"/api/v1/approvals/applications/{first['id']}/correct"
    second = speaker.post(path, json={"answers": mended}).json

    assert (second["state"], second["attempt"]) == ("approved", 2)
    assert [each["outcome"] for each in second["attempts"]] == ["correct", "auto"]


def test_who_skips_the_identity_check_gets_a_person_and_not_a_refusal(applicant):
    _, apply = applicant(checked=False)

    said = apply().json

    assert (said["state"], said["outcome"]) == ("in_review", "human")
    assert said["due_at"].startswith("2026-12-03T10:00")


def test_a_second_application_for_the_same_person_and_place_is_held(applicant):
    _, apply = applicant()
    apply()

    again = apply(name="深圳市光明区另一家面馆").json

    assert [each["rule"] for each in again["faults"]] == ["T1"]


def test_the_same_name_is_refused_by_rule_and_an_alike_one_only_warned_of(applicant, client):
    applicant()[1]()
    _, apply = applicant(order="003", name="王小二")
    elsewhere = "深圳市光明区光明街道碧眼社区1号"

    assert {f["rule"] for f in apply(address=elsewhere).json["faults"]} == {"N8"}
    said = client.get("/api/v1/approvals/names?text=深圳市光明区阿妹面馆").json
    assert (said["free"], said["same"], said["alike"]) == (True, [], ["深圳市光明区阿梅面馆"])
    assert said["reasons"] == []
    full = client.get("/api/v1/approvals/names?text=深圳市光明区阿梅麵館").json
    assert full["same"] == ["深圳市光明区阿梅面馆"]


def test_asking_for_a_person_is_one_step_and_a_withdrawal_another(applicant):
    speaker, apply = applicant()
    mine = apply(scopes=[]).json
    path = f"/api/v1/approvals/applications/{mine['id']}"

    assert speaker.post(f"{path}/human").json["state"] == "in_review"
    assert speaker.post(f"{path}/withdraw").json["code"] == "approvals.attempt_moved_on"
    seen = {"attempt": 2}
    assert speaker.post(f"{path}/withdraw", json=seen).json["state"] == "withdrawn"
    assert speaker.post(f"{path}/withdraw", json=seen).status_code == 409


def test_while_the_registers_are_silent_the_application_stays_and_is_decided_later(app, applicant):
    speaker, apply = applicant()
    with app.app_context():
        registry().fail(down=True)
    try:
        waiting = apply().json
    finally:
        with app.app_context():
            registry().fail(down=False)
    assert (waiting["state"], waiting["waits_for_registry"]) == ("in_review", True)
    assert waiting["licence"] is None

    with app.app_context():
        assert service.retry(UUID(waiting["id"]), now=clock.now()) == "approved"
    path = f"/api/v1/approvals/applications/{waiting['id']}"
    assert speaker.get(path).json["licence"]["uscc"]


def test_whom_a_register_is_silent_about_for_long_keeps_nobody_else_waiting(app, applicant):
    (_, one), (_, other) = applicant(), applicant(order="007", name="王小明")
    with app.app_context():
        registry().fail(down=True)
    try:
        elsewhere = "深圳市光明区公明街道上村社区华夏路8号"
        said = [one(), other(name="深圳市光明区小明面馆", address=elsewhere)]
    finally:
        with app.app_context():
            registry().fail(down=False)

    asked = {each for _ in range(60) for each in application_queries.waiting_for_registry(1)}

    assert asked == {UUID(each.json["id"]) for each in said}


def test_the_proof_of_a_decision_is_recomputed_by_anybody(applicant, tmp_path, capsys):
    speaker, apply = applicant()
    mine = apply(address_use="dwelling").json
    proof = speaker.get(f"/api/v1/approvals/applications/{mine['id']}/proof").json
    kept = tmp_path / "proof.json"
    kept.write_text(json.dumps(proof))
    book = tmp_path / "book.json"
    book.write_text(json.dumps(speaker.get(proof["rulebook_files"]).json))

    keys = tmp_path / "keys.json"
    keys.write_text(json.dumps(speaker.get("/api/v1/licences/keys").json))

    assert main([str(kept), str(book), str(keys)]) == 0
    assert "equal" in capsys.readouterr().out
    assert opened(proof["proof"], octets(proof["keys"]["keys"][0]["x"])) == proof["payload"]
    for forged in (edited_in_sight(proof), edited_and_signed_anew(proof), of_other_bytes(proof)):
        kept.write_text(json.dumps(forged))
        assert main([str(kept), str(book), str(keys)]) == 1
        assert "equal:" not in capsys.readouterr().out
    assert "19900501001" not in json.dumps(proof["payload"])


def edited_in_sight(proof):
    return proof | {"payload": proof["payload"] | {"outcome": "auto"}}


def edited_and_signed_anew(proof):
    """A proof that is right in itself: other facts, decided by the rules, under a stranger's key."""
    payload, key = dict(proof["payload"]), SealKey.derive("a stranger")
    payload["facts"] = payload["facts"] | {"address_use": "shop"}
    case = Case(payload["kind"], payload["policies"], payload["facts"], [], TODAY)
    said = decide(shipped().cache, case)
    payload["rulings"] = [ruling_facts(each) for each in said.rulings]
    payload["outcome"] = said.outcome.value
    signed = key.sign(payload, kind="approval-proof+jws")
    return proof | {"proof": signed, "payload": payload, "keys": {"keys": [key.jwk]}}


def of_other_bytes(proof):
    head, body, signature = proof["proof"].split(".")
    return proof | {"proof": f"{head}.{body}x.{signature}"}


def test_nobody_reads_or_moves_another_persons_application(applicant, as_resident):
    _, apply = applicant()
    mine = apply(scopes=[]).json
    other = as_resident()
    path = f"/api/v1/approvals/applications/{mine['id']}"

    assert other.get(path).status_code == 404
    assert other.post(f"{path}/withdraw").status_code == 404
    assert other.get(f"{path}/proof").status_code == 404


@pytest.mark.parametrize("door", ["correct", "anew"])
def test_a_dwelling_is_not_made_a_shop_by_another_word(applicant, door):
    speaker, apply = applicant()
    mine = apply(address_use="dwelling").json
    path = f"/api/v1/approvals/applications/{mine['id']}"
    answers = speaker.get(path).json["answers"] | {"address_use": "shop"}

    if door == "anew":
        speaker.post(f"{path}/withdraw")
        said = apply(address_use="shop").json
    else:
        said = speaker.post(f"{path}/correct", json={"answers": answers}).json

    assert said["state"] == "in_review"
    assert {each["id"] for each in said["undecided"]} == {"t2_told", "t2_place"}


def test_where_it_was_refused_a_person_decides_again(app, applicant):
    _, apply = applicant()
    mine = apply(address_use="dwelling").json
    with app.app_context():
        row = db.session.get(Application, UUID(mine["id"]))
        row.state, row.live_key = ApplicationState.REFUSED, None
        name_reservations.release([row.id])
        db.session.commit()

    assert apply().json["state"] == "in_review"
    away = {"address": "深圳市光明区公明街道上村社区公园路88号1层", "name": None, "no_name": True}
    elsewhere = apply(**away).json
    assert elsewhere["state"] == "approved"


def company_of_two(applicant, *, number=None):
    """A company whose second shareholder has this number; `apply` of its representative."""
    given = {} if number is None else {"shareholders.1.id_number": number}
    return applicant(kind="company", set=given)[1]


def test_a_company_of_one_person_is_approved_at_once(applicant):
    _, apply = applicant(kind="company")
    mine = application({"case": "", "kind": "company"})["answers"]["shareholders"][0]
    alone = [mine | {"contribution_fen": 100_000_000}]

    said = apply(shareholders=alone, supervisors=[], no_supervisor_agreed=True).json

    assert (said["state"], said["licence"]["uscc"][:2]) == ("approved", "91")


@pytest.mark.parametrize("number", [None, id_number("1991-07-07")])
def test_a_shareholder_without_number_or_check_is_left_to_a_person(applicant, number):
    said = company_of_two(applicant, number=number)().json

    assert said["state"] == "in_review"
    assert {each["rule"] for each in said["undecided"]} == {"P4", "P8"}


def test_the_account_of_the_applicant_vouches_for_nobody_else(applicant):
    number = id_number("1991-07-07")
    speaker, apply = applicant(kind="company", set={"shareholders.1.id_number": number})
    facts = {"name": "周小兰", "number": number}
    assert speaker.post("/api/v1/approvals/identity-checks", json=facts).status_code == 201

    assert apply().json["state"] == "in_review"


def test_who_is_barred_is_barred_in_every_role(applicant):
    number = id_number("1991-07-07", order="999")
    applicant(born="1991-07-07", name="周小兰", order="999")

    said = company_of_two(applicant, number=number)().json

    assert said["state"] == "in_review"
    assert "P4" in {each["rule"] for each in said["undecided"]}


def test_a_member_of_the_family_who_cannot_be_checked_is_left_to_a_person(applicant):
    _, apply = applicant()

    said = apply(organisation="family", family_members=["陈大勇"]).json

    assert said["state"] == "in_review"
    assert {"P4", "P8"} <= {each["rule"] for each in said["undecided"]}


def test_the_wish_for_a_person_stands_in_a_correction_that_does_not_take_it_back(applicant):
    speaker, apply = applicant()
    mine = apply(scopes=[]).json
    path = f"/api/v1/approvals/applications/{mine['id']}"
    speaker.post(f"{path}/human")
    whole = speaker.get(path).json
    answers = whole["answers"] | {"scopes": ["L6201"]}
    silent = {name: said for name, said in answers.items() if name != "wants_human"}

    said = speaker.post(f"{path}/correct", json={"answers": silent, "attempt": 2}).json
    back = {"answers": answers | {"wants_human": False}, "attempt": 3}

    assert {each["id"] for each in said["undecided"]} == {"x1_machine"}
    assert speaker.post(f"{path}/correct", json=back).json["state"] == "approved"
