"""What registrars decide: approve, return, refuse with two signatures, extend once.

One officer approves what the rules left to a person. What the rules call a fault, and what comes
from somebody who is barred, takes two; the same goes for a refusal. A decision is on the attempt
that was looked at (`attempt`), and proposals fall with the next one.
"""

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
    BeyondOfficers,
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
from weijiayuan.approvals.rules.beyond_officers import beyond
from weijiayuan.approvals.rules.states import ApplicationState
from weijiayuan.approvals.service import (
    applications,
    consent_requests,
    facts_of_today,
    licence_change_permission,
    licence_granting,
    name_reservations,
    notifications,
)
from weijiayuan.approvals.service.automatic_decisions import Decided
from weijiayuan.approvals.service.facts_of_today import Today
from weijiayuan.approvals.service.separation_of_duties import Officer, proposal_mark
from weijiayuan.kernel.state_machine import IllegalMove

PROPOSED = "approval_proposed"
OFFICERS_PAPER = "前置批准文件由登记人员填写"
IN_PERSON = "P2"
"""The identity check: a registrar may see the person instead (细则 16)."""
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
    seen: str | None = None,
    **papers: str | None,
) -> Application:
    """Approve what the rules left to a person, or propose it where that takes two.

    Raises `NameTaken`, `AlreadyApplied`, `ApplicationIncomplete`, `BeyondOfficers`,
    `EvidenceNeeded`, `ConsentUnknown`, `ConsentIncomplete`, `FactsChanged`, `HolderChanged` and
    `IllegalMove`.
    """
    application = _to_review(application_id, attempt, officer)
    answers = queries.answers_of(application)
    licence_change_permission.check(application, answers)
    today = facts_of_today.of(application, answers, now=now)
    decided = today.decided
    _check_possible(application, answers, decided)
    facts_of_today.check_seen(application, today, seen)
    _check_allowed(today, answers)
    given = dict(papers) | {
        required_evidence.PLACE: with_consent(papers.get(required_evidence.PLACE) or "")
    }
    needed = _check_evidence(decided.decision, given)
    reason = _with_evidence(reason, given)
    if why_two(today, needed, answers, given.get(required_evidence.PERMIT)) and not _is_second(
        application, officer, reason, proposal, today
    ):
        return application
    if not name_reservations.take(application, decided.name, now=now):
        raise NameTaken
    _grant(application, answers, today, reason=reason, officer=officer, now=now)
    return application


def beyond_officers(today: Today, answers: Mapping[str, Any]) -> list[str]:
    """Return what no officer may waive, each with its article."""
    found = beyond(today.decided.reading.facts, answers, ground().gazetteer)
    return [each.words for each in found]


def _check_allowed(today: Today, answers: Mapping[str, Any]) -> None:
    found = beyond_officers(today, answers)
    if found:
        raise BeyondOfficers(why="；".join(found))


def why_two(
    today: Today, needed: Iterable[str], answers: Mapping[str, Any], permit: str | None = None
) -> list[str]:
    """Return why an approval takes two people: a fault, a bar, a paper that an officer names.

    The officer always names a pre-permit (条例 14); it takes two where the applicant did not file
    it, or filed another one.
    """
    faults = [each.sentence for each in today.decision.faults if each.rule != IN_PERSON]
    barred = [] if today.named_barred is False else [facts_of_today.barred_words(today)]
    matters = [facts_of_today.MATTERS[each] for each in today.matters]
    is_filed = required_evidence.has_permits(answers, ground().catalogue) and (
        permit is None or required_evidence.is_as_filed(permit, answers)
    )
    papers = [OFFICERS_PAPER] if required_evidence.PERMIT in needed and not is_filed else []
    return list(dict.fromkeys([*faults, *barred, *matters, *papers]))


def _check_evidence(decision: Decision, given: Mapping[str, str | None]) -> list[str]:
    """Return what settles what stands open. Raises `EvidenceNeeded` if a paper is not named."""
    stands = (each.id for each in decision.rulings if each.verdict is not True)
    needed = required_evidence.needed(stands)
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


def _check_possible(application: Application, answers: Mapping[str, Any], decided: Decided) -> None:
    if decided.lookups.second_live:
        raise AlreadyApplied
    if decided.lookups.name_taken:
        raise NameTaken
    needed = PRINTED + (PRINTED_OF_COMPANIES if application.kind == "company" else ())
    if decided.decision.missing or not all(answers.get(each) for each in needed):
        raise ApplicationIncomplete


def _is_second(
    application: Application, officer: Officer, reason: str, proposal: str | None, today: Today
) -> bool:
    """Tell whether somebody else proposed the approval; else it is proposed now, with a reason.

    Who proposed before something changed did not know of it: then it is proposed anew.
    """
    if application.approval_by is not None and application.approval_seen == today.seen:
        officer.check_second(application.approval_by)
        _check_named(proposal, application)
        return True
    if proposal is not None:
        raise ProposalChanged
    application.approval_by, application.approval_seen = officer.key, today.seen
    _note(application, PROPOSED, officer, reason=reason)
    return False


def proposal_of(application: Application) -> str | None:
    """Return the mark of what a first person proposed, with all that it says; None if nothing."""
    by = application.refusal_by or application.approval_by
    if by is None:
        return None
    why = (application.refusal_article, application.refusal_reason)
    return proposal_mark(by, application.attempt, *why, proposed_for(application))


def proposed_for(application: Application) -> str:
    """Return the reason of the last proposal to approve: the row keeps that of a refusal alone."""
    found = [each.reason for each in queries.moves(application.id) if each.what == PROPOSED]
    return found[-1] if found else ""


def _check_named(proposal: str | None, application: Application) -> None:
    if proposal != proposal_of(application):
        raise ProposalChanged


def _grant(
    application: Application,
    answers: Mapping[str, Any],
    today: Today,
    *,
    reason: str,
    officer: Officer,
    now: datetime,
) -> None:
    application.move_to(ApplicationState.APPROVED)
    application.decided_at, application.decided_by = now, officer.key
    application.live_key, application.waits_for_registry = None, False
    applications.forget_proposals(application)
    kept = facts_of_today.record(application, today, answers, now)
    licence_granting.grant(application, answers, today.decided, now=now)
    _note(application, "approved", officer, reason=reason, decision=kept)
    notifications.show(application, now=now)
    notifications.say(application, "approval_approved", {}, now=now)


def give_back(
    application_id: UUID,
    *,
    reason: str,
    attempt: int,
    officer: Officer,
    now: datetime,
    seen: str | None = None,
    papers: list[str] | None = None,
) -> Application:
    """Give an application back with everything that is to be mended, at once.

    `papers` are the kinds that are to be handed in. The clock ends: what is corrected is a new
    submission with its own days (细则 18).
    Raises `FactsChanged`: who did not see what changed would not say everything.
    """
    application = _to_review(application_id, attempt, officer)
    facts_of_today.check_seen_now(application, seen, now=now)
    application.move_to(ApplicationState.TO_CORRECT)
    application.waits_for_registry = False
    application.due_at = None
    applications.forget_proposals(application)
    kept = facts_of_today.record_now(application, now)
    asked = list(dict.fromkeys(papers or []))
    _note(application, "returned", officer, reason=reason, decision=kept, asked=asked)
    notifications.show(application, now=now)
    told = "、".join(required_evidence.FILED_BY_APPLICANT[each] for each in asked)
    facts: dict[str, object] = {"reason": f"{reason}（要交：{told}）" if told else reason}
    notifications.say(application, "approval_returned", facts, now=now)
    return application


def propose_refusal(
    application_id: UUID,
    *,
    article: str,
    reason: str,
    attempt: int,
    officer: Officer,
    now: datetime,
    seen: str | None = None,
) -> Application:
    """Ask for a refusal: it needs an article, a reason and the head's second look.

    Raises `FactsChanged`.
    """
    application = _to_review(application_id, attempt, officer)
    facts_of_today.check_seen_now(application, seen, now=now)
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
        raise IllegalMove(old=application.state, new="refused", allowed=[])
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
    kept = facts_of_today.record_now(application, now)
    application.move_to(ApplicationState.REFUSED)
    application.live_key, application.decided_at = None, now
    application.decided_by = officer.key
    name_reservations.release([application.id])
    consent_requests.drop(application)
    why, article = application.refusal_reason, application.refusal_article
    _note(application, "refused", officer, reason=why, article=article, decision=kept)
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
        raise IllegalMove(old=application.state, new="decided", allowed=["in_review"])
    if attempt != application.attempt:
        raise ChangedMeanwhile
    return application


def _note(application: Application, what: str, officer: Officer, **why: Any) -> None:
    """Write down a deed of the desk: by whom, as what, on which attempt, before which rulebook."""
    digest = current().decider().book.pack.digest
    said: dict[str, Any] = {"by": officer.key, "capacity": officer.capacity, "book_digest": digest}
    applications.note(application, what, **said, **why)
