"""What an applicant is told, and the row in “我的事项”."""

from datetime import datetime
from uuid import UUID

from weijiayuan.approvals.models import Application, Consent, Licence
from weijiayuan.approvals.rules.application_decision import Decision, Outcome
from weijiayuan.approvals.rules.states import STATE_WORDS, ApplicationState
from weijiayuan.notices import my_matters, service

KIND = "approval"
PAGE = "/pages/approvals/outcome/outcome?id="
CONSENTS = "/pages/approvals/consents/consents"
CONSENT = "approval_consent"
LICENCES = "/pages/approvals/licences/licences"


def tell(application: Application, decision: Decision, *, now: datetime) -> None:
    """Tell the applicant what was decided, once for each attempt."""
    show(application, now=now)
    templates = {
        Outcome.AUTO: "approval_approved",
        Outcome.CORRECT: "approval_to_correct",
        Outcome.HUMAN: "approval_waits" if application.waits_for_registry else "approval_in_review",
    }
    facts: dict[str, object] = {
        "title": application.title,
        "faults": len({each.rule for each in decision.faults}) + len(decision.missing),
    }
    if application.due_at is not None:
        facts["due"] = application.due_at
    say(application, templates[decision.outcome], facts, now=now)


def say(
    application: Application, template: str, facts: dict[str, object], *, now: datetime
) -> None:
    """Owe the applicant a message about an application."""
    service.tell(
        application.resident_id,
        cause=f"approval:{application.id}:{application.attempt}:{template}",
        template=template,
        facts={"title": application.title} | facts,
        now=now,
        link=f"{PAGE}{application.id}",
    )


def tell_holder(
    licence: Licence, template: str, cause: str, *, now: datetime, **facts: object
) -> None:
    """Owe the holder of a licence a message."""
    service.tell(
        licence.resident_id,
        cause=f"licence:{licence.id}:{cause}",
        template=template,
        facts={"title": licence.printed["name"]} | facts,
        now=now,
        link=LICENCES,
    )


def show(application: Application, *, now: datetime) -> None:
    """Show the application in the applicant's matters, as it stands."""
    my_matters.put(
        application.resident_id,
        kind=KIND,
        ref=str(application.id),
        title=f"光速办：{application.title}",
        state=application.state.value,
        state_text=STATE_WORDS[application.state],
        link=f"{PAGE}{application.id}",
        at=now,
    )


def is_over(application: Application) -> bool:
    """Tell whether nothing more happens to an application."""
    return application.state in {
        ApplicationState.APPROVED,
        ApplicationState.REFUSED,
        ApplicationState.WITHDRAWN,
    }


def ask_consent(row: Consent, application: Application, to: UUID, *, now: datetime) -> None:
    """Owe somebody the question whether they agree, and show it in their matters."""
    service.tell(
        to,
        cause=f"consent:{row.id}:{row.asked_at.isoformat()}",
        template=f"approval_consent_{row.what.value}",
        facts={"title": application.title, "roles": row.roles or "股东"},
        now=now,
        link=CONSENTS,
    )
    my_matters.put(
        to,
        kind=CONSENT,
        ref=str(row.id),
        title=f"请您同意：{application.title}",
        state=row.state.value,
        state_text="等您答复",
        link=CONSENTS,
        at=now,
    )


def hide_consent(row: Consent) -> None:
    """Take a question off everybody's matters."""
    my_matters.remove(kind=CONSENT, ref=str(row.id))


def tell_named(row: Consent, application: Application, to: UUID, *, now: datetime) -> None:
    """Tell somebody in whose name something was registered without their answer here."""
    service.tell(
        to,
        cause=f"named:{row.id}",
        template="approval_named",
        facts={"title": application.title, "roles": row.roles or "股东"},
        now=now,
        link=LICENCES,
    )


def tell_applicant_of_answer(
    application: Application, row: Consent, *, agreed: bool, now: datetime
) -> None:
    """Tell the applicant what somebody who was asked said."""
    answered = row.answered_at or now
    service.tell(
        application.resident_id,
        cause=f"consent_answered:{row.id}:{answered.isoformat()}",
        template="approval_consent_given" if agreed else "approval_consent_refused",
        facts={"title": application.title, "roles": row.roles or "股东"},
        now=now,
        link=f"{PAGE}{application.id}",
    )


def tell_disputer(
    licence: Licence, to: UUID, template: str, cause: str, *, now: datetime, **facts: object
) -> None:
    """Tell whoever disputes a registration that it was received, or what came of it."""
    service.tell(
        to,
        cause=f"dispute:{licence.id}:{cause}",
        template=template,
        facts={"title": licence.printed["name"]} | facts,
        now=now,
        link=LICENCES,
    )
