"""A copy of what accounts keep about a resident, and its erasure (PIPL 45, 47)."""

from datetime import datetime
from typing import Any
from uuid import UUID

from weijiayuan.accounts import queries, resident_account
from weijiayuan.accounts.models import Resident
from weijiayuan.accounts.schemas import ConsentOut, FamilyMemberOut, ResidentOut
from weijiayuan.db import db


def export(resident_id: UUID) -> dict[str, Any]:
    """Return the resident's own entry, family and consents, the telephone number in full."""
    resident = db.session.get_one(Resident, resident_id)
    return {
        "resident": ResidentOut().dump(resident) | {"phone": resident.phone},
        "family": FamilyMemberOut(many=True).dump(queries.family_of(resident_id)),
        "consents": ConsentOut(many=True).dump(queries.consents_of(resident_id)),
    }


def forget(resident_id: UUID, *, now: datetime) -> None:
    """Erase who the resident is; what stays of them is an id that names nobody."""
    resident_account.close(db.session.get_one(Resident, resident_id), now=now)
