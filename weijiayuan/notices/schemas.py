"""Shapes of the inbox and of my matters."""

from marshmallow import fields, validate

from weijiayuan.notices.rules import Kind
from weijiayuan.web.schemas import PageIn, Schema, one_of, page_schema

ANSWERS = ("accept", "reject", "ban", "filter")


class NoticeOut(Schema):
    id = fields.UUID()
    title = fields.String()
    text = fields.String()
    link = fields.String(allow_none=True, metadata={"description": "小程序页面"})
    at = fields.AwareDateTime(attribute="due_at")
    read_at = fields.AwareDateTime(allow_none=True)


class InboxIn(PageIn):
    unread = fields.Boolean(load_default=False, metadata={"description": "只看未读"})


class InboxOut(page_schema(NoticeOut)):  # type: ignore[misc]  # made at run time
    unread = fields.Integer(metadata={"description": "未读总数"})


class SubscriptionIn(Schema):
    template = one_of(*Kind, required=True, metadata={"description": "订阅消息的种类"})
    result = one_of(
        *ANSWERS, required=True, metadata={"description": "wx.requestSubscribeMessage 的结果"}
    )


class SubscriptionOut(Schema):
    template = fields.String(attribute="kind")
    credits = fields.Integer(metadata={"description": "还可以发几条"})


class OfferOut(SubscriptionOut):
    template_id = fields.String(metadata={"description": "给 wx.requestSubscribeMessage"})
    title = fields.String()
    long_term = fields.Boolean()


class OffersOut(Schema):
    items = fields.List(fields.Nested(OfferOut))


class MattersIn(PageIn):
    kind = fields.String(load_default=None, validate=validate.Length(max=40))


class MatterOut(Schema):
    kind = fields.String()
    ref = fields.String()
    title = fields.String()
    state = fields.String()
    state_text = fields.String()
    link = fields.String()
    at = fields.AwareDateTime()
    takes_place_at = fields.AwareDateTime(allow_none=True)
    takes_place_until = fields.AwareDateTime(allow_none=True)


MatterPage = page_schema(MatterOut)
