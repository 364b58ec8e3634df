"""The shapes of what helps staff: hints, previews, contacts, surroundings."""

from marshmallow import fields, validate
from webargs.fields import DelimitedList

from weijiayuan.events.rules.vocabulary import (
    STEPS,
)
from weijiayuan.events.schemas.shared_schemas import CodeNameOut
from weijiayuan.events.schemas.state_transitions import EventReasonIn
from weijiayuan.web.schemas import (
    Id,
    Place,
    Schema,
    Whole,
    one_of,
)

MOST_CONTACTS = 200


class ReporterOut(Schema):
    """Who reported, for whoever must reach them; every look is in the audit trail."""

    nickname = fields.String()
    phone = fields.String(allow_none=True)


class ContactsIn(EventReasonIn):
    events = fields.List(
        Id(),
        required=True,
        validate=validate.Length(min=1, max=MOST_CONTACTS, error=f"一次最多{MOST_CONTACTS}件"),
    )


class ContactOut(ReporterOut):
    id = Id()


class ContactsOut(Schema):
    """Those of the matters whose named reporter the caller may reach."""

    items = fields.List(fields.Nested(ContactOut))


class PreviewIn(Schema):
    action = one_of(*STEPS, required=True)
    events = DelimitedList(
        Id(),
        required=True,
        validate=validate.Length(min=1, max=50, error="一次最多50件"),
    )


class PreviewLineOut(Schema):
    """What would become of one matter, and who would be told."""

    id = Id()
    number = fields.String()
    text = fields.String()
    can = fields.Boolean()
    why = fields.String(metadata={"description": "不能办的原因"})
    warnings = fields.List(fields.String())
    category = fields.Nested(CodeNameOut, allow_none=True)
    unit = fields.Nested(
        CodeNameOut,
        allow_none=True,
        metadata={"description": "会派给谁；不能办的，是现在承办的单位"},
    )
    people = fields.Integer(metadata={"description": "承办单位会收到消息的人数"})
    tells_reporter = fields.Boolean()


class PreviewOut(Schema):
    items = fields.List(fields.Nested(PreviewLineOut))


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


class NeighbourOut(Schema):
    """An open matter near by that the caller may see; metres east and north of this one."""

    id = Id()
    number = fields.String()
    category = fields.Nested(CodeNameOut, allow_none=True)
    state_text = fields.String()
    east = fields.Integer()
    north = fields.Integer()
    overdue = fields.Boolean()


class SketchOut(CodeNameOut):
    corners = fields.List(fields.List(fields.Integer()))


class SurroundingsOut(Schema):
    """A sketch of what lies around: corners of grids and matters, in metres from this one."""

    metres = fields.Integer(metadata={"description": "示意图的半径"})
    grids = fields.List(fields.Nested(SketchOut))
    neighbours = fields.List(fields.Nested(NeighbourOut))


class ReplyOut(Schema):
    """A sentence that is often written with a move, for people to mend and send."""

    move = fields.String()
    title = fields.String()
    text = fields.String()


class EventDeskOut(Schema):
    """What helps a dispatcher decide: duplicates, categories, the unit, what lies around."""

    around = fields.Nested(SurroundingsOut)
    replies = fields.List(fields.Nested(ReplyOut))

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
