"""Handing a licence over: a code for who takes it, who applies in an account of their own."""

from typing import Any

from flask import Response

from weijiayuan.accounts.current_caller import current_resident_id
from weijiayuan.accounts.guards import require_resident
from weijiayuan.approvals import application_views
from weijiayuan.approvals.api.applicant import decided
from weijiayuan.approvals.errors import (
    HandoverNotFound,
    HandoverOfCompany,
    HandoverUnderWay,
    LicenceMovedOn,
    LicenceNotFound,
    LicenceUnderInquiry,
    OwnHandover,
    TooManyDrafts,
)
from weijiayuan.approvals.models import Application
from weijiayuan.approvals.schemas.applicant import ApplicationOut, LicenceBriefOut, OnVersionIn
from weijiayuan.approvals.schemas.licence_transfers import CodeIn, OfferedOut, OfferOut, TakeUpIn
from weijiayuan.approvals.service import licence_transfers
from weijiayuan.approvals.service.applicant_identity_checks import BarAnswer
from weijiayuan.db import reading
from weijiayuan.kernel import clock
from weijiayuan.kernel.state_machine import IllegalMove
from weijiayuan.web.blueprint import Blueprint

handovers = Blueprint(
    "handovers",
    __name__,
    guard=require_resident,
    url_prefix="/api/v1",
    description="光速办：转给别人经营",
)
TAKING = (
    HandoverNotFound,
    HandoverOfCompany,
    OwnHandover,
    HandoverUnderWay,
    IllegalMove,
    LicenceUnderInquiry,
)


@handovers.post("/licences/<string:uscc>/handover")
@handovers.arguments(OnVersionIn)
@handovers.response(201, OfferOut)
@handovers.refuses(
    *(LicenceNotFound, LicenceMovedOn, HandoverOfCompany, IllegalMove),
    *(LicenceUnderInquiry, HandoverUnderWay),
)
def offer_handover(given: dict[str, Any], uscc: str) -> dict[str, Any]:
    """Offer a licence to another operator: the code is shown once, a new one makes it void."""
    made, code = licence_transfers.offer(uscc, **given, by=current_resident_id(), now=clock.now())
    return {"uscc": uscc, "code": code, "until": made.until}


@handovers.post("/licences/<string:uscc>/handover/cancel")
@handovers.arguments(OnVersionIn)
@handovers.response(200, LicenceBriefOut)
@handovers.refuses(LicenceNotFound, LicenceMovedOn, HandoverNotFound)
def take_handover_back(given: dict[str, Any], uscc: str) -> dict[str, Any]:
    """Take an offer back before the licence has passed over."""
    licence = licence_transfers.take_back(uscc, **given, by=current_resident_id(), now=clock.now())
    return application_views.licence_facts(licence)


@handovers.post("/licences/handovers/view", idempotent=False, as_reader=True)
@handovers.arguments(CodeIn)
@handovers.response(200, OfferedOut)
@handovers.refuses(*TAKING)
def view_handover(given: dict[str, Any]) -> dict[str, Any]:
    """Show what a code offers: the licence and what was told of it, nothing about people."""
    licence, told = licence_transfers.shown(
        given["code"], by=current_resident_id(), now=clock.now()
    )
    shown = application_views.verified_facts(licence, now=clock.now())
    return {"licence": shown, "kind": licence.kind, "answers": application_views.masked(told)}


@handovers.post("/licences/handovers/accept", asks_outside=True)
@handovers.arguments(TakeUpIn)
@handovers.response(201, ApplicationOut)
@handovers.refuses(*TAKING, TooManyDrafts, LicenceMovedOn)
def take_handover_up(given: dict[str, Any]) -> Response:
    """Take a licence over: decided by the same rules; once granted it belongs to this account."""
    resident_id, code = current_resident_id(), given["code"]
    with reading():
        answers = licence_transfers.merged(code, given["answers"], by=resident_id, now=clock.now())

    def act(*, barred: BarAnswer) -> Application:
        return licence_transfers.take_up(
            code,
            answers,
            read=given["version"],
            barred=barred,
            by=resident_id,
            now=clock.now(),
        )

    return decided(answers, act, status=201)
