"""The keeper's monthly page: which sites are due, and what changes most often of them."""

from marshmallow import fields

from weijiayuan.directory.queries import keeper_tasks
from weijiayuan.directory.schemas.shared_schemas import ClosureOut, FeatureOut
from weijiayuan.directory.schemas.visitor_reports import DueDoubtOut
from weijiayuan.web.pagination import choices_of
from weijiayuan.web.schemas import Moment, PageIn, Schema, Text, Whole, one_of, page_schema


class DueSiteOut(Schema):
    """A site on the keeper's monthly page, with what changes most often."""

    id = fields.UUID()
    name = fields.String()
    assured_on = fields.Date()
    text = fields.String()
    hours = fields.List(fields.String())
    on_holidays = fields.String(allow_none=True)
    phone = fields.String()
    address = fields.String()
    note = fields.String()
    features = fields.List(fields.Nested(FeatureOut))
    closures = fields.List(fields.Nested(ClosureOut))
    version = fields.Integer(metadata={"description": "改的时候带上"})
    at_venue = fields.Boolean(metadata={"description": "开放时间和地址到场地管理里改"})
    doubted = fields.Boolean()
    doubt = fields.Nested(DueDoubtOut, allow_none=True)
    asked_until = Moment(
        allow_none=True, metadata={"description": "请负责人在此之前答复；已公开回应的不再等负责人"}
    )


DuePageOut = page_schema(DueSiteOut)


class DueIn(PageIn):
    days = Whole(
        least=0, most=400, load_default=30, metadata={"description": "多少天没有核实的列出来"}
    )
    doubted = fields.Boolean(
        load_default=False, metadata={"description": "true：只要存疑、等公开回应的，不看天数"}
    )
    gone = fields.Boolean(
        load_default=False, metadata={"description": "true：只要已撤销的；还在的可以恢复"}
    )
    q = Text(
        least=1, most=40, load_default=None, metadata={"description": "名称、编号或地址里的字"}
    )
    sort = one_of(*choices_of(keeper_tasks.ORDERS), load_default="assured")
