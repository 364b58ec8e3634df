"""Applying: a draft, a submission that is decided at once, corrections, and the way to a person."""

import json
import logging
from collections.abc import Mapping
from datetime import datetime, time
from typing import Any
from uuid import UUID

from weijiayuan import audit
from weijiayuan.approvals.errors import ApplicationNotFound, AttemptMovedOn, TooManyDrafts
from weijiayuan.approvals.models import Application, ApplicationMove, IdentityCheck, Licence
from weijiayuan.approvals.queries import applications as queries
from weijiayuan.approvals.rulebook_in_force import ground
from weijiayuan.approvals.rules.address_normalization import KEY_VERSION
from weijiayuan.approvals.rules.application_decision import Outcome
from weijiayuan.approvals.rules.people_in_application import NUMBERED, others_named, plain_number
from weijiayuan.approvals.rules.states import ApplicationState
from weijiayuan.approvals.service import (
    automatic_decisions,
    consent_requests,
    licence_change_permission,
    licence_granting,
    name_reservations,
    notifications,
)
from weijiayuan.approvals.service.applicant_identity_checks import PASSED, BarAnswer
from weijiayuan.approvals.service.automatic_decisions import Decided
from weijiayuan.approvals.service.blind_indexes import identity_mark
from weijiayuan.db import db, reading, transaction
from weijiayuan.gateways.government_registers import RegistryUnreachable
from weijiayuan.gateways.setup import registry
from weijiayuan.kernel import clock
from weijiayuan.kernel.ids import digits
from weijiayuan.kernel.state_machine import IllegalMove
from weijiayuan.places.queries import working_calendar

logger = logging.getLogger(__name__)

MOST_OPEN = 10
REVIEW_DAYS = 3
"""Working days for a decision by a person (条例 19, 细则 18)."""
CLOSE_OF_BUSINESS = time(18)
MOST_ASKED = 60
"""People asked about in one application: more than a limited company may have (公司法 42)."""
STATES = {
    Outcome.AUTO: ApplicationState.APPROVED,
    Outcome.CORRECT: ApplicationState.TO_CORRECT,
    Outcome.HUMAN: ApplicationState.IN_REVIEW,
}


def begin(
    resident_id: UUID, kind: str, answers: Mapping[str, Any], *, changes: Licence | None = None
) -> Application:
    """Keep a draft, of a change on the licence as it stands. Raises `TooManyDrafts`."""
    queries.lock_person(resident_id)
    if queries.open_count(resident_id) >= MOST_OPEN:
        raise TooManyDrafts
    application = Application(
        number=f"GSB{digits(12)}",
        kind=kind,
        resident_id=resident_id,
        answers=_written(answers),
        title=title_of(kind, answers),
        changes_uscc=changes.uscc if changes else None,
        changes_version=changes.version if changes else None,
        key_version=KEY_VERSION,
    )
    db.session.add(application)
    db.session.flush()
    return application


def save_draft(
    application_id: UUID, answers: Mapping[str, Any], *, attempt: int, saves: int, by: UUID
) -> Application:
    """Keep other answers of a draft, or of what is to be corrected. Raises `AttemptMovedOn`."""
    application = queries.application_to_change(application_id, by)
    check_attempt(application, attempt, saves)
    if application.state not in {ApplicationState.DRAFT, ApplicationState.TO_CORRECT}:
        raise IllegalMove(old=application.state, new="draft", allowed=[])
    whole = with_number(application, answers)
    application.answers = _written(whole)
    application.title = title_of(application.kind, whole)
    application.saves += 1
    return application


def check_attempt(application: Application, attempt: int, saves: int | None = None) -> None:
    """Raise `AttemptMovedOn` unless the attempt that was read is the last; a draft has none.

    Who writes other answers also read what was saved last (`saves`).
    """
    is_last = max(application.attempt, 1) == max(attempt, 1)
    if not is_last or saves not in {None, application.saves}:
        raise AttemptMovedOn


def with_number(application: Application, answers: Mapping[str, Any]) -> dict[str, Any]:
    """Return answers with the number that is kept, where it came back as it was shown: masked.

    Who asked for a person still does, unless they say that they no longer do.
    """
    kept = queries.answers_of(application)
    wish = {name: said for name, said in kept.items() if name == "wants_human"}
    return wish | unmasked(kept, answers)


def unmasked(kept: Mapping[str, Any], answers: Mapping[str, Any]) -> dict[str, Any]:
    """Return answers with the numbers that are kept, where they came back as they were shown."""
    whole = dict(answers)
    if (answers.get("id_number") or "").startswith("*"):
        whole["id_number"] = kept.get("id_number")
    for rows in NUMBERED:
        known = {each.get("name"): each for each in kept.get(rows) or []}
        if whole.get(rows):
            whole[rows] = [unmasked(known.get(each.get("name"), {}), each) for each in whole[rows]]
    return whole


def submit(
    application: Application, answers: Mapping[str, Any], *, barred: BarAnswer, now: datetime
) -> Decided:
    """Decide an application and let follow what follows: a licence, the faults, a person's look."""
    application.answers = _written(answers)
    application.title = title_of(application.kind, answers)
    application.submitted_at, application.saves = now, 0
    application.due_at = application.extended_at = None  # what was corrected is a new submission
    decided = _decide(application, answers, barred=barred, now=now)
    logger.info(
        "application decided",
        extra={
            "application_id": str(application.id),
            "outcome": decided.decision.outcome.value,
            "attempt": application.attempt,
        },
    )
    return decided


def _decide(
    application: Application, answers: Mapping[str, Any], *, barred: BarAnswer, now: datetime
) -> Decided:
    """Decide an application as it stands, keep the attempt, and do what follows."""
    began = clock.now()
    queries.lock_person(application.resident_id)
    licence_change_permission.check(application, answers)
    application.live_key, application.key_version = None, KEY_VERSION
    forget_proposals(application)
    db.session.flush()
    decided = automatic_decisions.decide(application, answers, barred=barred, now=now)
    if not name_reservations.follow(application, decided, now=now):
        decided = automatic_decisions.decide(
            application, answers, barred=barred, now=now, name_taken=True
        )
    automatic_decisions.keep(application, decided, answers, now=now, began=began)
    _follow(application, decided, answers, now=now)
    return decided


def forget_proposals(application: Application) -> None:
    """Let go of what registrars proposed: it belongs to the attempt that they looked at."""
    application.approval_by = application.refusal_by = None
    application.approval_seen = ""
    application.refusal_article = application.refusal_reason = ""


def _follow(
    application: Application, decided: Decided, answers: Mapping[str, Any], *, now: datetime
) -> None:
    application.move_to(STATES[decided.decision.outcome])
    application.waits_for_registry = decided.waits_for_registry
    application.named_barred = decided.named_barred
    if decided.decision.outcome is not Outcome.AUTO and not decided.lookups.second_live:
        application.live_key = decided.live_key
    if decided.decision.outcome is Outcome.AUTO:
        application.decided_at, application.decided_by = now, "rulebook"
        licence_granting.grant(application, answers, decided, now=now)
    if decided.decision.outcome is Outcome.HUMAN:
        application.due_at = due_at(now)
        consent_requests.ask(application, decided.asked, now=now)
    note(application, "submitted", by=f"resident:{application.resident_id}")
    notifications.tell(application, decided.decision, now=now)


def due_at(since: datetime, days: int = REVIEW_DAYS) -> datetime:
    """Return the end of the working day by which a person decides."""
    last = working_calendar().add_working_days(clock.local_date(since), days)
    return clock.at_local(last, CLOSE_OF_BUSINESS)


def withdraw(
    application_id: UUID, *, by: UUID, now: datetime, attempt: int | None = None
) -> Application:
    """Take an application back, on the attempt that was read. Nothing is held against anybody.

    Raises `AttemptMovedOn`.
    """
    queries.lock_person(by)
    application = queries.application_to_change(application_id, by)
    if attempt is not None:
        check_attempt(application, attempt)
    application.move_to(ApplicationState.WITHDRAWN)
    application.live_key, application.decided_at = None, now
    name_reservations.release([application.id])
    consent_requests.drop(application)
    note(application, "withdrawn", by=f"resident:{by}")
    notifications.show(application, now=now)
    return application


def ask_for_person(
    application_id: UUID, *, attempt: int, barred: BarAnswer, by: UUID, now: datetime
) -> Application:
    """Have a person look, whatever the rules would say (PIPL 24).

    Who asks once more while a person looks has asked already: the attempt stays, and with it what
    officers looked at. Raises `AttemptMovedOn`.
    """
    application = queries.application_to_change(application_id, by)
    answers = queries.answers_of(application)
    if application.state is ApplicationState.IN_REVIEW and answers.get("wants_human"):
        return application
    check_attempt(application, attempt)
    submit(application, answers | {"wants_human": True}, barred=barred, now=now)
    return application


def note(  # what there is to say of a deed
    application: Application,
    what: str,
    *,
    by: str,
    reason: str = "",
    article: str = "",
    capacity: str = "",
    book_digest: str = "",
    decision: str | None = None,
    asked: list[str] | None = None,
) -> None:
    """Write down what happened, where the applicant and the auditor read it."""
    db.session.add(
        ApplicationMove(
            application_id=application.id,
            what=what,
            state=application.state,
            by=by,
            reason=reason,
            article=article,
            capacity=capacity,
            attempt=application.attempt,
            book_digest=book_digest,
            decision=decision,
            asked=asked,
        )
    )
    audit.record(
        f"approvals.{what}",
        subject_kind="approval",
        subject_id=application.id,
        state=application.state.value,
    )


def check_identity(resident_id: UUID, name: str, number: str, face: str) -> tuple[str, str] | None:
    """Ask the registers whether the face belongs to name and number; outside any transaction.

    Returns the mark and the result, or None when they do not answer.
    """
    try:
        result = registry().identify(name, number, face)
    except RegistryUnreachable:
        logger.warning("registers silent about an identity", extra={"resident": str(resident_id)})
        return None
    return identity_mark(name, number), result


def keep_identity(resident_id: UUID, mark: str, result: str, *, now: datetime) -> IdentityCheck:
    """Keep what an identity check said."""
    check = IdentityCheck(resident_id=resident_id, mark=mark, result=result, checked_at=now)
    db.session.add(check)
    db.session.flush()
    if result == PASSED:
        consent_requests.tell_newcomer(resident_id, mark, now=now)
    audit.record("approvals.identity_checked", subject_kind="resident", subject_id=resident_id)
    return check


def ask_registers(answers: Mapping[str, Any]) -> BarAnswer:
    """Ask the registers who of those named is barred; outside any transaction.

    Whoever is named without a number is not asked about.
    """
    others = others_named(answers, ground().lexicon.script)
    numbers = {plain_number(answers), *(each.number for each in others)} - {""}
    if not plain_number(answers) or len(numbers) > MOST_ASKED:
        return BarAnswer(None)
    try:
        found = (number for number in sorted(numbers) if registry().is_barred(number))
        return BarAnswer(frozenset(found))
    except RegistryUnreachable:
        return BarAnswer(None)


def _written(answers: Mapping[str, Any]) -> str:
    return json.dumps(answers, ensure_ascii=False)


def title_of(kind: str, answers: Mapping[str, Any]) -> str:
    """Return how an application is called in lists."""
    kinds = {"individual": "个体工商户", "company": "有限责任公司"}
    return str(answers.get("name") or f"{kinds.get(kind, kind)}设立")[:60]


def retry(application_id: UUID, *, now: datetime) -> str:
    """Ask the registers again about what waits for them, and decide anew. Opens transactions."""
    with reading():
        try:
            answers = queries.answers_of(queries.application(application_id))
        except ApplicationNotFound:
            return ""
    barred = ask_registers(answers)
    if barred.numbers is None:
        return ""
    with transaction():
        application = queries.application_to_change(application_id)
        if not application.waits_for_registry or application.state is not (
            ApplicationState.IN_REVIEW
        ):
            return ""
        if licence_change_permission.is_void(application):
            application.waits_for_registry = False
            return ""
        submitted = application.submitted_at or now
        submit_again(application, barred=barred, submitted=submitted, now=now)
        return application.state.value


def submit_again(
    application: Application, *, barred: BarAnswer, submitted: datetime, now: datetime
) -> None:
    """Decide what waited for the registers, with the identity check as it was then."""
    decided = _decide(application, queries.answers_of(application), barred=barred, now=now)
    if decided.decision.outcome is Outcome.HUMAN:
        application.due_at = due_at(submitted)
