"""The shapes of a mediation: its sides, its mediator, its talk."""

from marshmallow import ValidationError, fields, validate

from weijiayuan.appeals.mediation_schemas.agreement_terms import AgreementOut
from weijiayuan.appeals.mediation_schemas.judicial_confirmation import PerformanceOut
from weijiayuan.appeals.schemas import ClauseOut
from weijiayuan.kernel import clock
from weijiayuan.kernel.identity_numbers import birth_date
from weijiayuan.web.decided_as_read import HOW
from weijiayuan.web.public_text import CourteousReason, CourteousText
from weijiayuan.web.schemas import Id, Moment, Schema, StrictBoolean, Text, Words, one_of

CATEGORIES = (
    "neighbour", "family", "debt", "rent", "labour", "consumer", "traffic", "medical",
    "property", "land", "injury", "violence", "other",
)  # fmt: skip


def check_identity_number(number: str) -> None:
    """Refuse a number that nobody can have today."""
    if birth_date(number, on=clock.local_date(clock.now())) is None:
        raise ValidationError("身份证号不对，请照身份证再看一遍")


class MediationIn(Schema):
    title = Text(most=200, required=True)
    category = one_of(*CATEGORIES, required=True)
    territory = fields.String(
        required=True, validate=validate.Regexp(r"^\d{6,15}$", error="代码不对")
    )
    appeal = Text(least=0, most=40, load_default="")
    clause = Text(least=0, most=40, load_default="")


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
    authority = StrictBoolean(load_default=False)


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
    answer_by = fields.DateTime(allow_none=True)
    rights = fields.List(fields.String())


class ConsentIn(Schema):
    """A yes names the version that was read."""

    version = Text(most=64, required=True)


class IdentityIn(Schema):
    name = Text(most=40, required=True)
    id_number = fields.String(required=True, validate=check_identity_number)


class DisclosureIn(Schema):
    has_ties = StrictBoolean(required=True)
    text = CourteousText(least=0, most=500, load_default="")


class GuardianIn(Schema):
    guardian = Words(most=40, required=True)


class StoppedIn(Schema):
    reason = CourteousReason(most=500, lines=True, required=True)


class TiesIn(Schema):
    go_on = StrictBoolean(required=True)


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


class ProofOut(Schema):
    """A step between the invitation and the answer."""

    text = fields.String()
    at = fields.DateTime()


class ConsequenceOut(Schema):
    """What another side's no or silence means for who asked."""

    label = fields.String()
    says = fields.String()
    roads = fields.List(fields.String())
    clock = fields.String()


class ChangedLineOut(Schema):
    was = fields.String()
    now = fields.String()


class ConsentShownOut(Schema):
    """What a yes to mediation is to, and what is otherwise than when the reader said one."""

    version = fields.String()
    lines = fields.List(fields.String())
    changed = fields.List(fields.Nested(ChangedLineOut))


class DeadlineOut(Schema):
    title = fields.String()
    last_safe_day = fields.String()
    article = fields.String()


class MediationPartyOut(Schema):
    side = fields.String()
    label = fields.String()
    name = fields.String()
    consented = fields.Boolean()
    withdrawn = fields.Boolean()
    accepts_ties = fields.Boolean(allow_none=True)
    verified = fields.Boolean()
    needs_guardian = fields.Boolean()
    guardian_acts = fields.Boolean(metadata={"description": "由监护人核身、签字"})
    guardian_verified = fields.Boolean()
    answer = fields.String()
    answer_text = fields.String()
    answered_at = fields.DateTime(allow_none=True)
    answer_by = fields.DateTime(allow_none=True)
    proof = fields.List(fields.Nested(ProofOut))
    me = fields.Boolean()


class MediationOut(Schema):
    version = fields.String(metadata=HOW)
    terms_version = fields.String(metadata=HOW)
    clause = fields.Nested(ClauseOut, allow_none=True)
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
    term_says = fields.String(metadata={"description": "期限将到或已过时的说明"})
    may_go_on_longer = fields.Boolean()
    consent = fields.Nested(ConsentShownOut)
    parties = fields.List(fields.Nested(MediationPartyOut))
    agreement = fields.Nested(AgreementOut, allow_none=True)
    performances = fields.List(fields.Nested(PerformanceOut))
    confirmation = fields.String(allow_none=True)
    ruled = fields.Boolean()
    roads = fields.List(fields.String())
    consequences = fields.List(fields.Nested(ConsequenceOut))
    deadlines = fields.List(fields.Nested(DeadlineOut))
    stopped = fields.Boolean()


class MediationLineOut(Schema):
    id = fields.String()
    number = fields.String()
    category = fields.String()
    state = fields.String()
    state_text = fields.String()
    due_at = fields.DateTime()
    version = fields.String(metadata=HOW)


class MediationsOut(Schema):
    items = fields.List(fields.Nested(MediationLineOut))


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
