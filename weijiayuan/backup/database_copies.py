"""Copying a database while it runs, and putting a copy in the place of what is there."""

import shutil
import sqlite3
import subprocess
import sys
from contextlib import closing
from pathlib import Path
from typing import Any, Protocol

import click

from weijiayuan.backup.errors import Unsound
from weijiayuan.settings import Settings

SQLITE_NAME, DUMP_NAME = "weijiayuan.db", "postgresql.dump"
KEPT = "before_restore"
BESIDE = ".before-restore"


class DatabaseCopies(Protocol):
    """One engine's way."""

    def copy(self, folder: Path) -> None:
        """Write a copy into the folder."""

    def check(self, folder: Path) -> None:
        """Raise `Unsound` unless the folder holds a sound copy of this engine."""

    def put_back(self, folder: Path) -> None:
        """Replace the database by the copy; what was there is kept beside it."""


def copies_of(settings: Settings) -> DatabaseCopies:
    """Return the way of the database at hand."""
    if settings.uses_sqlite:
        return SqliteCopies(Path(settings.database_url.removeprefix("sqlite:///")))
    return PostgresCopies(settings.database_url.replace("postgresql+psycopg://", "postgresql://"))


class SqliteCopies:
    """By SQLite's online backup."""

    def __init__(self, file: Path) -> None:
        self._file = file

    def copy(self, folder: Path) -> None:
        with (
            closing(sqlite3.connect(self._file)) as live,
            closing(sqlite3.connect(folder / SQLITE_NAME)) as copy,
        ):
            live.backup(copy, pages=4096, progress=_show)
            copy.execute("PRAGMA journal_mode = DELETE")

    def check(self, folder: Path) -> None:
        if not (folder / SQLITE_NAME).exists():
            raise Unsound("the copy is of PostgreSQL, and this installation runs on SQLite")
        with closing(sqlite3.connect(folder / SQLITE_NAME)) as connection:
            said = [row[0] for row in connection.execute("PRAGMA integrity_check")]
            broken = connection.execute("PRAGMA foreign_key_check").fetchall()
        if said != ["ok"] or broken:
            raise Unsound(f"the database in the copy is not sound: {said[:3]} {broken[:3]}")

    def put_back(self, folder: Path) -> None:
        for leftover in (f"{self._file}-wal", f"{self._file}-shm"):
            Path(leftover).unlink(missing_ok=True)
        replace(folder / SQLITE_NAME, self._file)


class PostgresCopies:
    """By PostgreSQL's own `pg_dump` and `pg_restore`.

    What was there is kept as the schema `before_restore` of the same database, whole: tables that
    are newer than the copy do not stay beside those of the copy.
    """

    def __init__(self, url: str) -> None:
        self._url = url

    def copy(self, folder: Path) -> None:
        only = ["--schema=public", "--no-owner", "--no-privileges"]
        self._run("pg_dump", "--format=custom", *only, f"--file={folder / DUMP_NAME}")

    def check(self, folder: Path) -> None:
        dump = folder / DUMP_NAME
        if not dump.exists():
            raise Unsound("the copy is of SQLite, and this installation runs on PostgreSQL")
        _said_by([_program("pg_restore"), "--list", str(dump)])

    def put_back(self, folder: Path) -> None:
        import psycopg  # noqa: PLC0415  # installed only where it is used

        with psycopg.connect(self._url, autocommit=True) as connection:
            self._refuse_while_used(connection)
            with connection.transaction():
                connection.execute(f"DROP SCHEMA IF EXISTS {KEPT} CASCADE")
                connection.execute(f"ALTER SCHEMA public RENAME TO {KEPT}")
                connection.execute("CREATE SCHEMA public")
            try:
                how = ["--no-owner", "--no-privileges", "--exit-on-error", "--single-transaction"]
                self._run("pg_restore", *how, "--schema=public", str(folder / DUMP_NAME))
            except Unsound:
                with connection.transaction():
                    connection.execute("DROP SCHEMA public CASCADE")
                    connection.execute(f"ALTER SCHEMA {KEPT} RENAME TO public")
                raise

    def _refuse_while_used(self, connection: Any) -> None:
        """Refuse while anybody else is connected, whatever they say of themselves."""
        others = connection.execute(
            "SELECT count(*) FROM pg_stat_activity WHERE datname = current_database()"
            " AND pid <> pg_backend_pid() AND backend_type = 'client backend'"
        ).fetchone()
        if others and others[0]:
            raise Unsound(
                f"{others[0]} connections to the database are open: the product is running "
                "somewhere, or somebody looks into it; stop them first"
            )

    def _run(self, program: str, *options: str) -> None:
        _said_by([_program(program), f"--dbname={self._url}", *options])


def _program(name: str) -> str:
    path = shutil.which(name)
    if path is None:
        raise Unsound(f"{name} is not on this machine; install PostgreSQL's client programs")
    return path


def _said_by(command: list[str]) -> str:
    """Run one of PostgreSQL's own programs. Raises `Unsound` with what it said."""
    done = subprocess.run(command, check=False, capture_output=True, text=True)  # noqa: S603
    if done.returncode:
        raise Unsound(f"{Path(command[0]).name}: {done.stderr.strip()}")
    return done.stdout


def _show(_status: int, left: int, total: int) -> None:
    """Show how much of the database is copied, where somebody is looking."""
    if sys.stderr.isatty():
        click.echo(f"\rdatabase {total - left}/{total} pages", nl=not left, err=True)


def replace(source: Path, target: Path) -> None:
    """Put a file or folder in the place of another in one move; the other stays beside it."""
    if not source.exists():
        return
    old = target.with_name(f"{target.name}{BESIDE}")
    if target.exists():
        remove(old)
        target.rename(old)
    source.rename(target)


def remove(path: Path) -> None:
    if path.is_dir():
        shutil.rmtree(path)
    else:
        path.unlink(missing_ok=True)
