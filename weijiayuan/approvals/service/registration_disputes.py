"""Somebody named in a registration says that it is against their will (细则 50), and who ends that.

Whoever approved it does not judge the complaint about it: another person says what was compared
and proposes to let it stand, and a head who is neither of them agrees. A registration that does
not stand is revoked instead.
"""

from collections.abc import Collection, Sequence
from datetime import datetime
from uuid import UUID

from weijiayuan.approvals.errors import (
    LicenceNotFound,
    NoObjection,
    ProposalChanged,
    SecondPersonNeeded,
)
from weijiayuan.approvals.models import Licence, LicenceChange
from weijiayuan.approvals.queries import applications as queries
from weijiayuan.approvals.queries import pending_revocations
from weijiayuan.approvals.service import licence_access, notifications
from weijiayuan.approvals.service.licence_history import note
from weijiayuan.approvals.service.separation_of_duties import Officer


def dispute(uscc: str, *, reason: str, by: UUID, now: datetime) -> Licence:
    """Write down that somebody named in a registration says that it is against their will.

    Whoever holds the licence is told that it is disputed, not by whom nor what was said. The
    same said once more by the same person, while it is not settled, is one dispute.
    """
    licence = queries.licence_to_change(uscc)
    if licence.resident_id == by or not licence_access.has_part(licence, by):
        raise LicenceNotFound
    said = {(each.by, each.reason) for each in pending_revocations.disputed(uscc)}
    if (f"resident:{by}", reason) in said:
        return licence
    note(licence, pending_revocations.DISPUTED, by=f"resident:{by}", reason=reason)
    notifications.tell_holder(licence, "licence_disputed", f"disputed:{now}", now=now)
    notifications.tell_disputer(
        licence, by, "approval_dispute_received", f"received:{now}", now=now
    )
    return licence


def settle(
    uscc: str,
    *,
    reason: str,
    evidence: str,
    officer: Officer,
    now: datetime,
    proposal: str | None = None,
) -> Licence:
    """Propose to let a disputed registration stand, or agree to what another proposed.

    A proposal is to what was disputed by then: a dispute that came after it asks for another one.
    Who agrees names it. Who disputes and who holds the licence are told of the end. Raises
    `NoObjection`, `SecondPersonNeeded`, `ProposalChanged`.
    """
    licence = queries.licence_to_change(uscc)
    officer.check_apart(licence.resident_id)
    found = pending_revocations.disputed(uscc)
    if not found:
        raise NoObjection
    if officer.key in approvers(uscc):
        raise SecondPersonNeeded
    why = f"{reason}（核对：{evidence}）"
    proposed = pending_revocations.settlement_proposed(uscc, since=found[-1])
    if proposed is None or (proposed.by == officer.key and not officer.is_head):
        if proposal is not None and proposed is None:
            raise ProposalChanged  # it fell when somebody disputed again
        note(licence, pending_revocations.SETTLEMENT_PROPOSED, by=officer.key, reason=why)
        return licence
    officer.check_second(proposed.by)
    if proposal != str(proposed.id):
        raise ProposalChanged
    _end(found, proposed.reason, officer=officer, now=now)
    return licence


def _end(found: Sequence[LicenceChange], reason: str, *, officer: Officer, now: datetime) -> None:
    for each in found:
        version = pending_revocations.accused(each)
        note(version, pending_revocations.SETTLED, by=officer.key, reason=reason)
        by = UUID(each.by.removeprefix("resident:"))
        notifications.tell_disputer(
            version, by, "approval_dispute_settled", f"settled:{each.id}", now=now, reason=reason
        )
    licence = queries.licence_to_change(version.uscc)
    notifications.tell_holder(licence, "licence_dispute_over", f"over:{now}", now=now)


def approvers(uscc: str) -> Collection[str]:
    """Return who approved any version of a business, or proposed it."""
    return {
        move.by
        for application_id in pending_revocations.applications_of(uscc)
        for move in queries.moves(application_id)
        if move.what in {"approved", "approval_proposed"}
    }
