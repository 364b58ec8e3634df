"""The shapes of signals."""

from typing import Any

from marshmallow import fields, validates_schema

from weijiayuan.governance.surge_detection.rules.category_families import families
from weijiayuan.governance.surge_detection.rules.states import Deed, SignalState, SignalVerdict
from weijiayuan.web.decided_as_read import HOW
from weijiayuan.web.schemas import Day, Moment, PageIn, Schema, Text, Words, one_of, refuse

RUNNING = "running"


class SignalsIn(PageIn):
    family = one_of(*families().by_code, load_default=None)
    state = one_of(RUNNING, *SignalState, load_default=None)


class ExampleOut(Schema):
    id = fields.UUID()
    number = fields.String()
    category = fields.String(allow_none=True)
    reported_at = Moment()


class SignalOut(Schema):
    id = fields.UUID()
    kind = fields.String(metadata={"description": "cluster 成片，creep 缓慢上升，surge 全区性"})
    family = fields.String()
    family_name = fields.String()
    state = fields.String()
    state_text = fields.String()
    band = fields.String(
        metadata={"description": "note 关注，follow 跟进，press 紧急；不是官方预警"}
    )
    band_text = fields.String()
    text = fields.String()
    place = fields.String()
    grids = fields.List(fields.String())
    from_day = fields.Date(data_key="from")
    to_day = fields.Date(data_key="to")
    observed = fields.Integer(
        allow_none=True, metadata={"description": "不公开的类别按5件一档，不到5件时为空"}
    )
    expected = fields.Float(allow_none=True)
    ratio = fields.Float(allow_none=True)
    statistic = fields.Float(allow_none=True)
    threshold = fields.Float(allow_none=True)
    recurrence_days = fields.Float(
        allow_none=True,
        metadata={"description": "偶然平均多少天出现一次；空：模拟的日子里从未出现"},
    )
    by_patrol = fields.Boolean(metadata={"description": "不算网格员巡查就不显著"})
    sources = fields.Dict(keys=fields.String(), values=fields.Integer())
    raised_at = Moment()
    counted_at = Moment(metadata={"description": "件数统计到此刻"})
    seen_due_at = Moment()
    seen_at = Moment(allow_none=True)
    is_late = fields.Boolean(metadata={"description": "过了时限还没有人看"})
    deed = fields.String(allow_none=True)
    reason = fields.String()
    acted_at = Moment(allow_none=True)
    over_at = Moment(allow_none=True)
    verdict = fields.String(allow_none=True)
    finding = fields.String()
    judged_at = Moment(allow_none=True)
    examples = fields.List(fields.Nested(ExampleOut))
    allowed = fields.List(fields.String())
    version = fields.String(metadata=HOW)


class SignalPageOut(Schema):
    items = fields.List(fields.Nested(SignalOut))
    next_cursor = fields.String(allow_none=True)


class SignalCountsOut(Schema):
    """What a signal was computed from, so that anybody can compute it again."""

    id = fields.UUID()
    kind = fields.String()
    first = fields.Date()
    days = fields.Integer()
    grids = fields.List(fields.String())
    cells = fields.List(
        fields.List(fields.Integer()), metadata={"description": "[第几天, 第几个网格, 件数]"}
    )
    centres = fields.List(
        fields.List(fields.Float()), metadata={"description": "网格中心，米；与 grids 同序"}
    )
    window_days = fields.Integer()
    zone = fields.List(fields.String())
    observed = fields.Integer()
    expected = fields.Float()
    statistic = fields.Float()
    formula = fields.String()


class ActIn(Schema):
    deed = one_of(*Deed, required=True)
    reason = Words(least=0, most=500, lines=True, load_default="")


class JudgeIn(Schema):
    verdict = one_of(*SignalVerdict, required=True)
    finding = Text(least=0, most=1000, lines=True, load_default="")


class MethodOut(Schema):
    family = fields.String()
    name = fields.String()
    day = fields.Date(allow_none=True)
    history_days = fields.Integer(allow_none=True)
    mean_a_day = fields.Float(allow_none=True)
    spread = fields.Float(allow_none=True)
    threshold = fields.Float(allow_none=True)
    allowed_false = fields.Float(allow_none=True)
    measured_false = fields.Float(allow_none=True)
    judged = fields.Integer()
    good = fields.Integer()
    note = fields.String()


class MethodsOut(Schema):
    formula = fields.String()
    families_version = fields.String()
    families_note = fields.String()
    judged = fields.Integer()
    good = fields.Integer()
    items = fields.List(fields.Nested(MethodOut))


class SignalMapIn(Schema):
    on = Day(load_default=None)
    family = one_of(*families().by_code, load_default=None)


class SignalPlaceOut(Schema):
    code = fields.String()
    name = fields.String()
    band = fields.String()
    band_text = fields.String()
    signals = fields.List(fields.UUID())
    devices = fields.Integer()
    silent = fields.Integer(metadata={"description": "当时离线的设备"})


class SignalMapOut(Schema):
    on = fields.Date()
    as_of = Moment()
    unmeasured = fields.List(
        fields.String(), metadata={"description": "这一天没有划线或没有查看的类别：不能说平常"}
    )
    judged = fields.Integer()
    good = fields.Integer()
    whole_district = fields.List(fields.Nested(SignalOut))
    items = fields.List(fields.Nested(SignalPlaceOut))


class PeriodIn(Schema):
    """A stretch of days, both included."""

    most_days = 366
    from_ = Day(required=True, data_key="from")
    to = Day(required=True)

    @validates_schema
    def check_days(self, data: dict[str, Any], **_kwargs: Any) -> None:
        if not 0 <= (data["to"] - data["from_"]).days < self.most_days:
            raise refuse("to", f"请选择1到{self.most_days}天")


class BacktestIn(PeriodIn):
    most_days = 92
    family = one_of(*families().by_code, required=True)


class RaisedOut(Schema):
    at = Moment()
    grids = fields.List(fields.String())
    observed = fields.Integer(allow_none=True)
    expected = fields.Float(allow_none=True)
    statistic = fields.Float(allow_none=True)
    recurrence_days = fields.Float(allow_none=True)


class BacktestOut(Schema):
    family = fields.String()
    days = fields.Integer()
    items = fields.List(fields.Nested(RaisedOut))


class FirstOut(Schema):
    id = fields.String()
    name = fields.String()
    formula = fields.String()
    n = fields.Integer()
    median_minutes = fields.Float(allow_none=True)
    p90_minutes = fields.Float(allow_none=True)


class FirstsOut(Schema):
    version = fields.String()
    baseline = fields.String(allow_none=True)
    items = fields.List(fields.Nested(FirstOut))
