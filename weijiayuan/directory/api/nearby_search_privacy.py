"""Answers to somebody who says where they are: kept by nobody, neither here nor on the way."""

from collections.abc import Callable
from typing import Any

from flask import Response, request

from weijiayuan.directory.queries.need_taxonomy import check, tree
from weijiayuan.directory.queries.search_conditions import Asked
from weijiayuan.directory.rules.query_understanding import understand
from weijiayuan.directory.rules.vocabulary import Pace, SiteKind
from weijiayuan.directory.schemas.search_results import NOW
from weijiayuan.kernel import clock
from weijiayuan.places import queries as places
from weijiayuan.places.coordinates import Datum, Point
from weijiayuan.places.models import Topic
from weijiayuan.web import json
from weijiayuan.web.etags import conditional


def asked_of(query: dict[str, Any]) -> Asked:
    """Return what was asked as the search knows it. Raises `NeedUnknown`."""
    check(need=query.get("need"), alliance=query.get("alliance"))
    leaves_at, now = query.get("open_at", NOW), clock.now()
    words = understand(query.get("q") or "", tree())
    return Asked(
        leaves_at=now if leaves_at == NOW else leaves_at,
        today=clock.local_date(now),
        must_be_open="open_at" in query or words.must_be_open,
        near=_point(query),
        pace=Pace(query["pace"]),
        within_min=query.get("within_min"),
        need=query.get("need"),
        alliance=query.get("alliance"),
        community=query.get("community"),
        kind=SiteKind(query["kind"]) if "kind" in query else None,
        how=query.get("how"),
        language=query.get("language"),
        features=tuple(dict.fromkeys((*query.get("accessible", ()), *words.features))),
        is_free=query.get("free", False) or words.is_free,
        words=words,
        site_id=query.get("site"),
        service_id=query.get("service"),
        with_stale=query["stale"],
    )


def _point(query: dict[str, Any]) -> Point | None:
    if "near" not in query:
        return None
    lng, lat = (float(part) for part in query["near"].split(","))
    return Point(lng, lat, Datum(query["datum"]))


def answer(asked: Asked, build: Callable[[], object]) -> Response:
    """Answer with an ETag; what was asked with a place is not kept in any memory of ours."""
    if asked.near is None:
        return conditional(version(asked), build)
    said = Response(json.dump_bytes(build()), mimetype="application/json")
    said.add_etag()
    said.headers["Cache-Control"] = "private, no-cache"
    said.make_conditional(request)
    return said


def version(asked: Asked) -> str:
    """Name the state of a list: by what was changed, and by the minute."""
    minute = int(asked.leaves_at.timestamp()) // 60
    tokens = f"{places.revision(Topic.SITES)}.{places.revision(Topic.CALENDAR)}"
    return f"{tokens}.{asked.today}.{minute}"
