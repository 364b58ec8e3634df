"""Shapes of accounts."""

import re
from datetime import date
from typing import Any

from marshmallow import ValidationError, fields, validate, validates

from weijiayuan.accounts.models import Relation, RequestKind, RequestState
from weijiayuan.accounts.rules import Role, TerritoryKind
from weijiayuan.kernel import clock
from weijiayuan.web.decided_as_read import HOW
from weijiayuan.web.schemas import PageIn, Schema, StrictBoolean, Text, Whole, Words

COUNTRY = re.compile(
    r"\+(?:1|7|2[07]|3[0-469]|4[013-9]|5[1-8]|6[0-6]|8[1246]|9[0-58]|\d{3})", re.ASCII
)
"""The code of a country, of one to three digits (ITU-T E.164), before the number."""


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


class PhoneDutyOut(Schema):
    linked = fields.Boolean(metadata={"description": "这个微信绑定了工作人员账号"})
    on_duty = fields.Boolean(metadata={"description": "已输入动态码, 正在值班"})
    name = fields.String(allow_none=True)


class MeOut(ResidentOut):
    duties = fields.List(fields.Nested(DutyOut))
    staff = fields.Nested(PhoneDutyOut)


class MeIn(Schema):
    nickname = Text(least=0, most=20, required=True)
    community_code = fields.String(
        load_default=None,
        allow_none=True,
        validate=validate.Regexp(r"^\d{12}\Z", error="社区代码是12位数字"),
    )
    font_step = Whole(most=3, load_default=0)
    elderly_mode = StrictBoolean(load_default=False)
    wants_suggestions = StrictBoolean(load_default=True)


class PhoneIn(Schema):
    code = Text(required=True, most=200, metadata={"description": "getPhoneNumber 给的 code"})


class FamilyMemberIn(Schema):
    name = Text(required=True, most=30)
    relation = fields.Enum(Relation, by_value=True, required=True)
    birth_date = fields.Date(load_default=None, allow_none=True)
    guardian = StrictBoolean(load_default=False)

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
    new_password = fields.String(
        load_default=None,
        validate=validate.Length(max=200),
        metadata={"description": "第一次登录时换成自己的密码; 平时不看"},
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


OTP: dict[str, Any] = {
    "required": True,
    "validate": validate.Regexp(r"^\d{6}\Z", error="动态码是6位数字"),
}
OPTIONAL_OTP: dict[str, Any] = {
    "load_default": None,
    "validate": OTP["validate"],
    "metadata": {"description": "要另一位系统管理员确认时必填"},
}
PASSWORD: dict[str, Any] = {"required": True, "validate": validate.Length(max=200)}


class PasswordIn(Schema):
    current_password = fields.String(**PASSWORD)
    password = fields.String(**PASSWORD)


class OtpIn(Schema):
    otp = fields.String(**OTP)


class PasswordAndOtpIn(Schema):
    current_password = fields.String(**PASSWORD)
    otp = fields.String(**OTP)


class LinkCodeOut(Schema):
    code = fields.String()
    expires_at = fields.AwareDateTime()
    qr_svg = fields.String(metadata={"description": "同一个码, 画成二维码"})


class LinkIn(Schema):
    code = Text(required=True, most=80)


class LinkedOut(Schema):
    name = fields.String()


class DutyBegunOut(Schema):
    until = fields.AwareDateTime()


class OwnSessionOut(Schema):
    id = fields.UUID()
    place = fields.String(metadata={"description": "desk 或 telephone"})
    began_at = fields.AwareDateTime()
    seen_at = fields.AwareDateTime()
    is_this = fields.Boolean()


class OwnSessionsOut(Schema):
    items = fields.List(fields.Nested(OwnSessionOut))


class ResidentSessionOut(Schema):
    id = fields.UUID()
    began_at = fields.AwareDateTime()
    expires_at = fields.AwareDateTime()
    is_this = fields.Boolean()


class ResidentSessionsOut(Schema):
    items = fields.List(fields.Nested(ResidentSessionOut))


class RoleOut(Schema):
    role = fields.String()
    name = fields.String()
    desk_only = fields.Boolean()
    territory_kinds = fields.List(fields.String())


class RolesOut(Schema):
    items = fields.List(fields.Nested(RoleOut))


class DutyIn(Schema):
    role = fields.Enum(Role, by_value=True, required=True)
    territory_kind = fields.Enum(TerritoryKind, by_value=True, required=True)
    territory_code = Text(required=True, most=40)


class StaffIn(Schema):
    username = Text(required=True, least=3, most=60)
    display_name = Text(required=True, most=40)
    duties = fields.List(fields.Nested(DutyIn), required=True, validate=validate.Length(max=50))
    otp = fields.String(**OTP)


class SecondFactorOut(Schema):
    otp_uri = fields.String(metadata={"description": "扫进动态码应用, 只显示这一次"})
    qr_svg = fields.String(metadata={"description": "同一个地址, 画成二维码"})


class NamedStaffOut(Schema):
    id = fields.UUID()
    username = fields.String()
    display_name = fields.String()


class DualControlRequestOut(Schema):
    id = fields.UUID()
    kind = fields.Enum(RequestKind, by_value=True)
    staff = fields.Nested(NamedStaffOut)
    duties = fields.List(fields.Nested(DutyOut))
    asked_by = fields.Nested(NamedStaffOut)
    asked_at = fields.AwareDateTime()
    expires_at = fields.AwareDateTime()
    state = fields.Enum(RequestState, by_value=True)
    decided_by = fields.Nested(NamedStaffOut, allow_none=True)
    decided_at = fields.AwareDateTime(allow_none=True)
    reason = fields.String()
    used_at = fields.AwareDateTime(
        allow_none=True, metadata={"description": "本人用启用码设好密码或动态码的时间"}
    )


class DualControlRequestsOut(Schema):
    items = fields.List(fields.Nested(DualControlRequestOut))
    next_cursor = fields.String(allow_none=True)


class DualControlRequestsIn(PageIn):
    staff_id = fields.UUID(load_default=None)
    waiting = fields.Boolean(load_default=False)


class AskedForTwoOut(Schema):
    request = fields.Nested(DualControlRequestOut)
    code_half = fields.String(
        allow_none=True,
        metadata={"description": "启用码的一半, 只显示这一次; 另一半在另一位管理员那里"},
    )


class AppointedOut(StaffOut, AskedForTwoOut):
    pass


class DutiesSetOut(StaffOut):
    request = fields.Nested(
        DualControlRequestOut,
        allow_none=True,
        metadata={"description": "要另一位系统管理员确认的那部分; 没有就是 null"},
    )


class DutiesIn(Schema):
    duties = fields.List(fields.Nested(DutyIn), required=True, validate=validate.Length(max=50))
    otp = fields.String(**OPTIONAL_OTP)


class EnableIn(Schema):
    otp = fields.String(**OPTIONAL_OTP)


class RefusalIn(Schema):
    reason = Words(required=True, most=200)


class CredentialSetupIn(Schema):
    username = Text(required=True, most=60)
    code = Text(required=True, most=80)
    password = fields.String(load_default=None, validate=validate.Length(max=200))
    otp = fields.String(**OPTIONAL_OTP)
    current_password = fields.String(load_default=None, validate=validate.Length(max=200))


class CredentialSetupOut(Schema):
    otp_uri = fields.String(allow_none=True)
    qr_svg = fields.String(allow_none=True)


class DisableIn(Schema):
    reason = Words(required=True, most=200)


class AccountOut(StaffOut):
    request = fields.Nested(DualControlRequestOut, allow_none=True)
    has_credentials = fields.Boolean(metadata={"description": "本人已设好密码和动态码"})
    created_at = fields.AwareDateTime()
    disabled_at = fields.AwareDateTime(allow_none=True)
    is_linked = fields.Boolean()
    is_locked = fields.Boolean()
    is_sample = fields.Boolean()
    last_seen_at = fields.AwareDateTime(allow_none=True)
    version = fields.String(metadata=HOW)


class AccountsIn(PageIn):
    q = Text(load_default=None, most=40)
    role = fields.Enum(Role, by_value=True, load_default=None)
    state = fields.String(load_default=None, validate=validate.OneOf(["able", "disabled"]))


class AccountsOut(Schema):
    items = fields.List(fields.Nested(AccountOut))
    next_cursor = fields.String(allow_none=True)


def masked(phone: str | None) -> str | None:
    """Show enough of a number for its owner to know it: of one abroad, the country.

    >>> masked("13812345678"), masked("+85291234567"), masked("+14155550100")
    ('138****5678', '+852****4567', '+1****0100')
    """
    if not phone:
        return phone
    abroad = COUNTRY.match(phone)
    return f"{abroad[0] if abroad else phone[:3]}****{phone[-4:]}"
