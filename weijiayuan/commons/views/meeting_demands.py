"""Demands for a meeting as they are shown."""

from typing import Any

from weijiayuan.commons.models import Demand
from weijiayuan.commons.queries import deliberation_spaces
from weijiayuan.commons.queries import meeting_demands as queries
from weijiayuan.commons.rules.states import DemandState
from weijiayuan.commons.service import meeting_demands as service
from weijiayuan.web.decided_as_read import version_of
from weijiayuan.web.messages import text

COPIED = ("id", "space_id", "reason", "held_for", "reached_at", "meeting_id", "created_at")


def version(found: Demand) -> str:
    """Name a demand by what a steward decides upon."""
    return version_of(found.state, found.reason, found.held_for)


def demand(found: Demand) -> dict[str, Any]:
    """Return how far a demand is."""
    roll, signed = deliberation_spaces.roll(found.roll_id), queries.signatures(found.id)
    share = service.share_of(found.kind, roll)
    needed = share.least(roll.heads) if share else 0
    return {
        **{name: getattr(found, name) for name in COPIED},
        "kind": found.kind.value,
        "state": found.state.value,
        "basis": roll.basis.value,
        "signatures": signed,
        "needed": needed,
        "of": roll.heads,
        "article": share.article if share else "",
        "text": _text(found, max(needed - signed, 0)),
        "version": version(found),
    }


def _text(found: Demand, short: int) -> str:
    if found.state is DemandState.GATHERING:
        return text("commons.demand_short", short=short)
    return text(f"commons.demand_{found.state.value}")
