"""The page of one service, and of one site."""

from datetime import datetime
from typing import Any
from uuid import UUID

from flask import Response

from weijiayuan.directory import service_and_site_pages
from weijiayuan.directory.api.blueprints import hall_matters, services, sites
from weijiayuan.directory.errors import ServiceNotFound, SiteNotFound
from weijiayuan.directory.queries import entries
from weijiayuan.directory.schemas.service_and_site_pages import (
    MatterPageOut,
    MattersIn,
    ServiceOut,
    SiteOut,
)
from weijiayuan.kernel import clock
from weijiayuan.places import queries as places
from weijiayuan.places.models import Topic
from weijiayuan.web.etags import conditional
from weijiayuan.web.pagination import CursorMalformed, Page


@services.get("/<uuid:service_id>")
@services.response(200, ServiceOut)
@services.refuses(ServiceNotFound)
def show_service(service_id: UUID) -> Response:
    """Show a service: who, how, papers, for whom with the questions that decide it.

    Where it is held: `GET /services?service=`.
    """
    now = clock.now()
    found = entries.service(service_id)
    on = clock.local_date(now)
    return conditional(f"{_state()}.{on}", lambda: service_and_site_pages.service_page(found, on))


@sites.get("/<uuid:site_id>")
@sites.response(200, SiteOut)
@sites.refuses(SiteNotFound)
def show_site(site_id: UUID) -> Response:
    """Show a site: its week with holidays and 调休 reckoned in, what is served, what is closed."""
    now = clock.now()
    found = entries.site(site_id)
    return conditional(
        f"{_state()}.{_minute(now)}", lambda: service_and_site_pages.site_page(found, now)
    )


def _state() -> str:
    return f"{places.revision(Topic.SITES)}.{places.revision(Topic.CALENDAR)}"


def _minute(now: datetime) -> int:
    return int(now.timestamp()) // 60


@hall_matters.get("", alike=True)
@hall_matters.arguments(MattersIn, location="query")
@hall_matters.response(200, MatterPageOut)
@hall_matters.refuses(CursorMalformed)
def list_matters(asked: dict[str, Any]) -> Page[dict[str, Any]]:
    """List the matters that halls and parks handle; those with `approval` are decided at once."""
    found = entries.matters(**asked)
    return Page([service_and_site_pages.matter(each) for each in found.items], found.next_cursor)
