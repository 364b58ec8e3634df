"""Topics, statements, meetings and outcomes as they come in and go out."""

from marshmallow import fields, validate

from weijiayuan.commons.rules.states import (
    Attended,
    MeetingKind,
    OutcomeKind,
    OutcomeState,
    Stance,
    TopicKind,
    TopicState,
)
from weijiayuan.commons.schemas.calculator import FindingOut
from weijiayuan.web.schemas import (
    Day,
    Id,
    Moment,
    PageIn,
    Place,
    Schema,
    Text,
    Whole,
    Words,
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


class ShareOut(Schema):
    """A share with its 95 % Wilson interval."""

    share = fields.Float(allow_none=True)
    low = fields.Float()
    high = fields.Float()


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


class MeetingsIn(PageIn):
    space = Id(required=True)


class MeetingIn(Schema):
    """`room_id` is a venue, kept as a whole; `urgent_reason` shortens notice where the law does."""

    space_id = Id(required=True)
    kind = one_of(*(each.value for each in MeetingKind), required=True)
    title = Text(most=80, required=True)
    called_by = fields.List(Text(most=60), load_default=list, validate=validate.Length(0, 20))
    starts_at = Moment(required=True)
    ends_at = Moment(required=True)
    place = Text(most=120, required=True)
    room_id = Id(load_default=None, allow_none=True)
    urgent_reason = Text(least=0, most=400, load_default="")
    childcare = Text(least=0, most=200, load_default="")


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
    matter = fields.Dict(allow_none=True)


class ItemOut(Schema):
    id = Id()
    position = fields.Integer()
    minutes = fields.Integer()
    topic = fields.Nested(TopicOut, allow_none=True)
    outcome = fields.Nested(OutcomeOut, allow_none=True)
    started_at = Moment(allow_none=True)
    ended_at = Moment(allow_none=True)
    said = fields.String()


class MeetingOut(Schema):
    id = Id()
    space_id = Id()
    kind = fields.String()
    title = fields.String()
    called_by = fields.List(fields.String())
    noticed_at = Moment()
    starts_at = Moment()
    ends_at = Moment()
    place = fields.String()
    childcare = fields.String()
    urgent_reason = fields.String()
    state = fields.String()
    draw_id = Id()
    agenda_closes_at = Moment()
    published_at = Moment(allow_none=True)
    published_until = Moment(allow_none=True)


class MeetingDetailOut(MeetingOut):
    """With its agenda, and once it is confirmed with its minutes and outcomes."""

    agenda = fields.List(fields.Nested(ItemOut))
    minutes = fields.String()
    confirmed_by = fields.Integer()
    present = fields.Integer()
    quorum = fields.List(fields.Nested(FindingOut))
    outcomes = fields.List(fields.Nested(OutcomeOut))


class ClockIn(Schema):
    start = fields.Boolean(required=True)


class AttendIn(Schema):
    """At the desk `number` names a member of the roll `roll_id` who has no telephone."""

    how = one_of(*(each.value for each in Attended), load_default=Attended.PRESENT.value)


class AttendAtDeskIn(AttendIn):
    roll_id = Id(required=True)
    number = Whole(least=1, most=1_000_000, required=True)


class EndingIn(Schema):
    """How an item ended; without `kind` it was settled by talk."""

    item_id = Id(required=True)
    said = Text(least=0, most=2000, lines=True, load_default="")
    kind = one_of(*(each.value for each in OutcomeKind), load_default=None, allow_none=True)
    text = Text(least=0, most=400, load_default="")
    owner = Text(least=0, most=60, load_default="")
    owner_number = Whole(least=1, most=1_000_000, load_default=None, allow_none=True)
    due_on = Day(load_default=None, allow_none=True)
    place = fields.Nested(Place, load_default=None, allow_none=True)


class MinutesIn(Schema):
    words = Text(least=0, most=8000, lines=True, load_default="")
    items = fields.List(fields.Nested(EndingIn), load_default=list, validate=validate.Length(0, 60))


class OutcomesIn(PageIn):
    space = Id(required=True)
    state = one_of(*(each.value for each in OutcomeState), load_default=None)


class DoneIn(Schema):
    words = Text(least=0, most=1000, lines=True, load_default="")
    photos = fields.List(Id(), load_default=list, validate=validate.Length(0, 9))


class CheckIn(Schema):
    fixed = fields.Boolean(required=True)
    words = Text(least=0, most=400, load_default="")


class ReasonIn(Schema):
    reason = Words(most=400, required=True)


class CallIn(Schema):
    """Which departments are called, who leads, where, by when."""

    departments = fields.List(Text(most=60), required=True, validate=validate.Length(1, 10))
    lead = Text(most=60, required=True)
    place = Text(most=120, required=True)
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
    open = fields.Integer()
    overdue = fields.Integer()
