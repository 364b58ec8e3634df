"""Rolls and their members, sheets of units, and requests to be on a roll."""

from base64 import b64decode
from typing import Any

from marshmallow import ValidationError, fields, post_load, validate, validates_schema

from weijiayuan.commons.models import Evidence
from weijiayuan.commons.rules.decision_rules import Basis
from weijiayuan.commons.schemas.public_text import LEAST_REASON, PublicReason, PublicText
from weijiayuan.commons.schemas.shared_schemas import Area
from weijiayuan.commons.schemas.vote_calculator import MOST_UNITS
from weijiayuan.web.decided_as_read import HOW
from weijiayuan.web.schemas import (
    Day,
    Id,
    Moment,
    PageIn,
    Reason,
    Schema,
    StrictBoolean,
    Text,
    Words,
    one_of,
    refuse,
)

MOST_BASE64 = 5_600_000


class RollOut(Schema):
    """A version of a roll: sums and fingerprint, and nobody's name."""

    id = Id()
    basis = fields.String()
    version = fields.Integer()
    state = fields.String()
    closes_on = fields.Date()
    source = fields.String()
    heads = fields.Integer()
    area_m2 = Area(attribute="area")
    digest = fields.String()


class RollRowIn(Schema):
    """A unit. `buyer` (a number) joins one buyer's units, `owner` does not; neither is kept."""

    unit = Text(most=60, required=True)
    area_m2 = Area(load_default=0)
    owner = Text(least=0, most=60, load_default="")
    buyer = Text(least=0, most=60, load_default="")
    unsold = StrictBoolean(load_default=False)
    delegate = StrictBoolean(load_default=False)


class RollEnteredOut(RollOut):
    """For whoever keeps it: `namesakes` are units of one name that no number joins or parts."""

    namesakes = fields.List(fields.List(fields.String()))


class ConfirmIn(Schema):
    """`namesakes_differ`: owners of one name without a number were asked, and are different."""

    namesakes_differ = StrictBoolean(load_default=False)


class RollIn(Schema):
    basis = one_of(*(each.value for each in Basis), required=True)
    closes_on = Day(required=True)
    source = PublicText(most=120, required=True)
    rows = fields.List(
        fields.Nested(RollRowIn), required=True, validate=validate.Length(1, MOST_UNITS)
    )


class SheetIn(Schema):
    """A roll as an office keeps it: the file as it is in base64 (xlsx, csv)."""

    file = fields.String(
        required=True, validate=validate.Length(max=MOST_BASE64, error="文件太大，请分几次导入")
    )

    @post_load
    def as_bytes(self, data: dict[str, Any], **_: Any) -> bytes:
        """Return the bytes of the file."""
        try:
            return b64decode(data["file"], validate=True)
        except ValueError as error:
            raise ValidationError({"file": ["文件没有传完整，请再试一次"]}) from error


class RowErrorOut(Schema):
    row = fields.Integer()
    column = fields.String()
    problem = fields.String()


class SheetRowOut(Schema):
    unit = fields.String()
    area_m2 = Area()
    owner = fields.String()
    buyer = fields.String()
    unsold = fields.Boolean()
    delegate = fields.Boolean()


class SheetReadOut(Schema):
    """The rows as `POST /spaces/{id}/rolls` takes them, and what is wrong with the sheet."""

    rows = fields.List(fields.Nested(SheetRowOut))
    errors = fields.List(fields.Nested(RowErrorOut))
    heads = fields.Integer()
    namesakes = fields.List(fields.List(fields.String()))


class MembersIn(PageIn):
    """The members of a roll, by number."""


class MemberOut(Schema):
    number = fields.Integer()
    units = fields.List(fields.String())
    area_m2 = Area(attribute="area")
    is_developer = fields.Boolean()
    is_delegate = fields.Boolean()
    verified = fields.Boolean()
    verified_on = fields.Date(allow_none=True)
    release_asked = fields.Boolean()


class RequestIn(Schema):
    unit = Text(most=60, required=True)
    note = Text(least=0, most=200, load_default="")
    paper = Id(load_default=None, allow_none=True)


class RequestOut(Schema):
    id = Id()
    roll_id = Id()
    unit = fields.String()
    state = fields.String()
    reason = fields.String()
    created_at = Moment()


class RequestForDeskOut(RequestOut):
    """`disputes`: another account has the unit; `evidence`: what the first who looked has seen.

    `turned_down`: one of the two who bound that account would refuse it, a second is awaited.
    """

    note = fields.String(allow_none=True)
    paper_id = Id(allow_none=True)
    evidence = fields.String(allow_none=True)
    disputes = fields.Boolean()
    version = fields.String(metadata=HOW)
    turned_down = fields.Boolean()


class DecideIn(Schema):
    """What one person saw. Without a picture: which paper, and its number, as both must read it."""

    verified = StrictBoolean(required=True)
    reason = Reason(least=0, most=200, load_default="")
    evidence = one_of(*(each.value for each in Evidence), load_default=None)
    reference = Words(least=4, most=60, load_default="")

    @validates_schema
    def with_reason(self, data: dict[str, Any], **_: Any) -> None:
        if not data["verified"] and len(data["reason"]) < LEAST_REASON:
            raise refuse("reason", f"请写明理由，至少{LEAST_REASON}个字")


class ReleaseIn(Schema):
    """Why the account speaks for the unit no more; `keep`: why it does, against who asked that."""

    reason = PublicReason(least=LEAST_REASON, most=400, required=True)
    keep = StrictBoolean(load_default=False)
