"""Places where people are served."""

from typing import Any

from flask import Response

from weijiayuan.directory.api.blueprints import sites
from weijiayuan.directory.api.nearby_search_privacy import answer, asked_of
from weijiayuan.directory.errors import NeedUnknown
from weijiayuan.directory.queries import search_result_rows
from weijiayuan.directory.queries.search import found_for
from weijiayuan.directory.queries.search_conditions import ALL_SITES
from weijiayuan.directory.schemas import serializers
from weijiayuan.directory.schemas.search_results import SitePageOut, SitesIn
from weijiayuan.web.pagination import CursorMalformed


@sites.get("")
@sites.arguments(SitesIn, location="query")
@sites.response(200, SitePageOut)
@sites.refuses(NeedUnknown, CursorMalformed)
def list_sites(query: dict[str, Any]) -> Response:
    """List sites, the nearest first, with what one finds on arrival; see `GET /services`.

    With `need` or `alliance`, those that serve it.
    """
    asked = asked_of(query)

    def build() -> object:
        found = found_for(ALL_SITES, asked, query["limit"], query["cursor"])
        items = [
            serializers.site_card(hit, row, pace=asked.pace, today=asked.today)
            for hit, row in search_result_rows.sites_shown(found.items)
        ]
        typed = query.get("q") or ""
        return serializers.page(
            items, found.next_cursor, typed=typed, meant=asked.words, need=asked.need
        )

    return answer(asked, build)
