"""The tables of the ledger."""

from weijiayuan.events.department_orders.models import Order, OrderPart, PartJudgement
from weijiayuan.events.models.daily_statistics import EventDay
from weijiayuan.events.models.deadline_clocks import Escalation, EventClock, Supervision
from weijiayuan.events.models.matter import (
    Ask,
    AskKind,
    AskState,
    Assignment,
    Entry,
    Event,
    EventPhoto,
    Follower,
    Message,
    Rating,
    Stage,
    TextCheck,
    is_supervised,
    runs_late,
    stands_in,
    stands_open,
    waits_for_verdict,
)
from weijiayuan.events.models.organisational_units import Unit, UnitDuty
from weijiayuan.events.models.unit_assistance import Assistance, AssistState

__all__ = [
    "Ask",
    "AskKind",
    "AskState",
    "Assignment",
    "AssistState",
    "Assistance",
    "Entry",
    "Escalation",
    "Event",
    "EventClock",
    "EventDay",
    "EventPhoto",
    "Follower",
    "Message",
    "Order",
    "OrderPart",
    "PartJudgement",
    "Rating",
    "Stage",
    "Supervision",
    "TextCheck",
    "Unit",
    "UnitDuty",
    "is_supervised",
    "runs_late",
    "stands_in",
    "stands_open",
    "waits_for_verdict",
]
