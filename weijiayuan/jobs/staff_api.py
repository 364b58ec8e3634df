"""The desk of jobs: review of employers and posts, reports, lists, fairs."""

import csv
import io
from functools import partial
from typing import Any
from uuid import UUID

from flask import Response, jsonify

from weijiayuan import audit
from weijiayuan.accounts.current_caller import current
from weijiayuan.accounts.guards import require_role
from weijiayuan.accounts.rules import Role
from weijiayuan.files.schemas import SHEET_BYTES, SheetIn
from weijiayuan.jobs.api import serializers
from weijiayuan.jobs.api.public import fair_facts, fair_row
from weijiayuan.jobs.errors import (
    ContactUnverified,
    EmployerNotFound,
    EmployerNotVerified,
    EmployerSeenOtherwise,
    FairNotFound,
    JobNotFound,
    NotInReview,
    ReasonNeeded,
    ReportNotFound,
    ReportSettled,
    SeenOtherwise,
    TableUnreadable,
    UnlawfulContent,
)
from weijiayuan.jobs.models import Employer, Fair, Job, JobReport
from weijiayuan.jobs.models.job_fairs import FairState
from weijiayuan.jobs.queries import employers, posts
from weijiayuan.jobs.queries import job_fairs as fairs
from weijiayuan.jobs.queries import post_reports as reports
from weijiayuan.jobs.rules.post_spreadsheet import ReadRow, headings
from weijiayuan.jobs.rules.states import EmployerState, JobState
from weijiayuan.jobs.schemas.employers_and_applicants import (
    ApproveIn,
    DecisionIn,
    EmployerOut,
    EmployersIn,
    ImportOut,
    ReasonIn,
    RefuseIn,
    ReportOut,
    ReportsIn,
    SettleIn,
    StaffReportOut,
)
from weijiayuan.jobs.schemas.job_fairs import (
    AnnounceIn,
    FairIn,
    FairsAtDeskPage,
    WholeFairAtDeskOut,
)
from weijiayuan.jobs.schemas.posts import JobOut, WaitingJobOut
from weijiayuan.jobs.service import employers as deciding
from weijiayuan.jobs.service import job_fairs, post_imports, post_reports
from weijiayuan.jobs.service import posts as posting
from weijiayuan.kernel import clock
from weijiayuan.kernel.state_machine import IllegalMove
from weijiayuan.web.blueprint import Blueprint
from weijiayuan.web.decided_as_read import decided_as_read, version_of
from weijiayuan.web.idempotency import once_seen
from weijiayuan.web.pagination import Page, page_by
from weijiayuan.web.schemas import PageIn, page_schema

IMPORT = ImportOut()
jobs_desk = Blueprint(
    "jobs_desk",
    __name__,
    guard=require_role(Role.DEPARTMENT),
    url_prefix="/api/v1/staff/jobs",
    description="线上招工：审核",
)
DECISIONS = {
    "verify": EmployerState.VERIFIED,
    "refuse": EmployerState.REFUSED,
    "suspend": EmployerState.SUSPENDED,
}


@jobs_desk.get("/employers", records=True)
@jobs_desk.arguments(EmployersIn, location="query")
@jobs_desk.response(200, page_schema(EmployerOut))
def list_employers(asked: dict[str, Any]) -> Page[Employer]:
    """List employers in a state, the longest waiting first."""
    audit.record("jobs.employers_listed", subject_kind="employers", subject_id=asked["state"].value)
    return page_by(
        employers.employers_in(asked["state"]),
        Employer.created_at,
        Employer.id,
        limit=asked["limit"],
        cursor=asked["cursor"],
    )


@jobs_desk.get("/employers/<uuid:employer_id>", records=True)
@jobs_desk.response(200, EmployerOut)
@jobs_desk.refuses(EmployerNotFound)
def read_employer(employer_id: UUID) -> Employer:
    """Return an employer as it describes itself, whatever its state."""
    found = employers.employer(employer_id)
    audit.record("jobs.employer_read", subject_kind="employer", subject_id=str(employer_id))
    return found


@jobs_desk.post("/employers/<uuid:employer_id>/decide")
@jobs_desk.arguments(DecisionIn)
@jobs_desk.response(200, EmployerOut)
@jobs_desk.refuses(
    EmployerNotFound, ReasonNeeded, ContactUnverified, EmployerSeenOtherwise, IllegalMove
)
def decide_employer(given: dict[str, Any], employer_id: UUID) -> Employer:
    """Verify, refuse or suspend an employer; a suspended one is reinstated by verifying it."""
    return deciding.decide(
        employer_id,
        DECISIONS[given["decision"]],
        reason=given["reason"],
        contact_checked=given["contact_checked"],
        version=given["version"],
        now=clock.now(),
    )


@jobs_desk.get("/queue", records=True)
@jobs_desk.arguments(PageIn, location="query")
@jobs_desk.response(200, page_schema(WaitingJobOut))
def list_queue(asked: dict[str, Any]) -> dict[str, Any]:
    """List the posts that wait for review, the longest waiting first, with their findings.

    That staff looked is recorded.
    """
    audit.record("jobs.queue_read", subject_kind="jobs", subject_id="queue")
    found = page_by(
        posts.in_review(), Job.submitted_at, Job.id, limit=asked["limit"], cursor=asked["cursor"]
    )
    today = clock.local_date(clock.now())
    facts = serializers.jobs_facts(found.items, today=today)
    since = [{"submitted_at": job.submitted_at} for job in found.items]
    items = [one | moment for one, moment in zip(facts, since, strict=True)]
    return {"items": items, "next_cursor": found.next_cursor}


@jobs_desk.get("/queue/<uuid:job_id>", records=True)
@jobs_desk.response(200, WaitingJobOut)
@jobs_desk.refuses(JobNotFound, NotInReview)
def read_waiting(job_id: UUID) -> dict[str, Any]:
    """Return one post that waits for review; that staff looked is recorded."""
    found = posts.job(job_id)
    if found.state is not JobState.IN_REVIEW:
        raise NotInReview
    audit.record("jobs.queue_read", subject_kind="jobs", subject_id=str(job_id))
    return shown(found) | {"submitted_at": found.submitted_at}


def shown(job: Job) -> dict[str, Any]:
    """Return a post as staff see it."""
    return serializers.job_facts(job, today=clock.local_date(clock.now()))


@jobs_desk.post("/<uuid:job_id>/approve")
@jobs_desk.arguments(ApproveIn)
@jobs_desk.response(200, JobOut)
@jobs_desk.refuses(JobNotFound, NotInReview, SeenOtherwise, EmployerNotVerified, UnlawfulContent)
def approve_job(given: dict[str, Any], job_id: UUID) -> dict[str, Any]:
    """Publish a post that waits for review, in the version that was read.

    What breaks the law for certain cannot be approved.
    """
    return shown(posting.approve(job_id, **given, by=current().key, now=clock.now()))


@jobs_desk.post("/<uuid:job_id>/refuse")
@jobs_desk.arguments(RefuseIn)
@jobs_desk.response(200, JobOut)
@jobs_desk.refuses(JobNotFound, NotInReview, SeenOtherwise)
def refuse_job(given: dict[str, Any], job_id: UUID) -> dict[str, Any]:
    """Send a post back to its employer with the reason."""
    return shown(posting.refuse(job_id, **given, by=current().key, now=clock.now()))


def _post_now(job_id: UUID) -> int:
    return posts.job_to_change(job_id).version


@jobs_desk.post("/<uuid:job_id>/take-down")
@jobs_desk.arguments(ReasonIn)
@jobs_desk.response(200, JobOut)
@jobs_desk.refuses(JobNotFound, IllegalMove)
@decided_as_read(_post_now)
def take_down_job(given: dict[str, Any], job_id: UUID) -> dict[str, Any]:
    """Take an open post out of public."""
    return shown(
        posting.take_down(job_id, reason=given["reason"], by=current().key, now=clock.now())
    )


@jobs_desk.get("/reports")
@jobs_desk.arguments(ReportsIn, location="query")
@jobs_desk.response(200, page_schema(StaffReportOut))
def list_reports(asked: dict[str, Any]) -> dict[str, Any]:
    """List the reports of posts, the oldest first."""
    found = page_by(
        reports.reports_in(asked["state"]),
        JobReport.created_at,
        JobReport.id,
        limit=asked["limit"],
        cursor=asked["cursor"],
    )
    items = [report_facts(each) for each in found.items]
    return {"items": items, "next_cursor": found.next_cursor}


def report_facts(report: JobReport) -> dict[str, Any]:
    """Return a report with its post."""
    names = ("id", "job_id", "reason", "text", "state", "answer", "created_at")
    facts = {name: getattr(report, name) for name in names}
    return facts | {"job": serializers.applied_job(report.job), "version": report_version(report)}


def report_version(report: JobReport) -> str:
    """Name a report by what somebody settles: itself, and the post of which it tells."""
    return version_of(report.state, report.job.version)


def _report_now(report_id: UUID) -> str:
    return report_version(reports.report_to_settle(report_id))


@jobs_desk.post("/reports/<uuid:report_id>/settle")
@jobs_desk.arguments(SettleIn)
@jobs_desk.response(200, ReportOut)
@jobs_desk.refuses(ReportNotFound, ReportSettled)
@decided_as_read(_report_now)
def settle_report(given: dict[str, Any], report_id: UUID) -> JobReport:
    """Answer a report; one that is upheld takes its post out of public."""
    return post_reports.settle_report(report_id, **given, by=current().key, now=clock.now())


@jobs_desk.get("/imports/template")
@jobs_desk.response(200, content_type="text/csv")
def read_template() -> Response:
    """Return an empty list: its headings, as spreadsheets read them."""
    line = io.StringIO()
    csv.writer(line).writerow(headings())
    named = {"Content-Disposition": "attachment; filename=jobs-template.csv"}
    return Response("\ufeff" + line.getvalue(), mimetype="text/csv", headers=named)


@jobs_desk.post("/imports", looks_first=True, max_bytes=SHEET_BYTES)
@jobs_desk.arguments(SheetIn)
@jobs_desk.response(200, ImportOut)
@jobs_desk.refuses(TableUnreadable)
def import_list(given: dict[str, Any]) -> Response:
    """Take in an employers' list (xlsx, csv), or rehearse it; the good rows land once."""

    def taken_in(rows: list[ReadRow]) -> Response:
        said = {"by": current().key, "now": clock.now(), "is_rehearsal": given["dry_run"]}
        return jsonify(IMPORT.dump(post_imports.take_in(rows, **said)))

    return once_seen(partial(post_imports.read, given["body"]), taken_in)


@jobs_desk.get("/fairs")
@jobs_desk.arguments(PageIn, location="query")
@jobs_desk.response(200, FairsAtDeskPage)
def list_all_fairs(asked: dict[str, Any]) -> Page[dict[str, Any]]:
    """List every job fair, planned, published or cancelled, the latest first."""
    page = page_by(
        fairs.every_fair(),
        Fair.starts_at,
        Fair.id,
        limit=asked["limit"],
        cursor=asked["cursor"],
        newest_first=True,
    )
    items = [fair_row(each) | {"version": _fair_version(each)} for each in page.items]
    return Page(items, page.next_cursor)


def _fair_version(fair: Fair) -> str:
    """Name a fair by all that is announced of it."""
    stands = sorted((each.label, each.employer_id) for each in fair.stands)
    return version_of(fair_row(fair), stands, sorted(each.job_id for each in fair.posts))


def _fair_now(fair_id: UUID) -> str:
    return _fair_version(fairs.fair_to_change(fair_id))


def _fair_at_desk(fair: Fair) -> dict[str, Any]:
    return fair_facts(fair) | {"version": _fair_version(fair)}


@jobs_desk.post("/fairs")
@jobs_desk.arguments(FairIn)
@jobs_desk.response(201, WholeFairAtDeskOut)
@jobs_desk.refuses(EmployerNotFound, EmployerNotVerified, JobNotFound)
def plan_fair(given: dict[str, Any]) -> dict[str, Any]:
    """Plan a job fair with its stands and posts."""
    return _fair_at_desk(job_fairs.plan(given))


@jobs_desk.get("/fairs/<uuid:fair_id>")
@jobs_desk.response(200, WholeFairAtDeskOut)
@jobs_desk.refuses(FairNotFound)
def read_any_fair(fair_id: UUID) -> dict[str, Any]:
    """Return a fair with its stands and posts, published or not."""
    return _fair_at_desk(fairs.fair(fair_id))


@jobs_desk.put("/fairs/<uuid:fair_id>")
@jobs_desk.arguments(FairIn)
@jobs_desk.response(200, WholeFairAtDeskOut)
@jobs_desk.refuses(FairNotFound, EmployerNotFound, EmployerNotVerified, JobNotFound)
@decided_as_read(_fair_now)
def change_fair(given: dict[str, Any], fair_id: UUID) -> dict[str, Any]:
    """Replace a fair's details, stands and posts."""
    return _fair_at_desk(job_fairs.change(fair_id, given))


@jobs_desk.post("/fairs/<uuid:fair_id>/announce")
@jobs_desk.arguments(AnnounceIn)
@jobs_desk.response(200, WholeFairAtDeskOut)
@jobs_desk.refuses(FairNotFound)
@decided_as_read(_fair_now)
def announce_fair(given: dict[str, Any], fair_id: UUID) -> dict[str, Any]:
    """Publish a fair, or cancel it."""
    return _fair_at_desk(job_fairs.announce(fair_id, FairState(given["state"])))
