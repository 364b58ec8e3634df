"""The endpoints of the ledger for staff."""

from weijiayuan.events.api import (
    moves,
    photo_moderation,
    reporter_conversation,
    unit_assistance,
    word_cleaning,
)
from weijiayuan.events.api.matters import events
from weijiayuan.events.department_orders.api import orders
from weijiayuan.events.statistics import api as figures
from weijiayuan.events.supervision.api import supervisions

__all__ = [
    "events",
    "figures",
    "moves",
    "orders",
    "photo_moderation",
    "reporter_conversation",
    "supervisions",
    "unit_assistance",
    "word_cleaning",
]  # fmt: skip
