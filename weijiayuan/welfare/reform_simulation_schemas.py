"""What policy officers send and get."""

from collections.abc import Mapping
from typing import Any

from flask_smorest.fields import Upload
from marshmallow import fields, validate

from weijiayuan.web import json
from weijiayuan.web.schemas import Schema, Text, Whole, page_schema
from weijiayuan.welfare.assessment_schemas import AmountOut, DecidedPolicyOut
from weijiayuan.welfare.request_schemas import FIRST, LAST


class OverlayIn(Schema):
    """A change of the rules: figures in fen or in the parameter's unit, conditions as text."""

    parameters = fields.Dict(keys=fields.String(), values=Whole(most=10**13), load_default=dict)
    bands = fields.Dict(
        keys=fields.String(),
        values=fields.Dict(
            keys=fields.String(validate=validate.Regexp(r"[0-9]{1,6}\Z", error="起点应为整数")),
            values=Whole(most=10**13),
        ),
        load_default=dict,
        metadata={"description": "{分档参数: {起点: 数}}"},
    )
    conditions = fields.Dict(
        keys=fields.String(),
        values=fields.Dict(keys=fields.String(), values=Text(most=400)),
        load_default=dict,
        metadata={"description": "{政策: {条件: 表达式}}"},
    )


class ReformIn(Schema):
    """A reform to try: the rules of a day before and after."""

    title = Text(most=80, required=True)
    on = fields.Date(
        required=True, validate=validate.Range(FIRST, LAST), error_messages={"required": "请填写"}
    )
    baseline = fields.Nested(OverlayIn, load_default=lambda: OverlayIn().load({}))
    reform = fields.Nested(OverlayIn, required=True)
    pack = Text(
        least=64,
        most=64,
        metadata={"description": "重做用：先前一版政策包的 sha256；不填就是现行的"},
    )


class HouseholdIn(Schema):
    """A household to look at under a reform: the answers of an assessment."""

    answers = fields.Dict(required=True)


class SideOut(Schema):
    """What a policy comes to for a household on one side of a reform."""

    verdict = fields.String()
    for_ = fields.List(fields.String(), data_key="for")
    amount = fields.Nested(AmountOut, allow_none=True)
    missing = fields.List(fields.String())


class ComparedPolicyOut(Schema):
    """A policy for a household before and after."""

    policy = fields.Nested(DecidedPolicyOut)
    before = fields.Nested(SideOut)
    after = fields.Nested(SideOut)
    has_changed = fields.Boolean()


class HouseholdOut(Schema):
    """A household under a reform: every policy that is not a no on both sides."""

    on = fields.Date()
    items = fields.List(fields.Nested(ComparedPolicyOut))


class SimulationIn(ReformIn):
    """A reform to try on a synthetic population."""

    people = Whole(least=1_000, most=2_000_000, load_default=1_150_000)
    seed = Whole(most=2**31 - 1, load_default=1)


class _Written(fields.Nested):
    """A shape sent as JSON text in a field of a form."""

    def _deserialize(
        self, value: Any, attr: str | None, data: Mapping[str, Any] | None, *args: Any, **more: Any
    ) -> Any:
        try:
            found = json.load(value)
        except (TypeError, ValueError):
            raise self.make_error("type", input=value, type="object") from None
        return super()._deserialize(found, attr, data, *args, **more)


class ReformFormIn(Schema):
    """The form beside a file of people."""

    reform = _Written(
        ReformIn,
        required=True,
        error_messages={"required": "请填写", "type": "应为 JSON"},
        metadata={"description": "JSON：{title, on, baseline, reform}"},
    )


class PeopleFileIn(Schema):
    """A file of people, CSV or Parquet."""

    people = Upload(
        required=True,
        error_messages={"required": "请选择文件"},
        metadata={"description": "一行一人，CSV 或 Parquet，最大 8 MB、20 万人"},
    )


class SimulationOut(Schema):
    """A simulation with its progress, and its result when it is done."""

    id = fields.UUID()
    title = fields.String()
    state = fields.String()
    percent = fields.Integer()
    asked = fields.Dict()
    pack_version = fields.String()
    pack_sha256 = fields.String(attribute="pack_digest")
    by = fields.String()
    created_at = fields.AwareDateTime()
    finished_at = fields.AwareDateTime(allow_none=True)
    trouble = fields.String()
    result = fields.Dict(allow_none=True)


class SimulationLineOut(Schema):
    """A simulation in a list."""

    class Meta(Schema.Meta):
        fields = ("id", "title", "state", "percent", "pack_version", "created_at", "finished_at")

    id = fields.UUID()
    title = fields.String()
    state = fields.String()
    percent = fields.Integer()
    pack_version = fields.String()
    created_at = fields.AwareDateTime()
    finished_at = fields.AwareDateTime(allow_none=True)


SimulationsOut = page_schema(SimulationLineOut)
