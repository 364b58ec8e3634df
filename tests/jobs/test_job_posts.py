"""An employer's way: register, write, be refused with articles, mend, be approved, be found."""

from datetime import timedelta

import pytest
from sqlalchemy import select

from tests.engines import ONE_DATABASE
from tests.factories.accounts import make_resident
from tests.factories.files import make_photo
from tests.factories.jobs import (
    COMMUNITY,
    make_employer,
    make_job,
    make_open_job,
    make_places,
    make_uscc,
    payload,
)
from weijiayuan.accounts.rules import Role
from weijiayuan.audit.models import AuditEntry
from weijiayuan.db import db
from weijiayuan.jobs.rules.states import JobState
from weijiayuan.kernel import clock


@pytest.fixture
def employer_person(as_resident):
    return as_resident(make_resident(phone="13800138000", nickname="王经理"))


@pytest.fixture
def reviewer(as_role):
    return as_role(Role.DEPARTMENT)


def register(person, **changed):
    photo = make_photo(person.resident)
    body = {"name": "光明测试有限公司", "uscc": make_uscc(), "licence_file": str(photo.id)}
    return person.post("/api/v1/employers", json=body | changed)


def test_the_whole_story_from_registration_to_being_found(employer_person, reviewer, client):
    make_places()
    employer = register(employer_person).json
    unlawful = payload(requirements="限男性, 押金200元, 月薪2000元")
    job = employer_person.post("/api/v1/jobs", json=unlawful).json

    refused = employer_person.post(f"/api/v1/jobs/{job['id']}/submit")

    assert refused.status_code == 409
    assert refused.json["code"] == "jobs.unlawful_content"
    assert [each["text"] for each in refused.json["findings"]] == ["限男性", "押金", "月薪2000元"]
    assert all(
        {"text", "rule", "article", "remedy"} <= each.keys() for each in refused.json["findings"]
    )

    mended = employer_person.put(f"/api/v1/jobs/{job['id']}", json=payload())
    waiting = employer_person.post(f"/api/v1/jobs/{job['id']}/submit")
    assert mended.status_code == 200
    assert waiting.json["state"] == "in_review"

    seen = {"version": waiting.json["version"]}
    too_early = reviewer.post(f"/api/v1/staff/jobs/{job['id']}/approve", json=seen)
    assert too_early.json["code"] == "jobs.employer_not_verified"
    decided = reviewer.post(
        f"/api/v1/staff/jobs/employers/{employer['id']}/decide", json={"decision": "verify"}
    )
    assert decided.json["state"] == "verified"
    queue = reviewer.get("/api/v1/staff/jobs/queue").json["items"]
    assert [each["id"] for each in queue] == [job["id"]]
    approved = reviewer.post(f"/api/v1/staff/jobs/{job['id']}/approve", json=seen)
    assert approved.json["state"] == "published"

    found = client.get("/api/v1/jobs?q=保安").json["items"]
    assert [each["id"] for each in found] == [job["id"]]


@ONE_DATABASE
@pytest.mark.parametrize(
    ("uscc", "sentence"),
    [
        ("91440300MA5FRF7Q5X", "校验码"),
        ("91440300MA5FRF7Q45", "组织机构代码"),
        ("94440300MA5FRF7Q55", "登记机关"),
        ("914403001234567890", "组织机构代码"),
        ("OOOOOOOOOOOOOOOOOO", "18位"),
    ],
)
def test_a_bad_credit_code_is_refused_and_says_where(employer_person, uscc, sentence):
    answer = register(employer_person, uscc=uscc)
    assert answer.status_code == 422
    assert answer.json["code"] == "jobs.uscc_invalid"
    assert sentence in answer.json["fields"]["uscc"][0]


def test_an_organisation_registers_once(employer_person, as_resident):
    code = register(employer_person).json["uscc"]
    again = register(as_resident(), uscc=code)
    assert again.status_code == 409
    assert again.json["code"] == "jobs.uscc_taken"


def test_somebody_elses_licence_photo_is_refused(employer_person, as_resident):
    other = make_photo(make_resident())
    answer = register(employer_person, licence_file=str(other.id))
    assert answer.status_code in (404, 409, 422)
    assert employer_person.get("/api/v1/employers/mine").json["items"] == []


def test_an_agency_needs_its_licence_number(employer_person):
    assert register(employer_person, is_agency=True).json["code"] == "jobs.agency_licence_missing"
    assert (
        register(
            employer_person, is_agency=True, agency_licence="（粤）人服证字〔2026〕第1号"
        ).status_code
        == 201
    )


def test_a_contact_without_a_verified_number_must_be_called_first(as_resident, reviewer):
    employer = register(as_resident()).json
    path = f"/api/v1/staff/jobs/employers/{employer['id']}/decide"
    assert (
        reviewer.post(path, json={"decision": "verify"}).json["code"] == "jobs.contact_unverified"
    )
    called = reviewer.post(path, json={"decision": "verify", "contact_checked": True})
    assert called.json["state"] == "verified"


def test_a_refusal_needs_a_reason_and_the_employer_may_mend_it(employer_person, reviewer):
    employer = register(employer_person).json
    path = f"/api/v1/staff/jobs/employers/{employer['id']}/decide"
    assert reviewer.post(path, json={"decision": "refuse"}).json["code"] == "jobs.reason_needed"
    reviewer.post(path, json={"decision": "refuse", "reason": "照片看不清"})
    seen = employer_person.get(f"/api/v1/employers/{employer['id']}").json
    assert (seen["state"], seen["state_reason"]) == ("refused", "照片看不清")
    photo = make_photo(employer_person.resident)
    mended = employer_person.put(
        f"/api/v1/employers/{employer['id']}",
        json={"name": employer["name"], "licence_file": str(photo.id)},
    )
    assert mended.json["state"] == "pending"


def test_several_people_act_for_one_employer_by_invitation(employer_person, as_resident):
    make_places()
    employer = make_employer(employer_person.resident)
    code = employer_person.post(f"/api/v1/employers/{employer.id}/invitations", json={}).json[
        "code"
    ]
    helper, stranger = as_resident(), as_resident()

    assert helper.post("/api/v1/employers/joins", json={"code": code.lower()}).status_code == 200
    assert (
        stranger.post("/api/v1/employers/joins", json={"code": code}).json["code"]
        == "jobs.invitation_invalid"
    )
    assert helper.post("/api/v1/jobs", json=payload()).status_code == 201
    assert stranger.post("/api/v1/jobs", json=payload()).json["code"] == "jobs.which_employer"
    assert (
        helper.post(f"/api/v1/employers/{employer.id}/invitations", json={}).json["code"]
        == "jobs.not_your_employer"
    )
    members = employer_person.get(f"/api/v1/employers/{employer.id}/members").json["items"]
    assert [each["role"] for each in members] == ["owner", "recruiter"]


def test_the_last_owner_stays(employer_person):
    employer = make_employer(employer_person.resident)
    member = employer_person.get(f"/api/v1/employers/{employer.id}/members").json["items"][0]
    answer = employer_person.delete(f"/api/v1/employers/{employer.id}/members/{member['id']}")
    assert answer.json["code"] == "jobs.last_owner"


def test_a_known_employers_clean_post_is_published_at_once(employer_person, client):
    employer = make_employer(employer_person.resident)
    make_open_job(employer)
    job = employer_person.post(
        "/api/v1/jobs", json=payload(title="保洁员", occupation="cleaner")
    ).json

    assert employer_person.post(f"/api/v1/jobs/{job['id']}/submit").json["state"] == "published"
    assert client.get(f"/api/v1/jobs/{job['id']}").status_code == 200


def test_an_employers_first_post_is_always_looked_at(employer_person):
    make_employer(employer_person.resident)
    make_places()
    job = employer_person.post("/api/v1/jobs", json=payload()).json
    assert employer_person.post(f"/api/v1/jobs/{job['id']}/submit").json["state"] == "in_review"


def test_doubt_goes_to_review_and_a_warning_does_not(employer_person):
    employer = make_employer(employer_person.resident)
    make_open_job(employer)
    doubtful = employer_person.post(
        "/api/v1/jobs", json=payload(title="门岗", requirements="深户优先")
    ).json
    other = payload(title="门卫", requirements="35岁以下")
    mild = employer_person.post("/api/v1/jobs", json=other).json

    assert (
        employer_person.post(f"/api/v1/jobs/{doubtful['id']}/submit").json["state"] == "in_review"
    )
    warned = employer_person.post(f"/api/v1/jobs/{mild['id']}/submit").json
    assert warned["state"] == "published"
    assert [each["level"] for each in warned["findings"]] == ["warn"]


def test_the_check_is_shown_while_writing_and_keeps_nothing(employer_person):
    employer = make_employer(employer_person.resident)
    answer = employer_person.client.post(
        "/api/v1/jobs/check",
        json={"kind": "full_time", "title": "限男保安"},
        headers={"Authorization": f"Bearer {employer_person.token}"},
    )
    assert answer.json["verdict"] == "refuse"
    assert "sex" in {each["rule"] for each in answer.json["findings"]}
    assert employer_person.get(f"/api/v1/employers/{employer.id}/jobs").json["items"] == []


def test_a_post_in_public_is_checked_again_when_it_changes(employer_person, client):
    employer = make_employer(employer_person.resident)
    job = make_open_job(employer)
    path = f"/api/v1/jobs/{job.id}"

    refused = employer_person.put(path, json=payload(requirements="限男性"))
    assert refused.status_code == 409
    assert client.get(path).json["requirements"] != "限男性"
    assert employer_person.put(path, json=payload(wanted=9)).json["state"] == "published"
    assert client.get("/api/v1/jobs?q=保安").json["items"]
    assert (
        employer_person.put(path, json=payload(requirements="深户优先")).json["state"]
        == "in_review"
    )
    assert client.get(path).status_code == 404
    assert client.get("/api/v1/jobs?q=保安").json["items"] == []


def test_a_draft_is_seen_by_nobody_else(employer_person, client, as_resident):
    job = make_job(make_employer(employer_person.resident))
    path = f"/api/v1/jobs/{job.id}"
    assert client.get(path).status_code == 404
    assert as_resident().get(path).status_code == 404
    assert as_resident().put(path, json=payload()).status_code == 404
    assert as_resident().get(f"{path}/history").status_code == 404
    assert employer_person.get(path).json["state"] == "draft"


def test_pause_close_renew_and_the_history_of_it(employer_person, client):
    job = make_open_job(make_employer(employer_person.resident))
    path = f"/api/v1/jobs/{job.id}"
    until = (clock.local_date(clock.now()) + timedelta(days=60)).isoformat()

    assert employer_person.post(f"{path}/pause").json["state"] == "paused"
    assert client.get("/api/v1/jobs").json["items"] == []
    assert employer_person.post(f"{path}/submit").json["state"] == "published"
    assert employer_person.post(f"{path}/close").json["state"] == "closed"
    assert employer_person.post(f"{path}/close").status_code == 409
    assert employer_person.put(path, json=payload()).json["code"] == "jobs.not_editable"
    assert (
        employer_person.post(f"{path}/renew", json={"valid_until": until}).json["valid_until"]
        == until
    )
    steps = [each["what"] for each in employer_person.get(f"{path}/history").json["items"]]
    assert steps == ["paused", "submitted", "closed", "submitted"]


def test_a_post_that_was_taken_down_is_mended_and_looked_at_again(employer_person, reviewer):
    job = make_open_job(make_employer(employer_person.resident))
    path = f"/api/v1/jobs/{job.id}"
    reviewer.post(f"/api/v1/staff/jobs/{job.id}/take-down", json={"reason": "地址不真实"})

    assert employer_person.put(path, json=payload(address="光明大道8号")).status_code == 200
    assert employer_person.post(f"{path}/submit").json["state"] == "in_review"


def test_who_read_a_post_before_it_was_renewed_reads_it_anew(employer_person, client):
    job = make_open_job(make_employer(employer_person.resident))
    path = f"/api/v1/jobs/{job.id}"
    known = {"If-None-Match": client.get(path).headers["ETag"]}
    until = (clock.local_date(clock.now()) + timedelta(days=60)).isoformat()
    assert client.get(path, headers=known).status_code == 304

    employer_person.post(f"{path}/renew", json={"valid_until": until})

    assert client.get(path, headers=known).json["valid_until"] == until


def test_a_period_of_more_than_ninety_days_is_refused(employer_person):
    job = make_open_job(make_employer(employer_person.resident))
    until = (clock.local_date(clock.now()) + timedelta(days=91)).isoformat()
    answer = employer_person.post(f"/api/v1/jobs/{job.id}/renew", json={"valid_until": until})
    assert answer.json["findings"][0]["field"] == "valid_until"


def test_a_suspended_employer_loses_its_open_posts_and_may_not_post(
    employer_person, reviewer, client
):
    employer = make_employer(employer_person.resident)
    job, draft = make_open_job(employer), make_job(employer)
    body = {"decision": "suspend", "reason": "收取押金，经核实"}
    reviewer.post(f"/api/v1/staff/jobs/employers/{employer.id}/decide", json=body)

    assert client.get(f"/api/v1/jobs/{job.id}").status_code == 404
    assert client.get("/api/v1/jobs").json["items"] == []
    refused = employer_person.post(f"/api/v1/jobs/{draft.id}/submit")
    assert refused.json["code"] == "jobs.employer_may_not"
    assert "收取押金" in refused.json["detail"]


def test_what_is_unlawful_cannot_be_approved_either(reviewer):
    job = make_job(requirements="限男性")
    job.state = JobState.IN_REVIEW
    seen = {"version": job.version}
    answer = reviewer.post(f"/api/v1/staff/jobs/{job.id}/approve", json=seen)
    assert answer.json["code"] == "jobs.unlawful_content"


def test_staff_send_a_post_back_with_the_reason(employer_person, reviewer):
    job = make_job(make_employer(employer_person.resident))
    job.state = JobState.IN_REVIEW
    body = {"reason": "地址不实", "version": job.version}
    reviewer.post(f"/api/v1/staff/jobs/{job.id}/refuse", json=body)
    seen = employer_person.get(f"/api/v1/jobs/{job.id}").json
    assert (seen["state"], seen["state_reason"]) == ("refused", "地址不实")


@pytest.mark.parametrize("role", [Role.GRID_WORKER, Role.AUDITOR, Role.SECRETARY])
def test_only_the_department_and_administrators_review(as_role, role):
    person = as_role(role)
    job = make_job(make_employer(make_resident()))
    job.state = JobState.IN_REVIEW
    for path in ("queue", "employers", f"queue/{job.id}", f"employers/{job.employer_id}"):
        assert person.get(f"/api/v1/staff/jobs/{path}").status_code == 403


def test_one_post_and_one_employer_are_read_by_their_address_and_every_look_is_recorded(
    employer_person, reviewer
):
    job = make_job(make_employer(employer_person.resident))
    job.state, job.submitted_at = JobState.IN_REVIEW, clock.now()
    path = f"/api/v1/staff/jobs/queue/{job.id}"

    (listed,) = reviewer.get("/api/v1/staff/jobs/queue").json["items"]
    read = reviewer.get(path).json
    firm = reviewer.get(f"/api/v1/staff/jobs/employers/{job.employer_id}").json

    assert read == listed
    assert read["submitted_at"] is not None
    assert firm["id"] == str(job.employer_id)
    looks = {(entry.action, entry.subject_id) for entry in db.session.query(AuditEntry)}
    assert {("jobs.queue_read", str(job.id)), ("jobs.employer_read", firm["id"])} <= looks

    reviewer.post(
        f"/api/v1/staff/jobs/{job.id}/refuse",
        json={"reason": "地址不实", "version": job.version},
    )
    assert reviewer.get(path).json["code"] == "jobs.not_in_review"


def test_reports_hide_a_post_after_three_and_staff_settle_them(as_resident, reviewer, client):
    job = make_open_job()
    path = f"/api/v1/jobs/{job.id}/reports"
    people = [as_resident() for _ in range(3)]
    for person in people:
        assert person.post(path, json={"reason": "fees", "text": "面试要交钱"}).status_code == 201
    assert people[0].post(path, json={"reason": "fees"}).json["code"] == "jobs.already_reported"
    assert client.get(f"/api/v1/jobs/{job.id}").status_code == 404

    waiting = reviewer.get("/api/v1/staff/jobs/reports").json["items"]
    assert len(waiting) == 3
    settled = reviewer.post(
        f"/api/v1/staff/jobs/reports/{waiting[0]['id']}/settle",
        json={"upheld": True, "answer": "核实后已下架"},
    )
    assert settled.json["state"] == "upheld"


def test_unknown_community_and_occupation_are_refused(employer_person):
    make_employer(employer_person.resident)
    make_places()
    wrong = employer_person.post("/api/v1/jobs", json=payload(community_code="440311999999"))
    assert wrong.json["code"] == "jobs.community_unknown"
    assert employer_person.post("/api/v1/jobs", json=payload(occupation="king")).status_code == 422
    assert (
        employer_person.post("/api/v1/jobs", json=payload(community_code=COMMUNITY)).status_code
        == 201
    )


def test_staff_see_the_licence_and_their_look_is_on_the_trail(employer_person, reviewer, client):
    register(employer_person)
    waiting = reviewer.get("/api/v1/staff/jobs/employers").json["items"]
    assert client.get(waiting[0]["licence_address"]).status_code == 200
    looks = db.session.scalars(select(AuditEntry.action)).all()
    assert "jobs.employers_listed" in looks
