"""Which letters of a text a person can see, and which of them say something."""

import re
import unicodedata

BLANK_LETTERS = frozenset("\u115f\u1160\u17b4\u17b5\u2800\u3164\uffa0")
"""Letters by their category that fonts draw as nothing: Hangul and Khmer fillers, empty Braille."""


LEAST_DIFFERENT = 2
BARE = re.compile(
    "(?:好的?|行|可以?|同意|嗯|哦|是的?|对的?|没问题|没有|无|通过|批准|准予?|予以|登记|已阅|阅|"
    "收到|知道了?|了|同上|略|不知道|随便|测试|ok|okay|yes|no|none|null|n/?a|test|na)+",
    re.IGNORECASE,
)
"""Words that assent, deny or fill a field, and tell nothing."""


def is_bare(text: str) -> bool:
    """Tell whether a text tells nothing: assent alone, one sign again and again, figures alone.

    >>> [is_bare(each) for each in ("好的", "同意，准予登记", "啊啊啊啊", "123", "已看同意书")]
    [True, True, True, True, False]
    """
    said = "".join(each for each in text if unicodedata.category(each)[0] in "LN")
    return len(set(said)) < LEAST_DIFFERENT or said.isdecimal() or bool(BARE.fullmatch(said))


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
