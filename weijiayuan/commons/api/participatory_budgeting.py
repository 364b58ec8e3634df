"""Spending a space's money fairly."""

from typing import Any
from uuid import UUID

from weijiayuan.accounts.current_caller import actor_id, current_resident_id
from weijiayuan.accounts.guards import require_resident, require_role
from weijiayuan.commons import access, errors
from weijiayuan.commons.models import SpendingRound
from weijiayuan.commons.queries import deliberation_spaces
from weijiayuan.commons.queries import participatory_budgeting as spending_queries
from weijiayuan.commons.schemas.participatory_budgeting import RoundIn, RoundOut, SpendingVoteIn
from weijiayuan.commons.schemas.shared_schemas import OfSpaceIn
from weijiayuan.commons.service import participatory_budgeting
from weijiayuan.commons.views import participatory_budgeting as spending_views
from weijiayuan.kernel import clock
from weijiayuan.kernel.money import Money
from weijiayuan.web.blueprint import Blueprint, open_to_all
from weijiayuan.web.pagination import page_by
from weijiayuan.web.schemas import page_schema

spending_rounds = Blueprint(
    "commons_spending_rounds",
    __name__,
    guard=open_to_all,
    url_prefix="/api/v1/commons",
    description="共治：民生微实事",
)


@spending_rounds.get("/spendings")
@spending_rounds.arguments(OfSpaceIn, location="query")
@spending_rounds.response(200, page_schema(RoundOut))
@spending_rounds.refuses(errors.SpaceNotFound)
def list_rounds(asked: dict[str, Any]) -> dict[str, Any]:
    """List the rounds of spending of a space, newest first."""
    page = page_by(
        spending_queries.rounds(deliberation_spaces.space(asked["space"]).id),
        SpendingRound.id,
        limit=asked["limit"],
        cursor=asked["cursor"],
        newest_first=True,
    )
    now = clock.now()
    items = [spending_views.spending_round(each, now=now) for each in page.items]
    return {"items": items, "next_cursor": page.next_cursor}


@spending_rounds.post("/spendings", guard=require_role(*access.STEWARDS))
@spending_rounds.arguments(RoundIn)
@spending_rounds.response(201, RoundOut)
@spending_rounds.refuses(errors.SpaceNotFound, errors.TimesUnfit, errors.NamesSomebody)
@spending_rounds.refuses(errors.Unlawful, errors.DoubtfulText, errors.ProjectTooDear)
def open_round(asked: dict[str, Any]) -> dict[str, Any]:
    """Put projects to those on the rolls; how the money is spent is said before anybody votes."""
    space, now = deliberation_spaces.space(asked["space_id"]), clock.now()
    access.require_steward(space)
    found = participatory_budgeting.open_round(
        space,
        title=asked["title"],
        budget=Money(asked["budget_fen"]),
        projects=[(each["title"], Money(each["cost_fen"])) for each in asked["projects"]],
        closes_at=asked["closes_at"],
        by=actor_id(),
        now=now,
    )
    return spending_views.spending_round(found, now=now)


@spending_rounds.get("/spendings/<uuid:round_id>")
@spending_rounds.response(200, RoundOut)
@spending_rounds.refuses(errors.RoundNotFound)
def read_round(round_id: UUID) -> dict[str, Any]:
    """Return a round; after it closed what is bought, and why."""
    return spending_views.spending_round(spending_queries.spending_round(round_id), now=clock.now())


@spending_rounds.post("/spendings/<uuid:round_id>/votes", guard=require_resident)
@spending_rounds.arguments(SpendingVoteIn)
@spending_rounds.response(200, RoundOut)
@spending_rounds.refuses(errors.RoundNotFound, errors.BallotNotOpen, errors.NotMember)
@spending_rounds.refuses(errors.ProjectUnknown)
def vote(asked: dict[str, Any], round_id: UUID) -> dict[str, Any]:
    """Say which projects I am for; the newest counts until it closes."""
    now = clock.now()
    found = participatory_budgeting.vote(
        round_id, asked["projects"], by=current_resident_id(), now=now
    )
    return spending_views.spending_round(found, now=now)
