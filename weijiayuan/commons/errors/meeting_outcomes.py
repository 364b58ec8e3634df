"""The refusals of outcomes."""

from weijiayuan.kernel.errors import Forbidden, Malformed, NotFound, Refused


class OutcomeNotFound(NotFound):
    code = "commons.outcome_not_found"


class NoMatterYet(Refused):
    """The outcome is no department's, or its minutes are not confirmed."""

    code = "commons.no_matter_yet"


class ByTheLedger(Refused):
    """A department does it; its matter in the ledger says how far it is."""

    code = "commons.by_the_ledger"


class ProofNeeded(Malformed):
    """A photo shows that it is done."""

    code = "commons.proof_needed"


class NotRaiser(Forbidden):
    """Those who raised it check it, and not who did it."""

    code = "commons.not_raiser"


class NotDue(Refused):
    """The day has not passed."""

    code = "commons.not_due"


class CalledAlready(Refused):
    """One of these departments is at it already."""

    code = "commons.called_already"
