"""A quarrel about a clause of a covenant comes to a mediation that knows the clause."""

import pytest
from sqlalchemy import text

from tests.commons.people import crowd, make_roll, make_space
from tests.factories import saved
from weijiayuan.accounts.rules import Role
from weijiayuan.appeals import personal_data
from weijiayuan.appeals.models import Mediator
from weijiayuan.commons.models import Covenant, CovenantKind, CovenantState
from weijiayuan.db import db

HOME = "440311001002"
APPEALS = "/api/v1/appeals"
CLAUSES = ["遛狗要牵绳", "晚上十点后不在楼下放音响"]
FINDING = {
    "clause": 2, "text": "音响", "rule": "lawful_use", "name": "禁止法律允许的事", "level": "review",
    "article": "民法典第272条", "article_confirmed": False, "remedy": "只写时间",
}  # fmt: skip


@pytest.fixture
def covenant(client):
    space = make_space()
    make_roll(space, crowd(2))
    return saved(
        Covenant(
            space_id=space.id,
            kind=CovenantKind.PROMISE,
            version=3,
            title="文明公约",
            clauses=CLAUSES,
            findings=[FINDING],
            made_by=space.id,
            state=CovenantState.SIGNING,
        )
    )


@pytest.fixture
def mediator(as_desk):
    speaker = as_desk(Role.MEDIATOR)
    saved(Mediator(staff_id=speaker.staff.id, languages="zh"))
    return speaker


def opened(mediator, clause, **more):
    asked = {"title": "楼下音响太响", "category": "neighbour", "territory": HOME}
    return mediator.post("/api/v1/mediations", json=asked | {"clause": clause} | more)


def test_a_mediation_shows_the_clause_it_is_about_with_what_was_found_about_it(covenant, mediator):
    code = mediator.get(f"/api/v1/commons/covenants/{covenant.id}").json["clause_codes"][1]
    made = opened(mediator, code)

    assert made.status_code == 201
    assert made.json["clause"] == {
        "code": code,
        "covenant": "文明公约",
        "version": 3,
        "number": 2,
        "text": CLAUSES[1],
        "is_in_force": True,
        "doubts": ["禁止法律允许的事（民法典第272条）"],
    }
    covenant.state = CovenantState.REPLACED
    db.session.commit()
    again = mediator.get(f"/api/v1/mediations/{made.json['id']}").json["clause"]
    assert (again["text"], again["is_in_force"]) == (CLAUSES[1], False)


@pytest.mark.parametrize("end", [".0", ".3", ".999", "", ".x", ".1.1"])
def test_a_code_that_names_no_clause_is_refused(covenant, mediator, end):
    refused = opened(mediator, f"{covenant.id}{end}"[:40])
    assert (refused.status_code, refused.json["code"]) == (404, "appeals.clause_unknown")


def test_a_clause_of_a_draft_is_nobody_elses_to_read(covenant, mediator):
    covenant.state = CovenantState.DRAFT
    db.session.commit()
    assert opened(mediator, f"{covenant.id}.1").status_code == 404


def test_what_a_resident_argues_about_goes_along_into_the_mediation(covenant, as_resident, as_role):
    duty, resident = as_role(Role.DUTY_WORKER), as_resident()
    code = f"{covenant.id}.2"
    asked = {"asks": "请音响小声一点", "text": "楼下音响每晚响到十一点", "community": HOME}
    unknown = resident.post(APPEALS, json=asked | {"clause": f"{covenant.id}.9"})
    assert (unknown.status_code, unknown.json["code"]) == (404, "appeals.clause_unknown")
    sent = resident.post(APPEALS, json=asked | {"clause": code}).json

    triaged = duty.post(f"{APPEALS}/{sent['number']}/triage", json={"track": "mediation"})
    assert triaged.status_code == 201
    assert (
        duty.get(f"{APPEALS}/desk/{sent['number']}?reason=办理诉求").json["clause"]["text"]
        == CLAUSES[1]
    )
    made = opened(duty, "", appeal=sent["number"])
    assert (made.status_code, made.json["clause"]["code"]) == (201, code)
    mine = resident.get(f"/api/v1/mediations/{made.json['id']}").json
    assert mine["clause"]["covenant"] == "文明公约"
    copied = personal_data.export(resident.resident.id)
    assert copied["appeals"][0]["clause"]["number"] == 2


def test_the_clause_of_a_quarrel_is_sealed_like_its_words(covenant, mediator):
    code = f"{covenant.id}.1"
    made = opened(mediator, code).json
    kept = db.session.execute(
        text("SELECT clause_code FROM mediations WHERE number = :number"),
        {"number": made["number"]},
    ).scalar_one()
    assert str(covenant.id) not in kept
