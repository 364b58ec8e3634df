"""One screen for supervisors, auditors, dispatchers and secretaries: each their own territories."""

from datetime import datetime, time, timedelta
from typing import Any

from flask import Response, stream_with_context

from weijiayuan.accounts.current_caller import current
from weijiayuan.accounts.guards import require_role
from weijiayuan.accounts.rules import Role, Territory
from weijiayuan.events.statistics import presentation
from weijiayuan.events.statistics import queries as figures
from weijiayuan.governance import dashboard, server_sent_events
from weijiayuan.governance.dashboard_schemas import (
    EventFiguresIn,
    RiskMapIn,
    RiskMapOut,
    ScreenOut,
    TrendOut,
)
from weijiayuan.governance.errors import DayToCome, StreamFull
from weijiayuan.kernel import clock
from weijiayuan.web import json
from weijiayuan.web.blueprint import Blueprint

WATCHERS = (Role.SUPERVISOR, Role.AUDITOR, Role.DISPATCHER, Role.SECRETARY)

governance = Blueprint(
    "governance", __name__, guard=require_role(*WATCHERS), description="一屏统管"
)


def mine() -> list[Territory]:
    """Return the territories that the caller watches."""
    return current().duties(*WATCHERS)


@governance.get("/overview")
@governance.response(200, ScreenOut)
def read_overview() -> dict[str, Any]:
    """Return how my territories stand: numbers, streets, figures, and what is most urgent."""
    return dashboard.whole(mine(), now=clock.now())


@governance.get("/risk-map")
@governance.arguments(RiskMapIn, location="query")
@governance.response(200, RiskMapOut)
@governance.refuses(DayToCome)
def read_risk_map(asked: dict[str, Any]) -> dict[str, Any]:
    """Return the load of each grid, community or street, now or at the end of a day."""
    now = clock.now()
    if asked["on"] and asked["on"] > clock.local_date(now):
        raise DayToCome
    at = min(clock.at_local(asked["on"] + timedelta(days=1), time()), now) if asked["on"] else now
    return dashboard.risk_map(mine(), level=asked["level"], at=at, now=now)


@governance.get("/trend")
@governance.response(200, TrendOut)
def read_trend() -> dict[str, Any]:
    """Return how many matters of my territories were reported and closed on each of sixty days."""
    return dashboard.trend(mine(), now=clock.now())


@governance.get("/figures.csv")
@governance.arguments(EventFiguresIn, location="query")
@governance.response(200, content_type="text/csv")
def read_figures(asked: dict[str, Any]) -> Response:
    """Return the figures of my territories as a sheet, with their definitions and intervals."""
    since = clock.at_local(asked["from_"], time())
    until = clock.at_local(asked["to"] + timedelta(days=1), time())
    found = figures.counts(mine(), by=asked["by"], since=since, until=until, now=clock.now())
    sheet = presentation.as_csv(presentation.figures_of(found, by=asked["by"]))
    answer = Response(sheet, mimetype="text/csv")
    name = f"figures-{asked['by']}-{asked['from_']}-{asked['to']}.csv"
    answer.headers["Content-Disposition"] = f'attachment; filename="{name}"'
    return answer


@governance.get("/stream", asks_outside=True)
@governance.response(200, content_type="text/event-stream")
@governance.refuses(StreamFull)
def read_stream() -> Response:
    """Send the overview now and whenever the ledger changes, for a minute; then come again."""
    territories = mine()
    parts = server_sent_events.events(lambda: written(territories, now=clock.now()))
    answer = Response(
        stream_with_context(parts),
        content_type="text/event-stream; charset=utf-8",
    )
    answer.headers["Cache-Control"] = "no-store"
    answer.headers["X-Accel-Buffering"] = "no"  # a proxy must pass each part on at once
    return answer


def written(territories: list[Territory], *, now: datetime) -> str:
    """Return the overview as one line of JSON."""
    shown = ScreenOut().dump(dashboard.whole(territories, now=now))
    return json.dump_bytes(shown).decode()
