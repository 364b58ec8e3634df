"""适合我吗, and what somebody misses near home."""

from typing import Any

from flask import Response

from weijiayuan.accounts.current_caller import current_resident_id
from weijiayuan.accounts.guards import require_resident
from weijiayuan.directory import service_eligibility
from weijiayuan.directory.api.blueprints import services
from weijiayuan.directory.errors import (
    AnswersMalformed,
    CommunityUnknown,
    NeedUnknown,
    ServiceNotFound,
)
from weijiayuan.directory.queries import entries
from weijiayuan.directory.queries.need_taxonomy import check, tree
from weijiayuan.directory.rules.service_eligibility import rulebook
from weijiayuan.directory.schemas import serializers
from weijiayuan.directory.schemas.service_and_site_pages import WishesIn, WishesOut, WishIn
from weijiayuan.directory.schemas.service_eligibility import (
    MOST_SERVICES,
    FitIn,
    FitOut,
    FitQuestionsOut,
)
from weijiayuan.directory.service import entries as service
from weijiayuan.kernel import clock
from weijiayuan.web.etags import conditional
from weijiayuan.web.rate_limits import limited


@services.get("/questions")
@services.response(200, FitQuestionsOut)
def list_questions() -> Response:
    """List every question that decides for whom a service is."""
    on = clock.local_date(clock.now())
    items = FitQuestionsOut().dump({"items": service_eligibility.questions(on)})
    return conditional(f"{rulebook().pack.digest}.{on}", lambda: items)


@services.post("/fit", idempotent=False, as_reader=True)
@services.arguments(FitIn)
@services.response(200, FitOut)
@services.refuses(AnswersMalformed, ServiceNotFound)
@limited("600 per minute")
def fit(asked: dict[str, Any]) -> dict[str, Any]:
    """Say which services are for somebody, with reasons; needs no login and keeps nothing.

    What is not known is `unknown` (可能适用，问一句) and never hidden; a service without conditions
    is for everybody and asks nothing. `next_question` is the one that settles most.
    """
    wanted = entries.services_asked(asked["ids"], most=MOST_SERVICES)
    on = asked["on"] or clock.local_date(clock.now())
    return service_eligibility.fit(wanted, asked["answers"], on=on)


@services.post("/wishes", guard=require_resident)
@services.arguments(WishIn)
@services.response(204)
@services.refuses(NeedUnknown, CommunityUnknown)
def wish(asked: dict[str, Any]) -> Response:
    """Say what one misses within fifteen minutes of home; once for a need and a community."""
    check(need=asked["need"])
    service.wish(asked["need"], community=asked["community"], by=current_resident_id())
    return Response(status=204)


@services.get("/wishes", alike=True)
@services.arguments(WishesIn, location="query")
@services.response(200, WishesOut)
def list_wishes(asked: dict[str, Any]) -> dict[str, Any]:
    """Count the wishes by community and need, the most wished for first."""
    known = tree().needs
    return {
        "items": [
            {
                "community": row.community_code,
                "need": serializers.labelled(row.need, known),
                "count": row.count,
            }
            for row in entries.wishes(asked["community"])
        ]
    }
