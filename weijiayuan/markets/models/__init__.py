"""The tables of a market.

People compete for a window's places: whoever changes its counters holds its row. Whoever moves a
queue holds the item's row. Locks are taken in the order guest, window, item, ticket.
"""

from weijiayuan.markets.models.markets import Market, MenuItem, Window
from weijiayuan.markets.models.tickets import (
    AT_A_STATION,
    ONE_TICKET_EACH,
    Guest,
    Rating,
    ScanTold,
    Ticket,
)
from weijiayuan.markets.models.wishes_and_goods import (
    NOT_GRANTED,
    Goods,
    GoodsInterest,
    VolunteerOffer,
    Wish,
)

__all__ = [
    "AT_A_STATION",
    "NOT_GRANTED",
    "ONE_TICKET_EACH",
    "Goods",
    "GoodsInterest",
    "Guest",
    "Market",
    "MenuItem",
    "Rating",
    "ScanTold",
    "Ticket",
    "VolunteerOffer",
    "Window",
    "Wish",
]
