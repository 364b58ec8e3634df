"""Behind Debian's PgBouncer in transaction mode: nothing prepared, limits for each transaction."""

import os
import pwd
import shutil
import socket
import subprocess
import threading
import time
from dataclasses import replace
from pathlib import Path
from urllib.parse import parse_qs, urlsplit

import pytest
from sqlalchemy import text

from tests.factories.accounts import make_resident, token_of
from weijiayuan.db import db, reading, transaction
from weijiayuan.db.setup import LOCK_MILLISECONDS

PROGRAM = shutil.which("pgbouncer") or shutil.which("pgbouncer", path="/usr/sbin")


@pytest.fixture
def bounced(ground, tmp_path):
    """The settings of a product whose database stands behind a PgBouncer of its own."""
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
    with (tmp_path / "log").open("wb") as log:
        process = subprocess.Popen([PROGRAM, *as_owner, str(file)], stdout=log, stderr=log)
    try:
        _wait_for(port, tmp_path / "log")
        url = f"postgresql+psycopg://{real.username}@127.0.0.1:{port}/{name}"
        yield replace(ground, database_url=url, pgbouncer=True, keep_answers=True)
    finally:
        process.terminate()
        process.wait(10)


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
