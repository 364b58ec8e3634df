"""Draws of what is scarce."""

from typing import Any

from marshmallow import fields, validates_schema

from weijiayuan.directory.schemas.resource_sharing import SpanIn
from weijiayuan.web.public_text import PublicText
from weijiayuan.web.schemas import Moment, Schema, refuse


class LoanDrawIn(SpanIn):
    closes_at = Moment(required=True, metadata={"description": "报名截止，到时抽签"})

    @validates_schema
    def _closes_before(self, data: dict[str, Any], **_more: Any) -> None:
        if data["closes_at"] > data["starts_at"]:
            raise refuse("closes_at", "要在开始以前截止")


class LoanDrawOut(Schema):
    id = fields.UUID()
    draw = fields.UUID(metadata={"description": "GET /draws/{draw}：种子、编号和名次，可以重算"})
    starts_at = Moment()
    ends_at = Moment()
    closes_at = Moment()
    places = fields.Integer()
    entered = fields.Integer()
    promise = fields.String(metadata={"description": "种子的 SHA-256，抽签前就公布"})
    settled_at = Moment(allow_none=True)


class LoanDrawsOut(Schema):
    items = fields.List(fields.Nested(LoanDrawOut))


class LoanEntryOutIn(Schema):
    organisation = fields.UUID(required=True, metadata={"description": "代表哪个成员"})


class LoanEntryIn(LoanEntryOutIn):
    purpose = PublicText(most=200, required=True)


class DrawnNumberOut(Schema):
    """The number under which a member entered, and how many tickets it has."""

    number = fields.Integer()
    tickets = fields.Integer()
