"""Whether an application may change its licence: the holder may, and whoever takes over."""

from collections.abc import Mapping
from typing import Any

from weijiayuan.approvals.errors import (
    HandoverNeeded,
    HolderChanged,
    LicenceMovedOn,
    RepresentativeActs,
)
from weijiayuan.approvals.models import Application, Licence
from weijiayuan.approvals.queries import applications as queries
from weijiayuan.approvals.queries import licence_transfers
from weijiayuan.approvals.rulebook_in_force import ground
from weijiayuan.approvals.rules.people_in_application import number_of, plain_number
from weijiayuan.approvals.rules.states import LicenceState
from weijiayuan.kernel.state_machine import IllegalMove

COMPANY = "company"
VOID = (IllegalMove, HolderChanged, LicenceMovedOn, HandoverNeeded, RepresentativeActs)


def check(application: Application, answers: Mapping[str, Any]) -> None:
    """Raise unless the application may still change its licence; the licence is locked.

    Whoever holds it may, as the person they are; another person only by an open offer that this
    application takes up. What was written on a former version would undo what was changed since.
    Raises `IllegalMove`, `HolderChanged`, `LicenceMovedOn`, `HandoverNeeded`, `RepresentativeActs`.
    """
    if application.changes_uscc is None:
        return
    licence = queries.current_to_change(application.changes_uscc)
    if licence is None or licence.state is not LicenceState.ACTIVE:
        old = licence.state if licence else "gone"
        raise IllegalMove(old=old, new="changed", allowed=["active"])
    is_holders = licence.resident_id == application.resident_id
    if not is_holders:
        offered = licence_transfers.taken_up(application.id)
        if offered is None or offered.from_resident_id != licence.resident_id:
            raise HolderChanged
    if application.changes_version not in {licence.version, None}:
        raise LicenceMovedOn
    if is_holders and plain_number(answers) != number_of_holder(licence):
        raise RepresentativeActs if licence.kind == COMPANY else HandoverNeeded


def number_of_holder(licence: Licence) -> str:
    """Return the number of who acts for a business: its operator, or its representative."""
    answers = queries.answers_of(queries.application(licence.application_id))
    if licence.kind != COMPANY:
        return plain_number(answers)
    return number_of(
        answers.get("legal_representative") or answers.get("operator_name") or "",
        answers,
        ground().lexicon.script,
    )


def is_void(application: Application) -> bool:
    """Tell whether an application can change its licence no more."""
    try:
        check(application, queries.answers_of(application))
    except VOID:
        return True
    return False
