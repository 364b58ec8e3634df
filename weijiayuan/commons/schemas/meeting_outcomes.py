"""What meetings ended in, as it comes in and goes out."""

from marshmallow import fields, validate

from weijiayuan.commons.rules.states import (
    OutcomeState,
)
from weijiayuan.commons.schemas.public_text import PublicText
from weijiayuan.commons.schemas.shared_schemas import ShareOut
from weijiayuan.web.decided_as_read import HOW
from weijiayuan.web.schemas import Id, Moment, PageIn, Schema, StrictBoolean, Text, one_of


class OutcomeOut(Schema):
    """Who does what by when; of a department the matter and the clock of every order."""

    id = Id()
    space_id = Id()
    meeting_id = Id()
    topic_id = Id(allow_none=True)
    kind = fields.String()
    text = fields.String()
    owner = fields.String()
    due_on = fields.Date()
    state = fields.String()
    overdue = fields.Boolean()
    overdue_reason = fields.String()
    done_at = Moment(allow_none=True)
    done_words = fields.String()
    photos = fields.List(fields.String())
    checked_at = Moment(allow_none=True)
    checked_words = fields.String()
    returns = fields.Integer()
    version = fields.String(metadata=HOW)
    matter = fields.Dict(allow_none=True)


class OutcomesIn(PageIn):
    space = Id(required=True)
    state = one_of(*(each.value for each in OutcomeState), load_default=None)


class DoneIn(Schema):
    words = PublicText(least=0, most=1000, lines=True, load_default="")
    photos = fields.List(Id(), load_default=list, validate=validate.Length(0, 9))


class CheckIn(Schema):
    fixed = StrictBoolean(required=True)
    words = PublicText(least=0, most=400, load_default="")


class CallIn(Schema):
    """Which departments are called, who leads, where, by when."""

    departments = fields.List(Text(most=60), required=True, validate=validate.Length(1, 10))
    lead = Text(most=60, required=True)
    place = PublicText(most=120, required=True)
    by = Moment(load_default=None, allow_none=True)


class FiguresOut(Schema):
    """What stands on the door: how much of what was agreed is done, and in time."""

    outcomes = fields.Integer()
    with_owner_and_day = fields.Integer()
    departments = fields.Integer()
    departments_with_matter = fields.Integer()
    due = fields.Integer()
    on_time = fields.Integer()
    on_time_share = fields.Nested(ShareOut)
    checked = fields.Integer()
    waiting = fields.Integer()
    open = fields.Integer()
    overdue = fields.Integer()
