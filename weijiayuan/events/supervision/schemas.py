"""The shapes of supervisions."""

from marshmallow import fields

from weijiayuan.events.schemas import CodeNameOut
from weijiayuan.web.schemas import Id, Moment, PageIn, Schema, Text, page_schema


class SupervisionReplyIn(Schema):
    reply = Text(most=2000, lines=True, required=True)


class SupervisionOut(Schema):
    id = Id()
    level = fields.Integer()
    unit = fields.Nested(CodeNameOut, allow_none=True)
    event_id = Id(allow_none=True)
    event_number = fields.String(allow_none=True)
    event_category = fields.Nested(CodeNameOut, allow_none=True)
    rung = fields.String()
    clock = fields.String()
    reached_at = Moment()
    opened_at = Moment()
    reply = fields.String()
    replied_at = Moment(allow_none=True)
    reply_due_at = Moment(allow_none=True)
    allowed = fields.List(fields.String(), metadata={"description": "您现在可以做的: reply"})


SupervisionsOut = page_schema(SupervisionOut)


class SupervisedMatterOut(Schema):
    id = Id()
    number = fields.String()
    category = fields.Nested(CodeNameOut, allow_none=True)
    state_text = fields.String()
    text = fields.String(metadata={"description": "不能打开这件事的人看到的是空的"})


class SupervisedOrderOut(Schema):
    id = Id()
    number = fields.String()
    item = fields.String()


class MatterSupervisionOut(Schema):
    """All supervisions of one matter, or of one department's part in an order."""

    id = Id()
    matter = fields.Nested(SupervisedMatterOut, allow_none=True)
    order = fields.Nested(SupervisedOrderOut, allow_none=True)
    level = fields.Integer(metadata={"description": "最高的级别"})
    owed = fields.Integer(metadata={"description": "还没有答复的督办单"})
    reply_due_at = Moment(allow_none=True)
    opened_at = Moment()
    rungs = fields.List(fields.Nested(SupervisionOut))


MatterSupervisionsOut = page_schema(MatterSupervisionOut)


class SupervisionsIn(PageIn):
    open = fields.Boolean(load_default=None)
