"""Says that this process runs, again and again, and takes its line away when it ends."""

import atexit
import fcntl
import json
import logging
import os
import socket
import threading
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from hashlib import sha256
from pathlib import Path
from typing import IO, Any

from flask import Flask
from sqlalchemy import Row, delete, select, update
from sqlalchemy.exc import SQLAlchemyError

from weijiayuan.db import db, insert_new, transaction
from weijiayuan.db.database_clock import database_now
from weijiayuan.db.migration import built_for
from weijiayuan.kernel.ids import new_id, new_token
from weijiayuan.running_processes.models import RunningProcess
from weijiayuan.settings import Settings

logger = logging.getLogger(__name__)

NOTED_EVERY = 15.0  # seconds
GONE_AFTER = timedelta(seconds=75)
FORGOTTEN_AFTER = timedelta(days=1)
FOLDER_MARK = ".this-folder"
LOCK = "running.lock"


@dataclass(frozen=True)
class Presence:
    """What the others are told of this process."""

    host: str
    pid: int
    role: str
    folder: str
    keys: str
    key_marks: str
    schema_head: str


def presence_of(settings: Settings, *, role: str) -> Presence:
    """Return what is to be told of this process."""
    return Presence(
        host=socket.gethostname(),
        pid=os.getpid(),
        role=role,
        folder=folder_of(settings),
        keys=",".join(key_names(settings)),
        key_marks=json.dumps(key_marks(settings)),
        schema_head=built_for(),
    )


def folder_of(settings: Settings) -> str:
    """Name the place of photos, so that two machines see whether theirs is the same."""
    if settings.storage_url:
        return "storage service"
    mark = settings.data_dir / "files" / FOLDER_MARK
    mark.parent.mkdir(parents=True, exist_ok=True)
    try:
        with mark.open("x", encoding="ascii") as file:
            file.write(new_token()[:20])
    except FileExistsError:
        pass
    return f"folder {mark.read_text(encoding='ascii')}"


def key_names(settings: Settings) -> list[str]:
    """Return the names of the sealing keys, the one that seals today first."""
    return [pair.split(":", 1)[0] for pair in settings.data_keys.split(",")]


def key_marks(settings: Settings) -> dict[str, str]:
    """Return a mark for each key: equal keys have equal marks, and no key can be read from one."""
    pairs = [pair.split(":", 1) for pair in settings.data_keys.split(",")]
    named = dict((name, key) for name, key in pairs)  # noqa: C402  # pairs are lists
    named |= {"SECRET_KEY": settings.secret_key, "INDEX_KEY": settings.index_key}
    return {
        name: sha256(f"weijiayuan:{key}".encode()).hexdigest()[:16] for name, key in named.items()
    }


def lacks(process: Row[Any], settings: Settings) -> list[str]:
    """Return the names of the keys set here that a process does not hold."""
    known = json.loads(process.key_marks)
    return sorted(name for name, mark in key_marks(settings).items() if known.get(name) != mark)


def others(now: datetime) -> Sequence[Row[Any]]:
    """Return the processes that are alive, this one among them if it said so."""
    living = RunningProcess.seen_at > now - GONE_AFTER
    columns = RunningProcess.__table__.columns
    return db.session.execute(
        select(*columns).where(living).order_by(RunningProcess.host, RunningProcess.pid)
    ).all()


def is_gone(process: Row[Any]) -> bool:
    """Tell whether a process of this machine ended without taking its line away."""
    return process.host == socket.gethostname() and not Path(f"/proc/{process.pid}").exists()


def join(app: Flask, settings: Settings, *, role: str) -> threading.Thread:
    """Say from now on that this process runs, and hold the lock that a restore asks for."""
    app.extensions["weijiayuan.running_lock"] = hold_lock(settings.data_dir)
    told, row_id = presence_of(settings, role=role), new_id()
    stop = threading.Event()

    def note_again_and_again() -> None:
        while True:
            _note(app, told, row_id)
            if stop.wait(NOTED_EVERY):
                return

    def leave() -> None:
        stop.set()
        with app.app_context():
            _leave(row_id)

    thread = threading.Thread(target=note_again_and_again, name="Presence", daemon=True)
    thread.start()
    atexit.register(leave)
    return thread


def _note(app: Flask, told: Presence, row_id: object) -> None:
    try:
        with app.app_context(), transaction():
            now = database_now()
            row = {**told.__dict__, "id": row_id, "seen_at": now}
            changed = update(RunningProcess).filter_by(id=row_id).values(seen_at=now)
            if not db.session.execute(changed).rowcount:  # type: ignore[attr-defined]  # a cursor's
                insert_new(RunningProcess, [row])
            forgotten = RunningProcess.seen_at < now - FORGOTTEN_AFTER
            db.session.execute(delete(RunningProcess).where(forgotten))
    except (SQLAlchemyError, OSError):  # the next time it may answer
        logger.warning("cannot say that this process runs", exc_info=True)


def _leave(row_id: object) -> None:
    try:
        with transaction():
            db.session.execute(delete(RunningProcess).filter_by(id=row_id))
    except (SQLAlchemyError, OSError):  # then it is stale soon
        logger.warning("cannot say that this process ends")


def hold_lock(folder: Path) -> IO[str]:
    """Hold the folder's lock together with every other process that runs on it."""
    folder.mkdir(parents=True, exist_ok=True)
    file = (folder / LOCK).open("a", encoding="ascii")
    fcntl.flock(file, fcntl.LOCK_SH | fcntl.LOCK_NB)
    return file


def is_anything_running(folder: Path) -> bool:
    """Tell whether a process holds the lock, also one that lost its supervisor."""
    folder.mkdir(parents=True, exist_ok=True)
    with (folder / LOCK).open("a", encoding="ascii") as file:
        try:
            fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except OSError:
            return True
    return False


def strangers_to(told: Presence, *, now: datetime) -> list[Row[Any]]:
    """Return the living processes whose photos stand in another place."""
    return [each for each in others(now) if each.folder != told.folder]


def strangers_to_key(settings: Settings, *, now: datetime) -> list[Row[Any]]:
    """Return the living processes that could not open what is sealed with the key set first."""
    first = key_names(settings)[0]
    return [each for each in others(now) if first in lacks(each, settings)]
