"""Danger told in what people say of a trouble.

A quarrel about wages is like a report of danger in its anger, and most of what is told of a trouble
is over. Here a text has to weigh more before it opens the card.
"""

from weijiayuan import danger
from weijiayuan.danger import Danger

SURER = 0.5


def recognise(text: str) -> Danger | None:
    """Return the danger a text tells of.

    >>> recognise("老板拖欠我三个月工资没发") is None
    True
    """
    return danger.recognise(text, surer=SURER)
