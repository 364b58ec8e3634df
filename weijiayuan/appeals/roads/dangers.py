"""Danger told outright in what people say of a trouble.

The floor's likeness was learned from reports of places; a quarrel about wages is like them in its
anger and not in its danger. Here only signs that stand in the words count.
"""

from weijiayuan.danger import text_normalization
from weijiayuan.danger.recognition import Danger, signs_in, stands, told


def recognise(text: str) -> Danger | None:
    """Return the danger a text tells of outright.

    >>> recognise("老板拖欠我三个月工资没发") is None
    True
    """
    plain = text_normalization.read(text)
    calm = text_normalization.without_harmless(plain)
    seen = [each for each in signs_in(calm) if stands(each, plain)]
    return told(seen, plain) if seen else None
