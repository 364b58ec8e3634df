"""Rows and objects of jobs as the plain values that answers are made of."""

from collections.abc import Mapping, Sequence
from dataclasses import asdict
from datetime import date, datetime
from math import isqrt
from types import SimpleNamespace
from typing import Any

from sqlalchemy import Row

from weijiayuan.jobs.models import Application, Job
from weijiayuan.jobs.queries import posts
from weijiayuan.jobs.queries.search import Found
from weijiayuan.jobs.rules.material_terms import differ
from weijiayuan.jobs.rules.minimum_wage import PayUnit
from weijiayuan.jobs.rules.occupations import pay_in_words
from weijiayuan.jobs.rules.reply_deadlines import is_overdue
from weijiayuan.jobs.rules.search_tokens import Question, highlights
from weijiayuan.jobs.rules.states import BY_EMPLOYER, LIVE, ApplicationState, JobKind
from weijiayuan.jobs.rules.terms_in_words import changes, version_of
from weijiayuan.jobs.service.notifications import state_words
from weijiayuan.places import queries as places
from weijiayuan.web import json

SNIPPET = 60
PLAIN = (
    *("id", "kind", "title", "occupation", "duties", "requirements", "benefits"),
    *("pay_min_fen", "pay_max_fen", "pay_unit", "pay_parts", "base_pay_fen"),
    *("minutes_per_day", "days_per_week", "shifts", "insured", "board", "lodging"),
    *("wanted", "hired", "contract_months", "probation_months", "probation_pay_fen"),
    *(
        "shows_phone",
        "community_code",
        "address",
        "user_employer",
        "valid_until",
        "state",
        "state_reason",
    ),
    *("published_at", "findings", "version", "employer"),
)


def jobs_facts(jobs: Sequence[Job], *, today: date) -> list[dict[str, Any]]:
    """Return posts as `JobOut` shows them, their communities named by one question."""
    codes = {job.community_code for job in jobs if job.community_code}
    names = posts.community_names(codes) if codes else {}
    return [job_facts(job, today=today, names=names) for job in jobs]


def job_facts(job: Any, *, today: date, names: Mapping[str, str] | None = None) -> dict[str, Any]:
    """Return a post as `JobOut` shows it; `names` of communities may be known already."""
    facts = {name: getattr(job, name) for name in PLAIN}
    return facts | {
        "pay_text": pay_in_words(job.pay_min_fen, job.pay_max_fen, job.pay_unit),
        "place": None
        if job.lng is None or job.lat is None
        else {"lng": job.lng, "lat": job.lat, "datum": "gcj02"},
        "community_name": community_name(job.community_code)
        if names is None
        else names.get(job.community_code or ""),
        "is_open": posts.is_open(job, today=today),
    }


def published_facts(job: Job, *, today: date) -> dict[str, Any]:
    """Return a post with the terms that were in public last, whatever it has become since."""
    terms = dict(job.published_terms or {})
    for name, kind in (("kind", JobKind), ("pay_unit", PayUnit)):
        if terms.get(name):
            terms[name] = kind(terms[name])
    known = {name: getattr(job, name) for name in (*PLAIN, "lng", "lat")}
    return job_facts(SimpleNamespace(**known | terms), today=today)


def community_name(code: str | None) -> str | None:
    """Return the name of the community, if it has this code."""
    found = places.community(code) if code else None
    return found.name if found else None


def list_page(found: Found) -> dict[str, Any]:
    """Return a page of hits as `JobsPage` shows it; made by hand, because this list is hot."""
    return {
        "items": [item(row, found.question) for row in found.rows],
        "next_cursor": found.next_cursor,
        "loosened": found.is_loosened,
        "left_out": list(found.left_out),
        "understood": [asdict(each) for each in found.conditions],
    }


def item(row: Row[Any], question: Question) -> dict[str, Any]:
    """Return a hit as `JobItemOut` shows it."""
    snippet = snippet_of(row.duties, question)
    return {
        "id": str(row.id),
        "title": row.title,
        "kind": row.kind.value,
        "occupation": row.occupation,
        "pay_min_fen": row.pay_min_fen,
        "pay_max_fen": row.pay_max_fen,
        "pay_unit": row.pay_unit.value,
        "pay_text": pay_in_words(row.pay_min_fen, row.pay_max_fen, row.pay_unit),
        "minutes_per_day": row.minutes_per_day,
        "insured": row.insured,
        "board": row.board,
        "lodging": row.lodging,
        "wanted": row.wanted,
        "version": row.version,
        "hired": row.hired,
        "community_code": row.community_code,
        "community_name": row.community_name,
        "address": row.address,
        "user_employer": row.user_employer,
        "employer": {
            "id": str(row.employer_id),
            "name": row.employer_name,
            "is_agency": row.employer_is_agency,
        },
        "published_at": row.published_at.isoformat(),
        "valid_until": row.valid_until.isoformat(),
        "metres": isqrt(row.away) if "away" in row._fields else None,
        "snippet": snippet,
        "highlights": {
            "title": highlights(row.title, question) if question else [],
            "snippet": highlights(snippet, question) if question else [],
        },
    }


def snippet_of(text: str, question: Question) -> str:
    """Return the part of the text in which the words stand first, else its beginning."""
    spans = highlights(text, question) if question else []
    start = max(0, spans[0][0] - SNIPPET // 3) if spans else 0
    return text[start : start + SNIPPET]


def application_facts(application: Application, *, now: datetime) -> dict[str, Any]:
    """Return an application as its applicant sees it."""
    job = application.job
    return {
        "id": application.id,
        "job": applied_job(job) | as_applied_for(application),
        "is_changed": application.terms is not None and differ(application.terms, job.terms),
        "changes": changes(application.terms or {}, job.terms),
        "terms_version": version_of(job.terms),
        "state": application.state,
        "state_text": state_words(application),
        "reason": application.reason,
        "interview_at": application.interview_at,
        "interview_place": application.interview_place,
        "employer_phone": job.employer.contact_phone if job.shows_phone else None,
        "is_overdue": waits_too_long(application, now=now),
        "created_at": application.created_at,
        "answered_at": application.answered_at,
    }


def as_applied_for(application: Application) -> dict[str, Any]:
    """Return what the post offered when somebody applied, which is theirs to keep."""
    terms = application.terms
    if terms is None:
        return {}
    unit = PayUnit(terms["pay_unit"]) if terms["pay_unit"] else None
    return {
        "title": terms["title"],
        "pay_text": pay_in_words(terms["pay_min_fen"], terms["pay_max_fen"], unit),
        "address": terms["address"],
    }


def applied_job(job: Job) -> dict[str, Any]:
    """Return what a list of applications or reports says of the post."""
    return {
        "id": job.id,
        "title": job.title,
        "state": job.state,
        "pay_text": pay_in_words(job.pay_min_fen, job.pay_max_fen, job.pay_unit),
        "address": job.address,
        "employer": job.employer,
    }


def waits_too_long(application: Application, *, now: datetime) -> bool:
    """Say whether an application that still stands has waited fourteen days."""
    return application.state in LIVE and is_overdue(
        application.created_at, application.answered_at, now=now
    )


def applicant_facts(application: Application, *, now: datetime) -> dict[str, Any]:
    """Return an application as the employer sees it."""
    onward = BY_EMPLOYER[application.state]
    return {
        "id": application.id,
        "state": application.state,
        "state_text": state_words(application),
        "reason": application.reason,
        "profile": json.load(application.snapshot),
        "allowed": [state.value for state in ApplicationState if state in onward],
        "interview_at": application.interview_at,
        "interview_place": application.interview_place,
        "is_overdue": waits_too_long(application, now=now),
        "sent_at": application.created_at,
        "answered_at": application.answered_at,
    }
