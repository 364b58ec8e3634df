"""Looks at sites, what they found, and how often a promise was kept."""

from typing import Any

from marshmallow import fields, validate, validates_schema

from weijiayuan.directory.rules.visitor_reports import Finding
from weijiayuan.directory.schemas.shared_schemas import LabelOut
from weijiayuan.web.schemas import Place, Schema, Text, one_of, refuse


class AssuranceIn(Schema):
    finding = one_of(
        *Finding,
        load_default=Finding.AS_LISTED.value,
        metadata={
            "description": "as_listed 仍然属实（点一下即可；已撤销的就恢复）、"
            "changed 有变化（今天先更正过）、gone 已撤销"
        },
    )
    how = one_of(
        "owner",
        "call",
        "visit",
        load_default="owner",
        metadata={
            "description": "owner 负责人确认、call 电话核实、visit 网格员到场（要位置和照片）"
        },
    )
    services = fields.List(
        fields.UUID(),
        load_default=None,
        validate=validate.Length(max=200),
        metadata={"description": "仍然提供的 service_at；默认全部"},
    )
    place = fields.Nested(Place, load_default=None)
    photos = fields.List(fields.UUID(), load_default=list, validate=validate.Length(max=6))
    words = Text(least=0, most=300, load_default="")

    @validates_schema
    def _says_where(self, data: dict[str, Any], **_more: Any) -> None:
        if data["how"] == "visit" and data["place"] is None:
            raise refuse("place", "到场核实要写明位置")


class PromiseOut(Schema):
    """How often a site was found as listed, by those who looked."""

    kept = fields.Integer()
    of = fields.Integer(metadata={"description": "核实和到门口反馈的次数"})
    share = fields.Float(allow_none=True)
    low = fields.Float(metadata={"description": "95% 置信下限（Wilson）"})
    high = fields.Float()
    text = fields.String()


class RankedOut(Schema):
    site = fields.Nested(LabelOut)
    promise = fields.Nested(PromiseOut)


class RankingOut(Schema):
    """Sites looked at ten times and more, the most reliable first by the lower bound."""

    items = fields.List(fields.Nested(RankedOut))
    note = fields.String()
