"""Participatory budgeting: rounds of spending as they come in and go out."""

from marshmallow import fields, validate

from weijiayuan.commons.schemas.public_text import PublicText
from weijiayuan.web.schemas import Id, Moment, Schema, Text, Whole, one_of

MOST_FEN = 100_000_000_00


class ProjectIn(Schema):
    title = PublicText(most=80, required=True)
    cost_fen = Whole(least=1, most=MOST_FEN, required=True)


class RoundIn(Schema):
    space_id = Id(required=True)
    title = PublicText(most=80, required=True)
    budget_fen = Whole(least=1, most=MOST_FEN, required=True)
    closes_at = Moment(required=True)
    projects = fields.List(fields.Nested(ProjectIn), required=True, validate=validate.Length(1, 60))


class SpendingVoteIn(Schema):
    projects = fields.List(Text(most=4), required=True, validate=validate.Length(0, 60))


class ProjectOut(Schema):
    id = fields.String()
    title = fields.String()
    cost_fen = fields.Integer()


class FundedOut(ProjectOut):
    supporters = fields.Integer(allow_none=True)
    by = one_of("equal_shares", "ranking")
    each_pays_at_most_fen = fields.Integer(allow_none=True)
    text = fields.String()


class NotFundedOut(ProjectOut):
    short_fen = fields.Integer(allow_none=True)
    text = fields.String()


class SpendingResultOut(Schema):
    """What is bought by equal shares, with reasons; plain ranking beside it to compare."""

    voters = fields.Integer()
    share_fen = fields.Integer()
    funded = fields.List(fields.Nested(FundedOut))
    not_funded = fields.List(fields.Nested(NotFundedOut))
    left_fen = fields.Integer()
    by_ranking = fields.List(fields.String())


class RoundOut(Schema):
    id = Id()
    space_id = Id()
    title = fields.String()
    budget_fen = fields.Integer()
    closes_at = Moment()
    projects = fields.List(fields.Nested(ProjectOut))
    exhaustion = fields.String()
    result = fields.Nested(SpendingResultOut, allow_none=True)
