"""Consent sheets as they come in and go out."""

from marshmallow import fields

from weijiayuan.commons.schemas.public_text import PublicText
from weijiayuan.web.schemas import Id, Moment, Schema, StrictBoolean, Text, Whole


class SheetIn(Schema):
    """A use of one unit that every owner of the building (`roll_id`) must agree to."""

    space_id = Id(required=True)
    roll_id = Id(required=True)
    unit = Text(most=60, required=True)
    use = PublicText(most=200, required=True)


class SaysIn(Schema):
    agrees = StrictBoolean(required=True)


class PaperSaysIn(SaysIn):
    number = Whole(least=1, most=1_000_000, required=True)


class WaysOut(Schema):
    """By which way each consent came: an account verified before the sheet or since, paper."""

    account = fields.Integer()
    account_bound_since = fields.Integer()
    paper = fields.Integer()


class SheetOut(Schema):
    """How far a sheet is, by which version of the roll; `outdated` while open by a former one.

    `replaced`: accounts that had spoken and were taken off their unit; `disputed`: units that
    another account claims, too. While there are any the sheet is not complete.
    Its `code` lets an office read the same, without a name.
    """

    id = Id()
    space_id = Id()
    purpose = fields.String()
    article = fields.String()
    unit = fields.String()
    use = fields.String()
    code = fields.String()
    owners = fields.Integer()
    agreed = fields.Integer()
    refused = fields.Integer()
    missing = fields.Integer()
    agreed_by = fields.Nested(WaysOut)
    replaced = fields.Integer()
    disputed = fields.Integer()
    complete = fields.Boolean()
    outdated = fields.Boolean()
    roll_version = fields.Integer()
    closed_at = Moment(allow_none=True)
    digest = fields.String()


class MySheetOut(SheetOut):
    """What I said, null while nothing; whether it was I who asked."""

    said = fields.Boolean(allow_none=True)
    asked_by_me = fields.Boolean()
    space_name = fields.String()
