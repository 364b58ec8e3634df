"""The endpoints of the ledger for staff."""

from weijiayuan.events.api import (
    departed_reporter_redaction,
    photo_moderation,
    reporter_conversation,
    state_transitions,
    unit_assistance,
)
from weijiayuan.events.api.matters import events
from weijiayuan.events.department_orders.api import orders
from weijiayuan.events.statistics import api as figures
from weijiayuan.events.supervision.api import supervisions

__all__ = [
    "departed_reporter_redaction",
    "events",
    "figures",
    "orders",
    "photo_moderation",
    "reporter_conversation",
    "state_transitions",
    "supervisions",
    "unit_assistance",
]  # fmt: skip
