"""The refusals of the welfare service."""

from weijiayuan.kernel.errors import Malformed, NotFound, Refused


class PolicyNotFound(NotFound):
    """The pack has no policy of that name."""

    code = "welfare.policy_not_found"


class AnswersMalformed(Malformed):
    """Some answers cannot be meant; the fact `fields` names each with its sentence."""

    code = "welfare.answers_malformed"


class PackNotFound(NotFound):
    """No pack with that digest was ever published here."""

    code = "welfare.pack_not_found"


class PackRejected(Refused):
    """The rules have mistakes; the fact `findings` names each with its place."""

    code = "welfare.pack_rejected"


class SimulationNotFound(NotFound):
    """There is no such simulation."""

    code = "welfare.simulation_not_found"


class PeopleMalformed(Malformed):
    """A table of people cannot be read; the fact `fields` names line and column of each problem."""

    code = "welfare.people_malformed"
