"""An approval belongs to the version approved, an application to what was applied for."""

from datetime import timedelta

import pytest

from tests.factories import saved
from tests.factories.accounts import make_resident
from tests.factories.jobs import (
    OTHER_COMMUNITY,
    make_application,
    make_employer,
    make_job,
    make_open_job,
    payload,
)
from weijiayuan.accounts.rules import Role
from weijiayuan.jobs.models import JobReport
from weijiayuan.jobs.models.applications import ReportReason
from weijiayuan.jobs.rules.states import EmployerState, JobState
from weijiayuan.kernel import clock

CLERK = {"title": "厂区文员", "duties": "整理文件", "occupation": "clerk"}
NIGHT = {"title": "夜场气氛组", "duties": "活跃气氛", "pay_min_fen": 1_500_000, "pay_max_fen": None}


@pytest.fixture
def boss(as_resident):
    return as_resident(make_resident(phone="13800138000"))


@pytest.fixture
def employer(boss):
    return make_employer(boss.resident)


@pytest.fixture
def seeker(as_resident):
    return as_resident(make_resident(phone="13900139000", nickname="小张"))


@pytest.fixture
def reviewer(as_role):
    return as_role(Role.DEPARTMENT)


def desk(reviewer, job, what, **body):
    return reviewer.post(f"/api/v1/staff/jobs/{job.id}/{what}", json=body)


@pytest.mark.parametrize(
    "changed",
    [
        {"title": "夜场气氛组"},
        {"occupation": "clerk"},
        {"kind": "temporary", "contract_months": None, "probation_months": 0},
        {"pay_min_fen": 460_000},
        {"pay_max_fen": 1_500_000},
        {"community_code": OTHER_COMMUNITY},
        {"address": "别处2号"},
        {"duties": "陪客人喝酒"},
        {"requirements": "会喝酒会来事，能陪客人到凌晨"},
        {"benefits": "底薪加提成，实际岗位为酒吧营销"},
        {"shifts": "night"},
        {"minutes_per_day": 420},
        {"days_per_week": 4},
        {"probation_months": 1},
        {"contract_months": 24, "probation_months": 1},
        {"board": True},
    ],
)
def test_whoever_changes_the_terms_of_a_public_post_waits_for_a_person(
    boss, employer, client, changed
):
    job = make_open_job(employer)

    edited = boss.put(f"/api/v1/jobs/{job.id}", json=payload(**changed))

    assert edited.json["state"] == "in_review", edited.json
    assert client.get(f"/api/v1/jobs/{job.id}").status_code == 404


@pytest.mark.parametrize("changed", [{"wanted": 9}, {"shows_phone": False}])
def test_what_is_offered_to_nobody_changes_at_once(boss, employer, client, changed):
    job = make_open_job(employer)

    edited = boss.put(f"/api/v1/jobs/{job.id}", json=payload(**changed))

    assert edited.json["state"] == "published", edited.json


def test_who_applied_reads_what_was_in_public_not_what_nobody_has_looked_at(boss, employer, seeker):
    job = make_open_job(employer, **CLERK)
    seeker.post(f"/api/v1/jobs/{job.id}/applications", json={})
    boss.put(f"/api/v1/jobs/{job.id}", json=payload(**NIGHT, requirements="能喝酒"))

    seen = seeker.get(f"/api/v1/jobs/{job.id}").json

    assert (seen["title"], seen["duties"]) == ("厂区文员", "整理文件")
    assert (seen["pay_min_fen"], seen["state"]) == (450_000, "in_review")
    assert seen["requirements"] == "年满18周岁，肯学习"
    assert boss.get(f"/api/v1/jobs/{job.id}").json["title"] == "夜场气氛组"


def test_an_application_from_before_the_terms_were_whole_is_not_called_changed(employer, seeker):
    application = make_application(make_open_job(employer), seeker.resident)
    old = ("title", "occupation", "kind", "duties", "pay_min_fen", "pay_max_fen", "pay_unit")
    application.terms = {name: application.terms[name] for name in (*old, "address")}
    saved(application)

    (mine,) = seeker.get("/api/v1/me/applications").json["items"]

    assert mine["is_changed"] is False


def test_an_offer_is_not_accepted_once_the_last_place_is_taken(boss, employer, seeker, as_resident):
    job = make_open_job(employer, wanted=1)
    chosen = as_resident(make_resident(phone="13700137000"))
    paths, read = [], {}
    for person in (chosen, seeker):
        made = person.post(f"/api/v1/jobs/{job.id}/applications", json={}).json
        paths.append(f"/api/v1/jobs/applications/{made['id']}")
        read = {"terms_version": made["terms_version"]}
        boss.post(f"{paths[-1]}/move", json={"to": "offered"})
    chosen.post(f"{paths[0]}/accept", json=read)
    boss.post(f"{paths[0]}/move", json={"to": "hired"})

    late = seeker.post(f"{paths[1]}/accept", json=read)

    assert (late.status_code, late.json["code"]) == (409, "jobs.places_filled")
    (mine,) = seeker.get("/api/v1/me/applications").json["items"]
    assert mine["state"] == "offered"


def places(client):
    return [each["title"] for each in client.get("/api/v1/jobs?q=保安").json["items"]]


@pytest.mark.parametrize("way", [["pause", "submit"], ["renew"], ["edit"], ["pause", "renew"]])
def test_nobody_goes_to_the_top_again_within_a_week(boss, employer, client, way):
    first = make_open_job(employer, title="东门保安", address="东门1号")
    make_open_job(employer, title="西门保安", address="西门1号")
    before = client.get(f"/api/v1/jobs/{first.id}").json["published_at"]
    until = (clock.local_date(clock.now()) + timedelta(days=40)).isoformat()

    for _ in range(2):
        for what in way:
            if what == "edit":
                body = payload(title="东门保安", address="东门1号", wanted=7)
                boss.put(f"/api/v1/jobs/{first.id}", json=body)
            else:
                body = {"valid_until": until} if what == "renew" else {}
                boss.post(f"/api/v1/jobs/{first.id}/{what}", json=body)

    seen = client.get(f"/api/v1/jobs/{first.id}").json
    assert places(client) == ["西门保安", "东门保安"]
    assert seen["published_at"] == before


@pytest.mark.parametrize("way", [["pause", "submit"], ["renew"]])
def test_after_a_week_it_may_be_the_newest_again(boss, employer, client, way):
    first = make_open_job(employer, title="东门保安", address="东门1号")
    make_open_job(employer, title="西门保安", address="西门1号")
    first.published_at = clock.now() - timedelta(days=8)
    saved(first)
    until = (clock.local_date(clock.now()) + timedelta(days=40)).isoformat()

    for what in way:
        body = {"valid_until": until} if what == "renew" else {}
        boss.post(f"/api/v1/jobs/{first.id}/{what}", json=body)

    assert places(client) == ["东门保安", "西门保安"]


def test_a_paused_post_with_other_terms_does_not_come_back_by_itself(boss, employer):
    job = make_open_job(employer)
    boss.post(f"/api/v1/jobs/{job.id}/pause")
    boss.put(f"/api/v1/jobs/{job.id}", json=payload(**NIGHT))

    assert boss.post(f"/api/v1/jobs/{job.id}/submit").json["state"] == "in_review"


def test_a_paused_post_as_it_was_comes_back_at_once(boss, employer):
    job = make_open_job(employer)
    boss.post(f"/api/v1/jobs/{job.id}/pause")

    assert boss.post(f"/api/v1/jobs/{job.id}/submit").json["state"] == "published"


def test_an_application_keeps_what_was_applied_for_and_its_sender_is_told(
    boss, employer, seeker, reviewer
):
    job = make_open_job(employer, **CLERK)
    seeker.post(f"/api/v1/jobs/{job.id}/applications", json={})
    in_review = boss.put(f"/api/v1/jobs/{job.id}", json=payload(**NIGHT)).json
    desk(reviewer, job, "approve", version=in_review["version"])

    (mine,) = seeker.get("/api/v1/me/applications").json["items"]
    notices = [each["text"] for each in seeker.get("/api/v1/me/notices").json["items"]]

    assert mine["job"]["title"] == "厂区文员"
    assert "4500" in mine["job"]["pay_text"]
    assert mine["is_changed"] is True
    assert any("厂区文员" in text and "夜场气氛组" in text for text in notices)


def test_of_two_reviewers_the_second_is_told_that_it_is_decided(employer, reviewer):
    job = make_job(employer)
    job.state = JobState.IN_REVIEW
    saved(job)
    version = job.version

    first = desk(reviewer, job, "refuse", version=version, reason="地址不实")
    second = desk(reviewer, job, "approve", version=version)

    assert first.status_code == 200
    assert (second.status_code, second.json["code"]) == (409, "jobs.not_in_review")


def test_what_has_changed_since_it_was_read_is_not_approved(boss, employer, reviewer):
    job = make_open_job(employer)
    seen = boss.put(f"/api/v1/jobs/{job.id}", json=payload(**CLERK)).json["version"]

    later = desk(reviewer, job, "approve", version=seen - 1)

    assert (later.status_code, later.json["code"]) == (409, "jobs.seen_otherwise")


@pytest.mark.parametrize(
    "state",
    [
        JobState.DRAFT,
        JobState.REFUSED,
        JobState.PAUSED,
        JobState.CLOSED,
        JobState.EXPIRED,
        JobState.TAKEN_DOWN,
        JobState.PUBLISHED,
    ],
)
@pytest.mark.parametrize("what", ["approve", "refuse"])
def test_only_what_waits_for_review_is_decided(employer, reviewer, state, what):
    job = make_job(employer)
    job.state = state
    saved(job)
    more = {"reason": "不实"} if what == "refuse" else {}

    answer = desk(reviewer, job, what, version=job.version, **more)

    assert (answer.status_code, answer.json["code"]) == (409, "jobs.not_in_review")


def test_a_decision_names_the_version_that_was_read(employer, reviewer):
    job = make_job(employer)
    assert desk(reviewer, job, "approve").status_code == 422


def test_an_upheld_report_takes_down_a_post_that_is_hidden_already(employer, reviewer, seeker):
    job = make_open_job(employer)
    job.state = JobState.IN_REVIEW
    filed = saved(
        JobReport(job_id=job.id, resident_id=seeker.resident.id, reason=ReportReason.FALSE)
    )
    address = f"/api/v1/staff/jobs/reports/{filed.id}/settle"

    upheld = reviewer.post(address, json={"upheld": True, "answer": "确属虚假"})
    approved = desk(reviewer, job, "approve", version=job.version)
    turned = reviewer.post(address, json={"upheld": False, "answer": "看错了"})

    assert upheld.json["state"] == "upheld"
    assert job.state is JobState.TAKEN_DOWN
    assert approved.status_code == 409
    assert (turned.status_code, turned.json["code"]) == (409, "jobs.report_settled")


def test_a_suspended_employer_neither_reads_nor_answers_applicants(boss, employer):
    application = make_application(make_open_job(employer))
    employer.state = EmployerState.SUSPENDED
    saved(employer)

    read = boss.get(f"/api/v1/jobs/{application.job_id}/applications")
    moved = boss.post(f"/api/v1/jobs/applications/{application.id}/move", json={"to": "talking"})

    assert read.json["code"] == moved.json["code"] == "jobs.employer_may_not"


def test_the_very_same_post_is_not_offered_twice(boss, employer):
    make_open_job(employer)
    again = boss.post("/api/v1/jobs", json=payload()).json

    answer = boss.post(f"/api/v1/jobs/{again['id']}/submit")

    assert (answer.status_code, answer.json["code"]) == (409, "jobs.same_post")


def test_fewer_wanted_than_are_hired_is_said_in_its_own_words(boss, employer):
    job = make_open_job(employer, hired=2)

    answer = boss.put(f"/api/v1/jobs/{job.id}", json=payload(wanted=1))

    assert answer.status_code == 422
    assert answer.json["code"] == "jobs.wanted_below_hired"
    assert "2人" in answer.json["detail"]


def test_when_the_last_place_is_taken_those_who_wait_are_told(boss, employer, seeker, as_resident):
    job = make_open_job(employer, wanted=1)
    chosen = as_resident(make_resident(phone="13700137000"))
    first = chosen.post(f"/api/v1/jobs/{job.id}/applications", json={}).json
    seeker.post(f"/api/v1/jobs/{job.id}/applications", json={})
    path = f"/api/v1/jobs/applications/{first['id']}"
    boss.post(f"{path}/move", json={"to": "offered"})
    chosen.post(f"{path}/accept", json={"terms_version": first["terms_version"]})
    boss.post(f"{path}/move", json={"to": "hired"})

    told = [each["text"] for each in seeker.get("/api/v1/me/notices").json["items"]]
    mine = [each["text"] for each in chosen.get("/api/v1/me/notices").json["items"]]

    assert any("已招满" in text for text in told)
    assert not any("已招满" in text for text in mine)


def test_a_yes_to_an_offer_is_to_the_terms_that_were_read(boss, employer, seeker):
    job = make_open_job(employer)
    mine = seeker.post(f"/api/v1/jobs/{job.id}/applications", json={}).json
    path = f"/api/v1/jobs/applications/{mine['id']}"
    boss.post(f"{path}/move", json={"to": "offered"})
    was = job.pay_min_fen
    job.pay_min_fen, job.insured = was - 10_000, False
    saved(job)

    stale = seeker.post(f"{path}/accept", json={"terms_version": mine["terms_version"]})

    assert (stale.status_code, stale.json["code"]) == (409, "jobs.terms_changed")
    pay = {"label": "最低工资", "was": f"{was // 100}元", "now": f"{was // 100 - 100}元"}
    assert stale.json["findings"] == [pay, {"label": "缴社保", "was": "是", "now": "否"}]
    shown = seeker.get(f"/api/v1/me/applications/{mine['id']}").json
    assert (shown["state"], shown["changes"]) == ("offered", stale.json["findings"])
    again = seeker.post(f"{path}/accept", json={"terms_version": shown["terms_version"]}).json
    assert (again["state"], again["is_changed"], again["changes"]) == ("accepted", False, [])


def test_nobody_is_hired_for_other_terms_than_they_accepted(boss, employer, seeker):
    job = make_open_job(employer)
    mine = seeker.post(f"/api/v1/jobs/{job.id}/applications", json={}).json
    path = f"/api/v1/jobs/applications/{mine['id']}"
    boss.post(f"{path}/move", json={"to": "offered"})
    seeker.post(f"{path}/accept", json={"terms_version": mine["terms_version"]})
    job.address = "别处2号"
    saved(job)

    hired = boss.post(f"{path}/move", json={"to": "hired"})

    assert (hired.status_code, hired.json["code"]) == (409, "jobs.accepted_other_terms")
    assert "别处2号" in hired.json["detail"]
    assert boss.post(f"{path}/move", json={"to": "offered"}).json["state"] == "offered"
    shown = seeker.get(f"/api/v1/me/applications/{mine['id']}").json
    seeker.post(f"{path}/accept", json={"terms_version": shown["terms_version"]})
    assert boss.post(f"{path}/move", json={"to": "hired"}).json["state"] == "hired"
