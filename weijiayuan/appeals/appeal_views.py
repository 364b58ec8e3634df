"""Appeals as they are read: by who asks, by who has them."""

import json
from datetime import datetime
from typing import Any
from uuid import UUID

from weijiayuan.appeals import queries
from weijiayuan.appeals.models import Appeal, DutyShift, HandOver
from weijiayuan.appeals.models.appeals import HandOverState
from weijiayuan.appeals.rules.appeal_deadlines import RISE_AFTER_DAYS
from weijiayuan.appeals.rules.settlement_statistics import Ended
from weijiayuan.appeals.rules.states import APPEAL_MOVES, APPEAL_NAMES, OPEN_APPEALS, AppealState
from weijiayuan.appeals.service import disputed_covenant_clauses
from weijiayuan.deadline_clocks import service as clocks
from weijiayuan.deadline_clocks.working_time import Limit, due
from weijiayuan.web.decided_as_read import version_of

LEVELS = ("社区", "街道", "区")


def level_of(appeal: Appeal, *, now: datetime) -> int:
    """Return how high it stands: as it was raised, and by time without a move (5, 10 工作日)."""
    if appeal.state not in OPEN_APPEALS:
        return appeal.level
    return max(appeal.level, _risen(appeal, now))


def _risen(appeal: Appeal, until: datetime) -> int:
    hours = clocks.office_hours()
    ends = [due(appeal.held_since, Limit.parse(f"{days}d"), hours) for days in RISE_AFTER_DAYS]
    return sum(until >= end for end in ends)


def version(appeal: Appeal) -> str:
    """Name an appeal by what somebody decides upon: where it stands and what was said of it."""
    said = appeal.facts, len(queries.messages_of(appeal.id)), appeal.danger
    settled = appeal.asker_said_at, appeal.other_said_at
    return version_of(appeal.state, appeal.holder_id, appeal.track, *said, *settled)


def line(appeal: Appeal, *, now: datetime, staff_id: UUID | None = None) -> dict[str, Any]:
    """Return the one line: what it is, who has it, until when. None of its words."""
    return {
        "number": appeal.number,
        "state": appeal.state,
        "state_text": APPEAL_NAMES[appeal.state],
        "in_hands_of": queries.staff_name(appeal.holder_id),
        "received_at": appeal.received_at,
        "due_at": appeal.due_at,
        "danger": appeal.danger,
        "track": appeal.track,
        "level": LEVELS[level_of(appeal, now=now)],
        "offered": staff_id is not None and appeal.holder_id != staff_id,
    }


def whole(appeal: Appeal, *, now: datetime, staff_id: UUID | None = None) -> dict[str, Any]:
    """Return an appeal with its words, talk and history. Whoever asks for it may read it.

    `staff_id` is who reads it at the desk: its holder, or whom it is offered to.
    """
    offer = queries.pending_hand_over(appeal.id)
    for_staff = staff_id is not None
    return line(appeal, now=now, staff_id=staff_id) | {
        "asks": appeal.asks,
        "text": appeal.facts,
        "against": appeal.against,
        "clause": disputed_covenant_clauses.shown(appeal.clause_code),
        "road": appeal.road,
        "deadlines": json.loads(appeal.deadlines),
        "outcome": appeal.outcome,
        "stars": appeal.stars,
        "history": [
            {"who": queries.staff_name(each.holder_id), "at": each.at, "how": each.how}
            for each in queries.holders_of(appeal.id)
        ],
        "messages": [
            {"text": each.text, "at": each.at, "mine": (each.staff_id is None) != for_staff}
            for each in queries.messages_of(appeal.id)
        ],
        "allowed": sorted(APPEAL_MOVES[appeal.state]),
        "version": version(appeal),
        "offered_to": queries.staff_name(offer.to_id)
        if offer and offer.state is HandOverState.PENDING
        else None,
        "said_settled": {
            "asker": appeal.asker_said_at is not None,
            "other": appeal.other_said_at is not None,
        },
        "hand_overs": [hand_over(each, appeal.number) for each in queries.hand_overs_of(appeal.id)]
        if for_staff
        else [],
    }


def counted(appeal: Appeal, *, now: datetime) -> Ended:
    """Return what of an appeal counts in the figures; how high it rose by time counts too."""
    until = appeal.settled_at or now
    return Ended(
        community=appeal.community_code,
        state=appeal.state,
        received_at=appeal.received_at,
        level=max(appeal.level, _risen(appeal, until)),
        settled_at=appeal.settled_at,
        both_said=appeal.both_said_settled,
        reopened=appeal.reopened_at is not None,
        heard=appeal.track is not None,
        overdue=appeal.state is AppealState.RECEIVED and appeal.due_at < now,
        stars=appeal.stars,
    )


def shift(row: DutyShift) -> dict[str, Any]:
    """Return a shift of the roster with the name of who has it."""
    return {
        "id": row.id,
        "name": queries.staff_name(row.staff_id),
        "territory": row.territory_code,
        "starts_at": row.starts_at,
        "ends_at": row.ends_at,
        "place": row.place,
    }


def hand_over(each: HandOver, number: str) -> dict[str, Any]:
    """Return an offer with what was said of it: for who has the appeal or is offered it."""
    return {
        "number": number,
        "to": queries.staff_name(each.to_id),
        "sender": queries.staff_name(each.from_id),
        "sent_at": each.sent_at,
        "answer_by": each.answer_by,
        "answered_at": each.answered_at,
        "state": each.state,
        "note": each.note,
        "reason": each.reason,
    }
