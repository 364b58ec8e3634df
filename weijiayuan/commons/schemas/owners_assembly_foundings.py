"""The founding of an owners' assembly as it comes in and goes out."""

from marshmallow import fields

from weijiayuan.commons.schemas.owner_rolls import DecideIn
from weijiayuan.commons.schemas.public_text import PublicText
from weijiayuan.commons.schemas.shared_schemas import Area
from weijiayuan.commons.schemas.vote_calculator import WeightOut
from weijiayuan.web.decided_as_read import HOW
from weijiayuan.web.schemas import Id, Schema, Text, Whole


class FoundingIn(Schema):
    space_id = Id(required=True)


class TotalsIn(Schema):
    heads = Whole(least=1, most=1_000_000, required=True)
    area_m2 = Area(required=True)


class CoSignIn(Schema):
    unit = Text(most=60, required=True)
    area_m2 = Area(required=True)
    paper = Id(load_default=None, allow_none=True)


class CoSignOut(Schema):
    id = Id()
    unit = fields.String()
    area_m2 = Area(attribute="area")
    state = fields.String()
    verified_on = fields.Date(allow_none=True)
    reason = fields.String()


class CoSignForDeskOut(CoSignOut):
    """`is_large`: many times what an owner has on average; `evidence`: what the first has seen."""

    paper_id = Id(allow_none=True)
    evidence = fields.String(allow_none=True)
    is_large = fields.Boolean()
    version = fields.String(metadata=HOW)


class TitleSeenIn(DecideIn):
    """What one person saw; `area_m2` as it stands on the title, which both must read alike."""

    area_m2 = Area(load_default=None, allow_none=True)


class CoSignsOut(Schema):
    items = fields.List(fields.Nested(CoSignForDeskOut))


class MyCoSignsOut(Schema):
    """What I co-signed; who is among those who ask may print the application."""

    items = fields.List(fields.Nested(CoSignOut))
    may_print = fields.Boolean()


class StageIn(Schema):
    stage = Whole(least=2, most=6, required=True)
    note = PublicText(least=0, most=200, load_default="")


class StageOut(Schema):
    stage = fields.Integer()
    name = fields.String()
    on = fields.String(allow_none=True)
    note = fields.String()


class NeedsOut(Schema):
    """What is still missing by each measure; null where the threshold or the total is unknown."""

    persons = fields.Integer(allow_none=True)
    area_m2 = fields.String(allow_none=True)


class FoundingOut(Schema):
    id = Id()
    space_id = Id()
    stage = fields.Integer()
    stages = fields.List(fields.Nested(StageOut))
    persons = fields.Integer()
    area_m2 = fields.String()
    all = fields.Nested(WeightOut, allow_none=True)
    needs = fields.Nested(NeedsOut)
    reached_by = fields.List(fields.String())
    text = fields.String()
    article = fields.String(allow_none=True)
    totals_wait = fields.Boolean()
    claims = fields.Integer()
    version = fields.String(metadata=HOW)
