"""A second person's look at terms that the mediator alone may not let stand."""

from typing import Any
from uuid import UUID

from flask import Response

from weijiayuan import audit
from weijiayuan.accounts.current_caller import current_staff
from weijiayuan.accounts.guards import require_role
from weijiayuan.accounts.rules import Role
from weijiayuan.appeals import errors
from weijiayuan.appeals import mediation_queries as queries
from weijiayuan.appeals.api.mediations import there, version_now
from weijiayuan.appeals.mediation_schemas.agreement_terms import (
    ReviewAskedOut,
    ReviewerIn,
    ReviewIn,
    ReviewOut,
    ReviewsOut,
)
from weijiayuan.appeals.queries import staff_name
from weijiayuan.appeals.service import settlement_peer_review
from weijiayuan.kernel import clock
from weijiayuan.web.blueprint import Blueprint
from weijiayuan.web.decided_as_read import decided_as_read

reviews = Blueprint(
    "reviews",
    __name__,
    guard=require_role(Role.MEDIATOR, Role.ADVISER),
    url_prefix="/api/v1/mediations",
    description="条款复核",
)


@reviews.post("/<uuid:mediation_id>/reviews")
@reviews.arguments(ReviewerIn)
@reviews.response(201, ReviewAskedOut)
@reviews.refuses(errors.MediationNotFound, errors.NoAgreement, errors.NothingToReview)
@reviews.refuses(errors.NoMediator, errors.ReviewedBefore)
@decided_as_read(version_now)
def ask_for_review(asked: dict[str, Any], mediation_id: UUID) -> dict[str, Any]:
    """Send the terms to another mediator, named or drawn; without one to a legal adviser."""
    mediation = there(mediation_id).as_mediator()
    by, now = current_staff().id, clock.now()
    row = settlement_peer_review.ask(mediation, to=asked["to"], by=by, now=now)
    return {"id": row.id, "reviewer": staff_name(row.reviewer_id)}


@reviews.get("/reviews")
@reviews.response(200, ReviewsOut)
def list_reviews() -> dict[str, Any]:
    """List what the caller is asked to look at. None of the words."""
    return {"items": queries.reviews_for(current_staff().id)}


@reviews.get("/reviews/<uuid:review_id>", records=True)
@reviews.response(200, ReviewOut)
@reviews.refuses(errors.ReviewNotFound)
def read_review(review_id: UUID) -> dict[str, Any]:
    """Return the terms and what a person must look at: no names beside them, never the talk."""
    row, agreement = settlement_peer_review.waiting(review_id, by=current_staff().id)
    audit.record(
        "review viewed",
        subject_kind="mediation",
        subject_id=agreement.mediation_id,
        reason="as reviewer",
    )
    return {
        "id": row.id,
        "asked_at": row.asked_at,
        "text": agreement.text,
        "text_hash": row.text_hash,
        "findings": settlement_peer_review.findings_of(agreement),
    }


@reviews.post("/reviews/<uuid:review_id>")
@reviews.arguments(ReviewIn)
@reviews.response(201)
@reviews.refuses(errors.ReviewNotFound, errors.TermsChanged)
def decide(asked: dict[str, Any], review_id: UUID) -> Response:
    """Let the text stand as it was read, or send it back; either with a reason."""
    row, agreement = settlement_peer_review.waiting(review_id, by=current_staff().id)
    settlement_peer_review.decide(
        row,
        agreement,
        approved=asked["approved"],
        reason=asked["reason"],
        text_hash_read=asked["text_hash"],
        now=clock.now(),
    )
    return Response(status=201)
