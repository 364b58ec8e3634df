"""Periodic work of markets. Importing this module puts it on the worker's list."""

from datetime import datetime

from weijiayuan.background import every
from weijiayuan.markets.service import time_driven_changes


@every(minutes=1)
def move_markets(now: datetime) -> str:
    """Start, close and draw what is due."""
    started, closed = time_driven_changes.start_due(now), time_driven_changes.close_due(now)
    drawn = time_driven_changes.draw_due(now)
    if not (started or closed or drawn):
        return ""
    return f"{started} markets started, {closed} closed, {drawn} draws"


@every(minutes=2)
def grant_wishes(now: datetime) -> str:
    """Tell wishers that their service comes."""
    granted = time_driven_changes.grant_wishes(now)
    return f"{granted} wishes granted" if granted else ""


@every(minutes=5)
def remind(now: datetime) -> str:
    """Remind people of the market of tomorrow."""
    told = time_driven_changes.remind_due(now)
    return f"{told} market reminders" if told else ""
