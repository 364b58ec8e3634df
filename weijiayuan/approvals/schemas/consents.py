"""What somebody who is named by another is shown and says."""

from marshmallow import fields

from weijiayuan.web.schemas import Reason, Schema, Text


class ChangedLineOut(Schema):
    """A line that is otherwise than before; `was` is empty where it is new, `now` where it fell."""

    was = fields.String()
    now = fields.String()


class AgreeIn(Schema):
    """A yes to what was read: `version` of the question as it was shown."""

    version = Text(most=64, required=True)


class ConsentOut(Schema):
    id = fields.UUID()
    what = fields.String()
    title = fields.String()
    by = fields.String()
    roles = fields.String()
    lines = fields.List(fields.String())
    version = fields.String()
    changed = fields.List(fields.Nested(ChangedLineOut))
    state = fields.String()
    asked_at = fields.AwareDateTime()
    answered_at = fields.AwareDateTime(allow_none=True)
    until = fields.Date(allow_none=True)


class ConsentsOut(Schema):
    items = fields.List(fields.Nested(ConsentOut))


class DisputeIn(Schema):
    reason = Reason(most=800, required=True, lines=True)
