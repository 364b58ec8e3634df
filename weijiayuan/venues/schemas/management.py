"""What keepers send and see."""

from typing import Any

from marshmallow import fields, validate

from weijiayuan.places import opening_hours as hours
from weijiayuan.places.opening_hours import Timetable
from weijiayuan.venues.queries import keeper_overviews
from weijiayuan.venues.rules.slot_identifiers import PATTERN
from weijiayuan.venues.rules.vocabulary import Use, VenueKind
from weijiayuan.venues.schemas.venues import MOST_PEOPLE, BookingRulesIn, Day, TimetableIn
from weijiayuan.venues.service.venue_management import Affected
from weijiayuan.web.decided_as_read import HOW
from weijiayuan.web.pagination import choices_of
from weijiayuan.web.public_text import PublicText, PublicWords
from weijiayuan.web.schemas import (
    Id,
    Moment,
    PageIn,
    Place,
    Schema,
    StrictBoolean,
    Text,
    Whole,
    one_of,
    page_schema,
)

CALLED = {"description": "名称或地址里的字"}


class VenueCheckInIn(Schema):
    code = fields.String(
        required=True,
        validate=validate.Length(1, 64, error="请扫描二维码或输入6位签到码"),
        error_messages={"required": "请扫描二维码或输入6位签到码"},
    )


class KeptBookingOut(Schema):
    """A booking as the keeper sees it: no telephone number, no full name."""

    id = Id()
    code = fields.String()
    state = fields.String()
    state_text = fields.String()
    title = fields.String()
    starts_at = Moment()
    ends_at = Moment()
    people = fields.Integer()
    purpose = fields.String()
    group_name = fields.String()
    for_family = fields.Boolean()
    nickname = fields.String()
    until = Moment(allow_none=True)
    checked_in_at = Moment(allow_none=True)
    answers = fields.Dict()
    contact_name = fields.String(allow_none=True)
    attachments = fields.List(fields.String())
    first_approved = fields.Boolean()
    revision = fields.Integer(metadata={"description": "审核时说明看的是哪一版"})
    appeal = fields.Dict(allow_none=True)


class VenueCheckInOut(Schema):
    booking = fields.Nested(KeptBookingOut)
    is_first = fields.Boolean()
    text = fields.String()


class VenueWalkInIn(Schema):
    slot_id = fields.String(required=True, validate=validate.Regexp(PATTERN, error="时段编号不对"))
    people = Whole(least=1, most=1000, required=True)


class VenueWalkInOut(Schema):
    id = Id()
    starts_at = Moment()
    ends_at = Moment()
    people = fields.Integer()


class VenueDayIn(Schema):
    date = Day()


class VenueDayOut(Schema):
    date = fields.Date()
    bookings = fields.List(fields.Nested(KeptBookingOut))
    walk_ins = fields.List(fields.Nested(VenueWalkInOut))


class VenueClosureIn(Schema):
    """`bookings` says what becomes of those in the way: kept, or called off with a notice."""

    starts_at = Moment(required=True)
    ends_at = Moment(required=True)
    reason = PublicWords(most=200, required=True)
    bookings = one_of(*[one.value for one in Affected], load_default="call_off")


class ClosurePeriodIn(Schema):
    starts_at = Moment(required=True)
    ends_at = Moment(required=True)


class VenueClosuresIn(VenueClosureIn):
    """Several venues that are closed for one reason."""

    venue_ids = fields.List(Id(), required=True, validate=validate.Length(1, 100))


class VenueRetirementIn(Schema):
    """The last day on which a venue is open, and what becomes of later bookings."""

    last_day = Day(required=True)
    reason = PublicWords(most=200, required=True)
    bookings = one_of(*[one.value for one in Affected], load_default="call_off")


class LastDayIn(Schema):
    last_day = Day(required=True)


class VenueClosureOut(Schema):
    id = Id()
    starts_at = Moment()
    ends_at = Moment()
    reason = fields.String()
    lifted_at = Moment(allow_none=True)


class HeldOutsideOut(Schema):
    """An activity or a meeting that keeps a venue at a time when it is not open any more."""

    venue_id = Id()
    title = fields.String()
    starts_at = Moment(attribute="span.starts_at")
    ends_at = Moment(attribute="span.ends_at")


class VenueChangeOut(Schema):
    closure = fields.Nested(VenueClosureOut, allow_none=True)
    affected = fields.List(fields.Nested(KeptBookingOut))
    activities = fields.List(fields.Nested(HeldOutsideOut))


class VenueChangesOut(Schema):
    items = fields.List(fields.Nested(VenueChangeOut))


class AffectedBookingsOut(Schema):
    affected = fields.List(fields.Nested(KeptBookingOut))
    activities = fields.List(
        fields.Nested(HeldOutsideOut),
        metadata={
            "description": "占用场地的活动和会议：改开放时间不取消它们，关闭和停用要它们先改期"
        },
    )


class VenueHoursIn(TimetableIn):
    bookings = one_of(*[one.value for one in Affected], load_default="keep")


class VenueDescriptionIn(Schema):
    """What a venue says of itself; `photo_id` is a file sent before.

    Name, size and place stay as they are when they are left out.
    """

    name = PublicText(most=80, allow_none=True, load_default=None)
    people_most = Whole(least=1, most=MOST_PEOPLE, allow_none=True, load_default=None)
    place = fields.Nested(Place, load_default=None, allow_none=True)
    address = PublicText(least=0, most=120, load_default="")
    notes = PublicText(least=0, most=2000, lines=True, load_default="")
    contact = Text(least=0, most=60, load_default="")
    equipment = fields.List(Text(most=20), load_default=list, validate=validate.Length(0, 30))
    photo_id = Id(allow_none=True, load_default=None)


class VenueIn(Schema):
    """A new venue. `places` can be taken at one time; a venue used as a whole has one."""

    name = PublicText(most=80, required=True)
    kind = one_of(*[kind.value for kind in VenueKind], required=True)
    use = one_of(*[use.value for use in Use], required=True)
    community = fields.String(required=True, validate=validate.Length(12, 12, error="请选择社区"))
    places = Whole(least=1, most=10_000, load_default=1)
    people_most = Whole(least=1, most=MOST_PEOPLE, required=True)
    address = PublicText(least=0, most=120, load_default="")
    contact = Text(least=0, most=60, load_default="")
    place = fields.Nested(Place, load_default=None, allow_none=True)


class VenueRulesIn(Schema):
    rules = fields.Nested(BookingRulesIn, required=True)
    capacity = Whole(least=1, most=10_000, required=True)
    seat_names = fields.List(
        Text(most=20), allow_none=True, load_default=None, validate=validate.Length(0, 200)
    )


class RequestApprovalIn(Schema):
    """Which version of the request was read: what changed since is read again."""

    revision = Whole(required=True)


class AppealDecisionIn(Schema):
    grant = StrictBoolean(required=True)
    reason = PublicWords(most=500, required=True)


class AffectedDecisionIn(Schema):
    keep = StrictBoolean(required=True)
    reason = PublicWords(most=200, required=True)


class SeriesDecisionIn(Schema):
    approve = StrictBoolean(required=True)
    reason = PublicWords(least=0, most=200, load_default="")


class RatingAnswerIn(Schema):
    text = PublicText(most=500, lines=True, required=True)


class RequestsIn(PageIn):
    q = Text(least=1, most=40, load_default=None, metadata=CALLED)
    sort = one_of(*choices_of(keeper_overviews.REQUEST_ORDERS), load_default="asked")


class KeptVenuesIn(PageIn):
    q = Text(least=1, most=40, load_default=None, metadata=CALLED)
    sort = one_of(*choices_of(keeper_overviews.VENUE_ORDERS), load_default="name")


class KeptActivitiesIn(PageIn):
    q = Text(least=1, most=40, load_default=None, metadata=CALLED)
    sort = one_of(*choices_of(keeper_overviews.ACTIVITY_ORDERS), load_default=None)


class NoShowsIn(PageIn):
    contested = fields.Boolean(load_default=False)


class KeptRatingsIn(PageIn):
    unanswered = fields.Boolean(load_default=False)


class KeptRatingOut(Schema):
    id = Id()
    stars = fields.Integer()
    text = fields.String()
    is_shown = fields.Boolean()
    answer = fields.String()
    created_at = Moment()
    subject_id = Id()
    version = fields.String(metadata=HOW)


class VenueFiguresIn(Schema):
    from_ = Day(data_key="from", required=True)
    to = Day(required=True)


class VenueFiguresOut(Schema):
    booked = fields.Integer()
    came = fields.Integer()
    missed = fields.Integer()
    cancelled = fields.Integer()
    people = fields.Integer()
    walk_ins = fields.Integer()
    grid = fields.List(
        fields.List(fields.Float()),
        metadata={"description": "人时: 每行一个星期几 (周一起), 每列一个小时"},
    )


KeptBookingsOut = page_schema(KeptBookingOut)
KeptRatingsOut = page_schema(KeptRatingOut)


def timetable_of(data: dict[str, Any]) -> Timetable:
    """Return what was sent as the rules know it."""
    openings = [one | {"from": one["from_"]} for one in data["openings"]]
    return hours.from_data(data | {"openings": openings})
