"""Periodic work of markets. Importing this module puts it on the worker's list."""

from datetime import datetime

from weijiayuan.background import every
from weijiayuan.markets.service import lifecycle


@every(minutes=1)
def move_markets(now: datetime) -> str:
    """Start, close and draw what is due."""
    started, closed = lifecycle.start_due(now), lifecycle.close_due(now)
    drawn = lifecycle.draw_due(now)
    if not (started or closed or drawn):
        return ""
    return f"{started} markets started, {closed} closed, {drawn} draws"


@every(minutes=2)
def grant_wishes(now: datetime) -> str:
    """Tell wishers that their service comes."""
    granted = lifecycle.grant_wishes(now)
    return f"{granted} wishes granted" if granted else ""


@every(minutes=5)
def remind(now: datetime) -> str:
    """Remind people of the market of tomorrow."""
    told = lifecycle.remind_due(now)
    return f"{told} market reminders" if told else ""
