"""Fields for words that everybody reads, or one resident: refused with what is wrong in them."""

from typing import Any

from marshmallow import ValidationError

from weijiayuan.public_words import fault_in, fault_in_telephone, insults
from weijiayuan.web.schemas import Reason, Text, Words


class PublicText(Text):
    """Words that everybody reads: nobody's number, household or account, and no insult."""

    def __init__(self, **more: Any) -> None:
        super().__init__(**more)
        self.validators = [*self.validators, self._names_nobody]

    def _names_nobody(self, text: str) -> None:
        if fault := fault_in(text):
            raise ValidationError(fault)


class PublicWords(Words, PublicText):
    """A reason that everybody reads."""


class CourteousText(Text):
    """What an office writes to one resident: it calls nobody names.

    The person and their numbers may stand in it: it is theirs.
    """

    def __init__(self, **more: Any) -> None:
        super().__init__(**more)
        self.validators = [*self.validators, self._is_polite]

    def _is_polite(self, text: str) -> None:
        if insults(text):
            raise ValidationError("请不要骂人")


class CourteousWords(Words, CourteousText):
    """What somebody answers for, to one resident."""


class CourteousReason(Reason, CourteousText):
    """Why somebody decided, to one resident."""


class PublicTelephone(Text):
    """The column for a telephone: a number, and nobody's name beside it."""

    def __init__(self, **more: Any) -> None:
        super().__init__(**more)
        self.validators = [*self.validators, self._is_a_number]

    def _is_a_number(self, text: str) -> None:
        if fault := fault_in_telephone(text):
            raise ValidationError(fault)
