"""Meetings as they are shown."""

from datetime import datetime
from typing import Any

from weijiayuan.commons import vote_result_presentation
from weijiayuan.commons.models import AgendaItem, CommonsMeeting
from weijiayuan.commons.queries import deliberation_spaces
from weijiayuan.commons.queries import meeting_outcomes as outcome_queries
from weijiayuan.commons.queries import meetings as meeting_queries
from weijiayuan.commons.queries import topic_deliberation as topic_queries
from weijiayuan.commons.queries.minutes_version import minutes_version
from weijiayuan.commons.rules import decision_rules, vote_counting
from weijiayuan.commons.rules.states import RULE_OF_MEETING, MeetingState
from weijiayuan.commons.rules.vote_counting import Votes, Weight
from weijiayuan.commons.views import meeting_outcomes as outcome_views
from weijiayuan.commons.views import topic_deliberation as topic_views
from weijiayuan.lottery_draws import queries as draws
from weijiayuan.web.decided_as_read import version_of


def version(found: CommonsMeeting) -> str:
    """Name a meeting by when and where it is, its minutes, and who says that these are wrong."""
    held = found.state.value, found.starts_at, found.ends_at, found.place
    wrong = len(meeting_queries.objections(found.id))
    return version_of(*held, minutes_version(found), wrong)


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
    outcomes = outcome_queries.outcomes_of(found.id) if shown else []
    return meeting(found) | {
        "agenda": [_item(each, shown=shown, now=now) for each in meeting_queries.agenda(found.id)],
        "minutes": found.minutes if shown else "",
        "minutes_version": minutes_version(found) if shown else "",
        "version": version(found) if for_steward else "",
        "confirmed_by": meeting_queries.confirmations(found.id),
        "present": len(meeting_queries.attendances(found.id)),
        "quorum": _quorum(found),
        "room_shut": meeting_queries.room_shut(found) if for_steward else "",
        "objections": list(meeting_queries.objections(found.id)) if for_steward else [],
        "outcomes": [outcome_views.outcome(each, now=now) for each in outcomes],
    }


def _item(item: AgendaItem, *, shown: bool, now: datetime) -> dict[str, Any]:
    about = topic_queries.topic(item.topic_id) if item.topic_id else None
    carried = outcome_queries.outcome(item.outcome_id) if item.outcome_id else None
    return {
        **{name: getattr(item, name) for name in ITEM},
        "said": item.said if shown else "",
        "topic": topic_views.topic(about) if about else None,
        "outcome": outcome_views.outcome(carried, now=now) if carried else None,
    }


ITEM = ("id", "position", "minutes", "started_at", "ended_at")


def _quorum(found: CommonsMeeting) -> list[dict[str, Any]]:
    """Measure who is there against the rule of this kind of meeting, if there is a roll."""
    rule = decision_rules.shipped()[RULE_OF_MEETING[found.kind]]
    roll = next(
        (
            each
            for each in deliberation_spaces.rolls_of(found.space_id)
            if each.basis in rule.bases and each.state == "in_force"
        ),
        None,
    )
    if roll is None:
        return []
    here = meeting_queries.present(found.id, roll.id)
    votes = Votes(everybody=Weight(roll.heads, roll.area), present=here, abstain=here)
    return [
        vote_result_presentation.finding_facts(vote_counting.measured(each, votes), "meet")
        for each in rule.meet
    ]
