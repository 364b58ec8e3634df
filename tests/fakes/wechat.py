"""The fake WeChat as a running server, for every test that goes through the gateway."""

import threading
from contextlib import contextmanager

import requests
from werkzeug.serving import WSGIRequestHandler, make_server

from weijiayuan.gateways.fake_wechat import FAKE_APP_ID, FAKE_SECRET, PREFIX, State, create_app
from weijiayuan.gateways.fake_wechat.media_check_callbacks import Pushes
from weijiayuan.gateways.wechat import WeChatOverHttp
from weijiayuan.gateways.wechat.access_token import TokenInMemory


class Quiet(WSGIRequestHandler):
    protocol_version = "HTTP/1.1"

    def log_request(self, *_):
        """The test says what matters."""


class Fake:
    """A running fake WeChat, told what to do over its own address."""

    def __init__(self, base, state):
        self.base, self.state = base, state

    def post(self, path, **body):
        answer = requests.post(self.base + path, json=body, timeout=5)
        assert answer.ok, answer.text
        return answer.json()

    def code(self, persona):
        return self.post("/codes", persona=persona)["code"]

    def phone_code(self, persona):
        return self.post("/phone-codes", persona=persona)["code"]

    def fail(self, call, times=1, **fault):
        self.post("/faults", call=call, times=times, **fault)

    def subscribe(self, persona, template_id="fake-progress", result="accept"):
        self.post("/subscriptions", persona=persona, template_id=template_id, result=result)

    def sent(self, persona=None):
        query = {"persona": persona} if persona else {}
        return requests.get(self.base + "/sent", params=query, timeout=5).json()["items"]


@contextmanager
def running(path, pushes=None):
    """A fake WeChat that remembers in the file `path`, until the block ends."""
    state = State(path)
    app = create_app(state, pushes or Pushes())
    server = make_server("127.0.0.1", 0, app, threaded=True, request_handler=Quiet)
    thread = threading.Thread(target=server.serve_forever, args=(0.01,))
    thread.start()
    try:
        yield Fake(f"http://127.0.0.1:{server.server_port}{PREFIX}", state)
    finally:
        server.shutdown()
        thread.join()
        server.server_close()


def make_client(fake, **given):
    usual = {
        "app_id": FAKE_APP_ID,
        "secret": FAKE_SECRET,
        "store": TokenInMemory(),
        "base": fake.base,
        "timeouts": (1.0, 1.0),
        "pause": lambda _seconds: None,
    }
    return WeChatOverHttp(**usual | given)
