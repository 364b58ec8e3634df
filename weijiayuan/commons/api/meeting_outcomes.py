"""What meetings ended in: done, shown, checked, and how much of it in time."""

from typing import Any
from uuid import UUID

from flask import Response

from weijiayuan.accounts.current_caller import current
from weijiayuan.accounts.guards import require_anyone, require_role
from weijiayuan.accounts.rules import Role
from weijiayuan.commons import errors
from weijiayuan.commons.models import Outcome
from weijiayuan.commons.queries import deliberation_spaces
from weijiayuan.commons.queries import meeting_outcomes as outcome_queries
from weijiayuan.commons.schemas.meeting_outcomes import (
    CallIn,
    CheckIn,
    DoneIn,
    FiguresOut,
    OutcomeOut,
    OutcomesIn,
)
from weijiayuan.commons.schemas.shared_schemas import OfSpaceIn, ReasonIn
from weijiayuan.commons.service import department_referrals, outcome_checks
from weijiayuan.commons.service import meeting_outcomes as service
from weijiayuan.commons.views import meeting_outcomes as outcome_views
from weijiayuan.db import db
from weijiayuan.events import errors as ledger
from weijiayuan.events.api.matters import caller as ledger_caller
from weijiayuan.events.department_orders.service import Call
from weijiayuan.files.errors import FileUnusable
from weijiayuan.kernel import clock
from weijiayuan.kernel.state_machine import IllegalMove
from weijiayuan.web.blueprint import Blueprint, open_to_all
from weijiayuan.web.decided_as_read import decided_as_read
from weijiayuan.web.pagination import page_by
from weijiayuan.web.schemas import page_schema

outcomes = Blueprint(
    "commons_outcomes",
    __name__,
    guard=open_to_all,
    url_prefix="/api/v1/commons",
    description="共治：议定事项",
)


@outcomes.get("/outcomes")
@outcomes.arguments(OutcomesIn, location="query")
@outcomes.response(200, page_schema(OutcomeOut))
@outcomes.refuses(errors.SpaceNotFound)
def list_outcomes(asked: dict[str, Any]) -> dict[str, Any]:
    """List what was agreed in a space, newest first, with owner, day and the ledger's clock."""
    wanted = outcome_queries.outcomes(deliberation_spaces.space(asked["space"]).id)
    if asked["state"]:
        wanted = wanted.where(Outcome.state == asked["state"])
    page = page_by(
        wanted, Outcome.id, limit=asked["limit"], cursor=asked["cursor"], newest_first=True
    )
    now = clock.now()
    items = [outcome_views.outcome(each, now=now) for each in page.items]
    return {"items": items, "next_cursor": page.next_cursor}


@outcomes.get("/figures")
@outcomes.arguments(OfSpaceIn, location="query")
@outcomes.response(200, FiguresOut)
@outcomes.refuses(errors.SpaceNotFound)
def read_figures(asked: dict[str, Any]) -> dict[str, Any]:
    """Return what stands on the door of a space."""
    found = db.session.scalars(
        outcome_queries.outcomes(deliberation_spaces.space(asked["space"]).id)
    ).all()
    return outcome_views.figures(found, now=clock.now())


@outcomes.get("/figures.csv")
@outcomes.arguments(OfSpaceIn, location="query")
@outcomes.response(200, content_type="text/csv")
@outcomes.refuses(errors.SpaceNotFound)
def read_figures_csv(asked: dict[str, Any]) -> Response:
    """Return the same figures as a table of two columns."""
    found = db.session.scalars(
        outcome_queries.outcomes(deliberation_spaces.space(asked["space"]).id)
    ).all()
    facts = outcome_views.figures(found, now=clock.now())
    facts |= {f"on_time_{name}": value for name, value in facts.pop("on_time_share").items()}
    rows = [(outcome_views.FIGURE_NAMES[name], value) for name, value in facts.items()]
    lines = ["指标,数值", *(f"{name},{'' if value is None else value}" for name, value in rows)]
    return Response("\ufeff" + "\n".join(lines) + "\n", mimetype="text/csv")


def _shown(found: Outcome) -> dict[str, Any]:
    return outcome_views.outcome(found, now=clock.now())


def _version_now(outcome_id: UUID) -> str:
    return outcome_views.version(outcome_queries.outcome_to_change(outcome_id))


@outcomes.post("/outcomes/<uuid:outcome_id>/start", guard=require_anyone)
@outcomes.response(200, OutcomeOut)
@outcomes.refuses(errors.OutcomeNotFound, errors.ByTheLedger, IllegalMove)
@decided_as_read(_version_now)
def start(outcome_id: UUID) -> dict[str, Any]:
    """Begin with it, as its owner, the property company, or whoever keeps the space."""
    return _shown(service.start(outcome_id, caller=current()))


@outcomes.post("/outcomes/<uuid:outcome_id>/done", guard=require_anyone)
@outcomes.arguments(DoneIn)
@outcomes.response(200, OutcomeOut)
@outcomes.refuses(errors.OutcomeNotFound, errors.ByTheLedger, errors.ProofNeeded, IllegalMove)
@outcomes.refuses(FileUnusable, errors.NamesSomebody)
@decided_as_read(_version_now)
def done(asked: dict[str, Any], outcome_id: UUID) -> dict[str, Any]:
    """Hand in what was done, with a photo."""
    return _shown(
        service.done(outcome_id, asked["words"], asked["photos"], caller=current(), now=clock.now())
    )


@outcomes.post("/outcomes/<uuid:outcome_id>/check", guard=require_anyone)
@outcomes.arguments(CheckIn)
@outcomes.response(200, OutcomeOut)
@outcomes.refuses(errors.OutcomeNotFound, errors.NotRaiser, errors.NamesSomebody, IllegalMove)
@decided_as_read(_version_now)
def check(asked: dict[str, Any], outcome_id: UUID) -> dict[str, Any]:
    """Say as somebody who raised it whether it is done; if not, it goes on."""
    return _shown(
        outcome_checks.check(
            outcome_id,
            fixed=asked["fixed"],
            words=asked["words"],
            caller=current(),
            now=clock.now(),
        )
    )


@outcomes.post("/outcomes/<uuid:outcome_id>/overdue-reason", guard=require_anyone)
@outcomes.arguments(ReasonIn)
@outcomes.response(200, OutcomeOut)
@outcomes.refuses(errors.OutcomeNotFound, errors.NotDue, errors.ByTheLedger)
@outcomes.refuses(errors.NamesSomebody)
@decided_as_read(_version_now)
def explain(asked: dict[str, Any], outcome_id: UUID) -> dict[str, Any]:
    """Say why it is late; everybody reads it."""
    return _shown(service.explain(outcome_id, asked["reason"], caller=current(), now=clock.now()))


@outcomes.post("/outcomes/<uuid:outcome_id>/orders", guard=require_role(Role.SECRETARY))
@outcomes.arguments(CallIn)
@outcomes.response(201, OutcomeOut)
@outcomes.refuses(errors.OutcomeNotFound, errors.NoMatterYet, errors.CalledAlready)
@outcomes.refuses(ledger.EventNotFound, ledger.IllegalMove, ledger.NotYours)
@outcomes.refuses(ledger.LeadNotNamed, ledger.UnitNotFound, ledger.TooSoon)
@decided_as_read(_version_now)
def call_departments(asked: dict[str, Any], outcome_id: UUID) -> dict[str, Any]:
    """Call departments to it (发令); their clocks are seen by everybody."""
    outcome = outcome_queries.outcome(outcome_id)
    called = Call(
        departments=tuple(asked["departments"]),
        lead=asked["lead"],
        item=outcome.text,
        place=asked["place"],
        by=asked["by"],
    )
    department_referrals.call(outcome_id, called, who=ledger_caller(), now=clock.now())
    return _shown(outcome_queries.outcome(outcome_id))
