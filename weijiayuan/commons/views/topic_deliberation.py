"""Topics and the picture of what people think, as they are shown."""

from collections.abc import Sequence
from typing import Any
from uuid import UUID

from weijiayuan import danger
from weijiayuan.commons import vote_result_presentation
from weijiayuan.commons.models import Topic
from weijiayuan.commons.queries import topic_deliberation as topic_queries
from weijiayuan.commons.rules import opinion_groups
from weijiayuan.commons.rules.states import Stance
from weijiayuan.commons.rules.text_moderation import DANGER
from weijiayuan.events.rules.confidence_interval import Rate, wilson
from weijiayuan.web.messages import text

VALUES = {Stance.AGREE: 1.0, Stance.DISAGREE: -1.0, Stance.PASS: 0.0}


MOST = 0.6
"""A statement is of one mind where even the near end of the interval is beyond this share."""


FEWEST_ANSWERS = 10

WRITTEN = ("title", "text", "affected", "wish", "must_come")
"""What the writer of a topic wrote."""


def topic(found: Topic) -> dict[str, Any]:
    """Return a topic; of whoever raised it at the desk only that they did."""
    return {
        **{name: getattr(found, name) for name in TOPIC},
        "kind": found.kind.value,
        "state": found.state.value,
        "at_desk": found.helper_id is not None,
        "held_for": found.held_for,
        "danger": danger.recognise("\n".join(getattr(found, name) for name in WRITTEN))
        if found.held_for == DANGER
        else None,
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
    said = topic_queries.statements(found.id)
    rows: dict[str, dict[UUID, Stance]] = {}
    for mark, statement_id, stance in topic_queries.stances(found.id):
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
        "agreement": vote_result_presentation.share(rate),
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
