"""Taking in employers' lists: the good rows land once however often the list is sent."""

from dataclasses import dataclass, field
from datetime import date, datetime

from weijiayuan import audit
from weijiayuan.db import db, insert_new
from weijiayuan.files.spreadsheet_reading import Unreadable
from weijiayuan.files.spreadsheet_tables import RowError
from weijiayuan.jobs.errors import TableUnreadable
from weijiayuan.jobs.models import Employer, Job
from weijiayuan.jobs.queries import employers
from weijiayuan.jobs.rules.minimum_wage import PayUnit
from weijiayuan.jobs.rules.post_fields_check import check_post
from weijiayuan.jobs.rules.post_spreadsheet import (
    CODE_HEADING,
    ReadRow,
    columns,
    read_table,
)
from weijiayuan.jobs.rules.post_text_check import Finding
from weijiayuan.jobs.rules.prohibited_content import Level
from weijiayuan.jobs.rules.states import EDITABLE, EmployerState, JobKind, JobState
from weijiayuan.jobs.service import posts
from weijiayuan.jobs.service.current_minimum_wage import in_force
from weijiayuan.jobs.service.insertable_row_values import values_of
from weijiayuan.kernel.clock import local_date
from weijiayuan.places import queries as places


@dataclass
class Report:
    """What an import did, or would do: counts, and what is wrong with which row."""

    rows: int = 0
    published: int = 0
    in_review: int = 0
    updated: int = 0
    repeated: int = 0
    bad: int = 0
    errors: list[RowError] = field(default_factory=list)


def read(body: bytes) -> list[ReadRow]:
    """Return the rows of a sheet. Slow: outside any transaction. Raises `TableUnreadable`."""
    try:
        return read_table(body)
    except Unreadable as error:
        raise TableUnreadable(problem=str(error)) from error


def take_in(rows: list[ReadRow], *, by: str, now: datetime, is_rehearsal: bool) -> Report:
    """Post the good rows of a sheet, or only say what would happen.

    A row is known by its employer and 编号: a list sent twice changes nothing the second time, and
    a row that has changed meanwhile changes its post, as its employer would.
    """
    report = Report(rows=len(rows))
    known: dict[str, Employer | None] = {}
    named = community_codes(on=local_date(now))
    for row in rows:
        if code := row.values.get("community_code"):
            row.values["community_code"] = named.get(code, code)
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
    land(job, row, report, by=by, now=now, is_rehearsal=is_rehearsal)


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
        errors.append(RowError(row.row, "社区代码", "没有这个社区，请写社区代码或社区全名"))
    return errors


def job_of(row: ReadRow, employer: Employer | None) -> Job:
    """Return the post that the row describes, not yet in the database."""
    assert employer is not None
    values = row.values | {
        "kind": JobKind(row.values["kind"]),
        "pay_unit": PayUnit(row.values["pay_unit"]),
    }
    job = Job(employer_id=employer.id, **values)
    job.employer = employer
    return job


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


def community_codes(*, on: date) -> dict[str, str]:
    """Return the codes of communities by their names, with and without 社区."""
    living = places.communities(on=on)
    full = {each.name: each.territory for each in living}
    return {each.name.removesuffix("社区"): each.territory for each in living} | full


def land(
    job: Job, row: ReadRow, report: Report, *, by: str, now: datetime, is_rehearsal: bool
) -> None:
    """Post the row, change its post, or note that it is there as it stands."""
    stored = employers.post_by_reference(job.employer_id, job.source_ref)
    if stored is None:
        add(job, row, report, by=by, now=now, is_rehearsal=is_rehearsal)
        return
    changed = {
        name: getattr(job, name)
        for name in row.values
        if getattr(stored, name) != getattr(job, name)
    }
    if not changed:
        report.repeated += 1
    elif stored.state not in EDITABLE:
        refuse(report, row, "编号", "这个岗位正在审核或已经结束，不能再改")
    else:
        report.updated += 1
        if not is_rehearsal:
            posts.edit(stored, changed, by=by, now=now)


def add(
    job: Job, row: ReadRow, report: Report, *, by: str, now: datetime, is_rehearsal: bool
) -> None:
    """Submit a new post as its employer would, or say what would become of it."""
    if posts.is_repeated(job):
        refuse(report, row, "岗位名称", "已经有一个内容完全相同的岗位")
        return
    if is_rehearsal:
        waits = posts.must_be_seen(job, check_post(job.facts, when=in_force(now)))
    elif insert_new(Job, [values_of(job)]):
        stored = posts.submit(db.session.get_one(Job, job.id), by=by, now=now)
        waits = stored.state is JobState.IN_REVIEW
    else:
        report.repeated += 1
        return
    report.in_review += waits
    report.published += not waits


def refuse(report: Report, row: ReadRow, column: str, problem: str) -> None:
    """Add to the report why a row does not land."""
    report.bad += 1
    report.errors.append(RowError(row.row, column, problem))
