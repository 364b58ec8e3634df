"""Covenants, consent sheets, foundings, organisations and spending as they come in and go out."""

from marshmallow import fields, validate

from weijiayuan.commons.models.community import CovenantKind, OrganisationKind
from weijiayuan.commons.schemas.calculator import WeightOut
from weijiayuan.commons.schemas.shapes import Area
from weijiayuan.web.schemas import Day, Id, Moment, PageIn, Schema, Text, Whole, one_of

MOST_FEN = 100_000_000_00


class ClausesIn(Schema):
    clauses = fields.List(
        Text(most=1000, lines=True), required=True, validate=validate.Length(1, 100)
    )


class ClauseFindingOut(Schema):
    """What is wrong with a clause, by which article, and what is lawful instead."""

    clause = fields.Integer()
    text = fields.String()
    rule = fields.String()
    name = fields.String()
    level = one_of("block", "review", "hint")
    article = fields.String()
    remedy = fields.String()


class ClauseFindingsOut(Schema):
    findings = fields.List(fields.Nested(ClauseFindingOut))


class CovenantsIn(PageIn):
    space = Id(required=True)


class CovenantIn(ClausesIn):
    space_id = Id(required=True)
    kind = one_of(*(each.value for each in CovenantKind), required=True)
    title = Text(most=60, required=True)


class ChangesOut(Schema):
    added = fields.List(fields.String())
    removed = fields.List(fields.String())


class CovenantOut(Schema):
    id = Id()
    space_id = Id()
    kind = fields.String()
    version = fields.Integer()
    title = fields.String()
    clauses = fields.List(fields.String())
    findings = fields.List(fields.Nested(ClauseFindingOut))
    state = fields.String()
    signatures = fields.Integer()
    changes = fields.Nested(ChangesOut)
    filed_at = Moment(allow_none=True)
    filing_no = fields.String()
    remark = fields.String()
    force = fields.String()


class ReviewIn(Schema):
    words = Text(most=400, required=True)


class FilingIn(Schema):
    accepted = fields.Boolean(required=True)
    filing_no = Text(least=0, most=60, load_default="")
    remark = Text(least=0, most=400, load_default="")


class SheetIn(Schema):
    """A use of one unit that every owner of the building (`roll_id`) must agree to."""

    space_id = Id(required=True)
    roll_id = Id(required=True)
    unit = Text(most=60, required=True)
    use = Text(most=200, required=True)


class SaysIn(Schema):
    agrees = fields.Boolean(required=True)


class PaperSaysIn(SaysIn):
    number = Whole(least=1, most=1_000_000, required=True)


class SheetOut(Schema):
    """How far a sheet is. Its `code` lets an office read the same, without a name."""

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
    complete = fields.Boolean()
    closed_at = Moment(allow_none=True)
    digest = fields.String()


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
    paper_id = Id(allow_none=True)


class CoSignsOut(Schema):
    items = fields.List(fields.Nested(CoSignForDeskOut))


class StageIn(Schema):
    stage = Whole(least=2, most=6, required=True)
    note = Text(least=0, most=200, load_default="")


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


class OrganisationsIn(PageIn):
    community = Text(least=0, most=12, load_default=None, allow_none=True)
    kind = one_of(*(each.value for each in OrganisationKind), load_default=None)
    q = Text(least=0, most=40, load_default=None, allow_none=True)


class OrganisationIn(Schema):
    name = Text(most=80, required=True)
    kind = one_of(*(each.value for each in OrganisationKind), required=True)
    community_code = Text(most=12, required=True)
    uscc = Text(least=18, most=18, load_default=None, allow_none=True)
    supervisor = Text(least=0, most=80, load_default="")
    registered_on = Day(load_default=None, allow_none=True)
    contact = Text(least=0, most=80, load_default="")
    about = Text(least=0, most=1000, lines=True, load_default="")
    persons = Whole(most=100_000, load_default=None, allow_none=True)
    bodies = Whole(most=100_000, load_default=None, allow_none=True)
    reported_for = Whole(least=1990, most=2100, load_default=None, allow_none=True)


class OrganisationOut(Schema):
    id = Id()
    name = fields.String()
    kind = fields.String()
    community_code = fields.String()
    uscc = fields.String(allow_none=True)
    supervisor = fields.String()
    registered_on = fields.Date(allow_none=True)
    contact = fields.String()
    about = fields.String()
    persons = fields.Integer(allow_none=True)
    bodies = fields.Integer(allow_none=True)
    reported_for = fields.Integer(allow_none=True)
    report_due = fields.Date(allow_none=True)
    warnings = fields.List(fields.String())
    is_sample = fields.Boolean()


class ProjectIn(Schema):
    title = Text(most=80, required=True)
    cost_fen = Whole(least=1, most=MOST_FEN, required=True)


class RoundIn(Schema):
    space_id = Id(required=True)
    title = Text(most=80, required=True)
    budget_fen = Whole(least=1, most=MOST_FEN, required=True)
    closes_at = Moment(required=True)
    projects = fields.List(fields.Nested(ProjectIn), required=True, validate=validate.Length(1, 60))


class SpendingVoteIn(Schema):
    projects = fields.List(Text(most=4), required=True, validate=validate.Length(0, 60))


class ProjectOut(Schema):
    id = fields.String()
    title = fields.String()
    cost_fen = fields.Integer()


class FundedOut(ProjectOut):
    supporters = fields.Integer()
    by = one_of("equal_shares", "ranking")
    each_pays_at_most_fen = fields.Integer()
    text = fields.String()


class NotFundedOut(ProjectOut):
    short_fen = fields.Integer()
    text = fields.String()


class SpendingResultOut(Schema):
    """What is bought by equal shares, with reasons; plain ranking beside it to compare."""

    voters = fields.Integer()
    share_fen = fields.Integer()
    funded = fields.List(fields.Nested(FundedOut))
    not_funded = fields.List(fields.Nested(NotFundedOut))
    left_fen = fields.Integer()
    by_ranking = fields.List(fields.String())


class RoundOut(Schema):
    id = Id()
    space_id = Id()
    title = fields.String()
    budget_fen = fields.Integer()
    closes_at = Moment()
    projects = fields.List(fields.Nested(ProjectOut))
    exhaustion = fields.String()
    result = fields.Nested(SpendingResultOut, allow_none=True)
