"""What a market is called."""

import re

NAMES_A_DAY = re.compile(
    r"\s*[（(][^（）()]*(?:周|星期|礼拜|今|明|昨|日|号|进行中)[^（）()]*[）)]\s*$"
)


def without_day(title: str) -> str:
    """Return a title without the day in brackets at its end, which a copy would tell wrongly.

    >>> without_day("集市（上周）"), without_day("集市（11月21日）"), without_day("集市（东区）")
    ('集市', '集市', '集市（东区）')
    """
    return NAMES_A_DAY.sub("", title) or title
