"""Parts of shapes that several answers of the directory share."""

from marshmallow import fields, validate

from weijiayuan.directory.rules.vocabulary import Feature
from weijiayuan.web.schemas import Moment, Schema


class LabelOut(Schema):
    """A word of ours and what people read for it."""

    id = fields.String()
    name = fields.String()


class PointOut(Schema):
    """A point; GCJ-02 as WeChat's map draws it."""

    lng = fields.Float()
    lat = fields.Float()
    datum = fields.String()


class DoorOut(Schema):
    """What one finds on arrival."""

    state = fields.String(
        validate=validate.OneOf(("open", "closed", "unknown")),
        metadata={"description": "到的时候：open 开着，closed 没开，unknown 开放时间还不知道"},
    )
    arrives_at = Moment(metadata={"description": "出发时刻加步行时间"})
    until = Moment(allow_none=True, metadata={"description": "开着的：几点关门；两周都不关就空着"})
    next = Moment(allow_none=True, metadata={"description": "没开的：下一次开门，半年内没有就空着"})
    reckoned = fields.Boolean(metadata={"description": "true：落在放假安排还没公布的年份，按推算"})
    text = fields.String()


class FeatureOut(Schema):
    """Something of a building; null while nobody has looked."""

    id = fields.String(validate=validate.OneOf([each.value for each in Feature]))
    name = fields.String()
    has = fields.Boolean(allow_none=True)


class FreshnessOut(Schema):
    """When somebody last found it true."""

    on = fields.Date()
    by = fields.String()
    state = fields.String(validate=validate.OneOf(("fresh", "ageing", "stale")))
    seen = fields.Boolean(metadata={"description": "false：按名单录入，还没有人核实过"})
    text = fields.String()


class CostOut(Schema):
    """What it costs; null fen when nobody knows."""

    fen = fields.Integer(allow_none=True)
    free = fields.Boolean(allow_none=True)
    text = fields.String()


class ClosureOut(Schema):
    """A stretch in which a site is shut, whatever its hours say."""

    starts_at = Moment()
    ends_at = Moment()
    reason = fields.String()
