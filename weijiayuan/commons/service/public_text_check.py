"""Texts that everybody reads at once: they tell nobody's numbers and accuse nobody by name."""

from weijiayuan.commons.errors import NamesSomebody
from weijiayuan.commons.rules.text_moderation import says_who


def require_nobody_named(*texts: str) -> None:
    """Raise `NamesSomebody` for texts that nobody reads before they are shown."""
    if says_who(*texts):
        raise NamesSomebody
