"""Round codes of the mini-program to print and put up: what each opens, and with which scene.

A code carries 32 characters at most, so an id stands in it without its dashes; the page puts them
back (miniprogram/core/scene.js).
"""

from collections.abc import Mapping
from uuid import UUID

from weijiayuan.db import Model, db, reading
from weijiayuan.directory.models.entries import Service, Site
from weijiayuan.gateways import setup as gateways
from weijiayuan.gateways.wechat import Image
from weijiayuan.governance.errors import NothingToOpen
from weijiayuan.jobs.models.job_fairs import Fair
from weijiayuan.jobs.models.posts import Job
from weijiayuan.markets.models.markets import Market
from weijiayuan.venues.models.activities import Activity
from weijiayuan.venues.models.venues import Venue

WIDTH = 860  # pixels: ten centimetres at 220 dots an inch
OPENED: Mapping[str, tuple[type[Model], str]] = {
    "venue": (Venue, "pages/venues/venue/venue"),
    "activity": (Activity, "pages/activities/activity/activity"),
    "market": (Market, "pages/markets/market/market"),
    "job": (Job, "pages/jobs/job/job"),
    "fair": (Fair, "pages/jobs/fair/fair"),
    "site": (Site, "packages/directory/site/site"),
    "service": (Service, "packages/directory/service/service"),
}


def draw(kind: str, thing_id: UUID) -> Image:
    """Return the code that opens the page of this thing, drawn by WeChat."""
    with reading():
        page = page_of(kind, thing_id)
    return gateways.wechat().mini_code(scene=thing_id.hex, page=page, width=WIDTH)


def page_of(kind: str, thing_id: UUID) -> str:
    """Return the page of a thing that exists."""
    if kind not in OPENED:
        raise NothingToOpen
    model, page = OPENED[kind]
    if db.session.get(model, thing_id) is None:
        raise NothingToOpen
    return page
