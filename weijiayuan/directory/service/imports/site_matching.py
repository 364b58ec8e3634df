"""Which site a row of a list means, and which others it may be."""

from collections.abc import Iterable, Sequence
from datetime import date
from uuid import UUID

from weijiayuan.directory.queries import import_targets
from weijiayuan.directory.rules.entry_spreadsheet import Row
from weijiayuan.directory.rules.latitude_zone_index import strips
from weijiayuan.directory.rules.near_duplicates import Known, NearIndex
from weijiayuan.directory.service.imports.reference_resolution import Named
from weijiayuan.places import grid_lookup
from weijiayuan.places import queries as geography
from weijiayuan.places.coordinates import Datum, Point
from weijiayuan.places.models import Community

NEXT_STRIP = 0.002
"""A strip's height in degrees of latitude: neighbours may lie in the next one."""


class SiteMatching:
    """The sites that the rows of a list may mean, and those beside them."""

    def __init__(self, rows: Sequence[Row], *, today: date) -> None:
        living = geography.communities(on=today)
        self._communities = Named((each, _words_of(each)) for each in living)
        words = {row.values.get(name, "") for row in rows for name in ("code", "parent")}
        found = import_targets.named_sites(words - {""})
        self.parents = Named((one, (code, name)) for one, code, name in found)
        self._by_code = {code: one for one, code, _ in found}
        self.known = {row.number: self._known(row) for row in rows}
        self.index = NearIndex(_beside(self.known.values()))

    def community(self, word: str) -> Community | None:
        """Return the community of this code or name, with or without 社区."""
        return self._communities.one(word)

    def _known(self, row: Row) -> Known:
        point, name = point_of(row), row.values.get("name", "")
        found = grid_lookup.grid_at(point) if point else None
        named = self.community(row.values.get("community", ""))
        territory = named.territory if named else None
        where = found.grid.community_code if found else territory
        return Known(name, where, point, row=row.number)

    def meant_by(self, row: Row) -> UUID | None:
        """Return the site that a row means: by its number, else by its name in its community.

        A row with a number of its own takes the place of a sample of its name.
        """
        code = row.values.get("code", "")
        if code in self._by_code:
            return self._by_code[code]
        same = self.index.same(self.known[row.number])
        return same.id if same and (same.is_sample or not code) else None


def _words_of(community: Community) -> set[str]:
    return {community.territory, community.name, community.name.removesuffix("社区")}


def _beside(entries: Iterable[Known]) -> list[Known]:
    """Return the stored sites in the communities of these, or within a strip of their points."""
    communities, bands = set(), set()
    for each in entries:
        if each.community is not None:
            communities.add(each.community)
        if each.point is not None:
            bands |= set(strips(each.point.lat - NEXT_STRIP, each.point.lat + NEXT_STRIP))
    return import_targets.sites_around(communities, bands)


def point_of(row: Row) -> Point | None:
    """Return the point of a row in GCJ-02, rounded as it is stored; None without one."""
    if not {"lng", "lat", "datum"} <= row.values.keys():
        return None
    given = Point(row.values["lng"], row.values["lat"], Datum(row.values["datum"]))
    here = given.to(Datum.GCJ02)
    return Point(round(here.lng, 6), round(here.lat, 6), Datum.GCJ02)
