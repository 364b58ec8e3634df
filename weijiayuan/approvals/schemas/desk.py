"""What registrars send and are shown."""

from typing import Any

from marshmallow import fields, validate, validates_schema

from weijiayuan.approvals.schemas.mine import ApplicationOut
from weijiayuan.web.schemas import PageIn, Schema, Text, refuse

MOST_DAYS = 400


class QueuedOut(ApplicationOut):
    overdue = fields.Boolean()
    open_rules = fields.List(fields.String())
    refusal_proposed = fields.Boolean()


class ApproveIn(Schema):
    reason = Text(least=0, most=400, load_default="")


class WhyIn(Schema):
    reason = Text(least=2, most=800, required=True, lines=True)


class RefuseIn(WhyIn):
    article = Text(least=2, most=200, required=True)


class SecondLookIn(Schema):
    agree = fields.Boolean(required=True)
    reason = Text(least=0, most=400, load_default="")


class SpanIn(Schema):
    since = fields.Date(required=True)
    until = fields.Date(required=True)

    @validates_schema
    def in_order(self, data: dict[str, Any], **_: Any) -> None:
        if not 0 <= (data["until"] - data["since"]).days <= MOST_DAYS:
            raise refuse("until", "结束日应在开始日之后，最多四百天")


class FiguresOut(Schema):
    since = fields.Date()
    until = fields.Date()
    figures = fields.Dict()
    formulas = fields.Dict()


class RulebookFilesIn(WhyIn):
    files = fields.Dict(
        keys=fields.String(validate=validate.Length(max=120)),
        values=fields.String(validate=validate.Length(max=400_000)),
        required=True,
        validate=validate.Length(min=1, max=200),
    )


class RulebookOut(Schema):
    id = fields.UUID(allow_none=True)
    version = fields.String()
    digest = fields.String()
    state = fields.String()
    reason = fields.String()
    proposed_at = fields.AwareDateTime(attribute="created_at", allow_none=True)
    published_at = fields.AwareDateTime(allow_none=True)
    in_force = fields.Boolean()
    mine = fields.Boolean()


class RulebooksOut(Schema):
    items = fields.List(fields.Nested(RulebookOut))
    next_cursor = fields.String(allow_none=True)
    in_force = fields.Dict()


class TrialOut(Schema):
    cases = fields.List(fields.Dict())
    wrong = fields.Integer()
    lint = fields.List(fields.String())
    differences = fields.List(fields.String())


class BookFilesOut(Schema):
    version = fields.String()
    digest = fields.String()
    files = fields.Dict()


class ReplayIn(SpanIn):
    pack = fields.UUID(required=True)


class ReplayOut(Schema):
    id = fields.UUID()
    since = fields.Date()
    until = fields.Date()
    result = fields.Dict()


class BooksIn(PageIn):
    pass
