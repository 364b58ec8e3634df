"""Residents' reports of posts, as staff settles them."""

from uuid import UUID

from sqlalchemy import Select, select
from sqlalchemy.orm import joinedload

from weijiayuan.db import db
from weijiayuan.jobs.errors import ReportNotFound
from weijiayuan.jobs.models import Job, JobReport
from weijiayuan.jobs.models.applications import ReportState


def reports_in(state: ReportState) -> Select[JobReport]:
    """Select the reports in a state with their posts."""
    whole = joinedload(JobReport.job).joinedload(Job.employer)
    return select(JobReport).where(JobReport.state == state).options(whole)


def report_to_settle(report_id: UUID) -> JobReport:
    """Return the report, locked. Raises `ReportNotFound`."""
    found = db.session.scalar(select(JobReport).where(JobReport.id == report_id).with_for_update())
    if found is None:
        raise ReportNotFound
    return found
