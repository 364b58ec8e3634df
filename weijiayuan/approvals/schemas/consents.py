"""What somebody who is named by another is shown and says."""

from marshmallow import fields

from weijiayuan.web.schemas import Reason, Schema


class ConsentOut(Schema):
    id = fields.UUID()
    what = fields.String()
    title = fields.String()
    by = fields.String()
    roles = fields.String()
    lines = fields.List(fields.String())
    state = fields.String()
    asked_at = fields.AwareDateTime()
    answered_at = fields.AwareDateTime(allow_none=True)
    until = fields.Date(allow_none=True)


class ConsentsOut(Schema):
    items = fields.List(fields.Nested(ConsentOut))


class DisputeIn(Schema):
    reason = Reason(most=800, required=True, lines=True)
