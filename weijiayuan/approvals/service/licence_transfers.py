"""Another operator takes over a licence (促进条例 13): offered by one, taken up by the other.

Who hands over makes a code; who takes over types it in an account of their own, is checked and
decided as every applicant is. Until the new version is granted nothing changes; from then on the
licence belongs to the new account, and the old one can do nothing with it.
"""

from collections.abc import Callable, Mapping
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

from weijiayuan.approvals.errors import (
    HandoverNotFound,
    HandoverOfCompany,
    HandoverUnderWay,
    LicenceMovedOn,
    LicenceNotFound,
    LicenceUnderInquiry,
    OwnHandover,
)
from weijiayuan.approvals.models import Application, Handover, Licence
from weijiayuan.approvals.queries import applications as queries
from weijiayuan.approvals.queries import licence_transfers, pending_revocations
from weijiayuan.approvals.rules.states import LIVE, ApplicationState, LicenceState
from weijiayuan.approvals.service import applications, notifications
from weijiayuan.approvals.service.applicant_identity_checks import BarAnswer
from weijiayuan.approvals.service.licence_history import note
from weijiayuan.db import db
from weijiayuan.kernel import clock
from weijiayuan.kernel.ids import readable_code
from weijiayuan.kernel.state_machine import IllegalMove

DAYS = 7
"""For how long a code may be used: our own figure, no law says one."""
CODE_LENGTH = 12
INDIVIDUAL = "individual"
OF_THE_BUSINESS = frozenset(
    {"no_name", "name", "name_promise", "scopes", "address", "place", "address_use", "organisation"}
)
"""What is told about the business; whoever takes over tells the rest, above all of people."""


def offer(uscc: str, *, version: int, by: UUID, now: datetime) -> tuple[Handover, str]:
    """Offer a licence to whoever gets the code; a former offer that nobody took up is void.

    Raises `LicenceNotFound`, `HandoverOfCompany`, `IllegalMove`, `LicenceUnderInquiry`,
    `HandoverUnderWay`, `LicenceMovedOn`.
    """
    licence = queries.licence_to_change(uscc, by, version)
    if licence.kind != INDIVIDUAL:
        raise HandoverOfCompany
    _check_in_business(licence)
    former = licence_transfers.open_one(uscc)
    if former is not None:
        if _is_under_way(former):
            raise HandoverUnderWay
        former.is_open = False
        db.session.flush()
    code = readable_code(CODE_LENGTH)
    until = clock.local_date(now) + timedelta(days=DAYS)
    made = Handover(
        uscc=uscc, code_mark=licence_transfers.mark_of(code), from_resident_id=by, until=until
    )
    db.session.add(made)
    note(licence, "handover_offered", by=f"resident:{by}")
    return made, code


def _check_in_business(licence: Licence) -> None:
    if licence.state is not LicenceState.ACTIVE:
        raise IllegalMove(old=licence.state, new="handed_over", allowed=["active"])
    if pending_revocations.is_under_inquiry(licence.uscc):
        raise LicenceUnderInquiry


def _is_under_way(offered: Handover) -> bool:
    """Tell whether somebody took the offer up and is not done."""
    if offered.application_id is None:
        return False
    return queries.application(offered.application_id).state in LIVE


def take_back(uscc: str, *, version: int, by: UUID, now: datetime) -> Licence:
    """Take an offer back, as long as it has not passed over; an application on it is withdrawn."""
    waits = licence_transfers.waiting(uscc)
    if waits is not None and waits.to_resident_id is not None:
        queries.lock_person(waits.to_resident_id)
    licence = queries.licence_to_change(uscc, by, version)
    offered = licence_transfers.open_one(uscc)
    if offered is None:
        raise HandoverNotFound
    offered.is_open = False
    if offered.application_id is not None and offered.to_resident_id is not None:
        application = queries.application_to_change(offered.application_id)
        if application.state in LIVE:
            applications.withdraw(application.id, by=offered.to_resident_id, now=now)
            notifications.say(application, "handover_taken_back", {}, now=now)
    note(licence, "handover_taken_back", by=f"resident:{by}")
    return licence


def shown(code: str, *, by: UUID, now: datetime) -> tuple[Licence, dict[str, Any]]:
    """Return the licence that a code offers, and what was told of it, people apart."""
    offered = licence_transfers.by_code(code)
    licence = _standing(queries.licence, offered.uscc)
    _check_free(offered, licence, by=by, now=now)
    former = queries.answers_of(queries.application(licence.application_id))
    return licence, {name: said for name, said in former.items() if name in OF_THE_BUSINESS}


def merged(code: str, answers: Mapping[str, Any], *, by: UUID, now: datetime) -> dict[str, Any]:
    """Return what is told of the business with what the new operator tells, people as they say."""
    told = shown(code, by=by, now=now)[1]
    return told | applications.unmasked(told, answers)


def _offered(code: str, *, by: UUID, now: datetime) -> tuple[Handover, Licence]:
    """Return an offer that may be taken up now, with its licence, both locked."""
    licence = _standing(queries.licence_to_change, licence_transfers.by_code(code).uscc)
    offered = licence_transfers.open_one(licence.uscc)
    if offered is None or offered.code_mark != licence_transfers.mark_of(code):
        raise HandoverNotFound
    _check_free(offered, licence, by=by, now=now)
    return offered, licence


def _standing(found: Callable[[str], Licence], uscc: str) -> Licence:
    """Return the licence of an offer; where somebody was faster, the offer is gone."""
    try:
        return found(uscc)
    except LicenceNotFound:
        raise HandoverNotFound from None


def _check_free(offered: Handover, licence: Licence, *, by: UUID, now: datetime) -> None:
    """Raise unless an offer stands on this day, for somebody else than who made it."""
    if offered.until < clock.local_date(now) or licence.resident_id != offered.from_resident_id:
        raise HandoverNotFound
    if licence.kind != INDIVIDUAL:
        raise HandoverOfCompany
    if offered.from_resident_id == by:
        raise OwnHandover
    _check_in_business(licence)
    if _is_under_way(offered):
        raise HandoverUnderWay


def take_up(
    code: str,
    answers: Mapping[str, Any],
    *,
    read: int,
    barred: BarAnswer,
    by: UUID,
    now: datetime,
) -> Application:
    """Apply to take over the licence that a code offers, in an account of one's own.

    `read` is the version of the licence that was looked at. Raises `HandoverNotFound`,
    `OwnHandover`, `HandoverUnderWay`, `LicenceMovedOn` and what applying raises.
    """
    queries.lock_person(by)
    offered, licence = _offered(code, by=by, now=now)
    if licence.version != read:
        raise LicenceMovedOn
    application = applications.begin(by, licence.kind, answers, changes=licence)
    offered.to_resident_id, offered.application_id = by, application.id
    db.session.flush()
    applications.submit(application, answers, barred=barred, now=now)
    if application.state is not ApplicationState.APPROVED:
        notifications.tell_holder(
            licence, "licence_handover_taken_up", f"taken_up:{application.id}", now=now
        )
    return application
