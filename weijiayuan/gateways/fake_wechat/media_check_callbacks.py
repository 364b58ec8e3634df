"""What the fake pushes to the product: verdicts on pictures, signed and encrypted like WeChat's."""

import json
import logging
import threading
import time
from dataclasses import dataclass
from io import BytesIO
from typing import Any

import requests
from PIL import Image

from weijiayuan.gateways.fake_wechat.personas import FAKE_APP_ID
from weijiayuan.gateways.fake_wechat.store import now
from weijiayuan.gateways.wechat import crypto
from weijiayuan.kernel import ids

logger = logging.getLogger(__name__)

TRIES = 3
TAKEN = {"success", ""}
CANNOT_FETCH = -1008
PLAIN, BARE = 200, 60  # the least and the most of a colour, of 255


@dataclass(frozen=True)
class Pushes:
    """The product's push address and secrets; without an address nothing is pushed."""

    url: str | None = None
    token: str = ""
    aes_key: str | None = None
    delay: float = 1.0  # seconds; WeChat takes up to 30 minutes

    def media_verdict(self, trace_id: str, url: str) -> None:
        """Fetch the picture and push the verdict a little later, on a thread of its own."""
        if self.url:
            threading.Thread(target=self._judge, args=(trace_id, url), daemon=True).start()

    def _judge(self, trace_id: str, url: str) -> None:
        time.sleep(self.delay)
        verdict: dict[str, Any] = {"errcode": 0, "errmsg": "ok", "detail": []}
        picture = fetched(url)
        if picture is None:
            verdict |= {"errcode": CANNOT_FETCH, "errmsg": "download failed"}
        else:
            suggest, label = judged(picture)
            verdict |= {"result": {"suggest": suggest, "label": label}}
        self.push({"Event": "wxa_media_check", "trace_id": trace_id, "version": 2} | verdict)

    def push(self, event: dict[str, Any]) -> int:
        """Push an event up to three times, until the answer is `success` or empty.

        Returns the status of the last answer, 0 where none came.
        """
        head = {
            "ToUserName": "gh_fake",
            "FromUserName": "o_fake_platform",
            "CreateTime": int(now()),
            "MsgType": "event",
            "appid": FAKE_APP_ID,
        }
        status = 0
        for _ in range(TRIES):
            query, body = self._signed(json.dumps(head | event, ensure_ascii=False).encode())
            try:
                answer = requests.post(str(self.url), params=query, data=body, timeout=5)
            except requests.RequestException:
                logger.warning("a push was not taken")
                continue
            status = answer.status_code
            if answer.ok and answer.text in TAKEN:
                return status
        return status

    def _signed(self, message: bytes) -> tuple[dict[str, str], bytes]:
        timestamp, nonce = str(int(now())), ids.digits(9)
        query = {"timestamp": timestamp, "nonce": nonce}
        query["signature"] = crypto.signature(self.token, timestamp, nonce)
        if self.aes_key is None:
            return query, message
        sealed = crypto.seal(crypto.PushSecrets(FAKE_APP_ID, self.token, self.aes_key), message)
        query["encrypt_type"] = "aes"
        query["msg_signature"] = crypto.signature(self.token, timestamp, nonce, sealed)
        return query, json.dumps({"ToUserName": "gh_fake", "Encrypt": sealed}).encode()


def fetched(url: str) -> Image.Image | None:
    """Return the picture at an address as WeChat would fetch it, or None."""
    try:
        with requests.get(url, timeout=5) as answer:
            answer.raise_for_status()
            return Image.open(BytesIO(answer.content)).convert("RGB")
    except (requests.RequestException, OSError):
        return None


def judged(picture: Image.Image) -> tuple[str, int]:
    """Judge by the mean colour: here red stands for what is forbidden, yellow for doubt."""
    red, green, blue = picture.resize((1, 1), Image.Resampling.BOX).tobytes()
    if red > PLAIN and blue < BARE:
        if green < BARE:
            return "risky", 20002
        if green > PLAIN:
            return "review", 21000
    return "pass", 100
