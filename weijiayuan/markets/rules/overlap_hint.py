"""Two services at once: a hint, not a refusal, since nobody stands at two stalls."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import timedelta
from typing import Generic, TypeVar

from weijiayuan.kernel.time_span import Span

WALK = timedelta(minutes=10)
"""What it takes from one stall to the next, the wait for one's call included."""

Key = TypeVar("Key")


@dataclass(frozen=True, slots=True)
class Plan(Generic[Key]):
    """When somebody expects to be at a stall."""

    key: Key
    span: Span


def clashes(wanted: Span, plans: Iterable[Plan[Key]]) -> list[Key]:
    """Return the plans that leave less than ten minutes to the one wanted."""
    reach = Span(wanted.starts_at - WALK, wanted.ends_at + WALK)
    return [plan.key for plan in plans if plan.span.overlaps(reach)]
