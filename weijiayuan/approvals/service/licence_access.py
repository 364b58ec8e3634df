"""Who has a part in a licence besides the account it is in: its operator, and whoever is named."""

from datetime import datetime, timedelta
from uuid import UUID

from weijiayuan.approvals.errors import FaceCheckNeeded, LicenceNotFound, NoObjection
from weijiayuan.approvals.identity_check_validity import identity_minutes
from weijiayuan.approvals.models import Licence
from weijiayuan.approvals.queries import applications as queries
from weijiayuan.approvals.queries import consents as asked_queries
from weijiayuan.approvals.queries import licence_transfers, pending_revocations
from weijiayuan.approvals.service import notifications
from weijiayuan.approvals.service.applicant_identity_checks import PASSED
from weijiayuan.approvals.service.licence_history import note
from weijiayuan.approvals.service.separation_of_duties import Officer


def seen(uscc: str, resident_id: UUID) -> Licence:
    """Return a licence to its holder and to whoever has a part in it. Raises `LicenceNotFound`."""
    licence = queries.licence(uscc)
    if licence.resident_id == resident_id or _has_part(licence, resident_id):
        return licence
    raise LicenceNotFound


def _has_part(licence: Licence, resident_id: UUID) -> bool:
    named = (each for each, _ in asked_queries.named_in(resident_id))
    return licence in [*asked_queries.run_by(resident_id), *named]


def claim(uscc: str, *, by: UUID, now: datetime) -> Licence:
    """Let a business into the account of who runs it, by a face check of the last half hour.

    Raises `LicenceNotFound`, `FaceCheckNeeded`.
    """
    licence = queries.licence_to_change(uscc)
    if licence.resident_id == by or licence not in asked_queries.run_by(by):
        raise LicenceNotFound
    found = queries.newest_check(by, licence.operator_mark or "")
    since = now - timedelta(minutes=identity_minutes())
    if found is None or found.result != PASSED or found.checked_at < since:
        raise FaceCheckNeeded
    offered = licence_transfers.open_one(uscc)
    if offered is not None:
        offered.is_open = False
    notifications.tell_holder(licence, "licence_claimed", f"claimed:{now}", now=now)
    licence.resident_id = by
    note(licence, "claimed", by=f"resident:{by}")
    return licence


def settle_dispute(uscc: str, *, reason: str, officer: Officer, now: datetime) -> Licence:
    """End the disputes about a registration that stands, for a registrar; who disputes is told.

    A registration that does not stand is revoked instead. Raises `NoObjection`.
    """
    licence = queries.licence_to_change(uscc)
    officer.check_apart(licence.resident_id)
    found = pending_revocations.disputed(uscc)
    if not found:
        raise NoObjection
    for each in found:
        version = pending_revocations.accused(each)
        note(version, pending_revocations.SETTLED, by=officer.key, reason=reason)
        notifications.tell_of_dispute(version, each, reason, now=now)
    return licence


def dispute(uscc: str, *, reason: str, by: UUID) -> Licence:
    """Write down that somebody named in a registration says that it is against their will."""
    licence = queries.licence_to_change(uscc)
    if licence.resident_id == by or not _has_part(licence, by):
        raise LicenceNotFound
    note(licence, pending_revocations.DISPUTED, by=f"resident:{by}", reason=reason)
    return licence
