"""A ticket as an iCalendar file (RFC 5545), for the calendar of a telephone."""

from datetime import datetime, timedelta

from icalendar import Alarm, Calendar, Event

from weijiayuan.markets.models import Ticket
from weijiayuan.markets.rules.service_catalogue import name_of
from weijiayuan.markets.rules.states import LIVE, TicketState
from weijiayuan.markets.service import notifications


def of_ticket(ticket: Ticket, *, now: datetime) -> bytes:
    """Return a ticket as a calendar with one event; its version is the market's and its own."""
    calendar, event = Calendar(), Event()
    calendar.add("prodid", "-//Weijiayuan//markets//ZH")
    calendar.add("version", "2.0")
    calendar.add("method", "PUBLISH")
    ended = ticket.state in {TicketState.WITHDRAWN, TicketState.EXPIRED}
    event.add("uid", f"{ticket.id}@weijiayuan")
    event.add("dtstamp", now)
    event.add("sequence", ticket.market.version * 2 + ended)
    event.add("dtstart", ticket.window.starts_at)
    event.add("dtend", ticket.window.ends_at)
    label = notifications.label_of(ticket)
    event.add("summary", f"{ticket.market.title} {name_of(ticket.item.service)} {label}".strip())
    event.add("location", ticket.market.place_name)
    event.add("description", f"号票 {ticket.code}。{ticket.item.bring}")
    event.add("status", _status(ticket.state))
    if ticket.state in LIVE:
        event.add_component(_alarm(ticket))
    calendar.add_component(event)
    return bytes(calendar.to_ical())


def _status(state: TicketState) -> str:
    if state is TicketState.WAITING:
        return "TENTATIVE"
    return "CANCELLED" if state in {TicketState.WITHDRAWN, TicketState.EXPIRED} else "CONFIRMED"


def _alarm(ticket: Ticket) -> Alarm:
    alarm = Alarm()
    alarm.add("action", "DISPLAY")
    alarm.add("description", ticket.market.title)
    alarm.add("trigger", timedelta(hours=-2))
    return alarm
