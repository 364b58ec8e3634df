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


class SupervisionsIn(PageIn):
    open = fields.Boolean(load_default=None)
