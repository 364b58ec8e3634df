"""Putting posts into public and taking them out: the index moves with the post."""

from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import delete, func, insert

from weijiayuan.db import db
from weijiayuan.jobs.models import Job, JobChange, job_search
from weijiayuan.jobs.queries import posts
from weijiayuan.jobs.queries.search_conditions import INDEX_VERSION, is_sqlite
from weijiayuan.jobs.rules.minimum_wage import PayUnit, a_month, earned_in_a_month
from weijiayuan.jobs.rules.occupations import KIND_WORDS, occupations
from weijiayuan.jobs.rules.search_tokens import filter_tokens, tokens
from weijiayuan.jobs.rules.spatial_grid_cells import metres, squares
from weijiayuan.jobs.rules.stated_facts import Form, stated_facts
from weijiayuan.jobs.rules.states import JobState

NEWEST_AGAIN = timedelta(days=7)  # pausing and renewing bring nobody to the top more often


def publish(job: Job, *, now: datetime) -> None:
    """Put the post into public in the transaction at hand, where it was or as the newest.

    Every door to the public comes through here, and none with what waits for a person.
    """
    assert not job.needs_review
    job.move_to(JobState.PUBLISHED)
    if job.offers_something_else or may_be_newest(job, now=now):
        job.published_at, job.list_number = now, None
    job.published_terms, job.closed_at = job.terms, None
    index(job)


def refresh(job: Job, *, now: datetime) -> None:
    """Make a post in public the newest again, if it has been there for a while."""
    if job.state is JobState.PUBLISHED and may_be_newest(job, now=now):
        job.published_at, job.list_number = now, None
        index(job)


def may_be_newest(job: Job, *, now: datetime) -> bool:
    """Say whether the post may go to the top: when it is new, and then once in a while."""
    return job.published_at is None or now - job.published_at >= NEWEST_AGAIN


def index(job: Job) -> None:
    """Write the post's row of the search index anew, under the number that it has."""
    db.session.flush()
    db.session.execute(delete(job_search).where(job_search.c.job_id == job.id))
    row = search_row(job)
    if job.list_number is not None:
        row["number"] = job.list_number
    written = insert(job_search).values(row).returning(job_search.c.number)
    job.list_number = db.session.scalars(written).one()
    posts.move_board()


def withdraw(job: Job) -> None:
    """Take the post out of public."""
    db.session.execute(delete(job_search).where(job_search.c.job_id == job.id))
    posts.move_board()


def note(job: Job, what: str, *, now: datetime, by: str = "system", **more: Any) -> None:
    """Add a line to the post's history."""
    db.session.add(
        JobChange(job_id=job.id, what=what, state=job.state, by=by, created_at=now, **more)
    )


def search_row(job: Job) -> dict[str, Any]:
    """Return the post's row of the search index."""
    stated = facts_of(job)
    facts = fact_tokens(job, stated) + place_tokens(job)
    title, everything = title_tokens(job) + facts, all_tokens(job) + facts
    east, north = metres(job.lng, job.lat)
    assert job.published_at is not None
    assert job.valid_until is not None
    return {
        "job_id": job.id,
        "employer_id": job.employer_id,
        "title_tokens": as_index(title),
        "all_tokens": as_index(everything),
        "kind": job.kind.value,
        "occupation": job.occupation,
        "community_code": job.community_code,
        "pay_month_fen": month_fen(job),
        "pay_rate_fen": rate_fen(job),
        "minutes_per_day": job.minutes_per_day,
        "insured": job.insured,
        "board": "board" in stated,
        "lodging": "lodging" in stated,
        "east_m": east,
        "north_m": north,
        "published_at": job.published_at,
        "valid_until": job.valid_until,
        "version": INDEX_VERSION,
    }


def title_tokens(job: Job) -> list[str]:
    """Return the tokens of the post's title and occupation."""
    named = occupations().get(job.occupation or "")
    return tokens(f"{job.title} {named.name if named else ''}")


def all_tokens(job: Job) -> list[str]:
    """Return the tokens of everything in the post that people may look for."""
    named = (job.address, job.user_employer, job.employer.name)
    texts = (job.duties, job.requirements, job.benefits, *named)
    words = tokens(f"{KIND_WORDS[job.kind]} {' '.join(texts)}")
    return list(dict.fromkeys([*title_tokens(job), *words]))


def facts_of(job: Job) -> frozenset[str]:
    """Return the names of the facts that the post states, in its words or in its form."""
    form = Form(
        kind=job.kind,
        pay_unit=job.pay_unit,
        days_per_week=job.days_per_week,
        shifts=job.shifts,
        insured=job.insured,
        board=job.board,
        lodging=job.lodging,
    )
    texts = (job.title, job.duties, job.requirements, job.benefits, job.pay_parts)
    return stated_facts("。".join(texts), form)


def fact_tokens(job: Job, stated: frozenset[str]) -> list[str]:
    """Return the tokens of the facts that people filter by together with words."""
    in_words = [token for name in sorted(stated) for token in filter_tokens(states=name)]
    return in_words + filter_tokens(
        community=job.community_code,
        street=street_of(job.community_code),
        kind=job.kind.value,
        occupation=job.occupation,
        insured=job.insured,
        board="board" in stated,
        lodging="lodging" in stated,
        employer=str(job.employer_id),
    )


def place_tokens(job: Job) -> list[str]:
    """Return the tokens of the squares that the post lies in, if it has a point."""
    east, north = metres(job.lng, job.lat)
    if east is None or north is None:
        return []
    return [token for name in squares(east, north) for token in filter_tokens(square=name)]


def street_of(community_code: str | None) -> str | None:
    """Return the street's code that a community's code begins with, if it has one."""
    return community_code[:9] if community_code and community_code.isdigit() else None


def as_index(words: list[str]) -> Any:
    """Return tokens as the engine keeps them: exact lexemes, or text under FTS5."""
    if is_sqlite():
        return " ".join(words)
    return func.array_to_tsvector(words)


def month_fen(job: Job) -> int:
    """Return what the post's lowest pay earns in a month by its hours and days."""
    assert job.pay_min_fen is not None
    assert job.pay_unit is not None
    if job.pay_unit is PayUnit.PIECE:
        return job.base_pay_fen or 0
    hours = {"minutes": job.minutes_per_day, "days": job.days_per_week}
    return earned_in_a_month(job.pay_min_fen, job.pay_unit, **hours)


def rate_fen(job: Job) -> int:
    """Return what the post's lowest pay would earn all day long, to compare rates by."""
    if job.pay_min_fen is None or job.pay_unit is None or job.pay_unit is PayUnit.PIECE:
        return month_fen(job)
    return a_month(job.pay_min_fen, job.pay_unit)
