"""The refusals of the welfare service."""

from weijiayuan.kernel.errors import Malformed, NotFound


class PolicyNotFound(NotFound):
    """The pack has no policy of that name."""

    code = "welfare.policy_not_found"


class AnswersMalformed(Malformed):
    """Some answers cannot be meant; the fact `fields` names each with its sentence."""

    code = "welfare.answers_malformed"
