"""Texts that all read: they tell nobody's numbers and accuse nobody."""

from weijiayuan.commons.errors import NamesSomebody
from weijiayuan.public_words import PRIVATE, says_who


def require_nobody_named(*texts: str) -> None:
    """Raise `NamesSomebody` for texts that nobody reads before they are shown."""
    if says_who(*texts):
        raise NamesSomebody


def require_no_numbers(*texts: str) -> None:
    """Raise `NamesSomebody` where somebody's numbers stand: nobody may let all read those."""
    if says_who(*texts) == PRIVATE:
        raise NamesSomebody
