"""What residents say at the door, the answers, and how often a promise was kept: public."""

from typing import Any
from uuid import UUID

from flask import Response

from weijiayuan.accounts.current_caller import current_resident_id
from weijiayuan.accounts.guards import require_resident
from weijiayuan.directory import visitor_report_presentation
from weijiayuan.directory.api.blueprints import sites
from weijiayuan.directory.errors import ReportedToday, SiteNotFound, SiteNotInUse
from weijiayuan.directory.queries import entries
from weijiayuan.directory.rules.visitor_reports import ReportKind
from weijiayuan.directory.schemas.entry_verification import RankingOut
from weijiayuan.directory.schemas.visitor_reports import DoubtsOut, ReportIn, ReportOut
from weijiayuan.directory.service import entry_corrections, visitor_reports
from weijiayuan.kernel import clock
from weijiayuan.places.coordinates import point_of
from weijiayuan.web.rate_limits import limited


@sites.post("/<uuid:site_id>/reports", guard=require_resident)
@sites.arguments(ReportIn)
@sites.response(201, ReportOut)
@sites.refuses(SiteNotFound, ReportedToday, SiteNotInUse)
@limited("30 per hour")
def report(asked: dict[str, Any], site_id: UUID) -> dict[str, Any]:
    """Say what one found at the door; once a person, site and day.

    It counts when whoever says so stands within 150 m, in opening hours, names their device and
    does not answer for the place. Two of different people and devices within seven days put the
    site in doubt (存疑) at once. Nobody is ever named.
    """
    site = entries.site_to_change(site_id)
    told = visitor_reports.report(
        site,
        ReportKind(asked["kind"]),
        here=point_of(asked["place"]),
        device=asked["device"],
        by=current_resident_id(),
        now=clock.now(),
    )
    return visitor_report_presentation.reported(told, site)


@sites.get("/<uuid:site_id>/reports", alike=True)
@sites.response(200, DoubtsOut)
@sites.refuses(SiteNotFound)
def list_doubts(site_id: UUID) -> dict[str, Any]:
    """List what residents found otherwise and what was answered, the newest first."""
    entries.site(site_id)
    return {"items": visitor_report_presentation.doubts(site_id)}


@sites.get("/promises", alike=True)
@sites.response(200, RankingOut)
def rank_promises() -> dict[str, Any]:
    """Rank sites by how often they were found as listed; none looked at less than ten times."""
    return visitor_report_presentation.ranking()


@sites.post("/<uuid:site_id>/saves", guard=require_resident)
@sites.response(204)
@sites.refuses(SiteNotFound, SiteNotInUse)
def save(site_id: UUID) -> Response:
    """Keep a site, to be told when its hours change."""
    entry_corrections.save(entries.site(site_id), by=current_resident_id())
    return Response(status=204)


@sites.delete("/<uuid:site_id>/saves", guard=require_resident)
@sites.response(204)
def unsave(site_id: UUID) -> Response:
    """Keep a site no more."""
    entry_corrections.unsave(site_id, by=current_resident_id())
    return Response(status=204)
