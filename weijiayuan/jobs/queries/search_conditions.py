"""What somebody looks for, and the open posts that answer: the conditions of a search.

With words, the facts that are equal or not go into the word index as tokens of their own: it
crosses them with the words before a row is read. So do the squares about a point. While the worker
writes an older index anew (`service/search_reindexing.py`), they are plain conditions instead, so
that nothing is missed.
"""

from dataclasses import dataclass, replace
from datetime import date, datetime
from typing import Any
from uuid import UUID

from sqlalchemy import (
    BigInteger,
    ColumnElement,
    Select,
    bindparam,
    cast,
    column,
    not_,
    select,
    table,
    text,
)
from sqlalchemy.dialects.postgresql import TSQUERY

from weijiayuan.db import db
from weijiayuan.jobs.models import JobBoard, job_search
from weijiayuan.jobs.queries.search_place_names import place_codes
from weijiayuan.jobs.rules.minimum_wage import PayUnit
from weijiayuan.jobs.rules.pay_query_parser import AskedPay
from weijiayuan.jobs.rules.query_understanding import Understood, understand
from weijiayuan.jobs.rules.search_tokens import Question, Term, TermKind, filter_tokens
from weijiayuan.jobs.rules.spatial_grid_cells import SQUARES_M, squares_about, width_for

BOARD = "open posts"
INDEX_VERSION = 5  # of the tokens in the index: raised whenever a post is cut into others
FTS = table("job_search_fts", column("rowid"))
TITLE, ELSEWHERE = 0, 1
found = job_search.c


Tokens = tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Signs:
    """How an engine writes tokens, and, or."""

    token: str
    every: str
    either: str

    def all_of(self, tokens: Tokens) -> str:
        """Write that every token is there."""
        return "(" + self.every.join(map(self.token.format, tokens)) + ")"

    def any_of(self, tokens: Tokens) -> str:
        """Write that one of the tokens is there."""
        return "(" + self.either.join(map(self.token.format, tokens)) + ")"


POSTGRESQL = Signs("'{}'", " & ", " | ")
FTS5 = Signs('"{}"', " AND ", " OR ")


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
class Wanted:
    """A search as the database is asked: the words understood, the day, how facts are crossed.

    `squares_m` is how wide the nine squares about `near` are in which it looks; anywhere if None.
    """

    asked: Asked
    meant: Understood
    today: date
    has_tokens: bool
    squares_m: int | None = None

    @property
    def question(self) -> Question:
        """Return the words that must be found."""
        return self.meant.question

    @property
    def is_empty(self) -> bool:
        """Say whether words were given of which none can be looked for."""
        return bool(self.asked.q) and not self.meant

    @property
    def is_narrow(self) -> bool:
        """Say whether a fact that few posts share is asked for."""
        asked = self.asked
        named = asked.community or asked.occupation or asked.employer_id
        is_placed = any(term.kind is TermKind.PLACE for term in self.question.terms)
        return bool(named) or is_placed or self.squares_m == SQUARES_M[0]

    @property
    def is_indexed(self) -> bool:
        """Say whether the word index is asked."""
        return bool(self.question) or self.squares_m is not None


def want(asked: Asked, *, today: date) -> Wanted:
    """Return the search with its words understood."""
    meant = understand(asked.q, place_codes(today)) if asked.q else Understood(Question(()))
    has_tokens = bool(meant.question or asked.near) and is_index_whole()
    wanted = Wanted(asked, meant, today, has_tokens)
    return within(wanted, width_for(asked.within_m)) if asked.within_m else wanted


def within(wanted: Wanted, width: int | None) -> Wanted:
    """Return the search among the squares of a width about the point, where they are indexed."""
    return replace(wanted, squares_m=width if wanted.has_tokens else None)


def is_index_whole() -> bool:
    """Say whether every row of the index holds the tokens of this version."""
    version = select(JobBoard.index_version).where(JobBoard.name == BOARD)
    return db.session.scalar(version) == INDEX_VERSION


def matching(wanted: Wanted, *, stage: int | None = None) -> Select[Any]:
    """Select number and post of the open posts that answer: anywhere, or in one stage."""
    hits = select(found.number, found.job_id).where(
        *bounds(wanted.asked, wanted.today), *paying(wanted.meant.pay)
    )
    hits = hits.where(*refusing(wanted.meant.excluded))
    crossed = wanted.has_tokens and wanted.is_indexed
    if not crossed:
        hits = hits.where(*equal_columns(wanted.asked))
    if not wanted.is_indexed:
        return hits
    facts = [*equal_tokens(wanted.asked), *nearby(wanted)] if crossed else []
    words = Words(wanted.question, facts, is_whole=wanted.has_tokens)
    if is_sqlite():
        match = text("job_search_fts MATCH :words").bindparams(words=fts5(words, stage))
        return hits.join(FTS, FTS.c.rowid == found.number).where(match)
    return hits.where(*tsvector_match(words, stage))


def refusing(excluded: tuple[Term, ...]) -> list[ColumnElement[bool]]:
    """Return the conditions that keep out posts of which a term is told that nobody wants."""
    if not excluded:
        return []
    if is_sqlite():
        unwanted = FTS5.either.join(map(FTS5.all_of, alternatives_of(excluded)))
        rows = text("job_search_fts MATCH :unwanted").bindparams(
            unwanted=f"all_tokens : ({unwanted})"
        )
        return [found.number.not_in(select(FTS.c.rowid).where(rows))]
    unwanted = POSTGRESQL.either.join(map(POSTGRESQL.all_of, alternatives_of(excluded)))
    return [not_(found.all_tokens.bool_op("@@")(tsquery(unwanted)))]


def alternatives_of(terms: tuple[Term, ...]) -> list[Tokens]:
    """Return every way in which one of the terms is found."""
    return [tokens for term in terms for tokens in term.tokens]


@dataclass(frozen=True, slots=True)
class Words:
    """What is asked of the word index: terms, facts crossed with them, how old the index may be."""

    question: Question
    facts: list[Tokens]
    is_whole: bool

    def joined(self, signs: Signs) -> str:
        """Write the question: every term, any of its words, all tokens of the word."""
        return signs.every.join(
            "("
            + signs.either.join(map(signs.all_of, term.alternatives(is_whole=self.is_whole)))
            + ")"
            for term in self.question.terms
        )

    def crossing(self, signs: Signs) -> str:
        """Write the words and the facts together: all of the words, any token of each fact."""
        words = [f"({self.joined(signs)})"] if self.question else []
        return signs.every.join([*words, *(signs.any_of(tokens) for tokens in self.facts)])


def is_sqlite() -> bool:
    """Say which engine answers."""
    return db.session.get_bind().dialect.name == "sqlite"


def numbered(wanted: Wanted) -> ColumnElement[int]:
    """Return the number to walk down: SQLite streams its word index only by its own key."""
    return FTS.c.rowid if wanted.is_indexed and is_sqlite() else found.number


def tsvector_match(words: Words, stage: int | None) -> list[ColumnElement[bool]]:
    """Return the conditions for PostgreSQL."""
    crossed = tsquery(words.crossing(POSTGRESQL))
    if stage == TITLE:
        return [found.title_tokens.bool_op("@@")(crossed)]
    anywhere = found.all_tokens.bool_op("@@")(crossed)
    in_title = found.title_tokens.bool_op("@@")(tsquery(words.joined(POSTGRESQL)))
    return [anywhere] if stage is None else [anywhere, not_(in_title)]


def tsquery(words: str) -> ColumnElement[Any]:
    """Return a query of PostgreSQL's from its text, in which every token is quoted."""
    return cast(bindparam("words", words, unique=True), TSQUERY)


def fts5(words: Words, stage: int | None) -> str:
    """Write the question as FTS5 reads it, every token quoted."""
    crossed = words.crossing(FTS5)
    if stage == TITLE:
        return f"title_tokens : ({crossed})"
    if stage is None:
        return f"all_tokens : ({crossed})"
    return f"(all_tokens : ({crossed})) NOT (title_tokens : ({words.joined(FTS5)}))"


def equal_tokens(asked: Asked) -> list[Tokens]:
    """Return the tokens of the facts asked for, one of each."""
    tokens = filter_tokens(
        community=asked.community,
        street=asked.street,
        kind=asked.kind,
        occupation=asked.occupation,
        insured=asked.insured,
        board=asked.board,
        lodging=asked.lodging,
        employer=str(asked.employer_id) if asked.employer_id else None,
    )
    return [(token,) for token in tokens]


def nearby(wanted: Wanted) -> list[Tokens]:
    """Return the tokens of the squares of which a post must lie in one."""
    if wanted.squares_m is None or wanted.asked.near is None:
        return []
    names = squares_about(wanted.squares_m, *wanted.asked.near)
    return [tuple(token for name in names for token in filter_tokens(square=name))]


def equal_columns(asked: Asked) -> list[ColumnElement[bool]]:
    """Return the same facts as conditions on the plain columns."""
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


def paying(pay: AskedPay | None) -> list[ColumnElement[bool]]:
    """Return the conditions that the sum asked for in words sets on the lowest pay of a post.

    A month's is compared with what the hours earn, an hour's and a day's with the rate.
    """
    if pay is None:
        return []
    by_rate = pay.unit in {PayUnit.HOUR, PayUnit.DAY}
    paid = found.pay_rate_fen if by_rate else found.pay_month_fen
    least, most = pay.least_month_fen, pay.most_month_fen
    conditions = [paid >= least] if least is not None else []
    return [*conditions, paid <= most] if most is not None else conditions


def squared_metres(near: tuple[int, int]) -> ColumnElement[int]:
    """Return the square of the distance, in whole numbers so that both engines agree."""
    east = cast(found.east_m, BigInteger) - near[0]
    north = cast(found.north_m, BigInteger) - near[1]
    return east * east + north * north
