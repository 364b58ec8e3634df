"""Residents' reports of posts, and what staff decides on them."""

from datetime import datetime
from typing import Any

from weijiayuan import audit
from weijiayuan.accounts.models import Resident
from weijiayuan.db import db, insert_new
from weijiayuan.jobs.errors import AlreadyReported, ReasonNeeded, ReportSettled
from weijiayuan.jobs.models import JobReport
from weijiayuan.jobs.models.applications import ReportReason, ReportState
from weijiayuan.jobs.queries import post_reports, posts
from weijiayuan.jobs.rules.states import JobState
from weijiayuan.jobs.service import notifications, publishing
from weijiayuan.jobs.service import posts as posting

COMES_DOWN = frozenset({JobState.PUBLISHED, JobState.PAUSED, JobState.IN_REVIEW})
REPORTS_THAT_HIDE = 3  # so many people at once: out of public until somebody has looked


def report(
    resident: Resident, *, job_id: Any, reason: ReportReason, text: str, now: datetime
) -> JobReport:
    """Take a complaint about a post. Three open ones hide it until staff have looked."""
    job = posts.job_to_change(job_id)
    filed = JobReport(job_id=job.id, resident_id=resident.id, reason=reason, text=text)
    row = {
        "id": filed.id,
        "job_id": job.id,
        "resident_id": resident.id,
        "reason": reason,
        "text": text,
        "state": ReportState.OPEN,
        "answer": "",
    }
    if not insert_new(JobReport, [row]):
        raise AlreadyReported
    if job.state is JobState.PUBLISHED and posts.open_reports(job.id) >= REPORTS_THAT_HIDE:
        publishing.withdraw(job)
        job.move_to(JobState.IN_REVIEW, reason="多人举报，待核实")
        publishing.note(job, "reported", now=now, reason=job.state_reason)
    audit.record("jobs.reported", subject_kind="job", subject_id=job.id, reason=reason.value)
    return db.session.get_one(JobReport, filed.id)


def settle_report(
    report_id: Any, *, upheld: bool, answer: str, by: str, now: datetime
) -> JobReport:
    """Answer a report; one that is upheld takes the post out of public."""
    if not answer:
        raise ReasonNeeded
    found = post_reports.report_to_settle(report_id)
    if found.state is not ReportState.OPEN:
        raise ReportSettled
    found.state = ReportState.UPHELD if upheld else ReportState.DISMISSED
    found.answer = answer
    job = posts.job_to_change(found.job_id)
    if upheld and job.state in COMES_DOWN:
        posting.take_down(job.id, reason=answer, by=by, now=now)
    audit.record(
        f"jobs.report_{found.state.value}",
        subject_kind="job_report",
        subject_id=found.id,
        reason=answer,
    )
    notifications.tell_reporter(found, now=now)
    return found
