"""Who has a part in a licence besides the account it is in: its operator, and whoever is named."""

from datetime import datetime, timedelta
from uuid import UUID

from weijiayuan.approvals.errors import FaceCheckNeeded, LicenceNotFound
from weijiayuan.approvals.identity_check_validity import identity_minutes
from weijiayuan.approvals.models import Licence
from weijiayuan.approvals.queries import applications as queries
from weijiayuan.approvals.queries import consents as asked_queries
from weijiayuan.approvals.queries import licence_transfers
from weijiayuan.approvals.service import notifications
from weijiayuan.approvals.service.applicant_identity_checks import PASSED
from weijiayuan.approvals.service.licence_history import note


def seen(uscc: str, resident_id: UUID) -> Licence:
    """Return a licence to its holder and to whoever has a part in it. Raises `LicenceNotFound`."""
    licence = queries.licence(uscc)
    if licence.resident_id == resident_id or has_part(licence, resident_id):
        return licence
    raise LicenceNotFound


def has_part(licence: Licence, resident_id: UUID) -> bool:
    """Tell whether somebody is the operator of a business, or named in it."""
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
