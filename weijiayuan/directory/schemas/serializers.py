"""Rows of the directory as they are sent, written by hand: the lists are hot."""

from collections.abc import Mapping, Sequence
from datetime import date, datetime
from typing import Any

from weijiayuan.directory.queries.need_taxonomy import elsewhere
from weijiayuan.directory.queries.need_taxonomy import tree as needs_tree
from weijiayuan.directory.queries.search import Hit
from weijiayuan.directory.rules import entry_freshness, open_on_arrival
from weijiayuan.directory.rules.helplines import helpline
from weijiayuan.directory.rules.need_taxonomy import NeedTree
from weijiayuan.directory.rules.query_understanding import Meaning
from weijiayuan.directory.rules.vocabulary import (
    ASSURER_WORDS,
    FEATURE_WORDS,
    HOW_WORDS,
    SITE_WORDS,
    STANDING_WORDS,
    Assurer,
    Feature,
    How,
    Pace,
    SiteKind,
    Standing,
)
from weijiayuan.directory.rules.walking_time import whole_minutes
from weijiayuan.kernel.clock import CHINA
from weijiayuan.kernel.money import Money

Json = dict[str, Any]


def service_card(hit: Hit, row: Any, *, tree: NeedTree, pace: Pace, today: date) -> Json:
    """Return a service at a site."""
    return {
        "id": row.service_id,
        "service_at": row.service_at_id,
        "name": row.name,
        "need": labelled(row.need, tree.needs),
        "alliance": labelled(row.alliance, tree.alliances),
        "text": row.text,
        "how": {"id": row.how, "name": HOW_WORDS[How(row.how)]},
        "who": row.who,
        "conditional": row.rule is not None,
        "cost": cost(row.cost_fen, row.fees),
        "takes_minutes": row.minutes,
        "languages": row.languages,
        "desk": row.desk,
        "site": site_card(
            hit, row, pace=pace, today=today, assured_on=min(row.assured_on, row.service_assured_on)
        ),
        "is_sample": row.is_sample,
    }


def site_card(
    hit: Hit, row: Any, *, pace: Pace, today: date, assured_on: date | None = None
) -> Json:
    """Return a site."""
    return {
        "id": row.site_id,
        "code": row.code,
        "name": row.site_name,
        "kind": {"id": row.kind, "name": SITE_WORDS[SiteKind(row.kind)]},
        "address": row.address,
        "phone": row.phone,
        "community": row.community_code,
        "place": point(row.lng, row.lat),
        "minutes": None if hit.metres is None else whole_minutes(hit.metres, pace),
        "metres": None if hit.metres is None else round(hit.metres, -1),
        "door": door(hit.found, is_doubted=row.doubted_at is not None),
        "features": features(row),
        "assured": assured(assured_on or row.assured_on, row.assured_by, today),
        "doubted": row.doubted_at is not None,
        "venue": row.venue_id,
        "is_sample": row.site_is_sample,
    }


def labelled(word: str, known: Mapping[str, Any]) -> Json:
    """Return an id with its name; a word that the tree no longer has stands for itself."""
    return {"id": word, "name": known[word].name if word in known else word}


def point(lng: float | None, lat: float | None) -> Json | None:
    return None if lng is None else {"lng": lng, "lat": lat, "datum": "gcj02"}


def cost(fen: int | None, fees: str) -> Json:
    """Return what it costs; nobody knows unless it was said."""
    said = "免费" if fen == 0 else str(Money(fen)) if fen is not None else "收费不详，先问清楚"
    return {"fen": fen, "free": None if fen is None else fen == 0, "text": fees or said}


def door(found: open_on_arrival.Found, *, is_doubted: bool = False) -> Json:
    """Return what one finds on arrival, as it is registered where residents found it otherwise."""
    return {
        "state": found.door.value,
        "arrives_at": local(found.at),
        "until": local(found.until),
        "next": local(found.next),
        "reckoned": found.is_reckoned,
        "text": open_on_arrival.in_words(found, is_doubted=is_doubted),
    }


def shut_door(now: datetime, standing: Standing) -> Json:
    """Return the door of what is not in use: nobody finds it open."""
    shut = open_on_arrival.Found(open_on_arrival.Door.CLOSED, now)
    return door(shut) | {"text": f"{STANDING_WORDS[standing]}，请不要去"}


def local(moment: datetime | None) -> str | None:
    """Write a moment in the district's zone, to the second."""
    return None if moment is None else moment.astimezone(CHINA).isoformat(timespec="seconds")


def features(row: Any) -> list[Json]:
    return [
        {"id": each.value, "name": FEATURE_WORDS[each], "has": getattr(row, each.value)}
        for each in Feature
    ]


def assured(on: date, by: Assurer, today: date) -> Json:
    return {
        "on": on.isoformat(),
        "by": ASSURER_WORDS[Assurer(by)],
        "state": entry_freshness.freshness(on, today).value,
        "seen": Assurer(by) not in entry_freshness.UNSEEN,
        "text": entry_freshness.in_words(on, today, Assurer(by)),
    }


def needs(tree: NeedTree) -> Json:
    """Return the tree of alliances and needs."""
    return {
        "version": tree.version,
        "source": tree.source,
        "items": [
            {
                "id": alliance.id,
                "name": alliance.name,
                "needs": [
                    {"id": need.id, "name": need.name, "words": list(need.words)}
                    for need in tree.needs.values()
                    if need.alliance == alliance.id
                ],
            }
            for alliance in tree.alliances.values()
        ],
    }


def page(
    items: Sequence[Json], next_cursor: str | None, *, typed: str, meant: Meaning, need: str | None
) -> Json:
    """Return a page of a list, with what the typed words were taken for, and whom to call."""
    return {
        "items": items,
        "next_cursor": next_cursor,
        "meant": [labelled(each, needs_tree().needs) for each in meant.needs],
        "elsewhere": elsewhere((need,) if need else meant.needs),
        "help": whom_to_call(typed, meant),
    }


def whom_to_call(typed: str, meant: Meaning) -> Json | None:
    """Return whom to call first about these words, None where nothing speaks of danger."""
    card = helpline(typed, is_named=meant.is_named)
    return {"name": card.name, "text": card.text, "call": card.call} if card else None
