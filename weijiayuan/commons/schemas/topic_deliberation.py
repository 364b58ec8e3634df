"""Topics, statements and what people think of them, as they come in and go out."""

from marshmallow import fields

from weijiayuan.commons.rules.states import (
    Stance,
    TopicKind,
    TopicState,
)
from weijiayuan.commons.schemas.shared_schemas import ShareOut
from weijiayuan.web.danger_screening import DangerOut
from weijiayuan.web.schemas import (
    Id,
    Moment,
    PageIn,
    Schema,
    Text,
    one_of,
)


class TopicsIn(PageIn):
    state = one_of(*(each.value for each in TopicState), load_default=None)


class TopicIn(Schema):
    """A topic with the three questions: what, whom it affects, what is wished, who must come."""

    kind = one_of(*(each.value for each in TopicKind), load_default=TopicKind.FIX.value)
    title = Text(most=60, required=True)
    text = Text(most=2000, lines=True, required=True)
    affected = Text(least=0, most=400, load_default="")
    wish = Text(least=0, most=400, load_default="")
    must_come = Text(least=0, most=400, load_default="")


class TopicOnBehalfIn(TopicIn):
    """What somebody without a telephone said at the desk; `name` is kept sealed."""

    name = Text(most=40, required=True)


class TopicOut(Schema):
    id = Id()
    space_id = Id()
    kind = fields.String()
    title = fields.String()
    text = fields.String()
    affected = fields.String()
    wish = fields.String()
    must_come = fields.String()
    state = fields.String()
    supports = fields.Integer()
    at_desk = fields.Boolean()
    danger = fields.Nested(DangerOut, allow_none=True)
    created_at = Moment()


class HeldTopicOut(TopicOut):
    held_for = fields.String()


class StatementIn(Schema):
    text = Text(most=140, required=True)


class StatementOut(Schema):
    id = Id()
    number = fields.Integer()
    text = fields.String()
    held = fields.Boolean()


class StatementsOut(Schema):
    items = fields.List(fields.Nested(StatementOut))


class StanceIn(Schema):
    stance = one_of(*(each.value for each in Stance), required=True)


class StatementPictureOut(Schema):
    id = Id()
    number = fields.Integer()
    text = fields.String()
    agree = fields.Integer()
    disagree = fields.Integer()
    passed = fields.Integer()
    agreement = fields.Nested(ShareOut)
    reading = one_of("consensus_for", "consensus_against", "divided", "unclear")


class GroupOut(Schema):
    people = fields.Integer()
    agree = fields.List(fields.Integer())
    disagree = fields.List(fields.Integer())


class PictureOut(Schema):
    """Consensus and division for each statement; groups only where they are really there."""

    people = fields.Integer()
    statements = fields.List(fields.Nested(StatementPictureOut))
    groups = fields.List(fields.Nested(GroupOut), allow_none=True)
    groups_text = fields.String()
    agreement = fields.Float()
    gate = fields.Float()
    seed = fields.Integer()
