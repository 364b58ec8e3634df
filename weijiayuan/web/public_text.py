"""Fields for words that everybody reads, for every service: refused with what is wrong in them."""

from typing import Any

from marshmallow import ValidationError

from weijiayuan.public_words import fault_in, fault_in_telephone
from weijiayuan.web.schemas import Text, Words


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


class PublicTelephone(Text):
    """The column for a telephone: a number, and nobody's name beside it."""

    def __init__(self, **more: Any) -> None:
        super().__init__(**more)
        self.validators = [*self.validators, self._is_a_number]

    def _is_a_number(self, text: str) -> None:
        if fault := fault_in_telephone(text):
            raise ValidationError(fault)
