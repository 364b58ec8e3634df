"""Activities, their sessions and registrations."""

from collections.abc import Mapping
from itertools import pairwise
from typing import Any

from marshmallow import fields, validate, validates_schema

from weijiayuan.venues.rules.vocabulary import ActivityKind
from weijiayuan.venues.schemas.venues import BookingPartyIn, BookingRulesIn, Day
from weijiayuan.web.decided_as_read import HOW
from weijiayuan.web.public_text import PublicText, PublicWords
from weijiayuan.web.schemas import (
    Id,
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

KINDS = [kind.value for kind in ActivityKind]


class ActivitiesIn(PageIn):
    community = fields.String(validate=validate.Length(max=20))
    kind = one_of(*KINDS)
    date = Day()
    open_now = fields.Boolean(load_default=False)
    q = Text(least=0, most=40)


class ActivityCardOut(Schema):
    id = Id()
    title = fields.String()
    kind = fields.String()
    kind_text = fields.String()
    community = fields.String(allow_none=True)
    organiser = fields.String()
    place_name = fields.String()
    place = fields.Dict(allow_none=True)
    starts_at = fields.String(allow_none=True)
    ends_at = fields.String(allow_none=True)
    opens_at = fields.String()
    closes_at = fields.String()
    state = fields.String()
    state_text = fields.String()
    places = fields.Integer()
    left = fields.Integer()
    waiting = fields.Integer()
    fee_fen = fields.Integer()
    stars = fields.Float(allow_none=True)
    ratings = fields.Integer()
    is_sample = fields.Boolean()
    photo_id = Id(allow_none=True)


class ActivityOut(ActivityCardOut):
    version = fields.String(metadata=HOW)
    summary = fields.String()
    contact = fields.String()
    venue_id = Id(allow_none=True)
    questions = fields.List(fields.Dict())
    max_people = fields.Integer()
    ages = fields.String(allow_none=True)
    cancel_minutes = fields.Integer()
    booking_rules = fields.Dict()
    by_draw = fields.Boolean()
    sessions = fields.List(fields.Dict())


ActivitiesOut = page_schema(ActivityCardOut)


class Answers(fields.Dict):
    """Answers by question, short texts."""

    def __init__(self, **more: Any) -> None:
        super().__init__(
            keys=fields.String(validate=validate.Length(1, 20)),
            values=Text(least=0, most=200),
            validate=validate.Length(0, 20),
            **more,
        )


class RegistrationIn(BookingPartyIn):
    """`session_id` may be left out when the activity has a single session."""

    session_id = Id(allow_none=True, load_default=None)
    answers = Answers(load_default=dict)


class DrawEntryIn(Schema):
    session_id = Id(allow_none=True, load_default=None)
    member_id = Id(allow_none=True, load_default=None)
    born = fields.Date(allow_none=True, load_default=None)
    answers = Answers(load_default=dict)


class DrawLeaveIn(Schema):
    session_id = Id(allow_none=True, load_default=None)
    member_id = Id(allow_none=True, load_default=None)


class DrawEntryOut(Schema):
    draw_id = Id()
    number = fields.Integer()
    tickets = fields.Integer()


class ActivityMeetingIn(Schema):
    starts_at = Moment(required=True)
    ends_at = Moment(required=True)

    @validates_schema
    def runs_forward(self, data: Mapping[str, Any], **_: Any) -> None:
        if data["ends_at"] <= data["starts_at"]:
            raise refuse("ends_at", "结束时间要在开始时间之后")


class ActivitySessionIn(Schema):
    """`id` names the session that this one changes; without any, they are taken in order."""

    id = Id(allow_none=True, load_default=None)
    title = PublicText(most=40, load_default="场次")
    capacity = Whole(least=1, most=10_000, required=True)
    meetings = fields.List(
        fields.Nested(ActivityMeetingIn),
        required=True,
        validate=validate.Length(1, 60, error="请填写1到60个日期"),
    )

    @validates_schema
    def dates_do_not_overlap(self, data: Mapping[str, Any], **_: Any) -> None:
        spans = sorted((one["starts_at"], one["ends_at"]) for one in data.get("meetings", []))
        if any(one[1] > two[0] for one, two in pairwise(spans)):
            raise refuse("meetings", "日期不能重叠")


class ActivityQuestionIn(Schema):
    id = fields.String(required=True, validate=validate.Regexp(r"^[a-z0-9_]{1,20}$"))
    text = PublicText(most=100, required=True)
    required = StrictBoolean(load_default=False)
    choices = fields.List(PublicText(most=40), load_default=list, validate=validate.Length(0, 20))


class ActivityIn(Schema):
    title = PublicText(most=60, required=True)
    kind = one_of(*KINDS, required=True)
    summary = PublicText(most=2000, lines=True, required=True)
    organiser = Text(most=60, required=True)
    opens_at = Moment(required=True)
    closes_at = Moment(required=True)
    venue_id = Id(allow_none=True, load_default=None)
    place_name = PublicText(least=0, most=80, load_default="")
    community = fields.String(allow_none=True, load_default=None, validate=validate.Length(12, 12))
    contact = Text(least=0, most=60, load_default="")
    questions = fields.List(
        fields.Nested(ActivityQuestionIn), load_default=list, validate=validate.Length(0, 20)
    )
    rules = fields.Nested(BookingRulesIn, load_default=None, allow_none=True)
    by_draw = StrictBoolean(load_default=False)
    sessions = fields.List(
        fields.Nested(ActivitySessionIn),
        required=True,
        validate=validate.Length(1, 30, error="最多30场"),
    )

    @validates_schema
    def window_runs_forward(self, data: Mapping[str, Any], **_: Any) -> None:
        if data["closes_at"] <= data["opens_at"]:
            raise refuse("closes_at", "报名截止要在报名开始之后")


class SessionCapacityIn(Schema):
    capacity = Whole(least=1, most=10_000, required=True)


class CallOffIn(Schema):
    reason = PublicWords(most=200, required=True)
