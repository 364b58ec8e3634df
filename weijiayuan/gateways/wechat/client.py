"""WeChat over HTTP: asking, patience and the shared token."""

import json
import random
import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from functools import partial
from typing import Any, TypeVar

import requests
from requests.adapters import HTTPAdapter
from urllib3.exceptions import NewConnectionError, SSLError

from weijiayuan.gateways.wechat import text_check_chunking
from weijiayuan.gateways.wechat.access_token import Fetched, SharedToken, TokenStore
from weijiayuan.gateways.wechat.circuit_breaker import CircuitBreaker
from weijiayuan.gateways.wechat.errors import (
    BUSY,
    CodeRefused,
    TokenRefused,
    WeChatBusy,
    WeChatUnreachable,
)
from weijiayuan.gateways.wechat.protocol import (
    Image,
    PhoneNumber,
    Scene,
    Session,
    SubscribeMessage,
    TextVerdict,
)
from weijiayuan.gateways.wechat.response_errors import Complete, read

REAL_HOST = "https://api.weixin.qq.com"
TIMEOUTS = (3.0, 8.0)  # seconds to connect, seconds to the next byte
PAUSES = ((0.1, 0.4), (0.4, 1.0))  # seconds before the two tries that follow a busy answer
JSON = "application/json; charset=utf-8"
PICTURE = 2
RENEWALS = 2

Answer = dict[str, Any]
T = TypeVar("T")


@dataclass(kw_only=True)
class WeChatOverHttp:
    """The mini-program's server side.

    One object per process; threads may share it. `formal` is false for a trial version, whose
    messages and codes open the trial version too. At most `at_once` threads wait for WeChat.
    """

    app_id: str
    secret: str = field(repr=False)
    store: TokenStore
    base: str = REAL_HOST
    formal: bool = True
    timeouts: tuple[float, float] = TIMEOUTS
    at_once: int = 6
    pause: Callable[[float], None] = time.sleep

    def __post_init__(self) -> None:
        self._http = requests.Session()
        self._http.mount(self.base, HTTPAdapter(pool_maxsize=self.at_once))
        self._http.trust_env = self.base == REAL_HOST  # a proxy leads out, never to the fake
        self._gate = CircuitBreaker(self.at_once)
        self._token = SharedToken(self.store, self._fetch_token)

    def session_of(self, login_code: str) -> Session:
        if not login_code.strip():  # WeChat would call that a fault of ours
            raise CodeRefused("/sns/jscode2session", 40029, "no code")
        query = {
            "appid": self.app_id,
            "secret": self.secret,
            "js_code": login_code,
            "grant_type": "authorization_code",
        }
        found = self._patiently(lambda: self._get("/sns/jscode2session", query))
        return Session(found.text("openid"), found.get("session_key", ""), found.get("unionid"))

    def phone_number(self, phone_code: str) -> PhoneNumber:
        found = self._post("/wxa/business/getuserphonenumber", {"code": phone_code}).part(
            "phone_info"
        )
        mark = found.get("watermark")
        if isinstance(mark, Mapping) and mark.get("appid", self.app_id) != self.app_id:
            raise CodeRefused("/wxa/business/getuserphonenumber", 40029, "of another mini-program")
        return PhoneNumber(found.text("purePhoneNumber"), str(found.number("countryCode")))

    def check_text(self, text: str, *, openid: str, scene: Scene) -> TextVerdict:
        asked = {"version": 2, "scene": int(scene), "openid": openid}
        answers = (
            self._post("/wxa/msg_sec_check", asked | {"content": part})
            for part in text_check_chunking.parts(text)
        )
        return text_check_chunking.strictest(
            [text_check_chunking.verdict(answer) for answer in answers]
        )

    def check_picture(self, url: str, *, openid: str, scene: Scene) -> str:
        asked = {
            "version": 2,
            "scene": int(scene),
            "openid": openid,
            "media_url": url,
            "media_type": PICTURE,
        }
        return self._post("/wxa/media_check_async", asked).text("trace_id")

    def send(self, message: SubscribeMessage) -> None:
        body: Answer = {
            "touser": message.openid,
            "template_id": message.template_id,
            "data": {keyword: {"value": value} for keyword, value in message.data.items()},
            "miniprogram_state": "formal" if self.formal else "trial",
            "lang": "zh_CN",
        }
        page = {"page": message.page} if message.page else {}
        self._post("/cgi-bin/message/subscribe/send", body | page)

    def mini_code(self, *, scene: str, page: str, width: int = 430) -> Image:
        body = {
            "scene": scene,
            "page": page,
            "check_path": self.formal,
            "env_version": "release" if self.formal else "trial",
            "width": width,
        }
        return self._with_token(lambda token: self._draw("/wxa/getwxacodeunlimit", token, body))

    def _fetch_token(self, *, force: bool) -> Fetched:
        body = {
            "grant_type": "client_credential",
            "appid": self.app_id,
            "secret": self.secret,
            "force_refresh": force,
        }
        call = "/cgi-bin/stable_token"
        found = self._patiently(lambda: read(call, self._send("POST", call, body=body)))
        return Fetched(found.text("access_token"), found.number("expires_in"))

    def _get(self, call: str, query: Mapping[str, str]) -> Complete:
        return read(call, self._send("GET", call, query=query))

    def _post(self, call: str, body: Mapping[str, Any]) -> Complete:
        return self._with_token(
            lambda token: read(
                call, self._send("POST", call, query={"access_token": token}, body=body)
            )
        )

    def _draw(self, call: str, token: str, body: Mapping[str, Any]) -> Image:
        answer = self._send("POST", call, query={"access_token": token}, body=body)
        media_type = answer.headers.get("Content-Type", "").partition(";")[0].strip().lower()
        if media_type.startswith("image/"):
            return Image(answer.content, media_type)
        read(call, answer)
        raise WeChatUnreachable(
            call, f"neither picture nor error: {media_type}", may_have_happened=True
        )

    def _with_token(self, ask: Callable[[str], T]) -> T:
        """Ask with the shared token; when WeChat does not know it, ask with the next one.

        The next may be one that another process has fetched and that ended since, so a third is
        tried before it is given up.
        """
        token = self._token.current()
        for _ in range(RENEWALS):
            try:
                return self._patiently(partial(ask, token))
            except TokenRefused:
                token = self._token.replacing(token)
        return self._patiently(partial(ask, token))

    def _patiently(self, ask: Callable[[], T]) -> T:
        """Ask up to three times while WeChat says that it is too busy to do it."""
        for shortest, longest in PAUSES:
            try:
                return ask()
            except WeChatBusy as busy:
                if busy.errcode != BUSY:
                    raise
                self.pause(random.uniform(shortest, longest))  # noqa: S311  # spreads load
        return ask()

    def _send(
        self,
        method: str,
        call: str,
        *,
        query: Mapping[str, str] | None = None,
        body: Mapping[str, Any] | None = None,
    ) -> requests.Response:
        with self._gate.through(call):
            return self._sent(method, call, query, None if body is None else raw_json(body))

    def _sent(
        self, method: str, call: str, query: Mapping[str, str] | None, body: bytes | None
    ) -> requests.Response:
        """Send one request. The library's own errors quote the address, secrets included: cut."""
        try:
            answer = self._http.request(
                method,
                self.base + call,
                params=query,
                data=body,
                headers={"Content-Type": JSON},
                timeout=self.timeouts,
                allow_redirects=False,
            )
        except requests.RequestException as problem:
            why, left = type(problem).__name__, not has_never_left(problem)
            raise WeChatUnreachable(call, why, may_have_happened=left) from None
        if answer.status_code != requests.codes.ok:
            raise WeChatUnreachable(call, f"HTTP {answer.status_code}", may_have_happened=True)
        return answer


def has_never_left(problem: requests.RequestException) -> bool:
    """Say whether the request failed before a byte of it can have reached WeChat."""
    reason = getattr(problem.args[0], "reason", None) if problem.args else None
    return isinstance(problem, requests.ConnectTimeout) or isinstance(
        reason, NewConnectionError | SSLError
    )


def raw_json(body: Mapping[str, Any]) -> bytes:
    """Write JSON as WeChat's content check needs it: raw UTF-8; half a character becomes `?`."""
    return json.dumps(body, ensure_ascii=False).encode("utf-8", "replace")
