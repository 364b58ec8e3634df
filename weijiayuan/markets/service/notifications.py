"""What residents are told, and the row each ticket has among their matters (我的事项)."""

from datetime import datetime

from weijiayuan.kernel.clock import moment_in_words
from weijiayuan.markets.models import Ticket
from weijiayuan.markets.rules.service_catalogue import name_of
from weijiayuan.markets.rules.stall_queue import label
from weijiayuan.markets.rules.states import TicketState
from weijiayuan.markets.sign_up_sql import NewTicket
from weijiayuan.notices import my_matters
from weijiayuan.notices import service as notices

STATE_WORDS = {
    TicketState.WAITING: "候补中",
    TicketState.HELD: "已报名",
    TicketState.ARRIVED: "已到场",
    TicketState.CALLED: "请到工位",
    TicketState.SKIPPED: "已过号",
    TicketState.SERVED: "已服务",
    TicketState.NO_SHOW: "未到场",
    TicketState.WITHDRAWN: "已取消",
    TicketState.EXPIRED: "候补未成",
}


AT_ONCE = {
    "market_called",
    "market_put_back",
    "market_near",
    "market_skipped",
    "market_cancelled",
    "market_moved",
    "market_changed",
}


def link_to(ticket: Ticket | NewTicket) -> str:
    """Return the page of a ticket."""
    return f"/pages/markets/ticket/ticket?id={ticket.id}"


def label_of(ticket: Ticket | NewTicket) -> str:
    """Return the ticket's number as it is called, or nothing while it waits."""
    return label(ticket.window.position, ticket.number) if ticket.number else ""


def update_matter(ticket: Ticket | NewTicket, *, now: datetime) -> None:
    """Show the ticket's state among its resident's matters."""
    if ticket.resident_id is None:
        return
    my_matters.put(
        ticket.resident_id,
        kind="market_ticket",
        ref=str(ticket.id),
        title=f"{name_of(ticket.item.service)} {label_of(ticket)}".strip(),
        state=ticket.state,
        state_text=STATE_WORDS[ticket.state],
        link=link_to(ticket),
        at=now,
        takes_place_at=ticket.window.starts_at,
        takes_place_until=ticket.window.ends_at,
    )


def notify(
    ticket: Ticket, template: str, *, now: datetime, again: str = "", **facts: object
) -> None:
    """Tell the resident behind a ticket something, once for each ticket and what `again` says.

    A walk-in has nobody to tell.
    """
    if ticket.resident_id is None:
        return
    usual = {
        "service": name_of(ticket.item.service),
        "number": label_of(ticket),
        "place": ticket.market.place_name,
        "time": moment_in_words(ticket.window.starts_at),
    }
    notices.tell(
        ticket.resident_id,
        cause=f"{template}:{ticket.id}{again}",
        template=template,
        facts=usual | facts,
        now=now,
        link=link_to(ticket),
        urgent=template in AT_ONCE,
    )
