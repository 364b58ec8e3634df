"""The shapes of terms, of what is wrong with them, and of a second look at them."""

from typing import Any

from marshmallow import fields, post_load, validate

from weijiayuan.appeals.rules.agreement.structured_terms import MOST_TERMS, Term, TermKind
from weijiayuan.appeals.rules.confirmation_eligibility import GROUNDS
from weijiayuan.web.schemas import Day, Id, Reason, Schema, StrictBoolean, Text, Whole, one_of

MOST_FEN = 10**13


class EligibilityIn(Schema):
    """Seven questions and more, by ground; and the day the agreement took effect."""

    answers = fields.Dict(
        keys=one_of(*GROUNDS), values=StrictBoolean(allow_none=True), load_default=dict
    )
    effective_on = Day(load_default=None)
    text = Text(least=0, most=10_000, lines=True, load_default="")
    on = Day(load_default=None)


class GroundOut(Schema):
    id = fields.String()
    article = fields.String()
    text = fields.String()
    road = fields.String()
    ask = fields.String()
    yes_means = fields.String()


class FindingOut(Schema):
    kind = fields.String()
    name = fields.String()
    at = fields.String()
    says = fields.String()
    article = fields.String()
    needs_person = fields.Boolean()


class EligibilityOut(Schema):
    confirmable = fields.Boolean(allow_none=True)
    grounds = fields.List(fields.Nested(GroundOut))
    doubts = fields.List(fields.Nested(FindingOut))
    last_safe_day = fields.Date(allow_none=True)
    last_day = fields.Date(allow_none=True)
    late = fields.String(allow_none=True)
    warning = fields.String(allow_none=True)
    questions = fields.List(fields.Nested(GroundOut))


class TermIn(Schema):
    """Who owes what to whom by when, how."""

    debtor = Text(most=40, required=True)
    creditor = Text(most=40, required=True)
    kind = one_of(*TermKind, required=True)
    amount_fen = Whole(least=0, most=MOST_FEN, load_default=None, allow_none=True)
    amount_words = Text(least=0, most=60, load_default="")
    due = Day(load_default=None, allow_none=True)
    how = Text(least=0, most=200, load_default="")
    what = Text(least=0, most=500, load_default="")
    condition = Text(least=0, most=200, load_default="")
    default = Text(least=0, most=200, load_default="")

    @post_load
    def make(self, data: dict[str, Any], **_more: Any) -> Term:
        return Term(**data | {"kind": TermKind(data["kind"])})


class TermsIn(Schema):
    terms = fields.List(
        fields.Nested(TermIn), load_default=list, validate=validate.Length(max=MOST_TERMS)
    )
    text = Text(least=0, most=10_000, lines=True, load_default="")
    total_fen = Whole(least=0, most=MOST_FEN, load_default=None, allow_none=True)


class CheckedPartyIn(Schema):
    name = Text(most=40, required=True)
    capacity = one_of("full", "limited", "none", load_default="full")
    guardian = Text(least=0, most=40, load_default="")
    agent = Text(least=0, most=40, load_default="")
    authority = StrictBoolean(load_default=False)


class CheckIn(TermsIn):
    parties = fields.List(fields.Nested(CheckedPartyIn), load_default=list)
    on = Day(load_default=None)


class CheckedOut(Schema):
    findings = fields.List(fields.Nested(FindingOut))
    text = fields.String()
    totals = fields.Dict()
    terms_hash = fields.String()


class ReviewerIn(Schema):
    """A colleague by name; none lets filters, load and the draw decide."""

    to = Id(load_default=None, allow_none=True)


class ReviewAskedOut(Schema):
    id = fields.String()
    reviewer = fields.String()


class ReviewLineOut(Schema):
    id = fields.String()
    asked_at = fields.DateTime()


class ReviewsOut(Schema):
    items = fields.List(fields.Nested(ReviewLineOut))


class ReviewOut(ReviewLineOut):
    text = fields.String()
    text_hash = fields.String()
    findings = fields.List(fields.Nested(FindingOut))


class ReviewIn(Schema):
    """The verdict over the text whose hash was read."""

    approved = StrictBoolean(required=True)
    reason = Reason(most=500, lines=True, required=True)
    text_hash = fields.String(required=True, validate=validate.Length(max=64))


class ReviewVerdictOut(Schema):
    """A second person's verdict; why is for the mediator and the judge."""

    reviewer = fields.String()
    approved = fields.Boolean(allow_none=True)
    reason = fields.String(allow_none=True)


class AgreementOut(Schema):
    version = fields.Integer()
    text = fields.String()
    terms = fields.List(fields.Dict())
    terms_hash = fields.String()
    totals = fields.Dict()
    faulty = fields.Boolean()
    needs_person = fields.Boolean()
    review = fields.Nested(ReviewVerdictOut, allow_none=True)
    signed = fields.List(fields.String())
    effective_at = fields.DateTime(allow_none=True)


class SignIn(Schema):
    terms_hash = fields.String(required=True, validate=validate.Length(max=64))
