"""The refusals of foundings, organisations and spending."""

from weijiayuan.kernel.errors import Malformed, NotFound, Refused


class FoundingNotFound(NotFound):
    code = "commons.founding_not_found"


class CoSignNotFound(NotFound):
    code = "commons.co_sign_not_found"


class AlreadyCoSigned(Refused):
    """Somebody co-signed for this unit."""

    code = "commons.already_co_signed"


class StageSkipped(Refused):
    """Stages follow each other."""

    code = "commons.stage_skipped"


class NotEnoughYet(Refused):
    """There are not enough verified co-signatures."""

    code = "commons.not_enough_yet"


class OrganisationNotFound(NotFound):
    code = "commons.organisation_not_found"


class OrganisationTaken(Refused):
    """The register has this name or code already."""

    code = "commons.organisation_taken"


class UsccWrong(Malformed):
    """The code is not one that civil affairs gives."""

    code = "commons.uscc_wrong"


class RoundNotFound(NotFound):
    code = "commons.round_not_found"


class ProjectTooDear(Refused):
    """A project costs more than the whole budget: it could never be paid."""

    code = "commons.project_too_dear"


class ProjectUnknown(Malformed):
    """The round has no such project."""

    code = "commons.project_unknown"


class StageNeeds(Refused):
    """The stage needs something first; the fact `what` names it."""

    code = "commons.stage_needs"


class TotalsUnfit(Malformed):
    """There are fewer owners or less area than those who asked have, or the stage is past."""

    code = "commons.totals_unfit"


class NotAnEstate(Refused):
    """Owners found an assembly of an estate or a village."""

    code = "commons.not_an_estate"


class AreaUnfit(Malformed):
    """The area is not the unit's on the roll, or more than the whole estate has."""

    code = "commons.area_unfit"


class DatesUnfit(Malformed):
    """A day or a year lies ahead of us."""

    code = "commons.dates_unfit"
