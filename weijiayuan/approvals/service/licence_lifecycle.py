"""What becomes of a licence: changed, paused, closed the simple way, revoked, reminded."""

from collections.abc import Mapping, Sequence
from datetime import date, datetime, timedelta
from typing import Any
from uuid import UUID

from weijiayuan.approvals.errors import (
    NoObjection,
    ObjectionLate,
    PauseTooLong,
    ReasonNeeded,
    RevocationChanged,
    RevocationVersionNeeded,
)
from weijiayuan.approvals.models import (
    Application,
    Licence,
    LicenceChange,
    Objection,
    RevocationGround,
)
from weijiayuan.approvals.queries import applications as queries
from weijiayuan.approvals.queries import objections, pending_revocations
from weijiayuan.approvals.rules import licence_lifecycle
from weijiayuan.approvals.rules.name_similarity import year_after
from weijiayuan.approvals.rules.states import LicenceState, NameState
from weijiayuan.approvals.service import (
    applications,
    barred_persons,
    company_deregistration,
    name_reservations,
    notifications,
)
from weijiayuan.approvals.service.applicant_identity_checks import BarAnswer
from weijiayuan.approvals.service.licence_history import note
from weijiayuan.approvals.service.separation_of_duties import Officer
from weijiayuan.db import db
from weijiayuan.kernel import clock
from weijiayuan.kernel.state_machine import IllegalMove

PORTION = 200
CLOSABLE = frozenset({LicenceState.ACTIVE, LicenceState.PAUSED})


def change(
    uscc: str,
    answers: Mapping[str, Any],
    *,
    version: int,
    barred: BarAnswer,
    by: UUID,
    now: datetime,
) -> Application:
    """Apply for a change: decided by the same rules, and a new version of the licence if granted.

    Not of the operator: another person takes over by a code (`licence_handover`).
    Raises `LicenceMovedOn` where it was changed since the version that was read.
    """
    licence = queries.licence_to_change(uscc, by, version)
    if licence.state is not LicenceState.ACTIVE:
        raise IllegalMove(old=licence.state, new="changed", allowed=["active"])
    former = queries.answers_of(queries.application(licence.application_id))
    application = applications.begin(by, licence.kind, former | dict(answers), changes=licence)
    applications.submit(application, former | dict(answers), barred=barred, now=now)
    return application


def pause(uscc: str, *, version: int, days: int, reason: str, by: UUID, now: datetime) -> Licence:
    """File a pause (歇业): three years at most in all. Raises `PauseTooLong`, `LicenceMovedOn`."""
    licence = queries.licence_to_change(uscc, by, version)
    if licence.paused_days + days > licence_lifecycle.MOST_PAUSED:
        raise PauseTooLong
    licence.move_to(LicenceState.PAUSED, at=now, reason=reason)
    licence.paused_days += days
    licence.until = licence_lifecycle.pause_end(clock.local_date(now), days)
    note(licence, "paused", by=f"resident:{by}", reason=reason)
    notifications.tell_holder(
        licence, "licence_paused", f"paused:{now}", now=now, due=licence.until
    )
    return licence


def resume(uscc: str, *, version: int, by: UUID, now: datetime) -> Licence:
    """End a pause early, or take a closing back; days not used of a pause are given back.

    Raises `LicenceMovedOn`.
    """
    licence = queries.licence_to_change(uscc, by, version)
    if licence.state is LicenceState.PAUSED and licence.until is not None:
        left = (licence.until - clock.local_date(now)).days
        licence.paused_days -= max(0, min(left, licence.paused_days))
    licence.move_to(LicenceState.ACTIVE, at=now)
    licence.until = None
    note(licence, "resumed", by=f"resident:{by}")
    notifications.tell_holder(licence, "licence_resumed", f"resumed:{now}", now=now)
    return licence


def close(uscc: str, *, version: int, by: UUID, now: datetime) -> tuple[Licence, int]:
    """File a simple deregistration: departments have some days to object.

    Raises `NotSimple`, `LicenceMovedOn`.

    Where the business is not one person's, the others are asked first; returns for how many it
    waits.
    """
    licence = queries.licence_to_change(uscc, by, version)
    if licence.state not in CLOSABLE:
        raise IllegalMove(old=licence.state, new="deregistering", allowed=["active"])
    return licence, company_deregistration.file(licence, by=f"resident:{by}", now=now)


def object_to_closing(uscc: str, *, reason: str, officer: Officer, now: datetime) -> Licence:
    """Object to a deregistration within its days, for a department: the licence stands again.

    Raises `IllegalMove` and `ObjectionLate`.
    """
    licence = queries.licence_to_change(uscc)
    officer.check_apart(licence.resident_id)
    if licence.state is not LicenceState.DEREGISTERING:
        raise IllegalMove(old=licence.state, new="objected", allowed=["deregistering"])
    if licence.until is not None and clock.local_date(now) > licence.until:
        raise ObjectionLate
    department = next(iter(officer.departments), "")
    db.session.add(
        Objection(licence_id=licence.id, by=officer.key, reason=reason, department=department)
    )
    licence.move_to(LicenceState.ACTIVE, at=now, reason=reason)
    licence.until = None
    note(licence, "objected", by=officer.key, reason=reason)
    notifications.tell_holder(
        licence, "licence_objected", f"objected:{now}", now=now, reason=reason
    )
    return licence


def lift_objection(uscc: str, *, reason: str, officer: Officer) -> Licence:
    """Lift the objections that an officer's department made, whoever of it spoke for it.

    Raises `NoObjection`.
    """
    licence = queries.licence_to_change(uscc)
    officer.check_apart(licence.resident_id)
    standing = objections.standing(uscc)
    own = [each for each in standing if officer.speaks_for(each.department, each.by)]
    if not own:
        raise NoObjection
    for each in own:
        each.lifted_by, each.lift_reason = officer.key, reason
    note(licence, "objection_lifted", by=officer.key, reason=reason)
    notifications.tell_holder(
        licence, "licence_objection_lifted", f"lifted:{own[-1].id}", now=clock.now(), reason=reason
    )
    return licence


def propose_revocation(
    uscc: str,
    *,
    reason: str,
    ground: str,
    officer: Officer,
    version: int | None = None,
    culprit: str = "",
) -> Licence:
    """Ask for a revocation (撤销登记, 条例 40) of a version on a ground: another person decides.

    Raises `RevocationVersionNeeded`, `CulpritUnknown`.
    """
    licence = queries.licence_to_change(uscc)
    accused = _version_of(licence, version)
    for each in (licence, accused):
        officer.check_apart(each.resident_id)
    barred_persons.culprit_of(accused, culprit)
    said = {"reason": reason, "ground": ground, "culprit": culprit}
    note(accused, pending_revocations.PROPOSED, by=officer.key, **said)
    return licence


def _version_of(licence: Licence, number: int | None) -> Licence:
    """Return the version of a business that is named; of one that one person ran, the last."""
    found = pending_revocations.versions(licence.uscc)
    if number is None and len({each.operator_mark for each in found}) <= 1:
        return licence
    named = next((each for each in found if each.version == number), None)
    if named is None:
        said = (f"第{each.version}版 {each.printed['operator']} {each.issued_on}" for each in found)
        raise RevocationVersionNeeded(versions="、".join(said))
    return named


def decide_revocation(
    uscc: str,
    *,
    agree: bool,
    reason: str,
    officer: Officer,
    now: datetime,
    proposal: UUID,
) -> Licence:
    """Revoke a licence that somebody else proposed to revoke, and bar whose deed was false.

    Or turn the proposals down.

    The proposal is on the business: no change of what is registered makes it void. `proposal` is
    the one that was looked at. Raises `SecondPersonNeeded`, `RevocationChanged`.
    """
    licence = queries.licence_to_change(uscc)
    officer.check_apart(licence.resident_id)
    proposed = pending_revocations.proposals(uscc)
    if not proposed:
        raise ReasonNeeded
    if proposal != proposed[-1].id:
        raise RevocationChanged
    officer.check_second(proposed[-1].by)
    if not agree:
        _turn_down(proposed, officer, reason)
        return licence
    reason, why = proposed[-1].reason, proposed[-1].ground
    licence.move_to(LicenceState.REVOKED, at=now, reason=reason)
    _end(licence, NameState.REVOKED, now)
    accused = pending_revocations.accused(proposed[-1])
    barred_persons.bar(
        accused,
        RevocationGround(why or RevocationGround.FALSE_REGISTRATION),
        culprit=proposed[-1].culprit,
        now=now,
    )
    note(licence, "revoked", by=officer.key, reason=reason, ground=why)
    notifications.tell_holder(licence, "licence_revoked", "revoked", now=now, reason=reason)
    return licence


def _turn_down(proposed: Sequence[LicenceChange], officer: Officer, reason: str) -> None:
    """Note with each licence that was proposed to be revoked that it stays."""
    for each in proposed:
        accused = pending_revocations.accused(each)
        note(accused, pending_revocations.TURNED_DOWN, by=officer.key, reason=reason)


def end_closings(*, now: datetime) -> int:
    """Deregister what nobody objected to in time; return how many there were."""
    over = queries.closing_until(clock.local_date(now))
    for licence in over:
        licence.move_to(LicenceState.DEREGISTERED, at=now)
        licence.until = None
        _end(licence, NameState.CANCELLED, now)
        note(licence, "deregistered", by="system")
        notifications.tell_holder(licence, "licence_closed", "closed", now=now)
    return len(over)


def end_pauses(*, now: datetime) -> int:
    """Let licences stand again whose pause is over; return how many there were."""
    over = queries.paused_past(clock.local_date(now))
    for licence in over:
        licence.move_to(LicenceState.ACTIVE, at=now)
        cause = f"pause_over:{licence.until}"
        licence.until = None
        note(licence, "pause_over", by="system")
        notifications.tell_holder(licence, "licence_pause_over", cause, now=now)
    return len(over)


def remind_of_reports(*, now: datetime, after_id: UUID | None = None) -> tuple[int, UUID | None]:
    """Remind holders of the yearly report, once a year each: how many, and where it stopped."""
    today = clock.local_date(now)
    found = (
        queries.in_business(PORTION, after_id) if licence_lifecycle.is_time_to_remind(today) else []
    )
    for licence in found:
        due = licence_lifecycle.report_due(licence.issued_on, on=today)
        if due is not None:
            notifications.tell_holder(
                licence,
                "licence_report_due",
                f"report:{due.year}",
                now=now,
                year=due.year - 1,
                due=due,
            )
    return len(found), found[-1].id if len(found) == PORTION else None


def _end(licence: Licence, state: NameState, now: datetime) -> None:
    licence.live_key = None
    day = clock.local_date(now)
    name_reservations.free(licence.application_id, state, until=_year_on(day))


def _year_on(day: date) -> date:
    """Return the last day on which an ended name bars others: less than a year (规定 17)."""
    return year_after(day) - timedelta(days=1)
