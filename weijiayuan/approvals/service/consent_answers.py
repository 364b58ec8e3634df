"""What somebody who is asked says, and what follows: the application is decided anew."""

from datetime import datetime, timedelta
from uuid import UUID

from weijiayuan.approvals.errors import ConsentNotAsked, FaceCheckNeeded
from weijiayuan.approvals.identity_check_validity import identity_minutes
from weijiayuan.approvals.models import Application, Consent, ConsentState, ConsentTo
from weijiayuan.approvals.queries import applications as queries
from weijiayuan.approvals.queries import consents as asked_queries
from weijiayuan.approvals.rules.states import ApplicationState
from weijiayuan.approvals.service import (
    applications,
    company_deregistration,
    consent_versions,
    notifications,
)
from weijiayuan.approvals.service.applicant_identity_checks import PASSED, BarAnswer
from weijiayuan.db import db
from weijiayuan.kernel import clock

LAST_WORDS = {True: ConsentState.AGREED, False: ConsentState.DECLINED}


def answers_asked_about(consent_id: UUID, *, by: UUID) -> dict[str, object]:
    """Return what the application says, to ask the registers by. Raises `ConsentNotAsked`."""
    row = asked_queries.asked(consent_id, by)
    return queries.answers_of(queries.application(row.application_id))


def answer(
    consent_id: UUID, *, read: str | None, barred: BarAnswer, by: UUID, now: datetime
) -> tuple[Consent, Application]:
    """Write down a yes or a no; the last one that was waited for decides the application anew.

    A yes names the version of the question that was `read`, a no none. A no may be given without a
    face check of today: whoever passed one for this name and number may stop what is done in it.
    Raises `ConsentNotAsked`, `TermsChanged`, `FaceCheckNeeded`.
    """
    agree = read is not None
    asked = asked_queries.asked(consent_id, by)
    applicant = queries.application(asked.application_id).resident_id
    queries.lock_person(applicant)
    application = queries.application_to_change(asked.application_id)
    row = asked_queries.asked(consent_id, by)
    _check(row, application, read=read, by=by, now=now)
    if row.state is LAST_WORDS[agree]:
        return row, application
    row.state, row.resident_id, row.answered_at = LAST_WORDS[agree], by, now
    db.session.flush()
    applications.note(application, f"consent_{row.state.value}", by=f"resident:{by}")
    notifications.tell_applicant_of_answer(application, row, agreed=agree, now=now)
    _follow(row, application, barred, now)
    return row, application


def _check(
    row: Consent, application: Application, *, read: str | None, by: UUID, now: datetime
) -> None:
    if application.resident_id == by or (row.until and row.until < clock.local_date(now)):
        raise ConsentNotAsked
    if read is None:
        return
    consent_versions.check(row, read)
    found = queries.newest_check(by, row.mark)
    fresh = found is not None and found.result == PASSED
    since = now - timedelta(minutes=identity_minutes())
    if not (fresh and found is not None and found.checked_at >= since):
        raise FaceCheckNeeded


def _follow(row: Consent, application: Application, barred: BarAnswer, now: datetime) -> None:
    """Decide anew when all have answered, or one said no; a closing goes on by itself."""
    if row.what is ConsentTo.CLOSING:
        company_deregistration.go_on(application, now=now)
        return
    said = asked_queries.of_application(application.id, ConsentTo.APPLICATION).values()
    is_open = any(each.state is ConsentState.OPEN for each in said)
    if application.state is not ApplicationState.IN_REVIEW:
        return
    if row.state is ConsentState.AGREED and is_open:
        return
    submitted = application.submitted_at or now
    applications.submit_again(application, barred=barred, submitted=submitted, now=now)
