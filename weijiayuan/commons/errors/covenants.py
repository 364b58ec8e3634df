"""The refusals of covenants and consent sheets."""

from weijiayuan.kernel.errors import Malformed, NotFound, Refused


class CovenantNotFound(NotFound):
    code = "commons.covenant_not_found"


class ClausesBlocked(Refused):
    """The fact `findings` says which clauses take what no covenant can take."""

    code = "commons.clauses_blocked"


class ReviewNeeded(Refused):
    """A second person looks at the doubtful clauses first."""

    code = "commons.review_needed"


class SignedBefore(Refused):
    """The resident signed this version already."""

    code = "commons.signed_before"


class SheetNotFound(NotFound):
    code = "commons.sheet_not_found"


class SheetClosed(Refused):
    """The sheet does not change any more."""

    code = "commons.sheet_closed"


class SheetOutdated(Refused):
    """Another roll is in force: its owners are asked anew, on another sheet."""

    code = "commons.sheet_outdated"


class SpeaksAlready(Refused):
    """The owner has an account and says for themselves."""

    code = "commons.speaks_already"


class NotDecidedYet(Refused):
    """The body that makes such a covenant has not decided on it."""

    code = "commons.not_decided_yet"


class DecisionUnfit(Refused):
    """The meeting or result is of another space or kind, or does not carry the covenant."""

    code = "commons.decision_unfit"


class FilingNumberNeeded(Malformed):
    """What is filed has a number."""

    code = "commons.filing_number_needed"


class BuildingUnknown(Refused):
    """Nobody can tell which owners have parts of the same building."""

    code = "commons.building_unknown"
