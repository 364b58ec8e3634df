"""When a message may go out, what it says in WeChat's fields, and what follows an attempt."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, time, timedelta
from enum import StrEnum

from weijiayuan.kernel.clock import CHINA

QUIET_FROM, QUIET_UNTIL = time(21, 30), time(8, 0)
STALE_AFTER = timedelta(days=3)
MOST_ATTEMPTS = 10
MOST_CREDITS = 100
LOST_AFTER = timedelta(minutes=5)  # longer than a send with all its retries can last
TRACELESS_LOST_AFTER = timedelta(hours=2)  # its row knows the hour alone
MARK_MINUTES = 10
KEPT = timedelta(days=365)
FIRST_PAUSE, LONGEST_PAUSE = timedelta(seconds=30), timedelta(hours=1)
CLAUSE_ENDS = "，。；：！？,;!?"


class Delivery(StrEnum):
    """How far a notice has come on its way to WeChat. The inbox has it in any case.

    `SENDING` is written before WeChat is asked. Whoever finds it there later cannot know whether
    the message went out, and WeChat cannot tell a repeat: it becomes `UNSURE` and is not sent
    again, because to be told twice is the harm that was to be avoided.
    """

    WAITING = "waiting"
    SENDING = "sending"
    SENT = "sent"
    UNSURE = "unsure"
    INBOX_ONLY = "inbox_only"
    GIVEN_UP = "given_up"


DANGER_TEMPLATES = frozenset(
    {"work_danger", "lead_danger", "mediation_danger", "duty_page", "alarm_call"}
)
"""Somebody may be in danger: until it is read it stands above everything else in an inbox."""


class Kind(StrEnum):
    """The subscribe templates that residents are asked for; each has credits of its own."""

    PROGRESS = "progress"
    REMINDER = "reminder"


@dataclass(frozen=True, slots=True)
class Words:
    """What a notice says."""

    title: str
    text: str
    moment: datetime


def kind_for(due: datetime | None) -> Kind:
    """Return the template: what was put off to a moment is a reminder, the rest tells progress."""
    return Kind.REMINDER if due else Kind.PROGRESS


def is_quiet(now: datetime) -> bool:
    """Say whether people are left in peace: from 21:30 to 8:00 in the district."""
    clock = now.astimezone(CHINA).time()
    return clock >= QUIET_FROM or clock < QUIET_UNTIL


def is_stale(due: datetime, *, now: datetime) -> bool:
    """Say whether the news is too old to ring a telephone for."""
    return now - due > STALE_AFTER


def later(now: datetime, pause: timedelta, *, traceless: bool) -> datetime:
    """Return when to try again; what is traceless only at the next mark of ten minutes.

    >>> later(datetime(2026, 11, 23, 9, 1, 30), timedelta(seconds=30), traceless=True).isoformat()
    '2026-11-23T09:10:00'
    """
    if not traceless:
        return now + pause
    mark = now.replace(minute=now.minute - now.minute % MARK_MINUTES, second=0, microsecond=0)
    return mark + max(pause - pause % timedelta(minutes=MARK_MINUTES), timedelta(minutes=10))


def pause_after(attempts: int) -> timedelta:
    """Return how long to leave WeChat alone after so many attempts: 30 s, 1 min ... one hour.

    >>> [pause_after(attempts).total_seconds() for attempts in (1, 2, 8)]
    [30.0, 60.0, 3600.0]
    """
    doubled: int = 2 ** min(attempts - 1, 10)
    return min(FIRST_PAUSE * doubled, LONGEST_PAUSE)


def title_of(text: str) -> str:
    """Return the first clause of a sentence, for notices that have no title of their own.

    >>> title_of("您预约的羽毛球场地已确认，请于11月24日(周二)09:00到场")
    '您预约的羽毛球场地已确认'
    """
    ends = [at for mark in CLAUSE_ENDS if (at := text.find(mark)) > 0]
    return text[: min(ends, default=len(text))]


def moment_of(facts: Mapping[str, object], *, now: datetime) -> datetime:
    """Return the moment a notice is about: the first one among its facts, else the present."""
    moments = (fact for fact in facts.values() if isinstance(fact, datetime))
    return next(moments, now)


def credits_after(answer: str, *, held: int, is_long_term: bool) -> int:
    """Return the messages that may be sent after the resident's answer to WeChat's question.

    A one-time template gains one by each `accept`, and keeps what it has when the next question
    is declined. A long-term template is on or off. `ban` is the platform's, and ends both.
    """
    if answer == "accept":
        return 1 if is_long_term else min(held + 1, MOST_CREDITS)
    return 0 if answer == "ban" or is_long_term else held
