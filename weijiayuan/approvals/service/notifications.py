"""What an applicant is told, and the row in “我的事项”."""

from datetime import datetime

from weijiayuan.approvals.models import Application, Licence
from weijiayuan.approvals.rules.decision import Decision, Outcome
from weijiayuan.approvals.rules.states import STATE_WORDS, ApplicationState
from weijiayuan.notices import my_matters, service

KIND = "approval"
PAGE = "/pages/approvals/outcome/outcome?id="
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
