"""A stretch of time."""

from dataclasses import dataclass
from datetime import datetime, timedelta


@dataclass(frozen=True, slots=True)
class Span:
    """A half-open stretch of time, [starts_at, ends_at)."""

    starts_at: datetime
    ends_at: datetime

    @property
    def length(self) -> timedelta:
        """How long it is."""
        return self.ends_at - self.starts_at

    def overlaps(self, other: "Span") -> bool:
        """Tell whether there is a moment in both."""
        return self.starts_at < other.ends_at and other.starts_at < self.ends_at

    def contains(self, other: "Span") -> bool:
        """Tell whether the other lies wholly in this one."""
        return self.starts_at <= other.starts_at and other.ends_at <= self.ends_at
