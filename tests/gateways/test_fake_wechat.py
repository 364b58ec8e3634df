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
from weijiayuan.gateways.fake_wechat.media_check_callbacks import Pushes
from weijiayuan.gateways.wechat import Scene
from weijiayuan.gateways.wechat.crypto import PushSecrets, open_push
from weijiayuan.settings import Settings

KEY = "k" * 43
CREDENTIALS = {
    "grant_type": "client_credential",
    "appid": FAKE_APP_ID,
    "secret": FAKE_SECRET,
}
DATA = {"thing1": {"value": "a"}, "thing2": {"value": "b"}, "time3": {"value": "09:00"}}
MESSAGE = {"touser": openid_of("li"), "template_id": "fake-progress", "data": DATA}
CHECK = {"version": 2, "scene": 2, "openid": openid_of("li"), "media_type": 2}


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
    body = CREDENTIALS | {"force_refresh": True}
    tokens = {fake_wechat.post("/cgi-bin/stable_token", **body)["access_token"] for _ in range(3)}
    assert len(tokens) == 1


def test_the_same_token_is_given_until_its_last_five_minutes(fake_wechat):
    first, second = (fake_wechat.post("/cgi-bin/stable_token", **CREDENTIALS) for _ in range(2))
    assert first["access_token"] == second["access_token"]
    assert first["expires_in"] > 7190


class Receiver(BaseHTTPRequestHandler):
    """Stands for the product's push address, and for the picture that WeChat fetches."""

    got = None
    deaf = 0  # how many pushes it answers wrongly

    def do_POST(self):
        body = self.rfile.read(int(self.headers["Content-Length"]))
        type(self).got.append((dict(parse_qsl(urlsplit(self.path).query)), body))
        self._answer(b"success" if len(self.got) > self.deaf else b"what?")

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
    Receiver.got, Receiver.deaf = [], 0
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


@pytest.mark.parametrize(("deaf", "knocks"), [(0, 1), (1, 2), (9, 3)])
def test_a_push_is_repeated_until_it_is_taken_and_three_times_at_most(receiver, deaf, knocks):
    Receiver.deaf = deaf

    assert Pushes(receiver, "token").push({"Event": "any"}) == 200
    assert len(Receiver.got) == knocks


@pytest.mark.parametrize(
    ("path", "body", "errcode"),
    [
        ("/cgi-bin/stable_token", CREDENTIALS | {"grant_type": "x"}, 40002),
        ("/cgi-bin/stable_token", CREDENTIALS | {"secret": "x"}, 40125),
        ("/cgi-bin/message/subscribe/send", MESSAGE | {"touser": "o"}, 40003),
        ("/cgi-bin/message/subscribe/send", MESSAGE | {"page": "pages/nowhere"}, 41030),
        ("/cgi-bin/message/subscribe/send", MESSAGE | {"miniprogram_state": "x"}, 47001),
        ("/wxa/getwxacodeunlimit", {"scene": "a", "page": "pages/nowhere"}, 41030),
        ("/wxa/getwxacodeunlimit", {"scene": "a", "page": "pages/me/me", "width": "9"}, 40097),
        ("/wxa/media_check_async", CHECK | {"media_url": "/api/v1/files/1"}, 40007),
    ],
)
def test_what_wechat_refuses_the_fake_refuses(fake_wechat, path, body, errcode):
    token = fake_wechat.post("/cgi-bin/stable_token", **CREDENTIALS)["access_token"]
    assert fake_wechat.post(f"{path}?access_token={token}", **body)["errcode"] == errcode
