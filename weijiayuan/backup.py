"""`flask backup make FILE` and `flask backup restore FILE`: copies that prove themselves.

A copy is one tar file with the database, the photos, the keys and a list of checksums. It is read
again after it is written, and a restore checks everything before it puts anything in place. The
database is copied by its own means while it runs: SQLite's online backup, PostgreSQL's `pg_dump`.
Photos in object storage are that storage's own business and are not in the copy.
"""

import json
import shutil
import sqlite3
import subprocess
import sys
import tarfile
import tempfile
from collections.abc import Iterator
from contextlib import closing
from hashlib import file_digest
from pathlib import Path

import click
from flask import current_app
from flask.cli import AppGroup
from sqlalchemy.exc import SQLAlchemyError

from weijiayuan.audit import hash_chain, queries
from weijiayuan.db import db, reading
from weijiayuan.db.clock import database_now
from weijiayuan.machines import presence
from weijiayuan.settings import Settings

backup_cli = AppGroup("backup", help="Copies of everything, and putting them back.")

LIST = "checksums.json"
SQLITE_NAME, DUMP_NAME = "weijiayuan.db", "postgresql.dump"
BESIDE = ("keys.json", "files")


class Unsound(click.ClickException):
    """The copy is not what it should be. Nothing was changed."""


@backup_cli.command("make")
@click.argument("file", type=click.Path(dir_okay=False, path_type=Path))
def make(file: Path) -> None:
    """Write a copy of everything and prove that it can be read."""
    settings = _settings()
    with tempfile.TemporaryDirectory(dir=settings.data_dir, prefix="backup-") as name:
        folder = Path(name)
        _copy_database(settings, folder)
        for each in BESIDE:
            _copy(settings.data_dir / each, folder / each)
        sums = {str(path.relative_to(folder)): _sum(path) for path in _files(folder)}
        (folder / LIST).write_text(json.dumps(sums, indent=1), encoding="utf-8")
        draft = file.with_name(f"{file.name}.draft")
        with tarfile.open(draft, "w:gz") as archive:
            archive.add(folder, arcname=".")
        draft.chmod(0o600)
        _unpacked(draft, folder / "again")
        draft.replace(file)
    click.echo(f"{file}: {len(sums)} files, {file.stat().st_size} bytes, read again and sound")


@backup_cli.command("restore")
@click.argument("file", type=click.Path(exists=True, dir_okay=False, path_type=Path))
@click.option("--yes", is_flag=True, help="Replace what is there now.")
def restore(file: Path, *, yes: bool) -> None:
    """Check a copy and put it in the place of what is there. Stop the product first."""
    settings = _settings()
    _refuse_while_running(settings)
    with tempfile.TemporaryDirectory(dir=settings.data_dir, prefix="restore-") as name:
        folder = Path(name)
        count = _unpacked(file, folder)
        if not yes:
            click.confirm(f"{count} files are sound. Replace what is there now?", abort=True)
        _put_database_back(settings, folder)
        for each in BESIDE:
            _replace(folder / each, settings.data_dir / each)
    click.echo(f"restored {count} files")


@backup_cli.command("check")
def check() -> None:
    """Say whether the audit trail of the database at hand is unbroken, after a restore."""
    broken = hash_chain.first_break(queries.sealed_entries(), head=queries.head())
    if broken:
        raise Unsound(f"audit entry {broken.number} {broken.how}")
    click.echo(f"audit trail unbroken, {queries.head()[0]} entries")


def _refuse_while_running(settings: Settings) -> None:
    """Refuse while any process of the product holds the data, here or on another machine."""
    if presence.is_anything_running(settings.data_dir):
        raise Unsound(f"the product is running on {settings.data_dir}; stop it first")
    try:
        with reading():
            living = presence.others(database_now())
    except SQLAlchemyError:  # there is no database yet, or one that needs the copy
        db.session.rollback()
        living = []
    if living:
        named = ", ".join(sorted({f"{each.host} (pid {each.pid})" for each in living}))
        raise Unsound(f"the product is running on {named}; stop it first")


def _settings() -> Settings:
    settings: Settings = current_app.extensions["weijiayuan.settings"]
    settings.data_dir.mkdir(parents=True, exist_ok=True)
    return settings


def _copy_database(settings: Settings, folder: Path) -> None:
    if not settings.uses_sqlite:
        _run_postgres("pg_dump", settings, "--format=custom", f"--file={folder / DUMP_NAME}")
        return
    source = settings.database_url.removeprefix("sqlite:///")
    with (
        closing(sqlite3.connect(source)) as live,
        closing(sqlite3.connect(folder / SQLITE_NAME)) as copy,
    ):
        live.backup(copy, pages=4096, progress=_show)
        copy.execute("PRAGMA journal_mode = DELETE")


def _show(_status: int, left: int, total: int) -> None:
    """Show how much of the database is copied, where somebody is looking."""
    if sys.stderr.isatty():
        click.echo(f"\rdatabase {total - left}/{total} pages", nl=not left, err=True)


def _put_database_back(settings: Settings, folder: Path) -> None:
    if not settings.uses_sqlite:
        dump = str(folder / DUMP_NAME)
        how = ["--clean", "--if-exists", "--exit-on-error", "--single-transaction"]
        _run_postgres("pg_restore", settings, *how, dump)
        return
    target = Path(settings.database_url.removeprefix("sqlite:///"))
    for leftover in (f"{target}-wal", f"{target}-shm"):
        Path(leftover).unlink(missing_ok=True)
    _replace(folder / SQLITE_NAME, target)


def _run_postgres(program: str, settings: Settings, *options: str) -> None:
    """Run PostgreSQL's own program on our database. Raises `Unsound` with what it said."""
    path = shutil.which(program)
    if path is None:
        raise Unsound(f"{program} is not on this machine; install PostgreSQL's client programs")
    url = settings.database_url.replace("postgresql+psycopg://", "postgresql://")
    command = [path, f"--dbname={url}", *options]
    done = subprocess.run(command, check=False, capture_output=True, text=True)  # noqa: S603
    if done.returncode:
        raise Unsound(f"{program}: {done.stderr.strip()}")


def _unpacked(file: Path, folder: Path) -> int:
    """Unpack a copy, check every file of it, and return how many there are. Raises `Unsound`."""
    try:
        with tarfile.open(file) as archive:
            archive.extractall(folder, filter="data")
        sums = json.loads((folder / LIST).read_text(encoding="utf-8"))
    except (tarfile.TarError, OSError, ValueError, EOFError) as error:
        raise Unsound(f"{file} is not a copy of ours: {error}") from error
    for name, wanted in sums.items():
        path = folder / name
        if not path.is_file() or _sum(path) != wanted:
            raise Unsound(f"{file}: {name} is missing or was changed")
    if (folder / SQLITE_NAME).exists():
        _check_sqlite(folder / SQLITE_NAME)
    return len(sums)


def _check_sqlite(path: Path) -> None:
    with closing(sqlite3.connect(path)) as connection:
        said = [row[0] for row in connection.execute("PRAGMA integrity_check")]
        broken = connection.execute("PRAGMA foreign_key_check").fetchall()
    if said != ["ok"] or broken:
        raise Unsound(f"the database in the copy is not sound: {said[:3]} {broken[:3]}")


def _files(folder: Path) -> Iterator[Path]:
    return (path for path in sorted(folder.rglob("*")) if path.is_file())


def _sum(path: Path) -> str:
    with path.open("rb") as stream:
        return file_digest(stream, "sha256").hexdigest()


def _copy(source: Path, target: Path) -> None:
    if source.is_dir():
        shutil.copytree(source, target)
    elif source.exists():
        shutil.copy2(source, target)


def _replace(source: Path, target: Path) -> None:
    """Put a file or folder in the place of another in one move."""
    if not source.exists():
        return
    old = target.with_name(f"{target.name}.before-restore")
    if target.exists():
        _remove(old)
        target.rename(old)
    source.rename(target)


def _remove(path: Path) -> None:
    if path.is_dir():
        shutil.rmtree(path)
    else:
        path.unlink(missing_ok=True)
