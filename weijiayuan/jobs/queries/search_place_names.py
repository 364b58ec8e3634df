"""The names by which people call streets and communities, as words of a search."""

from collections.abc import Mapping
from datetime import date
from uuid import UUID

from weijiayuan.places import queries as places
from weijiayuan.places.models import Topic

SHORTEST = 2  # characters of a name without its ending
ENDINGS = ("街道", "社区")
_kept: dict[tuple[UUID, date], Mapping[str, str]] = {}


def place_codes(on: date) -> Mapping[str, str]:
    """Return the code for each name, with and without its ending; a street goes before a community.

    The process keeps them until the territory or the day changes.
    """
    revision = places.revision(Topic.TERRITORY)
    if revision is None:
        return read(on)
    if (revision, on) not in _kept:
        _kept.clear()
        _kept[revision, on] = read(on)
    return _kept[revision, on]


def read(on: date) -> dict[str, str]:
    """Read the names from the database."""
    coded = [(each.name, each.code) for each in places.communities(on=on) if each.code]
    coded += [(each.name, each.code) for each in places.streets()]
    return {called: code for name, code in coded for called in names(name)}


def names(name: str) -> list[str]:
    """Return a name as it stands and without its ending.

    >>> names("东湾社区")
    ['东湾社区', '东湾']
    """
    short = [name.removesuffix(ending) for ending in ENDINGS if name.endswith(ending)]
    return [name, *(each for each in short if len(each) >= SHORTEST)]
