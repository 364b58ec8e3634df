"""The shapes of mediation and confirmation."""

from typing import Any

from marshmallow import ValidationError, fields, post_load, validate, validates_schema

from weijiayuan.appeals.rules.agreement.structured_terms import MOST_TERMS, Term, TermKind
from weijiayuan.appeals.rules.eligibility import GROUNDS
from weijiayuan.appeals.rules.thirty_minute_promise import QUESTIONS
from weijiayuan.kernel import clock
from weijiayuan.kernel.identity_numbers import birth_date
from weijiayuan.web.schemas import Id, Moment, Schema, Text, Whole, Words, one_of

CATEGORIES = (
    "neighbour", "family", "debt", "rent", "labour", "consumer", "traffic", "medical",
    "property", "land", "injury", "other",
)  # fmt: skip
MOST_FEN = 10**13


def check_identity_number(number: str) -> None:
    """Refuse a number that nobody can have today."""
    if birth_date(number, on=clock.local_date(clock.now())) is None:
        raise ValidationError("身份证号不对，请照身份证再看一遍")


class EligibilityIn(Schema):
    """Seven questions and more, by ground; and the day the agreement took effect."""

    answers = fields.Dict(
        keys=one_of(*GROUNDS), values=fields.Boolean(allow_none=True), load_default=dict
    )
    effective_on = fields.Date(load_default=None)
    text = Text(least=0, most=10_000, lines=True, load_default="")
    on = fields.Date(load_default=None)


class GroundOut(Schema):
    id = fields.String()
    article = fields.String()
    text = fields.String()
    road = fields.String()
    ask = fields.String()


class EligibilityOut(Schema):
    confirmable = fields.Boolean(allow_none=True)
    grounds = fields.List(fields.Nested(GroundOut))
    last_safe_day = fields.Date(allow_none=True)
    last_day = fields.Date(allow_none=True)
    late = fields.String(allow_none=True)
    questions = fields.List(fields.Nested(GroundOut))


class TermIn(Schema):
    """Who owes what to whom by when, how."""

    debtor = Text(most=40, required=True)
    creditor = Text(most=40, required=True)
    kind = one_of(*TermKind, required=True)
    amount_fen = Whole(least=0, most=MOST_FEN, load_default=None, allow_none=True)
    amount_words = Text(least=0, most=60, load_default="")
    due = fields.Date(load_default=None, allow_none=True)
    how = Text(least=0, most=200, load_default="")
    what = Text(least=0, most=500, load_default="")
    condition = Text(least=0, most=200, load_default="")
    default = Text(least=0, most=200, load_default="")

    @post_load
    def make(self, data: dict[str, Any], **_more: Any) -> Term:
        return Term(**data | {"kind": TermKind(data["kind"])})


class TermsIn(Schema):
    terms = fields.List(
        fields.Nested(TermIn), load_default=list, validate=validate.Length(max=MOST_TERMS)
    )
    text = Text(least=0, most=10_000, lines=True, load_default="")
    total_fen = Whole(least=0, most=MOST_FEN, load_default=None, allow_none=True)


class CheckedPartyIn(Schema):
    name = Text(most=40, required=True)
    capacity = one_of("full", "limited", "none", load_default="full")
    guardian = Text(least=0, most=40, load_default="")
    agent = Text(least=0, most=40, load_default="")
    authority = fields.Boolean(load_default=False)


class CheckIn(TermsIn):
    parties = fields.List(fields.Nested(CheckedPartyIn), load_default=list)
    on = fields.Date(load_default=None)


class FindingOut(Schema):
    kind = fields.String()
    name = fields.String()
    at = fields.String()
    says = fields.String()
    article = fields.String()
    needs_person = fields.Boolean()


class CheckedOut(Schema):
    findings = fields.List(fields.Nested(FindingOut))
    text = fields.String()
    totals = fields.Dict()
    terms_hash = fields.String()


class MediationIn(Schema):
    title = Text(most=200, required=True)
    category = one_of(*CATEGORIES, required=True)
    territory = fields.String(
        required=True, validate=validate.Regexp(r"^\d{6,15}$", error="代码不对")
    )
    appeal = Text(least=0, most=40, load_default="")


class PartyIn(Schema):
    name = Text(most=40, required=True)
    capacity = one_of("full", "limited", "none", load_default="full")
    phone = Text(least=0, most=20, load_default="")
    id_number = fields.String(
        load_default=None,
        allow_none=True,
        validate=check_identity_number,
    )
    address = Text(least=0, most=200, load_default="")
    guardian = Text(least=0, most=40, load_default="")
    agent = Text(least=0, most=40, load_default="")
    authority = fields.Boolean(load_default=False)


class InvitedOut(Schema):
    side = fields.String()
    code = fields.String(allow_none=True)


class CodeIn(Schema):
    code = Text(most=20, required=True)


class SideIn(Schema):
    side = Text(most=1, required=True)


class InvitationOut(Schema):
    number = fields.String()
    category = fields.String()
    state_text = fields.String()
    side = fields.String()
    rights = fields.List(fields.String())


class IdentityIn(Schema):
    name = Text(most=40, required=True)
    id_number = fields.String(required=True, validate=check_identity_number)


class DisclosureIn(Schema):
    has_ties = fields.Boolean(required=True)
    text = Text(least=0, most=500, load_default="")


class TiesIn(Schema):
    go_on = fields.Boolean(required=True)


class ReviewerIn(Schema):
    """A colleague by name; none lets filters, load and the draw decide."""

    to = Id(load_default=None, allow_none=True)


class ReviewAskedOut(Schema):
    id = fields.String()
    reviewer = fields.String()


class ReviewLineOut(Schema):
    id = fields.String()
    asked_at = fields.DateTime()


class ReviewsOut(Schema):
    items = fields.List(fields.Nested(ReviewLineOut))


class ReviewOut(ReviewLineOut):
    text = fields.String()
    text_hash = fields.String()
    findings = fields.List(fields.Nested(FindingOut))


class ReviewIn(Schema):
    """The verdict over the text whose hash was read."""

    approved = fields.Boolean(required=True)
    reason = Words(most=500, lines=True, required=True)
    text_hash = fields.String(required=True, validate=validate.Length(max=64))


class ChosenIn(Schema):
    """A mediator from the list; none lets filters, load and the draw decide."""

    mediator = Id(load_default=None, allow_none=True)
    languages = fields.List(fields.String(validate=validate.Length(max=8)), load_default=list)


class DrawnOut(Schema):
    mediator = fields.String(allow_none=True)
    name = fields.String(allow_none=True)
    among = fields.List(fields.String())
    seed = fields.String(allow_none=True)


class TalkIn(Schema):
    text = Text(most=2000, lines=True, required=True)
    room = one_of("joint", "private", load_default="joint")
    side = Text(least=0, most=1, load_default="")


class TalkLineOut(Schema):
    room = fields.String()
    speaker = fields.String()
    text = fields.String()
    at = fields.DateTime()


class TalkOut(Schema):
    items = fields.List(fields.Nested(TalkLineOut))


class ReviewVerdictOut(Schema):
    """A second person's verdict; why is for the mediator and the judge."""

    reviewer = fields.String()
    approved = fields.Boolean(allow_none=True)
    reason = fields.String(allow_none=True)


class AgreementOut(Schema):
    version = fields.Integer()
    text = fields.String()
    terms = fields.List(fields.Dict())
    terms_hash = fields.String()
    totals = fields.Dict()
    faulty = fields.Boolean()
    needs_person = fields.Boolean()
    review = fields.Nested(ReviewVerdictOut, allow_none=True)
    signed = fields.List(fields.String())
    effective_at = fields.DateTime(allow_none=True)


class MediationPartyOut(Schema):
    side = fields.String()
    label = fields.String()
    name = fields.String()
    consented = fields.Boolean()
    withdrawn = fields.Boolean()
    accepts_ties = fields.Boolean(allow_none=True)
    verified = fields.Boolean()
    me = fields.Boolean()


class PerformanceOut(Schema):
    id = fields.String()
    term = fields.Integer()
    due_on = fields.Date()
    debtor = fields.String()
    creditor = fields.String()
    state = fields.String()


class MediationOut(Schema):
    id = fields.String()
    number = fields.String()
    title = fields.String()
    category = fields.String()
    state = fields.String()
    state_text = fields.String()
    mediator = fields.String(allow_none=True)
    disclosure = fields.String()
    has_ties = fields.Boolean()
    notices = fields.List(fields.String())
    due_at = fields.DateTime()
    me = fields.String()
    parties = fields.List(fields.Nested(MediationPartyOut))
    agreement = fields.Nested(AgreementOut, allow_none=True)
    performances = fields.List(fields.Nested(PerformanceOut))
    confirmation = fields.String(allow_none=True)
    roads = fields.List(fields.String())


class MediationLineOut(Schema):
    id = fields.String()
    number = fields.String()
    category = fields.String()
    state = fields.String()
    state_text = fields.String()
    due_at = fields.DateTime()


class MediationsOut(Schema):
    items = fields.List(fields.Nested(MediationLineOut))


class SignIn(Schema):
    terms_hash = fields.String(required=True, validate=validate.Length(max=64))


class MediatorOut(Schema):
    """What is shown of a mediator: never stars."""

    id = fields.String()
    name = fields.String()
    fields_ = fields.List(fields.String(), data_key="fields")
    languages = fields.List(fields.String())
    open_cases = fields.Integer()
    since_year = fields.Integer(allow_none=True)
    off_until = fields.DateTime(allow_none=True)


class MediatorsOut(Schema):
    items = fields.List(fields.Nested(MediatorOut))


class OffDutyIn(Schema):
    until = Moment(required=True)


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
    id = fields.String()
    number = fields.String()
    mediation = fields.String()
    state = fields.String()
    state_text = fields.String()
    deadline = fields.String()
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


class CourtSessionsOut(Schema):
    items = fields.List(fields.Nested(CourtSessionLineOut))


class SlotsIn(Schema):
    now = fields.Boolean(load_default=False)
    day = fields.Date(load_default=None)


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


class RefusalIn(Schema):
    article = Words(most=8, required=True)
    reason = Words(most=1000, lines=True, required=True)


class CourtReasonIn(Schema):
    reason = Words(most=500, lines=True, required=True)


class CourtAnswerIn(Schema):
    side = Text(most=1, required=True)
    question = one_of(*(name for name, _ in QUESTIONS), required=True)
    answer = one_of("yes", "no", "silent", required=True)


class RecordIn(Schema):
    record_hash = fields.String(required=True, validate=validate.Length(max=64))


class RulingIn(Schema):
    number = Text(most=60, required=True)
    late_reason = Text(least=0, most=300, load_default="")


class RulingVerifyIn(Schema):
    c = Text(most=20, required=True)
    last = fields.String(load_default=None, validate=validate.Regexp(r"^[\dX]$", error="一位"))


class RulingVerdictOut(Schema):
    authentic = fields.Boolean()
    number = fields.String(allow_none=True)
    ruled_on = fields.Date(allow_none=True)


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
    decided_on = fields.Date(required=True)
    term = Whole(least=1, most=1000, load_default=None, allow_none=True)

    @validates_schema
    def complete(self, data: dict[str, Any], **_more: Any) -> None:
        """Refuse a ruling without its number, and a no without its ground."""
        if data["kind"] == "confirmed" and not data["ruling_number"]:
            raise ValidationError("缺案号", "ruling_number")
        if data["kind"] in ("rejected", "not_accepted") and not data["reason"]:
            raise ValidationError("缺理由", "reason")


class SignedResultIn(Schema):
    """The very text that the court signed, and its signature."""

    result = Text(most=5000, lines=True, required=True)
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
    is_sample = fields.Boolean()


class CourtRoomsOut(Schema):
    items = fields.List(fields.Nested(CourtRoomOut))


class RoomCheckIn(Schema):
    findings = Text(least=0, most=300, load_default="")
