"""Watching over the ledger: supervisions, how things stand, figures and the ranking."""

from datetime import time, timedelta
from typing import Any
from uuid import UUID

from flask import Response
from sqlalchemy import select

from weijiayuan.accounts import guards
from weijiayuan.accounts.rules import Role
from weijiayuan.events import errors, order_reading
from weijiayuan.events.access import LOOKING
from weijiayuan.events.api.matters import STAFF, caller, events
from weijiayuan.events.models import Supervision
from weijiayuan.events.order_schemas import (
    EventFiguresIn,
    EventFiguresOut,
    EventOverviewOut,
    SupervisionOut,
    SupervisionsIn,
    SupervisionsOut,
    UnitRankingOut,
)
from weijiayuan.events.queries import figures as counting
from weijiayuan.events.queries import orders as queries
from weijiayuan.events.queries import overview, units
from weijiayuan.events.reading import unit_of
from weijiayuan.events.schemas import SupervisionReplyIn
from weijiayuan.events.service import supervising
from weijiayuan.kernel import clock
from weijiayuan.web.blueprint import Blueprint
from weijiayuan.web.pagination import page_by

WATCHING = guards.require_role(Role.SECRETARY, Role.DISPATCHER, Role.SUPERVISOR, Role.AUDITOR)

supervisions = Blueprint("supervisions", __name__, guard=STAFF, description="督办")


@supervisions.get("")
@supervisions.arguments(SupervisionsIn, location="query")
@supervisions.response(200, SupervisionsOut)
def list_supervisions(asked: dict[str, Any]) -> dict[str, Any]:
    """List the supervisions of what the caller watches or must answer, newest first."""
    who = caller()
    wanted = select(Supervision).where(supervising.visible(who))
    if asked["open"] is not None:
        replied = Supervision.replied_at
        wanted = wanted.where(replied.is_(None) if asked["open"] else replied.is_not(None))
    page = page_by(
        wanted,
        Supervision.opened_at,
        Supervision.id,
        limit=asked["limit"],
        cursor=asked["cursor"],
        newest_first=True,
    )
    items = order_reading.supervisions(page.items, who)
    return {"items": items, "next_cursor": page.next_cursor}


@supervisions.post("/<uuid:supervision_id>/reply")
@supervisions.arguments(SupervisionReplyIn)
@supervisions.response(200, SupervisionOut)
@supervisions.refuses(errors.EventNotFound, errors.NotYours, errors.RepliedBefore)
def reply(asked: dict[str, Any], supervision_id: UUID) -> dict[str, Any]:
    """Answer in writing why something is late and what is being done."""
    who = caller()
    found = supervising.supervision(supervision_id, who)
    supervising.reply(found, asked["reply"], who=who, now=clock.now())
    return order_reading.supervisions([found], who)[0]


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
    return order_reading.figures_of(found, by=asked["by"])


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
    return Response(order_reading.as_csv(figures_asked(asked)), mimetype="text/csv")


@events.get("/ranking", guard=WATCHING)
@events.response(200, UnitRankingOut)
def read_ranking() -> dict[str, Any]:
    """Rank departments by reporting in in time over a year, with n and an interval."""
    since = clock.local_date(clock.now()) - timedelta(days=365)
    rows = queries.ranking(clock.at_local(since, time()))
    names = units.names(code for code, _, _ in rows)
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
