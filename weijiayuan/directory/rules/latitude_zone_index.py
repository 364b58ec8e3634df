"""Bands of latitude, 1/500 of a degree (222 m) high, by which an index finds what is near.

A strip and a span of longitude are one range of an index: a square round somebody is a few ranges,
however many places the rest of the district has.
"""

from math import floor

A_DEGREE = 500


def strips(south: float, north: float) -> range:
    """Return the strips between two latitudes in degrees, as the database counts them.

    >>> list(strips(22.7415, 22.7436))
    [11370, 11371]
    """
    return range(floor(south * A_DEGREE), floor(north * A_DEGREE) + 1)
