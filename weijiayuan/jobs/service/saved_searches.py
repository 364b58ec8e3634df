"""Saved searches, and telling of posts that answer them."""

from dataclasses import asdict
from datetime import datetime
from typing import Any
from uuid import UUID

from weijiayuan.accounts.models import Resident
from weijiayuan.db import db
from weijiayuan.jobs.errors import TooManySearches
from weijiayuan.jobs.models import SavedSearch
from weijiayuan.jobs.queries import saved_searches, search
from weijiayuan.jobs.queries.search_conditions import Asked
from weijiayuan.jobs.service import notifications
from weijiayuan.kernel.clock import local_date

MOST_SEARCHES = 10
AT_ONCE = 200


def save_search(resident: Resident, *, name: str, asked: Asked) -> SavedSearch:
    """Save a search; posts published from now on are told of."""
    if len(saved_searches.saved_searches(resident.id)) >= MOST_SEARCHES:
        raise TooManySearches(most=MOST_SEARCHES)
    saved = SavedSearch(
        resident_id=resident.id,
        name=name,
        asked=written(asked),
        seen_number=search.newest_number(),
    )
    db.session.add(saved)
    return saved


def written(asked: Asked) -> dict[str, Any]:
    """Return the words and filters of a search as they are kept; the day it asks from is not."""
    kept = {name: value for name, value in asdict(asked).items() if value not in (None, "")}
    kept.pop("posted_after", None)
    return kept | ({"employer_id": str(asked.employer_id)} if asked.employer_id else {})


def asked_of(saved: SavedSearch, *, above: int | None = None) -> Asked:
    """Return the search that was saved, for posts above a number if asked."""
    kept = dict(saved.asked)
    if "employer_id" in kept:
        kept["employer_id"] = UUID(kept["employer_id"])
    if "near" in kept:
        kept["near"] = tuple(kept["near"])
    return Asked(**kept, above=above)


def tell_of_new_posts(*, now: datetime) -> int:
    """Tell residents of posts that answer their saved searches, once a day at most; count them."""
    today, newest, told = local_date(now), search.newest_number(), 0
    for saved in saved_searches.searches_behind(newest, limit=AT_ONCE):
        if saved.told_on == today:
            continue
        count, highest = search.count_new(asked_of(saved, above=saved.seen_number), today=today)
        saved.seen_number = max(newest, highest)
        if count:
            saved.told_on, saved.told_at = today, now
            notifications.tell_of_new_posts(saved, count, now=now)
            told += 1
    return told
