"""The letters of a name: which are standard Chinese characters, and what a name looks like folded.

规范汉字 is read as: what GB 2312 holds, and some more that the data names. A character that is
neither and no traditional form either is not refused: a person looks at it.
"""

import re
import unicodedata
from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from functools import cached_property

PLAIN_HAN = re.compile(r"[\u4e00-\u9fa5]*")
HAN = ((0x3400, 0x4DBF), (0x4E00, 0x9FFF), (0xF900, 0xFAFF), (0x20000, 0x323AF))


class Letters(StrEnum):
    """How a name is written, from fine to not at all."""

    STANDARD = "standard"
    UNSURE = "unsure"
    FOREIGN = "foreign"


@dataclass(frozen=True)
class Script:
    """What is known of characters: traditional forms, and standard ones beyond GB 2312."""

    simplified: Mapping[str, str]
    also_standard: frozenset[str] = field(default_factory=frozenset)

    def letters(self, text: str) -> Letters:
        """Tell how a text is written: the worst of its letters."""
        found = {self._letter(each) for each in text}
        return next(
            (kind for kind in (Letters.FOREIGN, Letters.UNSURE) if kind in found),
            Letters.STANDARD,
        )

    def _letter(self, letter: str) -> Letters:
        if letter in self.also_standard:
            return Letters.STANDARD
        if not is_han(letter):
            return Letters.FOREIGN
        if _is_in_gb2312(letter):
            return Letters.STANDARD
        return Letters.FOREIGN if letter in self.simplified else Letters.UNSURE

    def folded(self, text: str) -> str:
        """Return a name as it is compared: full width narrowed, simplified, letters alone.

        >>> Script({"麵": "面", "館": "馆"}).folded("阿\u200b梅 麵館Ａ1")
        '阿梅面馆a1'
        """
        if PLAIN_HAN.fullmatch(text):
            return text.translate(self._table)
        plain = unicodedata.normalize("NFKC", text).casefold()
        kept = (each for each in plain if unicodedata.category(each)[0] in "LN")
        return "".join(kept).translate(self._table)

    @cached_property
    def _table(self) -> dict[int, str]:
        return str.maketrans(dict(self.simplified))


def is_han(letter: str) -> bool:
    """Tell whether it is a Chinese character at all."""
    return any(low <= ord(letter) <= high for low, high in HAN)


def _is_in_gb2312(letter: str) -> bool:
    try:
        letter.encode("gb2312")
    except UnicodeEncodeError:
        return False
    return True
