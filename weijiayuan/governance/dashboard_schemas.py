"""The shapes of the one screen."""

from marshmallow import fields

from weijiayuan.events.schemas import EventLineOut
from weijiayuan.events.statistics.schemas import EventFiguresIn, EventOverviewOut
from weijiayuan.places.schematic_map import LEVELS
from weijiayuan.web.schemas import Day, Moment, Schema, one_of


class StateCountOut(Schema):
    state = fields.String()
    name = fields.String()
    count = fields.Integer()


class LevelCountOut(Schema):
    level = fields.Integer(metadata={"description": "1 紧急 … 4 微"})
    count = fields.Integer()


class PlaceRiskOut(Schema):
    code = fields.String()
    name = fields.String()
    band = fields.String()
    band_text = fields.String()
    points = fields.Integer()
    silent = fields.Integer(metadata={"description": "离线的设备"})
    open = fields.Integer()
    overdue = fields.Integer()
    by_level = fields.List(fields.Nested(LevelCountOut))


class BandOut(Schema):
    band = fields.String()
    name = fields.String()
    from_points = fields.Integer()


class DevicesCountOut(Schema):
    total = fields.Integer()
    heard = fields.Integer(metadata={"description": "近三次读数内有读数的"})
    alarms = fields.Integer(metadata={"description": "还没有恢复的报警"})


class ScreenOut(Schema):
    as_of = Moment()
    devices = fields.Nested(DevicesCountOut)
    statistics = fields.Nested(EventOverviewOut)
    supervisions = fields.Integer(metadata={"description": "等待书面答复的督办单"})
    by_state = fields.List(fields.Nested(StateCountOut))
    by_street = fields.List(fields.Nested(PlaceRiskOut))
    urgent = fields.List(fields.Nested(EventLineOut))
    warnings = fields.List(fields.String())


class RiskMapIn(Schema):
    level = one_of(*LEVELS, load_default="grid")
    on = Day(load_default=None, metadata={"description": "某天日终；空：此刻"})


class TrendDayOut(Schema):
    day = fields.Date()
    reported = fields.Integer()
    closed = fields.Integer()


class TrendOut(Schema):
    as_of = Moment()
    items = fields.List(fields.Nested(TrendDayOut))


class RiskMapOut(Schema):
    as_of = Moment()
    level = fields.String()
    version = fields.String()
    note = fields.String()
    bands = fields.List(fields.Nested(BandOut))
    items = fields.List(fields.Nested(PlaceRiskOut))


__all__ = [
    "EventFiguresIn",
    "RiskMapIn",
    "RiskMapOut",
    "ScreenOut",
]
