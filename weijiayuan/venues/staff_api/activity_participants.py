"""Who comes to an activity: the list, the roll-call sheet, a message to all, a call to one."""

from dataclasses import asdict
from typing import Any
from uuid import UUID

from flask import Response

from weijiayuan.accounts.guards import require_role
from weijiayuan.kernel import clock
from weijiayuan.venues import errors
from weijiayuan.venues.queries import search
from weijiayuan.venues.schemas.activity_participants import (
    ActivityMessageIn,
    ActivityMessageOut,
    CallBackIn,
    CallBackOut,
    ParticipantsIn,
    ParticipantsOut,
)
from weijiayuan.venues.schemas.roll_call_sheet import workbook
from weijiayuan.venues.service import keeper_permissions
from weijiayuan.venues.service import participant_contact as service
from weijiayuan.venues.staff_api.activities import OURS, activity_keeping
from weijiayuan.venues.staff_api.blueprint import ORGANISERS, keeper, venue_keeping
from weijiayuan.venues.staff_api.usage_statistics import SHEET


@activity_keeping.get("/<uuid:activity_id>/participants", records=True)
@activity_keeping.arguments(ParticipantsIn, location="query")
@activity_keeping.response(200, ParticipantsOut)
@activity_keeping.refuses(*OURS, errors.SessionNotFound)
def list_participants(asked: dict[str, Any], activity_id: UUID) -> dict[str, Any]:
    """List who comes by name, with age, guardian and answers; the look is logged."""
    activity = keeper_permissions.activity_of(keeper(*ORGANISERS), activity_id)
    found = service.seen(activity, session_id=asked["session_id"], purpose="list")
    return {"items": [asdict(one) for one in found]}


@activity_keeping.get("/<uuid:activity_id>/roll-call.xlsx", records=True)
@activity_keeping.arguments(ParticipantsIn, location="query")
@activity_keeping.response(200, content_type=SHEET)
@activity_keeping.refuses(*OURS, errors.SessionNotFound)
def roll_call(asked: dict[str, Any], activity_id: UUID) -> Response:
    """Download the roll-call sheet: a row for each who comes, a box for each date."""
    activity = keeper_permissions.activity_of(keeper(*ORGANISERS), activity_id)
    found = service.seen(activity, session_id=asked["session_id"], purpose="roll-call")
    sessions = {one.id for one in activity.sessions if asked["session_id"] in {None, one.id}}
    meetings = search.meetings_of(list(sessions))
    dates = sorted({day for one in meetings.values() for day in one}, key=lambda one: one.starts_at)
    answer = Response(workbook(activity, found, dates), mimetype=SHEET)
    answer.headers["Content-Disposition"] = 'attachment; filename="roll-call.xlsx"'
    return answer


@activity_keeping.post("/<uuid:activity_id>/messages")
@activity_keeping.arguments(ActivityMessageIn)
@activity_keeping.response(201, ActivityMessageOut)
@activity_keeping.refuses(*OURS, errors.SessionNotFound)
def message_all(asked: dict[str, Any], activity_id: UUID) -> Any:
    """Write to everybody who is registered or waits."""
    return service.send_message(
        activity_id,
        asked["text"],
        session_id=asked["session_id"],
        keeper=keeper(*ORGANISERS),
        now=clock.now(),
    )


@venue_keeping.post("/bookings/<uuid:booking_id>/call-back", guard=require_role(*ORGANISERS))
@venue_keeping.arguments(CallBackIn)
@venue_keeping.response(200, CallBackOut)
@venue_keeping.refuses(errors.BookingNotFound, errors.NotYourVenue, errors.NoTelephone)
def call_back(asked: dict[str, Any], booking_id: UUID) -> Any:
    """Show the number of who booked, to call them back; who asked and why is logged."""
    return service.call_back(booking_id, reason=asked["reason"], keeper=keeper(*ORGANISERS))
