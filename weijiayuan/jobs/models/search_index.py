"""The search index: one row for each post that is open, written with the post's own change.

On PostgreSQL the token columns are `tsvector` with GIN indexes `..._fts`; on SQLite they are text
under an FTS5 index `job_search_fts` that triggers keep in step. The migration of jobs makes both.
`pay_month_fen` is what the work earns in a month, `pay_rate_fen` what it would earn all day, so
that rates by the hour and by the day compare. `number` grows with every publication, so newest
first is the order of the key. `version` is that of the tokens in the row; the worker writes older
ones anew.
"""

from datetime import date, datetime
from typing import Any
from uuid import UUID

from sqlalchemy import (
    JSON,
    BigInteger,
    Boolean,
    Column,
    Date,
    ForeignKey,
    Index,
    Integer,
    String,
    Table,
    Text,
)
from sqlalchemy.dialects.postgresql import TSVECTOR
from sqlalchemy.orm import Mapped, mapped_column

from weijiayuan.db import Model, UtcDateTime

Tokens = Text().with_variant(TSVECTOR(), "postgresql")

job_search = Table(
    "job_search",
    Model.metadata,
    Column("number", BigInteger().with_variant(Integer, "sqlite"), primary_key=True),
    Column("job_id", ForeignKey("jobs.id"), nullable=False, unique=True),
    Column("employer_id", ForeignKey("employers.id"), nullable=False, index=True),
    Column("title_tokens", Tokens, nullable=False),
    Column("all_tokens", Tokens, nullable=False),
    Column("kind", String(32), nullable=False),
    Column("occupation", String, nullable=True),
    Column("community_code", String, nullable=False),
    Column("pay_month_fen", BigInteger, nullable=False),
    Column("pay_rate_fen", BigInteger, nullable=False, server_default="0"),
    Column("minutes_per_day", Integer, nullable=True),
    Column("insured", Boolean, nullable=False),
    Column("board", Boolean, nullable=False),
    Column("lodging", Boolean, nullable=False),
    Column("east_m", Integer, nullable=True),
    Column("north_m", Integer, nullable=True),
    Column("published_at", UtcDateTime, nullable=False),
    Column("valid_until", Date, nullable=False),
    Column("version", Integer, nullable=False, server_default="0"),
    Index("ix_job_search_community_code_number", "community_code", "number"),
    Index("ix_job_search_kind_number", "kind", "number"),
    Index("ix_job_search_version", "version"),
    sqlite_autoincrement=True,
)


class JobBoard(Model):
    """One row whose token changes with whatever the public sees of the open posts.

    A token is never used twice, so a change that was rolled back cannot be mistaken for another.
    No row of the index is older than `index_version`; 0 while the worker writes old ones anew.
    """

    __tablename__ = "job_board"

    name: Mapped[str] = mapped_column(unique=True)
    token: Mapped[UUID]
    index_version: Mapped[int] = mapped_column(default=0, server_default="0")


class SavedSearch(Model):
    """What a resident looks for and wants to be told about.

    `asked` are the words and filters of the search; posts numbered above `seen_number` are new.
    """

    __tablename__ = "job_saved_searches"

    resident_id: Mapped[UUID] = mapped_column(ForeignKey("residents.id"), index=True)
    name: Mapped[str]
    asked: Mapped[dict[str, Any]] = mapped_column(JSON)
    seen_number: Mapped[int] = mapped_column(BigInteger)
    told_on: Mapped[date | None] = mapped_column(default=None)
    told_at: Mapped[datetime | None] = mapped_column(default=None)
