"""Writing posts, checking them against the law, and their way into and out of public."""

from dataclasses import asdict
from datetime import date, datetime
from typing import Any
from uuid import UUID

from weijiayuan import audit
from weijiayuan.accounts.models import Resident
from weijiayuan.db import db
from weijiayuan.jobs.errors import (
    CommunityUnknown,
    EmployerMayNot,
    EmployerNotVerified,
    NotEditable,
    NotInReview,
    OccupationUnknown,
    ReasonNeeded,
    SamePost,
    SeenOtherwise,
    UnlawfulContent,
    WantedBelowHired,
    WhichEmployer,
)
from weijiayuan.jobs.models import Employer, Job
from weijiayuan.jobs.queries import applications, employers, posts
from weijiayuan.jobs.rules.material_terms import is_same_offer, plain
from weijiayuan.jobs.rules.occupations import occupations
from weijiayuan.jobs.rules.post_fields_check import check_post
from weijiayuan.jobs.rules.post_text_check import Finding, verdict
from weijiayuan.jobs.rules.prohibited_content import Level, law
from weijiayuan.jobs.rules.resubmission import is_like_any, is_near_copy
from weijiayuan.jobs.rules.states import BARRED, EDITABLE, EmployerState, JobState
from weijiayuan.jobs.service import notifications, publishing
from weijiayuan.jobs.service.current_minimum_wage import in_force
from weijiayuan.places import queries as places
from weijiayuan.places.models import Community


def draft(given: dict[str, Any], *, by: Resident, now: datetime) -> Job:
    """Write a draft for the employer named, or the only one that the resident acts for."""
    employer = posting_employer(given.pop("employer_id", None), by=by)
    check_words(given)
    job = Job(employer_id=employer.id, **given)
    job.employer = employer
    db.session.add(job)
    db.session.flush()
    publishing.note(job, "drafted", now=now, by=f"resident:{by.id}")
    return job


def posting_employer(employer_id: UUID | None, *, by: Resident) -> Employer:
    """Return the employer that the resident posts for. Raises `WhichEmployer`."""
    if employer_id is not None:
        return employers.employer_of(employer_id, resident_id=by.id)
    mine = employers.employers_of(by.id)
    if len(mine) != 1:
        raise WhichEmployer
    return mine[0].employer


def check_words(given: dict[str, Any]) -> None:
    """Refuse a community or an occupation that does not exist."""
    code = given.get("community_code")
    if code and not is_community(code):
        raise CommunityUnknown(fields={"community_code": ["jobs.community_unknown"]})
    if given.get("occupation") and given["occupation"] not in occupations():
        raise OccupationUnknown(fields={"occupation": ["jobs.occupation_unknown"]})


def is_community(code: str) -> bool:
    """Say whether there is a community of this code, or of this id while it has no code yet."""
    if places.community(code) is not None:
        return True
    try:
        return db.session.get(Community, UUID(code)) is not None
    except ValueError:
        return False


def edit(job: Job, given: dict[str, Any], *, by: str, now: datetime) -> Job:
    """Replace what the post says. One in public is checked again at once."""
    if job.state not in EDITABLE:
        raise NotEditable(state=job.state.value)
    given.pop("employer_id", None)
    check_words(given)
    if (given.get("wanted") or job.hired) < job.hired:
        raise WantedBelowHired(fields={"wanted": ["jobs.wanted_below_hired"]}, hired=job.hired)
    changed = {
        name: [plain(getattr(job, name)), plain(value)]
        for name, value in given.items()
        if getattr(job, name) != value
    }
    for name, value in given.items():
        setattr(job, name, value)
    job.version += 1
    if job.state is JobState.PUBLISHED:
        recheck(job, now=now)
    publishing.note(job, "edited", now=now, by=by, changed=changed)
    return job


def recheck(job: Job, *, now: datetime) -> None:
    """Check a post that is in public after a change: refuse it, hide it for review, or go on."""
    if must_be_seen(job, checked(job, now=now)):
        publishing.withdraw(job)
        job.move_to(JobState.IN_REVIEW)
        job.submitted_at = now
    else:
        publishing.index(job)


def checked(job: Job, *, now: datetime) -> list[Finding]:
    """Check the post and keep the findings. Raises `UnlawfulContent` when any is certain."""
    found = check_post(job.facts, when=in_force(now))
    if verdict(found) is Level.REFUSE:
        raise UnlawfulContent(count=len(found), findings=[as_json(each) for each in found])
    job.findings, job.law_version = [as_json(each) for each in found], law().version
    return found


def as_json(finding: Finding) -> dict[str, Any]:
    """Return a finding as it is stored and sent."""
    return asdict(finding) | {"level": finding.level.value}


def is_doubtful(found: list[Finding]) -> bool:
    """Say whether a person must look at what the check found."""
    return verdict(found) is Level.REVIEW


def must_be_seen(job: Job, found: list[Finding]) -> bool:
    """Say whether a person must look.

    At doubt, at other terms, at an employer that is new or lost its trust, at what a person has to
    let back and what is like it, and at a new post that nearly repeats one of the employer's.
    """
    return (
        is_doubtful(found)
        or job.offers_something_else
        or job.needs_review
        or job.employer.state is not EmployerState.VERIFIED
        or not employers.is_trusted(job.employer_id)
        or is_like_any(job, posts.kept_from_public(job))
        or is_new_and_nearly_repeated(job)
    )


def is_new_and_nearly_repeated(job: Job) -> bool:
    """Say whether the post nearly repeats another of the employer's; rows of lists are alike."""
    is_new = job.published_at is None and job.source_ref is None
    return is_new and is_near_copy(job, posts.offered_in_the_same_place(job))


def submit(job: Job, *, by: str, now: datetime) -> Job:
    """Publish the post, or send it to review.

    Raises `UnlawfulContent`, `EmployerMayNot`, `SamePost`.
    """
    check_employer(job.employer)
    if is_repeated(job):
        raise SamePost
    found = checked(job, now=now)
    job.submitted_at = now
    if must_be_seen(job, found):
        job.move_to(JobState.IN_REVIEW)
    else:
        bring_to_public(job, now=now)
    publishing.note(job, "submitted", now=now, by=by)
    audit.record("jobs.submitted", subject_kind="job", subject_id=job.id, state=job.state.value)
    return job


def check_employer(employer: Employer) -> None:
    """Let a refused or suspended employer do nothing. Raises `EmployerMayNot`."""
    if employer.state in BARRED:
        raise EmployerMayNot(reason=employer.state_reason)


def is_repeated(job: Job) -> bool:
    """Say whether the employer offers the very same in another post."""
    return any(is_same_offer(other, job) for other in posts.offered_beside(job))


def bring_to_public(job: Job, *, now: datetime) -> None:
    """Publish the post; those who applied for other terms are told of the new ones."""
    is_other = job.offers_something_else
    publishing.publish(job, now=now)
    if is_other:
        notifications.tell_of_changed_terms(job, applications.standing_applicants(job.id), now=now)


def renew(job: Job, valid_until: date, *, by: Resident, now: datetime) -> Job:
    """Let the post run until a later day; it is checked again, and newest after a while."""
    job.valid_until = valid_until
    job.version += 1
    if job.state is JobState.PUBLISHED:
        recheck(job, now=now)
        publishing.refresh(job, now=now)
        publishing.note(job, "renewed", now=now, by=f"resident:{by.id}")
        return job
    return submit(job, by=f"resident:{by.id}", now=now)


def pause(job: Job, *, by: Resident, now: datetime) -> Job:
    """Take the post out of public for a while."""
    job.move_to(JobState.PAUSED)
    publishing.withdraw(job)
    publishing.note(job, "paused", now=now, by=f"resident:{by.id}")
    return job


def close(job: Job, *, by: str, now: datetime, reason: str = "") -> Job:
    """End the post. Applications that wait stay to be answered."""
    job.move_to(JobState.CLOSED, reason=reason)
    job.closed_at = now
    publishing.withdraw(job)
    publishing.note(job, "closed", now=now, by=by, reason=reason)
    return job


def waiting_for_review(job_id: UUID, *, version: int) -> Job:
    """Return a post in review, locked, in the version that the reviewer saw.

    Raises `NotInReview` where somebody has decided already, `SeenOtherwise` where it has changed.
    """
    job = posts.job_to_change(job_id)
    if job.state is not JobState.IN_REVIEW:
        raise NotInReview
    if job.version != version:
        raise SeenOtherwise
    return job


def approve(job_id: UUID, *, version: int, by: str, now: datetime) -> Job:
    """Publish a post that waits for review. Raises `EmployerNotVerified`, `UnlawfulContent`."""
    job = waiting_for_review(job_id, version=version)
    if job.employer.state is not EmployerState.VERIFIED:
        raise EmployerNotVerified
    checked(job, now=now)
    job.needs_review = False
    bring_to_public(job, now=now)
    settle(job, "approved", "jobs_published", by=by, now=now)
    return job


def refuse(job_id: UUID, *, version: int, reason: str, by: str, now: datetime) -> Job:
    """Send a post back to its employer with the reason."""
    job = waiting_for_review(job_id, version=version)
    job.move_to(JobState.REFUSED, reason=needed(reason))
    settle(job, "refused", "jobs_refused", by=by, now=now)
    return job


def take_down(job_id: UUID, *, reason: str, by: str, now: datetime) -> Job:
    """Take an open post out of public for good reason."""
    job = posts.job_to_change(job_id)
    job.move_to(JobState.TAKEN_DOWN, reason=needed(reason))
    publishing.withdraw(job)
    settle(job, "taken_down", "jobs_taken_down", by=by, now=now)
    return job


def needed(reason: str) -> str:
    """Return the reason. Raises `ReasonNeeded` when there is none."""
    if not reason:
        raise ReasonNeeded
    return reason


def settle(job: Job, what: str, template: str, *, by: str, now: datetime) -> None:
    """Note what staff decided about a post and tell its employer."""
    publishing.note(job, what, now=now, by=by, reason=job.state_reason)
    audit.record(f"jobs.{what}", subject_kind="job", subject_id=job.id, reason=job.state_reason)
    notifications.tell_recruiters(
        employers.recruiters(job.employer_id),
        job,
        template=template,
        cause=f"job:{job.id}:{job.version}",
        now=now,
    )


def expire(*, today: date, now: datetime) -> int:
    """End the posts whose last day is past, and say how many there were."""
    past = posts.run_out(today)
    for job in past:
        job.move_to(JobState.EXPIRED)
        publishing.withdraw(job)
        publishing.note(job, "expired", now=now)
    return len(past)
