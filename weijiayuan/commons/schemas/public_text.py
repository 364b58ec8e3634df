"""Text that everybody reads as soon as it is written, and nobody before."""

from collections.abc import Mapping
from typing import Any

from weijiayuan.commons.errors import NamesSomebody
from weijiayuan.commons.rules.text_moderation import says_who
from weijiayuan.web.schemas import Text, Words


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
    """A reason that everybody reads."""
