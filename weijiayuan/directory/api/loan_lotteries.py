"""Scarce resources by lot: draws of a span, for everybody to read and repeat."""

from typing import Any
from uuid import UUID

from flask import Response

from weijiayuan.accounts.current_caller import current_resident_id
from weijiayuan.directory.api.alliance_members import mine
from weijiayuan.directory.api.blueprints import resources
from weijiayuan.directory.errors import (
    DrawTooLate,
    LoanDrawNotFound,
    LoanTooEarly,
    LoanTooFar,
    NotYourMember,
    OwnResource,
    ResourceNotFound,
    ResourceTaken,
)
from weijiayuan.directory.models import LoanDraw
from weijiayuan.directory.queries import loan_lotteries as queries
from weijiayuan.directory.queries import resource_sharing
from weijiayuan.directory.schemas.loan_lotteries import (
    DrawnNumberOut,
    LoanDrawIn,
    LoanDrawOut,
    LoanDrawsOut,
    LoanEntryIn,
    LoanEntryOutIn,
)
from weijiayuan.directory.service import loan_lotteries as service
from weijiayuan.kernel import clock
from weijiayuan.kernel.time_span import Span
from weijiayuan.lottery_draws import queries as lots
from weijiayuan.lottery_draws.errors import AlreadyEntered, DrawClosed, NotEntered
from weijiayuan.lottery_draws.models import Draw
from weijiayuan.web.blueprint import open_to_all

Json = dict[str, Any]


def view(one: LoanDraw, draw: Draw) -> Json:
    names = ("id", "starts_at", "ends_at", "settled_at")
    more = ("places", "entered", "closes_at", "promise")
    return {name: getattr(one, name) for name in names} | {
        "draw": draw.id,
        **{name: getattr(draw, name) for name in more},
    }


@resources.get("/<uuid:resource_id>/draws", alike=True, guard=open_to_all)
@resources.response(200, LoanDrawsOut)
@resources.refuses(ResourceNotFound)
def list_draws(resource_id: UUID) -> Json:
    """List the draws of a resource; `GET /draws/{draw}` has what one needs to repeat each."""
    resource_sharing.resource(resource_id)
    return {"items": [view(*each) for each in queries.of_resource(resource_id)]}


@resources.post("/<uuid:resource_id>/draws")
@resources.arguments(LoanDrawIn)
@resources.response(201, LoanDrawOut)
@resources.refuses(ResourceNotFound, NotYourMember, ResourceTaken)
@resources.refuses(LoanTooEarly, LoanTooFar, DrawTooLate)
def open_draw(asked: Json, resource_id: UUID) -> Json:
    """Give a span of something scarce by lot: its owner says when entries close."""
    shared = resource_sharing.resource(resource_id)
    mine(shared.owner_id)
    span = Span(asked["starts_at"], asked["ends_at"])
    made = service.open_draw(shared, span, closes_at=asked["closes_at"], now=clock.now())
    return view(made, lots.draw(made.draw_id))


@resources.post("/<uuid:resource_id>/draws/<uuid:loan_draw_id>/entries")
@resources.arguments(LoanEntryIn)
@resources.response(201, DrawnNumberOut)
@resources.refuses(LoanDrawNotFound, NotYourMember, OwnResource, DrawClosed, AlreadyEntered)
def enter(asked: Json, resource_id: UUID, loan_draw_id: UUID) -> Json:
    """Enter a member in a draw: a number, and one ticket more for each one lost before."""
    found = queries.loan_draw(loan_draw_id, resource_id)
    entry = service.enter(
        found,
        mine(asked["organisation"]),
        purpose=asked["purpose"],
        by=current_resident_id(),
        now=clock.now(),
    )
    return {"number": entry.number, "tickets": entry.tickets}


@resources.post("/<uuid:resource_id>/draws/<uuid:loan_draw_id>/withdraw")
@resources.arguments(LoanEntryOutIn)
@resources.response(204)
@resources.refuses(LoanDrawNotFound, NotYourMember, DrawClosed, NotEntered)
def withdraw(asked: Json, resource_id: UUID, loan_draw_id: UUID) -> Response:
    """Take a member's entry back while the draw is open."""
    found = queries.loan_draw(loan_draw_id, resource_id)
    service.withdraw(found, mine(asked["organisation"]), now=clock.now())
    return Response(status=204)
