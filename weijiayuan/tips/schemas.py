"""The shapes of tips."""

from typing import Any

from marshmallow import fields, validate

from weijiayuan.events.schemas import (
    CODE,
    CategorySuggestionOut,
    CodeNameOut,
    EventMessageOut,
    EventPhotoOut,
    EventRatingOut,
    photos,
)
from weijiayuan.web.danger_screening import DangerOut
from weijiayuan.web.schemas import (
    Moment,
    PageIn,
    Place,
    Schema,
    Text,
    Whole,
    Words,
    one_of,
    page_schema,
)

WHY = ("not_fixed", "slow", "attitude", "came_back", "other")


class TipFieldOut(Schema):
    key = fields.String()
    label = fields.String()
    kind = fields.String()
    required = fields.Boolean()
    choices = fields.List(fields.String())
    min = fields.Integer()
    max = fields.Integer()


class TipCategoryOut(Schema):
    code = fields.String()
    old_code = fields.String(allow_none=True)
    name = fields.String()
    help = fields.String()
    level = fields.Integer()
    mode = fields.String()
    local = fields.Boolean()
    limit = fields.String(metadata={"description": "处置时限, 给人看的话"})
    limit_source = fields.String()
    first_step = fields.String(allow_none=True)
    urgent_call = fields.String(allow_none=True)
    fields_ = fields.List(fields.Nested(TipFieldOut), data_key="fields", attribute="fields")


class TipCategoriesOut(Schema):
    version = fields.String()
    items = fields.List(fields.Nested(TipCategoryOut))


class TipsNearbyIn(Place):
    category = fields.String(load_default=None, validate=CODE)


class TipHintsIn(Schema):
    place = fields.Nested(Place, required=True)
    category = fields.String(load_default=None, validate=CODE)
    text = Text(least=0, most=500, lines=True, load_default="")


class TipNearbyOut(Schema):
    """An earlier report, as anyone may see it: no words unless checked, times to the hour."""

    number = fields.String()
    category = fields.Nested(CodeNameOut, allow_none=True)
    state = fields.String()
    state_text = fields.String()
    may_follow = fields.Boolean(metadata={"description": "还在办，可以“我也遇到”"})
    metres = fields.Integer(metadata={"description": "按50米取整，从取整后的位置算起"})
    because = fields.List(fields.String())
    text = fields.String(allow_none=True)
    thumbnail = fields.String(allow_none=True)
    reported_at = Moment()


class TipsNearbyOut(Schema):
    items = fields.List(fields.Nested(TipNearbyOut))


class TipAdviceIn(Schema):
    text = Text(most=2000, lines=True, required=True)


class TipWarningOut(Schema):
    kind = fields.String()
    start = fields.Integer()
    end = fields.Integer()


class TipAdviceOut(Schema):
    danger = fields.Nested(DangerOut, allow_none=True)
    suggestions = fields.List(fields.Nested(CategorySuggestionOut))
    warnings = fields.List(fields.Nested(TipWarningOut))
    masked = fields.String()


class TipIn(Schema):
    category = fields.String(load_default=None, validate=CODE)
    text = Text(most=2000, lines=True, required=True)
    place = fields.Nested(Place, required=True)
    address = Text(least=0, most=256, load_default="")
    photos = photos()
    attributes = fields.Dict(keys=fields.String(), load_default=dict)


def upload_codes() -> fields.List[Any]:
    """Return the field of up to nine photos of nobody, by the codes that `/files` gave for them."""
    code = fields.String(validate=validate.Length(min=16, max=64, error="上传码不对"))
    return fields.List(
        code,
        load_default=list,
        validate=validate.Length(max=9, error="最多9张照片"),
        metadata={"description": "匿名上传照片时得到的上传码"},
    )


class AnonymousIn(TipIn):
    """The same; `once` is a random secret of this draft, so that sending again is safe."""

    photos = upload_codes()

    once = fields.String(
        load_default=None,
        validate=validate.Regexp(r"^[0-9A-Za-z_-]{22,64}$", error="请用22到64个随机字符"),
    )


class TipSentOut(Schema):
    number = fields.String()
    state = fields.String()
    state_text = fields.String()
    grid = fields.Nested(CodeNameOut, allow_none=True)
    category = fields.Nested(CodeNameOut, allow_none=True)
    due_at = Moment(allow_none=True)
    danger = fields.Nested(DangerOut, allow_none=True)
    warnings = fields.List(fields.Nested(TipWarningOut))


class ReceiptOut(Schema):
    receipt = fields.String(metadata={"description": "16位数字, 四位一组; 只显示这一次"})
    state = fields.String()
    state_text = fields.String()
    danger = fields.Nested(DangerOut, allow_none=True)


class TipEntryOut(Schema):
    at = Moment()
    action = fields.String()
    title = fields.String()
    unit = fields.Nested(CodeNameOut, allow_none=True)
    words = fields.String()


class TipOut(Schema):
    """A tip as its sender sees it."""

    number = fields.String()
    state = fields.String()
    state_text = fields.String()
    outcome = fields.String(allow_none=True)
    outcome_text = fields.String(allow_none=True)
    category = fields.Nested(CodeNameOut, allow_none=True)
    danger = fields.Nested(DangerOut, allow_none=True)
    text = fields.String()
    attributes = fields.Dict()
    address = fields.String()
    place = fields.Nested(Place)
    grid = fields.Nested(CodeNameOut, allow_none=True)
    unit = fields.Nested(CodeNameOut, allow_none=True)
    reported_at = Moment()
    due_at = Moment(allow_none=True)
    overdue = fields.Boolean()
    closed_at = Moment(allow_none=True)
    before = fields.List(fields.Nested(EventPhotoOut))
    after = fields.List(fields.Nested(EventPhotoOut))
    hidden_photos = fields.Integer(metadata={"description": "内容检测后不予展示的照片数"})
    timeline = fields.List(fields.Nested(TipEntryOut))
    messages = fields.List(fields.Nested(EventMessageOut))
    rating = fields.Nested(EventRatingOut, allow_none=True)
    actions = fields.List(fields.String())


class TipLineOut(Schema):
    number = fields.String()
    state = fields.String()
    state_text = fields.String()
    category = fields.Nested(CodeNameOut, allow_none=True)
    text = fields.String()
    address = fields.String()
    reported_at = Moment()
    due_at = Moment(allow_none=True)
    stars = fields.Integer(allow_none=True)


TipsOut = page_schema(TipLineOut)
TipsIn = PageIn


class TipTalkIn(Schema):
    text = Text(most=2000, lines=True, required=True)
    photos = photos()


class TipStarsIn(Schema):
    stars = Whole(least=1, most=5, required=True)
    text = Text(least=0, most=1000, lines=True, load_default="")
    why = one_of(*WHY, load_default=None)


class TipAgainIn(Schema):
    reason = Words(most=1000, lines=True, required=True)


RECEIPT = fields.String(required=True, validate=validate.Length(max=64))


class ReceiptIn(Schema):
    receipt = RECEIPT


class ReceiptTalkIn(TipTalkIn):
    receipt = RECEIPT
    photos = upload_codes()


class ReceiptStarsIn(TipStarsIn):
    receipt = RECEIPT


class ReceiptAgainIn(TipAgainIn):
    receipt = RECEIPT


class TipPointsOut(Schema):
    points = fields.Integer()
