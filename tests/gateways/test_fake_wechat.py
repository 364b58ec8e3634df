"""The fake alone: as its own process, mounted in the product, and what it pushes."""

import json
import signal
import subprocess
import sys
import threading
import time
from http.server import BaseHTTPRequestHandler, HTTPServer
from urllib.parse import parse_qsl, urlsplit

import pytest
import requests
from PIL import Image

from tests.fakes.wechat import make_client, running
from tests.files.pictures import as_bytes
from weijiayuan.gateways.fake_wechat import FAKE_APP_ID, FAKE_SECRET, openid_of
from weijiayuan.gateways.fake_wechat.pushes import Pushes
from weijiayuan.gateways.wechat import Scene
from weijiayuan.gateways.wechat.crypto import PushSecrets, open_push
from weijiayuan.settings import Settings

KEY = "k" * 43


def test_the_settings_name_the_fake_as_it_is():
    usual = Settings.__dataclass_fields__
    assert usual["wechat_appid"].default == FAKE_APP_ID
    assert usual["wechat_secret"].default == FAKE_SECRET


def test_the_product_gives_codes_that_the_standing_fake_takes(app, tmp_path):
    """The web workers make the code, the product's own call goes to the other process."""
    settings = app.extensions["weijiayuan.settings"]
    code = app.test_client().post("/fake-wechat/codes", json={"persona": "li"}).json["code"]
    command = [sys.executable, "-m", "weijiayuan.gateways.fake_wechat"]
    fake = subprocess.Popen(
        [*command, "--state", str(settings.fake_wechat_state)], stdout=subprocess.PIPE, text=True
    )
    try:
        base = fake.stdout.readline().strip()
        client = make_client(type("Standing", (), {"base": base}))
        assert client.session_of(code).openid == openid_of("li")
    finally:
        fake.send_signal(signal.SIGTERM)
        assert fake.wait(timeout=5) == 0
        fake.stdout.close()


@pytest.mark.parametrize(
    "body",
    [b"", b"{", b"[]", b'{"persona": 1}', b'{"persona": ""}', b'{"persona": "%s"}' % (b"x" * 65)],
)
def test_a_code_needs_a_name(fake_wechat, body):
    assert requests.post(fake_wechat.base + "/codes", data=body, timeout=5).status_code == 400


@pytest.mark.parametrize(
    "fault", [{}, {"nonsense": 1}, {"drop": "sometimes"}, {"delay_seconds": 100}]
)
def test_a_fault_that_means_nothing_is_refused(fake_wechat, fault):
    answer = requests.post(fake_wechat.base + "/faults", json={"call": "send"} | fault, timeout=5)
    assert answer.status_code == 400


def test_force_is_limited_as_wechat_limits_it(fake_wechat):
    body = {"appid": FAKE_APP_ID, "secret": FAKE_SECRET, "force_refresh": True}
    tokens = {fake_wechat.post("/cgi-bin/stable_token", **body)["access_token"] for _ in range(3)}
    assert len(tokens) == 1


def test_the_same_token_is_given_until_its_last_five_minutes(fake_wechat):
    body = {"appid": FAKE_APP_ID, "secret": FAKE_SECRET}
    first, second = (fake_wechat.post("/cgi-bin/stable_token", **body) for _ in range(2))
    assert first["access_token"] == second["access_token"]
    assert first["expires_in"] > 7190


class Receiver(BaseHTTPRequestHandler):
    """Stands for the product's push address, and for the picture that WeChat fetches."""

    got = None

    def do_POST(self):
        body = self.rfile.read(int(self.headers["Content-Length"]))
        type(self).got.append((dict(parse_qsl(urlsplit(self.path).query)), body))
        self._answer()

    def do_GET(self):
        colour = self.path.strip("/")
        self._answer(as_bytes(Image.new("RGB", (64, 48), colour)))

    def _answer(self, body=b"success"):
        self.send_response(200)
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, *_):
        """The test says what matters."""


@pytest.fixture
def receiver():
    Receiver.got = []
    server = HTTPServer(("127.0.0.1", 0), Receiver)
    thread = threading.Thread(target=server.serve_forever, args=(0.01,))
    thread.start()
    yield f"http://127.0.0.1:{server.server_port}"
    server.shutdown()
    thread.join()
    server.server_close()


def wait_for_push():
    for _ in range(100):
        if Receiver.got:
            return Receiver.got[0]
        time.sleep(0.05)
    raise TimeoutError


@pytest.mark.parametrize(
    ("key", "query_has", "colour", "suggest", "label"),
    [
        (KEY, "msg_signature", "red", "risky", 20002),
        (None, "signature", "yellow", "review", 21000),
        (None, "signature", "green", "pass", 100),
    ],
)
def test_the_verdict_on_a_picture_is_pushed(  # noqa: PLR0917
    receiver, tmp_path, key, query_has, colour, suggest, label
):
    pushes = Pushes(receiver, "token", key, delay=0.0)
    with running(tmp_path / "fake.db", pushes) as fake:
        client = make_client(fake)
        client.session_of(fake.code("li"))
        address = f"{receiver}/{colour}"
        trace = client.check_picture(address, openid=openid_of("li"), scene=Scene.FORUM)
        query, body = wait_for_push()

    assert query_has in query
    event = open_push(PushSecrets(FAKE_APP_ID, "token", key), query, body)
    assert (event["Event"], event["trace_id"]) == ("wxa_media_check", trace)
    assert event["result"] == {"suggest": suggest, "label": label}


def test_a_picture_that_cannot_be_fetched_is_said_so(receiver, tmp_path):
    pushes = Pushes(receiver, "token", None, delay=0.0)
    with running(tmp_path / "fake.db", pushes) as fake:
        client = make_client(fake)
        client.session_of(fake.code("li"))
        client.check_picture("http://127.0.0.1:1/x.jpg", openid=openid_of("li"), scene=Scene.FORUM)
        _query, body = wait_for_push()

    assert json.loads(body)["errcode"] == -1008
