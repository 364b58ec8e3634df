"""What registrars decide: approve, return, refuse with two signatures, extend once.

One officer approves what the rules left to a person. What the rules call a fault, and what comes
from somebody who is barred, takes two; the same goes for a refusal. A decision is on the attempt
that was looked at (`attempt`), and proposals fall with the next one.
"""

import json
import re
from collections.abc import Iterable, Mapping
from datetime import datetime
from typing import Any
from uuid import UUID

from weijiayuan import agreements
from weijiayuan.approvals.errors import (
    AlreadyApplied,
    AlreadyExtended,
    ApplicationIncomplete,
    ChangedMeanwhile,
    ConsentIncomplete,
    ConsentUnknown,
    EvidenceNeeded,
    NameTaken,
    ProposalChanged,
)
from weijiayuan.approvals.models import Application
from weijiayuan.approvals.queries import applications as queries
from weijiayuan.approvals.rulebook_in_force import current, ground
from weijiayuan.approvals.rules import required_evidence
from weijiayuan.approvals.rules.application_decision import Decision
from weijiayuan.approvals.rules.states import ApplicationState
from weijiayuan.approvals.service import (
    applications,
    automatic_decisions,
    consent_requests,
    licence_change_permission,
    licence_granting,
    name_reservations,
    notifications,
)
from weijiayuan.approvals.service.applicant_identity_checks import KEPT
from weijiayuan.approvals.service.automatic_decisions import Decided
from weijiayuan.approvals.service.separation_of_duties import Officer, proposal_mark
from weijiayuan.kernel.state_machine import IllegalMove

PROPOSED = "approval_proposed"
IN_PERSON = "P2"
"""The identity check: a registrar may see the person instead (细则 16)."""
BARRED = "P4"
SHEET = re.compile(r"同意书\D{0,8}?([0-9A-Z]{12})(?![0-9A-Z])")
PRINTED = ("operator_name", "address", "scopes")
PRINTED_OF_COMPANIES = ("name", "capital_fen", "legal_representative")


def approve(
    application_id: UUID,
    *,
    reason: str,
    attempt: int,
    officer: Officer,
    now: datetime,
    proposal: str | None = None,
    **papers: str | None,
) -> Application:
    """Approve what the rules left to a person, or propose it where that takes two.

    Raises `NameTaken`, `AlreadyApplied`, `ApplicationIncomplete`, `EvidenceNeeded`,
    `ConsentUnknown`, `ConsentIncomplete`, `HolderChanged` and `IllegalMove`.
    """
    application = _to_review(application_id, attempt, officer)
    answers = queries.answers_of(application)
    licence_change_permission.check(application, answers)
    decided = automatic_decisions.decide(
        application,
        answers,
        barred=KEPT,
        name_alike=_as_known(application).get("name_alike"),
        now=now,
    )
    _check_possible(application, answers, decided)
    given = dict(papers) | {
        required_evidence.PLACE: with_consent(papers.get(required_evidence.PLACE) or "")
    }
    needed = _check_evidence(decided.decision, answers, given)
    reason = _with_evidence(reason, given)
    is_for_two = takes_two(decided.decision) or required_evidence.PERMIT in needed
    if is_for_two and not _is_second(application, officer, reason, proposal):
        return application
    if not name_reservations.take(application, decided.name, now=now):
        raise NameTaken
    _grant(application, answers, decided, reason=reason, officer=officer, now=now)
    return application


def takes_two(decision: Decision) -> bool:
    """Tell whether an approval against the rulings takes two people."""
    faults = {each.rule for each in decision.faults} - {IN_PERSON}
    return bool(faults) or any(each.rule == BARRED for each in decision.undecided)


def evidence_needed(open_conditions: Iterable[str], answers: Mapping[str, Any]) -> list[str]:
    """Return what a reason alone does not replace: the papers that the law asks for."""
    return required_evidence.needed(open_conditions, answers, ground().catalogue)


def _check_evidence(
    decision: Decision, answers: Mapping[str, Any], given: Mapping[str, str | None]
) -> list[str]:
    """Return what settles the rules that stand open. Raises `EvidenceNeeded` if one is not named.

    A pre-permit that the applicant did not file is named by the officer: that takes two.
    """
    stands = (each.id for each in decision.rulings if each.verdict is not True)
    needed = evidence_needed(stands, answers)
    missing = required_evidence.missing(needed, given)
    if missing:
        raise EvidenceNeeded(papers="、".join(required_evidence.WORDS[each] for each in missing))
    return needed


def with_consent(place_paper: str) -> str:
    """Return the paper on the place; a consent sheet that it names is read and must be complete.

    Raises `ConsentUnknown`, `ConsentIncomplete`.
    """
    named = SHEET.search(place_paper.upper())
    if named is None:
        return place_paper
    found = agreements.consent(named[1])
    if found is None:
        raise ConsentUnknown(consent=named[1])
    if not (found.is_complete and found.is_closed):
        raise ConsentIncomplete(
            consent=found.code, owners=found.owners, agreed=found.agreed, refused=found.refused
        )
    seen = f"{found.place}{found.unit}改作{found.use}，同栋{found.owners}户都同意"
    seen += "".join(
        f"，{what}{number}户"
        for what, number in (
            ("纸质", found.by_paper),
            ("征求开始后才核实账号", found.bound_since),
            ("表态后账号被解除", found.replaced),
        )
        if number
    )
    return f"{place_paper}（{seen}，{found.digest[:16]}）"


def _with_evidence(reason: str, given: Mapping[str, str | None]) -> str:
    """Return the reason with what was seen, as it is kept and read."""
    seen = [
        f"{required_evidence.LABELS[each]}：{required_evidence.IDENTITY_SEEN.get(text, text)}"
        for each in required_evidence.SETTLED_BY
        if (text := given.get(each))
    ]
    return "；".join([reason, *seen])


def _as_known(application: Application) -> dict[str, Any]:
    """Return what the registers said when it was submitted."""
    kept = queries.last_attempt(application.id)
    said: dict[str, Any] = json.loads(kept.decision)["lookups"] if kept else {}
    return said


def _check_possible(application: Application, answers: Mapping[str, Any], decided: Decided) -> None:
    if decided.lookups.second_live:
        raise AlreadyApplied
    if decided.lookups.name_taken:
        raise NameTaken
    needed = PRINTED + (PRINTED_OF_COMPANIES if application.kind == "company" else ())
    if decided.decision.missing or not all(answers.get(each) for each in needed):
        raise ApplicationIncomplete


def _is_second(
    application: Application, officer: Officer, reason: str, proposal: str | None
) -> bool:
    """Tell whether somebody else proposed the approval; else it is proposed now, with a reason."""
    if application.approval_by is not None:
        officer.check_second(application.approval_by)
        _check_named(proposal, application)
        return True
    application.approval_by = officer.key
    _note(application, PROPOSED, officer, reason=reason)
    return False


def proposal_of(application: Application) -> str | None:
    """Return the mark of what a first person proposed, with all that it says; None if nothing."""
    by = application.refusal_by or application.approval_by
    if by is None:
        return None
    why = (application.refusal_article, application.refusal_reason)
    return proposal_mark(by, application.attempt, *why, _proposed_for(application))


def _proposed_for(application: Application) -> str:
    """Return the reason of the last proposal to approve: the row keeps that of a refusal alone."""
    found = [each.reason for each in queries.moves(application.id) if each.what == PROPOSED]
    return found[-1] if found else ""


def _check_named(proposal: str | None, application: Application) -> None:
    if proposal != proposal_of(application):
        raise ProposalChanged


def _grant(
    application: Application,
    answers: Mapping[str, Any],
    decided: Decided,
    *,
    reason: str,
    officer: Officer,
    now: datetime,
) -> None:
    application.move_to(ApplicationState.APPROVED)
    application.decided_at, application.decided_by = now, officer.key
    application.live_key, application.waits_for_registry = None, False
    applications.forget_proposals(application)
    licence_granting.grant(application, answers, decided, now=now)
    _note(application, "approved", officer, reason=reason)
    notifications.show(application, now=now)
    notifications.say(application, "approval_approved", {}, now=now)


def give_back(
    application_id: UUID, *, reason: str, attempt: int, officer: Officer, now: datetime
) -> Application:
    """Give an application back with everything that is to be mended, at once."""
    application = _to_review(application_id, attempt, officer)
    application.move_to(ApplicationState.TO_CORRECT)
    application.waits_for_registry = False
    applications.forget_proposals(application)
    _note(application, "returned", officer, reason=reason)
    notifications.show(application, now=now)
    notifications.say(application, "approval_returned", {"reason": reason}, now=now)
    return application


def propose_refusal(
    application_id: UUID,
    *,
    article: str,
    reason: str,
    attempt: int,
    officer: Officer,
    now: datetime,
) -> Application:
    """Ask for a refusal: it needs an article, a reason and the head's second look."""
    application = _to_review(application_id, attempt, officer)
    applications.forget_proposals(application)
    application.refusal_by = officer.key
    application.refusal_article, application.refusal_reason = article, reason
    _note(application, "refusal_proposed", officer, reason=reason, article=article)
    notifications.show(application, now=now)
    return application


def decide_refusal(
    application_id: UUID,
    *,
    agree: bool,
    reason: str,
    attempt: int,
    proposal: str,
    officer: Officer,
    now: datetime,
) -> Application:
    """Sign a refusal that another person proposed, or send it back to the queue."""
    application = _to_review(application_id, attempt, officer)
    if application.refusal_by is None:
        raise IllegalMove(old=application.state.value, new="refused", allowed=[])
    officer.check_second(application.refusal_by)
    _check_named(proposal, application)
    facts: dict[str, object] = {
        "article": application.refusal_article,
        "reason": application.refusal_reason,
    }
    if not agree:
        applications.forget_proposals(application)
        _note(application, "refusal_rejected", officer, reason=reason)
        return application
    application.move_to(ApplicationState.REFUSED)
    application.live_key, application.decided_at = None, now
    application.decided_by = officer.key
    name_reservations.release([application.id])
    consent_requests.drop(application)
    why, article = application.refusal_reason, application.refusal_article
    _note(application, "refused", officer, reason=why, article=article)
    notifications.show(application, now=now)
    notifications.say(application, "approval_refused", facts, now=now)
    return application


def extend(
    application_id: UUID, *, reason: str, attempt: int, officer: Officer, now: datetime
) -> Application:
    """Extend the time by three working days, once, told to the applicant (细则 18)."""
    application = _to_review(application_id, attempt, officer)
    if application.extended_at is not None:
        raise AlreadyExtended
    application.extended_at = now
    submitted = application.submitted_at or now
    application.due_at = applications.due_at(submitted, applications.REVIEW_DAYS * 2)
    _note(application, "extended", officer, reason=reason)
    notifications.show(application, now=now)
    facts: dict[str, object] = {"reason": reason, "due": application.due_at}
    notifications.say(application, "approval_extended", facts, now=now)
    return application


def _to_review(application_id: UUID, attempt: int, officer: Officer) -> Application:
    application = queries.application_to_change(application_id)
    officer.check_apart(application.resident_id)
    if application.state is not ApplicationState.IN_REVIEW:
        raise IllegalMove(old=application.state.value, new="decided", allowed=["in_review"])
    if attempt != application.attempt:
        raise ChangedMeanwhile
    return application


def _note(application: Application, what: str, officer: Officer, **why: str) -> None:
    """Write down a deed of the desk: by whom, as what, on which attempt, before which rulebook."""
    digest = current().decider().book.pack.digest
    said = {"by": officer.key, "capacity": officer.capacity, "book_digest": digest}
    applications.note(application, what, **said, **why)
