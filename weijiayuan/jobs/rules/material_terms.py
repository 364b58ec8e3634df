"""The terms of a post: what people apply for, and what an approval is given to. Pure.

Whoever changes one of them in public offers something else: a person looks at it again, and those
who applied keep what they applied for and are told.
"""

from datetime import date
from enum import StrEnum
from typing import Any

TERMS = (
    *("title", "occupation", "kind", "duties"),
    *("pay_min_fen", "pay_max_fen", "pay_unit", "pay_parts", "base_pay_fen"),
    *("community_code", "address", "lng", "lat"),
)

FOR_WHOM = "user_employer"


def terms_of(post: object) -> dict[str, Any]:
    """Return the terms of a post as they are kept; 用工单位 only where there is one."""
    terms = {name: plain(getattr(post, name)) for name in TERMS}
    for_whom = getattr(post, FOR_WHOM)
    return terms | {FOR_WHOM: for_whom} if for_whom else terms


def plain(value: Any) -> Any:
    """Return a value as JSON keeps it."""
    if isinstance(value, StrEnum):
        return value.value
    return value.isoformat() if isinstance(value, date) else value
