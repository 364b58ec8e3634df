"""The shapes of appeals: what comes in and what goes out."""

from typing import Any

from marshmallow import ValidationError, fields, validate, validates_schema

from weijiayuan.appeals.rules.states import Track
from weijiayuan.web.public_text import CourteousReason, CourteousText
from weijiayuan.web.schemas import (
    Day,
    Id,
    Moment,
    Reason,
    Schema,
    StrictBoolean,
    Text,
    Whole,
    one_of,
)


class PathsIn(Schema):
    """A story, answers, or both. Answers given by hand win over what is read from the story."""

    text = Text(least=0, most=2000, lines=True, load_default="")
    answers = fields.Dict(keys=fields.String(), load_default=dict)
    on = Day(load_default=None)


class RoadReasonOut(Schema):
    text = fields.String()
    holds = fields.Boolean(allow_none=True)
    article = fields.String()


class RoadDeadlineOut(Schema):
    """The last day: `last_safe_day` as counted, `date` after rolling off days of rest."""

    date = fields.Date()
    last_safe_day = fields.Date()
    computed_from = fields.Date()
    start = fields.String()
    period = fields.String()
    article = fields.String()
    over = fields.Boolean()
    soon = fields.Boolean()
    days_left = fields.Integer()
    provisional = fields.Boolean()
    note = fields.String(allow_none=True)


class RoadOut(Schema):
    road = fields.String()
    title = fields.String()
    group = fields.String()
    fits = fields.String()
    likely = fields.Boolean()
    because = fields.List(fields.Nested(RoadReasonOut))
    missing = fields.List(fields.String())
    deadline = fields.Nested(RoadDeadlineOut, allow_none=True)
    no_limit = fields.String(allow_none=True)
    cost = fields.String()
    where = fields.String()
    papers = fields.List(fields.String())
    interrupts = fields.Boolean(allow_none=True)
    warning = fields.String(allow_none=True)


class PhoneLineOut(Schema):
    number = fields.String()
    name = fields.String()


class DangerCardOut(Schema):
    kind = fields.String()
    name = fields.String()
    advice = fields.String()
    call = fields.List(fields.Nested(PhoneLineOut))


class RoadChoiceOut(Schema):
    id = fields.String()
    text = fields.String()


class RoadQuestionOut(Schema):
    id = fields.String()
    kind = fields.String()
    ask = fields.String()
    choices = fields.List(fields.Nested(RoadChoiceOut))


class DoubtOut(Schema):
    """Days that cannot be so: the one to ask for again, and why."""

    question = fields.String()
    days = fields.List(fields.String())
    text = fields.String()


class PathsOut(Schema):
    on = fields.Date()
    danger = fields.Nested(DangerCardOut, allow_none=True)
    top = fields.String(allow_none=True)
    roads = fields.List(fields.Nested(RoadOut))
    read = fields.Dict()
    doubts = fields.List(fields.Nested(DoubtOut))
    next_question = fields.Nested(RoadQuestionOut, allow_none=True)
    stamp = fields.Dict()


class RoadQuestionsOut(Schema):
    items = fields.List(fields.Nested(RoadQuestionOut))


class AppealIn(Schema):
    """What somebody asks, said once."""

    asks = Text(most=200, required=True)
    text = Text(most=5000, lines=True, required=True)
    against = Text(least=0, most=200, load_default="")
    community = fields.String(
        required=True, validate=validate.Regexp(r"^\d{6,15}$", error="社区代码不对")
    )
    answers = fields.Dict(keys=fields.String(), load_default=dict)
    clause = Text(least=0, most=40, load_default="")


class AnonymousAppealIn(AppealIn):
    """The same; `once` is a random secret of this draft, so that sending again is safe."""

    once = fields.String(
        load_default=None,
        validate=validate.Regexp(r"^[0-9A-Za-z_-]{22,64}$", error="请用22到64个随机字符"),
    )


class ClauseOut(Schema):
    """A clause of a covenant that somebody argues about."""

    code = fields.String()
    covenant = fields.String()
    version = fields.Integer()
    number = fields.Integer()
    text = fields.String()
    is_in_force = fields.Boolean()
    doubts = fields.List(fields.String())


class HolderOut(Schema):
    name = fields.String()
    since = fields.DateTime()


class AppealSentOut(Schema):
    number = fields.String()
    state = fields.String()
    state_text = fields.String()
    in_hands_of = fields.String()
    due_at = fields.DateTime()
    danger = fields.Nested(DangerCardOut, allow_none=True)
    road = fields.String(allow_none=True)
    receipt = fields.String()


class AnonymousAppealOut(AppealSentOut):
    """The sixteen digits are shown this once."""


class AppealTalkOut(Schema):
    text = fields.String()
    at = fields.DateTime()
    mine = fields.Boolean()


class KeptDeadlineOut(Schema):
    road = fields.String()
    title = fields.String()
    last_safe_day = fields.String()
    article = fields.String()


class HandOverOut(Schema):
    """An offer: to whom, when, what came of it, and why."""

    number = fields.String()
    to = fields.String()
    sender = fields.String()
    sent_at = fields.DateTime()
    answer_by = fields.DateTime()
    answered_at = fields.DateTime(allow_none=True)
    state = fields.String()
    note = fields.String()
    reason = fields.String()


class HandOversOut(Schema):
    items = fields.List(fields.Nested(HandOverOut))


class AppealOut(Schema):
    clause = fields.Nested(ClauseOut, allow_none=True)
    version = fields.String()
    number = fields.String()
    state = fields.String()
    state_text = fields.String()
    in_hands_of = fields.String()
    level = fields.String()
    due_at = fields.DateTime()
    asks = fields.String()
    text = fields.String()
    against = fields.String()
    road = fields.String(allow_none=True)
    track = fields.String(allow_none=True)
    deadlines = fields.List(fields.Nested(KeptDeadlineOut))
    outcome = fields.String()
    stars = fields.Integer(allow_none=True)
    history = fields.List(fields.Dict())
    messages = fields.List(fields.Nested(AppealTalkOut))
    allowed = fields.List(fields.String())
    offered_to = fields.String(allow_none=True)
    offered = fields.Boolean()
    said_settled = fields.Dict()
    hand_overs = fields.List(fields.Nested(HandOverOut))


class AppealLineOut(Schema):
    number = fields.String()
    state = fields.String()
    state_text = fields.String()
    in_hands_of = fields.String()
    received_at = fields.DateTime()
    due_at = fields.DateTime()
    danger = fields.String(allow_none=True)
    track = fields.String(allow_none=True)
    level = fields.String()
    offered = fields.Boolean()


class AppealsOut(Schema):
    items = fields.List(fields.Nested(AppealLineOut))


class AppealTextIn(Schema):
    text = Text(most=2000, lines=True, required=True)


class AppealStarsIn(Schema):
    stars = Whole(least=1, most=5, required=True)


class ReceiptAppealIn(Schema):
    receipt = Text(most=40, required=True)


class ReceiptAppealTextIn(ReceiptAppealIn):
    text = Text(most=2000, lines=True, required=True)


class LookIn(Schema):
    """Why somebody looks at the words."""

    reason = Reason(least=2, most=200, required=True)


class TriageIn(Schema):
    track = one_of(*Track, required=True)
    told_of_formal_road = StrictBoolean(load_default=False)


class OfferIn(Schema):
    to = Id(required=True)
    note = Text(least=0, most=500, load_default="")


class OutcomeIn(Schema):
    outcome = CourteousText(most=2000, lines=True, required=True)


class SettledIn(Schema):
    """One side's own word."""

    settled = StrictBoolean(required=True)


class SettledByReceiptIn(SettledIn):
    receipt = Text(most=40, required=True)


class SettledByCodeIn(SettledIn):
    code = Text(most=20, required=True)


class OtherSideOut(Schema):
    code = fields.String()


class AppealReasonIn(Schema):
    reason = Reason(most=500, lines=True, required=True)


class CaseworkerReasonIn(Schema):
    """Why a caseworker decides, as who appealed reads it."""

    reason = CourteousReason(most=500, lines=True, required=True)


class LeadIn(Schema):
    kind = one_of("quarrel", "unpaid", "mood", "other", required=True)
    place = Text(most=200, required=True)
    note = Text(least=0, most=300, load_default="")
    community = fields.String(
        required=True, validate=validate.Regexp(r"^\d{6,15}$", error="社区代码不对")
    )


class LeadOut(Schema):
    id = fields.String()
    kind = fields.String()
    place = fields.String()
    note = fields.String()
    community_code = fields.String()
    expires_at = fields.DateTime()


class LeadSentOut(Schema):
    id = fields.String()
    thanks = fields.String()
    expires_at = fields.DateTime()


class LeadsOut(Schema):
    items = fields.List(fields.Nested(LeadOut))


class TakerOut(Schema):
    id = fields.String()
    name = fields.String(attribute="display_name")


class TakersOut(Schema):
    items = fields.List(fields.Nested(TakerOut))


class DutyPageOut(Schema):
    number = fields.String()
    step = fields.Integer()
    sent_at = fields.DateTime()
    acked_at = fields.DateTime(allow_none=True)


class DutyPagesOut(Schema):
    items = fields.List(fields.Nested(DutyPageOut))


class ShiftIn(Schema):
    """Somebody's duty in an area from when to when; `place` 0 is called first."""

    staff = Id(required=True)
    territory = fields.String(
        required=True, validate=validate.Regexp(r"^\d{6,15}$", error="代码不对")
    )
    starts_at = Moment(required=True)
    ends_at = Moment(required=True)
    place = Whole(least=0, most=9, load_default=0)

    @validates_schema
    def in_order(self, data: dict[str, Any], **_more: Any) -> None:
        """Refuse a shift that ends before it begins."""
        if data["ends_at"] <= data["starts_at"]:
            raise ValidationError("结束要晚于开始", "ends_at")


class ShiftOut(Schema):
    id = fields.String()
    name = fields.String()
    territory = fields.String()
    starts_at = fields.DateTime()
    ends_at = fields.DateTime()
    place = fields.Integer()


class DutyShiftsOut(Schema):
    items = fields.List(fields.Nested(ShiftOut))
    people = fields.List(fields.Nested(TakerOut))


class AckIn(Schema):
    number = Text(most=40, required=True)


class VerdictIn(Schema):
    code = Text(most=40, required=True)


class VerdictOut(Schema):
    authentic = fields.Boolean()
    number = fields.String(allow_none=True)
    received_on = fields.Date(allow_none=True)
    text_hash = fields.String(allow_none=True)
