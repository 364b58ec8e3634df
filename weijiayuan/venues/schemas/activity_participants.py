"""Who comes to an activity, and what is written to them."""

from marshmallow import fields

from weijiayuan.web.public_text import PublicText
from weijiayuan.web.schemas import Id, Moment, Schema, Words


class ParticipantsIn(Schema):
    session_id = Id(allow_none=True, load_default=None)


class ParticipantOut(Schema):
    """One who registered; `age` is null when no birthday is known."""

    booking_id = Id()
    session_id = Id()
    session = fields.String()
    name = fields.String()
    age = fields.Integer(allow_none=True)
    guardian = fields.String(allow_none=True)
    relation = fields.String(allow_none=True)
    state = fields.String()
    state_text = fields.String()
    people = fields.Integer()
    answers = fields.Dict()
    visits = fields.List(Moment())


class ParticipantsOut(Schema):
    items = fields.List(fields.Nested(ParticipantOut))


class ActivityMessageIn(Schema):
    text = PublicText(most=500, lines=True, required=True)
    session_id = Id(allow_none=True, load_default=None)


class ActivityMessageOut(Schema):
    id = Id()
    text = fields.String()
    told = fields.Integer()
    created_at = Moment()


class CallBackIn(Schema):
    reason = Words(most=100, required=True)


class CallBackOut(Schema):
    nickname = fields.String()
    phone = fields.String()
