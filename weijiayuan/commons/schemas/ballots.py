"""Ballots: putting a question, casting, typing paper, counting."""

from marshmallow import fields, validate

from weijiayuan.commons.models import Secrecy
from weijiayuan.commons.rules.vote_counting import Choice
from weijiayuan.commons.schemas.public_text import LEAST_REASON, PublicReason, PublicText
from weijiayuan.commons.schemas.vote_calculator import (
    FindingOut,
    ResultOut,
    RollIn,
    RuleOut,
    VotesIn,
)
from weijiayuan.web.schemas import Id, Moment, PageIn, Schema, StrictBoolean, Text, Whole, one_of

CAST = (Choice.YES, Choice.NO, Choice.ABSTAIN)


class BallotsIn(PageIn):
    space = Id(required=True)


class BallotIn(Schema):
    """A question to a roll. Without `roll_id` the roll in force that fits the rule is taken."""

    space_id = Id(required=True)
    roll_id = Id(load_default=None, allow_none=True)
    rule = Text(most=60, required=True)
    question = PublicText(most=200, required=True)
    explanation = PublicText(least=0, most=4000, lines=True, load_default="")
    opens_at = Moment(required=True)
    closes_at = Moment(required=True)
    secrecy = one_of(*(each.value for each in Secrecy), load_default=Secrecy.SECRET.value)
    shows_running = StrictBoolean(load_default=False)
    meeting_id = Id(load_default=None, allow_none=True)
    counters = fields.List(Id(), load_default=list, validate=validate.Length(0, 10))
    again_because = PublicReason(least=0, most=200, load_default="")


class EarlierOut(Schema):
    """The round in which the same was asked before, and why it ended if it was called off."""

    id = Id()
    state = fields.String()
    opens_at = Moment()
    cancel_reason = fields.String()


class BallotOut(Schema):
    """A ballot, what it needs, and what it is not; `cancel_asked` by one, done by a second."""

    id = Id()
    space_id = Id()
    roll_id = Id()
    rule = fields.Nested(RuleOut)
    question = fields.String()
    explanation = fields.String()
    opens_at = Moment()
    closes_at = Moment()
    secrecy = fields.String()
    shows_running = fields.Boolean()
    meeting_id = Id(allow_none=True)
    state = one_of("scheduled", "open", "counting", "closed", "cancelled")
    needs = fields.List(fields.String())
    legal_effect = fields.String()
    official = fields.Boolean()
    warnings = fields.List(fields.String())
    cancel_asked = fields.Boolean()
    cancel_reason = fields.String()
    earlier = fields.Nested(EarlierOut, allow_none=True)
    again_because = fields.String()


class MyVoteOut(Schema):
    """Whether my vote was cast, and for which numbers I may vote as a proxy."""

    vote = one_of("none", "cast", "not_on_roll")
    number = fields.Integer(allow_none=True)
    proxy_for = fields.List(fields.Integer())


class VoteIn(Schema):
    """`for_number` votes as the proxy of a member.

    `once` is a secret of the client's for this vote: sent again it gives the same receipt.
    """

    choice = one_of(*(each.value for each in CAST), required=True)
    for_number = Whole(least=1, most=1_000_000, load_default=None, allow_none=True)
    once = Text(least=22, most=64, load_default=None, allow_none=True)


class ReceiptOut(Schema):
    """`code` appears beside the choice in the list that is published, if there is one."""

    channel = fields.String()
    code = fields.String(allow_none=True)
    repeated = fields.Boolean()


class ProxyOut(Schema):
    """The code is shown this once."""

    code = fields.String()


class ProxyTakeIn(Schema):
    code = Text(most=20, required=True)


class ProxyTakenOut(Schema):
    number = fields.Integer()
    units = fields.List(fields.String())


class HandOutIn(Schema):
    number = Whole(least=1, most=1_000_000, required=True)


class PaperIn(Schema):
    """`key`: the number of the member for named votes, of the slip for secret ones."""

    key = fields.String(
        required=True, validate=validate.Regexp(r"^[1-9][0-9]{0,8}$", error="请填写编号（数字）")
    )
    choice = one_of(*(each.value for each in Choice), required=True)


class PaperOut(Schema):
    key = fields.String()
    agreed = fields.Boolean(attribute="is_agreed")


class CloseIn(Schema):
    """`leave_out_missing`: slips that nobody brought back were not cast."""

    leave_out_missing = StrictBoolean(load_default=False)


class CancelIn(Schema):
    """Why it is called off; `keep`: why it goes on, against who asked that."""

    reason = PublicReason(least=LEAST_REASON, most=200, required=True)
    keep = StrictBoolean(load_default=False)


class TurnoutOut(Schema):
    """While it is open everybody but the counters sees heads in steps, and no more."""

    web = fields.Integer(allow_none=True)
    paper = fields.Integer(allow_none=True)
    proxy = fields.Integer(allow_none=True)
    heads = fields.Integer()
    step = fields.Integer()
    area_m2 = fields.String(allow_none=True)


class TallyOut(Schema):
    """While it is open: who took part, never what they said. Afterwards: the whole result."""

    state = fields.String()
    turnout = fields.Nested(TurnoutOut)
    taking_part = fields.List(fields.Nested(FindingOut))
    result = fields.Nested(ResultOut, allow_none=True)
    legal_effect = fields.String()
    record_digest = fields.String(allow_none=True)


class CasterOut(Schema):
    number = fields.Integer()
    units = fields.List(fields.String())
    channel = fields.String()


class CastersOut(Schema):
    items = fields.List(fields.Nested(CasterOut))


class RecordOut(Schema):
    """`record` is text, byte for byte what the digest is of; tools/recount.py counts it again."""

    record = fields.String()
    digest = fields.String()


SHA256 = fields.String(
    required=True, validate=validate.Regexp(r"^[0-9a-f]{64}$", error="请填写文件的SHA-256")
)


class OfficialIn(Schema):
    """A result of the legal voting system: its file, its date, and its sums."""

    space_id = Id(required=True)
    rule = Text(most=60, required=True)
    question = PublicText(most=200, required=True)
    held_on = Moment(required=True)
    file = Id(required=True)
    file_sha256 = SHA256
    roll = fields.Nested(RollIn, required=True)
    votes = fields.Nested(VotesIn, required=True)


class OfficialConfirmIn(Schema):
    """The SHA-256 of the second person's own copy of the file."""

    file_sha256 = SHA256


class OfficialOut(Schema):
    id = Id()
    file_id = Id()
    space_id = Id()
    question = fields.String()
    held_on = Moment()
    file_sha256 = fields.String()
    state = fields.String()
    result = fields.Nested(ResultOut)
    legal_effect = fields.String()
