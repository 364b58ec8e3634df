"""Social organisations as they come in and go out."""

from marshmallow import fields

from weijiayuan.commons.models import OrganisationKind
from weijiayuan.commons.schemas.public_text import PublicText
from weijiayuan.web.decided_as_read import HOW
from weijiayuan.web.schemas import Day, Id, PageIn, Schema, StrictBoolean, Text, Whole, one_of


class OrganisationsIn(PageIn):
    community = Text(least=0, most=12, load_default=None, allow_none=True)
    kind = one_of(*(each.value for each in OrganisationKind), load_default=None)
    q = Text(least=0, most=40, load_default=None, allow_none=True)


class OrganisationIn(Schema):
    name = PublicText(most=80, required=True)
    kind = one_of(*(each.value for each in OrganisationKind), required=True)
    community_code = Text(most=12, required=True)
    uscc = Text(least=18, most=18, load_default=None, allow_none=True)
    supervisor = PublicText(least=0, most=80, load_default="")
    registered_on = Day(load_default=None, allow_none=True)
    contact = Text(least=0, most=80, load_default="")
    contact_is_public = StrictBoolean(load_default=False)
    about = PublicText(least=0, most=1000, lines=True, load_default="")
    persons = Whole(most=100_000, load_default=None, allow_none=True)
    bodies = Whole(most=100_000, load_default=None, allow_none=True)
    reported_for = Whole(least=1990, most=2100, load_default=None, allow_none=True)


class OrganisationOut(Schema):
    """A contact that is not for the public is empty for all but the desk."""

    id = Id()
    name = fields.String()
    kind = fields.String()
    community_code = fields.String()
    uscc = fields.String(allow_none=True)
    supervisor = fields.String()
    registered_on = fields.Date(allow_none=True)
    contact = fields.String()
    contact_is_public = fields.Boolean()
    about = fields.String()
    persons = fields.Integer(allow_none=True)
    bodies = fields.Integer(allow_none=True)
    reported_for = fields.Integer(allow_none=True)
    report_due = fields.Date(allow_none=True)
    warnings = fields.List(fields.String())
    is_sample = fields.Boolean()
    version = fields.String(metadata=HOW)
