"""Who looks after a site: a keeper's duties against where it lies."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from uuid import UUID

from weijiayuan.accounts.rules import Role, Territory, TerritoryKind
from weijiayuan.directory.errors import NotYourSite
from weijiayuan.directory.models import Site
from weijiayuan.directory.queries import entries, site_keepers
from weijiayuan.district.current_district import district
from weijiayuan.events.queries import organisational_units

KEEPERS = (Role.VENUE_KEEPER, Role.SECRETARY, Role.ADMIN)
"""Those who answer for entries: the keeper of the place, the secretary of the community."""


@dataclass(frozen=True, slots=True)
class Keeper:
    """A member of staff and the territories in which they keep sites."""

    id: UUID
    territories: Sequence[Territory]

    def keeps(self, site: "Site | Whereabouts") -> bool:
        return any(own.holds(one) for own in self.territories for one in lying_in(site))


@dataclass(frozen=True, slots=True)
class Whereabouts:
    """Where a site would lie: what duties are compared with before anything is written."""

    code: str
    street_code: str | None
    community_code: str | None
    grid_code: str | None

    @classmethod
    def of(cls, site: Site) -> "Whereabouts":
        return cls(site.code, site.street_code, site.community_code, site.grid_code)


def lying_in(site: Site | Whereabouts) -> Iterator[Territory]:
    """Yield what a duty may name to cover the site."""
    yield Territory(TerritoryKind.VENUE, site.code)
    if site.grid_code is not None:
        yield Territory(TerritoryKind.GRID, site.grid_code)
    elif site.community_code is not None:
        yield Territory(TerritoryKind.COMMUNITY, site.community_code)
    elif site.street_code is not None:
        yield Territory(TerritoryKind.STREET, site.street_code)
    else:
        yield Territory(TerritoryKind.DISTRICT, district().code)


def site_of(keeper: Keeper, site_id: UUID) -> Site:
    """Return a site the keeper looks after, locked. Raises `SiteNotFound` or `NotYourSite`."""
    site = entries.site_to_change(site_id)
    if not keeper.keeps(site):
        raise NotYourSite
    return site


def people_of(site: Site) -> Sequence[UUID]:
    """Return the residents behind the keepers of a site, who are told of it."""
    where = site.grid_code or site.community_code or site.street_code or district().code
    found = [
        organisational_units.people_of_place(role, where)
        for role in (Role.VENUE_KEEPER, Role.SECRETARY)
    ]
    found.append(site_keepers.people_of_venue(site.code))
    return list(dict.fromkeys(person for people in found for person in people))


def answers_for(resident_id: UUID, site: Site) -> bool:
    """Say whether a resident is behind somebody who keeps the site or looks after its grid."""
    duties = site_keepers.duties_behind(resident_id, *KEEPERS, Role.GRID_WORKER)
    return Keeper(resident_id, duties).keeps(site)
