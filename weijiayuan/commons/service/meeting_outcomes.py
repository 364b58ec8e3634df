"""Doing what was agreed, and showing it."""

from collections.abc import Sequence
from datetime import datetime
from uuid import UUID

from weijiayuan.accounts.current_caller import Caller
from weijiayuan.accounts.errors import NotYours
from weijiayuan.accounts.rules import Role
from weijiayuan.commons import access
from weijiayuan.commons.errors import (
    ByTheLedger,
    NotDue,
    ProofNeeded,
)
from weijiayuan.commons.models import Outcome
from weijiayuan.commons.queries import deliberation_spaces
from weijiayuan.commons.queries import meeting_outcomes as outcome_queries
from weijiayuan.commons.queries import topic_deliberation as topic_queries
from weijiayuan.commons.rules.states import OutcomeKind, OutcomeState
from weijiayuan.commons.service.public_text_check import require_nobody_named
from weijiayuan.files import rules as file_rules
from weijiayuan.files import service as files
from weijiayuan.kernel import clock
from weijiayuan.notices import service as notices

DOERS = {
    OutcomeKind.SELF: access.STEWARDS,
    OutcomeKind.PROPERTY: (Role.PROPERTY, *access.STEWARDS),
    OutcomeKind.RULE: access.STEWARDS,
}


def _as_doer(outcome: Outcome, caller: Caller) -> None:
    """Raise `NotYours` unless the caller does this; `ByTheLedger` where a department does."""
    if outcome.kind is OutcomeKind.DEPARTMENT:
        raise ByTheLedger
    own = caller.resident_id is not None and caller.resident_id == outcome.owner_id
    if not own and not access.may(
        caller, deliberation_spaces.space(outcome.space_id), *DOERS[outcome.kind]
    ):
        raise NotYours


def start(outcome_id: UUID, *, caller: Caller) -> Outcome:
    """Begin with it. Raises `NotYours`, `ByTheLedger`, `IllegalMove`."""
    outcome = outcome_queries.outcome_to_change(outcome_id)
    _as_doer(outcome, caller)
    outcome.move_to(OutcomeState.DOING)
    return outcome


def done(
    outcome_id: UUID, words: str, photos: Sequence[UUID], *, caller: Caller, now: datetime
) -> Outcome:
    """Hand in what was done, with a photo; of a rule that was written it says which.

    Raises `NotYours`, `ByTheLedger`, `ProofNeeded`, `IllegalMove`, `FileUnusable`.
    """
    outcome = outcome_queries.outcome_to_change(outcome_id)
    _as_doer(outcome, caller)
    require_nobody_named(words)
    if not photos and (outcome.kind is not OutcomeKind.RULE or not words):
        raise ProofNeeded
    outcome.move_to(OutcomeState.DONE)
    doer = caller.staff_id or caller.resident_id
    assert doer is not None
    kept = files.attach(
        photos,
        owner=doer,
        kind="commons_outcome",
        subject=outcome.id,
        readers=[file_rules.EVERYONE],
        now=now,
    )
    outcome.photos = [*outcome.photos, *(str(each.id) for each in kept)]
    outcome.done_at, outcome.done_words, outcome.done_by = now, words, doer
    ask_to_check(outcome, now=now)
    return outcome


def ask_to_check(outcome: Outcome, *, now: datetime) -> None:
    """Ask those who raised the topic whether it is done as it is said to be."""
    for resident_id in raisers(outcome):
        notices.tell(
            resident_id,
            cause=f"commons.check:{outcome.id}:{outcome.returns}",
            template="commons_check",
            facts={"text": outcome.text},
            now=now,
            link=f"/pages/commons/outcomes/outcomes?space={outcome.space_id}",
        )


def raisers(outcome: Outcome) -> set[UUID]:
    """Return who raised the topic of an outcome, and who supported it."""
    if outcome.topic_id is None:
        return set()
    topic = topic_queries.topic(outcome.topic_id)
    found = set(topic_queries.supporters(topic.id))
    return found | {topic.raised_by} if topic.raised_by else found


def explain(outcome_id: UUID, reason: str, *, caller: Caller, now: datetime) -> Outcome:
    """Say why it is late. Raises `NotDue` before the day."""
    outcome = outcome_queries.outcome_to_change(outcome_id)
    if not access.is_steward(caller, deliberation_spaces.space(outcome.space_id)):
        _as_doer(outcome, caller)
    require_nobody_named(reason)
    if not is_overdue(outcome, now=now):
        raise NotDue
    outcome.overdue_reason = reason
    return outcome


def is_overdue(outcome: Outcome, *, now: datetime) -> bool:
    """Tell whether it was not done by the end of its day."""
    done_on = clock.local_date(outcome.done_at or now)
    return done_on > outcome.due_on
