"""Text that everybody reads as soon as it is written, and nobody before."""

from collections.abc import Mapping
from typing import Any

from weijiayuan.commons.errors import NamesSomebody
from weijiayuan.public_words import says_who
from weijiayuan.web.schemas import Reason, Text, Words

LEAST_REASON = 4
"""A reason that somebody else is to judge has at least so many characters."""


class PublicText(Text):
    """Text that tells nobody's numbers and accuses nobody by name; else `NamesSomebody`."""

    def _deserialize(
        self, value: Any, attr: str | None, data: Mapping[str, Any] | None, **kwargs: Any
    ) -> str:
        text = super()._deserialize(value, attr, data, **kwargs)
        if says_who(text):
            raise NamesSomebody
        return text


class PublicWords(Words, PublicText):
    """Words that everybody reads."""


class PublicReason(Reason, PublicText):
    """A reason that everybody reads, or whom it concerns."""
