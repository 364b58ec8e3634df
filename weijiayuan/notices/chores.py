"""What the worker does for notices."""

import time
from datetime import datetime, timedelta

from weijiayuan.background import every, every_in_steps
from weijiayuan.gateways.wechat import inbox
from weijiayuan.notices import delivery, service

PUSHES_KEPT = timedelta(days=30)
LONGEST = 20.0  # seconds; then the worker looks at its other chores


@every_in_steps(minutes=1 / 6)
def deliver(now: datetime) -> str:
    """Take what is due to WeChat, until nothing is left, WeChat is in trouble, or time is up."""
    began, count = time.monotonic(), 0
    while time.monotonic() - began < LONGEST:
        count += 1
        if not delivery.deliver_next(now):
            break
    return f"{count - 1} notices" if count > 1 else ""


@every_in_steps(minutes=1)
def settle_lost(now: datetime) -> str:
    """Write down as unsure what a dead worker was about to send."""
    lost = delivery.settle_lost(now)
    return f"{lost} notices unsure" if lost else ""


@every(minutes=24 * 60)
def delete_old(now: datetime) -> str:
    """Delete notices older than a year, and what WeChat pushed a month ago."""
    notices = service.delete_old(now=now)
    pushes = inbox.delete_before(now - PUSHES_KEPT)
    return f"{notices} old notices, {pushes} old pushes" if notices + pushes else ""
