"""How far the ledger is with what a department was called for: what residents may see of it."""

from typing import Any
from uuid import UUID

from sqlalchemy import select

from weijiayuan.db import db
from weijiayuan.events.department_orders.rules.state_transitions import RUNNING, PartState
from weijiayuan.events.models import Event, Order, OrderPart


def facts(event_id: UUID) -> dict[str, Any]:
    """Return number, state and due time of a matter, and of each department that was called."""
    event = db.session.get_one(Event, event_id)
    rows = db.session.execute(
        select(
            OrderPart.unit_code,
            OrderPart.is_lead,
            OrderPart.state,
            OrderPart.signed_at,
            OrderPart.reported_in_at,
            OrderPart.done_at,
            Order.number,
            Order.issued_at,
            Order.by,
        )
        .join(Order, Order.id == OrderPart.order_id)
        .where(Order.event_id == event_id)
        .order_by(Order.id, OrderPart.is_lead.desc(), OrderPart.unit_code)
    )
    return {
        "number": event.number,
        "state": event.state.value,
        "due_at": _moment(event.due_at or event.promised_at),
        "orders": [
            {
                "order": row.number,
                "unit": row.unit_code,
                "lead": row.is_lead,
                "state": row.state.value,
                "issued_at": _moment(row.issued_at),
                "by": _moment(row.by),
                "signed_at": _moment(row.signed_at),
                "reported_in_at": _moment(row.reported_in_at),
                "done_at": _moment(row.done_at),
            }
            for row in rows
        ],
    }


def at_it(event_id: UUID) -> set[str]:
    """Return the departments that were called and whose work is not accepted yet."""
    wanted = (
        select(OrderPart.unit_code)
        .join(Order, Order.id == OrderPart.order_id)
        .where(Order.event_id == event_id, OrderPart.state.in_((*RUNNING, PartState.DONE)))
    )
    return set(db.session.scalars(wanted))


def _moment(moment: Any) -> str | None:
    return None if moment is None else moment.isoformat()
