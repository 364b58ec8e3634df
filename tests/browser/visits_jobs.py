from uuid import uuid4

from tests.browser.visits import Visit, visit
from tests.factories.accounts import make_resident
from tests.factories.jobs import make_employer, make_open_job
from weijiayuan.db import transaction
from weijiayuan.jobs.rules.states import JobState

PROFILE = {"name": "张三", "headline": "五年保安经验", "certificates": ["保安员证"]}


def key():
    return {"Idempotency-Key": f"on-show-{uuid4()}"}


def sample_employer(live):
    """The persona's employer and one of its open posts."""
    speaker = live.session("employer")
    mine = speaker.get(f"{live.base}/api/v1/employers/mine").json()["items"]
    employer = mine[0]["employer"]["id"]
    posts = speaker.get(f"{live.base}/api/v1/employers/{employer}/jobs").json()["items"]
    return speaker, employer, next(post["id"] for post in posts if post["state"] == "published")


def colleague(live, persona):
    """Somebody of their own, who joined the sample employer by invitation."""
    owner, employer, post = sample_employer(live)
    path = f"{live.base}/api/v1/employers"
    code = owner.post(f"{path}/{employer}/invitations", json={}, headers=key()).json()["code"]
    live.session(persona).post(f"{path}/joins", json={"code": code}, headers=key())
    return post


def applicant(live, persona):
    """Somebody of their own, who applied to the sample employer."""
    _, _, post = sample_employer(live)
    speaker = live.session(persona)
    speaker.put(f"{live.base}/api/v1/me/job-profile", json=PROFILE)
    body = {"message": "随时可以上班"}
    path = f"{live.base}/api/v1/jobs/{post}/applications"
    speaker.post(path, json=body, headers=key())
    return speaker.get(f"{live.base}/api/v1/me/applications").json()["items"][0]["id"]


@visit("pages/jobs/job/job")
def a_sample_post(live):
    return Visit(query=f"?id={sample_employer(live)[2]}")


@visit("pages/jobs/application/application")
def an_application(live):
    return Visit(query=f"?id={applicant(live, 'seeker-1')}", persona="seeker-1")


@visit("pages/jobs/mine/mine")
def somebody_who_applied(live):
    applicant(live, "seeker-2")
    return Visit(persona="seeker-2")


@visit("pages/jobs/profile/profile")
def somebody_with_a_profile(live):
    applicant(live, "seeker-3")
    return Visit(persona="seeker-3")


@visit("pages/jobs/saved/saved")
def somebody_who_wants_to_be_told(live):
    body = {"name": "光明 保安 包吃住", "asked": {"q": "保安", "board": True}}
    path = f"{live.base}/api/v1/me/job-searches"
    live.session("seeker-5").post(path, json=body, headers=key())
    return Visit(persona="seeker-5")


@visit("pages/jobs/fair/fair")
def the_sample_fair(live):
    fairs = live.session("seeker-6").get(f"{live.base}/api/v1/jobs/fairs").json()["items"]
    return Visit(query=f"?id={fairs[0]['id']}")


@visit("packages/employer/home/home")
def an_employer_with_posts(live):
    colleague(live, "recruiter-1")
    return Visit(persona="recruiter-1")


@visit("packages/employer/edit/edit")
def a_post_to_mend(live):
    return Visit(query=f"?id={colleague(live, 'recruiter-2')}", persona="recruiter-2")


@visit("packages/employer/board/board")
def a_post_with_applicants(live):
    applicant(live, "seeker-4")
    return Visit(query=f"?job={colleague(live, 'recruiter-3')}", persona="recruiter-3")


@visit("packages/review/jobs/jobs")
def the_department_with_a_queue(live):
    with live.app.app_context(), transaction():
        job = make_open_job(make_employer(make_resident()), title="待审的保安岗")
        job.state = JobState.IN_REVIEW
    return Visit(persona="department")
