"""What an organiser writes to everybody who signed up."""

from datetime import datetime
from uuid import UUID

from weijiayuan import audit
from weijiayuan.kernel.ids import new_id
from weijiayuan.markets import queries
from weijiayuan.markets.models import Market
from weijiayuan.notices import service as notices


def send(market: Market, text: str, *, item_id: UUID | None, now: datetime) -> int:
    """Tell everybody who has a number or waits, once a person; return how many were told.

    Raises `NoSuchItem`.
    """
    if item_id is not None:
        queries.item(market.id, item_id)
    message = new_id()
    people = {
        ticket.resident_id
        for ticket in queries.live_tickets(market.id)
        if ticket.resident_id is not None and item_id in {None, ticket.item_id}
    }
    for resident_id in sorted(people):
        notices.tell(
            resident_id,
            cause=f"market_message:{message}",
            template="market_message",
            facts={"market": market.title, "text": text},
            now=now,
            link=f"/pages/markets/market/market?id={market.id}",
        )
    audit.record("market message sent", subject_kind="market", subject_id=market.id)
    return len(people)
