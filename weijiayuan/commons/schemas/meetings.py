"""Meetings, agendas and minutes as they come in and go out."""

from marshmallow import ValidationError, fields, validate

from weijiayuan.commons.rules.states import (
    Attended,
    MeetingKind,
    OutcomeKind,
)
from weijiayuan.commons.schemas.meeting_outcomes import OutcomeOut
from weijiayuan.commons.schemas.public_text import PublicText, PublicWords
from weijiayuan.commons.schemas.topic_deliberation import TopicOut
from weijiayuan.commons.schemas.vote_calculator import FindingOut
from weijiayuan.web.decided_as_read import HOW
from weijiayuan.web.schemas import (
    Day,
    Id,
    Moment,
    Place,
    Schema,
    StrictBoolean,
    Whole,
    Words,
    one_of,
)
from weijiayuan.web.visible_characters import said


def _reasoned(words: str) -> None:
    """Raise for a reason that says nothing."""
    if words and said(words) < LEAST_REASON:
        raise ValidationError("请写明为什么这么急")


LEAST_REASON = 4
REASONED = [_reasoned]


class MeetingIn(Schema):
    """`room_id` is a venue, kept as a whole; `urgent_reason` shortens notice where the law does."""

    space_id = Id(required=True)
    kind = one_of(*(each.value for each in MeetingKind), required=True)
    title = PublicText(most=80, required=True)
    called_by = fields.List(PublicText(most=60), load_default=list, validate=validate.Length(0, 20))
    starts_at = Moment(required=True)
    ends_at = Moment(required=True)
    place = PublicText(most=120, required=True)
    room_id = Id(load_default=None, allow_none=True)
    urgent_reason = PublicWords(least=0, most=400, load_default="", validate=REASONED)
    childcare = PublicText(least=0, most=200, load_default="")
    demand_id = Id(load_default=None, allow_none=True)


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
    minutes_version = fields.String(metadata={"description": "确认时说明看的是哪一稿"})
    version = fields.String(metadata=HOW)
    confirmed_by = fields.Integer()
    present = fields.Integer()
    quorum = fields.List(fields.Nested(FindingOut))
    outcomes = fields.List(fields.Nested(OutcomeOut))
    objections = fields.List(fields.String())
    room_shut = fields.String(
        metadata={"description": "会议室改了时间、开会时不开放的，现在的开放时间；只给召集人"}
    )


class ConfirmIn(Schema):
    """Which words of the minutes were read."""

    minutes_version = fields.String(required=True, validate=validate.Length(1, 64))


class ObjectIn(Schema):
    """What is wrong with the minutes."""

    words = Words(least=2, most=400, required=True)


class ClockIn(Schema):
    start = StrictBoolean(required=True)


class AttendIn(Schema):
    """At the desk `number` names a member of the roll `roll_id` who has no telephone."""

    how = one_of(*(each.value for each in Attended), load_default=Attended.PRESENT.value)


class AttendAtDeskIn(AttendIn):
    roll_id = Id(required=True)
    number = Whole(least=1, most=1_000_000, required=True)


class EndingIn(Schema):
    """How an item ended; without `kind` it was settled by talk."""

    item_id = Id(required=True)
    said = PublicText(least=0, most=2000, lines=True, load_default="")
    kind = one_of(*(each.value for each in OutcomeKind), load_default=None, allow_none=True)
    text = PublicText(least=0, most=400, load_default="")
    owner = PublicText(least=0, most=60, load_default="")
    owner_number = Whole(least=1, most=1_000_000, load_default=None, allow_none=True)
    due_on = Day(load_default=None, allow_none=True)
    place = fields.Nested(Place, load_default=None, allow_none=True)


class MinutesIn(Schema):
    words = PublicText(least=0, most=8000, lines=True, load_default="")
    items = fields.List(fields.Nested(EndingIn), load_default=list, validate=validate.Length(0, 60))
