"""Every cell of the table of moves, and every condition."""

from datetime import timedelta

import pytest

from tests.deadline_clocks.test_working_time import at
from weijiayuan.events import errors
from weijiayuan.events.rules import state_transitions
from weijiayuan.events.rules.vocabulary import OPEN, OVER, Action, Actor, State
from weijiayuan.kernel.ids import new_id

NOW = at("2026-11-23 10:00")

# state: every action the table allows there. Typed in from the facts, not derived from the code.
ALLOWED = {
    "submitted": {"accept", "reject", "merge", "withdraw"},
    "accepted": {"merge", "withdraw", "reject", "reclassify", "dispatch", "start", "handle"},
    "dispatched": {"return", "recall", "sign", "withdraw"},
    "returned": {"dispatch", "withdraw", "reject", "reclassify"},
    "handling": {"handle", "wait", "extend", "return", "recall"},
    "waiting": {"resume", "recall"},
    "handled": {"verify", "rework", "confirm"},
    "verified": {"close", "confirm"},
    "closed": {"reopen", "archive"},
    "reopened": {"dispatch", "reclassify"},
    "rejected": {"appeal", "restore"},
    "merged": {"appeal", "unmerge"},
    "withdrawn": set(),
    "archived": set(),
}


@pytest.mark.parametrize("state", State)
@pytest.mark.parametrize("action", Action)
def test_a_move_is_in_the_table_or_refused_with_what_is_allowed(state, action):
    if action in ALLOWED[state]:
        assert state in state_transitions.find(action, state).sources
        return
    with pytest.raises(errors.IllegalMove) as refused:
        state_transitions.find(action, state)
    assert refused.value.facts["allowed"] == sorted(ALLOWED[state])


@pytest.mark.parametrize("move", state_transitions.MOVES, ids=lambda move: f"{move.action}")
@pytest.mark.parametrize("actor", Actor)
def test_nobody_else_makes_a_move(move, actor):
    if actor in move.actors:
        return
    with pytest.raises(errors.NotYours):
        state_transitions.check(move, state_transitions.Situation(now=NOW, actor=actor))


def test_auditors_move_nothing():
    assert not any(Actor.AUDITOR in move.actors for move in state_transitions.MOVES)


def test_every_open_state_leads_to_an_end():
    ends = {state for state in State if not ALLOWED[state]} | {State.CLOSED}
    for _ in State:
        ends |= {
            source
            for move in state_transitions.MOVES
            for source in move.sources
            if move.target in ends
        }
    assert ends == set(State)
    assert set(State) == OPEN | OVER


def situation(**given):
    return state_transitions.Situation(now=NOW, **given)


ME = new_id()
REFUSED = [
    (state_transitions.has_reason, situation(reason="  "), errors.ReasonNeeded),
    (state_transitions.has_proof, situation(), errors.ProofNeeded),
    (state_transitions.on_site, situation(actor=Actor.GRID_WORKER), errors.PositionNeeded),
    (state_transitions.on_site, situation(actor=Actor.GRID_WORKER, metres=100.1), errors.TooFarAway),
    (state_transitions.category_known, situation(), errors.CategoryNeeded),
    (state_transitions.unit_responsible, situation(unit_is_responsible=False), errors.UnitNotResponsible),
    (state_transitions.third_time_designated, situation(returns=2), errors.Designated),
    (state_transitions.may_return, situation(returns=2), errors.Designated),
    (state_transitions.may_return, situation(designated=True), errors.Designated),
    (state_transitions.may_return, situation(return_until=NOW - timedelta(seconds=1)), errors.ReturnTooLate),
    (state_transitions.not_waited, situation(waits=1), errors.WaitedBefore),
    (state_transitions.may_extend, situation(extensions=1), errors.ExtendedBefore),
    (state_transitions.may_extend, situation(extra=timedelta(hours=5), original=timedelta(hours=4)), errors.ExtensionTooLong),
    (state_transitions.different_person, situation(actor_id=ME, handlers=frozenset({ME})), errors.SamePerson),
    (state_transitions.settled_on_the_spot, situation(), errors.IllegalMove),
    (state_transitions.settled_on_the_spot, situation(on_the_spot=True, is_sampled=True), errors.IllegalMove),
    (state_transitions.may_reopen, situation(actor=Actor.REPORTER, reporter_reopens=1), errors.ReopenedBefore),
    (state_transitions.may_reopen, situation(actor=Actor.REPORTER, closed_at=NOW - timedelta(days=7, seconds=1)), errors.ReopenTooLate),
    (state_transitions.parent_open, situation(parent_is_open=False), errors.NotMergeable),
]  # fmt: skip


@pytest.mark.parametrize(("guard", "now", "error"), REFUSED)
def test_a_condition_that_does_not_hold_refuses(guard, now, error):
    with pytest.raises(error):
        guard(now)


PASSED = [
    (state_transitions.has_reason, situation(reason="天气")),
    (state_transitions.has_proof, situation(has_proof=True)),
    (state_transitions.on_site, situation(actor=Actor.GRID_WORKER, metres=100.0)),
    (state_transitions.on_site, situation(actor=Actor.UNIT)),
    (state_transitions.category_known, situation(category="06010")),
    (state_transitions.unit_responsible, situation(unit_is_responsible=False, designating=True)),
    (state_transitions.third_time_designated, situation(returns=2, designating=True)),
    (state_transitions.may_return, situation(returns=1, return_until=NOW)),
    (state_transitions.not_waited, situation()),
    (
        state_transitions.may_extend,
        situation(extra=timedelta(hours=4), original=timedelta(hours=4)),
    ),
    (state_transitions.different_person, situation(actor_id=ME)),
    (state_transitions.settled_on_the_spot, situation(on_the_spot=True)),
    (
        state_transitions.settled_on_the_spot,
        situation(on_the_spot=True, is_sampled=True, actor=Actor.REPORTER),
    ),
    (
        state_transitions.may_reopen,
        situation(actor=Actor.REPORTER, closed_at=NOW - timedelta(days=7)),
    ),
    (state_transitions.may_reopen, situation(actor=Actor.SUPERVISOR, reporter_reopens=1)),
    (state_transitions.parent_open, situation()),
]


@pytest.mark.parametrize(("guard", "now"), PASSED)
def test_a_condition_that_holds_lets_pass(guard, now):
    guard(now)


def test_what_is_allowed_can_be_asked_for_a_capacity():
    assert state_transitions.allowed(State.HANDLED, [Actor.REPORTER]) == ["confirm"]
    assert state_transitions.allowed(State.HANDLED, []) == []
