"""What residents see of a stall's queue: who is called and who comes next, without names."""

from typing import Any

from sqlalchemy import bindparam, select

from weijiayuan.db import run
from weijiayuan.markets.market_page import MarketRows, calling_view
from weijiayuan.markets.market_table_columns import TICKETS, WINDOWS, among
from weijiayuan.markets.queue_wait_estimates import pace_of
from weijiayuan.markets.rules.service_catalogue import name_of
from weijiayuan.markets.rules.stall_queue import label
from weijiayuan.markets.rules.states import TO_COME, TicketState

NEXT_SHOWN = 60
LINE = (
    select(TICKETS.c.number, TICKETS.c.state, WINDOWS.c.position)
    .join(WINDOWS, WINDOWS.c.id == TICKETS.c.window_id)
    .where(TICKETS.c.item_id == bindparam("item_id"), among(TICKETS.c.state, TO_COME))
    .order_by(WINDOWS.c.position, TICKETS.c.turn, TICKETS.c.number)
    .limit(NEXT_SHOWN)
)


def queue_page(read: MarketRows) -> dict[str, Any]:
    """Return the queue at a stall without names: who is called, who comes next, how fast."""
    row = read.head
    line = run(LINE, {"item_id": row.i_id}).all()
    going = pace_of(row)
    return {
        "item": row.i_id,
        "market": row.m_id,
        "title": row.m_title,
        "service": row.i_service,
        "service_name": name_of(row.i_service),
        "provider": row.i_provider,
        "state": read.state,
        "starts_at": row.i_starts_at,
        "ends_at": row.i_ends_at,
        "stations": row.i_stations,
        "paused": row.i_paused,
        "calling": calling_view(row.i_calling),
        "here": row.i_here,
        "per_person_seconds": int(going.per_person.total_seconds()),
        "next": [
            {
                "label": label(each.position, each.number),
                "arrived": each.state is TicketState.ARRIVED,
            }
            for each in line
        ],
        "walk_in_left": sum(
            each.w_places_walk_in + each.w_places_elder - each.w_taken_walk_in - each.w_taken_elder
            for each in read.rows
        ),
    }
