"""Reports at the door, doubts and the answers to them."""

from marshmallow import fields, validate

from weijiayuan.directory.rules.visitor_reports import REPORT_WORDS, ReportKind
from weijiayuan.web.public_text import PublicText
from weijiayuan.web.schemas import Moment, Place, Schema, StrictBoolean, one_of

KINDS = "、".join(f"{kind.value} {words}" for kind, words in REPORT_WORDS.items())


class ReportIn(Schema):
    kind = one_of(*ReportKind, required=True, metadata={"description": KINDS})
    place = fields.Nested(
        Place, required=True, metadata={"description": "人在哪里；只用来比距离，不保存"}
    )
    device = fields.String(
        load_default=None,
        allow_none=True,
        validate=validate.Length(8, 64),
        metadata={
            "description": "这台手机自己存的随机号，大小写和空格不分；"
            "同一台手机七天内只算一次，没有的不计入。"
            "号是手机自己说的，不是证明"
        },
    )


class ReportOut(Schema):
    counts = fields.Boolean(metadata={"description": "是否计入；不计入的 because 说明原因"})
    because = fields.String(allow_none=True)
    doubted = fields.Boolean(metadata={"description": "这个站点现在是否存疑"})


class DoubtOut(Schema):
    """What residents found and what was answered; nobody is named."""

    opened_on = fields.Date()
    due_at = Moment()
    kinds = fields.List(fields.String())
    ended_on = fields.Date(allow_none=True)
    corrected = fields.Boolean(allow_none=True)
    answer = fields.String()


class DoubtsOut(Schema):
    items = fields.List(fields.Nested(DoubtOut))


class AnswerIn(Schema):
    text = PublicText(least=4, most=300, required=True, metadata={"description": "公开的回应"})
    corrected = StrictBoolean(
        truthy={True}, falsy={False}, required=True, metadata={"description": "true：已按反馈更正"}
    )


class DueDoubtOut(Schema):
    """What residents found otherwise, and until when it is to be answered."""

    kinds = fields.List(fields.String())
    opened_on = fields.Date()
    due_at = Moment()
    answered = fields.Boolean(metadata={"description": "true：已公开回应，等网格员去看"})
