"""Posts: what employers write and publish, and residents report."""

from typing import Any
from uuid import UUID

from weijiayuan.accounts.current_caller import current_resident
from weijiayuan.accounts.guards import require_resident
from weijiayuan.jobs.api import serializers
from weijiayuan.jobs.errors import (
    AlreadyReported,
    CommunityUnknown,
    EmployerMayNot,
    JobNotFound,
    NotEditable,
    NotYourEmployer,
    SamePost,
    UnlawfulContent,
    WantedBelowHired,
    WhichEmployer,
)
from weijiayuan.jobs.models import Job, JobReport
from weijiayuan.jobs.queries import posts as queries
from weijiayuan.jobs.rules.post_fields_check import check_post
from weijiayuan.jobs.rules.post_text_check import verdict
from weijiayuan.jobs.rules.prohibited_content import law
from weijiayuan.jobs.schemas.employers_and_applicants import ReportIn, ReportOut
from weijiayuan.jobs.schemas.posts import CheckOut, HistoriesOut, JobIn, JobOut, RenewIn
from weijiayuan.jobs.service import post_reports, posts
from weijiayuan.jobs.service.current_minimum_wage import in_force
from weijiayuan.jobs.service.posts import as_json
from weijiayuan.kernel import clock
from weijiayuan.kernel.state_machine import IllegalMove
from weijiayuan.web.blueprint import Blueprint, open_to_all
from weijiayuan.web.rate_limits import limited

posting = Blueprint(
    "posting",
    __name__,
    guard=require_resident,
    url_prefix="/api/v1/jobs",
    description="线上招工：发布岗位",
)


NOBODY = UUID(int=0)


def shown(job: Job) -> dict[str, Any]:
    """Return a post as its employer sees it."""
    return serializers.job_facts(job, today=clock.local_date(clock.now()))


@posting.post("/check", guard=open_to_all, idempotent=False, as_reader=True)
@posting.arguments(JobIn)
@posting.response(200, CheckOut)
@limited("600 per minute")
def check_draft(given: dict[str, Any]) -> dict[str, Any]:
    """Check a post against the law while it is being written; nothing is kept."""
    draft = Job(**given | {"employer_id": NOBODY})
    found = check_post(draft.facts, when=in_force(clock.now()))
    level = verdict(found)
    return {
        "verdict": level.value if level else "pass",
        "law_version": law().version,
        "findings": [as_json(each) for each in found],
    }


@posting.post("")
@posting.arguments(JobIn)
@posting.response(201, JobOut)
@posting.refuses(WhichEmployer, NotYourEmployer, CommunityUnknown)
def write_job(given: dict[str, Any]) -> dict[str, Any]:
    """Write a draft. It may lack what submitting asks for."""
    return shown(posts.draft(given, by=current_resident(), now=clock.now()))


@posting.put("/<uuid:job_id>")
@posting.arguments(JobIn)
@posting.response(200, JobOut)
@posting.refuses(JobNotFound, NotEditable, UnlawfulContent, CommunityUnknown, WantedBelowHired)
def edit_job(given: dict[str, Any], job_id: UUID) -> dict[str, Any]:
    """Replace what a post says. One in public is checked again at once."""
    by = current_resident()
    job = queries.job_of(job_id, resident_id=by.id)
    return shown(posts.edit(job, given, by=f"resident:{by.id}", now=clock.now()))


@posting.post("/<uuid:job_id>/submit")
@posting.response(200, JobOut)
@posting.refuses(JobNotFound, UnlawfulContent, EmployerMayNot, IllegalMove, SamePost)
def submit_job(job_id: UUID) -> dict[str, Any]:
    """Publish a post, or send it to review; 409 with `findings` when it breaks the law."""
    by = current_resident()
    job = queries.job_of(job_id, resident_id=by.id)
    return shown(posts.submit(job, by=f"resident:{by.id}", now=clock.now()))


@posting.post("/<uuid:job_id>/pause")
@posting.response(200, JobOut)
@posting.refuses(JobNotFound, IllegalMove)
def pause_job(job_id: UUID) -> dict[str, Any]:
    """Take a post out of public for a while; submitting it brings it back."""
    by = current_resident()
    return shown(posts.pause(queries.job_of(job_id, resident_id=by.id), by=by, now=clock.now()))


@posting.post("/<uuid:job_id>/close")
@posting.response(200, JobOut)
@posting.refuses(JobNotFound, IllegalMove)
def close_job(job_id: UUID) -> dict[str, Any]:
    """End a post. Applications that wait stay to be answered."""
    by = current_resident()
    job = queries.job_of(job_id, resident_id=by.id)
    return shown(posts.close(job, by=f"resident:{by.id}", now=clock.now()))


@posting.post("/<uuid:job_id>/renew")
@posting.arguments(RenewIn)
@posting.response(200, JobOut)
@posting.refuses(JobNotFound, UnlawfulContent, EmployerMayNot, IllegalMove)
def renew_job(given: dict[str, Any], job_id: UUID) -> dict[str, Any]:
    """Let a post run until a later day; it is checked again and becomes the newest."""
    by = current_resident()
    job = queries.job_of(job_id, resident_id=by.id)
    return shown(posts.renew(job, given["valid_until"], by=by, now=clock.now()))


@posting.get("/<uuid:job_id>/history")
@posting.response(200, HistoriesOut)
@posting.refuses(JobNotFound)
def read_history(job_id: UUID) -> dict[str, Any]:
    """Return what happened to a post, oldest first."""
    queries.job_of(job_id, resident_id=current_resident().id, to_change=False)
    return {"items": queries.history(job_id)}


@posting.post("/<uuid:job_id>/reports")
@posting.arguments(ReportIn)
@posting.response(201, ReportOut)
@posting.refuses(JobNotFound, AlreadyReported)
def report_job(given: dict[str, Any], job_id: UUID) -> JobReport:
    """Report a post to staff."""
    return post_reports.report(current_resident(), job_id=job_id, now=clock.now(), **given)
