"""The registrars' desk: the queue, decisions with their reasons, licences, figures."""

import csv
import io
from datetime import time
from typing import Any
from uuid import UUID

from flask import Response, jsonify

from weijiayuan import audit
from weijiayuan.accounts.current_caller import current as caller
from weijiayuan.accounts.guards import require_role
from weijiayuan.accounts.rules import Role
from weijiayuan.approvals import application_views
from weijiayuan.approvals.api.deciding_officer import deciding_officer
from weijiayuan.approvals.errors import (
    AlreadyApplied,
    AlreadyExtended,
    ApplicationIncomplete,
    ApplicationNotFound,
    BarNotFound,
    BeyondOfficers,
    ChangedMeanwhile,
    ConsentIncomplete,
    ConsentUnknown,
    CulpritUnknown,
    EvidenceNeeded,
    FactsChanged,
    LicenceNotFound,
    NameTaken,
    OwnApplication,
    ProposalChanged,
    ReasonNeeded,
    RevocationChanged,
    RevocationVersionNeeded,
    SecondPersonNeeded,
)
from weijiayuan.approvals.models import Application, Bar, LicenceChange
from weijiayuan.approvals.queries import applications as queries
from weijiayuan.approvals.queries import barred_persons, pending_revocations
from weijiayuan.approvals.queries.application_statistics import FORMULAS, NAMES, figures
from weijiayuan.approvals.rules import required_evidence
from weijiayuan.approvals.rules.states import ApplicationState
from weijiayuan.approvals.schemas.applicant import VerifiedOut
from weijiayuan.approvals.schemas.registrar_desk import (
    ApproveIn,
    BarOut,
    DecideRevocationIn,
    FiguresOut,
    GiveBackIn,
    LiftBarIn,
    ProposedRevocationOut,
    QueuedOut,
    QueueIn,
    RefuseIn,
    ReturnIn,
    RevokeIn,
    SecondLookIn,
    SpanIn,
)
from weijiayuan.approvals.service import (
    automatic_decisions,
    facts_of_today,
    licence_granting,
    licence_lifecycle,
    registers_asked_anew,
    registrar_decisions,
)
from weijiayuan.approvals.service import barred_persons as bar_decisions
from weijiayuan.approvals.service.facts_of_today import Today
from weijiayuan.kernel import clock
from weijiayuan.kernel.state_machine import IllegalMove
from weijiayuan.places.working_calendar import ONE_DAY
from weijiayuan.web.blueprint import Blueprint
from weijiayuan.web.idempotency import once
from weijiayuan.web.pagination import page_as_asked, page_by
from weijiayuan.web.schemas import PageIn, page_schema

HEADS = require_role(Role.REGISTRAR_HEAD)
ON_AN_ATTEMPT = (IllegalMove, ChangedMeanwhile, OwnApplication)
MIDNIGHT = time()

approvals_desk = Blueprint(
    "approvals_desk",
    __name__,
    guard=require_role(Role.REGISTRAR, Role.REGISTRAR_HEAD),
    url_prefix="/api/v1/approvals",
    description="光速办：登记人员",
)


@approvals_desk.get("/queue", records=True)
@approvals_desk.arguments(QueueIn, location="query")
@approvals_desk.response(200, page_schema(QueuedOut))
def list_queue(asked: dict[str, Any]) -> dict[str, Any]:
    """List what waits for a registrar, the longest waiting first. That staff looked is recorded."""
    audit.record("approvals.queue_read", subject_kind="approval", subject_id="queue")
    wanted = queries.queue(q=asked.pop("q"), kind=asked.pop("kind"))
    found = page_as_asked(wanted, queries.QUEUE_ORDERS, Application.id, **asked)
    return {"items": [_queued(each) for each in found.items], "next_cursor": found.next_cursor}


def _queued(application: Application) -> dict[str, Any]:
    """Return an application as registrars see it: by the facts of today, what is open on top."""
    facts = application_views.application_facts(application, with_answers=True)
    answers = queries.answers_of(application)
    today, shown = _today(application, answers)
    facts |= shown
    first = [each for each in facts["rulings"] if each["verdict"] is not True]
    rest = [each for each in facts["rulings"] if each["verdict"] is True]
    needed = required_evidence.needed(each["id"] for each in first)
    why_two = registrar_decisions.why_two(today, needed, answers) if today else []
    due = facts["due_at"]
    return facts | {
        "rulings": [*first, *rest],
        "overdue": due is not None and due < clock.now(),
        "open_rules": sorted({each["rule"] for each in facts["undecided"]}),
        "scope_text": licence_granting.scope_words(answers.get("scopes") or []),
        "refusal_proposed": application.refusal_by is not None,
        "approval_proposed": application.approval_by is not None,
        "takes_two": bool(why_two),
        "why_two": why_two,
        "named_barred": today.named_barred if today else application.named_barred,
        "beyond_officers": registrar_decisions.beyond_officers(today, answers) if today else [],
        "seen": today.seen if today else None,
        "changed": facts_of_today.changed_since_submission(application, today) if today else [],
        "evidence_needed": needed,
        "paper_kinds": dict(required_evidence.FILED_BY_APPLICANT),
        "papers_asked": required_evidence.asked(needed, first),
        "proposal": _proposal(application, today),
    }


def _today(
    application: Application, answers: dict[str, Any]
) -> tuple[Today | None, dict[str, Any]]:
    """Return how an application stands today, and as it is shown; what is ended stands as then."""
    if application.state is not ApplicationState.IN_REVIEW:
        deed = queries.decided_by_person(application)
        return None, application_views.told(deed.decision) if deed and deed.decision else {}
    now = clock.now()
    today = facts_of_today.of(application, answers, now=now, is_binding=False)
    text = automatic_decisions.text_of(application, today.decided, answers, now)
    return today, application_views.told(text)


def _proposal(application: Application, today: Today | None) -> dict[str, Any] | None:
    """Return what a first person proposed and a second one has to decide.

    Who proposed an approval before something changed did not know of it: it no longer stands.
    """
    by = application.refusal_by or application.approval_by
    if by is None:
        return None
    what = "refuse" if application.refusal_by else "approve"
    if what == "approve" and today and application.approval_seen != today.seen:
        return None
    why = {"article": application.refusal_article, "reason": application.refusal_reason}
    if what == "approve":
        why["reason"] = registrar_decisions.proposed_for(application)
    mark = registrar_decisions.proposal_of(application)
    return {"id": mark, "what": what, "mine": by == caller().key, **why}


@approvals_desk.get("/queue/<uuid:application_id>", records=True)
@approvals_desk.response(200, QueuedOut)
@approvals_desk.refuses(ApplicationNotFound)
def read_queued(application_id: UUID) -> dict[str, Any]:
    """Return one application with every ruling and step. That staff looked is recorded."""
    found = queries.application(application_id)
    audit.record("approvals.application_read", subject_kind="approval", subject_id=found.id)
    return _queued(found)


@approvals_desk.post("/applications/<uuid:application_id>/approve", asks_outside=True)
@approvals_desk.arguments(ApproveIn)
@approvals_desk.response(200, QueuedOut)
@approvals_desk.refuses(
    *(ApplicationNotFound, NameTaken, AlreadyApplied, ApplicationIncomplete, EvidenceNeeded),
    *(ConsentIncomplete, ConsentUnknown, BeyondOfficers),
    *(*ON_AN_ATTEMPT, SecondPersonNeeded, ProposalChanged, FactsChanged),
)
def approve(given: dict[str, Any], application_id: UUID) -> Response:
    """Approve what the rules left to a person; the licence is sealed by the worker.

    Against a rule, or for somebody who is barred, the first call proposes it (`approval_proposed`)
    and the call of another person, a head, approves. Who is barred is asked of the registers anew.
    """

    def act() -> Response:
        found = registrar_decisions.approve(
            application_id, **given, officer=deciding_officer(), now=clock.now()
        )
        return jsonify(QueuedOut().dump(_queued(found)))

    registers_asked_anew.ask(application_id)
    return once(act)


@approvals_desk.post("/applications/<uuid:application_id>/return")
@approvals_desk.arguments(GiveBackIn)
@approvals_desk.response(200, QueuedOut)
@approvals_desk.refuses(ApplicationNotFound, *ON_AN_ATTEMPT, FactsChanged)
def give_back(given: dict[str, Any], application_id: UUID) -> dict[str, Any]:
    """Give an application back with everything that is to be mended (一次性告知)."""
    return _queued(
        registrar_decisions.give_back(
            application_id, **given, officer=deciding_officer(), now=clock.now()
        )
    )


@approvals_desk.post("/applications/<uuid:application_id>/refuse")
@approvals_desk.arguments(RefuseIn)
@approvals_desk.response(200, QueuedOut)
@approvals_desk.refuses(ApplicationNotFound, *ON_AN_ATTEMPT, FactsChanged)
def refuse(given: dict[str, Any], application_id: UUID) -> dict[str, Any]:
    """Ask for a refusal with article and reason; the head has the second look."""
    found = registrar_decisions.propose_refusal(
        application_id, **given, officer=deciding_officer(), now=clock.now()
    )
    return _queued(found)


@approvals_desk.post("/applications/<uuid:application_id>/second-look", guard=HEADS)
@approvals_desk.arguments(SecondLookIn)
@approvals_desk.response(200, QueuedOut)
@approvals_desk.refuses(ApplicationNotFound, *ON_AN_ATTEMPT, SecondPersonNeeded, ProposalChanged)
def decide_refusal(given: dict[str, Any], application_id: UUID) -> dict[str, Any]:
    """Sign a refusal that somebody else proposed, or send it back."""
    found = registrar_decisions.decide_refusal(
        application_id, **given, officer=deciding_officer(), now=clock.now()
    )
    return _queued(found)


@approvals_desk.post("/applications/<uuid:application_id>/extend", guard=HEADS)
@approvals_desk.arguments(ReturnIn)
@approvals_desk.response(200, QueuedOut)
@approvals_desk.refuses(ApplicationNotFound, *ON_AN_ATTEMPT, AlreadyExtended)
def extend(given: dict[str, Any], application_id: UUID) -> dict[str, Any]:
    """Extend the time by three working days, once."""
    return _queued(
        registrar_decisions.extend(
            application_id, **given, officer=deciding_officer(), now=clock.now()
        )
    )


@approvals_desk.post("/licences/<string:uscc>/revocation")
@approvals_desk.arguments(RevokeIn)
@approvals_desk.response(200, VerifiedOut)
@approvals_desk.refuses(LicenceNotFound, OwnApplication, RevocationVersionNeeded, CulpritUnknown)
def propose_revocation(given: dict[str, Any], uscc: str) -> dict[str, Any]:
    """Ask for a revocation (撤销登记) of a version, for somebody's deed; the head decides."""
    licence = licence_lifecycle.propose_revocation(uscc, **given, officer=deciding_officer())
    return application_views.verified_facts(licence, now=clock.now())


@approvals_desk.post("/licences/<string:uscc>/revoke", guard=HEADS)
@approvals_desk.arguments(DecideRevocationIn)
@approvals_desk.response(200, VerifiedOut)
@approvals_desk.refuses(
    *(LicenceNotFound, IllegalMove, OwnApplication, SecondPersonNeeded, ReasonNeeded),
    RevocationChanged,
)
def revoke(given: dict[str, Any], uscc: str) -> dict[str, Any]:
    """Revoke a licence that somebody else proposed to revoke; strangers see it at once.

    With `agree: false` the proposal is turned down. `proposal` is the one that was looked at; of
    another that came since nothing is decided.
    """
    licence = licence_lifecycle.decide_revocation(
        uscc, **given, officer=deciding_officer(), now=clock.now()
    )
    return application_views.verified_facts(licence, now=clock.now())


@approvals_desk.get("/revocations")
@approvals_desk.arguments(PageIn, location="query")
@approvals_desk.response(200, page_schema(ProposedRevocationOut))
def list_revocations(asked: dict[str, Any]) -> dict[str, Any]:
    """List the revocations that wait for a second person, newest first."""
    found = page_by(pending_revocations.waiting(), LicenceChange.id, newest_first=True, **asked)
    return {"items": [_proposed(each) for each in found.items], "next_cursor": found.next_cursor}


def _proposed(change: LicenceChange) -> dict[str, Any]:
    licence = pending_revocations.accused(change)
    said: dict[str, Any] = {
        "reason": change.reason,
        "ground": change.ground,
        "mine": change.by == caller().key,
    }
    said |= {"id": change.id, "version": licence.version}
    said["culprit"] = change.culprit or licence.printed["operator"]
    return {"uscc": licence.uscc, "name": licence.printed["name"], **said}


@approvals_desk.get("/bars", records=True)
@approvals_desk.arguments(PageIn, location="query")
@approvals_desk.response(200, page_schema(BarOut))
def list_bars(asked: dict[str, Any]) -> dict[str, Any]:
    """List who is barred by a revocation, newest first. That staff looked is recorded."""
    audit.record("approvals.bars_read", subject_kind="approval_bar", subject_id="list")
    found = page_by(barred_persons.listed(), Bar.id, newest_first=True, **asked)
    return {"items": [_bar(each) for each in found.items], "next_cursor": found.next_cursor}


def _bar(row: Bar) -> dict[str, Any]:
    names = ("id", "name", "since", "until", "lift_reason", "lifted_on")
    return {name: getattr(row, name) for name in names} | {
        "ground": row.ground.value,
        "lift_proposed": row.lift_by is not None,
        "lift_proposal": bar_decisions.lift_proposal(row),
    }


@approvals_desk.post("/bars/<uuid:bar_id>/lift")
@approvals_desk.arguments(LiftBarIn)
@approvals_desk.response(200, BarOut)
@approvals_desk.refuses(BarNotFound, OwnApplication, SecondPersonNeeded, ProposalChanged)
def lift_bar(given: dict[str, Any], bar_id: UUID) -> dict[str, Any]:
    """Take somebody off the list who is wrongly on it: the first call proposes, a head decides."""
    return _bar(bar_decisions.lift(bar_id, **given, officer=deciding_officer(), now=clock.now()))


@approvals_desk.get("/figures")
@approvals_desk.arguments(SpanIn, location="query")
@approvals_desk.response(200, FiguresOut)
def read_figures(asked: dict[str, Any]) -> dict[str, Any]:
    """Return the figures of some days with their formulas; nobody is ranked by them."""
    return asked | {"figures": _figures(asked), "formulas": FORMULAS}


@approvals_desk.get("/figures.csv")
@approvals_desk.arguments(SpanIn, location="query")
@approvals_desk.response(200, content_type="text/csv")
def read_figures_csv(asked: dict[str, Any]) -> Response:
    """Return the figures as spreadsheets read them, each with its formula."""
    found, lines = _figures(asked), io.StringIO()
    writer = csv.writer(lines)
    writer.writerow(["指标", "数值", "公式"])
    for name, value in found.items():
        shown = "" if isinstance(value, dict) else value
        writer.writerow([NAMES[name], shown, FORMULAS[name]])
    for rule, count in found["rules"].items():
        writer.writerow([f"规则 {rule}", count, FORMULAS["rules"]])
    named = {"Content-Disposition": "attachment; filename=approvals.csv"}
    return Response("\ufeff" + lines.getvalue(), mimetype="text/csv", headers=named)


def _figures(asked: dict[str, Any]) -> dict[str, Any]:
    since, until = asked["since"], asked["until"] + ONE_DAY
    return figures(
        clock.at_local(since, MIDNIGHT), clock.at_local(until, MIDNIGHT), now=clock.now()
    )
