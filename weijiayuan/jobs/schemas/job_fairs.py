"""The shapes of job fairs."""

from typing import Any

from marshmallow import ValidationError, fields, validate, validates_schema

from weijiayuan.jobs.models.job_fairs import FairState
from weijiayuan.jobs.schemas.posts import CODE, EmployerBriefOut
from weijiayuan.web.decided_as_read import HOW
from weijiayuan.web.public_text import PublicText
from weijiayuan.web.schemas import Id, Moment, PageIn, Schema, Text, one_of, page_schema


class StandIn(Schema):
    employer_id = Id(required=True)
    label = Text(least=0, most=20, load_default="")


class FairIn(Schema):
    name = PublicText(most=60, required=True)
    starts_at = Moment(required=True)
    ends_at = Moment(required=True)
    place = PublicText(most=120, required=True)
    community_code = fields.String(load_default=None, allow_none=True, validate=CODE)
    market_id = Id(load_default=None, allow_none=True, metadata={"description": "所属集市"})
    stands = fields.List(
        fields.Nested(StandIn),
        load_default=list,
        validate=validate.Length(max=200, error="最多200家单位"),
    )
    job_ids = fields.List(
        Id(), load_default=list, validate=validate.Length(max=1000, error="最多1000个岗位")
    )

    @validates_schema
    def ends_after_it_starts(self, data: dict[str, Any], **_: Any) -> None:
        if data["ends_at"] <= data["starts_at"]:
            raise ValidationError({"ends_at": ["结束时间要晚于开始时间"]})


class FairOut(Schema):
    id = fields.UUID()
    name = fields.String()
    starts_at = fields.AwareDateTime()
    ends_at = fields.AwareDateTime()
    place = fields.String()
    community_code = fields.String(allow_none=True)
    market_id = fields.UUID(allow_none=True)
    state = fields.Enum(FairState, by_value=True)


FairPage = page_schema(FairOut)


class FairAtDeskOut(FairOut):
    version = fields.String(metadata=HOW)


FairsAtDeskPage = page_schema(FairAtDeskOut)


class StandOut(Schema):
    label = fields.String()
    employer = fields.Nested(EmployerBriefOut)


class FairJobOut(Schema):
    id = fields.UUID()
    title = fields.String()
    pay_text = fields.String()
    employer = fields.Nested(EmployerBriefOut)
    wanted = fields.Integer(allow_none=True)
    is_open = fields.Boolean()


class WholeFairOut(FairOut):
    stands = fields.List(fields.Nested(StandOut))
    jobs = fields.List(fields.Nested(FairJobOut))


class WholeFairAtDeskOut(WholeFairOut):
    version = fields.String(metadata=HOW)


class FairsIn(PageIn):
    market = Id(load_default=None)


class AnnounceIn(Schema):
    state = one_of("published", "cancelled", required=True)
