"""What the worker does for the directory. Everything asks the time, so an outage is made good."""

from datetime import datetime

from weijiayuan.background import every
from weijiayuan.directory.service import (
    denormalized_copy_check,
    entry_verification,
    loan_lotteries,
    resource_sharing,
    visitor_reports,
)


@every(minutes=30)
def ask_owners(now: datetime) -> str:
    """Ask the keepers of entries that are fresh no more."""
    count = entry_verification.ask_owners(now)
    return f"{count} sites asked about" if count else ""


@every(minutes=30)
def send_somebody(now: datetime) -> str:
    """Send the grid where an owner kept silent for fourteen days."""
    count = entry_verification.send_somebody(now)
    return f"{count} sites to look at" if count else ""


@every(minutes=5)
def take_in_looks(now: datetime) -> str:
    """Date entries by looks that were settled in the ledger."""
    count = entry_verification.take_in_looks(now)
    return f"{count} looks taken in" if count else ""


@every(minutes=5)
def escalate_doubts(now: datetime) -> str:
    """Tell the keepers again of doubts that nobody answered in a working day."""
    count = visitor_reports.escalate(now)
    return f"{count} doubts overdue" if count else ""


@every(minutes=5)
def lapse_requests(now: datetime) -> str:
    """Free what was asked for and never answered."""
    count = resource_sharing.lapse(now)
    return f"{count} requests lapsed" if count else ""


@every(minutes=1)
def draw_loans(now: datetime) -> str:
    """Draw who has what is scarce, and give it."""
    count = loan_lotteries.settle_due(now)
    return f"{count} loans drawn" if count else ""


@every(minutes=720)
def mend_copies(_now: datetime) -> str:
    """Make true what is held and no longer knows its need or its place."""
    count = denormalized_copy_check.mend()
    return f"{count} copies mended" if count else ""
