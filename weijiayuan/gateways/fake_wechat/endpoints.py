"""The calls of WeChat that the product makes, each with the refusals that WeChat documents."""

import io
import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import segno
from flask import Response
from PIL import Image

from weijiayuan.gateways.fake_wechat import mini_program_pages
from weijiayuan.gateways.fake_wechat.media_check_callbacks import Pushes
from weijiayuan.gateways.fake_wechat.personas import FAKE_APP_ID, FAKE_SECRET, openid_of, phone_of
from weijiayuan.gateways.fake_wechat.store import State, now
from weijiayuan.gateways.fake_wechat.template_rules import TEMPLATES, unfit_keyword
from weijiayuan.kernel import ids

# A sentence that Tencent gives for trying the content check, and words that ask for a person.
RISKY = ("特3456书yuuo莞6543李zxcz蒜7782法fgnv级", "fake-risky")
DOUBTFUL = ("fake-review",)
OPENID = re.compile(r"o[0-9A-Za-z_-]{27}")
SCENE = re.compile(r"[0-9A-Za-z!#$&'()*+,/:;=?@\-._~]{1,32}")
PER_MINUTE = {"stable_token": 10_000, "msg_sec_check": 4_000, "media_check_async": 2_000}
LOGINS_PER_MINUTE = 100

Answer = dict[str, Any]


class Refusal(Exception):
    """WeChat's answer with an error code."""

    def __init__(self, errcode: int, errmsg: str) -> None:
        super().__init__(errmsg)
        self.answer = {"errcode": errcode, "errmsg": f"{errmsg} rid: {ids.readable_code(8)}"}


@dataclass(frozen=True)
class Calls:
    """What the fake answers, given what was asked."""

    state: State
    pushes: Pushes

    def jscode2session(self, query: Mapping[str, str]) -> Answer:
        """Exchange a login code; a success carries no errcode, as in real life."""
        check_credentials(query)
        if query.get("grant_type") != "authorization_code":
            raise Refusal(40002, "invalid grant_type")
        if not query.get("js_code"):
            raise Refusal(41008, "missing code")
        persona = self._persona("login", query.get("js_code", ""))
        openid = openid_of(persona)
        if self.state.hit("jscode2session", openid) > LOGINS_PER_MINUTE:
            raise Refusal(45011, "api minute-quota reach limit, must slower, retry next minute")
        self.state.visit(openid)
        return {"openid": openid, "session_key": ids.new_token()[:22] + "=="}

    def stable_token(self, body: Answer) -> Answer:
        check_credentials(body)
        if body.get("grant_type") != "client_credential":
            raise Refusal(40002, "invalid grant_type")
        self._count("stable_token")
        found = (
            self.state.forced_token() if body.get("force_refresh") else self.state.current_token()
        )
        if found is None:
            raise Refusal(45009, "reach max api daily quota limit")
        return {"access_token": found[0], "expires_in": found[1]}

    def getuserphonenumber(self, body: Answer) -> Answer:
        number = phone_of(self._persona("phone", str(body.get("code", ""))))
        watermark = {"timestamp": int(now()), "appid": FAKE_APP_ID}
        info = {"phoneNumber": number, "purePhoneNumber": number, "countryCode": "86"}
        return OK | {"phone_info": info | {"watermark": watermark}}

    def msg_sec_check(self, body: Answer) -> Answer:
        self._count("msg_sec_check")
        check_scene(body)
        content = body.get("content")
        if not isinstance(content, str) or not 1 <= len(content) <= 2500:
            raise Refusal(47001, "data format error")
        if not self.state.has_visited(str(body.get("openid"))):
            raise Refusal(61010, "code is expired")
        suggest, label = judged(content)
        detail = {"strategy": "content_model", "errcode": 0, "suggest": suggest, "label": label}
        result = {"suggest": suggest, "label": label}
        return OK | {"result": result, "detail": [detail], "trace_id": new_trace()}

    def media_check_async(self, body: Answer) -> Answer:
        self._count("media_check_async")
        check_scene(body)
        if body.get("media_type") not in {1, 2}:
            raise Refusal(40004, "invalid media type")
        if not str(body.get("media_url", "")).startswith(("http://", "https://")):
            raise Refusal(40007, "invalid media_url")
        if not self.state.has_visited(str(body.get("openid"))):
            raise Refusal(61010, "code is expired")
        trace = new_trace()
        self.pushes.media_verdict(trace, str(body["media_url"]))
        return OK | {"trace_id": trace}

    def send(self, body: Answer) -> Answer:
        if not OPENID.fullmatch(str(body.get("touser", ""))):
            raise Refusal(40003, "invalid openid")
        if body.get("miniprogram_state", "formal") not in {"developer", "trial", "formal"}:
            raise Refusal(47001, "data format error: miniprogram_state")
        if body.get("template_id") not in TEMPLATES:
            raise Refusal(40037, "invalid template_id")
        keyword = unfit_keyword(body["template_id"], body.get("data") or {})
        if keyword:
            raise Refusal(47003, f"argument invalid! data.{keyword}.value invalid")
        if body.get("page") and not mini_program_pages.exists(str(body["page"])):
            raise Refusal(41030, "invalid page")
        if not self.state.deliver(body):
            raise Refusal(43101, "user refuse to accept the msg")
        return dict(OK)

    def getwxacodeunlimit(self, body: Answer) -> Response:
        if not SCENE.fullmatch(str(body.get("scene", ""))):
            raise Refusal(40169, "invalid length for scene, or the data is not json string")
        page = str(body.get("page", ""))
        unknown = body.get("check_path", True) and page and not mini_program_pages.exists(page)
        if page.startswith("/") or "?" in page or unknown:
            raise Refusal(41030, "invalid page")
        width = body.get("width", 430)
        if not isinstance(width, int) or not 280 <= width <= 1280:
            raise Refusal(40097, "invalid args")
        return Response(picture_of(f"{page}?scene={body['scene']}"), mimetype="image/jpeg")

    def check_token(self, token: str | None) -> None:
        if not token:
            raise Refusal(41001, "access_token missing")
        end = self.state.token_end(token)
        if end is None:
            raise Refusal(40001, "invalid credential, access_token is invalid or not latest")
        if end <= now():
            raise Refusal(42001, "access_token expired")

    def _persona(self, kind: str, code: str) -> str:
        found = self.state.use_code(kind, code)
        if found is None or found.is_old:
            raise Refusal(40029, "invalid code")
        if found.is_used:
            raise Refusal(40163, "code been used")
        return found.persona

    def _count(self, call: str) -> None:
        if self.state.hit(call, "") > PER_MINUTE[call]:
            raise Refusal(45009, "reach max api minute quota limit")


OK = {"errcode": 0, "errmsg": "ok"}


def check_credentials(given: Mapping[str, Any]) -> None:
    if not given.get("appid"):
        raise Refusal(41002, "appid missing")
    if not given.get("secret"):
        raise Refusal(41004, "appsecret missing")
    if given["appid"] != FAKE_APP_ID:
        raise Refusal(40013, "invalid appid")
    if given["secret"] != FAKE_SECRET:
        raise Refusal(40125, "invalid appsecret")


def check_scene(body: Answer) -> None:
    if body.get("version") != 2 or body.get("scene") not in {1, 2, 3, 4}:
        raise Refusal(40129, "invalid scene")


def judged(content: str) -> tuple[str, int]:
    """Judge by the words that stand for harm here; 20001 is politics, 21000 anything else."""
    if any(word in content for word in RISKY):
        return "risky", 20001
    return ("review", 21000) if any(word in content for word in DOUBTFUL) else ("pass", 100)


def new_trace() -> str:
    return "-".join(f"{int(now()):x}" if i == 0 else ids.new_token()[:8] for i in range(3))


def picture_of(text: str) -> bytes:
    drawn, jpeg = io.BytesIO(), io.BytesIO()
    segno.make(text, error="m").save(drawn, kind="png", scale=8)
    Image.open(drawn).convert("RGB").save(jpeg, "JPEG")
    return jpeg.getvalue()
