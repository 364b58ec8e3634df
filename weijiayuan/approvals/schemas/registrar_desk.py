"""What registrars send and are shown."""

import re
from typing import Any

from marshmallow import ValidationError, fields, validate, validates, validates_schema

from weijiayuan.approvals.models import RevocationGround
from weijiayuan.approvals.queries import applications
from weijiayuan.approvals.rules.required_evidence import FILED_BY_APPLICANT, IDENTITY_SEEN
from weijiayuan.approvals.schemas.applicant import ApplicationOut, VerifiedOut
from weijiayuan.web.pagination import choices_of
from weijiayuan.web.public_text import CourteousReason, CourteousWords
from weijiayuan.web.schemas import (
    PageIn,
    Reason,
    Schema,
    StrictBoolean,
    Text,
    Whole,
    Words,
    one_of,
    refuse,
)

MOST_DAYS = 400
ARTICLE = re.compile(r"[〇零一二三四五六七八九十百千0-9]+\s*条")


def proposal_field(**given: Any) -> fields.String:
    """Return the field that names a proposal by its mark."""
    if "required" not in given:
        given |= {"load_default": None, "allow_none": True}
    return fields.String(validate=validate.Length(max=64), **given)


def seen_field() -> fields.String:
    """Return the field that names the facts that were looked at."""
    return fields.String(validate=validate.Length(max=4000), load_default=None, allow_none=True)


class PaperAskedOut(Schema):
    name = fields.String()
    label = fields.String()
    rules = fields.List(fields.String())
    numbered = fields.Boolean()
    choices = fields.Dict(keys=fields.String(), values=fields.String(), allow_none=True)


class QueueIn(PageIn):
    kind = Text(most=40, load_default=None)
    q = Text(least=1, most=40, load_default=None, metadata={"description": "编号或名称的一段"})
    sort = one_of(*choices_of(applications.QUEUE_ORDERS), load_default="submitted")


class QueuedOut(ApplicationOut):
    overdue = fields.Boolean()
    open_rules = fields.List(fields.String())
    scope_text = fields.String(metadata={"description": "经营范围, 照执照上的说法"})
    refusal_proposed = fields.Boolean()
    approval_proposed = fields.Boolean()
    takes_two = fields.Boolean()
    why_two = fields.List(fields.String())
    beyond_officers = fields.List(fields.String())
    seen = fields.String(allow_none=True)
    changed = fields.List(fields.String())
    evidence_needed = fields.List(fields.String())
    papers_asked = fields.List(fields.Nested(PaperAskedOut))
    paper_kinds = fields.Dict(keys=fields.String(), values=fields.String())
    named_barred = fields.Boolean(allow_none=True)
    proposal = fields.Dict(allow_none=True)


class DecidedIn(Schema):
    """A decision on an attempt. `attempt` is the one that was looked at."""

    attempt = Whole(least=1, most=10_000, required=True)


class WhyIn(Schema):
    reason = CourteousReason(most=800, required=True, lines=True)


class ReturnIn(WhyIn, DecidedIn):
    pass


class LookedAtIn(ReturnIn):
    """`seen` is that of the application as it was looked at.

    It may be left out only where nothing changed since the submission.
    """

    seen = seen_field()


class GiveBackIn(LookedAtIn):
    """What is to be mended, and the papers that are to be handed in: everything at once."""

    papers = fields.List(
        one_of(*FILED_BY_APPLICANT),
        load_default=list,
        validate=validate.Length(max=len(FILED_BY_APPLICANT)),
    )


class ApproveIn(LookedAtIn):
    """What was looked at.

    Where the law ties what stands open to a paper (`evidence_needed`), a reason is not enough.
    A second person names the `proposal` of the first.
    """

    proposal = proposal_field()

    identity_seen = one_of(*IDENTITY_SEEN, load_default=None, allow_none=True)
    place_paper = Reason(least=0, most=200, load_default="")
    permit_paper = Reason(least=0, most=200, load_default="")
    income_paper = Reason(least=0, most=200, load_default="")
    people_paper = Reason(least=0, most=200, load_default="")
    guardian_paper = Reason(least=0, most=200, load_default="")
    authority_paper = Reason(least=0, most=200, load_default="")
    resolution_paper = Reason(least=0, most=200, load_default="")
    valuation_paper = Reason(least=0, most=200, load_default="")
    charter_paper = Reason(least=0, most=200, load_default="")
    owner_paper = Reason(least=0, most=200, load_default="")


class RefuseIn(LookedAtIn):
    """A refusal names the article that leaves no other way (条例 20)."""

    article = Words(least=2, most=200, required=True)

    @validates("article")
    def names_an_article(self, article: str, **_: Any) -> None:
        if not ARTICLE.search(article):
            raise ValidationError("请写明法规的哪一条，如“登记管理条例第 20 条”")


class SecondLookIn(DecidedIn):
    proposal = proposal_field(required=True)
    agree = StrictBoolean(required=True)
    reason = CourteousWords(least=0, most=400, load_default="")


class SettleIn(WhyIn):
    """Why a disputed registration stands, and what was compared to tell.

    Who agrees to what another proposed names that `proposal`.
    """

    proposal = proposal_field()

    evidence = Reason(most=400, required=True)


class LiftBarIn(WhyIn):
    """Why somebody comes off the list; the second person names the `proposal` of the first."""

    proposal = proposal_field()


class RevokeIn(WhyIn):
    """Which registration is wrong, and by whose deed.

    `version` has to be named where others ran the business before: a handover or a change of
    representative makes nobody answer for a former deed. `culprit` is somebody whom the
    application of that version names with a number; without one it is who was to operate.
    """

    ground = one_of(*RevocationGround, load_default=RevocationGround.FALSE_REGISTRATION.value)
    version = Whole(least=1, most=1_000_000, load_default=None, allow_none=True)
    culprit = Text(least=0, most=40, load_default="")


class DecideRevocationIn(Schema):
    proposal = fields.UUID(required=True)
    agree = StrictBoolean(load_default=True)
    reason = CourteousWords(least=0, most=400, load_default="")


class ProposedRevocationOut(Schema):
    id = fields.UUID()
    uscc = fields.String()
    name = fields.String()
    reason = fields.String()
    ground = fields.String()
    version = fields.Integer()
    culprit = fields.String()
    mine = fields.Boolean()


class DisputeOut(Schema):
    uscc = fields.String()
    name = fields.String()
    reason = fields.String()
    at = fields.AwareDateTime()
    state = fields.String()
    proposed = fields.String(allow_none=True)
    proposal = fields.String(allow_none=True)
    mine = fields.Boolean()
    approved_by_me = fields.Boolean()


class ClosingOut(VerifiedOut):
    """A licence that is being closed; `until` is the last day to object."""

    until = fields.Date()


class ObjectionOut(Schema):
    """An objection that stands; `own` tells whether the reader's department made it."""

    id = fields.UUID()
    uscc = fields.String()
    name = fields.String()
    reason = fields.String()
    at = fields.AwareDateTime()
    own = fields.Boolean()


class BarOut(Schema):
    id = fields.UUID()
    name = fields.String()
    ground = fields.String()
    since = fields.Date()
    until = fields.Date()
    lift_proposed = fields.Boolean()
    lift_proposal = fields.String(allow_none=True)
    lift_reason = fields.String()
    lifted_on = fields.Date(allow_none=True)


class SpanIn(Schema):
    since = fields.Date(required=True)
    until = fields.Date(required=True)

    @validates_schema
    def in_order(self, data: dict[str, Any], **_: Any) -> None:
        if not 0 <= (data["until"] - data["since"]).days <= MOST_DAYS:
            raise refuse("until", "结束日应在开始日之后，最多四百天")


class FiguresOut(Schema):
    since = fields.Date()
    until = fields.Date()
    figures = fields.Dict()
    formulas = fields.Dict()


class RulebookFilesIn(WhyIn):
    files = fields.Dict(
        keys=fields.String(validate=validate.Length(max=120)),
        values=fields.String(validate=validate.Length(max=400_000)),
        required=True,
        validate=validate.Length(min=1, max=200),
    )


class RulebookOut(Schema):
    id = fields.UUID(allow_none=True)
    version = fields.String()
    digest = fields.String()
    state = fields.String()
    reason = fields.String()
    proposed_at = fields.AwareDateTime(attribute="created_at", allow_none=True)
    published_at = fields.AwareDateTime(allow_none=True)
    in_force = fields.Boolean()
    mine = fields.Boolean()


class RulebooksOut(Schema):
    items = fields.List(fields.Nested(RulebookOut))
    next_cursor = fields.String(allow_none=True)
    in_force = fields.Dict()


class PublishIn(Schema):
    loosens = StrictBoolean(load_default=False)


class TrialOut(Schema):
    loosens = fields.List(fields.String())
    cases = fields.List(fields.Dict())
    wrong = fields.Integer()
    lint = fields.List(fields.String())
    differences = fields.List(fields.String())


class BookFilesOut(Schema):
    version = fields.String()
    digest = fields.String()
    files = fields.Dict()


class ReplayIn(SpanIn):
    pack = fields.UUID(required=True)


class ReplayOut(Schema):
    id = fields.UUID()
    since = fields.Date()
    until = fields.Date()
    result = fields.Dict()


class BooksIn(PageIn):
    pass
