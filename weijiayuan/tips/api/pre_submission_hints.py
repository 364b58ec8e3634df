"""What was already reported here, and what a text seems to be about: asked before sending.

Nobody is asked who they are and nothing is kept, not even a line in the log: whoever is about to
report without a name asks here too. What is written goes in the body, never in an address.
"""

from typing import Any
from uuid import UUID

from weijiayuan import danger
from weijiayuan.events import dispatcher_aids, presentation
from weijiayuan.events.queries import public_matters, work_lists
from weijiayuan.events.queries.public_matters import Near
from weijiayuan.events.rules.vocabulary import OPEN
from weijiayuan.kernel import clock
from weijiayuan.kernel.private_number_masking import masked, private_parts
from weijiayuan.places import coordinates
from weijiayuan.tips.rules import receipt_retention
from weijiayuan.tips.schemas import (
    TipAdviceIn,
    TipAdviceOut,
    TipHintsIn,
    TipsNearbyIn,
    TipsNearbyOut,
)
from weijiayuan.web.anonymous_rate_limits import AnonymousLimit, check_anonymous_limit
from weijiayuan.web.blueprint import Blueprint, open_to_all
from weijiayuan.web.middleware import leave_no_line

before_tips = Blueprint(
    "before_tips",
    __name__,
    guard=open_to_all,
    url_prefix="/api/v1/tips",
    description="微线索：提交之前",
)
before_tips.before_request(leave_no_line)

looking = AnonymousLimit(each=120, everyone=60_000)
advising = AnonymousLimit(each=240, everyone=120_000)


@before_tips.get("/nearby")
@before_tips.arguments(TipsNearbyIn, location="query")
@before_tips.response(200, TipsNearbyOut)
def list_nearby(asked: dict[str, Any]) -> dict[str, Any]:
    """List what was reported within some 200 m and 14 days, from places rounded to 50 m."""
    return _hints(asked, text="")


@before_tips.post("/nearby", idempotent=False, as_reader=True)
@before_tips.arguments(TipHintsIn)
@before_tips.response(200, TipsNearbyOut)
def hint(asked: dict[str, Any]) -> dict[str, Any]:
    """List the same, with what is being written: in the body, so that no address holds it."""
    return _hints(asked | asked["place"], text=asked["text"])


def _hints(asked: dict[str, Any], *, text: str) -> dict[str, Any]:
    check_anonymous_limit(looking)
    found = public_matters.nearby(
        coordinates.point_of(asked), now=clock.now(), text=text, category=asked["category"]
    )
    photos = work_lists.first_photos([near.row.id for near in found if near.shows_words])
    return {"items": [_near(near, photos.get(near.row.id)) for near in found]}


def _near(near: Near, photo: UUID | None) -> dict[str, Any]:
    row = near.row
    return {
        "number": row.number,
        "category": presentation.category_of(row.category_code),
        "state": row.state,
        "state_text": presentation.state_text(row.state),
        "may_follow": row.state in OPEN,
        "metres": near.metres,
        "because": near.because,
        "text": row.public_text if near.shows_words else None,
        "thumbnail": presentation.photo(photo)["small"] if photo else None,
        "reported_at": receipt_retention.hour_of(row.reported_at),
    }


@before_tips.post("/advice", idempotent=False, as_reader=True)
@before_tips.arguments(TipAdviceIn)
@before_tips.response(200, TipAdviceOut)
def advise(asked: dict[str, Any]) -> dict[str, Any]:
    """Tell of danger first, then suggest a category and warn of numbers. Nothing is kept."""
    check_anonymous_limit(advising)
    return {
        "danger": danger.recognise(asked["text"]),
        "suggestions": dispatcher_aids.suggestions(asked["text"]),
        "warnings": private_parts(asked["text"]),
        "masked": masked(asked["text"]),
    }
