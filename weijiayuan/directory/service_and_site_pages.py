"""The pages of one service and one site, put together from what the tables hold."""

from collections.abc import Sequence
from datetime import date, datetime, timedelta
from typing import Any

from weijiayuan.directory import service_eligibility, visitor_report_presentation
from weijiayuan.directory.models import Closure, HallMatter, Organisation, Service, ServiceAt, Site
from weijiayuan.directory.queries import entries, entry_verification
from weijiayuan.directory.queries.need_taxonomy import tree
from weijiayuan.directory.queries.opening_hours_cache import HoursBook
from weijiayuan.directory.queries.search import Hit
from weijiayuan.directory.rules import open_on_arrival
from weijiayuan.directory.rules.service_eligibility import rulebook
from weijiayuan.directory.rules.vocabulary import HOW_WORDS, Pace, Standing
from weijiayuan.directory.schemas import serializers
from weijiayuan.directory.schemas.service_eligibility import FitQuestionOut
from weijiayuan.kernel.clock import day_in_words, local_date
from weijiayuan.kernel.time_span import Span
from weijiayuan.places.opening_hours import sentences

Json = dict[str, Any]
DAYS = 7
WALK = ("minutes", "metres")
"""What only a list knows, as nobody says where they are."""


def service_page(service: Service, on: date) -> Json:
    """Return a service: what, for whom, how, what to bring, and where to complain."""
    known = tree()
    return {
        "id": service.id,
        "code": service.code,
        "list_no": service.list_no,
        "name": service.name,
        "need": serializers.labelled(service.need, known.needs),
        "alliance": serializers.labelled(service.alliance, known.alliances),
        "text": service.text,
        "how": {"id": service.how.value, "name": HOW_WORDS[service.how]},
        "who": service.who,
        "rule": _rule(service.rule, on),
        "cost": serializers.cost(service.cost_fen, service.fees),
        "papers": service.papers,
        "takes_minutes": service.minutes,
        "how_often": service.how_often,
        "quality": service.quality,
        "complaints": service.complaints,
        "languages": service.languages,
        "phone": service.phone,
        "standing": service.standing.value,
        "organisation": _organisation(service.organisation),
        "source": service.source,
        "is_sample": service.is_sample,
    }


def _rule(name: str | None, on: date) -> Json | None:
    policy = rulebook().pack.policies.get(name or "")
    if policy is None:
        return None
    asked = [each for each in service_eligibility.questions(on) if policy.id in each["policies"]]
    questions = FitQuestionOut(many=True).dump(asked)
    return {"id": policy.id, "name": policy.name, "summary": policy.summary, "questions": questions}


def _organisation(organisation: Organisation | None) -> Json | None:
    if organisation is None:
        return None
    names = ("id", "name", "phone")
    return {name: getattr(organisation, name) for name in names} | {"kind": organisation.kind.value}


def site_page(site: Site, now: datetime) -> Json:
    """Return a site: its week, what is served there, its rooms, and what is closed."""
    today, book = local_date(now), HoursBook()
    held, shut = entries.held_at(site.id), entries.coming_closures(site.id, now)
    book.read([site.hours_id, *(each.hours_id for each in held)])
    spans = [Span(each.starts_at, each.ends_at) for each in shut]
    found = book.found(now, None, site.hours_id, spans)
    hit = Hit(site.id, None, found)
    card = serializers.site_card(hit, SiteRow(site), pace=Pace.USUAL, today=today)
    if site.standing is not Standing.ACTIVE:
        card["door"] = serializers.shut_door(now, site.standing)
    return {name: value for name, value in card.items() if name not in WALK} | {
        "hours": _hours(site, book, spans, today),
        "closures": [_closure(each) for each in shut],
        "services": [_held(each, site, book, spans, now) for each in held],
        "rooms": [_room(each) for each in entries.rooms_of(site.id)],
        "organisation": _organisation(site.organisation),
        "note": site.note,
        "standing": site.standing.value,
        "source": site.source,
        "promise": visitor_report_presentation.promise(
            entry_verification.promises([site.id]).get(site.id)
        ),
        "reports": visitor_report_presentation.doubts(site.id),
    }


class SiteRow:
    """A site as the rows of lists name its columns."""

    def __init__(self, site: Site) -> None:
        self._site = site
        self.site_id, self.site_name, self.site_is_sample = site.id, site.name, site.is_sample

    def __getattr__(self, name: str) -> Any:
        return getattr(self._site, name)


def _hours(site: Site, book: HoursBook, shut: Sequence[Span], today: date) -> Json:
    if site.hours is None:
        return {"known": False, "sentences": ["开放时间还不知道"], "week": []}
    ahead = book.spans_from(today, None, site.hours_id) or []
    open_spans = open_on_arrival.without(ahead, shut)
    days = [today + timedelta(days=n) for n in range(DAYS)]
    timetable = book.timetable(site.hours_id)
    return {
        "known": True,
        "sentences": sentences(timetable) if timetable else [],
        "week": [_day(day, open_spans) for day in days],
    }


def _day(day: date, spans: Sequence[Span]) -> Json:
    return {"day": day, "words": day_in_words(day), "spans": open_on_arrival.on_day(spans, day)}


def _closure(closure: Closure) -> Json:
    starts_at, ends_at = serializers.local(closure.starts_at), serializers.local(closure.ends_at)
    return {"starts_at": starts_at, "ends_at": ends_at, "reason": closure.reason}


def _held(
    held: ServiceAt, site: Site, book: HoursBook, shut: Sequence[Span], now: datetime
) -> Json:
    known, service = tree(), held.service
    own = book.timetable(held.hours_id)
    found = book.found(now, held.hours_id, site.hours_id, shut)
    assured_on = min(held.assured_on, site.assured_on)
    return {
        "id": service.id,
        "service_at": held.id,
        "list_no": service.list_no,
        "name": service.name,
        "need": serializers.labelled(service.need, known.needs),
        "how": {"id": service.how.value, "name": HOW_WORDS[service.how]},
        "who": service.who,
        "cost": serializers.cost(service.cost_fen, service.fees),
        "desk": held.desk,
        "own_hours": sentences(own) if own else [],
        "door": _door_of(held, found, now),
        "assured": serializers.assured(assured_on, site.assured_by, local_date(now)),
    }


def _room(site: Site) -> Json:
    return {"id": site.id, "name": site.name, "venue": site.venue_id}


def _door_of(held: ServiceAt, found: open_on_arrival.Found, now: datetime) -> Json:
    """Return the door of a service: shut while it or its site is not in use."""
    for standing in (held.site.standing, held.service.standing):
        if standing is not Standing.ACTIVE:
            return serializers.shut_door(now, standing)
    return serializers.door(found, is_doubted=held.site.doubted_at is not None)


def matter(row: HallMatter) -> Json:
    """Return a matter that is handled at a hall."""
    names = ("id", "code", "name", "authority", "window", "guide", "papers", "instant")
    more = {"approval": row.approval, "is_sample": row.is_sample, "hall": _room(row.site)}
    return {name: getattr(row, name) for name in names} | more
