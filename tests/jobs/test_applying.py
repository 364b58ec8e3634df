"""Applying: once a person and post, answered by the employer, counted when it is not."""

from datetime import datetime, timedelta
from uuid import UUID

import pytest

from tests.factories import saved
from tests.factories.accounts import make_resident
from tests.factories.jobs import make_application, make_employer, make_open_job
from weijiayuan.db import db
from weijiayuan.jobs import periodic_tasks, personal_data
from weijiayuan.jobs.models import Application
from weijiayuan.jobs.rules.states import JobState, MemberRole
from weijiayuan.jobs.service import applications, employers, posts, saved_searches
from weijiayuan.kernel import clock

PROFILE = {
    "name": "张三",
    "headline": "五年保安经验",
    "experience": [{"employer": "某物业", "title": "保安", "years": 5}],
    "certificates": ["保安员证"],
}


@pytest.fixture
def seeker(as_resident):
    return as_resident(make_resident(phone="13900139000", nickname="小张"))


@pytest.fixture
def recruiter(as_resident):
    return as_resident(make_resident(phone="13800138000"))


@pytest.fixture
def job(recruiter):
    return make_open_job(make_employer(recruiter.resident))


def apply(person, job):
    return person.post(f"/api/v1/jobs/{job.id}/applications", json={})


def move(recruiter, application, to, **more):
    return recruiter.post(
        f"/api/v1/jobs/applications/{application['id']}/move", json={"to": to} | more
    )


def soon():
    return (clock.now() + timedelta(days=2)).isoformat()


def test_my_application_to_one_post_is_found_by_the_post(seeker, job):
    application = apply(seeker, job).json
    apply(seeker, make_open_job())

    def mine(post_id):
        asked = {"job": str(post_id)}
        items = seeker.get("/api/v1/me/applications", query_string=asked).json["items"]
        return [each["id"] for each in items]

    assert mine(job.id) == [application["id"]]
    assert mine(job.employer_id) == []


def test_an_interview_reaches_my_matters_with_time_and_place(seeker, recruiter, job):
    seeker.put("/api/v1/me/job-profile", json=PROFILE)
    application = apply(seeker, job).json

    board = recruiter.get(f"/api/v1/jobs/{job.id}/applications").json
    assert board["items"][0]["profile"]["phone"] == "13900139000"
    assert board["items"][0]["profile"]["certificates"] == ["保安员证"]
    assert board["items"][0]["allowed"] == ["seen", "talking", "interview", "offered", "rejected"]
    asked = move(
        recruiter, application, "interview", interview_at=soon(), interview_place="一楼大厅"
    )
    assert asked.status_code == 200

    mine = seeker.get("/api/v1/me/applications").json["items"][0]
    assert mine["state"] == "interview"
    assert "一楼大厅" in mine["state_text"]
    assert mine["employer_phone"] == "13800138000"
    steps = seeker.get(f"/api/v1/me/applications/{application['id']}").json["steps"]
    assert [each["state"] for each in steps] == ["sent", "interview"]


def test_one_application_a_person_and_post_but_again_after_withdrawing(seeker, job):
    first = apply(seeker, job).json
    assert apply(seeker, job).json["code"] == "jobs.already_applied"
    gone = seeker.post(f"/api/v1/jobs/applications/{first['id']}/withdraw", json={})
    assert gone.json["state"] == "withdrawn"
    assert apply(seeker, job).status_code == 201


def test_the_snapshot_stays_as_it_was_sent(seeker, recruiter, job):
    seeker.put("/api/v1/me/job-profile", json=PROFILE)
    apply(seeker, job)
    seeker.put("/api/v1/me/job-profile", json=PROFILE | {"name": "李四"})
    board = recruiter.get(f"/api/v1/jobs/{job.id}/applications").json
    assert board["items"][0]["profile"]["name"] == "张三"


def test_the_telephone_is_shown_to_nobody_before_applying(seeker, recruiter, job, as_resident):
    seeker.put("/api/v1/me/job-profile", json=PROFILE)
    assert recruiter.get(f"/api/v1/jobs/{job.id}/applications").json["items"] == []
    seen = seeker.get(f"/api/v1/jobs/{job.id}").get_data(as_text=True)
    assert "13800138000" not in seen
    apply(seeker, job)
    assert as_resident().get(f"/api/v1/jobs/{job.id}/applications").status_code == 404


def test_a_no_needs_a_reason_and_an_interview_its_time_and_place(seeker, recruiter, job):
    application = apply(seeker, job).json
    assert move(recruiter, application, "rejected").json["code"] == "jobs.reason_needed"
    assert move(recruiter, application, "interview").json["code"] == "jobs.interview_incomplete"
    past = (clock.now() - timedelta(hours=1)).isoformat()
    late = move(recruiter, application, "interview", interview_at=past, interview_place="大厅")
    assert late.json["code"] == "jobs.interview_incomplete"
    assert move(recruiter, application, "rejected", reason="已招到").json["state"] == "rejected"
    assert move(recruiter, application, "offered").status_code == 409


def test_only_the_employers_people_move_and_only_the_applicant_withdraws(
    seeker, recruiter, job, as_resident
):
    application = apply(seeker, job).json
    stranger = as_resident()
    assert move(stranger, application, "seen").status_code == 404
    path = f"/api/v1/jobs/applications/{application['id']}/withdraw"
    assert stranger.post(path, json={}).status_code == 404
    assert recruiter.post(path, json={}).status_code == 404
    assert stranger.get(f"/api/v1/me/applications/{application['id']}").status_code == 404


def accept(speaker, application):
    body = {"terms_version": application["terms_version"]}
    return speaker.post(f"/api/v1/jobs/applications/{application['id']}/accept", json=body)


def test_the_last_place_closes_the_post_and_no_more_are_hired(as_resident, recruiter, job):
    job.wanted = 1
    saved(job)
    one, other = as_resident(), as_resident()
    first, second = (apply(person, job).json for person in (one, other))
    for person, application in ((one, first), (other, second)):
        move(recruiter, application, "offered")
        accept(person, application)
    assert move(recruiter, first, "hired").json["state"] == "hired"
    assert recruiter.get(f"/api/v1/jobs/{job.id}").json["state"] == "closed"
    assert move(recruiter, second, "hired").json["code"] == "jobs.places_filled"


def test_nobody_is_hired_without_their_yes(seeker, recruiter, job, as_resident):
    application = apply(seeker, job).json
    path = f"/api/v1/jobs/applications/{application['id']}/accept"
    read = {"terms_version": application["terms_version"]}
    assert seeker.post(path, json=read).status_code == 409
    assert move(recruiter, application, "offered").json["allowed"] == ["rejected"]
    assert move(recruiter, application, "hired").status_code == 409
    others = (recruiter, as_resident())
    assert [each.post(path, json=read).status_code for each in others] == [404, 404]
    assert list(seeker.post(path).json["fields"]) == ["terms_version"]

    assert seeker.post(path, json=read).json["state"] == "accepted"
    assert any("接受了录用意向" in each["text"] for each in notices(recruiter))
    assert move(recruiter, application, "hired").json["state"] == "hired"


def notices(person):
    return person.get("/api/v1/me/notices").json["items"]


def test_whoever_was_refused_may_apply_again_for_other_terms_or_after_a_month(
    seeker, recruiter, job
):
    first = apply(seeker, job).json
    move(recruiter, first, "rejected", reason="经验不够")
    again = apply(seeker, job)
    assert (again.status_code, again.json["code"]) == (409, "jobs.refused_lately")

    job.duties = "夜班巡逻"
    saved(job)
    other = apply(seeker, job)
    assert other.status_code == 201
    assert apply(seeker, job).json["code"] == "jobs.already_applied"
    move(recruiter, other.json, "rejected", reason="名额已满")
    stored = applications_of(other.json)
    stored.answered_at -= timedelta(days=31)
    saved(stored)
    assert apply(seeker, job).status_code == 201


def applications_of(given):
    return db.session.get(Application, UUID(given["id"]))


def test_ones_own_post_and_closed_posts_take_no_application(seeker, recruiter, job):
    assert apply(recruiter, job).json["code"] == "jobs.own_post"
    recruiter.post(f"/api/v1/jobs/{job.id}/close")
    assert apply(seeker, job).json["code"] == "jobs.not_open"


def test_an_applicant_still_sees_the_post_after_it_closed(seeker, recruiter, job, as_resident):
    apply(seeker, job)
    recruiter.post(f"/api/v1/jobs/{job.id}/close")
    assert seeker.get(f"/api/v1/jobs/{job.id}").json["state"] == "closed"
    assert as_resident().get(f"/api/v1/jobs/{job.id}").status_code == 404


def test_after_seven_days_the_employer_is_reminded_once(database):
    now = clock.now()
    make_application(created_at=now - timedelta(days=8))
    fresh = make_application(created_at=now - timedelta(days=6))
    assert applications.remind(now=now) == 1
    assert applications.remind(now=now) == 0
    assert applications.remind(now=now + timedelta(days=2)) == 1
    assert fresh.reminded_at == now + timedelta(days=2)


def test_after_fourteen_days_the_post_says_how_it_answers(client, job, as_resident, recruiter):
    now = clock.now()
    answered = make_application(job, make_resident(), created_at=now - timedelta(days=20))
    answered.answered_at = now - timedelta(days=19)
    make_application(job, make_resident(), created_at=now - timedelta(days=15))
    make_application(job, make_resident(), created_at=now - timedelta(days=13))
    assert client.get(f"/api/v1/jobs/{job.id}").json["answers"] == {
        "due": 2,
        "answered": 1,
        "percent": 50,
    }


def test_an_overdue_application_says_so_to_its_applicant(seeker, job):
    make_application(job, seeker.resident, created_at=clock.now() - timedelta(days=15))
    assert seeker.get("/api/v1/me/applications").json["items"][0]["is_overdue"] is True


def test_saved_searches_tell_of_new_posts_once_a_day(seeker, job):
    body = {"name": "保安", "asked": {"q": "保安", "pay_min_fen": 400_000}}
    assert seeker.post("/api/v1/me/job-searches", json=body).status_code == 201
    now = clock.now()
    assert saved_searches.tell_of_new_posts(now=now) == 0
    make_open_job(title="夜班保安")
    make_open_job(title="厨师", occupation="cook", duties="炒菜")
    assert saved_searches.tell_of_new_posts(now=now) == 1
    make_open_job(title="保安队长")
    assert saved_searches.tell_of_new_posts(now=now) == 0
    assert saved_searches.tell_of_new_posts(now=now + timedelta(days=1)) == 1
    saved = seeker.get("/api/v1/me/job-searches").json["items"][0]
    assert seeker.delete(f"/api/v1/me/job-searches/{saved['id']}").status_code == 204
    assert seeker.get("/api/v1/me/job-searches").json["items"] == []


def test_posts_whose_day_is_past_expire(job):
    today = clock.local_date(clock.now())
    job.valid_until = today - timedelta(days=1)
    assert posts.expire(today=today, now=clock.now()) == 1
    assert job.state is JobState.EXPIRED
    assert posts.expire(today=today, now=clock.now()) == 0


def test_a_profile_is_missing_until_it_is_written(seeker):
    assert seeker.get("/api/v1/me/job-profile").json["code"] == "jobs.profile_missing"
    seeker.put("/api/v1/me/job-profile", json=PROFILE)
    assert seeker.get("/api/v1/me/job-profile").json["name"] == "张三"
    assert seeker.put("/api/v1/me/job-profile", json=PROFILE | {"sex": "男"}).status_code == 422


def test_a_copy_of_my_data_has_it_all_and_leaving_empties_it(seeker, recruiter, job, database):
    seeker.put("/api/v1/me/job-profile", json=PROFILE)
    apply(seeker, job)
    copy = personal_data.export(seeker.resident.id)
    assert copy["job_profile"]["name"] == "张三"
    assert copy["job_applications"][0]["sent"]["phone"] == "13900139000"

    personal_data.forget(seeker.resident.id, now=clock.now())
    personal_data.forget(recruiter.resident.id, now=clock.now())
    database.session.flush()
    database.session.expire_all()
    left = database.session.query(Application).one()
    assert (left.state.value, left.snapshot) == ("withdrawn", "{}")
    assert job.employer.contact_phone is None
    assert personal_data.export(seeker.resident.id)["job_profile"] is None


def test_a_colleague_who_leaves_takes_only_their_own_number_along(recruiter, seeker, job):
    employers.join(job.employer_id, seeker.resident.id, role=MemberRole.RECRUITER)
    job.employer.contact_phone = recruiter.resident.phone

    personal_data.forget(seeker.resident.id, now=clock.now())
    assert job.employer.contact_phone == recruiter.resident.phone

    personal_data.forget(recruiter.resident.id, now=clock.now())
    assert job.employer.contact_phone is None


@pytest.mark.parametrize("days", [3, 1], ids=["in time", "after the worker was down"])
def test_before_the_end_the_employer_is_told_once(recruiter, job, days):
    last_day = clock.local_date(clock.now()) + timedelta(days=days)
    job.valid_until, job.published_at = last_day, clock.now() - timedelta(days=9)
    saved(job)
    assert periodic_tasks.warn_of_expiry(clock.now()) == "1 posts run out soon"
    assert periodic_tasks.warn_of_expiry(clock.now()) == ""
    told = [each["text"] for each in recruiter.get("/api/v1/me/notices").json["items"]]
    assert [text for text in told if "到期" in text] == [
        f"「小区保安」{clock.day_in_words(last_day)}到期，可在岗位页一键续期"
    ]


def test_a_post_published_today_for_two_days_needs_no_warning(recruiter, job):
    job.valid_until = clock.local_date(clock.now()) + timedelta(days=2)
    saved(job)
    assert periodic_tasks.warn_of_expiry(clock.now()) == ""


def test_the_chores_say_what_they_did_or_nothing(database):
    now = clock.now()
    assert (periodic_tasks.expire_posts(now), periodic_tasks.remind_employers(now)) == ("", "")
    assert (periodic_tasks.tell_of_new_posts(now), periodic_tasks.warn_of_expiry(now)) == ("", "")


def test_an_interview_is_told_with_time_and_place(seeker, recruiter, job):
    application = apply(seeker, job).json
    at = soon()
    move(recruiter, application, "interview", interview_at=at, interview_place="一楼大厅")
    told = seeker.get("/api/v1/me/notices").json["items"]
    assert "一楼大厅" in told[0]["text"]
    matter = seeker.get("/api/v1/me/matters").json["items"][0]
    assert "一楼大厅" in matter["title"]
    assert matter["state_text"] == "邀请面试"
    assert datetime.fromisoformat(matter["takes_place_at"]) == datetime.fromisoformat(at)
