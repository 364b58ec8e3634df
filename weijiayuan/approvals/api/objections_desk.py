"""Objections at the desk: of departments to closings, of people to their own registration."""

from typing import Any

from weijiayuan import audit
from weijiayuan.accounts.current_caller import current as caller
from weijiayuan.accounts.guards import require_role
from weijiayuan.accounts.rules import Role
from weijiayuan.approvals import application_views
from weijiayuan.approvals.api.deciding_officer import deciding_officer
from weijiayuan.approvals.errors import (
    LicenceNotFound,
    NoObjection,
    ObjectionLate,
    OwnApplication,
    ProposalChanged,
    SecondPersonNeeded,
)
from weijiayuan.approvals.models import Licence, LicenceChange, Objection
from weijiayuan.approvals.queries import applications as queries
from weijiayuan.approvals.queries import objections, pending_revocations
from weijiayuan.approvals.schemas.applicant import VerifiedOut
from weijiayuan.approvals.schemas.registrar_desk import (
    ClosingOut,
    DisputeOut,
    ObjectionOut,
    SettleIn,
    WhyIn,
)
from weijiayuan.approvals.service import licence_lifecycle, registration_disputes
from weijiayuan.approvals.service.separation_of_duties import Officer
from weijiayuan.kernel import clock
from weijiayuan.kernel.state_machine import IllegalMove
from weijiayuan.web.blueprint import Blueprint
from weijiayuan.web.pagination import page_by
from weijiayuan.web.schemas import PageIn, page_schema

OBJECTORS = require_role(Role.REGISTRAR, Role.REGISTRAR_HEAD, Role.DEPARTMENT)

objections_desk = Blueprint(
    "approval_objections_desk",
    __name__,
    guard=require_role(Role.REGISTRAR, Role.REGISTRAR_HEAD),
    url_prefix="/api/v1/approvals",
    description="光速办：异议",
)


@objections_desk.get("/closings", guard=OBJECTORS)
@objections_desk.arguments(PageIn, location="query")
@objections_desk.response(200, page_schema(ClosingOut))
def list_closings(asked: dict[str, Any]) -> dict[str, Any]:
    """List the simple deregistrations that departments may still object to, the oldest first."""
    found = page_by(queries.closing(), Licence.id, **asked)
    return {"items": [_closing(each) for each in found.items], "next_cursor": found.next_cursor}


def _closing(licence: Licence) -> dict[str, Any]:
    shown = application_views.verified_facts(licence, now=clock.now())
    return shown | {"until": licence.until}


@objections_desk.post("/licences/<string:uscc>/objections", guard=OBJECTORS)
@objections_desk.arguments(WhyIn)
@objections_desk.response(200, VerifiedOut)
@objections_desk.refuses(LicenceNotFound, IllegalMove, OwnApplication, ObjectionLate)
def object_to_closing(given: dict[str, Any], uscc: str) -> dict[str, Any]:
    """Object to a simple deregistration, as a department or at the desk (细则 49)."""
    licence = licence_lifecycle.object_to_closing(
        uscc, **given, officer=deciding_officer(), now=clock.now()
    )
    return application_views.verified_facts(licence, now=clock.now())


@objections_desk.post("/licences/<string:uscc>/objections/lift", guard=OBJECTORS)
@objections_desk.arguments(WhyIn)
@objections_desk.response(200, VerifiedOut)
@objections_desk.refuses(LicenceNotFound, NoObjection, OwnApplication)
def lift_objection(given: dict[str, Any], uscc: str) -> dict[str, Any]:
    """Lift the objections of one's own department: the simple way of closing is open again."""
    licence = licence_lifecycle.lift_objection(uscc, **given, officer=deciding_officer())
    return application_views.verified_facts(licence, now=clock.now())


@objections_desk.get("/objections", guard=OBJECTORS)
@objections_desk.arguments(PageIn, location="query")
@objections_desk.response(200, page_schema(ObjectionOut))
def list_objections(asked: dict[str, Any]) -> dict[str, Any]:
    """List the objections that stand, newest first: each keeps a licence from closing."""
    found = page_by(objections.listed(), Objection.id, newest_first=True, **asked)
    officer = deciding_officer()
    items = [_objection(each, officer) for each in found.items]
    return {"items": items, "next_cursor": found.next_cursor}


def _objection(row: Objection, officer: Officer) -> dict[str, Any]:
    licence = objections.objected_to(row)
    said = {"id": row.id, "reason": row.reason, "at": row.created_at}
    own = officer.speaks_for(row.department, row.by)
    return said | {"uscc": licence.uscc, "name": licence.printed["name"], "own": own}


@objections_desk.get("/disputes", records=True)
@objections_desk.arguments(PageIn, location="query")
@objections_desk.response(200, page_schema(DisputeOut))
def list_disputes(asked: dict[str, Any]) -> dict[str, Any]:
    """List registrations that somebody named in them disputes (细则 50), newest first."""
    audit.record("approvals.disputes_read", subject_kind="licence", subject_id="disputes")
    found = page_by(pending_revocations.disputes(), LicenceChange.id, newest_first=True, **asked)
    return {"items": [_disputed(each) for each in found.items], "next_cursor": found.next_cursor}


@objections_desk.post("/licences/<string:uscc>/disputes/settle")
@objections_desk.arguments(SettleIn)
@objections_desk.response(200, VerifiedOut)
@objections_desk.refuses(
    *(LicenceNotFound, NoObjection, OwnApplication, SecondPersonNeeded, ProposalChanged)
)
def settle_dispute(given: dict[str, Any], uscc: str) -> dict[str, Any]:
    """Let a disputed registration stand: one proposes, a head agrees, neither of whom approved it.

    A registration that does not stand is revoked instead.
    """
    licence = registration_disputes.settle(
        uscc, **given, officer=deciding_officer(), now=clock.now()
    )
    return application_views.verified_facts(licence, now=clock.now())


def _disputed(change: LicenceChange) -> dict[str, Any]:
    licence = pending_revocations.accused(change)
    proposed = pending_revocations.settlement_proposed(licence.uscc, since=change)
    said = {"reason": change.reason, "at": change.created_at, "state": licence.state.value}
    return {
        "uscc": licence.uscc,
        "name": licence.printed["name"],
        "proposed": proposed.reason if proposed else None,
        "proposal": str(proposed.id) if proposed else None,
        "mine": proposed is not None and proposed.by == caller().key,
        "approved_by_me": caller().key in registration_disputes.approvers(licence.uscc),
        **said,
    }
