"""Check-in by list: what an organiser's telephone takes along, and what it tells when it is back.

The list can be told twice, by several telephones, and in any order; see rules.arrivals.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from sqlalchemy import select

from weijiayuan import audit
from weijiayuan.db import db, insert_new
from weijiayuan.markets import queries
from weijiayuan.markets.errors import NoSuchTicket
from weijiayuan.markets.models import ScanTold, Ticket
from weijiayuan.markets.rules.check_in_merging import ScanOutcome
from weijiayuan.markets.rules.states import LIVE, TicketState
from weijiayuan.markets.service import queue_calling

TAKEN_ALONG = LIVE - {TicketState.WAITING}


@dataclass(frozen=True)
class ScanAsked:
    """One scan a telephone kept: its own id for it, the code, and when."""

    scan_id: str
    code: str
    scanned_at: datetime


@dataclass(frozen=True)
class ScanResult:
    """What became of a scan, and whose it was."""

    scan_id: str
    outcome: ScanOutcome
    ticket: Ticket | None


def tickets_to_take(market_id: UUID) -> list[Ticket]:
    """Return the tickets a telephone needs to check people in without a network."""
    audit.record("market check-in list taken", subject_kind="market", subject_id=market_id)
    found = queries.market_tickets(market_id)
    return [ticket for ticket in found if ticket.state in TAKEN_ALONG]


def sync(
    market_id: UUID, *, device: str, scans: Sequence[ScanAsked], now: datetime
) -> list[ScanResult]:
    """Apply a telephone's scans and return what each did.

    A scan told before is answered as it was then and applied no further. Tickets are taken in
    the order of their items, so that two telephones cannot lock each other out.
    """
    known = _told_before(device, [scan.scan_id for scan in scans])
    fresh = [scan for scan in scans if _name(scan) not in known]
    results = {
        _name(scan): _apply(scan, market_id, device, now=now)
        for scan in sorted(fresh, key=lambda scan: _order(scan, market_id))
    }
    return [
        results.get(_name(scan))
        or ScanResult(scan.scan_id, known[_name(scan)], _ticket(scan.code, market_id))
        for scan in scans
    ]


def _name(scan: ScanAsked) -> tuple[str, str]:
    """Return what makes a scan the same as one told before: an id used again is no proof."""
    return scan.scan_id, queue_calling.normal_code(scan.code)[:32]


def _apply(scan: ScanAsked, market_id: UUID, device: str, *, now: datetime) -> ScanResult:
    ticket, result = _ticket(scan.code, market_id), ScanOutcome.UNKNOWN
    if ticket is not None:
        ticket, result = queue_calling.check_in(ticket.id, at=scan.scanned_at, now=now)
        db.session.flush()
    row = {
        "market_id": market_id,
        "device": device,
        "scan_id": scan.scan_id,
        "code": _name(scan)[1],
        "scanned_at": scan.scanned_at,
        "outcome": result,
    }
    insert_new(ScanTold, [row])
    return ScanResult(scan.scan_id, result, ticket)


def _ticket(code: str, market_id: UUID) -> Ticket | None:
    try:
        found = queries.ticket_by_code(queue_calling.normal_code(code))
    except NoSuchTicket:
        return None
    return found if found.market_id == market_id else None


def _order(scan: ScanAsked, market_id: UUID) -> str:
    ticket = _ticket(scan.code, market_id)
    return str(ticket.item_id) if ticket else ""


def _told_before(device: str, scan_ids: list[str]) -> dict[tuple[str, str], ScanOutcome]:
    rows = db.session.execute(
        select(ScanTold.scan_id, ScanTold.code, ScanTold.outcome).where(
            ScanTold.device == device, ScanTold.scan_id.in_(scan_ids)
        )
    )
    return {(row.scan_id, row.code): row.outcome for row in rows}
