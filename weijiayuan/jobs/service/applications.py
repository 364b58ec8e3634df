"""Applying, and the employer's answers."""

import json
from datetime import datetime
from typing import Any
from uuid import UUID

from weijiayuan import audit
from weijiayuan.accounts.models import Resident
from weijiayuan.db import db, insert_new
from weijiayuan.jobs.errors import (
    AcceptedOtherTerms,
    AlreadyApplied,
    ApplicationNotFound,
    InterviewIncomplete,
    MessageNotSent,
    NotOpen,
    OwnPost,
    PlacesFilled,
    ReasonNeeded,
    RefusedLately,
    TermsChanged,
)
from weijiayuan.jobs.models import Application, ApplicationMove, Job, JobProfile
from weijiayuan.jobs.queries import applications, employers, posts
from weijiayuan.jobs.rules.material_terms import differ
from weijiayuan.jobs.rules.message_check import check_message
from weijiayuan.jobs.rules.states import (
    ANSWERS,
    BY_APPLICANT,
    BY_EMPLOYER,
    UNTIL_AGAIN,
    ApplicationState,
    JobState,
)
from weijiayuan.jobs.rules.terms_in_words import changes, version_of
from weijiayuan.jobs.service import notifications
from weijiayuan.jobs.service.current_minimum_wage import in_force
from weijiayuan.jobs.service.insertable_row_values import values_of
from weijiayuan.jobs.service.posts import as_json, check_employer, close
from weijiayuan.kernel.clock import day_in_words, local_date


def write_profile(resident: Resident, body: dict[str, Any], *, now: datetime) -> JobProfile:
    """Replace the resident's profile."""
    sealed = json.dumps(body, ensure_ascii=False)
    row = {"resident_id": resident.id, "body": sealed, "changed_at": now}
    insert_new(JobProfile, [row])
    profile = applications.profile(resident.id)
    assert profile is not None
    profile.body, profile.changed_at = sealed, now
    return profile


def apply(job_id: UUID, *, by: Resident, message: str, now: datetime) -> Application:
    """Apply with the profile as it is now: once a person and post, anew after it ended.

    Raises `NotOpen`, `OwnPost`, `AlreadyApplied`, `RefusedLately`.
    """
    job = posts.job(job_id)
    if not posts.is_open(job, today=local_date(now)):
        raise NotOpen
    if posts.acts_for(job.employer_id, by.id):
        raise OwnPost
    check_time_since_no(job, by, now=now)
    application = Application(
        job_id=job.id,
        resident_id=by.id,
        snapshot=snapshot(by, message),
        terms=job.terms,
        created_at=now,
    )
    if not insert_new(Application, [values_of(application)]):
        raise AlreadyApplied
    stored = db.session.get_one(Application, application.id)
    step(stored, by_employer=False)
    notifications.show_matter(stored, job, now=now)
    notifications.tell_recruiters(
        employers.recruiters(job.employer_id),
        job,
        template="jobs_applied",
        cause=f"job-application:{stored.id}",
        now=now,
    )
    return stored


def check_time_since_no(job: Job, by: Resident, *, now: datetime) -> None:
    """Let nobody apply for the same terms so soon after a no. Raises `RefusedLately`."""
    last = applications.last_no(job.id, by.id)
    if last is None or last.answered_at is None or last.terms is None:
        return
    if differ(last.terms, job.terms):
        return
    again = last.answered_at + UNTIL_AGAIN
    if now < again:
        raise RefusedLately(day=day_in_words(local_date(again)))


def snapshot(resident: Resident, message: str) -> str:
    """Return the profile with the telephone number, to be sealed into the application.

    Both may be missing: answers reach the applicant as notices all the same.
    """
    profile = applications.profile(resident.id)
    body: dict[str, Any] = json.loads(profile.body) if profile else {"name": resident.nickname}
    return json.dumps(body | {"phone": resident.phone, "message": message}, ensure_ascii=False)


def leave(
    application_id: UUID, state: ApplicationState, *, by: Resident, reason: str, now: datetime
) -> Application:
    """Withdraw the application, or decline an offer."""
    return decide(application_id, state, by=by, reason=reason, now=now)


def accept(application_id: UUID, *, terms_version: str, by: Resident, now: datetime) -> Application:
    """Say yes to an offer, to the terms that were read; without it nobody is hired.

    From then on those are the terms that the application is about. The employer is told. Raises
    `TermsChanged`, and `PlacesFilled` where the last place has gone to somebody else meanwhile.
    """
    accepted = decide(application_id, ApplicationState.ACCEPTED, by=by, reason="", now=now)
    job = posts.job_to_change(accepted.job_id)
    if is_full(job):
        raise PlacesFilled
    if terms_version != version_of(job.terms):
        found = changes(accepted.terms or {}, job.terms)
        raise TermsChanged(changed=_in_one_line(found), findings=found)
    accepted.terms = job.terms
    notifications.tell_recruiters(
        employers.recruiters(accepted.job.employer_id),
        accepted.job,
        template="jobs_offer_accepted",
        cause=f"job-offer-accepted:{accepted.id}",
        now=now,
    )
    return accepted


def _in_one_line(found: list[dict[str, str]]) -> str:
    return "；".join(f"{each['label']}：{each['now']}" for each in found) or "又改回了原来的内容"


def check_accepted(application: Application, job: Job) -> None:
    """Let nobody be hired for other terms than they said yes to. Raises `AcceptedOtherTerms`."""
    if found := changes(application.terms or {}, job.terms):
        raise AcceptedOtherTerms(changed=_in_one_line(found), findings=found)


def decide(
    application_id: UUID, state: ApplicationState, *, by: Resident, reason: str, now: datetime
) -> Application:
    """Move the application on for its applicant. Raises `ApplicationNotFound`, `IllegalMove`."""
    application = applications.application_to_change(application_id)
    if application.resident_id != by.id:
        raise ApplicationNotFound
    application.move_to(state, moves=BY_APPLICANT)
    application.reason = reason
    step(application, by_employer=False)
    notifications.show_matter(application, application.job, now=now)
    return application


def move(
    application_id: UUID,
    state: ApplicationState,
    *,
    by: Resident,
    given: dict[str, Any],
    now: datetime,
) -> Application:
    """Move the application on for its employer: an answer, an interview, an offer, a no.

    Raises `ReasonNeeded` for a no without one, `InterviewIncomplete`, `PlacesFilled`,
    `AcceptedOtherTerms`, `MessageNotSent`.
    """
    application = applications.application_to_change(application_id)
    job = application.job
    if not posts.acts_for(job.employer_id, by.id):
        raise ApplicationNotFound
    check_employer(job.employer)
    check_answer(given, now=now)
    application.move_to(state, moves=BY_EMPLOYER)
    fill_in(application, given, now=now)
    if state is ApplicationState.HIRED:
        check_accepted(application, hire(job.id, now=now))
    if state in ANSWERS and application.answered_at is None:
        application.answered_at = now
    done = step(application, by_employer=True)
    notifications.show_matter(application, job, now=now)
    notifications.tell_applicant(application, job, step=done.id, now=now)
    audit.record(
        f"jobs.application_{state.value}", subject_kind="job_application", subject_id=application.id
    )
    return application


def check_answer(given: dict[str, Any], *, now: datetime) -> None:
    """Hold what an employer writes to an applicant to the law. Raises `MessageNotSent`."""
    words = {name: given.get(name) or "" for name in ("reason", "interview_place")}
    found = check_message(words, when=in_force(now))
    if found:
        first, told = found[0], [as_json(each) for each in found]
        raise MessageNotSent(words=first.text, name=first.name, remedy=first.remedy, findings=told)


def fill_in(application: Application, given: dict[str, Any], *, now: datetime) -> None:
    """Write down the reason of a no, the time and place of an interview."""
    application.reason = given.get("reason", "")
    if application.state is ApplicationState.REJECTED and not application.reason:
        raise ReasonNeeded
    if application.state is ApplicationState.INTERVIEW:
        at, place = given.get("interview_at"), given.get("interview_place", "")
        if at is None or at <= now or not place:
            raise InterviewIncomplete
        application.interview_at, application.interview_place = at, place


def hire(job_id: UUID, *, now: datetime) -> Job:
    """Count one more person hired; the last place closes the post. Raises `PlacesFilled`."""
    job = posts.job_to_change(job_id)
    if is_full(job):
        raise PlacesFilled
    job.hired += 1
    if job.hired == job.wanted and job.state in {JobState.PUBLISHED, JobState.PAUSED}:
        close(job, by="system", now=now, reason="已招满")
        notifications.tell_of_no_place_left(job, applications.standing_applicants(job.id), now=now)
    else:
        posts.move_board()
    return job


def is_full(job: Job) -> bool:
    """Say whether as many people are hired as are wanted."""
    return job.wanted is not None and job.hired >= job.wanted


def step(application: Application, *, by_employer: bool) -> ApplicationMove:
    """Add a line to the application's history."""
    done = ApplicationMove(
        application_id=application.id,
        state=application.state,
        by_employer=by_employer,
        reason=application.reason,
    )
    db.session.add(done)
    return done


def remind(*, now: datetime) -> int:
    """Remind employers of applications that wait for seven days, once each; say how many."""
    waiting = applications.to_remind(now)
    for application in waiting:
        application.reminded_at = now
        notifications.tell_recruiters(
            employers.recruiters(application.job.employer_id),
            application.job,
            template="jobs_waiting",
            cause=f"job-application-waiting:{application.id}",
            now=now,
        )
    return len(waiting)
