"""Covenants and their clauses as they come in and go out."""

from marshmallow import fields, validate

from weijiayuan.commons.models import CovenantKind
from weijiayuan.commons.schemas.public_text import PublicText, PublicWords
from weijiayuan.web.schemas import Id, Moment, Schema, StrictBoolean, Text, one_of


class ClausesIn(Schema):
    clauses = fields.List(
        Text(most=1000, lines=True), required=True, validate=validate.Length(1, 100)
    )


class ClauseFindingOut(Schema):
    """What is wrong with a clause, by which article, and what is lawful instead."""

    clause = fields.Integer()
    text = fields.String()
    rule = fields.String()
    name = fields.String()
    level = one_of("block", "review", "hint")
    article = fields.String()
    article_confirmed = fields.Boolean(load_default=True, dump_default=True)
    remedy = fields.String()


class ClauseFindingsOut(Schema):
    findings = fields.List(fields.Nested(ClauseFindingOut))


class CovenantIn(ClausesIn):
    space_id = Id(required=True)
    kind = one_of(*(each.value for each in CovenantKind), required=True)
    title = PublicText(most=60, required=True)


class ChangesOut(Schema):
    added = fields.List(fields.String())
    removed = fields.List(fields.String())


class CovenantOut(Schema):
    id = Id()
    space_id = Id()
    kind = fields.String()
    version = fields.Integer()
    title = fields.String()
    clauses = fields.List(fields.String())
    clause_codes = fields.List(fields.String())
    findings = fields.List(fields.Nested(ClauseFindingOut))
    state = fields.String()
    signatures = fields.Integer()
    changes = fields.Nested(ChangesOut)
    decided_at = Moment(allow_none=True)
    filed_at = Moment(allow_none=True)
    filing_no = fields.String()
    remark = fields.String()
    force = fields.String()


class DraftOut(CovenantOut):
    """With what the second person said who looked at doubtful clauses."""

    reviewed = fields.Boolean()
    review = fields.String()


class ReviewIn(Schema):
    words = PublicWords(least=4, most=400, required=True)


class DecisionIn(Schema):
    """The residents' meeting, or the official result, that made a covenant."""

    meeting_id = Id(load_default=None, allow_none=True)
    result_id = Id(load_default=None, allow_none=True)


class FilingIn(Schema):
    accepted = StrictBoolean(required=True)
    filing_no = PublicText(least=0, most=60, load_default="")
    remark = PublicText(least=0, most=400, load_default="")
