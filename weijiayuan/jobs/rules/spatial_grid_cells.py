"""Where posts are, for finding the nearest: metres from the district's middle, in squares.

A post is filed under the square it lies in, of three sizes. Whoever looks round a point asks for
the nine squares about it: they hold everything that is no farther than one square is wide.
"""

from math import cos, radians

ORIGIN_LNG, ORIGIN_LAT = 113.93, 22.75  # the middle of the district, GCJ-02
METRES_A_DEGREE = 111_195
FARTHEST_M = 1_000_000
SQUARES_M = (500, 2_000, 8_000)  # widths, narrowest first


def metres(lng: float | None, lat: float | None) -> tuple[int | None, int | None]:
    """Return a GCJ-02 point as whole metres east and north of the district's middle."""
    if lng is None or lat is None:
        return None, None
    east = (lng - ORIGIN_LNG) * METRES_A_DEGREE * cos(radians(ORIGIN_LAT))
    north = (lat - ORIGIN_LAT) * METRES_A_DEGREE
    return bounded(east), bounded(north)


def bounded(metres_away: float) -> int:
    """Keep a point from the other end of the world within whole numbers that can be squared."""
    return max(-FARTHEST_M, min(FARTHEST_M, round(metres_away)))


def squares(east: int, north: int) -> list[str]:
    """Return the names of the squares that the point lies in, one of each size.

    >>> squares(0, -1)
    ['500x2000x1999', '2000x500x499', '8000x125x124']
    """
    return [square(width, *place(width, east, north)) for width in SQUARES_M]


def squares_about(width: int, east: int, north: int) -> list[str]:
    """Return the nine squares of a width about the point."""
    column, row = place(width, east, north)
    steps = (-1, 0, 1)
    return [square(width, column + right, row + up) for right in steps for up in steps]


def place(width: int, east: int, north: int) -> tuple[int, int]:
    """Return the column and the row of the square that the point lies in."""
    return (east + FARTHEST_M) // width, (north + FARTHEST_M) // width


def square(width: int, column: int, row: int) -> str:
    """Return the name of a square."""
    return f"{width}x{column}x{row}"


def width_for(distance_m: int) -> int | None:
    """Return the narrowest squares whose nine hold all that is so near, if any are wide enough.

    >>> width_for(500), width_for(501), width_for(50_000)
    (500, 2000, None)
    """
    return next((width for width in SQUARES_M if width >= distance_m), None)
