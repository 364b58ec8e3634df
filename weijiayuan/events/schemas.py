"""The shapes of the ledger."""

from typing import Any

from marshmallow import fields, validate

from weijiayuan import danger
from weijiayuan.events.rules.vocabulary import (
    NoPhotoReason,
    Outcome,
    RejectReason,
    State,
    WaitReason,
)
from weijiayuan.web.danger_cards import DangerOut
from weijiayuan.web.schemas import (
    Id,
    Moment,
    PageIn,
    Place,
    Schema,
    Text,
    Whole,
    Words,
    one_of,
    page_schema,
)

LIMIT_WORDS = "例如 4h（工作小时）、2eh（小时）、3d（工作日）"
CODE = validate.Regexp(r"^[0-9A-Za-z_-]{1,64}$", error="编码不对")


def photos() -> fields.List[Any]:
    """Return the field of up to nine photos, uploaded before."""
    return fields.List(
        Id(), load_default=list, validate=validate.Length(max=9, error="最多9张照片")
    )


class CodeNameOut(Schema):
    code = fields.String()
    name = fields.String()


class EventsIn(PageIn):
    state = one_of("open", *State, load_default=None)
    grid = fields.String(load_default=None, validate=CODE)
    unit = fields.String(load_default=None, validate=CODE)
    category = fields.String(load_default=None, validate=CODE)
    overdue = fields.Boolean(load_default=None)
    q = Text(
        least=2,
        most=50,
        load_default=None,
        metadata={"description": "完整编号，或最近90天上报的内容、地址里的字"},
    )


class EventLineOut(Schema):
    """A matter in a list."""

    id = Id()
    number = fields.String()
    state = fields.String()
    state_text = fields.String()
    source = fields.String()
    category = fields.Nested(CodeNameOut, allow_none=True)
    level = fields.Integer(metadata={"description": "1 紧急 2 较重 3 一般 4 微事件"})
    mode = fields.String()
    text = fields.String()
    address = fields.String()
    place = fields.Nested(Place)
    grid = fields.Nested(CodeNameOut, allow_none=True)
    unit = fields.Nested(CodeNameOut, allow_none=True)
    reported_at = Moment()
    due_at = Moment(allow_none=True)
    overdue = fields.Boolean()
    supervision = fields.Integer()
    stars = fields.Integer(allow_none=True)
    is_sample = fields.Boolean()


EventsOut = page_schema(EventLineOut)


class EventWorkOut(Schema):
    items = fields.List(fields.Nested(EventLineOut))


class EventClockOut(Schema):
    kind = fields.String()
    name = fields.String()
    unit = fields.String()
    started_at = Moment()
    due_at = Moment(allow_none=True)
    original_due_at = Moment(allow_none=True)
    paused_at = Moment(allow_none=True)
    resumed_at = Moment(allow_none=True)
    stopped_at = Moment(allow_none=True)
    overdue = fields.Boolean()


class EventEntryOut(Schema):
    at = Moment()
    action = fields.String()
    title = fields.String()
    actor = fields.String()
    unit = fields.Nested(CodeNameOut, allow_none=True)
    from_ = fields.String(data_key="from", attribute="from", allow_none=True)
    to = fields.String(allow_none=True)
    words = fields.String()
    facts = fields.Dict()


class EventPhotoOut(Schema):
    id = Id()
    address = fields.String(metadata={"description": "半小时内可直接打开"})
    small = fields.String()
    check = fields.String(
        metadata={"description": "只给工作人员：waiting 未检，passed，doubtful，hidden，never 不检"}
    )
    check_text = fields.String()


class EventMessageOut(Schema):
    id = Id()
    at = Moment()
    from_reporter = fields.Boolean()
    is_question = fields.Boolean()
    text = fields.String()
    photos = fields.List(fields.Nested(EventPhotoOut))


class EventRatingOut(Schema):
    round = fields.Integer()
    at = Moment()
    stars = fields.Integer()
    text = fields.String()
    why = fields.String(allow_none=True)
    needs_review = fields.Boolean()
    decision = fields.String(allow_none=True)
    finding = fields.String()


class EventAskOut(Schema):
    id = Id()
    kind = fields.String()
    reason = fields.String()
    extra = fields.String(allow_none=True)


class EventOrderOut(Schema):
    id = Id()
    number = fields.String()


class EventOut(EventLineOut):
    """A matter with its history. Nothing of the reporter is in it."""

    is_anonymous = fields.Boolean()
    danger = fields.Nested(DangerOut, allow_none=True)
    confidence = fields.Float()
    attributes = fields.Dict()
    community = fields.String(allow_none=True)
    street = fields.String(allow_none=True)
    because = fields.String(allow_none=True)
    promised_at = Moment(allow_none=True)
    handled_at = Moment(allow_none=True)
    closed_at = Moment(allow_none=True)
    in_time = fields.Boolean(allow_none=True)
    outcome = fields.String(allow_none=True)
    returns = fields.Integer()
    reworks = fields.Integer()
    reopens = fields.Integer()
    parent = Id(allow_none=True)
    followers = fields.Integer()
    before = fields.List(fields.Nested(EventPhotoOut))
    after = fields.List(fields.Nested(EventPhotoOut))
    clocks = fields.List(fields.Nested(EventClockOut))
    timeline = fields.List(fields.Nested(EventEntryOut))
    messages = fields.List(fields.Nested(EventMessageOut))
    ratings = fields.List(fields.Nested(EventRatingOut))
    ask = fields.Nested(EventAskOut, allow_none=True)
    orders = fields.List(fields.Nested(EventOrderOut))
    capacities = fields.List(fields.String())
    allowed = fields.List(fields.String(), metadata={"description": "您现在可以做的"})


class EventPictureIn(Schema):
    shown = fields.Boolean(required=True)
    reason = Words(most=1000, required=True)


class EventReportIn(Schema):
    """What a grid worker found; with `handled_on_site` it is settled in the same call."""

    category = fields.String(load_default=None, validate=CODE)
    text = Text(most=2000, lines=True, required=True)
    place = fields.Nested(Place, required=True)
    address = Text(least=0, most=256, load_default="")
    attributes = fields.Dict(keys=fields.String(), load_default=dict)
    handled_on_site = fields.Boolean(load_default=False)
    before = photos()
    after = photos()
    no_photo = one_of(*NoPhotoReason, load_default=None)
    position = fields.Nested(Place, load_default=None)
    outcome = one_of(*Outcome, load_default=Outcome.FIXED)


class EventAcceptIn(Schema):
    category = fields.String(load_default=None, validate=CODE)
    words = Text(least=0, most=1000, load_default="")


class EventDangerIn(Schema):
    kind = one_of(*danger.kinds(), load_default=None)
    reason = Words(most=1000, required=True)


class EventRejectIn(Schema):
    reason = one_of(*RejectReason, required=True)
    words = Words(most=1000, required=True)


class MergeIn(Schema):
    into = Id(required=True)
    words = Text(least=0, most=1000, load_default="")


class DispatchIn(Schema):
    unit = fields.String(
        load_default=None, validate=CODE, metadata={"description": "不填则按派单规则"}
    )
    designate = fields.Boolean(load_default=False)
    words = Text(least=0, most=1000, load_default="")


class EventReasonIn(Schema):
    reason = Words(most=1000, required=True)


class EventReclassifyIn(EventReasonIn):
    category = fields.String(required=True, validate=CODE)


class EventWordsIn(Schema):
    words = Text(least=0, most=1000, load_default="")


class EventStartIn(Schema):
    position = fields.Nested(Place, load_default=None)


class HandleIn(Schema):
    words = Text(least=0, most=2000, lines=True, load_default="")
    outcome = one_of(*Outcome, load_default=Outcome.FIXED)
    after = photos()
    no_photo = one_of(*NoPhotoReason, load_default=None)
    position = fields.Nested(Place, load_default=None)


class EventWaitIn(Schema):
    reason = one_of(*WaitReason, required=True)
    words = Text(most=1000, required=True)


class ExtendIn(Schema):
    extra = fields.String(
        required=True,
        validate=validate.Regexp(r"^[1-9]\d{0,2}(h|eh|d)$", error=LIMIT_WORDS),
        metadata={"description": LIMIT_WORDS},
    )
    words = Text(most=1000, required=True)


class DecideIn(Schema):
    approved = fields.Boolean(required=True)
    words = Text(least=0, most=1000, load_default="")


class EventVerifyIn(Schema):
    passed = fields.Boolean(load_default=True)
    words = Text(least=0, most=1000, load_default="")
    photos = photos()
    position = fields.Nested(Place, load_default=None)


class EventCloseIn(Schema):
    outcome = one_of(*Outcome, load_default=None)
    words = Text(least=0, most=1000, load_default="")


class EventTalkIn(Schema):
    text = Text(most=2000, lines=True, required=True)
    photos = photos()
    is_question = fields.Boolean(load_default=False)


class EventReviewIn(Schema):
    decision = one_of("uphold", "reopen", required=True)
    finding = Text(most=1000, required=True)


class ReporterOut(Schema):
    """Who reported, for whoever must reach them; every look is in the audit trail."""

    nickname = fields.String()
    phone = fields.String(allow_none=True)


class EventHintOut(Schema):
    id = Id()
    number = fields.String()
    metres = fields.Integer()
    alike = fields.Float()
    because = fields.List(fields.String())
    text = fields.String()


class TriedOut(Schema):
    rule = fields.String()
    rule_name = fields.String()
    failed = fields.List(fields.String())


class ProposalOut(Schema):
    """Who would get it, why this unit and why not by the rules before."""

    unit = fields.Nested(CodeNameOut, allow_none=True)
    to = fields.String()
    rule = fields.String()
    rule_name = fields.String()
    because = fields.String()
    tried = fields.List(fields.Nested(TriedOut))
    version = fields.String()
    open_now = fields.Integer(allow_none=True, metadata={"description": "该单位现有未办结事项"})
    on_duty = fields.List(fields.String(), metadata={"description": "网格当班人员"})


class CategorySuggestionOut(Schema):
    category = fields.Nested(CodeNameOut)
    confidence = fields.Float()
    because = fields.List(fields.String())
    is_sure = fields.Boolean()


class AccuracyOut(Schema):
    examples = fields.Integer()
    first = fields.Float()
    among_three = fields.Float()
    sure = fields.Float()
    right_when_sure = fields.Float()


class EventDeskOut(Schema):
    """What helps a dispatcher decide: duplicates, categories, the unit."""

    similar = fields.List(fields.Nested(EventHintOut))
    suggestions = fields.List(fields.Nested(CategorySuggestionOut))
    accuracy = fields.Nested(AccuracyOut)
    proposal = fields.Nested(ProposalOut, allow_none=True)


class GridOutlineOut(Schema):
    """A grid the caller walks: corners in GCJ-02 degrees, `[lng, lat]`."""

    code = fields.String()
    name = fields.String()
    centre = fields.Nested(Place)
    outline = fields.List(fields.List(fields.Float()))


class MyGridsOut(Schema):
    items = fields.List(fields.Nested(GridOutlineOut))


class DepartmentsOut(Schema):
    items = fields.List(fields.Nested(CodeNameOut))


class EventListIn(Schema):
    limit = Whole(least=1, most=50, load_default=50)
