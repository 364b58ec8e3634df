"""An installation as production has it: no samples, PostgreSQL, Redis, S3, several machines.

Each machine is the real command with a folder of its own, behind what stands for a balancer: who
asks says its address in `X-Forwarded-For`. WeChat is the fake one, answering at an address that
tells nothing of it, so that the product takes it for the real one.
"""

import base64
import os
import secrets
import signal
import socket
import subprocess
import sys
import threading
import time
from contextlib import ExitStack, contextmanager, suppress
from dataclasses import dataclass, field
from pathlib import Path

import psutil
import psycopg
import pyotp
import pytest
import requests
from werkzeug.serving import make_server

from tests.fakes import redis
from tests.fakes.wechat import Fake, Quiet
from weijiayuan.accounts.role_definitions import facts_of
from weijiayuan.gateways.fake_wechat import FAKE_APP_ID, FAKE_SECRET, PREFIX, State, create_app
from weijiayuan.gateways.fake_wechat.media_check_callbacks import Pushes

ROOT = Path(__file__).parents[2]
PASSWORD = "Guangming-2026"
"""The first one of everybody, chosen by whoever appoints them."""
OWN_PASSWORD = "Xinhu-zaochen-7"
DISTRICT = "440311"
READY_SECONDS = 180


def free_port():
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


@dataclass
class Machine:
    """One machine: `web` and `worker` under their supervisors, on a folder of their own."""

    env: dict[str, str]
    port: int
    running: dict[str, subprocess.Popen] = field(default_factory=dict)

    @property
    def base(self):
        return f"http://127.0.0.1:{self.port}"

    def start(self, *roles):
        log = Path(self.env["DATA_DIR"]) / "log"
        for role in roles:
            with log.open("ab") as lines:
                self.running[role] = subprocess.Popen(
                    [sys.executable, "-m", "weijiayuan", role],
                    cwd=ROOT,
                    env=self.env,
                    stdout=lines,
                    stderr=lines,
                )
        if "web" in roles:
            self.wait_until_ready()
        return self

    def wait_until_ready(self):
        deadline = time.monotonic() + READY_SECONDS
        while time.monotonic() < deadline:
            with suppress(requests.RequestException):
                if requests.get(f"{self.base}/readyz", timeout=3).ok:
                    return
            time.sleep(0.1)
        raise AssertionError((Path(self.env["DATA_DIR"]) / "log").read_text()[-2000:])

    def command(self, *words, given=""):
        """Say `weijiayuan …` on this machine; return what it printed."""
        done = subprocess.run(
            [sys.executable, "-m", "weijiayuan", *words],
            cwd=ROOT,
            env=self.env,
            input=given,
            capture_output=True,
            text=True,
            timeout=120,
            check=False,
        )
        assert done.returncode == 0, done.stderr
        return done.stdout

    def stop(self):
        for process in self.running.values():
            family = psutil.Process(process.pid).children(recursive=True)
            process.send_signal(signal.SIGTERM)
            process.wait(30)
            psutil.wait_procs(family, timeout=20)
        self.running.clear()


@dataclass
class Installation:
    """The shared services, and the machines that were made."""

    folder: Path
    shared: dict[str, str]
    database_url: str
    wechat: Fake
    redis: redis.Server | None
    machines: list[Machine] = field(default_factory=list)

    def machine(self, **given):
        """Make one machine, not yet started; `STORAGE_URL=None` leaves a setting out."""
        folder = self.folder / f"machine-{len(self.machines)}"
        folder.mkdir()
        port = free_port()
        env = self.shared | {"DATA_DIR": str(folder), "PORT": str(port)} | given
        made = Machine({name: text for name, text in env.items() if text is not None}, port)
        self.machines.append(made)
        return made

    def sql(self, statement, *values):
        """Ask the database as its operator does."""
        with psycopg.connect(self.database_url, autocommit=True) as connection:
            asked = connection.execute(statement, values)
            return asked.fetchall() if asked.description else []

    def appoint_administrator(self, username):
        """Appoint an administrator by command; return the secret of the second factor."""
        words = ["staff", "appoint", username, "--name", "管理员", "--role", "admin"]
        said = self.machines[0].command(*words, given=f"{PASSWORD}\n{PASSWORD}\n")
        return pyotp.parse_uri(said.strip().splitlines()[-1]).secret

    def otp(self, username, secret):
        """The code of this half minute, which may be used once more."""
        self.sql("UPDATE staff_accounts SET totp_used = 0 WHERE username = %s", username)
        return pyotp.TOTP(secret).now()


@contextmanager
def wechat_that_says_not_what_it_is(path):
    """A running fake WeChat whose paths are WeChat's own, at the root of its address."""
    state = State(path)
    app = create_app(state, Pushes())

    def at_root(environ, start_response):
        if not environ["PATH_INFO"].startswith(PREFIX):
            environ["PATH_INFO"] = PREFIX + environ["PATH_INFO"]
        return app(environ, start_response)

    server = make_server("127.0.0.1", 0, at_root, threaded=True, request_handler=Quiet)
    thread = threading.Thread(target=server.serve_forever, args=(0.01,))
    thread.start()
    try:
        yield Fake(f"http://127.0.0.1:{server.server_port}", state)
    finally:
        server.shutdown()
        thread.join()
        server.server_close()


@contextmanager
def storage_service():
    """The address of an S3 with one bucket, by moto."""
    pytest.importorskip("moto")
    import boto3  # noqa: PLC0415  # only where moto is installed
    from moto.server import ThreadedMotoServer  # noqa: PLC0415

    server = ThreadedMotoServer("127.0.0.1", port=0)
    server.start()
    host, port = server.get_host_and_port()
    endpoint = f"http://{host}:{port}"
    given = {"endpoint_url": endpoint, "region_name": "us-east-1"}
    keys = {"aws_access_key_id": "k", "aws_secret_access_key": "s"}
    boto3.client("s3", **given, **keys).create_bucket(Bucket="photos")
    try:
        yield f"s3://k:s@photos?endpoint={endpoint}&addressing=path"
    finally:
        server.stop()


@contextmanager
def installation(folder, database_url):
    """An empty installation on an empty database; its machines are stopped at the end."""
    with ExitStack() as stack:
        wechat = stack.enter_context(wechat_that_says_not_what_it_is(folder / "wechat.db"))
        (folder / "redis").mkdir()
        shared_redis = stack.enter_context(redis.running(folder / "redis"))
        env = {
            "PATH": os.environ["PATH"],
            "DATABASE_URL": database_url,
            "REDIS_URL": shared_redis.url,
            "STORAGE_URL": stack.enter_context(storage_service()),
            "SECRET_KEY": secrets.token_urlsafe(32),
            "INDEX_KEY": secrets.token_urlsafe(32),
            "DATA_KEYS": f"k1:{base64.urlsafe_b64encode(secrets.token_bytes(32)).decode()}",
            "WECHAT_APPID": FAKE_APP_ID,
            "WECHAT_SECRET": FAKE_SECRET,
            "WECHAT_API_BASE": wechat.base,
            "TRUSTED_PROXIES": "1",
        }
        made = Installation(folder, env, database_url, wechat, shared_redis)
        stack.callback(lambda: [each.stop() for each in made.machines])
        yield made


class Person:
    """Somebody with a browser at the desk and a telephone, at an address of their own."""

    count = 0

    def __init__(self, installed, machine=None):
        Person.count += 1
        self.number, self.installed = Person.count, installed
        self.machine = machine or installed.machines[0]
        self.address = f"10.1.{self.number // 250}.{self.number % 250 + 1}"
        self.desk = self.phone = self.secret = self.username = None
        self.keys = 0

    def ask(self, method, path, token=None, *, files=None, **body):
        self.keys += 1
        headers = {"X-Forwarded-For": self.address, "Idempotency-Key": f"{self.number}-{self.keys}"}
        if token:
            headers["Authorization"] = f"Bearer {token}"
        sent = {"data": body, "files": files} if files else {"json": body}
        more = {} if method in {"GET", "DELETE"} else sent
        url = f"{self.machine.base}/api/v1{path}"
        return requests.request(method, url, headers=headers, timeout=60, **more)

    @property
    def otp(self):
        return self.installed.otp(self.username, self.secret)

    def sign_in(self, username, secret):
        self.username, self.secret = username, secret
        given = {"username": username, "password": PASSWORD, "otp": self.otp}
        given |= {"new_password": OWN_PASSWORD}
        answer = self.ask("POST", "/staff/sessions", **given)
        assert answer.status_code == 201, answer.text
        self.desk = answer.json()["token"]

    def set_up(self, *halves):
        """Set password and second factor by the two halves that the administrators told."""
        given = {"username": self.username, "code": "".join(halves), "password": PASSWORD}
        answer = self.ask("POST", "/staff/credentials", **given)
        assert answer.status_code == 201, answer.text
        self.secret = pyotp.parse_uri(answer.json()["otp_uri"]).secret

    def take_up_telephone(self):
        code = self.installed.wechat.code(f"telephone-{self.number}")
        answer = self.ask("POST", "/sessions", code=code)
        assert answer.status_code == 201, answer.text
        self.phone = answer.json()["token"]

    def link_and_go_on_duty(self):
        shown = self.ask("POST", "/staff/me/link-codes", self.desk, otp=self.otp)
        assert shown.status_code == 201, shown.text
        self.take_up_telephone()
        code = shown.json()["code"]
        assert self.ask("POST", "/me/staff-link", self.phone, code=code).status_code == 201
        assert self.ask("POST", "/me/duty", self.phone, otp=self.otp).status_code == 201


@contextmanager
def opened_by_first_administrator(folder, engine, name, *, machines):
    """An installation with so many machines, and the first administrator at the desk of the first."""
    engine._run(f'DROP DATABASE IF EXISTS "{name}" WITH (FORCE)')
    engine._run(f'CREATE DATABASE "{name}"')
    with installation(folder, engine.url(name).replace("+psycopg", "")) as made:
        first = made.machine()
        first.command("data", "migrate")
        first.command("district", "load")
        made.boss, made.second, made.third = (Person(made) for _ in range(3))
        names = ("boss", "second", "third")
        secrets_of_all = [made.appoint_administrator(each) for each in names]
        first.start("web", "worker")
        for _ in range(machines - 1):
            made.machine(WEB_PROCESSES="1").start("web")
        for person, username, secret in zip(
            (made.boss, made.second, made.third), names, secrets_of_all, strict=True
        ):
            person.sign_in(username, secret)
        yield made
    engine.drop(name)


def appointed(installed, role, *, signs_in=True):
    """Somebody who got one duty by two administrators, signed in at the desk if asked."""
    kind, person = facts_of(role).within[0], Person(installed)
    duty = {"role": role.value, "territory_kind": kind.value, "territory_code": DISTRICT}
    asked = {"username": f"{role.value}-{person.number}", "display_name": "一位同事"}
    asked |= {"duties": [duty], "otp": installed.boss.otp}
    made = installed.boss.ask("POST", "/staff", installed.boss.desk, **asked)
    assert made.status_code == 201, made.text
    person.username = asked["username"]
    person.set_up(made.json()["code_half"], confirmed(installed, made.json()["request"]["id"]))
    turns = (installed.second, installed.third, installed.boss)  # each asks ten times a minute
    installed.boss, installed.second, installed.third = turns
    if signs_in:
        person.sign_in(person.username, person.secret)
    return person


def confirmed(installed, request_id):
    """Let the second administrator confirm; return the half of the code that they are told."""
    second, path = installed.second, f"/staff/requests/{request_id}/accept"
    answer = second.ask("POST", path, second.desk, otp=second.otp)
    assert answer.status_code == 200, answer.text
    return answer.json()["code_half"]


def strings(value):
    """Every text in an answer."""
    if isinstance(value, dict | list):
        for each in value.values() if isinstance(value, dict) else value:
            yield from strings(each)
    elif isinstance(value, str):
        yield value
