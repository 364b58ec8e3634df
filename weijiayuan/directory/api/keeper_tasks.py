"""Keepers: the monthly page, one tap each, hours, facts, and answers to what residents found."""

from datetime import timedelta
from typing import Any
from uuid import UUID

from flask import Response

from weijiayuan.accounts import current_caller
from weijiayuan.accounts.guards import require_role
from weijiayuan.accounts.rules import Role
from weijiayuan.directory import visitor_report_presentation
from weijiayuan.directory.api.blueprints import sites
from weijiayuan.directory.errors import (
    ChangedMeanwhile,
    CorrectFirst,
    CorrectWhatWasFound,
    HoursMalformed,
    KeptAtVenue,
    LookCloser,
    LookedToday,
    LookRepeated,
    LookTooFast,
    NothingToAnswer,
    NotYourSite,
    OutsideDistrict,
    OwnSite,
    PhotoNeeded,
    SiteNotFound,
    SiteNotInUse,
)
from weijiayuan.directory.models import Site
from weijiayuan.directory.queries import entries, keeper_tasks
from weijiayuan.directory.rules.visitor_reports import Finding
from weijiayuan.directory.rules.vocabulary import Assurer
from weijiayuan.directory.schemas.entry_corrections import FactsIn, HoursIn
from weijiayuan.directory.schemas.entry_verification import AssuranceIn
from weijiayuan.directory.schemas.keeper_tasks import DueIn, DuePageOut, DueSiteOut
from weijiayuan.directory.schemas.visitor_reports import AnswerIn
from weijiayuan.directory.service import entry_corrections, entry_verification, visitor_reports
from weijiayuan.directory.service.keeper_permissions import KEEPERS, Keeper, site_of
from weijiayuan.directory.service.verification_photos import marks
from weijiayuan.events.access import Who
from weijiayuan.files.errors import FileUnusable
from weijiayuan.kernel import clock
from weijiayuan.places.coordinates import point_of
from weijiayuan.web.decided_as_read import decided_as_read
from weijiayuan.web.pagination import CursorMalformed, Page

KEEPING = require_role(*KEEPERS)
LOOKING = require_role(*KEEPERS, Role.GRID_WORKER)


def keeper() -> Keeper:
    """Return the caller as somebody who looks after the territories of their duties."""
    duties = current_caller.current().duties(*KEEPERS)
    return Keeper(current_caller.actor_id(), duties)


def kept(site_id: UUID) -> Site:
    return site_of(keeper(), site_id)


@sites.get("/due", guard=KEEPING)
@sites.arguments(DueIn, location="query")
@sites.response(200, DuePageOut)
@sites.refuses(CursorMalformed)
def list_due(asked: dict[str, Any]) -> Page[dict[str, Any]]:
    """List my sites that nobody confirmed for so many days, the oldest first: ten taps."""
    now = clock.now()
    found = keeper_tasks.due(
        keeper().territories,
        before=clock.local_date(now) - timedelta(days=asked["days"]),
        doubted=asked["doubted"],
        gone=asked["gone"],
        q=asked["q"],
        sort=asked["sort"],
        limit=asked["limit"],
        cursor=asked["cursor"],
    )
    asked_of = keeper_tasks.asked_until([site.id for site in found.items])
    items = [
        visitor_report_presentation.due(site, asked_of.get(site.id), now) for site in found.items
    ]
    return Page(items, found.next_cursor)


@sites.get("/<uuid:site_id>/keeping", guard=KEEPING)
@sites.response(200, DueSiteOut)
@sites.refuses(SiteNotFound, NotYourSite)
def read_kept(site_id: UUID) -> dict[str, Any]:
    """Return one of my sites with what may be mended of it."""
    site = entries.site(site_id)
    if not keeper().keeps(site):
        raise NotYourSite
    asked_of = keeper_tasks.asked_until([site.id])
    return visitor_report_presentation.due(site, asked_of.get(site.id), clock.now())


def _version_now(site_id: UUID) -> int:
    return kept(site_id).version


@sites.post("/<uuid:site_id>/assurances", guard=LOOKING)
@sites.arguments(AssuranceIn)
@sites.response(204)
@sites.refuses(SiteNotFound, NotYourSite, SiteNotInUse, CorrectFirst)
@sites.refuses(LookCloser, PhotoNeeded, FileUnusable, LookedToday, OwnSite)
@sites.refuses(LookRepeated, LookTooFast)
@decided_as_read(_version_now)
def assure(asked: dict[str, Any], site_id: UUID) -> Response:
    """Say that an entry is still true: one tap with an empty body.

    `changed` after the entry was mended today. A grid worker says `visit` with their place (within
    100 m) and a photo of their own, once a day; that also settles the matter that sent them, and
    puts an entry in doubt that they found otherwise.
    """
    finding, now = Finding(asked["finding"]), clock.now()
    if asked["how"] == Assurer.VISIT.value:
        proof = entry_verification.Proof(asked["photos"], marks(asked["photos"]))
        entry_verification.look(
            _looked_at(site_id),
            finding,
            here=point_of(asked["place"]),
            proof=proof,
            who=_who(),
            words=asked["words"],
            now=now,
        )
        return Response(status=204)
    entry_verification.assure(
        kept(site_id),
        finding,
        by=Assurer(asked["how"]),
        staff_id=current_caller.actor_id(),
        services=asked["services"],
        words=asked["words"],
        now=now,
    )
    return Response(status=204)


def _looked_at(site_id: UUID) -> Site:
    """Return a site of the caller's grid. Who keeps it is nobody from outside: `OwnSite`."""
    duties = current_caller.current().duties(Role.GRID_WORKER)
    site = site_of(Keeper(current_caller.actor_id(), duties), site_id)
    if keeper().keeps(site):
        raise OwnSite
    return site


def _who() -> Who:
    caller = current_caller.current()
    return Who(staff_id=caller.staff_id, granted=caller.granted)


@sites.put("/<uuid:site_id>/hours", guard=KEEPING)
@sites.arguments(HoursIn)
@sites.response(204)
@sites.refuses(SiteNotFound, NotYourSite, HoursMalformed, KeptAtVenue, SiteNotInUse)
@sites.refuses(ChangedMeanwhile)
def set_hours(asked: dict[str, Any], site_id: UUID) -> Response:
    """Give a site new hours and closures; who keeps it is told the same day."""
    entry_corrections.set_hours(kept(site_id), asked, now=clock.now())
    return Response(status=204)


@sites.put("/<uuid:site_id>/facts", guard=KEEPING)
@sites.arguments(FactsIn)
@sites.response(204)
@sites.refuses(SiteNotFound, NotYourSite, KeptAtVenue, SiteNotInUse, OutsideDistrict)
@sites.refuses(ChangedMeanwhile)
def set_facts(asked: dict[str, Any], site_id: UUID) -> Response:
    """Mend address, telephone, place, features or note; what is left out stays as it is."""
    entry_corrections.set_facts(kept(site_id), asked, by=keeper(), now=clock.now())
    return Response(status=204)


@sites.post("/<uuid:site_id>/answer", guard=KEEPING)
@sites.arguments(AnswerIn)
@sites.response(204)
@sites.refuses(SiteNotFound, NotYourSite, NothingToAnswer, CorrectFirst, CorrectWhatWasFound)
@decided_as_read(_version_now)
def answer(asked: dict[str, Any], site_id: UUID) -> Response:
    """Answer in public what residents found otherwise.

    The site is in doubt no more once exactly that was mended; else once somebody looked.
    """
    visitor_reports.answer(
        kept(site_id),
        text=asked["text"],
        corrected=asked["corrected"],
        by=current_caller.actor_id(),
        now=clock.now(),
    )
    return Response(status=204)
