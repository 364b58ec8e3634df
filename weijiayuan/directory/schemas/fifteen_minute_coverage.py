"""Coverage of people, and the matrix of list and centres."""

from marshmallow import fields, validate

from weijiayuan.directory.rules.vocabulary import Pace
from weijiayuan.directory.schemas.search_results import Departure, Features
from weijiayuan.directory.schemas.shared_schemas import LabelOut
from weijiayuan.web.schemas import Schema, Whole, one_of


class CoverageIn(Schema):
    at = Departure(metadata={"description": "出发的时刻，或 now"})
    alliance = fields.String(load_default=None, validate=validate.Length(max=40))
    level = one_of("grid", "community", "street", load_default="community")
    accessible = Features()
    pace = one_of(*Pace, load_default=Pace.USUAL.value)


class ShareOut(Schema):
    people = fields.Integer()
    covered = fields.Integer()
    share = fields.Float()


class AreaShareOut(ShareOut):
    code = fields.String()
    name = fields.String()


class AllianceShareOut(ShareOut):
    id = fields.String()
    name = fields.String()


class CoverageOut(Schema):
    """How many people reach an open door in fifteen minutes on foot, counted on people."""

    at = fields.String()
    whole = fields.Nested(ShareOut)
    items = fields.List(
        fields.Nested(AreaShareOut), metadata={"description": "覆盖最少的在前；用来给示意图上色"}
    )
    worst_grids = fields.List(
        fields.Nested(AreaShareOut), metadata={"description": "没有覆盖到的人最多的十个网格"}
    )
    alliances = fields.List(
        fields.Nested(AllianceShareOut),
        metadata={"description": "没有指定 alliance 时：每个分联盟"},
    )
    note = fields.String()


class MatrixIn(Schema):
    alliance = fields.String(load_default=None, validate=validate.Length(max=40))


class MatrixCentreOut(Schema):
    id = fields.UUID()
    name = fields.String()


class MatrixCellOut(Schema):
    service_at = fields.UUID()
    centre = fields.UUID()
    last_on = fields.Date(allow_none=True)
    count = fields.Integer(metadata={"description": "近90天的次数，由签到、预约和窗口逐次计"})
    red = fields.Boolean(metadata={"description": "90天没有提供"})


class MatrixRowOut(Schema):
    id = fields.UUID()
    list_no = fields.Integer(allow_none=True)
    name = fields.String()
    alliance = fields.Nested(LabelOut)
    cells = fields.List(fields.Nested(MatrixCellOut))


class MatrixOut(Schema):
    centres = fields.List(fields.Nested(MatrixCentreOut))
    items = fields.List(fields.Nested(MatrixRowOut))
    red = fields.Integer()


class DeliveryIn(Schema):
    n = Whole(least=1, most=20, load_default=1, metadata={"description": "刚服务了几个人"})


class DeliveredOut(Schema):
    today = fields.Integer()
