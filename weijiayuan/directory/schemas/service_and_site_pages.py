"""The pages of one service and one site, matters at halls, and wishes."""

from marshmallow import fields, validate

from weijiayuan.directory.schemas.entry_verification import PromiseOut
from weijiayuan.directory.schemas.search_results import SiteCardOut
from weijiayuan.directory.schemas.service_eligibility import FitQuestionOut
from weijiayuan.directory.schemas.shared_schemas import (
    ClosureOut,
    CostOut,
    DoorOut,
    FreshnessOut,
    LabelOut,
)
from weijiayuan.directory.schemas.visitor_reports import DoubtOut
from weijiayuan.web.schemas import PageIn, Schema, Text, page_schema


class OrganisationOut(Schema):
    id = fields.UUID()
    name = fields.String()
    kind = fields.String()
    phone = fields.String()


class RuleOut(Schema):
    """For whom a service is, as the rulebook says."""

    id = fields.String()
    name = fields.String()
    summary = fields.String()
    questions = fields.List(fields.Nested(FitQuestionOut))


class ServiceOut(Schema):
    """One service in full."""

    id = fields.UUID()
    code = fields.String()
    list_no = fields.Integer(allow_none=True, metadata={"description": "服务清单里的编号"})
    name = fields.String()
    need = fields.Nested(LabelOut)
    alliance = fields.Nested(LabelOut)
    text = fields.String()
    how = fields.Nested(LabelOut)
    who = fields.String()
    rule = fields.Nested(RuleOut, allow_none=True)
    cost = fields.Nested(CostOut)
    papers = fields.List(fields.String())
    takes_minutes = fields.Integer(allow_none=True)
    how_often = fields.String()
    quality = fields.String()
    complaints = fields.String()
    languages = fields.List(fields.String())
    phone = fields.String()
    standing = fields.String()
    organisation = fields.Nested(OrganisationOut, allow_none=True)
    source = fields.String()
    is_sample = fields.Boolean()


class DayHoursOut(Schema):
    """When it is open on one day; nothing is closed."""

    day = fields.Date()
    words = fields.String()
    spans = fields.List(
        fields.String(), metadata={"description": "09:00至12:00；过了半夜的写在第二天"}
    )


class HoursOut(Schema):
    known = fields.Boolean()
    sentences = fields.List(fields.String())
    week = fields.List(
        fields.Nested(DayHoursOut), metadata={"description": "今天起七天，已算调休和临时关闭"}
    )


class HeldOut(Schema):
    """A service at this site."""

    id = fields.UUID(metadata={"description": "服务"})
    service_at = fields.UUID()
    list_no = fields.Integer(allow_none=True)
    name = fields.String()
    need = fields.Nested(LabelOut)
    how = fields.Nested(LabelOut)
    who = fields.String()
    cost = fields.Nested(CostOut)
    desk = fields.String()
    own_hours = fields.List(fields.String(), metadata={"description": "空：按站点的时间"})
    door = fields.Nested(DoorOut)
    assured = fields.Nested(FreshnessOut)


class RoomOut(Schema):
    id = fields.UUID()
    name = fields.String()
    venue = fields.UUID(allow_none=True)


class SiteOut(SiteCardOut):
    """One site in full."""

    class Meta(SiteCardOut.Meta):
        exclude = ("minutes", "metres")

    hours = fields.Nested(HoursOut)
    closures = fields.List(fields.Nested(ClosureOut))
    services = fields.List(fields.Nested(HeldOut))
    rooms = fields.List(fields.Nested(RoomOut))
    organisation = fields.Nested(OrganisationOut, allow_none=True)
    note = fields.String()
    standing = fields.String()
    source = fields.String()
    promise = fields.Nested(PromiseOut)
    reports = fields.List(
        fields.Nested(DoubtOut),
        metadata={"description": "居民在门口的反馈和公开的回应，不显示是谁"},
    )


class MattersIn(PageIn):
    hall = fields.UUID(load_default=None)
    instant = fields.Boolean(load_default=None, metadata={"description": "true：能当场办结的"})
    q = Text(least=0, most=40, load_default="")


class MatterOut(Schema):
    id = fields.UUID()
    code = fields.String(allow_none=True)
    name = fields.String()
    authority = fields.String()
    hall = fields.Nested(RoomOut)
    window = fields.String()
    guide = fields.String()
    papers = fields.List(fields.String())
    instant = fields.Boolean()
    approval = fields.String(
        allow_none=True,
        metadata={"description": "能在光速办当场办的种类，见 POST /approvals/checks"},
    )
    is_sample = fields.Boolean()


MatterPageOut = page_schema(MatterOut)


class WishIn(Schema):
    need = fields.String(required=True, validate=validate.Length(1, 40))
    community = fields.String(required=True, validate=validate.Length(1, 40))


class WishesIn(Schema):
    community = fields.String(load_default=None, validate=validate.Length(max=40))


class WishTallyOut(Schema):
    community = fields.String()
    need = fields.Nested(LabelOut)
    count = fields.Integer()


class WishesOut(Schema):
    items = fields.List(fields.Nested(WishTallyOut))
