"""What an applicant sends and is shown."""

from typing import Any

from marshmallow import ValidationError, fields, validates

from weijiayuan.approvals.rules.identity_numbers import can_be_a_paper
from weijiayuan.approvals.schemas.form_answers import AnswersIn
from weijiayuan.approvals.schemas.public import NearestOut, RulingOut
from weijiayuan.kernel import clock
from weijiayuan.web.schemas import PageIn, Schema, StrictBoolean, Text, Whole, Words, one_of


class IdentityIn(Schema):
    """Whose face was checked. `face` is the token of the face check."""

    name = Text(least=2, most=40, required=True)
    number = Text(most=30, required=True)
    face = Text(least=0, most=200, load_default="")

    @validates("number")
    def is_a_number(self, number: str, **_: Any) -> None:
        if not can_be_a_paper(number, on=clock.local_date(clock.now())):
            raise ValidationError("证件号码不对，请照证件上的填写")


class IdentityOut(Schema):
    result = fields.String()
    checked_at = fields.AwareDateTime()
    valid_minutes = fields.Integer()


class ApplyIn(Schema):
    kind = one_of("individual", "company", required=True)
    answers = fields.Nested(AnswersIn, required=True)
    draft = StrictBoolean(load_default=False)


class OnVersionIn(Schema):
    """A deed on a version of a licence; whoever names none read the first."""

    version = Whole(least=1, most=1_000_000, load_default=1)


class OnAttemptIn(Schema):
    """A deed on an attempt of an application; whoever names none read the first."""

    attempt = Whole(most=10_000, load_default=1)


class ChangeIn(OnVersionIn):
    """A change, written on a version of the licence."""

    answers = fields.Nested(AnswersIn, required=True)


class CorrectIn(OnAttemptIn):
    """Other answers, written on an attempt and on what was saved of it.

    `saves` is how often answers were saved since the attempt: whoever names none saw none saved.
    """

    saves = Whole(most=1_000_000, load_default=0)
    answers = fields.Nested(AnswersIn, required=True)


class LicenceBriefOut(Schema):
    uscc = fields.String()
    version = fields.Integer()
    name = fields.String()
    form = fields.String()
    scope = fields.String()
    address = fields.String()
    permits = fields.String()
    state = fields.String()
    state_text = fields.String()
    issued_on = fields.Date()
    until = fields.Date(allow_none=True)
    sample = fields.Boolean()
    sealed = fields.Boolean()
    code = fields.String()
    pdf = fields.String()
    credential = fields.String()
    public_page = fields.String()
    report_due = fields.Date(allow_none=True)
    part = fields.String()
    roles = fields.String()
    waits_for = fields.Integer()


class MoveOut(Schema):
    what = fields.String()
    state = fields.String()
    at = fields.AwareDateTime()
    reason = fields.String()
    article = fields.String()


class PaperOut(Schema):
    """A paper that was handed in. `open`: it can still be taken back."""

    id = fields.UUID()
    kind = fields.String()
    label = fields.String()
    attempt = fields.Integer()
    number = fields.String()
    issued_on = fields.Date(allow_none=True)
    file = fields.UUID(allow_none=True)
    open = fields.Boolean()
    at = fields.AwareDateTime()


class AskedPaperOut(Schema):
    """A paper that a registrar asked for, and whether one of its kind came since."""

    kind = fields.String()
    label = fields.String()
    given = fields.Boolean()


class ApplicationOut(Schema):
    id = fields.UUID()
    number = fields.String()
    kind = fields.String()
    title = fields.String()
    state = fields.String()
    state_text = fields.String()
    attempt = fields.Integer()
    saves = fields.Integer()
    outcome = fields.String(allow_none=True)
    verdict = fields.String(allow_none=True)
    rulings = fields.List(fields.Nested(RulingOut))
    faults = fields.List(fields.Nested(RulingOut))
    undecided = fields.List(fields.Nested(RulingOut))
    missing = fields.List(fields.String())
    nearest = fields.Nested(NearestOut, allow_none=True)
    other_authority = fields.String(allow_none=True)
    rulebook = fields.Dict(allow_none=True)
    submitted_at = fields.AwareDateTime(allow_none=True)
    decided_at = fields.AwareDateTime(allow_none=True)
    due_at = fields.AwareDateTime(allow_none=True)
    waits_for_registry = fields.Boolean()
    refusal = fields.Dict(allow_none=True)
    licence = fields.Nested(LicenceBriefOut, allow_none=True)
    took_ms = fields.Integer(allow_none=True)
    answers = fields.Dict()
    moves = fields.List(fields.Nested(MoveOut))
    attempts = fields.List(fields.Dict())
    papers = fields.List(fields.Nested(PaperOut))
    asked = fields.List(fields.Nested(AskedPaperOut))
    created_at = fields.AwareDateTime()


class ApplicationBriefOut(Schema):
    id = fields.UUID()
    number = fields.String()
    kind = fields.String()
    title = fields.String()
    state = fields.String()
    state_text = fields.String()
    submitted_at = fields.AwareDateTime(allow_none=True)
    due_at = fields.AwareDateTime(allow_none=True)


class ProofOut(Schema):
    proof = fields.String()
    payload = fields.Dict()
    keys = fields.Dict()
    keys_at = fields.String()
    rulebook_files = fields.String()


class LicencesOut(Schema):
    items = fields.List(fields.Nested(LicenceBriefOut))


class PauseIn(OnVersionIn):
    days = Whole(least=1, most=1096, required=True)
    reason = Words(least=0, most=200, load_default="")


class ReasonIn(Schema):
    reason = Words(least=0, most=400, load_default="")


class VerifiedOut(Schema):
    uscc = fields.String()
    version = fields.Integer()
    name = fields.String()
    form = fields.String()
    scope = fields.String()
    address = fields.String()
    issued_on = fields.Date()
    state = fields.String()
    state_text = fields.String()
    state_at = fields.AwareDateTime(allow_none=True)
    is_current = fields.Boolean()
    sample = fields.Boolean()
    authority = fields.String()
    pdf_sha256 = fields.String()
    checked_at = fields.AwareDateTime()


class DocumentCheckOut(Schema):
    intact = fields.Boolean()
    kind = fields.String()
    licence = fields.Nested(VerifiedOut, allow_none=True)
    proof = fields.Dict(allow_none=True)


class MyApplicationsIn(PageIn):
    pass
