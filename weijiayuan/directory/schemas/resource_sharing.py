"""Resources, loans, members and the ledger."""

from typing import Any

from marshmallow import fields, validate, validates_schema

from weijiayuan.directory.rules.resource_sharing import SHORTEST_LOAN, LoanState, ResourceKind
from weijiayuan.directory.rules.vocabulary import OrganisationKind
from weijiayuan.directory.schemas.shared_schemas import LabelOut
from weijiayuan.web.public_text import PublicText
from weijiayuan.web.schemas import (
    Moment,
    PageIn,
    Schema,
    StrictBoolean,
    Text,
    Whole,
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
    name = PublicText(most=60, required=True)
    kind = one_of(*ResourceKind, required=True)
    terms = PublicText(least=0, most=500, load_default="", lines=True)
    asks_owner = StrictBoolean(load_default=True)
    places = Whole(least=1, most=200, load_default=1, metadata={"description": "1 即独占"})


class ResourceMendIn(Schema):
    """What is left out stays."""

    name = PublicText(most=60)
    terms = PublicText(least=0, most=500, lines=True)


class SpanIn(Schema):
    starts_at = Moment(required=True)
    ends_at = Moment(required=True)

    @validates_schema
    def _ends_later(self, data: dict[str, Any], **_more: Any) -> None:
        if data["ends_at"] <= data["starts_at"]:
            raise refuse("ends_at", "结束要晚于开始")
        if data["ends_at"] - data["starts_at"] < SHORTEST_LOAN:
            raise refuse("ends_at", "一次最少15分钟")
        if (data["ends_at"] - data["starts_at"]).days > 31:
            raise refuse("ends_at", "一次最多31天")


class LoanIn(SpanIn):
    organisation = fields.UUID(required=True, metadata={"description": "代表哪个成员"})
    purpose = PublicText(most=200, required=True)


class LoanOut(Schema):
    id = fields.UUID()
    resource = fields.Nested(LabelOut)
    owner = fields.Nested(LabelOut)
    borrower = fields.Nested(LabelOut)
    starts_at = Moment()
    ends_at = Moment()
    purpose = fields.String()
    terms = fields.String(metadata={"description": "申请时的约定，所有者以后改了也不变"})
    state = fields.Nested(LabelOut)
    words = fields.String()
    stars = fields.Integer(allow_none=True)
    answer_by = Moment()
    handed_over_at = Moment(allow_none=True)
    returned_at = Moment(allow_none=True)


LoanPageOut = page_schema(LoanOut)


class LoansIn(PageIn):
    state = one_of(*LoanState, load_default=None)


class MembersOut(Schema):
    items = fields.List(fields.Nested(LabelOut))


class AllianceMemberOut(LabelOut):
    """A member, and how many people act for it."""

    alliance = fields.Nested(LabelOut, allow_none=True)
    people = fields.Integer()
    is_sample = fields.Boolean()


class AllianceMembersOut(Schema):
    items = fields.List(fields.Nested(AllianceMemberOut))


class MemberIn(Schema):
    """An organisation that joins the alliance."""

    name = PublicText(least=2, most=60, required=True)
    kind = one_of(*OrganisationKind, required=True)
    alliance = fields.String(required=True, validate=validate.Length(1, 40))


class LoanWordsIn(Schema):
    loan = fields.UUID(required=True)
    words = PublicText(least=0, most=300, load_default="")


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


class RepresentativeIn(Schema):
    resident = fields.UUID(required=True)


MOVES_BY_NAME = {
    "agree": LoanState.AGREED,
    "decline": LoanState.DECLINED,
    "hand-over": LoanState.IN_USE,
    "return": LoanState.RETURNED,
    "withdraw": LoanState.WITHDRAWN,
}
