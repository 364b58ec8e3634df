"""Meetings: called with lawful notice, drawn, minuted with four buttons, confirmed, on the wall."""

from typing import Any
from uuid import UUID

from weijiayuan.accounts.current_caller import actor_id, current_resident_id, someone
from weijiayuan.accounts.guards import require_resident, require_role
from weijiayuan.accounts.rules import Role
from weijiayuan.commons import access, errors
from weijiayuan.commons.models import CommonsMeeting
from weijiayuan.commons.queries import deliberation_spaces
from weijiayuan.commons.queries import meetings as meeting_queries
from weijiayuan.commons.rules.states import Attended, MeetingKind, OutcomeKind
from weijiayuan.commons.schemas.meetings import (
    AttendAtDeskIn,
    AttendIn,
    ClockIn,
    ConfirmIn,
    MeetingDetailOut,
    MeetingIn,
    MeetingOut,
    MinutesIn,
    ObjectIn,
)
from weijiayuan.commons.schemas.shared_schemas import OfSpaceIn, ReasonIn
from weijiayuan.commons.service import agenda_lottery
from weijiayuan.commons.service import meetings as service
from weijiayuan.commons.views import meetings as meeting_views
from weijiayuan.kernel import clock
from weijiayuan.kernel.state_machine import IllegalMove
from weijiayuan.lottery_draws.errors import StillOpen
from weijiayuan.web.blueprint import Blueprint, open_to_all
from weijiayuan.web.decided_as_read import decided_as_read
from weijiayuan.web.pagination import page_by
from weijiayuan.web.schemas import page_schema

STEWARD = require_role(*access.STEWARDS)
CALLERS = {
    MeetingKind.RESIDENTS: (Role.SECRETARY,),
    MeetingKind.DELEGATES: (Role.SECRETARY,),
}
"""Who calls where the law names the 居委会 alone (城市居民委员会组织法 26, 28)."""

meetings = Blueprint(
    "commons_meetings",
    __name__,
    guard=open_to_all,
    url_prefix="/api/v1/commons",
    description="共治：会议、议程与公示墙",
)


def _page(wanted: Any, asked: dict[str, Any]) -> dict[str, Any]:
    page = page_by(
        wanted, CommonsMeeting.id, limit=asked["limit"], cursor=asked["cursor"], newest_first=True
    )
    items = [meeting_views.meeting(each) for each in page.items]
    return {"items": items, "next_cursor": page.next_cursor}


@meetings.get("/meetings")
@meetings.arguments(OfSpaceIn, location="query")
@meetings.response(200, page_schema(MeetingOut))
@meetings.refuses(errors.SpaceNotFound)
def list_meetings(asked: dict[str, Any]) -> dict[str, Any]:
    """List the meetings of a space, the newest called first."""
    return _page(meeting_queries.meetings(deliberation_spaces.space(asked["space"]).id), asked)


@meetings.get("/wall")
@meetings.arguments(OfSpaceIn, location="query")
@meetings.response(200, page_schema(MeetingOut))
@meetings.refuses(errors.SpaceNotFound)
def read_wall(asked: dict[str, Any]) -> dict[str, Any]:
    """List what is published; each says until when it hangs, and stays to be read after that."""
    return _page(meeting_queries.wall(deliberation_spaces.space(asked["space"]).id), asked)


@meetings.post("/meetings", guard=STEWARD)
@meetings.arguments(MeetingIn)
@meetings.response(201, MeetingDetailOut)
@meetings.refuses(
    errors.SpaceNotFound, errors.NoticeTooShort, errors.TimesUnfit, errors.CallersNeeded
)
@meetings.refuses(errors.RoomTaken, errors.RoomShut, errors.RoomNotFound, errors.NamesSomebody)
@meetings.refuses(errors.DemandNotFound, errors.DemandAnother, errors.Unlawful, IllegalMove)
@meetings.refuses(errors.DoubtfulText)
def call(asked: dict[str, Any]) -> dict[str, Any]:
    """Call a meeting; the notice goes out now and must be as long as the law says."""
    space, now = deliberation_spaces.space(asked.pop("space_id")), clock.now()
    kind = MeetingKind(asked["kind"])
    access.require(space, *CALLERS.get(kind, access.STEWARDS))
    called = service.Called(**asked | {"kind": kind, "called_by": tuple(asked["called_by"])})
    meeting = service.call(space, called, by=actor_id(), now=now)
    return meeting_views.meeting_in_full(meeting, for_steward=True, now=now)


@meetings.get("/meetings/<uuid:meeting_id>")
@meetings.response(200, MeetingDetailOut)
@meetings.refuses(errors.MeetingNotFound)
def read_meeting(meeting_id: UUID) -> dict[str, Any]:
    """Return a meeting with its agenda; its minutes once two people confirmed them."""
    return meeting_views.meeting_in_full(
        meeting_queries.meeting(meeting_id), for_steward=False, now=clock.now()
    )


@meetings.get("/meetings/<uuid:meeting_id>/draft", guard=STEWARD)
@meetings.response(200, MeetingDetailOut)
@meetings.refuses(errors.MeetingNotFound)
def read_draft(meeting_id: UUID) -> dict[str, Any]:
    """Return a meeting with its minutes as they were written, for those who keep the space."""
    return meeting_views.meeting_in_full(_kept(meeting_id), for_steward=True, now=clock.now())


@meetings.get("/meetings/<uuid:meeting_id>/to-confirm", guard=require_resident)
@meetings.response(200, MeetingDetailOut)
@meetings.refuses(errors.MeetingNotFound, errors.NotAttended)
def read_to_confirm(meeting_id: UUID) -> dict[str, Any]:
    """Return the minutes to somebody who was there, to confirm them."""
    if not meeting_queries.attended(meeting_id, current_resident_id()):
        raise errors.NotAttended
    meeting = meeting_queries.meeting(meeting_id)
    return meeting_views.meeting_in_full(meeting, for_steward=True, now=clock.now())


def _kept(meeting_id: UUID) -> CommonsMeeting:
    meeting = meeting_queries.meeting(meeting_id)
    access.require_steward(deliberation_spaces.space(meeting.space_id))
    return meeting


def _shown(meeting: CommonsMeeting) -> dict[str, Any]:
    caller = someone()
    space = deliberation_spaces.space(meeting.space_id)
    keeps = caller is not None and access.is_steward(caller, space)
    return meeting_views.meeting_in_full(meeting, for_steward=keeps, now=clock.now())


def _version_now(meeting_id: UUID) -> str:
    _kept(meeting_id)
    return meeting_views.version(meeting_queries.meeting_to_change(meeting_id))


@meetings.post("/meetings/<uuid:meeting_id>/agenda", guard=STEWARD)
@meetings.response(200, MeetingDetailOut)
@meetings.refuses(errors.MeetingNotFound, StillOpen)
@decided_as_read(_version_now)
def draw_agenda(meeting_id: UUID) -> dict[str, Any]:
    """Draw the agenda, once: who waited longer has more tickets; anybody can repeat it."""
    meeting = _kept(meeting_id)
    agenda_lottery.draw_agenda(meeting_queries.meeting_to_change(meeting.id), now=clock.now())
    return _shown(meeting)


@meetings.post("/meetings/<uuid:meeting_id>/agenda/<uuid:item_id>/clock", guard=STEWARD)
@meetings.arguments(ClockIn)
@meetings.response(200, MeetingDetailOut)
@meetings.refuses(errors.MeetingNotFound, errors.ItemNotFound)
@decided_as_read(lambda meeting_id, item_id: _version_now(meeting_id))  # noqa: ARG005
def run_clock(asked: dict[str, Any], meeting_id: UUID, item_id: UUID) -> dict[str, Any]:
    """Start or stop the clock of an item."""
    meeting = _kept(meeting_id)
    item = meeting_queries.agenda_item(meeting.id, item_id)
    service.run_clock(item, start=asked["start"], now=clock.now())
    return _shown(meeting)


@meetings.post("/meetings/<uuid:meeting_id>/attend", guard=require_resident)
@meetings.arguments(AttendIn)
@meetings.response(200, MeetingDetailOut)
@meetings.refuses(errors.MeetingNotFound, errors.NotMember, errors.TooEarly, IllegalMove)
def attend(asked: dict[str, Any], meeting_id: UUID) -> dict[str, Any]:
    """Say that I am there."""
    meeting, me = meeting_queries.meeting(meeting_id), current_resident_id()
    deliberation_spaces.require_belongs(meeting.space_id, me)
    member = service.member_here(meeting.space_id, me)
    service.attend(meeting, Attended(asked["how"]), resident_id=me, member=member, now=clock.now())
    return _shown(meeting)


@meetings.post("/meetings/<uuid:meeting_id>/attend-at-desk", guard=STEWARD)
@meetings.arguments(AttendAtDeskIn)
@meetings.response(200, MeetingDetailOut)
@meetings.refuses(errors.MeetingNotFound, errors.RollNotFound, errors.UnitNotOnRoll)
@meetings.refuses(errors.TooEarly, IllegalMove)
def attend_at_desk(asked: dict[str, Any], meeting_id: UUID) -> dict[str, Any]:
    """Note that a member of the roll is there who has no telephone."""
    meeting = _kept(meeting_id)
    roll = deliberation_spaces.roll(asked["roll_id"])
    if roll.space_id != meeting.space_id:
        raise errors.RollNotFound
    member = deliberation_spaces.member_numbered(roll.id, asked["number"])
    service.attend(meeting, Attended(asked["how"]), member=member, now=clock.now())
    return _shown(meeting)


@meetings.post("/meetings/<uuid:meeting_id>/minutes", guard=STEWARD)
@meetings.arguments(MinutesIn)
@meetings.response(200, MeetingDetailOut)
@meetings.refuses(errors.MeetingNotFound, errors.TooEarly, errors.AgendaIncomplete, errors.DueUnfit)
@meetings.refuses(errors.PlaceNeeded, errors.UnitNotOnRoll, errors.NamesSomebody)
@meetings.refuses(errors.Unlawful, errors.DoubtfulText, IllegalMove)
@decided_as_read(_version_now)
def write_minutes(asked: dict[str, Any], meeting_id: UUID) -> dict[str, Any]:
    """Write the minutes: every item ends by talk or in one of four outcomes with owner and day."""
    meeting = _kept(meeting_id)
    endings = [
        service.Ending(**each | {"kind": OutcomeKind(each["kind"]) if each["kind"] else None})
        for each in asked["items"]
    ]
    service.minute(meeting.id, asked["words"], endings, by=actor_id(), now=clock.now())
    return _shown(meeting)


@meetings.post("/meetings/<uuid:meeting_id>/confirm", guard=require_resident)
@meetings.arguments(ConfirmIn)
@meetings.response(200, MeetingDetailOut)
@meetings.refuses(errors.MeetingNotFound, errors.NotAttended, errors.AlreadyConfirmed, IllegalMove)
@meetings.refuses(errors.MinutesChanged)
def confirm(asked: dict[str, Any], meeting_id: UUID) -> dict[str, Any]:
    """Confirm the minutes that one read, as somebody who was there; the second lets them stand."""
    version, by = asked["minutes_version"], current_resident_id()
    return _shown(service.confirm(meeting_id, version, by=by, now=clock.now()))


@meetings.post("/meetings/<uuid:meeting_id>/object", guard=require_resident)
@meetings.arguments(ObjectIn)
@meetings.response(200, MeetingDetailOut)
@meetings.refuses(errors.MeetingNotFound, errors.NotAttended, IllegalMove)
def object_to(asked: dict[str, Any], meeting_id: UUID) -> dict[str, Any]:
    """Say as somebody who was there what is wrong with the minutes."""
    return _shown(service.object_to(meeting_id, asked["words"], by=current_resident_id()))


@meetings.post("/meetings/<uuid:meeting_id>/publish", guard=STEWARD)
@meetings.response(200, MeetingDetailOut)
@meetings.refuses(errors.MeetingNotFound, IllegalMove)
@decided_as_read(_version_now)
def publish(meeting_id: UUID) -> dict[str, Any]:
    """Put confirmed minutes on the wall, for at least fifteen days."""
    meeting = _kept(meeting_id)
    return _shown(service.publish(meeting.id, now=clock.now()))


@meetings.post("/meetings/<uuid:meeting_id>/cancel", guard=STEWARD)
@meetings.arguments(ReasonIn)
@meetings.response(200, MeetingDetailOut)
@meetings.refuses(errors.MeetingNotFound, errors.BallotAtMeeting, IllegalMove)
@decided_as_read(_version_now)
def cancel(asked: dict[str, Any], meeting_id: UUID) -> dict[str, Any]:
    """Call a meeting off; its room is free again, its topics wait for the next draw."""
    meeting = _kept(meeting_id)
    return _shown(service.cancel(meeting.id, reason=asked["reason"], now=clock.now()))
