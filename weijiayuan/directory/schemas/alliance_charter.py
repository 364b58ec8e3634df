"""The charter, its amendments and the votes on them."""

from fractions import Fraction
from typing import Any

from marshmallow import ValidationError, fields, post_load, validate, validates_schema

from weijiayuan.directory.rules.alliance_charter import TWO_THIRDS, share_of
from weijiayuan.web.public_text import PublicText, PublicWords
from weijiayuan.web.schemas import Moment, Schema, StrictBoolean, Whole, refuse


class Share(fields.String):
    """A fraction above a half."""

    def _deserialize(self, value: Any, attr: str | None, data: Any, **more: Any) -> Any:
        try:
            return share_of(super()._deserialize(value, attr, data, **more))
        except ValueError as error:
            raise ValidationError(str(error)) from error


class CharterIn(Schema):
    text = PublicText(least=10, most=20_000, required=True, lines=True)
    share = Share(
        metadata={
            "description": "以后修改要多少成员同意，大于一半的分数，不写是 2/3；"
            "首版自己生效也按这个，正好这么多就算够"
        },
    )
    percent = Whole(least=51, most=100, metadata={"description": "同 share，用百分比写"})
    reason = PublicWords(least=2, most=500, required=True)

    @post_load
    def _one_share(self, data: dict[str, Any], **_more: Any) -> dict[str, Any]:
        percent = data.pop("percent", None)
        data.setdefault("share", Fraction(percent, 100) if percent else TWO_THIRDS)
        return data


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
    percent = fields.Integer(metadata={"description": "以后修改要多少成员同意（%，向上取整）"})
    share = fields.String(metadata={"description": "以后修改要多少成员同意，如 2/3"})
    share_words = fields.String()
    needs = fields.Integer(
        metadata={"description": "这一版要多少成员同意才生效（%，向上取整）；以 needs_share 为准"}
    )
    needs_share = fields.String()
    needs_words = fields.String()
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
    members = fields.Integer(metadata={"description": "提出这一版时的成员数，以后加入的不算"})


class ChartersOut(Schema):
    items = fields.List(fields.Nested(CharterOut))


class SignIn(Schema):
    organisation = fields.UUID(required=True)


class CharterVoteIn(SignIn):
    agrees = StrictBoolean(truthy={True}, falsy={False}, required=True)
    words = PublicText(least=0, most=300, load_default="")

    @validates_schema
    def _says_why_not(self, data: dict[str, Any], **_more: Any) -> None:
        if not data["agrees"] and not data["words"]:
            raise refuse("words", "不同意的，请说说理由")


class TakeBackIn(Schema):
    words = PublicText(least=2, most=300, required=True)
