"""The shapes of employers, applications, profiles and reports."""

from collections.abc import Callable
from typing import Any
from uuid import UUID

from marshmallow import fields, validate

from weijiayuan.accounts.schemas import masked
from weijiayuan.files import signed_links
from weijiayuan.files.schemas import RowErrorOut
from weijiayuan.jobs.models import Employer
from weijiayuan.jobs.models.applications import ReportReason, ReportState
from weijiayuan.jobs.rules.states import ApplicationState, EmployerState, JobState, MemberRole
from weijiayuan.jobs.schemas.posts import CODE, EmployerNameOut, FiltersIn
from weijiayuan.web.decided_as_read import HOW
from weijiayuan.web.public_text import CourteousWords
from weijiayuan.web.schemas import (
    Id,
    Moment,
    PageIn,
    Schema,
    StrictBoolean,
    Text,
    Whole,
    Words,
    one_of,
)


class EmployerIn(Schema):
    name = Text(least=2, most=80, required=True)
    uscc = Text(least=18, most=40, required=True, metadata={"description": "统一社会信用代码"})
    licence_file = Id(
        required=True, metadata={"description": "营业执照照片, 先用 POST /files 上传"}
    )
    is_agency = StrictBoolean(load_default=False)
    agency_licence = Text(
        most=40,
        load_default=None,
        allow_none=True,
        metadata={"description": "人力资源服务许可证编号"},
    )
    contact_name = Text(least=0, most=30, load_default="")
    community_code = fields.String(load_default=None, allow_none=True, validate=CODE)
    address = Text(least=0, most=120, load_default="")
    about = Text(least=0, most=1000, lines=True, load_default="")


class EmployerChangeIn(EmployerIn):
    class Meta(EmployerIn.Meta):
        exclude = ("uscc",)


def stated(name: str) -> Callable[[Employer], Any]:
    """Return how to read what an employer says of itself, verified or not."""
    return lambda employer: employer.stated(name)


class EmployerOut(Schema):
    """An employer as it describes itself; `verified_name` is what the public reads meanwhile."""

    id = fields.UUID()
    name = fields.Function(stated("name"), metadata={"type": "string"})
    verified_name = fields.Function(
        lambda employer: None if employer.proposed is None else employer.name,
        metadata={
            "type": "string",
            "nullable": True,
            "description": "改了名称等资料、还在核验时，对外仍显示的名称",
        },
    )
    version = fields.Integer(metadata={"description": "审核时看到的版本"})
    uscc = fields.String()
    kind = fields.String(metadata={"description": "企业、个体工商户等"})
    licence_file = fields.Function(
        stated("licence_file_id"), metadata={"type": "string", "format": "uuid"}
    )
    licence_address = fields.Function(
        lambda employer: signed_links.address_of(UUID(str(employer.stated("licence_file_id")))),
        metadata={"type": "string", "description": "营业执照照片的地址, 半小时内有效"},
    )
    is_agency = fields.Function(stated("is_agency"), metadata={"type": "boolean"})
    agency_licence = fields.Function(
        stated("agency_licence"), metadata={"type": "string", "nullable": True}
    )
    contact_name = fields.String()
    contact_phone = fields.Function(
        lambda employer: masked(employer.contact_phone),
        metadata={"type": "string", "nullable": True},
    )
    contact_verified = fields.Function(
        lambda employer: employer.contact_phone is not None, metadata={"type": "boolean"}
    )
    community_code = fields.String(allow_none=True)
    address = fields.String()
    about = fields.String()
    state = fields.Enum(EmployerState, by_value=True)
    state_reason = fields.String()
    created_at = fields.AwareDateTime()
    decided_at = fields.AwareDateTime(allow_none=True)


class MyEmployerOut(Schema):
    role = fields.Enum(MemberRole, by_value=True)
    employer = fields.Nested(EmployerOut)


class MyEmployersOut(Schema):
    items = fields.List(fields.Nested(MyEmployerOut))


class MemberOut(Schema):
    id = fields.UUID()
    nickname = fields.String(attribute="resident.nickname")
    phone = fields.Function(
        lambda member: masked(member.resident.phone), metadata={"type": "string", "nullable": True}
    )
    role = fields.Enum(MemberRole, by_value=True)
    joined_at = fields.AwareDateTime(attribute="created_at")


class MembersOut(Schema):
    items = fields.List(fields.Nested(MemberOut))


class InvitationIn(Schema):
    role = fields.Enum(MemberRole, by_value=True, load_default=MemberRole.RECRUITER)


class InvitationOut(Schema):
    code = fields.String()
    role = fields.Enum(MemberRole, by_value=True)
    expires_at = fields.AwareDateTime()


class JoinIn(Schema):
    code = Text(least=4, most=20, required=True)


class DecisionIn(Schema):
    decision = one_of("verify", "refuse", "suspend", required=True)
    reason = CourteousWords(least=0, most=300, load_default="")
    version = Whole(
        least=1,
        load_default=None,
        allow_none=True,
        metadata={"description": "看到的版本；单位此后又改过的，不按没看过的通过"},
    )
    contact_checked = StrictBoolean(
        load_default=False, metadata={"description": "电话未经微信验证时, 已打电话核实"}
    )


class EmployersIn(PageIn):
    state = fields.Enum(EmployerState, by_value=True, load_default=EmployerState.PENDING)


class EmployerJobsIn(PageIn):
    state = fields.Enum(JobState, by_value=True, load_default=None)


class ReasonIn(Schema):
    reason = CourteousWords(most=300, required=True)


class ApproveIn(Schema):
    version = Whole(least=1, required=True, metadata={"description": "审核时看到的版本"})


class RefuseIn(ApproveIn):
    reason = CourteousWords(most=300, required=True)


class WorkIn(Schema):
    employer = Text(most=80, required=True)
    title = Text(most=40, required=True)
    years = fields.Float(load_default=0, validate=validate.Range(0, 60, error="年数不对"))


class ProfileIn(Schema):
    """What a resident says about their work. Nothing about sex, marriage, health or origin."""

    name = Text(most=20, required=True)
    headline = Text(least=0, most=60, load_default="")
    experience = fields.List(
        fields.Nested(WorkIn), load_default=list, validate=validate.Length(max=10, error="最多10条")
    )
    wishes = Text(least=0, most=200, load_default="", metadata={"description": "想找什么样的工作"})
    certificates = fields.List(
        Text(most=40), load_default=list, validate=validate.Length(max=10, error="最多10条")
    )
    about = Text(least=0, most=500, lines=True, load_default="")


class ProfileOut(Schema):
    name = fields.String()
    headline = fields.String()
    experience = fields.List(fields.Nested(WorkIn))
    wishes = fields.String()
    certificates = fields.List(fields.String())
    about = fields.String()
    changed_at = fields.AwareDateTime()


class ApplyIn(Schema):
    message = Text(least=0, most=200, load_default="")


class AcceptIn(Schema):
    """A yes to an offer, to the terms that were read: `terms_version` of the application."""

    terms_version = fields.String(required=True, validate=validate.Length(max=64))


class LeaveIn(Schema):
    reason = Words(least=0, most=200, load_default="")


class MoveIn(Schema):
    to = one_of(
        *(state.value for state in ApplicationState if state.value not in {"sent", "withdrawn"}),
        required=True,
    )
    reason = Words(least=0, most=300, load_default="")
    interview_at = Moment(load_default=None, allow_none=True)
    interview_place = Text(least=0, most=120, load_default="")


class ApplicationsIn(PageIn):
    state = fields.Enum(ApplicationState, by_value=True, load_default=None)


class MyApplicationsIn(PageIn):
    job = Id(load_default=None, metadata={"description": "只看投给这个岗位的"})


class AppliedJobOut(Schema):
    id = fields.UUID()
    title = fields.String()
    state = fields.Enum(JobState, by_value=True)
    pay_text = fields.String()
    address = fields.String()
    employer = fields.Nested(EmployerNameOut)


class StepOut(Schema):
    state = fields.Enum(ApplicationState, by_value=True)
    by_employer = fields.Boolean()
    reason = fields.String()
    at = fields.AwareDateTime(attribute="created_at")


class ApplicationOut(Schema):
    """An application as its applicant sees it."""

    id = fields.UUID()
    job = fields.Nested(AppliedJobOut)
    state = fields.Enum(ApplicationState, by_value=True)
    state_text = fields.String()
    reason = fields.String()
    interview_at = fields.AwareDateTime(allow_none=True)
    interview_place = fields.String()
    employer_phone = fields.String(
        allow_none=True, metadata={"description": "投递后, 单位愿意公开时才有"}
    )
    is_overdue = fields.Boolean(metadata={"description": "超过14天没有答复"})
    is_changed = fields.Boolean(metadata={"description": "投递以后岗位改了内容"})
    changes = fields.List(
        fields.Dict(keys=fields.String(), values=fields.String()),
        metadata={"description": "改了什么：label、was、now"},
    )
    terms_version = fields.String(metadata={"description": "现在内容的标记，接受录用时带上"})
    sent_at = fields.AwareDateTime(attribute="created_at")
    answered_at = fields.AwareDateTime(allow_none=True)


class WholeApplicationOut(ApplicationOut):
    steps = fields.List(fields.Nested(StepOut))


class ApplicantOut(Schema):
    """An application as the employer sees it."""

    id = fields.UUID()
    state = fields.Enum(ApplicationState, by_value=True)
    state_text = fields.String()
    reason = fields.String()
    profile = fields.Dict(keys=fields.String(), metadata={"description": "投递时的求职资料和电话"})
    allowed = fields.List(fields.String(), metadata={"description": "可以进行的下一步"})
    interview_at = fields.AwareDateTime(allow_none=True)
    interview_place = fields.String()
    is_overdue = fields.Boolean()
    sent_at = fields.AwareDateTime()
    answered_at = fields.AwareDateTime(allow_none=True)


class BoardOut(Schema):
    items = fields.List(fields.Nested(ApplicantOut))
    next_cursor = fields.String(allow_none=True)
    counts = fields.Dict(keys=fields.String(), values=fields.Integer())


class SavedIn(Schema):
    name = Text(most=30, required=True)
    asked = fields.Nested(FiltersIn, required=True)


class SavedOut(Schema):
    id = fields.UUID()
    name = fields.String()
    asked = fields.Dict(keys=fields.String())
    told_at = fields.AwareDateTime(allow_none=True)


class SavedsOut(Schema):
    items = fields.List(fields.Nested(SavedOut))


class ReportIn(Schema):
    reason = fields.Enum(ReportReason, by_value=True, required=True)
    text = Text(least=0, most=500, lines=True, load_default="")


class ReportOut(Schema):
    id = fields.UUID()
    job_id = fields.UUID()
    reason = fields.Enum(ReportReason, by_value=True)
    text = fields.String()
    state = fields.Enum(ReportState, by_value=True)
    answer = fields.String()
    created_at = fields.AwareDateTime()


class StaffReportOut(ReportOut):
    job = fields.Nested(AppliedJobOut)
    version = fields.String(metadata=HOW)


class ReportsIn(PageIn):
    state = fields.Enum(ReportState, by_value=True, load_default=ReportState.OPEN)


class SettleIn(Schema):
    upheld = StrictBoolean(required=True)
    answer = Text(most=300, required=True)


class ImportOut(Schema):
    rows = fields.Integer()
    published = fields.Integer()
    in_review = fields.Integer()
    updated = fields.Integer(metadata={"description": "以前已导入, 这次有改动"})
    repeated = fields.Integer(metadata={"description": "以前已导入, 没有改动"})
    bad = fields.Integer()
    errors = fields.List(fields.Nested(RowErrorOut))
