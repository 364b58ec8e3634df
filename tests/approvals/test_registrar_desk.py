"""The registrars' desk: what the rules leave to people, and two people for what is grave."""

import json

import pytest

from tests.approvals.applications import proposed_at_desk, proposed_revocation
from tests.browser.machine_words import machine_words
from weijiayuan.accounts.rules import Role
from weijiayuan.approvals.service import licence_sealing

pytestmark = pytest.mark.usefixtures("on_a_working_day")

WHY = {"reason": "已核对", "place_paper": "本栋业主同意书", "attempt": 1}
AGREED = {"agree": True, "attempt": 1}


@pytest.fixture
def dwelling(applicant):
    """An application that a person must look at."""
    speaker, apply = applicant()
    return speaker, apply(address_use="dwelling").json


def path(application, move):
    return f"/api/v1/approvals/applications/{application['id']}/{move}"


def test_the_queue_shows_what_is_undecided_on_top_with_its_clock(dwelling, as_role):
    _, mine = dwelling
    queue = as_role(Role.REGISTRAR).get("/api/v1/approvals/queue").json["items"]

    assert [each["number"] for each in queue] == [mine["number"]]
    assert (queue[0]["rulings"][0]["rule"], queue[0]["open_rules"]) == ("A3", ["A3"])
    assert (queue[0]["overdue"], queue[0]["due_at"][:10]) == (False, "2026-12-03")
    assert "199005" not in json.dumps(queue)


def test_what_a_registrar_approves_becomes_a_licence(app, dwelling, as_role):
    speaker, mine = dwelling
    assert as_role(Role.REGISTRAR).post(path(mine, "approve"), json=WHY).status_code == 200
    with app.app_context():
        assert licence_sealing.seal_all() == 1

    assert speaker.get("/api/v1/me/licences").json["items"][0]["sealed"] is True
    assert as_role(Role.REGISTRAR).post(path(mine, "approve"), json=WHY).status_code == 409


def test_what_the_rules_could_not_tell_is_not_approved_on_a_reason_alone(applicant, as_role):
    speaker, apply = applicant(checked=False)
    mine = apply(address_use="dwelling").json
    one = as_role(Role.REGISTRAR)
    need = {"identity_seen": "in_person", "place_paper": "本栋业主同意书"}
    why = {"reason": "住户与图纸相符", "attempt": 1}
    shown = one.get(f"/api/v1/approvals/queue/{mine['id']}").json
    assert shown["evidence_needed"] == list(need)
    seen, place = shown["papers_asked"]
    assert (seen["rules"], place["rules"]) == (["P2"], ["A3"])
    assert (seen["choices"]["in_person"], place["choices"]) == ("本人到场核对", None)
    for left_out in (*need, "reason"):
        body = {key: value for key, value in (why | need).items() if key != left_out}
        assert one.post(path(mine, "approve"), json=body).status_code == 422

    assert one.post(path(mine, "approve"), json=why | need).json["state"] == "approved"
    last = speaker.get(f"/api/v1/approvals/applications/{mine['id']}").json["moves"][-1]
    assert last["reason"] == "住户与图纸相符；身份：本人到场核对；场所：本栋业主同意书"


def test_what_is_given_back_tells_the_applicant_why(dwelling, as_role):
    speaker, mine = dwelling
    as_role(Role.REGISTRAR).post(
        path(mine, "return"), json={"reason": "请补本栋业主的同意书", "attempt": 1}
    )

    told = speaker.get("/api/v1/me/notices").json["items"][0]["text"]
    assert "同意书" in told


def test_a_refusal_needs_an_article_a_reason_and_a_second_person(dwelling, as_role):
    speaker, mine = dwelling
    head = as_role(Role.REGISTRAR_HEAD)
    assert (
        head.post(path(mine, "refuse"), json={"reason": "不同意", "attempt": 1}).status_code == 422
    )
    given = {"article": "民法典第 279 条", "reason": "本栋业主不同意住宅改经营用房", "attempt": 1}
    head.post(path(mine, "refuse"), json=given)

    seen = AGREED | proposed_at_desk(head, mine)
    alone = head.post(path(mine, "second-look"), json=seen)
    assert alone.json["code"] == "approvals.second_person_needed"
    assert as_role(Role.REGISTRAR).post(path(mine, "second-look"), json=seen).status_code == 403
    assert "proposal" in head.post(path(mine, "second-look"), json=AGREED).json["fields"]
    head.post(path(mine, "refuse"), json=given | {"reason": "换了一个理由"})
    second = as_role(Role.REGISTRAR_HEAD)
    stale = second.post(path(mine, "second-look"), json=seen)
    assert (stale.status_code, stale.json["code"]) == (409, "approvals.proposal_changed")
    head.post(path(mine, "refuse"), json=given)
    other = second.post(path(mine, "second-look"), json=seen)
    assert other.json["state"] == "refused"
    shown = speaker.get(f"/api/v1/approvals/applications/{mine['id']}").json
    assert shown["refusal"] == {"article": given["article"], "reason": given["reason"]}


def test_the_time_is_extended_once_by_the_head(dwelling, as_role):
    _, mine = dwelling
    head = as_role(Role.REGISTRAR_HEAD)

    first = head.post(path(mine, "extend"), json={"reason": "情况复杂", "attempt": 1})
    assert first.json["due_at"][:10] == "2026-12-08"
    again = head.post(path(mine, "extend"), json={"reason": "情况复杂", "attempt": 1})
    assert again.json["code"] == "approvals.already_extended"


def test_a_revocation_takes_two_and_strangers_see_it_at_once(applicant, client, as_role):
    _, apply = applicant()
    licence = apply().json["licence"]
    base = f"/api/v1/approvals/licences/{licence['uscc']}"
    head = as_role(Role.REGISTRAR_HEAD)
    head.post(f"{base}/revocation", json={"reason": "冒用他人身份登记，已查实"})

    seen = proposed_revocation(head, licence["uscc"])
    alone = head.post(f"{base}/revoke", json=seen)
    assert alone.json["code"] == "approvals.second_person_needed"
    as_role(Role.REGISTRAR_HEAD).post(f"{base}/revoke", json=seen)

    shown = client.get(f"/api/v1/licences/verify?c={licence['code']}").json
    assert shown["state"] == "revoked"
    assert client.get("/api/v1/approvals/names?text=深圳市光明区阿梅面馆").json["free"] is False


def test_figures_say_their_formula_and_rank_nobody(dwelling, as_role):
    span = "since=2026-11-01&until=2026-11-30"
    said = as_role(Role.REGISTRAR).get(f"/api/v1/approvals/figures?{span}").json

    assert said["figures"]["submitted"] == 1
    assert said["figures"]["machine_refusals"] == 0
    assert said["formulas"].keys() == said["figures"].keys()
    with as_role(Role.REGISTRAR).get(f"/api/v1/approvals/figures.csv?{span}") as answer:
        sheet = answer.data.decode("utf-8-sig")
    assert "规则 A3" in sheet
    assert machine_words(sheet) == []


def edited(files, shipped, version="2026.12.1"):
    """The shipped rulebook with a shorter time for the check of an identity."""
    changed = dict(files)
    changed["pack.yaml"] = changed["pack.yaml"].replace(shipped, version)
    figures = changed["parameters/figures.yaml"]
    changed["parameters/figures.yaml"] = figures.replace(
        "value: 30, grade: own", "value: 20, grade: own"
    )
    changed["second_reading.yaml"] = changed["second_reading.yaml"].replace(
        "2022-03-01: 30", "2022-03-01: 20"
    )
    changed["cases/person.yaml"] = (
        changed["cases/person.yaml"]
        .replace("identity_minutes: 30", "identity_minutes: 20")
        .replace("identity_minutes: 31", "identity_minutes: 21")
    )
    return changed


def test_a_rulebook_is_published_by_two_and_the_application_says_which_decided(applicant, as_role):
    one, two = as_role(Role.REGISTRAR), as_role(Role.REGISTRAR_HEAD)
    now = one.get("/api/v1/approvals/rulebooks/current/files").json
    shipped = one.get("/api/v1/approvals/rulebooks").json["in_force"]["version"]
    body = {"files": edited(now["files"], shipped), "reason": "收紧实名核验的时间"}

    made = one.post("/api/v1/approvals/rulebooks", json=body)
    assert made.status_code == 201, made.json
    book = f"/api/v1/approvals/rulebooks/{made.json['id']}"
    assert any("identity_valid" in each for each in one.get(f"{book}/trial").json["differences"])
    assert one.post(f"{book}/approve").status_code == 403
    before = applicant()[1]().json["rulebook"]["version"]
    assert two.post(f"{book}/approve").json["in_force"] is True
    after = applicant(order="003", name="王小二")[1](name="深圳市光明区小二面馆").json
    assert (before, after["rulebook"]["version"]) == (shipped, "2026.12.1")

    back = one.post("/api/v1/approvals/rulebooks/shipped/rollback", json={"reason": "退回原来的"})
    two.post(f"/api/v1/approvals/rulebooks/{back.json['id']}/approve")
    assert one.get("/api/v1/approvals/rulebooks").json["in_force"]["version"] == shipped


def test_a_rulebook_whose_own_cases_come_out_otherwise_is_not_proposed(as_role):
    one = as_role(Role.REGISTRAR)
    files = one.get("/api/v1/approvals/rulebooks/current/files").json["files"]
    files["policies/person.yaml"] = files["policies/person.yaml"].replace(
        ">= adult_years or", ">= minor_years or"
    )

    said = one.post("/api/v1/approvals/rulebooks", json={"files": files, "reason": "改错了"})

    assert said.json["code"] == "approvals.rulebook_rejected"


def test_a_replay_says_which_decisions_would_come_out_otherwise(applicant, as_role, time_machine):
    _, apply = applicant()
    time_machine.move_to("2026-11-30T02:25:00+00:00", tick=True)
    number = apply().json["number"]
    one = as_role(Role.REGISTRAR)
    shipped = one.get("/api/v1/approvals/rulebooks").json["in_force"]["version"]
    files = edited(one.get("/api/v1/approvals/rulebooks/current/files").json["files"], shipped)
    made = one.post("/api/v1/approvals/rulebooks", json={"files": files, "reason": "收紧"}).json

    asked = {"pack": made["id"], "since": "2026-11-01", "until": "2026-11-30"}
    said = one.post("/api/v1/approvals/replays", json=asked).json["result"]

    assert (said["decided"], said["otherwise"]) == (1, 1)
    assert said["applications"][0] == {
        "application": number,
        "was": "auto",
        "would": "correct",
        "rules": ["P2"],
    }
