"""The shape of one matter."""

from marshmallow import fields

from weijiayuan.events.schemas.shared_schemas import CodeNameOut
from weijiayuan.events.schemas.unit_assistance import AssistOut
from weijiayuan.events.schemas.work_lists import EventLineOut
from weijiayuan.web.danger_screening import DangerOut
from weijiayuan.web.schemas import (
    Id,
    Moment,
    Schema,
)


class ClockUsedOut(Schema):
    """How much of its time a clock has used, counted in its own kind of time."""

    seconds = fields.Integer()
    of = fields.Integer()
    percent = fields.Float()
    rungs = fields.List(fields.Integer(), metadata={"description": "到这些百分比会提醒或督办"})
    in_office_time = fields.Boolean(metadata={"description": "只算工作时间"})


class EventClockOut(Schema):
    kind = fields.String()
    name = fields.String()
    unit = fields.String()
    started_at = Moment()
    due_at = Moment(allow_none=True)
    original_due_at = Moment(allow_none=True)
    paused_at = Moment(allow_none=True)
    resumed_at = Moment(allow_none=True)
    stopped_at = Moment(allow_none=True)
    overdue = fields.Boolean()
    used = fields.Nested(ClockUsedOut, allow_none=True)


class EventEntryOut(Schema):
    at = Moment()
    action = fields.String()
    title = fields.String()
    actor = fields.String()
    unit = fields.Nested(CodeNameOut, allow_none=True)
    from_ = fields.String(data_key="from", attribute="from", allow_none=True)
    to = fields.String(allow_none=True)
    words = fields.String()
    facts = fields.Dict()


class EventPhotoOut(Schema):
    id = Id()
    address = fields.String(metadata={"description": "半小时内可直接打开"})
    small = fields.String()
    check = fields.String(
        metadata={"description": "只给工作人员：waiting 未检，passed，doubtful，hidden，never 不检"}
    )
    check_text = fields.String()


class EventMessageOut(Schema):
    id = Id()
    at = Moment()
    from_reporter = fields.Boolean()
    is_question = fields.Boolean()
    text = fields.String()
    photos = fields.List(fields.Nested(EventPhotoOut))


class EventReportOut(Schema):
    """What somebody else reported of the same matter."""

    id = Id()
    number = fields.String()
    reported_at = Moment()
    text = fields.String()
    address = fields.String()
    photos = fields.List(fields.Nested(EventPhotoOut))


class EventRatingOut(Schema):
    round = fields.Integer()
    at = Moment()
    stars = fields.Integer()
    text = fields.String()
    why = fields.String(allow_none=True)
    needs_review = fields.Boolean()
    decision = fields.String(allow_none=True)
    finding = fields.String()


class EventAskOut(Schema):
    id = Id()
    kind = fields.String()
    reason = fields.String()
    extra = fields.String(allow_none=True)


class EventOrderOut(Schema):
    id = Id()
    number = fields.String()


class EventOut(EventLineOut):
    """A matter with its history. Nothing of the reporter is in it."""

    is_anonymous = fields.Boolean()
    danger = fields.Nested(DangerOut, allow_none=True)
    words_due_at = Moment(
        allow_none=True, metadata={"description": "文字里可能写到了人或住处，从这时起等人看"}
    )
    confidence = fields.Float()
    attributes = fields.Dict()
    community = fields.String(allow_none=True)
    street = fields.String(allow_none=True)
    because = fields.String(allow_none=True)
    promised_at = Moment(allow_none=True)
    handled_at = Moment(allow_none=True)
    closed_at = Moment(allow_none=True)
    in_time = fields.Boolean(allow_none=True)
    outcome = fields.String(allow_none=True)
    returns = fields.Integer()
    reworks = fields.Integer()
    reopens = fields.Integer()
    parent = Id(allow_none=True)
    followers = fields.Integer()
    reports = fields.List(
        fields.Nested(EventReportOut), metadata={"description": "并入的线索写了什么、拍了什么"}
    )
    before = fields.List(fields.Nested(EventPhotoOut))
    after = fields.List(fields.Nested(EventPhotoOut))
    clocks = fields.List(fields.Nested(EventClockOut))
    timeline = fields.List(fields.Nested(EventEntryOut))
    messages = fields.List(fields.Nested(EventMessageOut))
    ratings = fields.List(fields.Nested(EventRatingOut))
    ask = fields.Nested(EventAskOut, allow_none=True)
    assists = fields.List(fields.Nested(AssistOut))
    orders = fields.List(fields.Nested(EventOrderOut))
    version = fields.String(metadata={"description": "办理时写进 If-Match：之后有了变化就不办"})
    capacities = fields.List(fields.String())
    allowed = fields.List(fields.String(), metadata={"description": "您现在可以做的"})
