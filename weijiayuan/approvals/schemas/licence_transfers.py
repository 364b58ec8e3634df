"""What is sent and shown when a licence is handed over."""

from marshmallow import fields

from weijiayuan.approvals.schemas.applicant import VerifiedOut
from weijiayuan.approvals.schemas.form_answers import AnswersIn
from weijiayuan.web.schemas import Schema, Text, Whole


class CodeIn(Schema):
    code = Text(most=40, required=True)


class TakeUpIn(CodeIn):
    """`version` is that of the licence as it was viewed: another one is not taken over unseen."""

    version = Whole(least=1, most=1_000_000, required=True)
    answers = fields.Nested(AnswersIn, required=True)


class OfferOut(Schema):
    """An offer as who made it sees it, once."""

    uscc = fields.String()
    code = fields.String()
    until = fields.Date()


class OfferedOut(Schema):
    """What a code offers."""

    licence = fields.Nested(VerifiedOut)
    kind = fields.String()
    answers = fields.Dict()
