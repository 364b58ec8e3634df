"""Somebody is in danger: the matter becomes urgent and people are paged, before anything else.

A machine recognised it, so a dispatcher or secretary may put it right, either way, with a reason.
"""

from datetime import datetime
from uuid import UUID

from weijiayuan import danger
from weijiayuan.deadline_clocks.working_time import due
from weijiayuan.events import access
from weijiayuan.events.access import Who
from weijiayuan.events.errors import MeasuredByDevice, NotYours
from weijiayuan.events.models import Event
from weijiayuan.events.queries import matters
from weijiayuan.events.rules import reference_data
from weijiayuan.events.rules.reported_dangers import ToldDanger
from weijiayuan.events.rules.vocabulary import Actor, Level, Mode
from weijiayuan.events.service import matter_clocks, notifications, transitions, urgency_raising

MAY_JUDGE = frozenset({Actor.DISPATCHER, Actor.SECRETARY, Actor.SUPERVISOR})


def grade(event: Event) -> None:
    """Set how urgent a matter is: by its category, and at the top while it tells of danger."""
    category = reference_data.categories().get(event.category_code or "")
    event.level = int(category.level if category else Level.ORDINARY)
    event.mode = category.mode if category else Mode.APART
    if event.danger is not None:
        event.level, event.mode = int(Level.URGENT), Mode.APART


def sound(event: Event, text: str, *, now: datetime) -> None:
    """Page people if what the reporter wrote tells of a danger they have not been told of."""
    add(event, ToldDanger.recognised(danger.recognise(text)), now=now)


def add(event: Event, told: ToldDanger, *, now: datetime) -> bool:
    """Add dangers to those of a matter and page people of what is new; tell whether any was."""
    before = ToldDanger.of(event)
    both = before | told
    if set(both.kinds) == set(before.kinds) and set(both.call) == set(before.call):
        return False
    both.keep(event)
    if event.is_open:
        hasten(event, now=now)
    notifications.of_danger(event, now=now)
    return True


def is_told_by_people(event: Event) -> bool:
    """Tell whether a report that was merged into a matter tells of danger."""
    return any(each.danger is not None for each in matters.merged_into(event.id))


def hasten(event: Event, *, now: datetime) -> None:
    """Let a matter in which somebody is in danger be urgent, its clocks and its promise with it."""
    grade(event)
    urgency_raising.hurry(event, now=now)
    promise = due(now, urgency_raising.resolution_limit(event), matter_clocks.office())
    event.promised_at = min(event.promised_at or promise, promise)


def calm(event: Event, *, now: datetime) -> None:
    """Give a matter in which nobody is in danger the time that its category has."""
    grade(event)
    limit = urgency_raising.resolution_limit(event)
    matter_clocks.restate(event, limit, now)
    event.promised_at = due(event.reported_at, limit, matter_clocks.office())


def _keep_promise(event: Event) -> None:
    """Let whoever is in danger again be promised what they were before somebody took it back."""
    if event.danger is None or event.promised_at is None:
        return
    told = (entry.facts.get("promised") for entry in matters.timeline(event.id))
    before = [datetime.fromisoformat(each) for each in told if each]
    event.promised_at = min([event.promised_at, *before])


def calmed_by(event: Event) -> frozenset[UUID]:
    """Return who took back that somebody has to be rescued."""
    judged = (each for each in matters.timeline(event.id) if each.action == "danger")
    return frozenset(
        each.staff_id
        for each in judged
        if each.staff_id and ToldDanger([each.facts.get("before") or ""]).needs_rescue
    )


def judge(event: Event, kind: str | None, *, who: Who, now: datetime, reason: str) -> Event:
    """Take the danger back, or name it, after a person has looked.

    Where a device measures it, more danger may be named and none taken back: its alarm is judged
    by two people. Raises `NotYours`, `MeasuredByDevice`.
    """
    mine = access.capacities(event, who) & MAY_JUDGE
    if not mine:
        raise NotYours(actors=sorted(MAY_JUDGE))
    before, promised = event.danger, event.promised_at
    if event.is_measured and before is not None:
        if kind is None:
            raise MeasuredByDevice
        (ToldDanger.of(event) | ToldDanger([kind])).keep(event, leading=before)
    else:
        event.danger, event.danger_told = kind, None
    if event.is_open and kind != before:
        (calm if kind is None else hasten)(event, now=now)
        _keep_promise(event)
    transitions.write(
        event,
        "danger",
        actor=min(mine),
        who=who,
        now=now,
        words=reason,
        is_public=False,
        facts={
            "before": before,
            "after": kind,
            "promised": promised.isoformat() if promised and kind is None else None,
        },
    )
    if kind is not None and kind != before:
        notifications.of_danger(event, now=now)
    return event
