"""The endpoints of the ledger for staff."""

from weijiayuan.events.api import moves, pictures, talk, watching
from weijiayuan.events.api.matters import events
from weijiayuan.events.api.orders import orders
from weijiayuan.events.api.watching import supervisions

__all__ = ["events", "moves", "orders", "pictures", "supervisions", "talk", "watching"]
