"""What a copy says of itself, and what is compared after it was put back."""

import json
from dataclasses import asdict, dataclass
from datetime import datetime
from pathlib import Path

from cryptography.exceptions import InvalidTag
from sqlalchemy import func, inspect, select, text

from weijiayuan.audit import hash_chain, queries
from weijiayuan.db import Encrypted, Model, db, reading
from weijiayuan.db.encrypted_columns import KeyNotHeld, keyring
from weijiayuan.running_processes.heartbeat import key_marks
from weijiayuan.settings import Settings

NAME = "manifest.json"
LOOKED_INTO = 200
"""Sealed values of each column that are opened to prove that the keys fit."""


@dataclass(frozen=True)
class Manifest:
    """Engine, schema, rows of each table, end of the trail, marks of keys, sums of files."""

    made_at: str
    engine: str
    schema: str
    rows: dict[str, int]
    trail: int
    trail_end: str
    keys: dict[str, str]
    has_keys: bool
    sums: dict[str, str]

    def write(self, folder: Path) -> None:
        body = json.dumps(asdict(self), indent=1, sort_keys=True)
        (folder / NAME).write_text(body, encoding="utf-8")

    @classmethod
    def read(cls, folder: Path) -> "Manifest":
        """Raises `OSError`, `ValueError` or `TypeError` for what is none."""
        return cls(**json.loads((folder / NAME).read_text(encoding="utf-8")))


def counted() -> dict[str, int]:
    """Count the rows of every table of ours that is there."""
    present = set(inspect(db.engine).get_table_names())
    tables = [table for table in Model.metadata.sorted_tables if table.name in present]
    return {
        table.name: db.session.scalar(select(func.count()).select_from(table)) or 0
        for table in tables
    }


def schema() -> str:
    """Return the number of the newest migration that the database has had."""
    return str(db.session.scalar(text("SELECT version_num FROM alembic_version")))


def manifest_of(
    settings: Settings, *, made_at: datetime, has_keys: bool, sums: dict[str, str]
) -> Manifest:
    """Return what is to be said of a copy of the database at hand, begun a moment ago.

    It is asked of the copy's own moment as nearly as may be; while people write, counts may be a
    few rows on.
    """
    with reading():
        number, end = queries.head()
        return Manifest(
            made_at=made_at.isoformat(),
            engine="sqlite" if settings.uses_sqlite else "postgresql",
            schema=schema(),
            rows=counted(),
            trail=number,
            trail_end=str(end),
            keys=key_marks(settings),
            has_keys=has_keys,
            sums=sums,
        )


def differences(said: Manifest) -> list[str]:
    """Return in what the database at hand is not what the copy says of itself.

    It may have more: people wrote while the copy was made, or migrations added rows.
    """
    with reading():
        found = counted()
        wrong = [
            f"{table} has {found.get(table, 0)} rows instead of {rows}"
            for table, rows in said.rows.items()
            if found.get(table, 0) < rows and table not in PASSING
        ]
        broken = hash_chain.first_break(queries.sealed_entries(), head=queries.head())
        if broken:
            wrong.append(f"audit entry {broken.number} {broken.how}")
        if queries.head()[0] < said.trail:
            wrong.append(f"the trail ends at {queries.head()[0]} instead of {said.trail}")
        return wrong + unopened()


PASSING = {"login_sessions", "running_processes", "web_given_answers", "background_tasks"}
"""Tables whose rows come and go while a copy is made."""


def unopened() -> list[str]:
    """Return the columns whose sealed values the keys at hand do not open."""
    wrong = []
    for table in Model.metadata.sorted_tables:
        for column in table.columns:
            if not isinstance(column.type, Encrypted):
                continue
            raw = select(column.cast(db.Text)).where(column.is_not(None)).limit(LOOKED_INTO)
            try:
                for sealed in db.session.scalars(raw):
                    keyring().open(sealed)
            except (KeyNotHeld, ValueError, InvalidTag) as error:  # no such key, or another one
                wrong.append(f"{table.name}.{column.name} does not open ({type(error).__name__})")
    return wrong
