"""The charter, its amendments and the votes on them."""

from typing import Any

from marshmallow import fields, validate, validates_schema

from weijiayuan.directory.schemas.common_shapes import PublicText
from weijiayuan.web.schemas import Moment, Schema, Text, Whole, refuse


class CharterIn(Schema):
    text = Text(least=10, most=20_000, required=True, lines=True)
    percent = Whole(
        least=51,
        most=100,
        load_default=67,
        metadata={"description": "以后修改要多少成员同意（%）；首版自己生效也按这个"},
    )
    reason = PublicText(least=2, most=500, required=True)


class CharterVoteOut(Schema):
    id = fields.UUID()
    name = fields.String()
    at = Moment()
    agrees = fields.Boolean()
    words = fields.String()


class CharterOut(Schema):
    id = fields.UUID()
    number = fields.Integer()
    text = fields.String()
    percent = fields.Integer(metadata={"description": "以后修改要多少成员同意（%）"})
    needs = fields.Integer(metadata={"description": "这一版要多少成员同意才生效（%）"})
    reason = fields.String()
    state = fields.String(
        validate=validate.OneOf(("open", "in_force", "superseded", "closed")),
        metadata={"description": "open 正在签署、in_force 生效、superseded 有新版、closed 没有成"},
    )
    in_force_at = Moment(allow_none=True)
    closed_at = Moment(allow_none=True)
    closing_words = fields.String()
    signed_by = fields.List(fields.Nested(CharterVoteOut))
    refused_by = fields.List(fields.Nested(CharterVoteOut))
    members = fields.Integer()


class ChartersOut(Schema):
    items = fields.List(fields.Nested(CharterOut))


class SignIn(Schema):
    organisation = fields.UUID(required=True)


class CharterVoteIn(SignIn):
    agrees = fields.Boolean(truthy={True}, falsy={False}, required=True)
    words = PublicText(least=0, most=300, load_default="")

    @validates_schema
    def _says_why_not(self, data: dict[str, Any], **_more: Any) -> None:
        if not data["agrees"] and not data["words"]:
            raise refuse("words", "不同意的，请说说理由")


class TakeBackIn(Schema):
    words = PublicText(least=2, most=300, required=True)
