"""The terms of a post: what people apply for, and what an approval is given to. Pure.

Whoever changes one of them in public offers something else: a person looks at it again, and those
who applied keep what they applied for and are told. Only how many are wanted, how long the post
runs and whether its telephone is shown change nothing of what is offered.
"""

from collections.abc import Mapping
from datetime import date
from enum import StrEnum
from typing import Any

OFFER = (
    *("title", "occupation", "kind", "duties"),
    *("pay_min_fen", "pay_max_fen", "pay_unit", "pay_parts", "base_pay_fen"),
    *("community_code", "address", "lng", "lat"),
    "user_employer",
)
"""What makes two posts one: the work, its pay, its place and for whom (用工单位)."""

TERMS = (
    *OFFER,
    *("requirements", "benefits", "minutes_per_day", "days_per_week", "shifts"),
    *("insured", "board", "lodging"),
    *("contract_months", "probation_months", "probation_pay_fen"),
)


def terms_of(post: object) -> dict[str, Any]:
    """Return the terms of a post as they are kept."""
    return {name: plain(getattr(post, name)) for name in TERMS}


def differ(kept: Mapping[str, Any], now: Mapping[str, Any]) -> bool:
    """Say whether terms are others than those kept; what was not kept in those days is no other.

    >>> differ({"title": "保安", "user_employer": ""}, {"title": "保安", "shifts": "night"})
    False
    """
    return any(kept[name] != value for name, value in now.items() if name in kept)


def is_same_offer(one: object, other: object) -> bool:
    """Say whether two posts offer the very same."""
    return all(getattr(one, name) == getattr(other, name) for name in OFFER)


def plain(value: Any) -> Any:
    """Return a value as JSON keeps it."""
    if isinstance(value, StrEnum):
        return value.value
    return value.isoformat() if isinstance(value, date) else value
