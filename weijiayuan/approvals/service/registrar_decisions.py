"""What registrars decide: approve, return, refuse with two signatures, extend once."""

from datetime import datetime
from uuid import UUID

from weijiayuan.approvals.errors import (
    AlreadyApplied,
    AlreadyExtended,
    NameTaken,
    SecondPersonNeeded,
)
from weijiayuan.approvals.models import Application
from weijiayuan.approvals.queries import applications as queries
from weijiayuan.approvals.rules.states import ApplicationState
from weijiayuan.approvals.service import applications, deciding, licence_granting, notifications
from weijiayuan.kernel.states import IllegalMove


def approve(application_id: UUID, *, reason: str, by: str, now: datetime) -> Application:
    """Approve what the rules left to a person. Raises `NameTaken` and `IllegalMove`."""
    application = _to_review(application_id)
    answers = applications.answers_of(application)
    application.live_key = None
    decided = deciding.decide(application, answers, barred=False, now=now)
    if decided.lookups.second_live:
        raise AlreadyApplied
    if not licence_granting.take_name(application, decided.name, now=now):
        raise NameTaken
    application.move_to(ApplicationState.APPROVED)
    application.decided_at, application.decided_by = now, by
    application.waits_for_registry, application.refusal_by = False, None
    licence_granting.grant(application, answers, decided, now=now)
    applications.note(application, "approved", by=by, reason=reason)
    notifications.show(application, now=now)
    notifications.say(application, "approval_approved", {}, now=now)
    return application


def give_back(application_id: UUID, *, reason: str, by: str, now: datetime) -> Application:
    """Give an application back with everything that is to be mended, at once."""
    application = _to_review(application_id)
    application.move_to(ApplicationState.TO_CORRECT)
    application.waits_for_registry, application.refusal_by = False, None
    applications.note(application, "returned", by=by, reason=reason)
    notifications.show(application, now=now)
    notifications.say(application, "approval_returned", {"reason": reason}, now=now)
    return application


def propose_refusal(
    application_id: UUID, *, article: str, reason: str, by: str, now: datetime
) -> Application:
    """Ask for a refusal: it needs an article, a reason and the head's second look."""
    application = _to_review(application_id)
    application.refusal_by = by
    application.refusal_article, application.refusal_reason = article, reason
    applications.note(application, "refusal_proposed", by=by, reason=reason, article=article)
    notifications.show(application, now=now)
    return application


def decide_refusal(
    application_id: UUID, *, agrees: bool, reason: str, by: str, now: datetime
) -> Application:
    """Sign a refusal that another person proposed, or send it back to the queue."""
    application = _to_review(application_id)
    if application.refusal_by is None:
        raise IllegalMove(old=application.state.value, new="refused", allowed=[])
    if application.refusal_by == by:
        raise SecondPersonNeeded
    if not agrees:
        application.refusal_by = None
        application.refusal_article = application.refusal_reason = ""
        applications.note(application, "refusal_rejected", by=by, reason=reason)
        return application
    application.move_to(ApplicationState.REFUSED)
    application.live_key, application.decided_at, application.decided_by = None, now, by
    applications.note(
        application,
        "refused",
        by=by,
        reason=application.refusal_reason,
        article=application.refusal_article,
    )
    notifications.show(application, now=now)
    facts: dict[str, object] = {
        "article": application.refusal_article,
        "reason": application.refusal_reason,
    }
    notifications.say(application, "approval_refused", facts, now=now)
    return application


def extend(application_id: UUID, *, reason: str, by: str, now: datetime) -> Application:
    """Extend the time by three working days, once, told to the applicant (细则 18)."""
    application = _to_review(application_id)
    if application.extended_at is not None:
        raise AlreadyExtended
    application.extended_at = now
    submitted = application.submitted_at or now
    application.due_at = applications.due_at(submitted, applications.REVIEW_DAYS * 2)
    applications.note(application, "extended", by=by, reason=reason)
    notifications.show(application, now=now)
    facts: dict[str, object] = {"reason": reason, "due": application.due_at}
    notifications.say(application, "approval_extended", facts, now=now)
    return application


def _to_review(application_id: UUID) -> Application:
    application = queries.application_to_change(application_id)
    if application.state is not ApplicationState.IN_REVIEW:
        raise IllegalMove(old=application.state.value, new="decided", allowed=["in_review"])
    return application
