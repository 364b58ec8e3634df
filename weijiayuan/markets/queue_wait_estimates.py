"""How many are before somebody in a stall's queue, and when they are likely to be called."""

from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import func, select

from weijiayuan.db import db
from weijiayuan.markets.models import Ticket, Window
from weijiayuan.markets.rules.stall_queue import Pace, expected_call
from weijiayuan.markets.rules.states import TO_COME, TicketState


def pace_of(row: Any) -> Pace:
    """Return the real pace at a stall, or the planned one until somebody was served."""
    return _pace(row.i_pace_seconds, row.i_minutes, row.i_stations - len(row.i_paused))


def _pace(seconds: int | None, minutes: int, working: int) -> Pace:
    return Pace(timedelta(seconds=seconds or minutes * 60), max(working, 1))


def expected_at(ticket: Ticket, ahead: int, *, now: datetime) -> datetime:
    """Return when somebody with so many before them is likely to be called."""
    item = ticket.item
    going = _pace(item.pace_seconds, item.minutes, item.working)
    return expected_call(ahead, going, opens_at=ticket.window.starts_at, now=now)


def ahead_of_ticket(ticket: Ticket) -> int:
    """Return how many are called before this one: those here, or all expected if not here."""
    wanted = (
        select(func.count())
        .select_from(Ticket)
        .join(Window, Window.id == Ticket.window_id)
        .where(
            Ticket.item_id == ticket.item_id,
            Ticket.state.in_(
                {TicketState.ARRIVED} if ticket.state is TicketState.ARRIVED else TO_COME
            ),
            (Window.position < ticket.window.position)
            | ((Window.position == ticket.window.position) & (Ticket.turn < ticket.turn)),
        )
    )
    return db.session.scalar(wanted) or 0


def waiting_before(ticket: Ticket) -> int:
    """Return how many wait for a place before this one."""
    wanted = select(func.count()).where(
        Ticket.window_id == ticket.window_id,
        Ticket.state == TicketState.WAITING,
        Ticket.wait_number < ticket.wait_number,
    )
    return db.session.scalar(wanted) or 0
