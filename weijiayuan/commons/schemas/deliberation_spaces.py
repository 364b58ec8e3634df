"""Spaces, and the rolls somebody is on."""

from marshmallow import fields

from weijiayuan.commons.models import SpaceKind
from weijiayuan.commons.schemas.owner_rolls import MemberOut, RollOut
from weijiayuan.commons.schemas.public_text import PublicText
from weijiayuan.web.schemas import Id, PageIn, Place, Schema, Text, one_of


class SpacesIn(PageIn):
    """`near` is a community's code."""

    near = Text(least=0, most=12, load_default=None, allow_none=True)
    kind = one_of(*(each.value for each in SpaceKind), load_default=None)
    q = Text(least=0, most=40, load_default=None, allow_none=True)


class SpaceIn(Schema):
    kind = one_of(*(each.value for each in SpaceKind), required=True)
    name = PublicText(most=40, required=True)
    community_code = Text(most=12, required=True)
    address = PublicText(least=0, most=120, load_default="")
    place = fields.Nested(Place, load_default=None, allow_none=True)


class SpaceOut(Schema):
    id = Id()
    kind = fields.String()
    name = fields.String()
    community_code = fields.String()
    street_code = fields.String()
    address = fields.String()
    is_sample = fields.Boolean()


class SpaceDetailOut(SpaceOut):
    rolls = fields.List(fields.Nested(RollOut))


class MembershipOut(Schema):
    """For which units I speak, and the fact that somebody looked at it."""

    space = fields.Nested(SpaceOut)
    roll = fields.Nested(RollOut)
    member = fields.Nested(MemberOut)
    steward = fields.Boolean()


class MineOut(Schema):
    items = fields.List(fields.Nested(MembershipOut))
