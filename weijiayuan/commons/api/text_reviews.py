"""Texts about which the check is in doubt: one person asks, a second looks."""

from typing import Any
from uuid import UUID

from weijiayuan.accounts.current_caller import actor_id
from weijiayuan.accounts.guards import require_role
from weijiayuan.commons import access, errors
from weijiayuan.commons.models import TextReview
from weijiayuan.commons.queries import deliberation_spaces
from weijiayuan.commons.queries import text_reviews as queries
from weijiayuan.commons.schemas.shared_schemas import OfSpaceIn
from weijiayuan.commons.schemas.text_reviews import (
    TextReviewDecideIn,
    TextReviewOut,
    TextReviewsIn,
    TextReviewsOut,
)
from weijiayuan.commons.service import lawfulness_review
from weijiayuan.web.blueprint import Blueprint
from weijiayuan.web.pagination import page_by
from weijiayuan.web.schemas import page_schema

text_reviews = Blueprint(
    "commons_text_reviews",
    __name__,
    guard=require_role(*access.STEWARDS),
    url_prefix="/api/v1/commons/text-reviews",
    description="共治：请第二个人看的文字",
)


@text_reviews.get("")
@text_reviews.arguments(OfSpaceIn, location="query")
@text_reviews.response(200, page_schema(TextReviewOut))
@text_reviews.refuses(errors.SpaceNotFound)
def list_reviews(asked: dict[str, Any]) -> dict[str, Any]:
    """List the texts of a space that wait for a second person."""
    space = deliberation_spaces.space(asked["space"])
    access.require_steward(space)
    wanted = queries.waiting(space.id)
    page = page_by(wanted, TextReview.id, limit=asked["limit"], cursor=asked["cursor"])
    return {"items": page.items, "next_cursor": page.next_cursor}


@text_reviews.post("")
@text_reviews.arguments(TextReviewsIn)
@text_reviews.response(201, TextReviewsOut)
@text_reviews.refuses(errors.SpaceNotFound, errors.NamesSomebody)
def ask(asked: dict[str, Any]) -> dict[str, Any]:
    """Ask a second person to look at what the check doubts in these texts."""
    space = deliberation_spaces.space(asked["space_id"])
    access.require_steward(space)
    return {"items": lawfulness_review.ask(space.id, asked["texts"], by=actor_id())}


@text_reviews.post("/<uuid:review_id>/decide")
@text_reviews.arguments(TextReviewDecideIn)
@text_reviews.response(200, TextReviewOut)
@text_reviews.refuses(errors.ReviewNotFound, errors.RequestDecided, errors.SecondPersonNeeded)
def decide(asked: dict[str, Any], review_id: UUID) -> TextReview:
    """Say as a second person whether the text may be put to a vote or published."""
    access.require_steward(deliberation_spaces.space(queries.review(review_id).space_id))
    return lawfulness_review.decide(review_id, **asked, by=actor_id())
