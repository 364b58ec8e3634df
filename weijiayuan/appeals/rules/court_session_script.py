"""Thirty minutes from filing with both present to a ruling served: a line that both sides see."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta

PROMISED = timedelta(minutes=30)
VERIFIED_FOR = timedelta(minutes=30)
STEPS = (
    ("identity", "核验双方身份", 3),
    ("rights", "告知权利、征得同意", 3),
    ("reading", "法官阅卷", 6),
    ("questions", "询问双方", 8),
    ("record", "双方核对笔录", 3),
    ("ruling", "作出裁定并签名", 4),
    ("served", "送达", 1),
)
QUESTIONS = (
    ("own_will", "您是自愿达成这份协议的吗？"),
    ("understood", "协议的内容和后果您都明白吗？"),
    ("true_facts", "协议写的事实都是真实的吗？"),
    ("harms_nobody", "协议没有损害国家、集体和别人的利益，对吗？"),
    ("can_perform", "您能按协议履行吗？"),
    ("enforceable", "您知道裁定后对方可以申请强制执行吗？"),
)


@dataclass(frozen=True, slots=True)
class Pause:
    """A fault of line or machine: it stops the promise, not the clock of the law."""

    since: datetime
    until: datetime | None


@dataclass(frozen=True, slots=True)
class PromiseLine:
    """What is shown of the thirty minutes."""

    used: timedelta
    due: datetime | None
    kept: bool | None


NO_LINE = PromiseLine(timedelta(0), None, None)


def line(
    started: datetime | None, served: datetime | None, pauses: Iterable[Pause], *, now: datetime
) -> PromiseLine:
    """Return how much of the thirty minutes is used, and whether the promise was kept.

    `started` is when the session began; before that nothing is used and nothing is late. Pauses
    that overlap stop the line once.
    """
    if started is None or started > now:
        return PromiseLine(timedelta(0), started and started + PROMISED, None)
    end = served or now
    stopped = _stopped(pauses, started, end)
    used = end - started - stopped
    kept = used <= PROMISED if served else (False if used > PROMISED else None)
    return PromiseLine(used, started + PROMISED + stopped, kept)


def _stopped(pauses: Iterable[Pause], started: datetime, end: datetime) -> timedelta:
    total, reached = timedelta(0), started
    for pause in sorted(pauses, key=lambda one: one.since):
        since, until = max(pause.since, reached), min(pause.until or end, end)
        if since < until:
            total, reached = total + (until - since), until
    return total
