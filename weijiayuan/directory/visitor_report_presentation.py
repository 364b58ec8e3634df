"""Doubts, promises and the keeper's page, as they are shown. Nobody who reported is named."""

from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import select

from weijiayuan.db import db
from weijiayuan.directory.models import DoorReport, Doubt, Site
from weijiayuan.directory.queries import entry_verification, visitor_reports
from weijiayuan.directory.queries.entries import coming_closures
from weijiayuan.directory.queries.opening_hours_cache import HoursBook
from weijiayuan.directory.rules import entry_freshness
from weijiayuan.directory.rules.visitor_reports import NOT_COUNTED_WORDS, RANKED_FROM
from weijiayuan.directory.schemas.serializers import features
from weijiayuan.directory.service.visitor_reports import kinds_in_words
from weijiayuan.events.rules.confidence_interval import Rate
from weijiayuan.kernel.clock import local_date
from weijiayuan.places.opening_hours import sentences

Json = dict[str, Any]


def reported(told: DoorReport, site: Site) -> Json:
    """Return whether a report counts, and why not."""
    because = NOT_COUNTED_WORDS[told.not_counted] if told.not_counted else None
    return {"counts": told.counts, "because": because, "doubted": site.doubted_at is not None}


def doubts(site_id: UUID) -> list[Json]:
    """Return the doubts about a site with their answers, by the day alone."""
    return [
        {
            "opened_on": local_date(each.opened_at),
            "due_at": each.due_at,
            "kinds": kinds_in_words(each),
            "ended_on": local_date(each.ended_at) if each.ended_at else None,
            "corrected": each.corrected,
            "answer": each.answer,
        }
        for each in visitor_reports.doubts_of(site_id)
    ]


def promise(rate: Rate | None) -> Json:
    """Return how often a promise was kept, with how little that says while few have looked."""
    rate = rate or Rate(0, 0, 0.0, 1.0)
    said = "还没有人核实过" if not rate.of else f"{rate.of}次里{rate.hits}次和写的一样"
    few = "（次数少，仅供参考）" if 0 < rate.of < RANKED_FROM else ""
    return {
        "kept": rate.hits,
        "of": rate.of,
        "share": rate.share,
        "low": round(rate.low, 4),
        "high": round(rate.high, 4),
        "text": said + few,
    }


def ranking() -> Json:
    """Return the sites that were looked at often enough, the most reliable first."""
    rates = entry_verification.promises()
    wanted = select(Site.id, Site.name).where(Site.id.in_(rates))
    names = {site: name for site, name in db.session.execute(wanted)}  # noqa: C416
    order = sorted(
        (site for site in rates if site in names), key=lambda site: (-rates[site].low, names[site])
    )
    return {
        "items": [
            {"site": {"id": site, "name": names[site]}, "promise": promise(rates[site])}
            for site in order
        ],
        "note": f"只列核实和反馈满{RANKED_FROM}次的，按95%置信下限排",
    }


def due(site: Site, asked_until: datetime | None, now: datetime) -> Json:
    """Return a site for the keeper's monthly page, with what they may mend of it."""
    book = HoursBook()
    book.read([site.hours_id])
    made = book.timetable(site.hours_id)
    doubt = visitor_reports.open_doubt(site.id) if site.doubted_at is not None else None
    names = ("id", "version", "name", "assured_on", "phone", "address", "note")
    return {name: getattr(site, name) for name in names} | {
        "text": entry_freshness.in_words(site.assured_on, local_date(now), site.assured_by),
        "hours": sentences(made) if made else [],
        "on_holidays": made.on_holidays.value if made else None,
        "features": features(site),
        "closures": coming_closures(site.id, now),
        "at_venue": site.venue_id is not None,
        "doubted": site.doubted_at is not None,
        "doubt": doubt and _asked_about(doubt),
        "asked_until": None if doubt and doubt.answer else asked_until,
    }


def _asked_about(doubt: Doubt) -> Json:
    kinds, opened_on = kinds_in_words(doubt), local_date(doubt.opened_at)
    return {
        "kinds": kinds,
        "opened_on": opened_on,
        "due_at": doubt.due_at,
        "answered": bool(doubt.answer),
    }
