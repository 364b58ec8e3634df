"""Texts that everybody reads at once: they tell nobody's numbers and accuse nobody by name."""

from weijiayuan.commons.errors import NamesSomebody
from weijiayuan.commons.rules.text_moderation import PRIVATE, says_who


def require_nobody_named(*texts: str) -> None:
    """Raise `NamesSomebody` for texts that nobody reads before they are shown."""
    if says_who(*texts):
        raise NamesSomebody


def require_no_numbers(*texts: str) -> None:
    """Raise `NamesSomebody` where somebody's numbers stand: nobody may let all read those."""
    if says_who(*texts) == PRIVATE:
        raise NamesSomebody
