"""What the worker does for notices."""

import time
from collections.abc import Callable
from concurrent.futures import Executor, ThreadPoolExecutor
from datetime import datetime, timedelta

from flask import current_app

from weijiayuan.background import every_in_steps
from weijiayuan.db import transaction
from weijiayuan.gateways.wechat import received_pushes
from weijiayuan.notices import delivery, queries, service
from weijiayuan.settings import Settings
from weijiayuan.web.metrics import measured

PUSHES_KEPT = timedelta(days=30)
PORTION = 500
LONGEST = 20.0  # seconds; then the worker looks at its other periodic tasks


@every_in_steps(minutes=1 / 6)
def deliver(now: datetime) -> str:
    """Take what is due to WeChat, until nothing is left, WeChat is in trouble, or time is up.

    Nothing is said of how many: each notice has its line, and one that is traceless has none.
    """
    settings: Settings = current_app.extensions["weijiayuan.settings"]
    senders, began = settings.notice_senders, time.monotonic()
    at_once = 1  # while WeChat takes them, ever more; whatever trouble it has, few meet it first
    with ThreadPoolExecutor(senders, "Sender") as hands:
        while at_once < senders // 2:
            if not delivery.deliver_some(now, most=at_once, hands=hands):
                return ""
            at_once *= 4
        _in_turns(now, began + LONGEST, most=max(senders // 2, 1), hands=hands)
    return ""


def _in_turns(now: datetime, ends_at: float, *, most: int, hands: Executor) -> None:
    """Have two portions on their way: one is written down while the other is under way."""
    flying = delivery.set_off(now, most=most, hands=hands)
    go_on = True
    while go_on:
        following = None
        if flying.found and time.monotonic() < ends_at:
            following = delivery.set_off(now, most=most, hands=hands)
        go_on = delivery.land(flying, now) and following is not None
        if following is not None:
            flying = following
            if not go_on:
                delivery.land(flying, now)


@measured("notices_waiting", "Notices that are due to go to WeChat")
def notices_waiting(now: datetime) -> float:
    return queries.waiting_to_send(now)[0]


@measured("notice_late_seconds", "How long the notice has been due that waits longest")
def notice_late(now: datetime) -> float:
    since = queries.waiting_to_send(now)[1]
    return (now - since).total_seconds() if since else 0


@every_in_steps(minutes=1)
def settle_lost(now: datetime) -> str:
    """Write down as unsure what a dead worker was about to send."""
    lost = delivery.settle_lost(now)
    return f"{lost} notices unsure" if lost else ""


@every_in_steps(minutes=24 * 60)
def delete_old(now: datetime) -> str:
    """Delete notices older than a year, and what WeChat pushed a month ago, in portions."""
    notices = in_portions(lambda limit: service.delete_old(now=now, limit=limit))
    pushes = in_portions(
        lambda limit: received_pushes.delete_before(now - PUSHES_KEPT, limit=limit)
    )
    return f"{notices} old notices, {pushes} old pushes" if notices + pushes else ""


def in_portions(delete: Callable[[int], int]) -> int:
    """Delete a portion at a time, each in its own transaction, until nothing is left."""
    total, count = 0, PORTION
    while count == PORTION:
        with transaction():
            count = delete(PORTION)
        total += count
    return total
