"""Texts that a second person looks at, as they come in and go out."""

from marshmallow import fields, validate

from weijiayuan.commons.schemas.covenants import ClauseFindingOut
from weijiayuan.commons.schemas.public_text import LEAST_REASON, PublicText
from weijiayuan.web.schemas import Id, Moment, Reason, Schema, StrictBoolean


class TextReviewsIn(Schema):
    """Texts of one form, as they will be put to a vote or published."""

    space_id = Id(required=True)
    texts = fields.List(
        PublicText(most=8000, lines=True), required=True, validate=validate.Length(1, 80)
    )


class TextReviewDecideIn(Schema):
    """Whether the text may be put or published, and why."""

    passed = StrictBoolean(required=True)
    words = Reason(least=LEAST_REASON, most=400, required=True)


class TextReviewOut(Schema):
    id = Id()
    space_id = Id()
    text = fields.String()
    findings = fields.List(fields.Nested(ClauseFindingOut))
    state = fields.String()
    words = fields.String()
    created_at = Moment()


class TextReviewsOut(Schema):
    items = fields.List(fields.Nested(TextReviewOut))
