"""The refusals of appeals, mediation and confirmation."""

from weijiayuan.kernel.errors import Malformed


class AnswersMalformed(Malformed):
    """Some answers cannot be meant; the fact `fields` names each with its sentence."""

    code = "appeals.answers_malformed"
