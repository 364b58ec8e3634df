"""What WeChat answers: every answer is 200, and the truth is in `errcode`."""

import json
import logging
from functools import partial
from typing import Any

import requests
from prometheus_client import Counter

from weijiayuan.gateways.wechat.errors import (
    REPAIRS,
    Misconfigured,
    WeChatError,
    WeChatUnreachable,
    error_for,
)

logger = logging.getLogger(__name__)
misconfigured = Counter(
    "weijiayuan_wechat_misconfigured",
    "Calls that WeChat refuses until a person mends something",
    ["errcode"],
)


def read(call: str, answer: requests.Response) -> "Complete":
    """Return WeChat's answer, or raise what its `errcode` stands for; none means success."""
    try:
        found: Complete = json.loads(answer.content, object_hook=partial(Complete, call))
        errcode = int(found.get("errcode") or 0)
    except (ValueError, AttributeError, TypeError, RecursionError):
        raise WeChatUnreachable(call, "unreadable answer", may_have_happened=True) from None
    if errcode:
        raise told(error_for(call, errcode, str(found.get("errmsg", ""))[:200]))
    return found


def told(error: WeChatError) -> WeChatError:
    """Tell the operator of what only they can mend, and count it; return the error."""
    if isinstance(error, Misconfigured):
        misconfigured.labels(str(error.errcode)).inc()
        repair = REPAIRS[error.errcode]
        logger.error("WeChat refuses %s with %d: %s", error.call, error.errcode, repair)
    return error


class Complete(dict[str, Any]):
    """An answer whose missing or odd parts are WeChat's fault, not an error of ours.

    Each way to read a part raises `WeChatUnreachable` where it is not there or of another kind.
    """

    def __init__(self, call: str, found: dict[str, Any]) -> None:
        super().__init__(found)
        self.call = call

    def __missing__(self, key: str) -> Any:
        raise self._without(key)

    def text(self, key: str) -> str:
        """Return what must be words; no words are no answer."""
        found = self[key]
        if isinstance(found, str) and found.strip():
            return found
        raise self._without(key)

    def number(self, key: str) -> int:
        """Return what must be a whole number; WeChat writes some of them as words."""
        try:
            return int(self[key])
        except (TypeError, ValueError, OverflowError):
            raise self._without(key) from None

    def part(self, key: str) -> "Complete":
        """Return what must be an object."""
        found = self[key]
        if isinstance(found, Complete):
            return found
        raise self._without(key)

    def _without(self, key: str) -> WeChatUnreachable:
        return WeChatUnreachable(self.call, f"answer without {key}", may_have_happened=True)
