"""Behind Debian's PgBouncer in transaction mode: nothing prepared, limits for each transaction."""

import os
import pwd
import shutil
import socket
import subprocess
import threading
import time
from dataclasses import dataclass, replace
from pathlib import Path
from urllib.parse import parse_qs, urlsplit

import psycopg
import pytest
from sqlalchemy import text

from tests.factories.accounts import make_resident, token_of
from weijiayuan.db import db, reading, transaction
from weijiayuan.db.setup import LOCK_MILLISECONDS
from weijiayuan.settings import Settings

PROGRAM = shutil.which("pgbouncer") or shutil.which("pgbouncer", path="/usr/sbin")


@dataclass
class Bouncer:
    """A PgBouncer that can be killed and started again, and the settings of who uses it."""

    settings: Settings
    words: list[str]
    port: int
    log: Path
    process: subprocess.Popen | None = None

    def start(self):
        with self.log.open("ab") as log:
            self.process = subprocess.Popen(self.words, stdout=log, stderr=log)
        _wait_for(self.port, self.log)

    def kill(self):
        self.process.kill()
        self.process.wait(10)


@pytest.fixture
def bounced(bouncer):
    """The settings of a product whose database stands behind a PgBouncer of its own."""
    return bouncer.settings


@pytest.fixture
def bouncer(ground, tmp_path):
    if ground.uses_sqlite:
        pytest.skip("SQLite has no PgBouncer")
    if PROGRAM is None:
        pytest.skip("no PgBouncer on this machine; tools/setup-pgbouncer installs Debian's")
    real = urlsplit(ground.database_url.replace("+psycopg", ""))
    name, where = real.path.lstrip("/"), parse_qs(real.query)["host"][0]
    with socket.create_server(("127.0.0.1", 0)) as held:
        port = held.getsockname()[1]
    tmp_path.chmod(0o755)
    file = tmp_path / "pgbouncer.ini"
    file.write_text(
        f"[databases]\n{name} = host={where} dbname={name} user={real.username}\n"
        f"[pgbouncer]\nlisten_addr = 127.0.0.1\nlisten_port = {port}\nunix_socket_dir =\n"
        "auth_type = any\npool_mode = transaction\ndefault_pool_size = 3\nmax_client_conn = 100\n"
    )
    owner = pwd.getpwuid(Path(where).stat().st_uid).pw_name  # who may reach PostgreSQL's socket
    as_owner = ["--user", owner] if os.getuid() == 0 else []
    url = f"postgresql+psycopg://{real.username}@127.0.0.1:{port}/{name}"
    settings = replace(ground, database_url=url, pgbouncer=True, keep_answers=True)
    made = Bouncer(settings, [PROGRAM, *as_owner, str(file)], port, tmp_path / "log")
    made.start()
    try:
        yield made
    finally:
        made.kill()


def _wait_for(port, log):
    for _ in range(200):
        try:
            socket.create_connection(("127.0.0.1", port), timeout=1).close()
        except OSError:
            time.sleep(0.05)
        else:
            return
    raise AssertionError(log.read_text())


def test_a_crowd_of_readers_and_writers_gets_its_own_answers(bounced, opened):
    """More threads than connections: every call is another connection of PostgreSQL's."""
    app = opened(bounced)
    with app.app_context():
        people = [make_resident(nickname=f"person-{n}") for n in range(8)]
        tokens = {person.nickname: token_of(person) for person in people}
        db.session.remove()
    wrong = []

    def live(name, token):
        client, headers = app.test_client(), {"Authorization": f"Bearer {token}"}
        for number in range(25):
            changed = client.put("/api/v1/me", json={"nickname": name}, headers=headers)
            read = client.get("/api/v1/me", headers=headers)
            seen = client.get("/api/v1/tips/categories")
            statuses = (changed.status_code, read.status_code, seen.status_code)
            if statuses != (200, 200, 200) or read.json["nickname"] != name:
                wrong.append((name, number, statuses))

    crowd = [threading.Thread(target=live, args=each) for each in tokens.items()]
    for each in crowd:
        each.start()
    for each in crowd:
        each.join()

    assert wrong == []


def test_a_transaction_that_writes_has_its_limits_and_leaves_none_behind(bounced, opened):
    app = opened(bounced)
    with app.app_context():
        with transaction():
            during = db.session.execute(text("SHOW lock_timeout")).scalar()
        with reading():
            after = db.session.execute(text("SHOW lock_timeout")).scalar()
        db.session.remove()
    assert during == f"{LOCK_MILLISECONDS // 1000}s"
    assert after == "0"


def test_while_it_is_killed_and_comes_back_nobody_reads_500(bouncer, opened):
    app = opened(bouncer.settings)
    with app.app_context():
        token = token_of(make_resident())
        db.session.remove()
    client, headers = app.test_client(), {"Authorization": f"Bearer {token}"}
    child = {"name": "王小明", "relation": "child"}

    def ask(key):
        asked = client.post(
            "/api/v1/me/family", json=child, headers=headers | {"Idempotency-Key": key}
        )
        return [
            asked,
            client.get("/api/v1/me", headers=headers),
            client.get("/api/v1/tips/categories"),
        ]

    before = ask("k1")
    bouncer.kill()
    gone = ask("k2") + ask("k2")
    bouncer.start()
    back = [ask("k2"), ask("k2"), ask("k2")]

    assert [answer.status_code for answer in before] == [201, 200, 200]
    assert {answer.status_code for answer in gone} <= {200, 503}
    assert all("Retry-After" in answer.headers for answer in gone if answer.status_code == 503)
    assert [answer.status_code for answer in back[-1]] == [201, 200, 200]


def test_a_backend_that_ends_behind_it_is_503_and_the_next_is_done(bouncer, ground, opened):
    app = opened(bouncer.settings)
    with app.app_context():
        token = token_of(make_resident())
        db.session.remove()
    client, headers = (
        app.test_client(),
        {"Authorization": f"Bearer {token}", "Idempotency-Key": "k"},
    )
    child = {"name": "王小明", "relation": "child"}
    statuses = []
    for _ in range(6):
        with psycopg.connect(
            ground.database_url.replace("+psycopg", ""), autocommit=True
        ) as outside:
            outside.execute(
                "SELECT pg_terminate_backend(pid) FROM pg_stat_activity"
                " WHERE datname = current_database() AND pid <> pg_backend_pid()"
            )
        statuses.append(client.post("/api/v1/me/family", json=child, headers=headers).status_code)
    assert set(statuses) <= {201, 503}
    assert client.post("/api/v1/me/family", json=child, headers=headers).status_code == 201
