"""Search over the open posts: one function for both engines.

Posts whose title answers come first, then those that answer elsewhere, newest first in each: on
frequent words that is a walk down the key, where ranking every hit is what costs (measured).
"""

from dataclasses import dataclass, replace
from datetime import date, datetime
from typing import Any
from uuid import UUID

from sqlalchemy import (
    BigInteger,
    ColumnElement,
    Row,
    Select,
    bindparam,
    cast,
    column,
    func,
    literal,
    not_,
    select,
    table,
    text,
    tuple_,
    union_all,
)
from sqlalchemy.dialects.postgresql import TSQUERY

from weijiayuan.db import db
from weijiayuan.jobs.models import Employer, Job, job_search
from weijiayuan.jobs.rules.words import Question, filter_tokens, loosened, understand
from weijiayuan.places.models import Community
from weijiayuan.web.paging import read_cursor, write_cursor

FTS = table("job_search_fts", column("rowid"))
TITLE, ELSEWHERE = 0, 1
found = job_search.c


@dataclass(frozen=True, slots=True)
class Asked:
    """What somebody looks for. Sums are fen a month, distances metres, `near` (east, north)."""

    q: str = ""
    community: str | None = None
    street: str | None = None
    kind: str | None = None
    occupation: str | None = None
    pay_min_fen: int | None = None
    posted_after: datetime | None = None
    minutes_max: int | None = None
    insured: bool | None = None
    board: bool | None = None
    lodging: bool | None = None
    employer_id: UUID | None = None
    near: tuple[int, int] | None = None
    within_m: int | None = None
    sort: str | None = None
    above: int | None = None


@dataclass(frozen=True, slots=True)
class Found:
    """A page of hits, how it goes on, and whether the words had to be loosened."""

    rows: list[Row[Any]]
    next_cursor: str | None
    question: Question
    is_loosened: bool = False


def search(asked: Asked, *, today: date, limit: int, cursor: str | None) -> Found:
    """Return a page of open posts that answer. Raises `CursorMalformed`."""
    question = understand(asked.q)
    if asked.q and not question:
        return Found([], None, question)
    first = page(asked, question, today=today, limit=limit, cursor=cursor)
    if first.rows or cursor or not question:
        return first
    wider = loosened(asked.q)
    if wider is None:
        return first
    by_newest = replace(asked, sort="newest")
    return replace(page(by_newest, wider, today=today, limit=limit, cursor=None), is_loosened=True)


def page(asked: Asked, question: Question, *, today: date, limit: int, cursor: str | None) -> Found:
    """Return a page in the order asked for."""
    sort = asked.sort or ("fit" if question else "newest")
    if sort == "nearest" and asked.near:
        return nearest(asked, question, today=today, limit=limit, cursor=cursor)
    if sort == "fit" and question:
        return fittest(asked, question, today=today, limit=limit, cursor=cursor)
    return newest(asked, question, today=today, limit=limit, cursor=cursor)


def newest(
    asked: Asked, question: Question, *, today: date, limit: int, cursor: str | None
) -> Found:
    """Return a page, newest first."""
    hits = matching(asked, question, today=today)
    if cursor:
        hits = hits.where(numbered(question) < read_cursor(cursor, [int])[0])
    rows = shown(hits.order_by(numbered(question).desc()).limit(limit + 1))
    return Found(*cut(rows, limit, lambda row: [row.number]), question)


def fittest(
    asked: Asked, question: Question, *, today: date, limit: int, cursor: str | None
) -> Found:
    """Return a page, hits in the title first, newest first among them and among the rest."""
    stage, below = read_cursor(cursor, [int, int]) if cursor else (TITLE, None)
    rows: list[tuple[int, Row[Any]]] = []
    for each in range(stage, ELSEWHERE + 1):
        hits = matching(asked, question, today=today, stage=each)
        if below is not None and each == stage:
            hits = hits.where(numbered(question) < below)
        more = shown(hits.order_by(numbered(question).desc()).limit(limit + 1 - len(rows)))
        rows += [(each, row) for row in more]
        if len(rows) > limit:
            break
    kept, onward = cut(rows, limit, lambda pair: [pair[0], pair[1].number])
    return Found([row for _, row in kept], onward, question)


def nearest(
    asked: Asked, question: Question, *, today: date, limit: int, cursor: str | None
) -> Found:
    """Return a page, nearest first; posts without a point are left out."""
    assert asked.near is not None
    away = squared_metres(asked.near)
    hits = matching(asked, question, today=today).where(found.east_m.is_not(None))
    if cursor:
        hits = hits.where(tuple_(away, found.number) > tuple_(*read_cursor(cursor, [int, int])))
    ordered = hits.add_columns(away.label("away")).order_by(away, found.number).limit(limit + 1)
    return Found(*cut(shown(ordered), limit, lambda row: [row.away, row.number]), question)


def squared_metres(near: tuple[int, int]) -> ColumnElement[int]:
    """Return the square of the distance, in whole numbers so that both engines agree."""
    east = cast(found.east_m, BigInteger) - near[0]
    north = cast(found.north_m, BigInteger) - near[1]
    return east * east + north * north


def cut(rows: list[Any], limit: int, mark: Any) -> tuple[list[Any], str | None]:
    """Cut `limit + 1` rows to a page and say how it goes on."""
    if len(rows) <= limit:
        return rows, None
    return rows[:limit], write_cursor(mark(rows[limit - 1]))


def matching(
    asked: Asked, question: Question, *, today: date, stage: int | None = None
) -> Select[Any]:
    """Select the open posts that answer: anywhere, or in one stage.

    With words, the facts that are equal or not go into the word index as tokens of their own: it
    crosses them with the words before a row is read.
    """
    if not question:
        return select(found.number, found.job_id).where(
            *equal_columns(asked), *bounds(asked, today)
        )
    hits = select(found.number, found.job_id).where(*bounds(asked, today))
    facts = equal_tokens(asked)
    if is_sqlite():
        words = text("job_search_fts MATCH :words").bindparams(words=fts5(question, stage, facts))
        return hits.join(FTS, FTS.c.rowid == found.number).where(words)
    return hits.where(*tsvector_match(question, stage, facts))


def is_sqlite() -> bool:
    """Say which engine answers."""
    return db.session.get_bind().dialect.name == "sqlite"


def numbered(question: Question) -> ColumnElement[int]:
    """Return the number to walk down: SQLite streams its word index only by its own key."""
    return FTS.c.rowid if question and is_sqlite() else found.number


def tsvector_match(
    question: Question, stage: int | None, facts: list[str]
) -> list[ColumnElement[bool]]:
    """Return the conditions for PostgreSQL."""
    asked = joined(question, "'{}'", " & ", " | ")
    crossed = tsquery(" & ".join([f"({asked})", *(f"'{token}'" for token in facts)]))
    if stage == TITLE:
        return [found.title_tokens.bool_op("@@")(crossed)]
    anywhere = found.all_tokens.bool_op("@@")(crossed)
    in_title = found.title_tokens.bool_op("@@")(tsquery(asked))
    return [anywhere] if stage is None else [anywhere, not_(in_title)]


def tsquery(words: str) -> ColumnElement[Any]:
    """Return a query of PostgreSQL's from its text, in which every token is quoted."""
    return cast(bindparam("words", words, unique=True), TSQUERY)


def fts5(question: Question, stage: int | None, facts: list[str]) -> str:
    """Write the question as FTS5 reads it, every token quoted."""
    asked = joined(question, '"{}"', " AND ", " OR ")
    crossed = " AND ".join([f"({asked})", *(f'"{token}"' for token in facts)])
    if stage == TITLE:
        return f"title_tokens : ({crossed})"
    if stage is None:
        return f"all_tokens : ({crossed})"
    return f"(all_tokens : ({crossed})) NOT (title_tokens : ({asked}))"


def joined(question: Question, quoted: str, every: str, any_of: str) -> str:
    """Write a question: every term, any of its words, all tokens of the word."""
    return every.join(
        "("
        + any_of.join(
            "(" + every.join(quoted.format(token) for token in tokens) + ")"
            for tokens in term.alternatives
        )
        + ")"
        for term in question.terms
    )


def equal_tokens(asked: Asked) -> list[str]:
    """Return the tokens of the facts asked for."""
    return filter_tokens(
        community=asked.community,
        street=asked.street,
        kind=asked.kind,
        occupation=asked.occupation,
        insured=asked.insured,
        board=asked.board,
        lodging=asked.lodging,
        employer=str(asked.employer_id) if asked.employer_id else None,
    )


def equal_columns(asked: Asked) -> list[ColumnElement[bool]]:
    """Return the same facts as conditions on the plain columns, for a search without words."""
    equal = {
        found.community_code: asked.community,
        found.kind: asked.kind,
        found.occupation: asked.occupation,
        found.insured: asked.insured,
        found.board: asked.board,
        found.lodging: asked.lodging,
        found.employer_id: asked.employer_id,
    }
    conditions = [column == value for column, value in equal.items() if value is not None]
    if asked.street:
        conditions += [found.community_code.between(asked.street, f"{asked.street}~")]
    return conditions


def bounds(asked: Asked, today: date) -> list[ColumnElement[bool]]:
    """Return the conditions that are more or less, earlier or later, nearer or farther."""
    conditions = [found.valid_until >= today]
    if asked.pay_min_fen is not None:
        conditions += [found.pay_month_fen >= asked.pay_min_fen]
    if asked.posted_after is not None:
        conditions += [found.published_at >= asked.posted_after]
    if asked.minutes_max is not None:
        conditions += [found.minutes_per_day <= asked.minutes_max]
    if asked.above is not None:
        conditions += [found.number > asked.above]
    if asked.near and asked.within_m is not None:
        conditions += [found.east_m.is_not(None)]
        conditions += [squared_metres(asked.near) <= asked.within_m**2]
    return conditions


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
    Job.published_at,
    Job.valid_until,
    Employer.id.label("employer_id"),
    Employer.name.label("employer_name"),
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


PAY_BANDS = (300_000, 400_000, 500_000, 600_000, 800_000, 1_000_000)


def facets(asked: Asked, *, today: date) -> dict[str, dict[str, int]]:
    """Count the hits by kind, community, pay and promises. `pay` counts from each sum upwards."""
    question = understand(asked.q)
    names = ("kind", "community_code", "occupation")
    flags = ("insured", "board", "lodging")
    empty: dict[str, dict[str, int]] = {name: {} for name in (*names, "pay", "promises")}
    if asked.q and not question:
        return empty | {"total": {"all": 0}}
    numbers = matching(asked, question, today=today).subquery()
    hits = (
        select(found.kind, found.community_code, found.occupation, found.pay_month_fen)
        .add_columns(*(found[flag] for flag in flags))
        .join(numbers, numbers.c.number == found.number)
        .cte("hits")
    )
    grouped = [
        select(literal(name), func.coalesce(hits.c[name], ""), func.count()).group_by(hits.c[name])
        for name in names
    ]
    counted = [
        select(literal("promises"), literal(flag), func.count()).where(hits.c[flag])
        for flag in flags
    ]
    counted += [
        select(literal("pay"), literal(str(band)), func.count()).where(hits.c.pay_month_fen >= band)
        for band in PAY_BANDS
    ]
    counted += [select(literal("total"), literal("all"), func.count()).select_from(hits)]
    counts = empty | {"total": {}}
    for facet, value, count in db.session.execute(union_all(*grouped, *counted)):
        if value:
            counts[facet][value] = count
    return counts


def newest_number() -> int:
    """Return the number of the newest publication."""
    return db.session.scalar(select(func.max(found.number))) or 0


def count_new(asked: Asked, *, today: date) -> tuple[int, int]:
    """Return how many open posts answer, and the highest number among them."""
    numbers = matching(asked, understand(asked.q), today=today).subquery()
    counted = select(func.count(), func.max(numbers.c.number)).select_from(numbers)
    count, highest = db.session.execute(counted).one()
    return count, highest or 0
