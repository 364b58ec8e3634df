"""Shapes of accounts."""

from datetime import date
from typing import Any

from marshmallow import ValidationError, fields, validate, validates

from weijiayuan.accounts.models import Relation
from weijiayuan.accounts.rules import Role, TerritoryKind
from weijiayuan.kernel import clock
from weijiayuan.web.schemas import Schema, Text, Whole


class LoginIn(Schema):
    code = Text(required=True, most=200, metadata={"description": "wx.login 给的 code"})


class ResidentOut(Schema):
    id = fields.UUID()
    nickname = fields.String()
    phone = fields.Function(
        lambda resident: masked(resident.phone),
        metadata={"type": "string", "nullable": True, "description": "只显示头三位和末四位"},
    )
    community_code = fields.String(allow_none=True)
    font_step = fields.Integer()
    elderly_mode = fields.Boolean()
    wants_suggestions = fields.Boolean()


class SessionOut(Schema):
    token = fields.String()
    expires_at = fields.AwareDateTime()
    resident = fields.Nested(ResidentOut)


class DutyOut(Schema):
    role = fields.String()
    territory_kind = fields.String()
    territory_code = fields.String()


class MeOut(ResidentOut):
    duties = fields.List(fields.Nested(DutyOut))


class MeIn(Schema):
    nickname = Text(least=0, most=20, required=True)
    community_code = fields.String(
        load_default=None,
        allow_none=True,
        validate=validate.Regexp(r"^\d{12}\Z", error="社区代码是12位数字"),
    )
    font_step = Whole(most=3, load_default=0)
    elderly_mode = fields.Boolean(load_default=False)
    wants_suggestions = fields.Boolean(load_default=True)


class PhoneIn(Schema):
    code = Text(required=True, most=200, metadata={"description": "getPhoneNumber 给的 code"})


class FamilyMemberIn(Schema):
    name = Text(required=True, most=30)
    relation = fields.Enum(Relation, by_value=True, required=True)
    birth_date = fields.Date(load_default=None, allow_none=True)
    guardian = fields.Boolean(load_default=False)

    @validates("birth_date")
    def is_past(self, birth_date: date | None, **_: Any) -> None:
        if birth_date and not date(1900, 1, 1) <= birth_date <= clock.local_date(clock.now()):
            raise ValidationError("出生日期不对")


class FamilyMemberOut(Schema):
    id = fields.UUID()
    name = fields.String()
    relation = fields.Enum(Relation, by_value=True)
    birth_date = fields.Date(allow_none=True)
    guardian = fields.Boolean()


class FamilyOut(Schema):
    items = fields.List(fields.Nested(FamilyMemberOut))


class ConsentIn(Schema):
    document = Text(required=True, most=40)
    version = Text(required=True, most=20)


class ConsentOut(Schema):
    document = fields.String()
    version = fields.String()
    given_at = fields.AwareDateTime(attribute="created_at")
    withdrawn_at = fields.AwareDateTime(allow_none=True)


class ConsentsOut(Schema):
    items = fields.List(fields.Nested(ConsentOut))
    current = fields.Dict(keys=fields.String(), values=fields.String())


class StaffLoginIn(Schema):
    username = Text(required=True, most=60)
    password = fields.String(required=True, validate=validate.Length(max=200))
    otp = fields.String(
        required=True, validate=validate.Regexp(r"^\d{6}\Z", error="动态码是6位数字")
    )


class StaffOut(Schema):
    id = fields.UUID()
    username = fields.String()
    display_name = fields.String()
    duties = fields.List(fields.Nested(DutyOut))


class SampleStaffOut(Schema):
    items = fields.List(fields.Nested(StaffOut))


class StaffSessionOut(Schema):
    token = fields.String()
    expires_at = fields.AwareDateTime()
    staff = fields.Nested(StaffOut)


class PasswordIn(Schema):
    password = fields.String(required=True, validate=validate.Length(max=200))


class DutyIn(Schema):
    role = fields.Enum(Role, by_value=True, required=True)
    territory_kind = fields.Enum(TerritoryKind, by_value=True, required=True)
    territory_code = Text(required=True, most=40)


class StaffIn(Schema):
    username = Text(required=True, least=3, most=60)
    display_name = Text(required=True, most=40)
    password = fields.String(required=True, validate=validate.Length(max=200))
    duties = fields.List(fields.Nested(DutyIn), required=True, validate=validate.Length(max=50))


class AppointedOut(StaffOut):
    otp_uri = fields.String(metadata={"description": "扫进动态码应用, 只显示这一次"})


class DutiesIn(Schema):
    duties = fields.List(fields.Nested(DutyIn), required=True, validate=validate.Length(max=50))


def masked(phone: str | None) -> str | None:
    """Show enough of a number for its owner to know it.

    >>> masked("13812345678")
    '138****5678'
    """
    return phone and f"{phone[:3]}****{phone[-4:]}"
