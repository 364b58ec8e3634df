"""Who sends a list, of which day, and where it comes from."""

from dataclasses import dataclass
from datetime import date, datetime

from weijiayuan.directory.models import Site
from weijiayuan.directory.rules.entry_spreadsheet import Row
from weijiayuan.directory.service.keeper_permissions import Keeper, Whereabouts


@dataclass(frozen=True, slots=True)
class Sender:
    """Who sends a list: its keeper, the day at which it was true, and where it comes from."""

    keeper: Keeper
    as_of: date
    source: str
    now: datetime

    def keeps(self, site: Site | Whereabouts) -> bool:
        """Say whether the sender looks after a site there."""
        return self.keeper.keeps(site)

    def day_of(self, row: Row) -> date:
        """Return when a row was true: its own day, else the list's."""
        day: date = row.values.get("assured_on", self.as_of)
        return day
