"""The refusals of the welfare service."""

from weijiayuan.kernel.errors import Malformed, NotFound, Refused
from weijiayuan.rules_engine.evaluate.answers import AnswersInvalid


class PolicyNotFound(NotFound):
    """The pack has no policy of that name."""

    code = "welfare.policy_not_found"


class AnswersMalformed(Malformed):
    """Some answers cannot be meant; the fact `fields` names each with its sentence."""

    code = "welfare.answers_malformed"

    @classmethod
    def of(cls, invalid: AnswersInvalid) -> "AnswersMalformed":
        """Return the refusal that names each answer by its path in the request."""
        return cls(fields={f"answers.{path}": [text] for path, text in invalid.fields.items()})


class PackNotFound(NotFound):
    """No pack with that digest was ever published here."""

    code = "welfare.pack_not_found"


class PackNeverBegan(Refused):
    """One goes back to what was in force; this one was never."""

    code = "welfare.pack_never_began"


class PackRejected(Refused):
    """The rules have mistakes; the fact `findings` names each with its place."""

    code = "welfare.pack_rejected"


class PackCheckNotFound(NotFound):
    """There is no such check of a pack."""

    code = "welfare.pack_check_not_found"


class CheckUnderway(Refused):
    """Another pack is being checked: one at a time, ask again in a few seconds."""

    code = "welfare.check_underway"


class ProposalNotFound(NotFound):
    """There is no such proposal."""

    code = "welfare.proposal_not_found"


class ProposalDecided(Refused):
    """The proposal was approved, rejected or withdrawn already."""

    code = "welfare.proposal_decided"


class OwnProposal(Refused):
    """Two people publish: whoever proposed may withdraw, another approves or rejects."""

    code = "welfare.own_proposal"


class NotOwnProposal(Refused):
    """Only whoever proposed may withdraw."""

    code = "welfare.not_own_proposal"


class ProposalOutdated(Refused):
    """Another pack came into force meanwhile: the differences that were shown hold no more."""

    code = "welfare.proposal_outdated"


class DayPassed(Malformed):
    """Nothing comes into force on a day that has passed; the fact `fields` names it."""

    code = "welfare.day_passed"


class PackBegun(Refused):
    """Only a pack whose day has not come can be called off; one in force is rolled back."""

    code = "welfare.pack_begun"


class NothingToChange(Refused):
    """The pack proposed is the one in force."""

    code = "welfare.nothing_to_change"


class SimulationNotFound(NotFound):
    """There is no such simulation."""

    code = "welfare.simulation_not_found"


class SimulationNotDone(Refused):
    """The simulation has no result yet."""

    code = "welfare.simulation_not_done"


class PeopleMalformed(Malformed):
    """A table of people cannot be read; the fact `fields` names line and column of each problem."""

    code = "welfare.people_malformed"
