"""The refusals of foundings, organisations and spending."""

from weijiayuan.kernel.errors import Malformed, NotFound, Refused


class FoundingNotFound(NotFound):
    code = "commons.founding_not_found"


class FoundingExists(Refused):
    """Somebody began for this estate already."""

    code = "commons.founding_exists"


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


class ProjectUnknown(Malformed):
    """The round has no such project."""

    code = "commons.project_unknown"
