"""The shapes of the trail: who looked at what and who did what."""

from marshmallow import fields

from weijiayuan.web.schemas import Id, Moment, PageIn, Schema, Text, one_of, page_schema


class LooksIn(PageIn):
    staff = Id(required=True)


class TrailIn(PageIn):
    person = Text(
        least=0, most=60, load_default="", metadata={"description": "工作人员的姓名或用户名"}
    )
    subject = Text(
        least=0,
        most=64,
        load_default="",
        metadata={"description": "事项或发令的编号，或者对象的ID"},
    )
    since = fields.Date(load_default=None)
    until = fields.Date(load_default=None, metadata={"description": "含当天"})
    sort = one_of("number", "-number", load_default="-number")
    looks = fields.Boolean(load_default=False, metadata={"description": "只看查阅"})


class TrailLineOut(Schema):
    number = fields.Integer()
    at = Moment()
    actor = fields.String()
    actor_text = fields.String()
    action = fields.String()
    action_text = fields.String()
    is_look = fields.Boolean()
    subject_kind = fields.String()
    subject_text = fields.String()
    subject_name = fields.String(metadata={"description": "对象叫什么：种类和编号、名称"})
    subject_id = fields.String()
    reason = fields.String()
    facts = fields.Dict()
    facts_text = fields.String(metadata={"description": "细节，用文字写"})
    seal = fields.String()


TrailOut = page_schema(TrailLineOut)


class TrailVerifiedOut(Schema):
    entries = fields.Integer()
    seal = fields.String()
    unbroken = fields.Boolean()
    broken_at = fields.Integer(allow_none=True)
    sentence = fields.String()
