"""The shapes of confirmation by the court, and of what is owed afterwards."""

from typing import Any

from marshmallow import ValidationError, fields, validate, validates_schema

from weijiayuan.appeals.mediation_schemas.agreement_terms import AgreementOut
from weijiayuan.appeals.rules.court_session_script import QUESTIONS
from weijiayuan.web.decided_as_read import HOW
from weijiayuan.web.schemas import (
    Day,
    Id,
    Moment,
    Reason,
    Schema,
    StrictBoolean,
    Text,
    Whole,
    Words,
    one_of,
)


class PerformanceOut(Schema):
    id = fields.String()
    term = fields.Integer()
    due_on = fields.Date()
    debtor = fields.String()
    creditor = fields.String()
    state = fields.String()


class PauseOut(Schema):
    reason = fields.String()
    since = fields.DateTime()
    until = fields.DateTime(allow_none=True)


class PromiseOut(Schema):
    used_seconds = fields.Integer()
    due_at = fields.DateTime(allow_none=True)
    kept = fields.Boolean(allow_none=True)
    paused = fields.Boolean()
    pauses = fields.List(fields.Nested(PauseOut))
    late_reason = fields.String()
    steps = fields.List(fields.Dict())


class ConfirmationOut(Schema):
    version = fields.String(metadata=HOW)
    id = fields.String()
    number = fields.String()
    mediation = fields.String()
    state = fields.String()
    state_text = fields.String()
    deadline = fields.String()
    rule_by = fields.Date(allow_none=True)
    extended = fields.Boolean()
    promise_due = fields.DateTime(allow_none=True)
    promise = fields.Nested(PromiseOut)
    consents = fields.Integer()
    parties = fields.Integer()
    starts_at = fields.DateTime(allow_none=True)
    room = fields.String(allow_none=True)
    judge = fields.String(allow_none=True)
    video = fields.Dict()
    present = fields.List(fields.String())
    questions = fields.List(fields.Dict())
    record = fields.String()
    record_hash = fields.String(allow_none=True)
    record_confirmed = fields.Integer()
    terms_hash = fields.String()
    ruling_number = fields.String(allow_none=True)
    ruling = fields.String()
    ruling_code = fields.String(allow_none=True)
    article = fields.String(allow_none=True)
    reason = fields.String()
    road = fields.String(allow_none=True)
    allowed = fields.List(fields.String())
    agreement = fields.Nested(AgreementOut, allow_none=True)
    signals = fields.List(fields.String(), allow_none=True)


class CourtSessionLineOut(Schema):
    id = fields.String()
    number = fields.String()
    state = fields.String()
    state_text = fields.String()
    starts_at = fields.DateTime(allow_none=True)
    promise = fields.Nested(PromiseOut)


class SlotsIn(Schema):
    now = fields.Boolean(load_default=False)
    day = Day(load_default=None)


class SlotOut(Schema):
    starts_at = fields.DateTime()
    ends_at = fields.DateTime()
    rooms = fields.Integer()
    judges = fields.Integer()


class SlotsOut(Schema):
    items = fields.List(fields.Nested(SlotOut))


class BookIn(Schema):
    """A half hour; none is now."""

    starts_at = Moment(load_default=None, allow_none=True)
    room = Id(load_default=None, allow_none=True)


class ExtensionIn(Schema):
    """Who let the ruling come later, and why: the president of the court decides on it."""

    approved_by = Words(most=40, required=True)
    reason = Reason(most=500, lines=True, required=True)


class RefusalIn(Schema):
    article = Words(most=8, required=True)
    reason = Reason(most=1000, lines=True, required=True)


class CourtReasonIn(Schema):
    reason = Reason(most=500, lines=True, required=True)


class CourtAnswerIn(Schema):
    side = Text(most=1, required=True)
    question = one_of(*(name for name, _ in QUESTIONS), required=True)
    answer = one_of("yes", "no", "silent", required=True)


class RecordIn(Schema):
    record_hash = fields.String(required=True, validate=validate.Length(max=64))


class RulingIn(Schema):
    number = Text(most=60, required=True)
    checked = StrictBoolean(load_default=False, metadata={"description": "案号已核对"})
    late_reason = Text(least=0, most=300, load_default="")


class RulingVerifyIn(Schema):
    c = Text(most=20, required=True)
    last = fields.String(load_default=None, validate=validate.Regexp(r"^[\dX]$", error="一位"))


class RulingVerdictOut(Schema):
    authentic = fields.Boolean()
    number = fields.String(allow_none=True)
    ruled_on = fields.Date(allow_none=True)


class OfflineAnswerIn(Schema):
    """What one side answered to a fixed question, on a page without a network."""

    side = Text(most=1, required=True)
    question = one_of(*(name for name, _ in QUESTIONS), required=True)
    answer = one_of("yes", "no", "silent", required=True)


class CourtResultIn(Schema):
    """What the court says of a case: a decision of it, or what became of a duty."""

    id = Text(most=64, required=True)
    number = Text(most=40, required=True)
    kind = one_of(
        "confirmed",
        "rejected",
        "not_accepted",
        "performed",
        "enforced",
        "unenforceable",
        required=True,
    )
    terms_hash = fields.String(required=True, validate=validate.Length(equal=64))
    ruling_number = Text(least=0, most=60, load_default="")
    article = Words(least=0, most=8, load_default="")
    reason = Words(least=0, most=1000, lines=True, load_default="")
    judge = Text(most=40, required=True)
    decided_on = Day(required=True)
    term = Whole(least=1, most=1000, load_default=None, allow_none=True)
    answers = fields.List(fields.Nested(OfflineAnswerIn), load_default=list)

    @validates_schema
    def complete(self, data: dict[str, Any], **_more: Any) -> None:
        """Refuse a ruling without its number, and a no without its ground."""
        if data["kind"] == "confirmed" and not data["ruling_number"]:
            raise ValidationError("缺案号", "ruling_number")
        if data["kind"] in ("rejected", "not_accepted") and not data["reason"]:
            raise ValidationError("缺理由", "reason")


class SignedResultIn(Schema):
    """The very text that the court signed, and its signature."""

    result = Text(most=12_000, lines=True, required=True)
    signature = Text(most=200, required=True)


class TakenInOut(Schema):
    number = fields.String()
    state = fields.String()


class CourtRoomOut(Schema):
    id = fields.String()
    name = fields.String()
    territory_code = fields.String()
    checked_at = fields.DateTime(allow_none=True)
    checked = fields.String()
    next_at = fields.DateTime(allow_none=True)
    is_sample = fields.Boolean()


class CourtRoomsOut(Schema):
    items = fields.List(fields.Nested(CourtRoomOut))


class RoomCheckIn(Schema):
    findings = Text(least=0, most=300, load_default="")
