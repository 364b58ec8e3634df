"""Production without samples: every role's way to the telephone, from the first administrator on.

PostgreSQL, Redis, and a storage service by moto; no sample person exists. Each role is made by the
administrator at the desk, signs in, links a telephone, goes on duty there, and is let in or sent
to the desk as the table of duties says.
"""

import os
import shutil
import subprocess
import sys
import time
from dataclasses import replace
from pathlib import Path

import psycopg
import pyotp
import pytest

from tests.factories.accounts import forget_otp
from tests.fakes.wechat import make_client
from weijiayuan.accounts import passwords, staff_administration
from weijiayuan.accounts.models import StaffAccount
from weijiayuan.accounts.role_definitions import ROLES, facts_of
from weijiayuan.accounts.rules import Granted, Role, Territory, TerritoryKind
from weijiayuan.db import db, transaction
from weijiayuan.gateways import setup as gateways
from weijiayuan.gateways.storage import open_storage

ROOT = Path(__file__).parents[2]
PASSWORD = "Guangming-2026"
DISTRICT = Territory(TerritoryKind.DISTRICT, "440311")
DOORS = {
    Role.GRID_WORKER: "/api/v1/events",
    Role.SECRETARY: "/api/v1/events",
    Role.DISPATCHER: "/api/v1/events",
    Role.DEPARTMENT: "/api/v1/events",
    Role.SUPERVISOR: "/api/v1/governance/overview",
    Role.ORGANISER: "/api/v1/markets/desk",
    Role.AUDITOR: "/api/v1/governance/trail",
    Role.ADMIN: "/api/v1/staff",
}


@pytest.fixture
def production(ground, opened, redis_server, fake_wechat):
    """An application as production runs it, with the fake WeChat behind the real client."""
    if ground.uses_sqlite:
        pytest.skip("production runs on PostgreSQL")
    pytest.importorskip("moto")
    from moto.server import ThreadedMotoServer  # noqa: PLC0415  # only where it is installed

    server = ThreadedMotoServer("127.0.0.1", port=0)
    server.start()
    host, port = server.get_host_and_port()
    import boto3  # noqa: PLC0415

    endpoint = f"http://{host}:{port}"
    given = {"endpoint_url": endpoint, "region_name": "us-east-1"}
    keys = {"aws_access_key_id": "k", "aws_secret_access_key": "s"}
    boto3.client("s3", **given, **keys).create_bucket(Bucket="photos")
    url = f"s3://k:s@photos?endpoint={endpoint}&addressing=path"
    settings = replace(ground, redis_url=redis_server.url, storage_url=url, limits=True)
    app = opened(settings)
    app.extensions[gateways.WECHAT] = make_client(fake_wechat)
    app.fake_wechat = fake_wechat
    with app.app_context(), transaction():
        boss = staff_administration.appoint(
            "boss", display_name="第一位管理员", duties=[Granted(Role.ADMIN, DISTRICT)]
        )
        staff_administration.keep_password(boss, passwords.hashed(PASSWORD, username="boss"))
    yield app
    server.stop()


class Person:
    """Somebody with a browser at the desk and a telephone."""

    keys = 0

    def __init__(self, app):
        self.app, self.client = app, app.test_client()
        self.desk = self.phone = None

    def ask(self, method, path, token, **body):
        Person.keys += 1
        headers = {"Authorization": f"Bearer {token}", "Idempotency-Key": f"k-{Person.keys}"}
        more = {} if method in {"GET", "DELETE"} else {"json": body}
        return self.client.open(path, method=method, headers=headers, **more)

    def sign_in(self, username, password, otp):
        body = {"username": username, "password": password, "otp": otp}
        answer = self.client.post("/api/v1/staff/sessions", json=body)
        assert answer.status_code == 201, answer.json
        self.desk = answer.json["token"]

    def take_up_telephone(self, persona):
        code = self.app.fake_wechat.code(persona)
        self.phone = self.client.post("/api/v1/sessions", json={"code": code}).json["token"]


def code_of(app, username):
    """The code of this half minute, which may be used once more: the clock stands in a test."""
    with app.app_context():
        account = db.session.query(StaffAccount).filter_by(username=username).one()
        forget_otp(account)
        secret = account.totp_secret
        db.session.remove()
    return pyotp.TOTP(secret).now()


def test_every_role_comes_to_the_desk_and_as_far_as_it_may_to_the_telephone(production):
    boss = Person(production)
    boss.sign_in("boss", PASSWORD, code_of(production, "boss"))
    for role in Role:
        walk(production, boss, role)


def walk(app, boss, role):
    """One role's way, from its appointment on."""
    person, username = Person(app), f"one-{role.value}"
    kind = facts_of(role).within[0]
    duty = {"role": role.value, "territory_kind": kind.value, "territory_code": "440311"}
    asked = {"username": username, "display_name": "一位同事", "password": PASSWORD}
    made = boss.ask("POST", "/api/v1/staff", boss.desk, **asked, duties=[duty])
    assert made.status_code == 201, made.json

    person.sign_in(username, PASSWORD, code_of(app, username))
    assert person.ask("GET", "/api/v1/staff/me", person.desk).json["duties"][0]["role"] == role
    otp = code_of(app, username)
    shown = person.ask("POST", "/api/v1/staff/me/link-codes", person.desk, otp=otp)
    person.take_up_telephone(f"telephone-of-{role.value}")
    code = shown.json["code"]
    linked = person.ask("POST", "/api/v1/me/staff-link", person.phone, code=code)
    assert linked.status_code == 201
    otp = code_of(app, username)
    assert person.ask("POST", "/api/v1/me/duty", person.phone, otp=otp).status_code == 201

    duties = [each["role"] for each in person.ask("GET", "/api/v1/me", person.phone).json["duties"]]
    assert duties == ([] if ROLES[role].desk_only else [role.value])
    if door := DOORS.get(role):
        assert person.ask("GET", door, person.desk).status_code == 200
        by_phone = person.ask("GET", door, person.phone).status_code
        assert by_phone == (403 if ROLES[role].desk_only else 200)


def test_a_photo_is_read_by_any_machine_that_shares_the_storage(production, tmp_path, opened):
    settings = production.extensions["weijiayuan.settings"]
    first = open_storage(settings.storage_url, folder=tmp_path / "one")
    second = open_storage(settings.storage_url, folder=tmp_path / "two")
    first.put("some-photo", b"picture", media_type="image/jpeg")
    assert second.get("some-photo") == b"picture"


def wait_until_it_runs(ground):
    """Until the first machine has said in the database that it is there."""
    plain = ground.database_url.replace("+psycopg", "")
    with psycopg.connect(plain, autocommit=True) as connection:
        deadline = time.monotonic() + 60
        while not connection.execute("SELECT count(*) FROM running_processes").fetchone()[0]:
            assert time.monotonic() < deadline
            time.sleep(0.1)


def test_two_machines_with_folders_of_their_own_do_not_start(ground, tmp_path):
    """As an operator starts them: the second one ends with one sentence."""
    if ground.uses_sqlite:
        pytest.skip("several machines need PostgreSQL")
    env = {
        "PATH": os.environ["PATH"],
        "DATABASE_URL": ground.database_url,
        "SECRET_KEY": "only for tests, but long enough",
        "DATA_KEYS": ground.data_keys,
        "INDEX_KEY": "only for tests, but long enough",
        "FAKE_WECHAT": "1",
    }
    command = [sys.executable, "-m", "weijiayuan.serve", "worker"]
    first = subprocess.Popen(
        command, cwd=ROOT, env=env | {"DATA_DIR": str(tmp_path / "one")}, stderr=subprocess.DEVNULL
    )
    try:
        wait_until_it_runs(ground)
        second = subprocess.run(
            command,
            cwd=ROOT,
            env=env | {"DATA_DIR": str(tmp_path / "two")},
            capture_output=True,
            text=True,
            check=False,
            timeout=60,
        )
    finally:
        first.terminate()
        first.wait(20)
    shutil.rmtree(tmp_path / "one", ignore_errors=True)
    assert second.returncode != 0
    assert "Set STORAGE_URL on all machines" in second.stderr
