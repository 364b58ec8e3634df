"""A running product and a telephone to hold it: `live` and `phone`.

One Chromium and one server (SQLite, sample data) serve each test process; every test gets a telephone of
its own, whose person is nobody else's. A test fails when the console of its page shows an error.
"""

import re
import threading
from pathlib import Path

import pytest
from playwright.sync_api import sync_playwright
from werkzeug.serving import make_server

from tests.browser.phone import Drawer, Phone
from tests.browser.server import Live, Quiet, find_chromium, fresh_port
from tests.conftest import engine_named, worker
from tests.engines import settings_for
from weijiayuan.app import create_app
from weijiayuan.db import db

ARGUMENTS = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--process-per-site",  # pages of one telephone: the next finds the process of the last
]
SCREENSHOTS = Path(__file__).parents[2] / "var" / "screenshots"


FAILED = pytest.StashKey[bool]()


@pytest.hookimpl(wrapper=True)
def pytest_runtest_makereport(item, call):
    """Remember a failure, so that what was on the screen is kept as a picture."""
    report = yield
    if call.when == "call" and report.failed:
        item.stash[FAILED] = True
    return report


@pytest.hookimpl(tryfirst=True)
def pytest_collection_modifyitems(items):
    """Mark what needs a browser."""
    here = Path(__file__).parent
    for item in items:
        if here in item.path.parents:
            item.add_marker(pytest.mark.browser)


@pytest.fixture(scope="session")
def live(tmp_path_factory):
    """The product as `make run` gives it, at a port of its own, until the session ends."""
    folder = tmp_path_factory.mktemp("live")
    url = engine_named("sqlite").fresh(f"live_{worker}", filled=True)
    port = fresh_port()
    base = f"http://127.0.0.1:{port}"
    app = create_app(settings_for(url, folder, wechat_api_base=f"{base}/fake-wechat"))
    server = make_server("127.0.0.1", port, app, threaded=True, request_handler=Quiet)
    thread = threading.Thread(target=server.serve_forever, args=(0.05,))
    thread.start()
    yield Live(base, app)
    server.shutdown()
    thread.join()
    server.server_close()
    with app.app_context():
        db.engine.dispose()


@pytest.fixture(scope="session")
def chromium():
    path = find_chromium()
    if path is None:
        pytest.fail("No Chromium on this machine: run tools/setup-browser", pytrace=False)
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=path, args=ARGUMENTS)
        yield browser
        browser.close()


@pytest.fixture(scope="session")
def drawer():
    return Drawer()


@pytest.fixture
def make_phone(chromium, live, drawer, request):
    """Make telephones: `make_phone(persona="organiser")`; each is a person with an empty phone.

    `make_phone(new=True)` is one that nobody had in hand: for what is not forgotten, as a clock.
    """
    made = []

    def make(*, new=False, **given):
        is_plain = not new and given.keys() <= {"persona", "dark", "font"}
        phone = Phone.unpack(chromium, live, drawer=drawer if is_plain else None, **given)
        phone.refuse_messages()
        made.append(phone)
        return phone

    yield make
    name = re.sub(r"\W+", "-", request.node.name)
    for number, phone in enumerate(made):
        if request.node.stash.get(FAILED, False):
            phone.photograph(SCREENSHOTS / "failed" / f"{name}-{number}.png")
            phone.put_away()
        elif phone.context in drawer.kinds:
            drawer.put_back(phone.context)
        else:
            phone.put_away()
    assert [fault for phone in made for fault in phone.faults] == []


@pytest.fixture
def phone(make_phone):
    """One telephone with the mini-program not yet open: `phone.open("pages/home/home")`."""
    return make_phone()


@pytest.fixture
def desk(chromium, live):
    """A wide window without anybody signed in; it fails the test if its console shows an error."""
    context = chromium.new_context(viewport={"width": 1440, "height": 1000}, locale="zh-CN")
    page = context.new_page()
    page.faults = []
    page.on("pageerror", lambda fault: page.faults.append(str(fault)))
    page.on("console", lambda said: said.type == "error" and page.faults.append(said.text))
    page.goto(f"{live.base}/console/")
    yield page
    context.close()
    assert [fault for fault in page.faults if "401" not in fault] == []
