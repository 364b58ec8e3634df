"""Which letters of a text a person can see, and which of them say something."""

import unicodedata

BLANK_LETTERS = frozenset("\u115f\u1160\u17b4\u17b5\u2800\u3164\uffa0")
"""Letters by their category that fonts draw as nothing: Hangul and Khmer fillers, empty Braille."""


def seen(text: str) -> int:
    """Return how many letters, figures and signs can be seen: no spaces, marks alone, controls.

    >>> seen("a\u200b \u3164b")
    2
    """
    return sum(unicodedata.category(each)[0] in "LNPS" for each in text if _is_drawn(each))


def said(text: str) -> int:
    """Return how many letters and figures can be read: signs alone say nothing.

    >>> said("……同意")
    2
    """
    return sum(unicodedata.category(each)[0] in "LN" for each in text if _is_drawn(each))


def _is_drawn(letter: str) -> bool:
    return letter not in BLANK_LETTERS
