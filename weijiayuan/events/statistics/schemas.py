"""The shapes of figures, their definitions and the ranking."""

from marshmallow import fields

from weijiayuan.events.schemas import CodeNameOut
from weijiayuan.web.schemas import Schema, one_of


class EventFiguresIn(Schema):
    from_ = fields.Date(data_key="from", required=True)
    to = fields.Date(required=True, metadata={"description": "含当天"})
    by = one_of("all", "grid", "community", "street", "unit", "category", load_default="all")


class EventFigureOut(Schema):
    id = fields.String()
    value = fields.Float(allow_none=True)
    hits = fields.Integer()
    of = fields.Integer()
    low = fields.Float(allow_none=True)
    high = fields.Float(allow_none=True)


class EventFigureGroupOut(Schema):
    key = fields.String()
    name = fields.String()
    figures = fields.Dict(keys=fields.String(), values=fields.Nested(EventFigureOut))


class EventFigureDefinitionOut(Schema):
    id = fields.String()
    name = fields.String()
    formula = fields.String()
    why = fields.String()
    target = fields.Float(allow_none=True)
    baseline = fields.Dict(allow_none=True)


class EventFiguresOut(Schema):
    version = fields.String()
    definitions = fields.List(fields.Nested(EventFigureDefinitionOut))
    groups = fields.List(fields.Nested(EventFigureGroupOut))


class UnitRankOut(Schema):
    unit = fields.Nested(CodeNameOut)
    in_time = fields.Float(allow_none=True)
    n = fields.Integer()
    low = fields.Float()
    high = fields.Float()
    score = fields.Float(allow_none=True)


class UnitRankingOut(Schema):
    since = fields.Date()
    items = fields.List(fields.Nested(UnitRankOut))


class EventOverviewOut(Schema):
    processing = fields.Integer()
    pending = fields.Integer()
    overdue = fields.Integer()
    added_today = fields.Integer()
    solved_today = fields.Integer()
    total_case = fields.Integer()
    total_accepted = fields.Integer()
    total_solved = fields.Integer()
