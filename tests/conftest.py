import os
import tempfile
from dataclasses import dataclass
from itertools import count
from pathlib import Path

import pytest
import pytest_socket
from flask.testing import FlaskClient
from hypothesis import settings as property_settings

from tests import collector  # the first of ours: it stops the collector of garbage
from tests.engines import PostgresEngine, SqliteEngine, settings_for
from tests.factories.accounts import make_resident, make_staff, token_of
from tests.fakes import redis
from tests.fakes.wechat import make_client, running
from tests.sharing import DealtOut
from tests.statement_cover import Recorder, spared
from weijiayuan.app import create_app
from weijiayuan.db import db
from weijiayuan.gateways import setup as gateways
from weijiayuan.kernel import transaction_mode
from weijiayuan.web import refusal_tarpit
from weijiayuan.web.response_cache import CHANGE_MARKER

SHARED = "WEIJIAYUAN_TEST_FOLDER"
worker = os.environ.get("PYTEST_XDIST_WORKER", "main")
numbers = count(1)
engines = {}
transaction_mode.IS_STRICT = True

property_settings.register_profile("repeatable", derandomize=True, deadline=None)
property_settings.register_profile("search", max_examples=1000, deadline=None, print_blob=True)
property_settings.load_profile(os.environ.get("HYPOTHESIS_PROFILE", "repeatable"))


def pytest_configure(config):
    """Make the folder that all test processes of one run share.

    It stands outside pytest's own folder, which only its owner may enter: PostgreSQL does not run
    as root and could not read its files there.
    """
    if not hasattr(config, "workerinput"):
        config.shared_folder = tempfile.TemporaryDirectory(
            prefix="weijiayuan-tests-", ignore_cleanup_errors=True
        )
        os.environ[SHARED] = config.shared_folder.name
        Path(config.shared_folder.name).chmod(0o755)
    if "STATEMENTS" in os.environ:
        config.pluginmanager.register(Recorder(Path(os.environ["STATEMENTS"]), worker))


def pytest_collection_modifyitems(config, items):
    """Spare PostgreSQL what others ask of it (`tests.statement_cover`)."""
    gone = set(spared(items))
    if gone:
        config.hook.pytest_deselected(items=list(gone))
        items[:] = [each for each in items if each not in gone]


def pytest_collection_finish():
    collector.begin()


@pytest.hookimpl(optionalhook=True)
def pytest_xdist_make_scheduler(config, log):
    """Let tests that share something costly run in one process."""
    return DealtOut(config, log)


def engine_named(name):
    """The engine of this test process, started when the first test asks for it."""
    if name not in engines:
        kind = {"sqlite": SqliteEngine, "postgresql": PostgresEngine}[name]
        engines[name] = kind(Path(os.environ[SHARED]))
    return engines[name]


@pytest.fixture(scope="session", params=["sqlite", "postgresql"])
def engine(request):
    """Both databases, one after the other."""
    return engine_named(request.param)


@pytest.fixture(scope="session")
def app(engine, tmp_path_factory):
    """The service on a freshly migrated database."""
    url = engine.fresh(f"test_{worker}")
    app = create_app(settings_for(url, tmp_path_factory.mktemp("data")))
    app.testing = True
    with pytest.MonkeyPatch.context() as unhurried:
        unhurried.setattr(refusal_tarpit, "WAIT_SECONDS", 0.0)  # who is refused asks again at once
        yield app
    with app.app_context():
        db.engine.dispose()
    engine.drop(f"test_{worker}")


@pytest.fixture
def database(app):
    """Run the test inside an outer transaction that is thrown away at the end."""
    with app.app_context(), db.engine.connect() as connection:
        outer = connection.begin()
        real = db.engines[None]
        db.engines[None] = connection
        db.session.configure(join_transaction_mode="create_savepoint")
        try:
            yield db
        finally:
            db.session.remove()
            db.engines[None] = real
            db.session.configure(join_transaction_mode="conditional_savepoint")
            outer.rollback()


class Visitor(FlaskClient):
    """Gives every request a context of its own, as a server does, inside the test's own."""

    def open(self, *args, **kwargs):
        with self.application.app_context():
            return super().open(*args, **kwargs)


@pytest.fixture
def client(app, database):
    """A client that nobody is signed in with."""
    app.test_client_class = Visitor
    return app.test_client()


@dataclass
class Speaker:
    """A client that speaks as somebody, with a fresh idempotency key for every POST."""

    client: object
    token: str
    resident: object = None
    staff: object = None

    def _headers(self, headers):
        return {"Authorization": f"Bearer {self.token}"} | (headers or {})

    def get(self, path, *, headers=None, **more):
        return self.client.get(path, headers=self._headers(headers), **more)

    def put(self, path, *, headers=None, **more):
        return self.client.put(path, headers=self._headers(headers), **more)

    def delete(self, path, *, headers=None, **more):
        return self.client.delete(path, headers=self._headers(headers), **more)

    def post(self, path, *, headers=None, key=None, **more):
        headers = {"Idempotency-Key": key or f"key-{next(numbers)}"} | (headers or {})
        return self.client.post(path, headers=self._headers(headers), **more)


@pytest.fixture
def as_resident(client):
    """Make a client that speaks as a resident: `as_resident()` or `as_resident(resident)`."""

    def speak(resident=None, **given):
        resident = resident or make_resident(**given)
        return Speaker(client, token_of(resident), resident=resident)

    return speak


@pytest.fixture
def as_role(client):
    """Make a client that speaks as sample staff on the telephone, who are always on duty there."""

    def speak(*roles, **given):
        resident = make_resident()
        staff = make_staff(*roles, resident=resident, **{"is_sample": True} | given)
        return Speaker(client, token_of(resident), resident=resident, staff=staff)

    return speak


@pytest.fixture
def as_desk(client):
    """Make a client that speaks as staff who signed in at the desk: `as_desk(Role.X, ...)`."""

    def speak(*roles, **given):
        staff = make_staff(*roles, **given)
        return Speaker(client, token_of(staff), staff=staff)

    return speak


@pytest.fixture
def redis_server():
    """A running Redis of one's own; its socket's path is short enough for every system."""
    with (
        tempfile.TemporaryDirectory(prefix="wjy-redis-") as folder,
        redis.running(Path(folder)) as server,
    ):
        yield server


@pytest.fixture
def fake_wechat(tmp_path):
    """A running fake WeChat: gives codes, remembers what was sent, fails when told to."""
    with running(tmp_path / "running-fake-wechat.db") as fake:
        yield fake


@pytest.fixture
def wechat_of_app(app, fake_wechat):
    """Let the service talk to the running fake during a test."""
    usual = app.extensions[gateways.WECHAT]
    app.extensions[gateways.WECHAT] = make_client(fake_wechat)
    yield fake_wechat
    app.extensions[gateways.WECHAT] = usual


@pytest.fixture
def ground(engine, tmp_path):
    """A migrated database of one's own, for processes that really commit: its URL and settings."""
    name = f"ground_{worker}_{next(numbers)}"
    url = engine.fresh(name)
    yield settings_for(url, tmp_path)
    engine.drop(name)


@pytest.fixture
def opened():
    """Make applications, `opened(settings)`, whose connections are closed at the end."""
    apps = []

    def open_app(settings):
        apps.append(create_app(settings))
        return apps[-1]

    yield open_app
    for app in apps:
        if CHANGE_MARKER in app.extensions:
            app.extensions[CHANGE_MARKER].close()
        with app.app_context():
            db.engine.dispose()


def pytest_runtest_setup():
    pytest_socket.socket_allow_hosts(["127.0.0.1", "localhost", "::1"], allow_unix_socket=True)
