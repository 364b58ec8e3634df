"""Holding activities: plan, publish, change, call off, see who comes."""

from typing import Any
from uuid import UUID

from weijiayuan.accounts.guards import require_role
from weijiayuan.db import db
from weijiayuan.kernel import clock
from weijiayuan.kernel.clock import local_date
from weijiayuan.kernel.state_machine import IllegalMove
from weijiayuan.kernel.time_span import Span
from weijiayuan.venues import errors
from weijiayuan.venues.models import Activity
from weijiayuan.venues.queries import keeper_overviews, search
from weijiayuan.venues.rules.booking_rules import BookingRules
from weijiayuan.venues.rules.vocabulary import ActivityKind
from weijiayuan.venues.schemas import serializers
from weijiayuan.venues.schemas.activities import (
    ActivitiesOut,
    ActivityIn,
    ActivityOut,
    CallOffIn,
    SessionCapacityIn,
)
from weijiayuan.venues.schemas.management import KeptActivitiesIn, KeptBookingsOut
from weijiayuan.venues.schemas.venues import rules_of
from weijiayuan.venues.service import activities as service
from weijiayuan.venues.service import activity_changes, keeper_permissions, registration_draws
from weijiayuan.venues.service.activities import Plan, SessionPlan
from weijiayuan.venues.staff_api.blueprint import ORGANISERS, keeper
from weijiayuan.venues.staff_api.booking_rows import kept
from weijiayuan.web.blueprint import Blueprint
from weijiayuan.web.decided_as_read import decided_as_read, version_of
from weijiayuan.web.pagination import CursorMalformed, Page
from weijiayuan.web.schemas import PageIn

activity_keeping = Blueprint(
    "activity_keeping",
    __name__,
    url_prefix="/api/v1/activities",
    guard=require_role(*ORGANISERS),
    description="活动管理",
)
OURS = (errors.ActivityNotFound, errors.NotYourVenue)
IN_THE_WAY = (
    errors.VenueInUse,
    errors.RoomKept,
    errors.RoomClosed,
    errors.OutsideHours,
    errors.RoomTooSmall,
)
USUAL = BookingRules(per_day=None, per_week=None, notice_minutes=0, cancel_minutes=120)


@activity_keeping.get("/keeper")
@activity_keeping.arguments(KeptActivitiesIn, location="query")
@activity_keeping.response(200, ActivitiesOut)
@activity_keeping.refuses(CursorMalformed)
def list_kept(asked: dict[str, Any]) -> dict[str, Any]:
    """List the activities of my territories, drafts among them."""
    now = clock.now()
    page = keeper_overviews.activities(keeper(*ORGANISERS).territories, **asked)
    sessions = search.sessions_of([one.id for one in page.items])
    items = [
        serializers.activity_card(one, sessions.get(one.id, []), now=now) for one in page.items
    ]
    return {"items": items, "next_cursor": page.next_cursor}


@activity_keeping.get("/keeper/<uuid:activity_id>")
@activity_keeping.response(200, ActivityOut)
@activity_keeping.refuses(*OURS)
def show_kept(activity_id: UUID) -> dict[str, Any]:
    """Show an activity of my territories, a draft or called off as well."""
    return _shown(keeper_permissions.activity_of(keeper(*ORGANISERS), activity_id))


@activity_keeping.post("")
@activity_keeping.arguments(ActivityIn)
@activity_keeping.response(201, ActivityOut)
@activity_keeping.refuses(errors.VenueNotFound, errors.NotYourVenue)
def plan_activity(asked: dict[str, Any]) -> dict[str, Any]:
    """Write the draft of an activity."""
    return _shown(service.plan(plan_of(asked), keeper=keeper(*ORGANISERS)))


@activity_keeping.put("/<uuid:activity_id>")
@activity_keeping.arguments(ActivityIn)
@activity_keeping.response(200, ActivityOut)
@activity_keeping.refuses(
    *OURS,
    *IN_THE_WAY,
    errors.VenueNotFound,
    errors.NotADraft,
    errors.SessionTaken,
    errors.CapacityTaken,
)
def change_activity(asked: dict[str, Any], activity_id: UUID) -> dict[str, Any]:
    """Write a draft anew, or change what is published: those who come are told what changed."""
    given = plan_of(asked)
    found = activity_changes.change(activity_id, given, keeper=keeper(*ORGANISERS), now=clock.now())
    return _shown(found)


def plan_of(asked: dict[str, Any]) -> Plan:
    """Return what was sent as the service knows it."""
    sessions = [
        SessionPlan(
            one["title"],
            one["capacity"],
            [Span(meeting["starts_at"], meeting["ends_at"]) for meeting in one["meetings"]],
            one["id"],
        )
        for one in asked["sessions"]
    ]
    return Plan(
        title=asked["title"],
        activity_kind=ActivityKind(asked["kind"]),
        summary=asked["summary"],
        organiser=asked["organiser"],
        opens_at=asked["opens_at"],
        closes_at=asked["closes_at"],
        sessions=sessions,
        rules=rules_of(asked["rules"]) if asked["rules"] else USUAL,
        venue_id=asked["venue_id"],
        place_name=asked["place_name"],
        street_code=asked["community"][:9] if asked["community"] else None,
        community_code=asked["community"],
        questions=asked["questions"],
        contact=asked["contact"],
        by_draw=asked["by_draw"],
    )


def _shown(found: Activity) -> dict[str, Any]:
    sessions = search.sessions_of([found.id]).get(found.id, [])
    meetings = search.meetings_of([one.id for one in sessions])
    facts = serializers.activity(found, sessions, meetings, now=clock.now())
    return facts | {"version": _version(found)}


SAID = ("state", "title", "summary", "organiser", "opens_at", "closes_at", "rules_data", "contact")
PLACED = ("starts_at", "ends_at", "venue_id", "place_name", "questions")


def _version(found: Activity) -> str:
    """Name an activity by what is published or called off; who registers changes nothing of it."""
    sessions = search.sessions_of([found.id]).get(found.id, [])
    planned = [(one.title, one.starts_at, one.ends_at) for one in sessions]
    return version_of(*(getattr(found, name) for name in (*SAID, *PLACED)), planned)


def _version_now(activity_id: UUID) -> str:
    found = keeper_permissions.activity_of(keeper(*ORGANISERS), activity_id)
    db.session.refresh(found, with_for_update=True)
    return _version(found)


@activity_keeping.post("/<uuid:activity_id>/publish")
@activity_keeping.response(200, ActivityOut)
@activity_keeping.refuses(*OURS, errors.NotPublishable, *IN_THE_WAY, IllegalMove)
@decided_as_read(_version_now)
def publish(activity_id: UUID) -> dict[str, Any]:
    """Open an activity to everybody; its venue is kept free for it."""
    found = service.publish(activity_id, keeper=keeper(*ORGANISERS), now=clock.now())
    if found.by_draw:
        registration_draws.open_draws(found)
    return _shown(found)


@activity_keeping.post("/<uuid:activity_id>/call-off")
@activity_keeping.arguments(CallOffIn)
@activity_keeping.response(200, ActivityOut)
@activity_keeping.refuses(*OURS)
@decided_as_read(_version_now)
def call_off(asked: dict[str, Any], activity_id: UUID) -> dict[str, Any]:
    """Cancel an activity; everybody who registered or waits is told why."""
    found = service.call_off(
        activity_id, reason=asked["reason"], keeper=keeper(*ORGANISERS), now=clock.now()
    )
    return _shown(found)


@activity_keeping.post("/<uuid:activity_id>/sessions/<uuid:session_id>/capacity")
@activity_keeping.arguments(SessionCapacityIn)
@activity_keeping.response(200, ActivityOut)
@activity_keeping.refuses(*OURS, errors.SessionNotFound, errors.CapacityTaken, errors.RoomTooSmall)
def change_capacity(asked: dict[str, Any], activity_id: UUID, session_id: UUID) -> dict[str, Any]:
    """Give a session more or fewer places; more go to those who wait."""
    held_by, now = keeper(*ORGANISERS), clock.now()
    service.change_capacity(activity_id, session_id, asked["capacity"], keeper=held_by, now=now)
    return _shown(search.activity(activity_id, published=False))


@activity_keeping.get("/<uuid:activity_id>/registrations")
@activity_keeping.arguments(PageIn, location="query")
@activity_keeping.response(200, KeptBookingsOut)
@activity_keeping.refuses(*OURS, CursorMalformed)
def list_registrations(paging: dict[str, Any], activity_id: UUID) -> Page[dict[str, Any]]:
    """List who registered or waits, with their answers."""
    found = keeper_permissions.activity_of(keeper(*ORGANISERS), activity_id)
    page = keeper_overviews.registered(found.id, **paging)
    return Page(kept(page.items), page.next_cursor)


@activity_keeping.get("/keeper/today")
@activity_keeping.response(200)
def today() -> dict[str, Any]:
    """List today's meetings in my territories."""
    rows = keeper_overviews.today_meetings(keeper(*ORGANISERS).territories, local_date(clock.now()))
    names = ("session_id", "activity_id", "title", "starts_at", "ends_at")
    return {"items": [dict(zip(names, row, strict=True)) for row in rows]}
