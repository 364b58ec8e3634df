"""The table of moves: from which state, by whom, under which conditions, to which state.

The table is the only place that says what may happen to a matter. `find` looks a move up, `check`
asks its conditions; the one method that changes a state (`models.Event.move`) calls both.
"""

from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from uuid import UUID

from weijiayuan.events import errors
from weijiayuan.events.rules import reference_data
from weijiayuan.events.rules.vocabulary import Action, Actor, Level, Mode, State

S, A = State, Action


@dataclass(frozen=True, slots=True, kw_only=True)
class Situation:
    """What the conditions of a move may look at."""

    now: datetime
    on_the_spot: bool = False
    mode: Mode = Mode.TOGETHER
    level: Level = Level.MICRO
    unit_is_grid: bool = False
    of_the_department: bool = False
    category: str | None = None
    returns: int = 0
    designated: bool = False
    designating: bool = False
    return_until: datetime | None = None
    unit: str | None = None
    unit_is_responsible: bool = True
    waits: int = 0
    extensions: int = 0
    extra: timedelta = timedelta(0)
    original: timedelta = timedelta(0)
    closed_at: datetime | None = None
    reporter_reopens: int = 0
    reporter_appeals: int = 0
    handlers: frozenset[UUID] = frozenset()
    actor: Actor = Actor.SYSTEM
    actor_id: UUID | None = None
    reason: str | None = None
    has_proof: bool = False
    metres: float | None = None
    is_sampled: bool = False
    parent_is_open: bool = True
    parent_metres: float = 0.0
    parent_is_as_grave: bool = False
    is_sensed: bool = False
    in_danger: bool = False
    calmed_by: frozenset[UUID] = frozenset()


Guard = Callable[[Situation], None]


def has_reason(now: Situation) -> None:
    """Require words or a code that say why."""
    if not (now.reason or "").strip():
        raise errors.ReasonNeeded


def has_proof(now: Situation) -> None:
    """Require a photo of the result, or a reason code why there is none."""
    if not now.has_proof:
        raise errors.ProofNeeded


def on_site(now: Situation) -> None:
    """Require a grid worker to stand at the place, also one who acts as the unit of their grid.

    Departments may report from their desk.
    """
    if now.actor is not Actor.GRID_WORKER and not (now.actor is Actor.UNIT and now.unit_is_grid):
        return
    if now.metres is None:
        raise errors.PositionNeeded
    limit = reference_data.limits().distance["on_site_metres"]
    if now.metres > limit:
        raise errors.TooFarAway(metres=round(now.metres), limit=limit)


def settles_on_the_spot(now: Situation) -> None:
    """Let a grid worker settle alone only what is settled by whoever finds it (巡办合一)."""
    if now.mode is not Mode.TOGETHER:
        raise errors.DispatchNeeded


def own_to_handle(now: Situation) -> None:
    """Let a grid worker go on only with what their grid has: a department's work is its own."""
    if now.actor is Actor.GRID_WORKER and not (now.on_the_spot or now.unit_is_grid):
        raise errors.NotYours(actors=[Actor.UNIT.value])


def not_sensed(now: Situation) -> None:
    """Let nobody put aside alone what a device measures and is grave: its alarm is judged by two.

    Otherwise the line would stay reached, with nobody who answers for it.
    """
    if now.is_sensed and now.level.is_pressing:
        raise errors.RaisedByDevice


def not_measured(now: Situation) -> None:
    """Let nobody take back alone what a device measures there too: somebody has to look first."""
    if now.is_sensed and now.level.is_pressing:
        raise errors.DeviceMeasuresIt


def not_in_danger(now: Situation) -> None:
    """Let nobody refuse alone what calls for rescue: one takes the danger back, another refuses."""
    if now.in_danger or now.actor_id in now.calmed_by:
        raise errors.DangerNeedsTwo


def not_buried(now: Situation) -> None:
    """Let one person merge what a device measures only into what is danger or measured itself."""
    if now.actor is not Actor.SYSTEM and not now.parent_is_as_grave:
        not_sensed(now)


def category_known(now: Situation) -> None:
    if now.category is None:
        raise errors.CategoryNeeded


def unit_responsible(now: Situation) -> None:
    """Require the unit to own the category, unless the dispatcher designates it."""
    if not now.unit_is_responsible and not now.designating:
        raise errors.UnitNotResponsible(unit=now.unit, category=now.category)


def third_time_designated(now: Situation) -> None:
    """After two returns the dispatcher must designate: the ball stops there."""
    if now.returns >= 2 and not now.designating:
        raise errors.Designated


def may_return(now: Situation) -> None:
    """Allow two returns in all, none once designated, each within its time."""
    if now.designated or now.returns >= 2:
        raise errors.Designated
    if now.return_until is not None and now.now > now.return_until:
        raise errors.ReturnTooLate(until=now.return_until)


def not_waited(now: Situation) -> None:
    if now.waits >= 1:
        raise errors.WaitedBefore


def may_extend(now: Situation) -> None:
    """Allow one extension, of at most the original limit."""
    if now.extensions >= 1:
        raise errors.ExtendedBefore
    if now.extra > now.original:
        raise errors.ExtensionTooLong


def different_person(now: Situation) -> None:
    """Refuse a check by whoever worked on it, gave it to whoever did, or is of that department."""
    if now.of_the_department or (now.actor_id is not None and now.actor_id in now.handlers):
        raise errors.SamePerson


def needs_no_check(*, on_the_spot: bool, level: Level, is_sampled: bool) -> bool:
    """Tell whether a result stands without a second person of the staff.

    Only what was settled on the spot, is neither urgent nor serious, and is not in the sample.
    """
    return on_the_spot and not level.is_pressing and not is_sampled


def settled_on_the_spot(now: Situation) -> None:
    """Close without a check only what needs none.

    The reporter is a different person, so their word closes also a sampled one; a leak of gas is
    checked by somebody who knows how.
    """
    sampled = now.is_sampled and now.actor is not Actor.REPORTER
    if not needs_no_check(on_the_spot=now.on_the_spot, level=now.level, is_sampled=sampled):
        raise errors.IllegalMove(action=Action.CONFIRM, state=State.HANDLED, allowed=["verify"])


def may_reopen(now: Situation) -> None:
    """Give the reporter one reopening within seven days; staff may reopen until it is archived."""
    if now.actor is not Actor.REPORTER:
        return
    if now.reporter_reopens >= 1:
        raise errors.ReopenedBefore
    days = reference_data.limits().resident["reopen_within_days"]
    if now.closed_at is not None and now.now > now.closed_at + timedelta(days=days):
        raise errors.ReopenTooLate(days=days)


def may_appeal(now: Situation) -> None:
    """Give the reporter one word against a rejection, and against being merged."""
    if now.reporter_appeals >= 1:
        raise errors.ReopenedBefore


def parent_open(now: Situation) -> None:
    if not now.parent_is_open:
        raise errors.NotMergeable


def parent_near(now: Situation) -> None:
    """Refuse to join what lies too far apart to be one matter."""
    limit = reference_data.limits().distance["merge_metres"]
    if now.parent_metres > limit:
        raise errors.TooFarToMerge(metres=round(now.parent_metres), limit=limit)


@dataclass(frozen=True, slots=True, kw_only=True)
class Move:
    """One row of the table."""

    action: Action
    sources: frozenset[State]
    target: State
    actors: frozenset[Actor]
    guards: tuple[Guard, ...] = field(default=())


def _move(
    action: Action, sources: Iterable[State], target: State, actors: Iterable[Actor], *guards: Guard
) -> Move:
    return Move(
        action=action,
        sources=frozenset(sources),
        target=target,
        actors=frozenset(actors),
        guards=guards,
    )


DESK = (Actor.DISPATCHER, Actor.SECRETARY)
BEFORE_WORK = (S.SUBMITTED, S.ACCEPTED, S.DISPATCHED, S.RETURNED)
WITH_A_UNIT = (S.DISPATCHED, S.HANDLING, S.WAITING)
UNDISPATCHED = (S.ACCEPTED, S.RETURNED, S.REOPENED)

MOVES: tuple[Move, ...] = (
    _move(A.ACCEPT, [S.SUBMITTED], S.ACCEPTED, [*DESK, Actor.SYSTEM], category_known),
    _move(
        A.REJECT,
        [S.SUBMITTED, S.ACCEPTED, S.RETURNED],
        S.REJECTED,
        [Actor.DISPATCHER],
        has_reason,
        not_sensed,
        not_in_danger,
    ),
    _move(A.RESTORE, [S.REJECTED], S.SUBMITTED, [Actor.DISPATCHER, Actor.SUPERVISOR], has_reason),
    *(
        _move(A.RECLASSIFY, [state], state, DESK, has_reason, category_known)
        for state in UNDISPATCHED
    ),
    _move(
        A.MERGE,
        [S.SUBMITTED, S.ACCEPTED],
        S.MERGED,
        [Actor.DISPATCHER, Actor.SYSTEM],
        parent_open,
        parent_near,
        not_buried,
    ),
    _move(A.UNMERGE, [S.MERGED], S.SUBMITTED, [Actor.DISPATCHER, Actor.SYSTEM], has_reason),
    _move(A.WITHDRAW, BEFORE_WORK, S.WITHDRAWN, [Actor.REPORTER], not_measured),
    _move(
        A.DISPATCH,
        [S.ACCEPTED, S.RETURNED, S.REOPENED],
        S.DISPATCHED,
        [*DESK, Actor.SYSTEM],
        category_known,
        unit_responsible,
        third_time_designated,
    ),
    _move(A.RECALL, WITH_A_UNIT, S.RETURNED, DESK, has_reason),
    _move(A.RETURN, [S.DISPATCHED, S.HANDLING], S.RETURNED, [Actor.UNIT], has_reason, may_return),
    _move(A.SIGN, [S.DISPATCHED], S.HANDLING, [Actor.UNIT]),
    _move(A.START, [S.ACCEPTED], S.HANDLING, [Actor.GRID_WORKER], settles_on_the_spot, on_site),
    _move(
        A.HANDLE,
        [S.ACCEPTED],
        S.HANDLED,
        [Actor.GRID_WORKER],
        settles_on_the_spot,
        has_proof,
        on_site,
    ),
    _move(
        A.HANDLE,
        [S.HANDLING],
        S.HANDLED,
        [Actor.UNIT, Actor.GRID_WORKER],
        own_to_handle,
        has_proof,
        on_site,
    ),
    _move(A.WAIT, [S.HANDLING], S.WAITING, [Actor.DISPATCHER], has_reason, not_waited),
    _move(
        A.RESUME,
        [S.WAITING],
        S.HANDLING,
        [Actor.UNIT, Actor.DISPATCHER, Actor.GRID_WORKER, Actor.SYSTEM],
        own_to_handle,
    ),
    _move(A.EXTEND, [S.HANDLING], S.HANDLING, [Actor.DISPATCHER], has_reason, may_extend),
    _move(
        A.VERIFY,
        [S.HANDLED],
        S.VERIFIED,
        [Actor.GRID_WORKER, Actor.SECRETARY, Actor.DISPATCHER],
        different_person,
        on_site,
    ),
    _move(
        A.REWORK,
        [S.HANDLED],
        S.HANDLING,
        [Actor.GRID_WORKER, Actor.SECRETARY, Actor.DISPATCHER],
        has_reason,
        different_person,
    ),
    _move(A.CLOSE, [S.VERIFIED], S.CLOSED, [*DESK, Actor.SYSTEM]),
    _move(A.CONFIRM, [S.HANDLED], S.CLOSED, [Actor.REPORTER, Actor.SYSTEM], settled_on_the_spot),
    _move(A.CONFIRM, [S.VERIFIED], S.CLOSED, [Actor.REPORTER]),
    _move(
        A.REOPEN,
        [S.CLOSED],
        S.REOPENED,
        [Actor.REPORTER, Actor.SECRETARY, Actor.SUPERVISOR, Actor.SYSTEM],
        has_reason,
        may_reopen,
    ),
    _move(A.APPEAL, [S.REJECTED, S.MERGED], S.SUBMITTED, [Actor.REPORTER], has_reason, may_appeal),
    _move(A.ARCHIVE, [S.CLOSED], S.ARCHIVED, [Actor.SYSTEM]),
)


def find(action: Action, state: State) -> Move:
    """Return the row for this action from this state, or refuse and name what is allowed."""
    for move in MOVES:
        if move.action is action and state in move.sources:
            return move
    raise errors.IllegalMove(action=action.value, state=state, allowed=allowed(state))


def check(move: Move, situation: Situation) -> None:
    """Refuse a move that this actor may not make, or whose conditions do not hold."""
    if situation.actor not in move.actors:
        raise errors.NotYours(actors=sorted(move.actors))
    for guard in move.guards:
        guard(situation)


def allowed(state: State, actors: Iterable[Actor] | None = None) -> list[str]:
    """Return what the table allows from this state, for anyone or for these capacities."""
    capacities = None if actors is None else frozenset(actors)
    return sorted(
        {
            move.action.value
            for move in MOVES
            if state in move.sources and (capacities is None or move.actors & capacities)
        }
    )
