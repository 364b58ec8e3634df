"""Where an address lies, as far as the place data tell: grid, service point, community or street.

There is no register of house numbers here. What is placed by its address therefore lies in the
middle of the smallest named thing that the address holds, and the notice says so.
"""

from collections.abc import Iterable
from statistics import fmean

from weijiayuan.kernel import clock
from weijiayuan.places import queries as places
from weijiayuan.places.coordinates import Datum, Point

LEAST_NAME = 2
SUFFIXES = ("社区居民委员会", "社区工作站", "社区", "街道办事处", "街道", "网格")


def find(*, address_id: str, address: str) -> Point | None:
    """Return the place of an `address_id` (a grid's code) or of what an address names."""
    grids = places.newest_grids()
    if address_id:
        return _middle(grid for grid in grids if grid.code == address_id)
    named = [(name, codes) for name, codes in _names() if name in address]
    for _, begins in sorted(named, key=lambda each: (-len(each[1]), -len(each[0]))):
        found = _middle(grid for grid in grids if grid.code.startswith(begins))
        if found is not None:
            return found
    return None


def _names() -> Iterable[tuple[str, str]]:
    """Yield names with the beginning of the codes of the grids they stand for."""
    for grid in places.newest_grids():
        yield grid.name, grid.code
    communities = places.communities(on=clock.local_date(clock.now()))
    codes = {each.name: each.code for each in communities if each.code}
    for name, code in codes.items():
        yield from ((short, code) for short in _short(name))
    for point in places.service_points(street_code=None, kind=None):
        if point.community in codes:
            yield point.name, codes[point.community]
    for street in places.streets():
        yield from ((short, street.code) for short in _short(street.name))


def _short(name: str) -> Iterable[str]:
    """Yield a name, and what is left of it without its kind.

    >>> list(_short("塘家社区"))
    ['塘家社区', '塘家']
    """
    yield name
    plain = next((name.removesuffix(end) for end in SUFFIXES if name.endswith(end)), name)
    if plain != name and len(plain) >= LEAST_NAME:
        yield plain


def _middle(grids: Iterable[object]) -> Point | None:
    centres = [(grid.centre_lng, grid.centre_lat) for grid in grids]  # type: ignore[attr-defined]
    if not centres:
        return None
    lng, lat = fmean(lng for lng, _ in centres), fmean(lat for _, lat in centres)
    nearest = min(centres, key=lambda each: (each[0] - lng) ** 2 + (each[1] - lat) ** 2)
    return Point(*nearest, Datum.GCJ02)
