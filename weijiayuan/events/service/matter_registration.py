"""A report becomes a matter in the ledger."""

import logging
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any
from uuid import UUID, uuid4

from weijiayuan import danger
from weijiayuan.db import Sealed, db
from weijiayuan.deadline_clocks.working_time import due
from weijiayuan.events.access import SYSTEM, Who
from weijiayuan.events.errors import CategoryNotFound, MeasuredByDevice
from weijiayuan.events.models import Event, Stage, TextCheck
from weijiayuan.events.rules import custom_fields, duplicate_hints, reference_data
from weijiayuan.events.rules.clock_kinds import ClockKind
from weijiayuan.events.rules.reference_data import Category
from weijiayuan.events.rules.reported_dangers import ToldDanger
from weijiayuan.events.rules.vocabulary import Action, Actor, Level, Mode, Source
from weijiayuan.events.service import (
    category_suggestion_learning,
    danger_alarm,
    matter_clocks,
    notifications,
    public_text,
    transitions,
    urgency_raising,
)
from weijiayuan.kernel import clock, ids
from weijiayuan.places import queries as places
from weijiayuan.places.coordinates import Datum, Point

logger = logging.getLogger(__name__)

AUTHORS = {Source.GRID_WORKER: Actor.GRID_WORKER, Source.SENSOR: Actor.SYSTEM}


@dataclass(frozen=True, slots=True, kw_only=True)
class Report:
    """What somebody found. `reporter_id` is None for whoever stays unknown."""

    text: str
    point: Point
    source: Source
    category_code: str | None = None
    attributes: Mapping[str, Any] = field(default_factory=dict)
    photos: tuple[UUID | str, ...] = ()
    address: str = ""
    reporter_id: UUID | None = None
    staff_id: UUID | None = None
    is_sample: bool = False
    level: int | None = None
    """How urgent it is at least, where a device has measured that; else the category says."""
    sensed_as: tuple[str, ...] = ()
    """As what it may be sorted while it is measured."""
    danger: tuple[str, ...] = ()
    call: tuple[str, ...] = ()
    """What a device has measured that threatens people, and whom to call."""


def register(report: Report, *, now: datetime) -> Event:
    """Enter a report: find its grid, its category and its due time; accept what needs nobody.

    A micro matter whose category a person chose, or the suggestion is sure of, is accepted at
    once, unless its words tell of danger or of a hazard. Everything else waits for a dispatcher
    under the acceptance clock; danger alarms people at once. The matter is inserted
    first; what hangs on it follows together, in one flush.
    """
    category, confidence = classify(report)
    event = _enter(report, category, confidence, now)
    event.lines = 0
    with db.session.no_autoflush:
        _put_on_record(event, report, category, now)
    event.lines = None
    db.session.flush()
    if not event.is_anonymous:  # a line has a time: beside an id it would tell when it was sent
        logger.info("event registered", extra={"event_id": str(event.id), "source": event.source})
    return event


def _put_on_record(event: Event, report: Report, category: Category | None, now: datetime) -> None:
    """Write the first line, bind the photos, start the clock; accept what needs nobody."""
    author = AUTHORS.get(report.source, Actor.REPORTER)
    transitions.write(
        event,
        "report",
        actor=author,
        who=Who(staff_id=report.staff_id),
        now=now,
        facts=_reasons(report, category, event.confidence),
    )
    owner = report.staff_id or report.reporter_id
    transitions.add_photos(event, report.photos, Stage.BEFORE, owner=owner, now=now)
    waiting = matter_clocks.start(
        ClockKind.ACCEPT,
        matter_clocks.limit_of(ClockKind.ACCEPT, event),
        now=now,
        event_id=event.id,
    )
    if event.danger is not None and report.source is not Source.SENSOR:
        notifications.of_danger(event, now=now)
    if _needs_nobody(report, event):
        waiting.stop(now)
        _take_on(event, who=SYSTEM, now=now)
    else:
        notifications.of_move(event, None, actor=author, now=now)
        notifications.matter(event, now)


def _needs_nobody(report: Report, event: Event) -> bool:
    """Tell whether the machine may accept it: a micro matter whose words worry nobody.

    What staff report has been seen by a person.
    """
    if event.category_code is None or event.level != Level.MICRO:
        return False
    return report.staff_id is not None or not danger.wants_person(report.text)


def classify(report: Report) -> tuple[Category | None, float]:
    """Return the category somebody chose, or the one the text speaks for clearly enough."""
    if report.category_code is not None:
        return category_of(report.category_code), 1.0
    best = next(iter(category_suggestion_learning.classifier().suggest(report.text, limit=1)), None)
    if best is None or not best.is_sure:
        return None, best.confidence if best else 0.0
    return category_of(best.category), best.confidence


def category_of(code: str) -> Category:
    """Return a category by its code or an alternative code. Raises `CategoryNotFound`."""
    for category in reference_data.categories().values():
        if code == category.code or code in category.also:
            return category
    raise CategoryNotFound


def accept(
    event: Event, *, who: Who, now: datetime, category_code: str | None = None, words: str = ""
) -> Event:
    """Accept a matter: its category is settled, the resolution clock starts."""
    if category_code is not None:
        set_category(event, category_of(category_code))
    _take_on(event, who=who, now=now, words=words)
    matter_clocks.stop(event.id, ClockKind.ACCEPT, now=now)
    return event


def _take_on(event: Event, *, who: Who, now: datetime, words: str = "") -> None:
    """Make the move of acceptance and start the clock to resolve it."""
    transitions.make(event, Action.ACCEPT, who=who, now=now, words=words)
    limit = urgency_raising.resolution_limit(event)
    resolve = matter_clocks.start(ClockKind.RESOLVE, limit, now=now, event_id=event.id)
    event.due_at = resolve.due_at
    if event.mode is Mode.TOGETHER:
        event.unit_code = event.grid_code
    notifications.matter(event, now)


def set_category(event: Event, category: Category) -> None:
    """Give a matter its category; danger stays urgent, whatever it is called.

    What a device measures stays as grave, and what it is: its alarm is judged by two people.
    Raises `MeasuredByDevice`.
    """
    is_measured, level = event.is_measured, event.level
    if is_measured and category.code not in (event.category_code, *(event.sensed_as or ())):
        raise MeasuredByDevice
    event.category_code = category.code
    danger_alarm.grade(event)
    if is_measured:
        event.level, event.mode = min(event.level, level), Mode.APART


def _enter(report: Report, category: Category | None, confidence: float, now: datetime) -> Event:
    here = report.point.to(Datum.GCJ02)
    found = places.finder().find(here)
    chosen = report.category_code is not None
    attributes = _attributes(report, category) if category and chosen else {}
    keep = Sealed if report.source is Source.ANONYMOUS else str
    event = Event(
        number=new_number(now),
        source=report.source,
        text=keep(report.text),
        lng=here.lng,
        lat=here.lat,
        cell=duplicate_hints.cell(here.lng, here.lat),
        reported_at=now,
        address=keep(report.address),
        confidence=confidence,
        attributes={
            key: keep(value) if isinstance(value, str) else value
            for key, value in attributes.items()
        },
        reporter_id=report.reporter_id,
        staff_id=report.staff_id,
        text_check=TextCheck.PENDING if report.reporter_id else TextCheck.NEVER,
        is_sample=report.is_sample,
        is_sensed=report.source is Source.SENSOR,
        sensed_as=list(report.sensed_as) or None,
    )
    if event.is_anonymous:
        event.id, event.created_at = uuid4(), now
    event.category_code = category.code if category else None
    _grade(event, report)
    event.promised_at = due(now, urgency_raising.resolution_limit(event), matter_clocks.office())
    public_text.read(event, now=now)
    if found is not None:
        event.grid_id, event.grid_code = found.grid.id, found.grid.code
        event.community_code = found.grid.community_code
        event.street_code = found.grid.street_code
    db.session.add(event)
    db.session.flush()
    return event


def _grade(event: Event, report: Report) -> None:
    """Say how urgent it is: by danger in the words, by its category, by who reports."""
    if report.source is Source.SENSOR:
        ToldDanger(report.danger, report.call).keep(event)
    elif report.staff_id is None:
        threat = danger.recognise(report.text)
        told = ToldDanger.recognised(threat)
        told.keep(event, leading=threat.kind if threat else None)
    danger_alarm.grade(event)
    if report.level is not None and report.level < event.level:
        event.level = report.level
        event.mode = Mode.APART if Level(event.level).is_pressing else event.mode


def _attributes(report: Report, category: Category) -> dict[str, Any]:
    """Return what somebody answered, and what an alternative code says besides its category."""
    meant = category.also_means.get(report.category_code or "", {})
    return custom_fields.checked(category, meant | dict(report.attributes))


def _chooser(report: Report) -> str:
    if report.source is Source.SENSOR:
        return "device"
    return "suggestion" if report.category_code is None else "person"


def new_number(now: datetime) -> str:
    """Return the number people say on the telephone: the day and six readable characters."""
    return f"{clock.local_date(now):%y%m%d}-{ids.readable_code(6)}"


def _reasons(report: Report, category: Category | None, confidence: float) -> dict[str, Any]:
    """Keep why the category was taken, and with which version of the table."""
    return {
        "category": category.code if category else None,
        "chosen_by": _chooser(report),
        "confidence": round(confidence, 3),
        "version": reference_data.limits().version,
    }
