"""Demands for a meeting as they come in and go out."""

from marshmallow import fields

from weijiayuan.commons.rules.states import MeetingKind
from weijiayuan.web.decided_as_read import HOW
from weijiayuan.web.schemas import Id, Moment, Schema, Whole, Words, one_of


class DemandIn(Schema):
    space_id = Id(required=True)
    kind = one_of(
        MeetingKind.RESIDENTS.value,
        MeetingKind.DELEGATES.value,
        MeetingKind.OWNERS.value,
        required=True,
    )
    reason = Words(most=400, required=True)


class DemandAtDeskIn(Schema):
    """A member of the demand's roll, by number, who signed on paper."""

    number = Whole(least=1, most=1_000_000, required=True)


class DemandOut(Schema):
    """How many ask, how many must, by which article; nobody's name."""

    id = Id()
    space_id = Id()
    kind = fields.String()
    basis = fields.String()
    reason = fields.String()
    state = fields.String()
    held_for = fields.String()
    version = fields.String(metadata=HOW)
    signatures = fields.Integer()
    needed = fields.Integer()
    of = fields.Integer()
    article = fields.String()
    text = fields.String()
    reached_at = Moment(allow_none=True)
    meeting_id = Id(allow_none=True)
    created_at = Moment()


class MyDemandOut(Schema):
    """Whether I am on its roll, and whether I ask."""

    on_roll = fields.Boolean()
    signed = fields.Boolean()
