"""Having what was done checked by those who raised it."""

from datetime import datetime
from uuid import UUID

from weijiayuan.accounts.current_caller import Caller
from weijiayuan.commons import access
from weijiayuan.commons.errors import NotRaiser
from weijiayuan.commons.models import Outcome
from weijiayuan.commons.queries import deliberation_spaces
from weijiayuan.commons.queries import meeting_outcomes as outcome_queries
from weijiayuan.commons.rules.states import OutcomeKind, OutcomeState
from weijiayuan.commons.service import department_referrals, meeting_outcomes
from weijiayuan.commons.service.public_text_check import require_nobody_named


def check(outcome_id: UUID, *, fixed: bool, words: str, caller: Caller, now: datetime) -> Outcome:
    """Say as somebody who raised it whether it is done; if not, it goes on, in the ledger too.

    Where nobody with an account raised it, those who keep the space check it, but never who did it.
    Raises `NotRaiser`, `IllegalMove`.
    """
    outcome = outcome_queries.outcome_to_change(outcome_id)
    _as_checker(outcome, caller)
    require_nobody_named(words)
    if not fixed:
        outcome.move_to(OutcomeState.DOING)
        outcome.returns += 1
        outcome.checked_words = words
        if outcome.kind is OutcomeKind.DEPARTMENT:
            department_referrals.take_up_again(outcome, words=words, by=caller.staff_id, now=now)
        return outcome
    outcome.move_to(OutcomeState.CHECKED)
    outcome.checked_at, outcome.checked_words = now, words
    return outcome


def _as_checker(outcome: Outcome, caller: Caller) -> None:
    did_it = outcome.done_by is not None and outcome.done_by in {
        caller.staff_id,
        caller.resident_id,
    }
    asked = meeting_outcomes.raisers(outcome)
    may = (
        caller.resident_id in asked
        if asked
        else access.is_steward(caller, deliberation_spaces.space(outcome.space_id))
    )
    if did_it or not may:
        raise NotRaiser
