"""Outcomes and the figures on the door, as they are shown."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from weijiayuan.commons import vote_result_presentation
from weijiayuan.commons.models import Outcome
from weijiayuan.commons.queries import outcome_progress
from weijiayuan.commons.service.meeting_outcomes import is_overdue
from weijiayuan.events.rules.confidence_interval import wilson
from weijiayuan.web.decided_as_read import version_of


def version(found: Outcome) -> str:
    """Name an outcome by what is to be done, and by what its doer and its raiser said of it."""
    agreed = found.text, found.owner, found.due_on
    said = found.done_at, found.done_words, found.photos, found.checked_at, found.returns
    return version_of(found.state.value, found.overdue_reason, *agreed, *said)


def outcome(found: Outcome, *, now: datetime) -> dict[str, Any]:
    """Return an outcome with its day, and of a department how far the ledger is."""
    return {
        **{name: getattr(found, name) for name in OUTCOME},
        "kind": found.kind.value,
        "state": found.state.value,
        "overdue": is_overdue(found, now=now),
        "version": version(found),
        "matter": outcome_progress.facts(found.event_id) if found.event_id else None,
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


FIGURE_NAMES = {
    "outcomes": "议定的事",
    "with_owner_and_day": "写明谁办、哪天前",
    "departments": "请部门办的",
    "departments_with_matter": "其中已成事项",
    "due": "到期的",
    "on_time": "按时办好",
    "on_time_share": "按时办好的比例",
    "on_time_low": "比例的95%下限",
    "on_time_high": "比例的95%上限",
    "checked": "提出的人说办好了",
    "waiting": "等提出的人看",
    "open": "还没办好",
    "overdue": "超期",
}


def figures(found: Sequence[Outcome], *, now: datetime) -> dict[str, Any]:
    """Return what stands on the door: how much of what was agreed is done, and in time.

    What its doer calls done counts once those who raised it have checked it.
    """
    due = [each for each in found if each.checked_at or is_overdue(each, now=now)]
    on_time = [each for each in due if each.checked_at and not is_overdue(each, now=now)]
    called = [each for each in found if each.kind == "department"]
    return {
        "outcomes": len(found),
        "with_owner_and_day": sum(bool(each.owner and each.due_on) for each in found),
        "departments": len(called),
        "departments_with_matter": sum(each.event_id is not None for each in called),
        "due": len(due),
        "on_time": len(on_time),
        "on_time_share": vote_result_presentation.share(wilson(len(on_time), len(due))),
        "checked": sum(each.checked_at is not None for each in found),
        "waiting": sum(bool(each.done_at and not each.checked_at) for each in found),
        "open": sum(each.checked_at is None for each in found),
        "overdue": sum(is_overdue(each, now=now) for each in found if not each.done_at),
    }
