"""Nothing stays unanswered: when an employer is reminded, and what the public is told.

Everything follows from the moments themselves, so a worker that was down says the same afterwards.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta

REMIND_AFTER = timedelta(days=7)
RATE_AFTER = timedelta(days=14)


@dataclass(frozen=True, slots=True)
class AnswerRate:
    """How many of the applications that are 14 days old got an answer."""

    due: int
    answered: int

    @property
    def percent(self) -> int | None:
        """Return the share in whole percent, rounded down, or None before there is any."""
        return self.answered * 100 // self.due if self.due else None


def is_reminder_due(sent_at: datetime, answered_at: datetime | None, *, now: datetime) -> bool:
    """Say whether an application has waited seven days without an answer."""
    return answered_at is None and now - sent_at >= REMIND_AFTER


def is_overdue(sent_at: datetime, answered_at: datetime | None, *, now: datetime) -> bool:
    """Say whether an application has waited fourteen days without an answer."""
    return answered_at is None and now - sent_at >= RATE_AFTER


def answer_rate(
    applications: Iterable[tuple[datetime, datetime | None]], *, now: datetime
) -> AnswerRate:
    """Return the rate over applications, given as the moments they were sent and answered."""
    due = [answered_at for sent_at, answered_at in applications if now - sent_at >= RATE_AFTER]
    return AnswerRate(len(due), sum(answered_at is not None for answered_at in due))
