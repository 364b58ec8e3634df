"""How the matters of a territory stand: overview, figures and the ranking of departments."""

from datetime import time, timedelta
from typing import Any

from flask import Response

from weijiayuan.accounts import guards
from weijiayuan.accounts.rules import Role
from weijiayuan.events.access import LOOKING
from weijiayuan.events.api.matters import caller, events
from weijiayuan.events.department_orders import queries
from weijiayuan.events.presentation import unit_of
from weijiayuan.events.queries import organisational_units
from weijiayuan.events.statistics import overview, presentation
from weijiayuan.events.statistics import queries as counting
from weijiayuan.events.statistics.schemas import (
    EventFiguresIn,
    EventFiguresOut,
    EventOverviewOut,
    UnitRankingOut,
)
from weijiayuan.kernel import clock

WATCHING = guards.require_role(Role.SECRETARY, Role.DISPATCHER, Role.SUPERVISOR, Role.AUDITOR)


@events.get("/overview", guard=WATCHING)
@events.response(200, EventOverviewOut)
def read_overview() -> dict[str, int]:
    """Return how the caller's territories stand."""
    return overview.overview(caller().territories(*LOOKING), now=clock.now())


def figures_asked(asked: dict[str, Any]) -> dict[str, Any]:
    """Return the figures of the caller's territories for the days asked."""
    found = counting.counts(
        caller().territories(*LOOKING),
        by=asked["by"],
        since=clock.at_local(asked["from_"], time()),
        until=clock.at_local(asked["to"] + timedelta(days=1), time()),
        now=clock.now(),
    )
    return presentation.figures_of(found, by=asked["by"])


@events.get("/figures", guard=WATCHING)
@events.arguments(EventFiguresIn, location="query")
@events.response(200, EventFiguresOut)
def read_figures(asked: dict[str, Any]) -> dict[str, Any]:
    """Return the figures with their definitions, version and the counts they stand on."""
    return figures_asked(asked)


@events.get("/figures.csv", guard=WATCHING)
@events.arguments(EventFiguresIn, location="query")
@events.response(200, content_type="text/csv")
def read_figures_sheet(asked: dict[str, Any]) -> Response:
    """Return the same as a sheet."""
    return Response(presentation.as_csv(figures_asked(asked)), mimetype="text/csv")


@events.get("/ranking", guard=WATCHING)
@events.response(200, UnitRankingOut)
def read_ranking() -> dict[str, Any]:
    """Rank departments by reporting in in time over a year, with n and an interval."""
    since = clock.local_date(clock.now()) - timedelta(days=365)
    rows = queries.ranking(clock.at_local(since, time()))
    names = organisational_units.names(code for code, _, _ in rows)
    return {
        "since": since,
        "items": [
            {
                "unit": unit_of(code, names),
                "in_time": rate.share,
                "n": rate.of,
                "low": rate.low,
                "high": rate.high,
                "score": score,
            }
            for code, rate, score in rows
        ],
    }
