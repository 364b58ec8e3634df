"""身边: what is served near somebody, and open when they arrive. Nothing asked is kept."""

from typing import Any

from flask import Response

from weijiayuan.directory.api.blueprints import services
from weijiayuan.directory.api.nearby_search_privacy import answer, asked_of
from weijiayuan.directory.errors import NeedUnknown
from weijiayuan.directory.queries import search_result_rows
from weijiayuan.directory.queries.need_taxonomy import tree
from weijiayuan.directory.queries.search import found_for
from weijiayuan.directory.queries.search_conditions import SERVICES_HELD
from weijiayuan.directory.rules.door_classifier import doors
from weijiayuan.directory.rules.query_understanding import understand
from weijiayuan.directory.schemas import serializers
from weijiayuan.directory.schemas.search_results import (
    HelpIn,
    HelpOut,
    NeedsOut,
    ServicePageOut,
    ServicesIn,
)
from weijiayuan.web.etags import conditional
from weijiayuan.web.pagination import CursorMalformed


@services.get("")
@services.arguments(ServicesIn, location="query")
@services.response(200, ServicePageOut)
@services.refuses(NeedUnknown, CursorMalformed)
def list_services(query: dict[str, Any]) -> Response:
    """List services at sites, the nearest first, with what one finds on arrival.

    Walking is an estimate: the straight line times 1.3, at 75 m a minute (`pace=slow`: 60 m). With
    `open_at` only what is open when one arrives (calendar with holidays and 调休, closures, hours
    past midnight); who arrives in the minute of closing finds it closed. What nobody confirmed for
    180 days is left out unless `stale=true`. Words that may mean several needs (`meant`, the
    likeliest first) have the nearest of each first.
    """
    asked = asked_of(query)

    def build() -> object:
        found = found_for(SERVICES_HELD, asked, query["limit"], query["cursor"])
        items = [
            serializers.service_card(hit, row, tree=tree(), pace=asked.pace, today=asked.today)
            for hit, row in search_result_rows.services_shown(found.items)
        ]
        typed = query.get("q") or ""
        return serializers.page(
            items, found.next_cursor, typed=typed, meant=asked.words, need=asked.need
        )

    return answer(asked, build)


@services.get("/help")
@services.arguments(HelpIn, location="query")
@services.response(200, HelpOut)
def whom_to_call(query: dict[str, Any]) -> dict[str, Any]:
    """Return whom to call first: every search box of the phone asks this beside its own search."""
    typed = query["q"]
    return {
        "help": serializers.whom_to_call(typed, understand(typed, tree())),
        "doors": doors(typed),
    }


@services.get("/needs")
@services.response(200, NeedsOut)
def list_needs() -> Response:
    """List the alliances with the needs under each, in people's own words."""
    known = tree()
    return conditional(known.version, lambda: serializers.needs(known), max_age=3600)
