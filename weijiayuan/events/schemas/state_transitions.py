"""What comes in with a report and with each move."""

from marshmallow import fields, validate

from weijiayuan import danger
from weijiayuan.events.rules.vocabulary import (
    NoPhotoReason,
    Outcome,
    RejectReason,
    WaitReason,
)
from weijiayuan.events.schemas.shared_schemas import CODE, photos
from weijiayuan.web.public_text import CourteousText, CourteousWords
from weijiayuan.web.schemas import Id, Place, Schema, StrictBoolean, Text, Words, one_of

MOST_HIDDEN = 20
LIMIT_WORDS = "例如 4h（工作小时）、2eh（小时）、3d（工作日）"


class EventPictureIn(Schema):
    shown = StrictBoolean(required=True)
    reason = Words(most=1000, required=True)


class EventCleanIn(Schema):
    """What names somebody in the words of a matter, as it stands there."""

    hide = fields.List(
        Text(least=1, most=100), required=True, validate=validate.Length(max=MOST_HIDDEN)
    )
    publish = StrictBoolean(
        load_default=False,
        metadata={"description": "看过，里面没有人名和住处，机器看错了，可以给公众看"},
    )


class EventReportIn(Schema):
    """What a grid worker found; with `handled_on_site` it is settled in the same call."""

    category = fields.String(load_default=None, validate=CODE)
    text = Text(most=2000, lines=True, required=True)
    place = fields.Nested(Place, required=True)
    address = Text(least=0, most=256, load_default="")
    attributes = fields.Dict(keys=fields.String(), load_default=dict)
    handled_on_site = StrictBoolean(load_default=False)
    before = photos()
    after = photos()
    no_photo = one_of(*NoPhotoReason, load_default=None)
    position = fields.Nested(Place, load_default=None)
    outcome = one_of(*Outcome, load_default=Outcome.FIXED)


class EventAcceptIn(Schema):
    category = fields.String(load_default=None, validate=CODE)
    words = Text(least=0, most=1000, load_default="")


class EventDangerIn(Schema):
    kind = one_of(*danger.kinds(), load_default=None)
    reason = Words(most=1000, required=True)


class EventRejectIn(Schema):
    reason = one_of(*RejectReason, required=True)
    words = CourteousWords(most=1000, required=True)


class MergeIn(Schema):
    into = Id(required=True)
    words = Text(least=0, most=1000, load_default="")


class DispatchIn(Schema):
    unit = fields.String(
        load_default=None, validate=CODE, metadata={"description": "不填则按派单规则"}
    )
    designate = StrictBoolean(load_default=False)
    words = Text(least=0, most=1000, load_default="")


class EventReasonIn(Schema):
    reason = Words(most=1000, required=True)


class EventReclassifyIn(EventReasonIn):
    category = fields.String(required=True, validate=CODE)


class EventWordsIn(Schema):
    words = Text(least=0, most=1000, load_default="")


class EventStartIn(Schema):
    position = fields.Nested(Place, load_default=None)


class HandleIn(Schema):
    words = CourteousText(least=0, most=2000, lines=True, load_default="")
    outcome = one_of(*Outcome, load_default=Outcome.FIXED)
    after = photos()
    no_photo = one_of(*NoPhotoReason, load_default=None)
    position = fields.Nested(Place, load_default=None)


class EventWaitIn(Schema):
    reason = one_of(*WaitReason, required=True)
    words = Text(most=1000, required=True)


class ExtendIn(Schema):
    extra = fields.String(
        required=True,
        validate=validate.Regexp(r"^[1-9]\d{0,2}(h|eh|d)$", error=LIMIT_WORDS),
        metadata={"description": LIMIT_WORDS},
    )
    words = Text(most=1000, required=True)


class DecideIn(Schema):
    approved = StrictBoolean(required=True)
    words = Text(least=0, most=1000, load_default="")


class EventVerifyIn(Schema):
    passed = StrictBoolean(load_default=True)
    words = Text(least=0, most=1000, load_default="")
    photos = photos()
    position = fields.Nested(Place, load_default=None)


class EventCloseIn(Schema):
    outcome = one_of(*Outcome, load_default=None)
    words = CourteousText(least=0, most=1000, load_default="")


class EventTalkIn(Schema):
    text = Text(most=2000, lines=True, required=True)
    photos = photos()
    is_question = StrictBoolean(load_default=False)


class EventReviewIn(Schema):
    decision = one_of("uphold", "reopen", required=True)
    finding = Text(most=1000, required=True)
