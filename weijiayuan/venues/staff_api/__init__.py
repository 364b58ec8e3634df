"""The endpoints for keepers of venues and organisers of activities."""

from weijiayuan.venues.staff_api import decisions, figures, participants, venues
from weijiayuan.venues.staff_api.activities import activity_keeping
from weijiayuan.venues.staff_api.blueprint import venue_keeping

__all__ = ["activity_keeping", "decisions", "figures", "participants", "venue_keeping", "venues"]
