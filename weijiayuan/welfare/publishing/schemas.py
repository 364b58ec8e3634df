"""What officers send and get when they publish the rules."""

from marshmallow import fields, validate

from weijiayuan.accounts.current_caller import current as caller
from weijiayuan.accounts.queries import staff_name
from weijiayuan.accounts.rules import Role
from weijiayuan.kernel import clock
from weijiayuan.web.schemas import PageIn, Schema, Text, Words, page_schema
from weijiayuan.welfare.models import ProposalState, SimulationState
from weijiayuan.welfare.publishing.service import allowed, state_of, text_changes_of
from weijiayuan.welfare.request_schemas import FIRST, LAST

MOST_FILES = 500
LONGEST_FILE = 200_000


class PackFilesIn(Schema):
    """A whole pack: every file by its path."""

    files = fields.Dict(
        keys=fields.String(
            validate=validate.Regexp(r"[a-z0-9_/]{1,80}\.yaml\Z", error="文件名不对")
        ),
        values=fields.String(validate=validate.Length(max=LONGEST_FILE, error="文件太大")),
        required=True,
        validate=validate.Length(min=1, max=MOST_FILES, error="文件数不对"),
    )


class TextChangeOut(Schema):
    """The lines of one file that are written otherwise, as a unified diff."""

    file = fields.String()
    lines = fields.List(fields.String())


class CheckedPackOut(Schema):
    """A pack that may be proposed, what is suspicious in it, and what is new in it."""

    version = fields.String()
    sha256 = fields.String(attribute="digest")
    findings = fields.List(fields.String(), attribute="hints")
    differences = fields.List(fields.String())
    changes = fields.List(fields.Nested(TextChangeOut))


class FindingOut(Schema):
    """Why a pack may not be proposed, place by place."""

    text = fields.String()


class PackCheckOut(Schema):
    """A check of a pack: how far it is, and when it is done, what was found.

    `findings` are empty where the pack may be proposed; `passed` then says what is new in it.
    """

    id = fields.UUID()
    state = fields.String(
        validate=validate.OneOf([each.value for each in SimulationState]),
        metadata={"description": "waiting、running、done、failed"},
    )
    percent = fields.Integer()
    findings = fields.List(fields.Nested(FindingOut))
    passed = fields.Nested(CheckedPackOut, allow_none=True)
    trouble = fields.String()
    begun_at = fields.AwareDateTime(attribute="created_at")
    finished_at = fields.AwareDateTime(allow_none=True)


class _Reasoned(Schema):
    reason = Words(least=4, most=500, required=True)
    in_force_on = fields.Date(
        load_default=None,
        validate=validate.Range(FIRST, LAST),
        metadata={"description": "从哪天起施行；不写就是获批当天"},
    )


class ProposalIn(PackFilesIn, _Reasoned):
    """A pack to propose, why, and from which day."""


class RollBackIn(_Reasoned):
    """Why to go back to an older pack, and from which day."""


class CallOffIn(Schema):
    """Why what was approved for a later day shall not begin."""

    reason = Words(least=4, most=500, required=True)


class DecisionIn(Schema):
    """What whoever decides has to say."""

    note = Text(least=0, most=500, load_default="")


class RejectionIn(Schema):
    """Why a proposal is sent back."""

    note = Text(least=4, most=500, required=True)


class ProposalsIn(PageIn):
    """Which proposals to list."""

    state = fields.String(
        load_default=None, validate=validate.OneOf([each.value for each in ProposalState])
    )


class TouchedOut(Schema):
    """What a pack would change for people, by policy, counted among `of` invented people."""

    policy = fields.String()
    name = fields.String()
    counts = fields.String(validate=validate.OneOf(("people", "households")))
    gain = fields.Integer()
    lose = fields.Integer()
    amount = fields.Integer()
    of = fields.Integer()


def _name_of(field: str) -> fields.Function:
    """Return a field with the name of the officer whose key stands in another one."""
    return fields.Function(
        lambda one: staff_name(getattr(one, field)),
        metadata={"description": f"{field} 的姓名；系统做的、随产品发布的没有"},
    )


class ProposalLineOut(Schema):
    """A proposal in a list."""

    id = fields.UUID()
    kind = fields.String()
    state = fields.String()
    version = fields.String()
    sha256 = fields.String(attribute="digest")
    base_sha256 = fields.String(attribute="base")
    reason = fields.String()
    by = fields.String()
    by_name = _name_of("by")
    in_force_on = fields.Date()
    proposed_at = fields.AwareDateTime(attribute="created_at")
    decided_by = fields.String(allow_none=True)
    decided_by_name = _name_of("decided_by")
    decided_at = fields.AwareDateTime(allow_none=True)
    note = fields.String()
    allowed = fields.Function(
        lambda proposal: (
            allowed(proposal, caller().key) if caller().may(Role.POLICY_OFFICER) else []
        ),
        metadata={"description": "approve、reject、withdraw 里现在能做的"},
    )


class ProposalOut(ProposalLineOut):
    """A proposal with every changed word, and whom it would touch."""

    findings = fields.List(fields.String(), attribute="hints")
    differences = fields.List(fields.String())
    changes = fields.Function(
        text_changes_of, metadata={"description": "[{file, lines}]：每个文件改动的每一行"}
    )
    touched = fields.List(fields.Nested(TouchedOut))


ProposalsOut = page_schema(ProposalLineOut)


class PublicationOut(Schema):
    """A publication."""

    id = fields.UUID()
    pack_id = fields.String()
    version = fields.String()
    sha256 = fields.String(attribute="digest")
    reason = fields.String()
    by = fields.String()
    by_name = _name_of("by")
    approved_by = fields.String(allow_none=True)
    approved_by_name = _name_of("approved_by")
    in_force_on = fields.Date()
    state = fields.Function(
        lambda one: state_of(one, clock.local_date(clock.now())),
        metadata={"description": "in_force、to_begin、past、called_off（没有施行就被后来的替下）"},
    )
    published_at = fields.AwareDateTime(attribute="created_at")


PublicationsOut = page_schema(PublicationOut)


class FilesOut(Schema):
    """Every file of a published pack."""

    version = fields.String()
    sha256 = fields.String(attribute="digest")
    files = fields.Dict(keys=fields.String(), values=fields.String())
