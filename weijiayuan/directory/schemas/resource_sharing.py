"""Resources, loans, the ledger and the charter."""

from typing import Any

from marshmallow import fields, validates_schema

from weijiayuan.directory.rules.resource_sharing import LoanState, ResourceKind
from weijiayuan.directory.schemas.common_shapes import LabelOut
from weijiayuan.web.schemas import (
    Moment,
    PageIn,
    Schema,
    Text,
    Whole,
    Words,
    one_of,
    page_schema,
    refuse,
)


class ResourcesIn(PageIn):
    kind = one_of(*ResourceKind, load_default=None)
    q = Text(least=0, most=40, load_default="")


class ResourceOut(Schema):
    id = fields.UUID()
    name = fields.String()
    kind = fields.Nested(LabelOut)
    owner = fields.Nested(LabelOut)
    terms = fields.String()
    liability = fields.String(metadata={"description": "责任和保险"})
    asks_owner = fields.Boolean(metadata={"description": "每次都要所有者同意"})
    is_sample = fields.Boolean()


ResourcePageOut = page_schema(ResourceOut)


class ResourceIn(Schema):
    organisation = fields.UUID(required=True)
    name = Text(most=60, required=True)
    kind = one_of(*ResourceKind, required=True)
    terms = Text(least=0, most=500, load_default="", lines=True)
    asks_owner = fields.Boolean(load_default=True)
    places = Whole(least=1, most=200, load_default=1, metadata={"description": "1 即独占"})


class LoanIn(Schema):
    organisation = fields.UUID(required=True, metadata={"description": "代表哪个成员"})
    starts_at = Moment(required=True)
    ends_at = Moment(required=True)
    purpose = Text(most=200, required=True)

    @validates_schema
    def _ends_later(self, data: dict[str, Any], **_more: Any) -> None:
        if data["ends_at"] <= data["starts_at"]:
            raise refuse("ends_at", "结束要晚于开始")
        if (data["ends_at"] - data["starts_at"]).days > 31:
            raise refuse("ends_at", "一次最多31天")


class LoanOut(Schema):
    id = fields.UUID()
    resource = fields.Nested(LabelOut)
    owner = fields.Nested(LabelOut)
    borrower = fields.Nested(LabelOut)
    starts_at = Moment()
    ends_at = Moment()
    purpose = fields.String()
    state = fields.Nested(LabelOut)
    words = fields.String()
    stars = fields.Integer(allow_none=True)
    answer_by = Moment()


LoanPageOut = page_schema(LoanOut)


class LoansIn(PageIn):
    state = one_of(*LoanState, load_default=None)


class MembersOut(Schema):
    items = fields.List(fields.Nested(LabelOut))


class LoanWordsIn(Schema):
    loan = fields.UUID(required=True)
    words = Text(least=0, most=300, load_default="")


class LoanRatingIn(LoanWordsIn):
    stars = Whole(least=1, most=5, required=True)


class LedgerRowOut(Schema):
    id = fields.UUID()
    name = fields.String()
    given_hours = fields.Float()
    taken_hours = fields.Float()


class LedgerOut(Schema):
    items = fields.List(fields.Nested(LedgerRowOut))
    note = fields.String()


class CharterIn(Schema):
    text = Text(least=10, most=20_000, required=True, lines=True)
    percent = Whole(
        least=51, most=100, load_default=67, metadata={"description": "多少成员签署才生效（%）"}
    )
    reason = Words(most=500, required=True)


class SignerOut(Schema):
    id = fields.UUID()
    name = fields.String()
    at = Moment()


class CharterOut(Schema):
    id = fields.UUID()
    number = fields.Integer()
    text = fields.String()
    percent = fields.Integer()
    reason = fields.String()
    in_force_at = Moment(allow_none=True)
    signed_by = fields.List(fields.Nested(SignerOut))
    members = fields.Integer()


class ChartersOut(Schema):
    items = fields.List(fields.Nested(CharterOut))


class SignIn(Schema):
    organisation = fields.UUID(required=True)


class RepresentativeIn(Schema):
    resident = fields.UUID(required=True)


MOVES_BY_NAME = {
    "agree": LoanState.AGREED,
    "decline": LoanState.DECLINED,
    "hand-over": LoanState.IN_USE,
    "return": LoanState.RETURNED,
    "withdraw": LoanState.WITHDRAWN,
}
