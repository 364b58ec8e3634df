"""Saved searches, and reports of posts."""

from dataclasses import asdict
from datetime import datetime
from typing import Any
from uuid import UUID

from weijiayuan import audit
from weijiayuan.accounts.models import Resident
from weijiayuan.db import db, insert_new
from weijiayuan.jobs.errors import AlreadyReported, ReasonNeeded, ReportSettled, TooManySearches
from weijiayuan.jobs.models import JobReport, SavedSearch
from weijiayuan.jobs.models.applications import ReportReason, ReportState
from weijiayuan.jobs.queries import applications, posts, search
from weijiayuan.jobs.queries.search_conditions import Asked
from weijiayuan.jobs.rules.states import JobState
from weijiayuan.jobs.service import notifications, publishing
from weijiayuan.jobs.service import posts as posting
from weijiayuan.kernel.clock import local_date

MOST_SEARCHES = 10
COMES_DOWN = frozenset({JobState.PUBLISHED, JobState.PAUSED, JobState.IN_REVIEW})
REPORTS_THAT_HIDE = 3  # so many people at once: out of public until somebody has looked
AT_ONCE = 200


def save_search(resident: Resident, *, name: str, asked: Asked) -> SavedSearch:
    """Save a search; posts published from now on are told of."""
    if len(applications.saved_searches(resident.id)) >= MOST_SEARCHES:
        raise TooManySearches(most=MOST_SEARCHES)
    saved = SavedSearch(
        resident_id=resident.id,
        name=name,
        asked=written(asked),
        seen_number=search.newest_number(),
    )
    db.session.add(saved)
    return saved


def written(asked: Asked) -> dict[str, Any]:
    """Return the words and filters of a search as they are kept; the day it asks from is not."""
    kept = {name: value for name, value in asdict(asked).items() if value not in (None, "")}
    kept.pop("posted_after", None)
    return kept | ({"employer_id": str(asked.employer_id)} if asked.employer_id else {})


def asked_of(saved: SavedSearch, *, above: int | None = None) -> Asked:
    """Return the search that was saved, for posts above a number if asked."""
    kept = dict(saved.asked)
    if "employer_id" in kept:
        kept["employer_id"] = UUID(kept["employer_id"])
    if "near" in kept:
        kept["near"] = tuple(kept["near"])
    return Asked(**kept, above=above)


def tell_of_new_posts(*, now: datetime) -> int:
    """Tell residents of posts that answer their saved searches, once a day at most; count them."""
    today, newest, told = local_date(now), search.newest_number(), 0
    for saved in applications.searches_behind(newest, limit=AT_ONCE):
        if saved.told_on == today:
            continue
        count, highest = search.count_new(asked_of(saved, above=saved.seen_number), today=today)
        saved.seen_number = max(newest, highest)
        if count:
            saved.told_on, saved.told_at = today, now
            notifications.tell_of_new_posts(saved, count, now=now)
            told += 1
    return told


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
    found = applications.report_to_settle(report_id)
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
