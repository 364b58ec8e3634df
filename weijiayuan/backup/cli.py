"""`flask backup make|restore|check FILE`: copies that prove themselves.

A copy is one tar file with the database, the photos, the keys and a manifest. It is read again
after it is written, and a restore checks everything before it puts anything in place, and counts
again afterwards. Photos in object storage are that storage's own business and are not in the copy.
Keys of production come from the environment; they are put into a copy only when it is encrypted.
"""

import json
import shutil
import tarfile
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime
from hashlib import file_digest
from pathlib import Path

import click
from click.core import ParameterSource
from flask import current_app
from flask.cli import AppGroup
from flask_migrate import upgrade
from sqlalchemy.exc import SQLAlchemyError

from weijiayuan.audit import hash_chain, queries
from weijiayuan.backup import encryption, manifest, post_restore_cleanup
from weijiayuan.backup.database_copies import copies_of, replace
from weijiayuan.backup.errors import Unsound
from weijiayuan.backup.manifest import Manifest
from weijiayuan.db import db, reading
from weijiayuan.db.database_clock import database_now
from weijiayuan.db.migration import built_for
from weijiayuan.kernel import clock, maintenance_timestamps
from weijiayuan.running_processes import heartbeat
from weijiayuan.settings import Settings

backup_cli = AppGroup("backup", help="Copies of everything, and putting them back.")

FILES, KEYS = "files", "keys.json"
MOST_PATH = 240


def _kept_secret(
    context: click.Context, parameter: click.Parameter, given: str | None
) -> str | None:
    """Return what a file, the keyboard or the environment says; words of a command are read by all.

    A public key is no secret.
    """
    if given is None or given.startswith("age1"):
        return given
    if given == "-":
        return str(click.prompt("Passphrase or key", hide_input=True, err=True))
    if len(given) < MOST_PATH and Path(given).is_file():
        lines = Path(given).read_text(encoding="utf-8").splitlines()
        return next((line for line in lines if line and not line.startswith("#")), "")
    if context.get_parameter_source(parameter.name or "") is ParameterSource.COMMANDLINE:
        raise click.BadParameter(
            "a secret in a command is read by everybody on the machine; "
            "name a file that holds it, or - to type it, or set it in the environment"
        )
    return given


reader_option = click.option(
    "--for",
    "reader",
    envvar="BACKUP_FOR",
    callback=_kept_secret,
    help="A public key (age1…), or a file with a passphrase, or - to type one.",
)
secret_option = click.option(
    "--with",
    "secret",
    envvar="BACKUP_WITH",
    callback=_kept_secret,
    help="A file with the secret key or the passphrase, or - to type it.",
)


@backup_cli.command("make")
@click.argument("file", type=click.Path(dir_okay=False, path_type=Path), required=False)
@click.option(
    "--into", type=click.Path(file_okay=False, path_type=Path), help="A folder of copies."
)
@click.option("--keep", type=click.IntRange(min=1), default=14, help="How many stay in the folder.")
@reader_option
def make(file: Path | None, into: Path | None, keep: int, reader: str | None) -> None:
    """Write a copy of everything and prove that it can be read. No other copy is overwritten."""
    if (file is None) == (into is None):
        raise click.UsageError("name a file, or a folder by --into")
    if file is not None:
        _write_copy(file, reader)
    if into is not None:
        _write_copy(_named_in(into), reader)
        for old in sorted(into.glob(NAMED_COPIES))[:-keep]:
            old.unlink()
    maintenance_timestamps.note(_settings().data_dir, "backup")


NAMED_COPIES = "weijiayuan-*.backup"


def _named_in(folder: Path) -> Path:
    folder.mkdir(parents=True, exist_ok=True)
    return folder / NAMED_COPIES.replace("*", f"{clock.now():%Y%m%dT%H%M%SZ}")


def _write_copy(file: Path, reader: str | None) -> None:
    settings = _settings()
    if file.exists():
        raise Unsound(f"{file} is there already")
    if reader is not None:
        encryption.check_reader(reader)
    begun = clock.now()
    with _folder(settings, "backup-") as folder:
        copies_of(settings).copy(folder)
        has_keys = _copy_keys(settings, folder, is_closed=reader is not None)
        if settings.storage_url is None and (settings.data_dir / FILES).is_dir():
            shutil.copytree(settings.data_dir / FILES, folder / FILES)
        sums = {str(path.relative_to(folder)): _sum(path) for path in _files(folder)}
        said = manifest.manifest_of(settings, made_at=begun, has_keys=has_keys, sums=sums)
        said.write(folder)
        _pack(folder, file, reader)
    _dispose()
    rows = sum(said.rows.values())
    click.echo(
        f"{file}: {len(sums)} files, {rows} rows, schema {said.schema}, "
        f"{file.stat().st_size} bytes, read again and sound; "
        f"{'encrypted' if reader else 'NOT encrypted'}, "
        f"{'keys inside' if has_keys else 'WITHOUT keys: keep those of the environment safe'}"
    )


@backup_cli.command("restore")
@click.argument("file", type=click.Path(exists=True, dir_okay=False, path_type=Path))
@click.option("--yes", is_flag=True, help="Replace what is there now.")
@secret_option
def restore(file: Path, secret: str | None, *, yes: bool) -> None:
    """Check a copy and put it in the place of what is there, which is kept beside it.

    Refused while any process of the product runs, here or elsewhere.
    """
    settings = _settings()
    _refuse_while_running(settings)
    with _folder(settings, "restore-") as folder:
        said = _unpacked(file, folder, secret)
        copies_of(settings).check(folder)
        _refuse_what_does_not_fit(settings, said)
        if not yes:
            asked = f"{len(said.sums)} files, {sum(said.rows.values())} rows are sound. Replace?"
            click.confirm(asked, abort=True)
        _dispose()
        known = post_restore_cleanup.remember_departures()
        _dispose()
        copies_of(settings).put_back(folder)
        if settings.storage_url is None:
            replace(folder / FILES, settings.data_dir / FILES)
        if _keys_are_ours(settings):
            replace(folder / KEYS, settings.data_dir / KEYS)
    steps = _brought_up(said)
    click.echo(f"restored {len(said.sums)} files and {sum(said.rows.values())} rows{steps}")
    if known is None:
        click.echo("the database that was there could not say who has left; the list alone is used")
    _prove(settings, said)


@backup_cli.command("settle")
@click.option("--since", required=True, help="The moment that was restored, with its time zone.")
def settle(since: str) -> None:
    """After a recovery to a point in time: end all sessions, and end again what was ended since.

    `restore` does it by itself.
    """
    moment = datetime.fromisoformat(since)
    if moment.tzinfo is None:
        raise click.BadParameter("name the time zone too, as in 2026-11-29T14:05+08:00")
    _refuse_while_running(_settings())
    click.echo(post_restore_cleanup.settle(moment))
    _dispose()


@backup_cli.command("check")
@click.argument(
    "file", type=click.Path(exists=True, dir_okay=False, path_type=Path), required=False
)
@secret_option
def check(file: Path | None, secret: str | None) -> None:
    """Say whether a copy is sound, or the audit trail of the database at hand is unbroken."""
    if file is not None:
        settings = _settings()
        with _folder(settings, "check-") as folder:
            said = _unpacked(file, folder, secret)
        click.echo(f"sound: {said.engine}, schema {said.schema}, {sum(said.rows.values())} rows")
        return
    broken = hash_chain.first_break(queries.sealed_entries(), head=queries.head())
    if broken:
        raise Unsound(f"audit entry {broken.number} {broken.how}")
    click.echo(f"audit trail unbroken, {queries.head()[0]} entries")


def _refuse_while_running(settings: Settings) -> None:
    """Refuse while any process of the product holds the data, here or on another machine."""
    if heartbeat.is_anything_running(settings.data_dir):
        raise Unsound(f"the product is running on {settings.data_dir}; stop it first")
    try:
        with reading():
            living = [
                each for each in heartbeat.others(database_now()) if not heartbeat.is_gone(each)
            ]
    except SQLAlchemyError:  # there is no database yet, or one that needs the copy
        db.session.rollback()
        living = []
    if living:
        named = ", ".join(sorted({f"{each.host} (pid {each.pid})" for each in living}))
        raise Unsound(f"the product is running on {named}; stop it first")


def _refuse_what_does_not_fit(settings: Settings, said: Manifest) -> None:
    if said.schema > built_for():
        raise Unsound(
            f"the copy was made by a newer version (schema {said.schema}, this one knows "
            f"{built_for()}); install that version first"
        )
    if _keys_are_ours(settings) and said.has_keys:
        return
    ours = heartbeat.key_marks(settings)
    needed = {name: mark for name, mark in said.keys.items() if name != "SECRET_KEY"}
    missing = sorted(name for name, mark in needed.items() if ours.get(name) != mark)
    if missing:
        raise Unsound(f"the copy was sealed with other keys than are set: {', '.join(missing)}")


def _brought_up(said: Manifest) -> str:
    """Bring an older copy up to this program; say so."""
    if said.schema == built_for():
        return ""
    upgrade()
    _dispose()
    return f", brought from schema {said.schema} up to {built_for()}"


def _prove(settings: Settings, said: Manifest) -> None:
    """Count and open again what was put back, unless that takes the keys that came with it."""
    if _keys_are_ours(settings) and heartbeat.key_marks(settings) != said.keys:
        click.echo(
            "the keys of the copy are in place; before anybody is let in, run with them "
            f"`flask backup check` and `flask backup settle --since {said.made_at}`"
        )
        return
    wrong = manifest.differences(said)
    click.echo(post_restore_cleanup.settle(datetime.fromisoformat(said.made_at)))
    _dispose()
    if wrong:
        raise Unsound("put back, but not what it should be: " + "; ".join(wrong))
    click.echo(f"counted again: all tables, {said.trail} entries of the trail, seals and keys fit")


def _copy_keys(settings: Settings, folder: Path, *, is_closed: bool) -> bool:
    """Put the keys into the copy, unless that would lay production's open. Tells whether it did."""
    if _keys_are_ours(settings):
        shutil.copy2(settings.data_dir / KEYS, folder / KEYS)
        return True
    if not is_closed:
        return False
    keys = {
        "SECRET_KEY": settings.secret_key,
        "DATA_KEYS": settings.data_keys,
        "INDEX_KEY": settings.index_key,
    }
    (folder / KEYS).write_text(json.dumps(keys), encoding="utf-8")
    return True


def _keys_are_ours(settings: Settings) -> bool:
    """Tell whether this installation keeps its keys in its own folder."""
    return settings.uses_sqlite and (settings.data_dir / KEYS).exists()


def _pack(folder: Path, file: Path, reader: str | None) -> None:
    """Write the folder as one file, closed for the reader if one is named, and read it again."""
    plain = folder / "whole.tar.gz"
    with tarfile.open(plain, "w:gz") as archive:
        for path in sorted(folder.iterdir()):
            if path != plain:
                archive.add(path, arcname=path.name)
    again = folder / "again"
    again.mkdir()
    _read_archive(plain, again)
    draft = file.with_name(f"{file.name}.draft")
    if reader is None:
        shutil.move(plain, draft)
    else:
        encryption.close(plain, draft, reader=reader)
    draft.chmod(0o600)
    draft.replace(file)


def _unpacked(file: Path, folder: Path, secret: str | None) -> Manifest:
    """Unpack a copy, check every file of it, and return its manifest. Raises `Unsound`."""
    if not encryption.is_closed(file):
        return _read_archive(file, folder)
    if not secret:
        raise Unsound(f"{file} is encrypted; name the key or the passphrase in BACKUP_WITH")
    plain = folder.with_name(f"{folder.name}.tar.gz")
    try:
        encryption.open_closed(file, plain, secret=secret)
        return _read_archive(plain, folder)
    finally:
        plain.unlink(missing_ok=True)


def _read_archive(file: Path, folder: Path) -> Manifest:
    try:
        with tarfile.open(file) as archive:
            archive.extractall(folder, filter="data")
        said = Manifest.read(folder)
    except (tarfile.TarError, OSError, ValueError, TypeError, EOFError) as error:
        raise Unsound(f"{file} is not a copy of ours: {error}") from error
    for name, wanted in said.sums.items():
        path = folder / name
        if not path.is_file() or _sum(path) != wanted:
            raise Unsound(f"{file}: {name} is missing or was changed")
    return said


def _settings() -> Settings:
    settings: Settings = current_app.extensions["weijiayuan.settings"]
    settings.data_dir.mkdir(parents=True, exist_ok=True)
    return settings


@contextmanager
def _folder(settings: Settings, prefix: str) -> Iterator[Path]:
    with tempfile.TemporaryDirectory(dir=settings.data_dir, prefix=prefix) as name:
        yield Path(name)


def _dispose() -> None:
    """Give every connection back: what is put in place must not be looked at by us."""
    db.session.remove()
    db.engine.dispose()


def _files(folder: Path) -> Iterator[Path]:
    return (path for path in sorted(folder.rglob("*")) if path.is_file())


def _sum(path: Path) -> str:
    with path.open("rb") as stream:
        return file_digest(stream, "sha256").hexdigest()
