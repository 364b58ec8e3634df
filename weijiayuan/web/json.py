"""JSON in and out: UTF-8 both ways, and no number or nesting that could harm us."""

import json
from datetime import date, datetime
from typing import Any, NoReturn
from uuid import UUID

from flask.json.provider import JSONProvider

from weijiayuan.kernel.money import Money


def _plain(value: object) -> object:
    if isinstance(value, (datetime, date)):
        return value.isoformat()
    if isinstance(value, UUID):
        return str(value)
    if isinstance(value, Money):
        return value.fen
    raise TypeError(f"not JSON: {type(value).__name__}")


def _no_constant(name: str) -> NoReturn:
    raise ValueError(f"{name} is not JSON")


def dump_bytes(value: object) -> bytes:
    """Write compact UTF-8 JSON. A lone surrogate comes out as its escape."""
    text = json.dumps(value, ensure_ascii=False, separators=(",", ":"), default=_plain)
    return text.encode("utf-8", "backslashreplace")


def dump_sorted(value: object) -> bytes:
    """Write JSON so that equal values give equal bytes, whatever order their names came in."""
    return json.dumps(value, sort_keys=True, separators=(",", ":")).encode()


def load(raw: bytes | str) -> Any:
    """Read JSON. Raises `ValueError` for anything that is not, however it is broken."""
    try:
        return json.loads(raw, parse_constant=_no_constant)
    except RecursionError:
        raise ValueError("nested too deeply") from None


class PlainJson(JSONProvider):
    """The application's JSON, in our own words above."""

    def dumps(self, obj: Any, **_options: Any) -> str:
        return dump_bytes(obj).decode()

    def loads(self, s: str | bytes, **_options: Any) -> Any:
        return load(s)
