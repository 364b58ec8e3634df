"""The shapes of orders."""

from marshmallow import fields, validate

from weijiayuan.events.department_orders.rules.state_transitions import PartState, Rank
from weijiayuan.events.rules.vocabulary import NoPhotoReason
from weijiayuan.events.schemas import CODE, CodeNameOut, EventClockOut, EventPhotoOut, photos
from weijiayuan.web.decided_as_read import HOW
from weijiayuan.web.schemas import (
    Id,
    Moment,
    PageIn,
    Place,
    Schema,
    StrictBoolean,
    Text,
    Whole,
    Words,
    one_of,
    page_schema,
)


class OrderIn(Schema):
    departments = fields.List(
        fields.String(validate=CODE),
        required=True,
        validate=validate.Length(min=1, max=10, error="请选1到10个单位"),
    )
    lead = fields.String(required=True, validate=CODE)
    place = Text(most=256, required=True, metadata={"description": "在哪里报到"})
    by = Moment(load_default=None, metadata={"description": "最迟报到时间"})
    item = Text(least=0, most=256, load_default="")
    rank = one_of(*Rank, load_default=Rank.REGULAR)


class OrdersIn(PageIn):
    state = one_of(*PartState, load_default=None)
    q = Text(
        least=2, most=50, load_default=None, metadata={"description": "编号，或事由、地点里的字"}
    )


class OrderPartIn(Schema):
    """Which department's part; by default the caller's own, else the lead's."""

    unit = fields.String(load_default=None, validate=CODE)


class OrderReasonIn(OrderPartIn):
    reason = Words(most=1000, required=True)


class OrderRulingIn(OrderPartIn):
    upheld = StrictBoolean(required=True)
    words = Text(most=1000, required=True)


class OrderReportInIn(OrderPartIn):
    officer = Text(most=40, required=True)
    position = fields.Nested(Place, load_default=None)
    code = fields.String(
        load_default=None, validate=validate.Regexp(r"^\d{6}$", error="报到码是6位数字")
    )


class OrderDoneIn(OrderPartIn):
    measures = Text(most=2000, lines=True, required=True)
    photos = photos()
    no_photo = one_of(*NoPhotoReason, load_default=None)


class OrderAcceptIn(OrderPartIn):
    accepted = StrictBoolean(load_default=True)
    reason = Words(least=0, most=1000, load_default="")


class OrderScoreIn(OrderPartIn):
    cooperation = Whole(least=0, most=100, required=True)
    result = Whole(least=0, most=100, required=True)


class OrderAppealDecideIn(OrderPartIn):
    """`score` is the new total, needed when the appeal is granted."""

    granted = StrictBoolean(required=True)
    score = fields.Float(load_default=None, validate=validate.Range(0, 100, error="0到100分"))
    reason = Words(most=1000, required=True)


class OrderScoreLineOut(Schema):
    part = fields.String()
    points = fields.Float()
    possible = fields.Integer()
    because = fields.String()


class OrderPartOut(Schema):
    unit = fields.Nested(CodeNameOut)
    is_lead = fields.Boolean()
    state = fields.String()
    state_text = fields.String()
    version = fields.String(metadata=HOW)
    signed_at = Moment(allow_none=True)
    contest_reason = fields.String()
    ruling = fields.String()
    reported_in_at = Moment(allow_none=True)
    officer = fields.String()
    presence = fields.String()
    no_photo = fields.String(allow_none=True)
    cancelled_at = Moment(allow_none=True)
    cancel_reason = fields.String()
    done_at = Moment(allow_none=True)
    measures = fields.String()
    photos = fields.List(fields.Nested(EventPhotoOut))
    accepted_at = Moment(allow_none=True)
    accepted_silently = fields.Boolean()
    returns = fields.Integer()
    return_reason = fields.String()
    score = fields.Float(allow_none=True)
    score_lines = fields.List(fields.Nested(OrderScoreLineOut))
    score_version = fields.String()
    is_final = fields.Boolean()
    appeal = fields.String()
    appeal_state = fields.String(metadata={"description": "none, open 待复核, decided 已复核"})
    appeal_granted = fields.Boolean(allow_none=True)
    appeal_finding = fields.String()
    clocks = fields.List(fields.Nested(EventClockOut))
    supervision = fields.Integer()
    allowed = fields.List(fields.String())


class OrderOut(Schema):
    id = Id()
    number = fields.String()
    event_id = Id(allow_none=True)
    event_number = fields.String(allow_none=True)
    rank = fields.String()
    item = fields.String()
    place = fields.String()
    position = fields.Nested(Place)
    community = fields.String()
    issued_at = Moment(allow_none=True)
    by = Moment(allow_none=True)
    report_code = fields.String(
        allow_none=True, metadata={"description": "报到码, 只给社区和协调办看"}
    )
    parts = fields.List(fields.Nested(OrderPartOut))
    is_sample = fields.Boolean()
    version = fields.String(metadata=HOW)


OrdersOut = page_schema(OrderOut)
