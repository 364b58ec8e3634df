"""Topics, meetings and outcomes as they are shown."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any
from uuid import UUID

from weijiayuan.commons import presentation
from weijiayuan.commons.models.talk import AgendaItem, CommonsMeeting, Outcome, Topic
from weijiayuan.commons.queries import matters_of_outcomes, spaces
from weijiayuan.commons.queries import talk as queries
from weijiayuan.commons.rules import counting, decision_rules, opinion_groups
from weijiayuan.commons.rules.counting import Votes, Weight
from weijiayuan.commons.rules.states import RULE_OF_MEETING, MeetingState, Stance
from weijiayuan.commons.service.outcomes import is_overdue
from weijiayuan.draws import queries as draws
from weijiayuan.events.rules.confidence_interval import Rate, wilson
from weijiayuan.web.messages import text

VALUES = {Stance.AGREE: 1.0, Stance.DISAGREE: -1.0, Stance.PASS: 0.0}
MOST = 0.6
"""A statement is of one mind where even the near end of the interval is beyond this share."""
FEWEST_ANSWERS = 10


def topic(found: Topic) -> dict[str, Any]:
    """Return a topic; of whoever raised it at the desk only that they did."""
    return {
        **{name: getattr(found, name) for name in TOPIC},
        "kind": found.kind.value,
        "state": found.state.value,
        "at_desk": found.helper_id is not None,
        "held_for": found.held_for,
    }


TOPIC = (
    "id",
    "space_id",
    "title",
    "text",
    "affected",
    "wish",
    "must_come",
    "supports",
    "created_at",
)


def picture(found: Topic) -> dict[str, Any]:
    """Return what people think of each statement, and groups of opinion only if they are there."""
    said = queries.statements(found.id)
    rows: dict[str, dict[UUID, Stance]] = {}
    for mark, statement_id, stance in queries.stances(found.id):
        rows.setdefault(mark, {})[statement_id] = stance
    people = [rows[mark] for mark in sorted(rows)]
    table = [[_value(each.get(one.id)) for one in said] for each in people]
    groups = opinion_groups.found_in(table)
    return {
        "people": len(people),
        "statements": [_statement(one, [each.get(one.id) for each in people]) for one in said],
        "groups": _groups(table, groups.labels) if groups.labels is not None else None,
        "groups_text": _groups_text(groups),
        "agreement": groups.agreement,
        "gate": opinion_groups.GATE,
        "seed": opinion_groups.SEED,
    }


def _value(stance: Stance | None) -> float | None:
    return None if stance is None else VALUES[stance]


def _statement(one: Any, stances: Sequence[Stance | None]) -> dict[str, Any]:
    agree, disagree = stances.count(Stance.AGREE), stances.count(Stance.DISAGREE)
    rate = wilson(agree, agree + disagree)
    return {
        "id": one.id,
        "number": one.number,
        "text": one.text,
        "agree": agree,
        "disagree": disagree,
        "passed": stances.count(Stance.PASS),
        "agreement": share(rate),
        "reading": _reading(rate),
    }


def _reading(rate: Rate) -> str:
    if rate.low > MOST:
        return "consensus_for"
    if rate.high < 1 - MOST:
        return "consensus_against"
    if rate.of >= FEWEST_ANSWERS and 1 - MOST <= (rate.share or 0) <= MOST:
        return "divided"
    return "unclear"


def share(rate: Rate) -> dict[str, Any]:
    """Return a share with its interval, rounded so that it is the same everywhere."""
    plain = rate.share
    return {
        "share": None if plain is None else round(plain, 4),
        "low": round(rate.low, 4),
        "high": round(rate.high, 4),
    }


def _groups(table: Sequence[Sequence[float | None]], labels: Sequence[int]) -> list[dict[str, Any]]:
    found = []
    for group in range(max(labels) + 1):
        rows = [row for row, label in zip(table, labels, strict=True) if label == group]
        columns = list(zip(*rows, strict=True))
        found.append(
            {
                "people": len(rows),
                "agree": [column.count(1.0) for column in columns],
                "disagree": [column.count(-1.0) for column in columns],
            }
        )
    return found


def _groups_text(groups: opinion_groups.Groups) -> str:
    if groups.labels is not None:
        return text("commons.groups_seen", groups=max(groups.labels) + 1)
    if groups.people < opinion_groups.FEWEST:
        return text("commons.groups_too_few", fewest=opinion_groups.FEWEST)
    return text("commons.groups_not_seen")


def meeting(found: CommonsMeeting) -> dict[str, Any]:
    """Return a meeting."""
    return {
        **{name: getattr(found, name) for name in MEETING},
        "kind": found.kind.value,
        "state": found.state.value,
        "agenda_closes_at": draws.draw(found.draw_id).closes_at,
    }


MEETING = (
    "id",
    "space_id",
    "title",
    "called_by",
    "noticed_at",
    "starts_at",
    "ends_at",
    "place",
    "childcare",
    "urgent_reason",
    "draw_id",
    "published_at",
    "published_until",
)
CONFIRMED = (MeetingState.CONFIRMED, MeetingState.PUBLISHED)


def meeting_in_full(found: CommonsMeeting, *, for_steward: bool, now: datetime) -> dict[str, Any]:
    """Return a meeting with its agenda; minutes once two confirmed them, or to who keeps it."""
    shown = for_steward or found.state in CONFIRMED
    outcomes = queries.outcomes_of(found.id) if shown else []
    return meeting(found) | {
        "agenda": [_item(each, shown=shown, now=now) for each in queries.agenda(found.id)],
        "minutes": found.minutes if shown else "",
        "confirmed_by": queries.confirmations(found.id),
        "present": len(queries.attendances(found.id)),
        "quorum": _quorum(found),
        "outcomes": [outcome(each, now=now) for each in outcomes],
    }


def _item(item: AgendaItem, *, shown: bool, now: datetime) -> dict[str, Any]:
    about = queries.topic(item.topic_id) if item.topic_id else None
    carried = queries.outcome(item.outcome_id) if item.outcome_id else None
    return {
        **{name: getattr(item, name) for name in ITEM},
        "said": item.said if shown else "",
        "topic": topic(about) if about else None,
        "outcome": outcome(carried, now=now) if carried else None,
    }


ITEM = ("id", "position", "minutes", "started_at", "ended_at")


def _quorum(found: CommonsMeeting) -> list[dict[str, Any]]:
    """Measure who is there against the rule of this kind of meeting, if there is a roll."""
    rule = decision_rules.shipped()[RULE_OF_MEETING[found.kind]]
    roll = next(
        (
            each
            for each in spaces.rolls_of(found.space_id)
            if each.basis in rule.bases and each.state == "in_force"
        ),
        None,
    )
    if roll is None:
        return []
    here = queries.present(found.id, roll.id)
    votes = Votes(everybody=Weight(roll.heads, roll.area), present=here, abstain=here)
    return [
        presentation.finding_facts(counting.measured(each, votes), "meet") for each in rule.meet
    ]


def outcome(found: Outcome, *, now: datetime) -> dict[str, Any]:
    """Return an outcome with its day, and of a department how far the ledger is."""
    return {
        **{name: getattr(found, name) for name in OUTCOME},
        "kind": found.kind.value,
        "state": found.state.value,
        "overdue": is_overdue(found, now=now),
        "matter": matters_of_outcomes.facts(found.event_id) if found.event_id else None,
    }


OUTCOME = (
    "id",
    "space_id",
    "meeting_id",
    "topic_id",
    "text",
    "owner",
    "due_on",
    "overdue_reason",
    "done_at",
    "done_words",
    "photos",
    "checked_at",
    "checked_words",
    "returns",
)


def figures(found: Sequence[Outcome], *, now: datetime) -> dict[str, Any]:
    """Return what stands on the door: how much of what was agreed is done, and in time."""
    due = [each for each in found if each.done_at or is_overdue(each, now=now)]
    on_time = [each for each in due if not is_overdue(each, now=now)]
    called = [each for each in found if each.kind == "department"]
    return {
        "outcomes": len(found),
        "with_owner_and_day": sum(bool(each.owner and each.due_on) for each in found),
        "departments": len(called),
        "departments_with_matter": sum(each.event_id is not None for each in called),
        "due": len(due),
        "on_time": len(on_time),
        "on_time_share": share(wilson(len(on_time), len(due))),
        "checked": sum(each.checked_at is not None for each in found),
        "open": sum(each.checked_at is None for each in found),
        "overdue": sum(is_overdue(each, now=now) for each in found if not each.done_at),
    }
