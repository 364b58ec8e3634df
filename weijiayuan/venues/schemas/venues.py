"""Venues, their slots and their bookings."""

from datetime import date
from typing import Any

from marshmallow import fields, validate, validates_schema

from weijiayuan.places.opening_hours import OnHolidays, OnMakeupDays
from weijiayuan.venues.rules.booking_rules import Approval, BookingRules
from weijiayuan.venues.rules.slot_identifiers import PATTERN
from weijiayuan.venues.rules.vocabulary import VenueKind
from weijiayuan.web.public_text import PublicText
from weijiayuan.web.schemas import (
    Id,
    LngLat,
    Moment,
    PageIn,
    Schema,
    StrictBoolean,
    Text,
    Whole,
    one_of,
    page_schema,
    refuse,
)

MOST_PEOPLE = 1000
CLOCK = validate.Regexp(r"^([01]\d|2[0-3]):[0-5]\d$|^24:00$", error="请按 09:00 的格式填写")
MONTH_DAY = validate.Regexp(
    r"^(0[1-9]|1[0-2])-(0[1-9]|[12]\d|3[01])$", error="请按 07-01 的格式填写"
)


class Day(fields.Date):
    """A date that calendars and databases can reckon with."""

    default_error_messages = {  # noqa: RUF012  # marshmallow's way
        "required": "请填写日期",
        "invalid": "请按 2026-11-23 的格式填写日期",
    }

    def __init__(self, **more: Any) -> None:
        super().__init__(**more)
        near = validate.Range(date(2000, 1, 1), date(2100, 12, 31), error="日期离现在太远")
        self.validators = [near, *self.validators]


class VenuesIn(PageIn):
    """What to look for. `near` is `lng,lat`; its `datum` must then be named."""

    community = fields.String(validate=validate.Length(max=20))
    kind = one_of(*[kind.value for kind in VenueKind])
    near = LngLat(metadata={"description": "经度,纬度, 例如 113.93,22.75"})
    datum = one_of("gcj02", "wgs84")
    radius = Whole(least=1, most=50_000, metadata={"description": "米; 1200 为步行十五分钟"})
    date = Day()
    free_now = fields.Boolean(load_default=False)
    q = Text(least=0, most=40)

    @validates_schema
    def near_has_a_datum(self, data: dict[str, Any], **_: Any) -> None:
        if "near" in data and "datum" not in data:
            raise refuse("datum", "坐标系要写明 gcj02 或 wgs84")
        if "radius" in data and "near" not in data:
            raise refuse("near", "请写明在哪里附近")


class NextSlotOut(Schema):
    id = fields.String()
    starts_at = Moment()
    ends_at = Moment()
    left = fields.Integer()


class VenueCardOut(Schema):
    id = Id()
    name = fields.String()
    kind = fields.String()
    kind_text = fields.String()
    use = fields.String()
    community = fields.String(allow_none=True)
    address = fields.String()
    place = fields.Dict(allow_none=True)
    metres = fields.Integer(allow_none=True)
    places = fields.Integer()
    people_most = fields.Integer()
    stars = fields.Float(allow_none=True)
    ratings = fields.Integer()
    is_sample = fields.Boolean()
    photo_id = Id(allow_none=True)
    next_free = fields.Nested(NextSlotOut, allow_none=True)


class VenueOut(VenueCardOut):
    equipment = fields.List(fields.String())
    notes = fields.String()
    contact = fields.String()
    hours = fields.List(fields.String())
    rules = fields.List(fields.String())
    timetable = fields.Dict()
    booking_rules = fields.Dict()
    closures = fields.List(fields.Dict())
    seat_names = fields.List(fields.String())
    last_day = fields.Date(allow_none=True)


VenuesOut = page_schema(VenueCardOut)


class VenueSlotsIn(Schema):
    """The days to show, both included; six weeks at the most."""

    from_ = Day(data_key="from")
    to = Day()


class VenueSlotOut(Schema):
    id = fields.String()
    starts_at = Moment()
    ends_at = Moment()
    places = fields.Integer()
    left = fields.Integer()
    waiting = fields.Integer()
    state = one_of("open", "full", "not_yet", "closed", "ended")
    state_text = fields.String()
    opens_at = Moment(allow_none=True)


class VenueSlotsOut(Schema):
    items = fields.List(fields.Nested(VenueSlotOut))
    next_cursor = fields.String(allow_none=True)


class BookingPartyIn(Schema):
    """Who comes: so many people, for themselves, a family member or a group."""

    people = Whole(least=1, most=MOST_PEOPLE, load_default=1)
    purpose = Text(least=0, most=200, load_default="")
    member_id = Id(allow_none=True, load_default=None)
    group_name = Text(least=0, most=60, load_default="")
    born = fields.Date(allow_none=True, load_default=None)


class BookingIn(BookingPartyIn):
    slot_id = fields.String(
        required=True,
        validate=validate.Regexp(PATTERN, error="时段编号不对"),
        error_messages={"required": "请选择时段"},
    )
    venue_id = Id()
    seat = Whole(least=1, most=10_000, allow_none=True, load_default=None)
    contact_name = Text(least=0, most=30, load_default="")
    contact_phone = Text(least=0, most=20, load_default="")
    attachments = fields.List(Id(), load_default=list, validate=validate.Length(0, 5))


class BookingMoveIn(Schema):
    """Another slot for a booking; people stay as many unless they are named."""

    slot_id = fields.String(required=True, validate=validate.Regexp(PATTERN, error="时段编号不对"))
    people = Whole(least=1, most=MOST_PEOPLE, allow_none=True, load_default=None)
    seat = Whole(least=1, most=10_000, allow_none=True, load_default=None)


class BookingShrinkIn(Schema):
    people = Whole(least=1, most=MOST_PEOPLE, required=True)


class SeatOut(Schema):
    number = fields.Integer()
    name = fields.String()
    free = fields.Boolean()


class SeatsOut(Schema):
    items = fields.List(fields.Nested(SeatOut))


class SeriesIn(Schema):
    """A weekly slot for a group; `starts` is its wall-clock time, weekdays count from Monday, 1."""

    venue_id = Id(required=True)
    weekday = Whole(least=1, most=7, required=True)
    starts = fields.String(required=True, validate=CLOCK)
    first_day = Day(required=True)
    last_day = Day(required=True)
    people = Whole(least=1, most=MOST_PEOPLE, required=True)
    group_name = Text(most=60, required=True)
    purpose = Text(least=0, most=200, load_default="")


class SeriesDateOut(Schema):
    day = fields.Date()
    state = fields.String()


class SeriesOut(Schema):
    id = Id()
    venue_id = Id()
    group_name = fields.String()
    purpose = fields.String()
    weekday = fields.Integer()
    starts = fields.String()
    first_day = fields.Date()
    last_day = fields.Date()
    people = fields.Integer()
    state = fields.String()
    reason = fields.String()
    dates = fields.List(fields.Nested(SeriesDateOut))


class SeriesListOut(Schema):
    items = fields.List(fields.Nested(SeriesOut))


class SeriesDatesOut(Schema):
    dates = fields.List(fields.Nested(SeriesDateOut))


class BookedSlotOut(Schema):
    id = fields.String()
    starts_at = Moment()
    ends_at = Moment()


class BookingOut(Schema):
    id = Id()
    code = fields.String()
    ticket = fields.String()
    state = fields.String()
    state_text = fields.String()
    people = fields.Integer()
    purpose = fields.String()
    group_name = fields.String()
    member_id = Id(allow_none=True)
    reason = fields.String()
    position = fields.Integer(allow_none=True)
    until = Moment(allow_none=True)
    cancel_until = Moment()
    can_cancel = fields.Boolean()
    can_rate = fields.Boolean()
    can_appeal = fields.Boolean()
    checked_in_at = Moment(allow_none=True)
    early_minutes = fields.Integer()
    late_minutes = fields.Integer()
    created_at = Moment()
    slot = fields.Nested(BookedSlotOut)
    venue = fields.Dict(allow_none=True)
    activity = fields.Dict(allow_none=True)
    session = fields.Dict(allow_none=True)
    answers = fields.Dict()
    seats = fields.List(fields.String())
    series_id = Id(allow_none=True)
    rating = fields.Dict(allow_none=True)
    appeal = fields.Dict(allow_none=True)


BookingsOut = page_schema(BookingOut)


class MyBookingsIn(PageIn):
    """`coming=true` for what lies ahead, `false` for what is over."""

    coming = fields.Boolean()


class VenueRatingIn(Schema):
    stars = Whole(least=1, most=5, required=True)
    text = PublicText(least=0, most=500, lines=True, load_default="")


class VenueRatingOut(Schema):
    id = Id()
    stars = fields.Integer()
    text = fields.String()
    is_shown = fields.Boolean()
    answer = fields.String()
    created_at = Moment()


VenueRatingsOut = page_schema(VenueRatingOut)


class NoShowAppealIn(Schema):
    text = Text(most=500, lines=True, required=True)


class NoShowAppealOut(Schema):
    state = fields.String()
    text = fields.String()
    reason = fields.String()


class ConductOut(Schema):
    """No-shows that count, how many are left, and a suspension if one is in force."""

    no_shows = fields.List(Moment())
    left = fields.Integer()
    suspended_until = Moment(allow_none=True)
    text = fields.String()


class CalendarFeedOut(Schema):
    url = fields.String()


class OpeningIn(Schema):
    weekdays = fields.List(
        Whole(least=1, most=7), required=True, validate=validate.Length(1, 7, error="请选择星期")
    )
    opens = fields.String(required=True, validate=CLOCK)
    closes = fields.String(required=True, validate=CLOCK)
    from_ = fields.String(data_key="from", load_default="01-01", validate=MONTH_DAY)
    to = fields.String(load_default="12-31", validate=MONTH_DAY)


class TimetableIn(Schema):
    openings = fields.List(
        fields.Nested(OpeningIn), required=True, validate=validate.Length(0, 30, error="最多30条")
    )
    slot_minutes = Whole(least=10, most=720, required=True)
    gap_minutes = Whole(least=0, most=720, load_default=0)
    on_holidays = one_of(*[one.value for one in OnHolidays], load_default="usual")
    on_makeup_days = one_of(*[one.value for one in OnMakeupDays], load_default="usual")


def _limit() -> Whole:
    return Whole(least=1, most=1000, allow_none=True, load_default=None)


class BookingRulesIn(Schema):
    days_ahead = Whole(least=0, most=90, load_default=7)
    release_time = fields.String(
        load_default="09:00",
        validate=validate.Regexp(r"^([01]\d|2[0-3]):[0-5]\d$", error="请按 09:00 的格式填写"),
    )
    notice_minutes = Whole(least=0, most=10_080, load_default=30)
    cancel_minutes = Whole(least=0, most=10_080, load_default=120)
    per_day = _limit()
    per_week = _limit()
    kind_per_week = _limit()
    max_people = Whole(least=1, most=MOST_PEOPLE, load_default=1)
    approval = one_of(*[one.value for one in Approval], load_default="none")
    approval_hours = Whole(least=1, most=168, load_default=24)
    hold_minutes = Whole(least=1, most=1440, allow_none=True, load_default=None)
    offer_minutes = Whole(least=5, most=1440, load_default=60)
    early_minutes = Whole(least=0, most=240, load_default=15)
    late_minutes = Whole(least=0, most=240, load_default=15)
    min_age = Whole(least=0, most=120, allow_none=True, load_default=None)
    max_age = Whole(least=0, most=120, allow_none=True, load_default=None)
    communities = fields.List(
        fields.String(validate=validate.Length(1, 20)),
        load_default=list,
        validate=validate.Length(0, 60),
    )
    for_family = StrictBoolean(load_default=True)
    for_groups = StrictBoolean(load_default=False)


def rules_of(data: dict[str, Any]) -> BookingRules:
    """Return what was sent as the rules know it."""
    return BookingRules(
        **data | {"approval": Approval(data["approval"]), "communities": tuple(data["communities"])}
    )
