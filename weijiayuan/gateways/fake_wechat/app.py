"""The fake over HTTP: WeChat's own paths, and a few of ours to make it give codes or fail."""

import socket
import time
from collections.abc import Callable
from typing import Any

from flask import Blueprint, Flask, Response, jsonify, request
from werkzeug.exceptions import BadRequest

from weijiayuan.gateways.fake_wechat.endpoints import Calls, Refusal
from weijiayuan.gateways.fake_wechat.media_check_callbacks import Pushes
from weijiayuan.gateways.fake_wechat.personas import openid_of
from weijiayuan.gateways.fake_wechat.store import State
from weijiayuan.gateways.fake_wechat.template_rules import LONG_TERM, TEMPLATES, TITLES

PREFIX = "/fake-wechat"
CALLS = {
    "/cgi-bin/stable_token": "stable_token",
    "/wxa/business/getuserphonenumber": "getuserphonenumber",
    "/wxa/msg_sec_check": "msg_sec_check",
    "/wxa/media_check_async": "media_check_async",
    "/cgi-bin/message/subscribe/send": "send",
    "/wxa/getwxacodeunlimit": "getwxacodeunlimit",
}
LONGEST_DELAY = 60.0  # seconds
ODD_ANSWERS = {"status", "body"}


def create_app(state: State, pushes: Pushes | None = None) -> Flask:
    """Make the fake as an application of its own."""
    app = Flask("fake_wechat")
    app.register_blueprint(blueprint(state, pushes))
    return app


def blueprint(state: State, pushes: Pushes | None = None) -> Blueprint:
    """Make the fake as a part of another application; several processes may share the state."""
    state.prepare()
    fake = Blueprint("fake_wechat", __name__, url_prefix=PREFIX)
    calls = Calls(state, pushes or Pushes())
    add_calls(fake, state, calls)
    add_controls(fake, state)
    add_trouble(fake, state)
    return fake


def add_calls(fake: Blueprint, state: State, calls: Calls) -> None:
    @fake.get("/sns/jscode2session")
    def jscode2session() -> Response:
        return behave(state, "jscode2session", lambda: calls.jscode2session(request.args))

    def view(call: str) -> Callable[[], Response]:
        def asked() -> Any:
            if call != "stable_token":
                calls.check_token(request.args.get("access_token"))
            return getattr(calls, call)(posted())

        return lambda: behave(state, call, asked)

    for path, call in CALLS.items():
        fake.add_url_rule(path, call, view(call), methods=["POST"])


def behave(state: State, call: str, answer: Callable[[], Any]) -> Response:
    """Answer as WeChat would, or as the oldest fault for this call says."""
    fault = state.take_fault(call)
    time.sleep(fault.get("delay_seconds", 0))
    if "errcode" in fault:
        return jsonify(errcode=fault["errcode"], errmsg=fault.get("errmsg", "told to refuse"))
    if ODD_ANSWERS & fault.keys():
        return Response(fault.get("body", ""), status=fault.get("status", 200))
    if fault.get("drop") == "before":
        return hang_up()
    done = answered(answer)
    return hang_up() if fault.get("drop") == "after" else done


def answered(answer: Callable[[], Any]) -> Response:
    try:
        found = answer()
    except Refusal as refusal:
        found = refusal.answer
    return found if isinstance(found, Response) else jsonify(found)


def hang_up() -> Response:
    """Close the line without an answer. Both servers that run the fake show us their socket."""
    line = request.environ.get("werkzeug.socket") or request.environ.get("gunicorn.socket")
    if line is not None:
        line.shutdown(socket.SHUT_RDWR)
    return Response(status=502)


def add_controls(fake: Blueprint, state: State) -> None:
    @fake.post("/codes")
    def make_login_code() -> Response:
        return jsonify(code=state.new_code("login", persona()))

    @fake.post("/phone-codes")
    def make_phone_code() -> Response:
        return jsonify(code=state.new_code("phone", persona()))

    @fake.post("/subscriptions")
    def answer_subscribe_question() -> Response:
        asked = posted()
        answer = state.accept if asked.get("result") == "accept" else state.refuse
        answer(openid_of(persona()), str(asked.get("template_id")))
        return jsonify(ok=True)

    @fake.get("/templates")
    def list_templates() -> Response:
        return jsonify(
            {name: {"title": TITLES[name], "long_term": name in LONG_TERM} for name in TEMPLATES}
        )

    @fake.get("/sent")
    def list_sent() -> Response:
        who = request.args.get("persona")
        return jsonify(items=state.sent(openid_of(who) if who else None))


def add_trouble(fake: Blueprint, state: State) -> None:
    @fake.post("/tokens/expire")
    def expire_tokens() -> Response:
        state.expire_tokens()
        return jsonify(ok=True)

    @fake.post("/faults")
    def add_fault() -> Response:
        asked = posted()
        call, times = str(asked.pop("call", "*")), int(asked.pop("times", 1))
        check_fault(asked)
        state.add_fault(call, times, asked)
        return jsonify(ok=True)

    @fake.delete("/faults")
    def clear_faults() -> Response:
        state.clear_faults()
        return jsonify(ok=True)


def persona() -> str:
    """Read which person is meant: any name of 1 to 64 characters."""
    name = posted().get("persona")
    if not isinstance(name, str) or not 1 <= len(name.strip()) <= 64:
        raise BadRequest("persona: a name of 1 to 64 characters")
    return name.strip()


def check_fault(fault: dict[str, Any]) -> None:
    known = {"errcode", "errmsg", "delay_seconds", "drop", "status", "body"}
    if not fault or fault.keys() - known or fault.get("drop", "after") not in {"before", "after"}:
        raise BadRequest(f"a fault has: {', '.join(sorted(known))}; drop is before or after")
    if not 0 <= fault.get("delay_seconds", 0) <= LONGEST_DELAY:
        raise BadRequest("delay_seconds: 0 to 60")


def posted() -> dict[str, Any]:
    """Return what was posted. WeChat reads JSON whatever the type of content says."""
    found = request.get_json(force=True, silent=True)
    if not isinstance(found, dict):
        raise BadRequest("a JSON object is expected")
    return found
