"""The shapes of lists."""

from marshmallow import fields

from weijiayuan.events.queries import work_list_orderings
from weijiayuan.events.rules.vocabulary import (
    Source,
    State,
)
from weijiayuan.events.schemas.shared_schemas import CODE, CodeNameOut
from weijiayuan.web.danger_screening import DangerOut
from weijiayuan.web.schemas import (
    Id,
    Moment,
    PageIn,
    Place,
    Schema,
    Text,
    Whole,
    one_of,
    page_schema,
)

DUE = ("late", "today", "week")


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
    sort = one_of(
        *work_list_orderings.CHOICES,
        load_default="-reported",
        metadata={"description": "按哪一列排，前面加减号是倒过来；没有值的排在最后"},
    )
    due = one_of(
        *DUE,
        load_default=None,
        metadata={"description": "下一个期限：late 已过，today 今天内，week 七天内"},
    )
    mine = fields.Boolean(load_default=False, metadata={"description": "只看轮到我办的"})
    level = Whole(least=1, most=4, load_default=None)
    source = one_of(*Source, load_default=None)
    supervised = fields.Boolean(load_default=None)
    words_due = fields.Boolean(
        load_default=None, metadata={"description": "文字里可能写到了人或住处、等人看的"}
    )
    danger = fields.Boolean(load_default=None, metadata={"description": "有人可能有危险的"})


class NextDueOut(Schema):
    """The first of the running clocks, such as that of acceptance."""

    kind = fields.String()
    name = fields.String()
    due_at = Moment()
    late = fields.Boolean()


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
    next_due = fields.Nested(NextDueOut, allow_none=True)
    overdue = fields.Boolean()
    supervision = fields.Integer()
    stars = fields.Integer(allow_none=True)
    is_sample = fields.Boolean()
    danger = fields.Nested(DangerOut, allow_none=True)


EventsOut = page_schema(EventLineOut)


class TurnOut(Schema):
    state = fields.String()
    state_text = fields.String()
    n = fields.Integer()
    late = fields.Integer(metadata={"description": "其中已过下一个期限的"})


class TurnsOut(Schema):
    items = fields.List(fields.Nested(TurnOut))


class EventWorkOut(Schema):
    items = fields.List(fields.Nested(EventLineOut))
