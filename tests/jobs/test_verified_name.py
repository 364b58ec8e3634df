"""What staff verified of an employer is what the public reads until they verify another."""

import pytest
from sqlalchemy import select

from tests.factories import saved
from tests.factories.accounts import make_resident
from tests.factories.files import make_photo
from tests.factories.jobs import make_application, make_employer, make_open_job
from weijiayuan.accounts.rules import Role
from weijiayuan.db import db
from weijiayuan.jobs.models import EmployerMember
from weijiayuan.jobs.rules.states import EmployerState

OTHER = "光明大酒店夜总会"


@pytest.fixture
def boss(as_resident):
    return as_resident(make_resident(phone="13800138000"))


@pytest.fixture
def employer(boss):
    photo = make_photo(boss.resident)
    return make_employer(boss.resident, name="测试电子有限公司", licence_file_id=photo.id)


@pytest.fixture
def reviewer(as_role):
    return as_role(Role.DEPARTMENT)


def change(boss, employer, **given):
    usual = {"name": employer.name, "licence_file": str(employer.licence_file_id)}
    return boss.put(f"/api/v1/employers/{employer.id}", json=usual | given)


def decide(reviewer, employer, decision, reason=""):
    path = f"/api/v1/staff/jobs/employers/{employer.id}/decide"
    return reviewer.post(path, json={"decision": decision, "reason": reason})


def names_in_public(client, job):
    listed = client.get("/api/v1/jobs").json["items"]
    page = client.get(f"/api/v1/jobs/{job.id}", headers={"Accept": "application/ld+json"})
    return {
        client.get(f"/api/v1/jobs/{job.id}").json["employer"]["name"],
        page.get_json(force=True)["hiringOrganization"]["name"],
        *(each["employer"]["name"] for each in listed),
    }


def test_a_new_name_is_not_public_before_staff_have_verified_it(
    boss, employer, reviewer, client, as_resident
):
    job = make_open_job(employer)
    seeker = as_resident(make_resident(phone="13900139000"))
    make_application(job, seeker.resident)

    told = change(boss, employer, name=OTHER).json

    assert (told["state"], told["name"], told["verified_name"]) == (
        "pending",
        OTHER,
        "测试电子有限公司",
    )
    assert names_in_public(client, job) == {"测试电子有限公司"}
    (waiting,) = reviewer.get("/api/v1/staff/jobs/employers").json["items"]
    assert (waiting["name"], waiting["verified_name"]) == (OTHER, "测试电子有限公司")

    assert decide(reviewer, employer, "verify").json["name"] == OTHER
    assert names_in_public(client, job) == {OTHER}
    assert [each["id"] for each in client.get("/api/v1/jobs?q=夜总会").json["items"]] == [
        str(job.id)
    ]
    notices = [each["text"] for each in seeker.get("/api/v1/me/notices").json["items"]]
    assert any("测试电子有限公司" in text and OTHER in text for text in notices)


def test_a_name_that_staff_refuse_leaves_the_verified_one_in_force(
    boss, employer, reviewer, client
):
    job = make_open_job(employer)
    change(boss, employer, name=OTHER)

    refused = decide(reviewer, employer, "refuse", "与营业执照不符").json

    assert (refused["state"], refused["name"]) == ("verified", "测试电子有限公司")
    assert names_in_public(client, job) == {"测试电子有限公司"}
    notices = [each["text"] for each in boss.get("/api/v1/me/notices").json["items"]]
    assert any(OTHER in text and "与营业执照不符" in text for text in notices)


def test_an_agency_does_not_take_off_its_own_mark(boss, employer, reviewer, client):
    employer.is_agency, employer.agency_licence = True, "（粤）人服证字〔2026〕第1号"
    saved(employer)
    job = make_open_job(employer, user_employer="某制衣厂")

    told = change(boss, employer, is_agency=False).json

    assert told["state"] == "pending"
    assert client.get(f"/api/v1/jobs/{job.id}").json["employer"]["is_agency"] is True
    decide(reviewer, employer, "verify")
    assert client.get(f"/api/v1/jobs/{job.id}").json["employer"]["is_agency"] is False


def test_changing_back_what_waits_needs_nobody(boss, employer):
    change(boss, employer, name=OTHER)

    told = change(boss, employer, name="测试电子有限公司").json

    assert (told["state"], told["name"]) == ("verified", "测试电子有限公司")


def test_a_verifier_decides_about_what_they_read(boss, employer, reviewer):
    seen = change(boss, employer, name="测试电子二厂").json["version"]
    change(boss, employer, name=OTHER)
    path = f"/api/v1/staff/jobs/employers/{employer.id}/decide"

    late = reviewer.post(path, json={"decision": "verify", "version": seen})

    assert (late.status_code, late.json["code"]) == (409, "jobs.employer_seen_otherwise")
    assert employer.name == "测试电子有限公司"


def test_a_suspended_employer_invites_nobody_and_nobody_joins_it(boss, employer, as_resident):
    path = f"/api/v1/employers/{employer.id}/invitations"
    code = boss.post(path, json={}).json["code"]
    employer.state, employer.state_reason = EmployerState.SUSPENDED, "被举报"
    saved(employer)
    newcomer = as_resident(make_resident(phone="13900139000"))

    invited = boss.post(path, json={})
    joined = newcomer.post("/api/v1/employers/joins", json={"code": code})

    assert (invited.status_code, invited.json["code"]) == (409, "jobs.employer_may_not")
    assert (joined.status_code, joined.json["code"]) == (409, "jobs.employer_may_not")
    members = select(EmployerMember).filter_by(employer_id=employer.id)
    assert len(db.session.scalars(members).all()) == 1
