"""Search over the open posts: one function for both engines.

Posts whose title answers come first, then those that answer elsewhere, newest first in each: on
frequent words that is a walk down the key, where ranking every hit is what costs (measured).
"""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import date
from typing import Any

from sqlalchemy import ColumnElement, Row, Select, func, select, tuple_

from weijiayuan.db import db
from weijiayuan.jobs.models import Employer, Job
from weijiayuan.jobs.queries.search_conditions import (
    ELSEWHERE,
    TITLE,
    Asked,
    Wanted,
    found,
    is_sqlite,
    matching,
    numbered,
    squared_metres,
    want,
    within,
)
from weijiayuan.jobs.rules.query_loosening import widened
from weijiayuan.jobs.rules.query_understanding import Condition
from weijiayuan.jobs.rules.search_tokens import Question
from weijiayuan.jobs.rules.spatial_grid_cells import SQUARES_M
from weijiayuan.places.models import Community
from weijiayuan.web.pagination import CursorMalformed, read_cursor, write_cursor

RECENT = 3000  # posts: so many are read one by one before the word index is asked for all hits


@dataclass(frozen=True, slots=True)
class Found:
    """A page of hits, how it goes on, how the words were meant.

    Where nothing answered all of them `is_loosened`, and `left_out` names what does not hold.
    """

    rows: list[Row[Any]]
    next_cursor: str | None
    question: Question
    is_loosened: bool = False
    left_out: tuple[str, ...] = ()
    conditions: tuple[Condition, ...] = ()


def search(asked: Asked, *, today: date, limit: int, cursor: str | None) -> Found:
    """Return a page of open posts that answer. Raises `CursorMalformed`."""
    wanted = want(asked, today=today)
    if wanted.is_empty:
        return Found([], None, wanted.question)
    first = page(wanted, limit=limit, cursor=cursor)
    found = first if first.rows or cursor else (loosened_page(wanted, limit=limit) or first)
    return replace(found, conditions=wanted.meant.conditions)


def loosened_page(wanted: Wanted, *, limit: int) -> Found | None:
    """Return the first page that a wider question finds, if one does."""
    for wider in widened(wanted.meant):
        found = page(replace(wanted, meant=wider.meant), limit=limit, cursor=None)
        if found.rows:
            return replace(found, is_loosened=True, left_out=wider.left_out, next_cursor=None)
    return None


def page(wanted: Wanted, *, limit: int, cursor: str | None) -> Found:
    """Return a page in the order asked for."""
    sort = wanted.asked.sort or ("fit" if wanted.question else "newest")
    if sort == "nearest" and wanted.asked.near:
        return nearest(wanted, limit=limit, cursor=cursor)
    if sort == "fit" and wanted.question:
        return fittest(wanted, limit=limit, cursor=cursor)
    return newest(wanted, limit=limit, cursor=cursor)


def newest(wanted: Wanted, *, limit: int, cursor: str | None = None) -> Found:
    """Return a page, newest first."""
    below = read_cursor(cursor, [int])[0] if cursor else None
    rows = walk(wanted, below=below, limit=limit + 1)
    return Found(*cut(rows, limit, lambda row: [row.number]), wanted.question)


def fittest(wanted: Wanted, *, limit: int, cursor: str | None) -> Found:
    """Return a page, hits in the title first, newest first among them and among the rest."""
    begin, below = read_cursor(cursor, [int, int]) if cursor else (TITLE, None)
    if begin not in (TITLE, ELSEWHERE):
        raise CursorMalformed
    rows: list[tuple[int, Row[Any]]] = []
    for stage in range(begin, ELSEWHERE + 1):
        under = below if stage == begin else None
        more = walk(wanted, stage=stage, below=under, limit=limit + 1 - len(rows))
        rows += [(stage, row) for row in more]
        if len(rows) > limit:
            break
    kept, onward = cut(rows, limit, lambda pair: [pair[0], pair[1].number])
    return Found([row for _, row in kept], onward, wanted.question)


def walk(
    wanted: Wanted, *, limit: int, below: int | None = None, stage: int | None = None
) -> list[Row[Any]]:
    """Return the hits under a number, newest first, as a list shows them.

    PostgreSQL guesses badly how many posts hold a word. A wrong guess makes it read every post one
    by one (300 ms for 100,000), so it may do that among the newest only. Where they do not fill the
    page, or are not likely to, the word index names all hits before any is read.
    """
    number = numbered(wanted)
    hits = matching(wanted, stage=stage)
    if below is not None:
        hits = hits.where(number < below)
    if is_sqlite() or not wanted.is_indexed:
        return shown(hits.order_by(number.desc()).limit(limit))
    if not wanted.is_narrow:
        recent = hits.where(found.number > recent_from(below))
        rows = shown(recent.order_by(number.desc()).limit(limit))
        if len(rows) == limit:
            return rows
    return shown(newest_of_all(hits, limit))


def recent_from(below: int | None) -> ColumnElement[int]:
    """Return the number under which posts are no longer recent."""
    numbers = select(found.number).order_by(found.number.desc()).offset(RECENT).limit(1)
    if below is not None:
        numbers = numbers.where(found.number < below)
    return func.coalesce(numbers.scalar_subquery(), 0)


def newest_of_all(hits: Select[Any], limit: int) -> Select[Any]:
    """Select the newest of the hits, all of them found before the first is taken."""
    every = hits.cte("hits").prefix_with("MATERIALIZED")
    return select(every.c.number, every.c.job_id).order_by(every.c.number.desc()).limit(limit)


def nearest(wanted: Wanted, *, limit: int, cursor: str | None) -> Found:
    """Return a page, nearest first; posts without a point are left out.

    It looks in the nine smallest squares about the point first and in wider ones only while they
    do not fill the page, so that few hits are measured.
    """
    after = read_cursor(cursor, [int, int]) if cursor else None
    rows: list[Row[Any]] = []
    for width in widths(wanted, after):
        rows = by_distance(within(wanted, width), after=after, limit=limit + 1)
        if width is None or holds(rows, limit + 1, width):
            break
    return Found(*cut(rows, limit, lambda row: [row.away, row.number]), wanted.question)


def widths(wanted: Wanted, after: list[Any] | None) -> Iterator[int | None]:
    """Yield how wide the squares are in which to look, wider each time, at last anywhere."""
    widest = wanted.squares_m
    if wanted.has_tokens:
        beyond = after[0] if after else 0
        fit = (width for width in SQUARES_M if width**2 > beyond)
        yield from (width for width in fit if widest is None or width < widest)
    yield widest


def holds(rows: list[Row[Any]], count: int, width: int) -> bool:
    """Say whether the page is full of posts no farther than the squares hold all of."""
    return len(rows) == count and rows[-1].away <= width**2


def by_distance(wanted: Wanted, *, after: list[Any] | None, limit: int) -> list[Row[Any]]:
    """Return the hits beyond a distance and number, the nearest first."""
    assert wanted.asked.near is not None
    away = squared_metres(wanted.asked.near)
    hits = matching(wanted).where(found.east_m.is_not(None))
    if after:
        hits = hits.where(tuple_(away, found.number) > tuple_(*after))
    return shown(hits.add_columns(away.label("away")).order_by(away, found.number).limit(limit))


def cut(rows: list[Any], limit: int, mark: Any) -> tuple[list[Any], str | None]:
    """Cut `limit + 1` rows to a page and say how it goes on."""
    if len(rows) <= limit:
        return rows, None
    return rows[:limit], write_cursor(mark(rows[limit - 1]))


SHOWN = (
    Job.id,
    Job.title,
    Job.kind,
    Job.occupation,
    Job.duties,
    Job.pay_min_fen,
    Job.pay_max_fen,
    Job.pay_unit,
    Job.minutes_per_day,
    Job.insured,
    Job.board,
    Job.lodging,
    Job.wanted,
    Job.hired,
    Job.community_code,
    Job.address,
    Job.user_employer,
    Job.published_at,
    Job.valid_until,
    Job.version,
    Employer.id.label("employer_id"),
    Employer.name.label("employer_name"),
    Employer.is_agency.label("employer_is_agency"),
    Community.name.label("community_name"),
)


def shown(hits: Select[Any]) -> list[Row[Any]]:
    """Return what a list shows of the hits, in their order: one query."""
    page = hits.subquery()
    order = [page.c.away, page.c.number] if "away" in page.c else [page.c.number.desc()]
    extra = [page.c.away] if "away" in page.c else []
    rows = (
        select(page.c.number, *extra, *SHOWN)
        .join(Job, Job.id == page.c.job_id)
        .join(Employer, Employer.id == Job.employer_id)
        .outerjoin(Community, Community.code == Job.community_code)
        .order_by(*order)
    )
    return list(db.session.execute(rows))


def newest_number() -> int:
    """Return the number of the newest publication."""
    return db.session.scalar(select(func.max(found.number))) or 0


def count_new(asked: Asked, *, today: date) -> tuple[int, int]:
    """Return how many open posts answer, and the highest number among them."""
    numbers = matching(want(asked, today=today)).subquery()
    counted = select(func.count(), func.max(numbers.c.number)).select_from(numbers)
    count, highest = db.session.execute(counted).one()
    return count, highest or 0
