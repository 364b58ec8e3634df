"""Taking in employers' lists: the good rows land once however often the list is sent."""

from dataclasses import dataclass, field
from datetime import datetime

from weijiayuan import audit
from weijiayuan.db import db, insert_new
from weijiayuan.jobs.errors import TableUnreadable
from weijiayuan.jobs.models import Employer, Job
from weijiayuan.jobs.queries import employers
from weijiayuan.jobs.rules.check import Finding, verdict
from weijiayuan.jobs.rules.facts import check_post
from weijiayuan.jobs.rules.law import Level
from weijiayuan.jobs.rules.states import EmployerState, JobKind, JobState
from weijiayuan.jobs.rules.table import (
    CODE_HEADING,
    ReadRow,
    RowError,
    Unreadable,
    columns,
    read_table,
)
from weijiayuan.jobs.rules.wages import PayUnit
from weijiayuan.jobs.service import posts, publishing
from weijiayuan.jobs.service.rows import values_of
from weijiayuan.jobs.service.standards import in_force


@dataclass
class Report:
    """What an import did, or would do: counts, and what is wrong with which row."""

    rows: int = 0
    published: int = 0
    in_review: int = 0
    repeated: int = 0
    bad: int = 0
    errors: list[RowError] = field(default_factory=list)


def take_in(text: str, *, by: str, now: datetime, is_rehearsal: bool) -> Report:
    """Read a CSV and post its good rows, or only say what would happen.

    A row is known by its employer and 编号, so a list sent twice changes nothing the second time.
    Raises `TableUnreadable`.
    """
    try:
        rows = read_table(text)
    except Unreadable as error:
        raise TableUnreadable(problem=str(error)) from error
    report = Report(rows=len(rows))
    known: dict[str, Employer | None] = {}
    seen: dict[tuple[str, str], int] = {}
    for row in rows:
        take_row(row, report, known=known, seen=seen, by=by, now=now, is_rehearsal=is_rehearsal)
    if not is_rehearsal:
        audit.record("jobs.imported", subject_kind="jobs", subject_id="import", rows=report.rows)
    return report


def take_row(
    row: ReadRow,
    report: Report,
    *,
    known: dict[str, Employer | None],
    seen: dict[tuple[str, str], int],
    by: str,
    now: datetime,
    is_rehearsal: bool,
) -> None:
    """Take in one row, or add to the report what is wrong with it."""
    errors = list(row.errors)
    employer = None
    if row.uscc not in known:
        known[row.uscc] = employers.employer_by_code(row.uscc)
    employer = known[row.uscc]
    if not errors:
        errors += misplaced(row, employer, seen)
    job = None if errors else job_of(row, employer)
    if job is not None:
        errors += unlawful(row, job, now=now)
    if errors or job is None:
        report.bad += 1
        report.errors += errors
        return
    land(job, report, by=by, now=now, is_rehearsal=is_rehearsal)


def misplaced(
    row: ReadRow, employer: Employer | None, seen: dict[tuple[str, str], int]
) -> list[RowError]:
    """Return what is wrong with the row beside the rest of the world."""
    errors = []
    if employer is None:
        errors.append(RowError(row.row, CODE_HEADING, "这家单位还没有登记"))
    elif employer.state is not EmployerState.VERIFIED:
        errors.append(RowError(row.row, CODE_HEADING, "这家单位还没有通过审核"))
    first = seen.setdefault((row.uscc, row.values["source_ref"]), row.row)
    if first != row.row:
        errors.append(RowError(row.row, "编号", f"与第{first}行重复"))
    if not posts.is_community(row.values["community_code"]):
        errors.append(RowError(row.row, "社区代码", "没有这个社区"))
    return errors


def job_of(row: ReadRow, employer: Employer | None) -> Job:
    """Return the post that the row describes, not yet in the database."""
    assert employer is not None
    values = row.values | {
        "kind": JobKind(row.values["kind"]),
        "pay_unit": PayUnit(row.values["pay_unit"]),
    }
    return Job(employer_id=employer.id, **values)


def unlawful(row: ReadRow, job: Job, *, now: datetime) -> list[RowError]:
    """Return what the post breaks for certain, in which column of the sheet."""
    found = check_post(job.facts, when=in_force(now))
    heading = {column.field: column.heading for column in columns()}
    return [
        RowError(row.row, heading.get(each.field, each.name), broken(each))
        for each in found
        if each.level is Level.REFUSE
    ]


def broken(finding: Finding) -> str:
    """Return the sentence that says what breaks which law and how to write it instead."""
    return f"“{finding.text}”：{finding.name}，{finding.article}。{finding.remedy}"


def land(job: Job, report: Report, *, by: str, now: datetime, is_rehearsal: bool) -> None:
    """Insert the post and submit it, unless it is there already."""
    if is_rehearsal:
        if employers.has_reference(job.employer_id, job.source_ref):
            report.repeated += 1
        elif verdict(check_post(job.facts, when=in_force(now))) is Level.REVIEW:
            report.in_review += 1
        else:
            report.published += 1
        return
    if not insert_new(Job, [values_of(job)]):
        report.repeated += 1
        return
    stored = db.session.get_one(Job, job.id)
    found = posts.checked(stored, now=now)
    stored.submitted_at = now
    if verdict(found) is Level.REVIEW:
        stored.move_to(JobState.IN_REVIEW)
        report.in_review += 1
    else:
        publishing.publish(stored, now=now)
        report.published += 1
    publishing.note(stored, "imported", now=now, by=by)
