"""Giving a matter to a unit, and the unit's first answer: sign for it or send it back."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from weijiayuan.db import db
from weijiayuan.deadline_clocks.working_time import due
from weijiayuan.events.access import Who
from weijiayuan.events.errors import CategoryNeeded, UnitNotFound
from weijiayuan.events.models import Assignment, Event, Unit
from weijiayuan.events.queries import matters, organisational_units
from weijiayuan.events.rules import dispatch_rules as rules
from weijiayuan.events.rules import reference_data
from weijiayuan.events.rules.clock_kinds import ClockKind
from weijiayuan.events.rules.dispatch_rules import Decision, Matter
from weijiayuan.events.rules.vocabulary import Action, Level, Mode, State
from weijiayuan.events.service import matter_clocks, notifications, transitions, urgency_raising
from weijiayuan.events.service.matter_registration import category_of, set_category

BY_HAND = "by_hand"


def decide(event: Event, now: datetime) -> tuple[Decision, Unit | None]:
    """Return what the rules say and the unit they mean, if the district has one.

    Raises `CategoryNeeded`.
    """
    if event.category_code is None:
        raise CategoryNeeded
    category = category_of(event.category_code)
    decision = rules.decide(
        Matter(
            category=category.code,
            level=Level(event.level),
            mode=event.mode,
            unit_kind=category.unit_kind,
            community=event.community_code,
            off_hours=not matter_clocks.office().is_open(now),
            reopened=event.reopens > 0,
            mark=event.attributes.get("mark"),
            text=event.text,
        )
    )
    unit = _nearest(decision.to, event, category.code)
    if unit is None and event.danger is not None:  # whoever owns the category, danger or not
        unit = _nearest(category.unit_kind, event, category.code)
    return decision, unit


def _nearest(kind: str, event: Event, category: str) -> Unit | None:
    grid = event.grid_code or ""
    found = rules.nearest_unit(
        organisational_units.candidates(kind, grid), kind=kind, grid=grid, category=category
    )
    return organisational_units.unit(found.code) if found else None


def dispatch(
    event: Event,
    *,
    who: Who,
    now: datetime,
    unit_code: str | None = None,
    designate: bool = False,
    words: str = "",
) -> Assignment:
    """Give the matter to a unit: the one named, or the one the rules find.

    A named unit must own the category; `designate` overrides that and ends all returning.
    """
    choice = _chosen(event, now, unit_code, words)
    _give(event, choice, who=who, now=now, designate=designate)
    event.designated = designate
    event.highest_level = max(event.highest_level, choice.unit.level)
    limit = matter_clocks.limit_of(ClockKind.SIGN, event)
    matter_clocks.start(ClockKind.SIGN, limit, now=now, event_id=event.id)
    return _assigned(event, choice, now=now, designate=designate)


@dataclass(frozen=True, slots=True, kw_only=True)
class Choice:
    """A unit, why it, and whether that is what the rules say."""

    unit: Unit
    decision: Decision
    by_rule: bool
    because: str

    @property
    def rule(self) -> str:
        return self.decision.rule if self.by_rule else BY_HAND


def _chosen(event: Event, now: datetime, unit_code: str | None, words: str) -> Choice:
    decision, proposed = decide(event, now)
    unit = organisational_units.unit(unit_code) if unit_code else proposed
    if unit is None:
        raise UnitNotFound
    by_rule = proposed is not None and unit.id == proposed.id
    because = decision.because if by_rule else (words or "调度员指定")
    return Choice(unit=unit, decision=decision, by_rule=by_rule, because=because)


def _give(event: Event, choice: Choice, *, who: Who, now: datetime, designate: bool) -> None:
    """Make the move, with the reasons on record."""
    owns = organisational_units.duties_of(choice.unit.id)
    event.unit_code = choice.unit.code
    transitions.make(
        event,
        Action.DISPATCH,
        who=who,
        now=now,
        words=choice.because,
        facts=_reasons(choice),
        unit=choice.unit.code,
        unit_is_responsible=not owns or event.category_code in owns,
        designating=designate,
    )


def _assigned(event: Event, choice: Choice, *, now: datetime, designate: bool) -> Assignment:
    assignment = Assignment(
        event_id=event.id,
        unit_code=choice.unit.code,
        dispatched_at=now,
        rule=choice.rule,
        because=choice.because,
        rules_version=choice.decision.version,
        designated=designate,
        return_until=due(now, reference_data.limits().clocks["return"], matter_clocks.office()),
    )
    db.session.add(assignment)
    db.session.flush()
    return assignment


def _reasons(choice: Choice) -> dict[str, Any]:
    decision = choice.decision
    return {
        "rule": choice.rule,
        "proposed": decision.to,
        "tried": {each.rule: list(each.failed) for each in decision.tried},
        "version": decision.version,
    }


def sign(event: Event, *, who: Who, now: datetime) -> Event:
    """Sign for a matter: the unit has it now."""
    transitions.make(event, Action.SIGN, who=who, now=now)
    matter_clocks.stop(event.id, ClockKind.SIGN, now=now)
    assignment = matters.assignment(event.id)
    assert assignment is not None
    assignment.signed_at = now
    notifications.matter(event, now)
    return event


def recall(event: Event, *, who: Who, now: datetime, reason: str) -> Event:
    """Take a matter back from whoever has it, signed or not, to give it to somebody else.

    The resolution clock runs on: a wait ends with it.
    """
    if event.state is State.WAITING:
        matter_clocks.resume(event, now)
    transitions.make(
        event, Action.RECALL, who=who, now=now, words=reason, reason=reason, is_public=False
    )
    notifications.of_recall(event, now=now)
    matter_clocks.stop(event.id, ClockKind.SIGN, ClockKind.WAIT, now=now)
    _give_up(event, reason, now)
    event.designated = False
    return event


def _give_up(event: Event, reason: str, now: datetime) -> None:
    """Let the unit be done with it; the matter waits to be dispatched."""
    assignment = matters.assignment(event.id)
    if assignment is not None:
        assignment.returned_at, assignment.return_reason = now, reason
    event.unit_code, event.on_the_spot = None, False


def reclassify(event: Event, code: str, *, who: Who, now: datetime, reason: str) -> Event:
    """Give a matter another category before a unit works on it; its limit follows.

    What machine or person said first stays in the history, beside what it is now.
    """
    before, category = event.category_code, category_of(code)
    set_category(event, category)
    transitions.make(
        event,
        Action.RECLASSIFY,
        who=who,
        now=now,
        words=reason,
        reason=reason,
        facts={"before": before, "after": category.code},
    )
    matter_clocks.restate(event, urgency_raising.resolution_limit(event), now)
    if event.state is State.ACCEPTED:
        event.unit_code = event.grid_code if event.mode is Mode.TOGETHER else None
    notifications.matter(event, now)
    return event


def send_back(event: Event, *, who: Who, now: datetime, reason: str) -> Event:
    """Return a matter that is not the unit's business. The resolution clock runs on."""
    assignment = matters.assignment(event.id)
    transitions.make(
        event,
        Action.RETURN,
        who=who,
        now=now,
        words=reason,
        reason=reason,
        is_public=False,
        return_until=assignment.return_until if assignment else None,
    )
    matter_clocks.stop(event.id, ClockKind.SIGN, now=now)
    _give_up(event, reason, now)
    event.returns += 1
    return event
