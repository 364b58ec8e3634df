"""WeChat's side of template data: what it takes. Written apart from the product's fitting."""

import re
from collections.abc import Mapping
from typing import Any

TEMPLATES: Mapping[str, frozenset[str]] = {
    "fake-progress": frozenset({"thing1", "thing2", "time3"}),
    "fake-reminder": frozenset({"thing1", "time2", "thing3"}),
    "fake-long": frozenset({"thing1", "thing2", "time3"}),
}
TITLES: Mapping[str, str] = {
    "fake-progress": "办理进度通知",
    "fake-reminder": "时间快到的提醒",
    "fake-long": "服务通知（以后都收）",
}
LONG_TERM = frozenset({"fake-long"})  # one answer for all messages to come

DAY = r"\d{4}年\d{1,2}月\d{1,2}日"
CLOCK = r"([01]?\d|2[0-3]):[0-5]\d(:[0-5]\d)?"
MOMENT = rf"({DAY} )?{CLOCK}"
SHAPES = {
    "thing": r".{1,20}",
    "number": r"-?[0-9.]{1,32}",
    "letter": r"[A-Za-z]{1,32}",
    "symbol": r"[^A-Za-z0-9\u4e00-\u9fff]{1,5}",
    "character_string": r"[\x21-\x7e]{1,32}",
    "time": rf"{MOMENT}(~{MOMENT})?",
    "date": rf"{DAY}( {CLOCK})?(~{DAY}( {CLOCK})?)?",
    "amount": r"[¥$€]?[0-9]{1,10}(\.[0-9]{1,2})?元?",
    "phone_number": r"[0-9+() -]{1,17}",
    "car_number": r".{1,8}",
    "name": r"(.{1,10}|[^\u3400-\u4dbf\u4e00-\u9fff]{1,20})",
    "phrase": r"[\u3400-\u4dbf\u4e00-\u9fff]{1,5}",
}


def unfit_keyword(template_id: str, data: Mapping[str, Any]) -> str | None:
    """Return the first keyword that WeChat would refuse, or None. Strict where it is vague."""
    for keyword in sorted(TEMPLATES[template_id]):
        value = data.get(keyword)
        if not isinstance(value, Mapping) or not is_fit(keyword, value.get("value")):
            return keyword
    return None


def is_fit(keyword: str, value: object) -> bool:
    """Say whether a value fits the type in its keyword, as one line of shown characters."""
    shape = SHAPES.get(keyword.rstrip("0123456789"))
    if shape is None or not isinstance(value, str) or value != value.strip():
        return False
    is_short = not shape.startswith(".") or len(value.encode("utf-16-le")) // 2 <= int(shape[4:-1])
    return is_short and re.fullmatch(shape, value) is not None
