"""Figures of the directory: coverage of people (public), the matrix, and the taps it counts."""

import csv
import io
from typing import Any
from uuid import UUID

from flask import Response

from weijiayuan.accounts.guards import require_role
from weijiayuan.accounts.rules import Role
from weijiayuan.directory import fifteen_minute_coverage as measuring
from weijiayuan.directory import service_usage
from weijiayuan.directory.api.blueprints import alliances, coverage, held
from weijiayuan.directory.api.keeper_tasks import KEEPING, keeper
from weijiayuan.directory.errors import (
    CountedEnough,
    NeedUnknown,
    NotYourSite,
    ServiceNotFound,
    SiteNotInUse,
)
from weijiayuan.directory.queries.need_taxonomy import check, tree
from weijiayuan.directory.rules.vocabulary import Pace
from weijiayuan.directory.schemas import serializers
from weijiayuan.directory.schemas.fifteen_minute_coverage import (
    CoverageIn,
    CoverageOut,
    DeliveredOut,
    DeliveryIn,
    MatrixIn,
    MatrixOut,
)
from weijiayuan.directory.schemas.search_results import NOW
from weijiayuan.directory.service.keeper_permissions import KEEPERS
from weijiayuan.kernel import clock
from weijiayuan.places import queries as places
from weijiayuan.places.models import Topic
from weijiayuan.web.etags import conditional
from weijiayuan.web.rate_limits import limited

WATCHERS = require_role(*KEEPERS, Role.SUPERVISOR, Role.AUDITOR, Role.DISPATCHER)
COLUMNS = ("code", "name", "people", "covered", "share")


def asked_of(query: dict[str, Any]) -> measuring.Asked:
    """Return what was asked for. Raises `NeedUnknown`."""
    check(alliance=query["alliance"])
    at, now = query.get("at", NOW), clock.now()
    return measuring.Asked(
        at=now if at == NOW else at,
        today=clock.local_date(now),
        alliance=query["alliance"],
        features=query.get("accessible", ()),
        pace=Pace(query["pace"]),
    )


@coverage.get("/coverage")
@coverage.arguments(CoverageIn, location="query")
@coverage.response(200, CoverageOut)
@coverage.refuses(NeedUnknown)
@limited("60 per minute")
def read_coverage(query: dict[str, Any]) -> Response:
    """Say how many people find a door open within fifteen minutes on foot, at an hour.

    Counted on people, not area. Without `alliance` also for each of the alliances. `items` colours
    `/places/schematic`; `worst_grids` are those where most people are left out.
    """
    asked = asked_of(query)
    return conditional(_version(asked), lambda: _coverage(asked, query["level"]))


def _version(asked: measuring.Asked) -> str:
    topics = (Topic.SITES, Topic.CALENDAR, Topic.GRIDS)
    tokens = ".".join(str(places.revision(topic)) for topic in topics)
    return f"{tokens}.{asked.today}.{int(asked.at.timestamp()) // 60}"


def _coverage(asked: measuring.Asked, level: str) -> dict[str, Any]:
    found = measuring.measure(asked)
    by_code = {row["code"]: row for row in measuring.rows(found, "grid")}
    return {
        "at": serializers.local(asked.at),
        "whole": measuring.in_numbers(found.whole),
        "items": measuring.rows(found, level),
        "worst_grids": [by_code[code] for code in found.worst],
        "alliances": [] if asked.alliance else _by_alliance(asked),
        "note": measuring.NOTE,
    }


def _by_alliance(asked: measuring.Asked) -> list[dict[str, Any]]:
    return [
        {"id": each.id, "name": each.name}
        | measuring.in_numbers(
            measuring.measure(
                measuring.Asked(asked.at, asked.today, each.id, asked.features, asked.pace)
            ).whole
        )
        for each in tree().alliances.values()
    ]


@coverage.get("/coverage.csv")
@coverage.arguments(CoverageIn, location="query")
@coverage.response(200, content_type="text/csv")
@coverage.refuses(NeedUnknown)
@limited("30 per minute")
def read_sheet(query: dict[str, Any]) -> Response:
    """Return the shares of areas as a sheet."""
    found = measuring.measure(asked_of(query))
    sheet = io.StringIO()
    writer = csv.DictWriter(sheet, COLUMNS, lineterminator="\r\n")
    writer.writerow(
        dict(zip(COLUMNS, ("代码", "名称", "人口（示例）", "覆盖", "比例"), strict=True))
    )
    writer.writerows(measuring.rows(found, query["level"]))
    answer = Response("\ufeff" + sheet.getvalue(), mimetype="text/csv")
    answer.headers["Content-Disposition"] = 'attachment; filename="coverage.csv"'
    return answer


@alliances.get("/matrix", guard=WATCHERS)
@alliances.arguments(MatrixIn, location="query")
@alliances.response(200, MatrixOut)
@alliances.refuses(NeedUnknown)
def read_matrix(query: dict[str, Any]) -> dict[str, Any]:
    """Show the list against the centres: when each service was last given there, by deeds."""
    check(alliance=query["alliance"])
    return service_usage.matrix(query["alliance"], clock.local_date(clock.now()))


@held.post("/<uuid:service_at_id>/deliveries", guard=KEEPING)
@held.arguments(DeliveryIn)
@held.response(200, DeliveredOut)
@held.refuses(ServiceNotFound, NotYourSite, SiteNotInUse, CountedEnough)
def deliver(asked: dict[str, Any], service_at_id: UUID) -> dict[str, Any]:
    """Count a service just given at the desk (+1)."""
    found = service_usage.held(service_at_id)
    if not keeper().keeps(found.site):
        raise NotYourSite
    return {"today": service_usage.tap(found, asked["n"], now=clock.now())}
