"""The endpoints of the ledger for staff."""

from weijiayuan.events.api import conversation, moves, photo_moderation
from weijiayuan.events.api.matters import events
from weijiayuan.events.figures import api as figures
from weijiayuan.events.orders.api import orders
from weijiayuan.events.supervision.api import supervisions

__all__ = [
    "conversation", "events", "figures", "moves", "orders", "photo_moderation", "supervisions",
]  # fmt: skip
