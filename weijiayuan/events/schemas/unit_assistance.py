"""The shapes of help that units are asked for."""

from marshmallow import fields

from weijiayuan.events.schemas.shared_schemas import CODE, CodeNameOut
from weijiayuan.web.schemas import Id, Moment, Schema, StrictBoolean, Words, page_schema


class AssistIn(Schema):
    unit = fields.String(required=True, validate=CODE)
    words = Words(most=1000, required=True)


class AssistAnswerIn(Schema):
    done = StrictBoolean(required=True)
    words = Words(most=1000, required=True)


class AssistOut(Schema):
    """Help that a unit was asked for."""

    id = Id()
    unit = fields.Nested(CodeNameOut)
    asked_at = Moment()
    words = fields.String()
    state = fields.String()
    state_text = fields.String()
    answered_at = Moment(allow_none=True)
    answer = fields.String()
    allowed = fields.List(fields.String(), metadata={"description": "answer、withdraw"})


class AssistLineOut(Schema):
    """Help that is awaited of one of the caller's units."""

    id = Id()
    event_id = Id()
    number = fields.String()
    category = fields.Nested(CodeNameOut, allow_none=True)
    unit = fields.Nested(CodeNameOut)
    asked_at = Moment()
    due_at = Moment(allow_none=True, metadata={"description": "整件事的办结期限"})
    words = fields.String()


AssistsOut = page_schema(AssistLineOut)
