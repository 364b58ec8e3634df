"""社区发令、部门报到: the table of moves of a department's part in an order."""

from collections.abc import Iterable
from dataclasses import dataclass
from enum import StrEnum, nonmember

from weijiayuan.events import errors


class Rank(StrEnum):
    """常规 regular, 重点 key, 疑难 hard, and urgent ones that cannot wait for a countersign."""

    URGENT = "urgent"
    REGULAR = "regular"
    KEY = "key"
    HARD = "hard"

    @property
    def needs_countersign(self) -> bool:
        """Tell whether the street must agree first, so that no whistle is blown idly."""
        return self in (Rank.KEY, Rank.HARD)


class PartState(StrEnum):
    words = nonmember("events.part")

    DRAFT = "draft"
    ISSUED = "issued"
    SIGNED = "signed"
    CONTESTED = "contested"
    RELEASED = "released"
    REPORTED_IN = "reported_in"
    DONE = "done"
    ACCEPTED = "accepted"
    SCORED = "scored"
    CANCELLED = "cancelled"


class OrderAction(StrEnum):
    COUNTERSIGN = "countersign"
    SIGN = "sign"
    CONTEST = "contest"
    UPHOLD = "uphold"
    RELEASE = "release"
    REPORT_IN = "report-in"
    DONE = "done"
    ACCEPT = "accept"
    RETURN = "return"
    SCORE = "score"
    APPEAL = "appeal"
    DECIDE = "decide"
    CANCEL = "cancel"


class Party(StrEnum):
    """Who takes part in an order."""

    COMMUNITY = "community"
    OFFICE = "office"
    DEPARTMENT = "department"
    SUPERVISOR = "supervisor"
    SYSTEM = "system"


@dataclass(frozen=True, slots=True, kw_only=True)
class OrderMove:
    action: OrderAction
    sources: frozenset[PartState]
    target: PartState
    parties: frozenset[Party]


P, D, W = PartState, OrderAction, Party


def _move(
    action: OrderAction, sources: Iterable[PartState], target: PartState, *parties: Party
) -> OrderMove:
    return OrderMove(
        action=action,
        sources=frozenset(sources),
        target=target,
        parties=frozenset(parties),
    )


RUNNING = (P.DRAFT, P.ISSUED, P.SIGNED, P.CONTESTED, P.REPORTED_IN)
"""States in which somebody still has to do something for the order."""

MOVES: tuple[OrderMove, ...] = (
    _move(D.COUNTERSIGN, [P.DRAFT], P.ISSUED, W.OFFICE),
    _move(D.SIGN, [P.ISSUED], P.SIGNED, W.DEPARTMENT),
    _move(D.CONTEST, [P.SIGNED], P.CONTESTED, W.DEPARTMENT),
    _move(D.UPHOLD, [P.CONTESTED], P.SIGNED, W.OFFICE),
    _move(D.RELEASE, [P.CONTESTED], P.RELEASED, W.OFFICE),
    _move(D.REPORT_IN, [P.SIGNED], P.REPORTED_IN, W.DEPARTMENT),
    _move(D.DONE, [P.REPORTED_IN], P.DONE, W.DEPARTMENT),
    _move(D.ACCEPT, [P.DONE], P.ACCEPTED, W.COMMUNITY, W.SYSTEM),
    _move(D.RETURN, [P.DONE], P.REPORTED_IN, W.COMMUNITY),
    _move(D.SCORE, [P.ACCEPTED, P.SCORED], P.SCORED, W.COMMUNITY, W.OFFICE),
    _move(D.APPEAL, [P.SCORED], P.SCORED, W.DEPARTMENT),
    _move(D.DECIDE, [P.SCORED], P.SCORED, W.SUPERVISOR),
    _move(D.CANCEL, RUNNING, P.CANCELLED, W.COMMUNITY, W.OFFICE, W.SYSTEM),
)


class Appeal(StrEnum):
    """How far the appeal against a score has come: once each."""

    NONE = "none"
    OPEN = "open"
    DECIDED = "decided"


CLOSED_TO = {
    Appeal.NONE: frozenset({D.DECIDE}),
    Appeal.OPEN: frozenset({D.APPEAL, D.SCORE}),
    Appeal.DECIDED: frozenset({D.APPEAL, D.SCORE, D.DECIDE}),
}
"""What a score is closed to: nobody scores while an appeal is open, nothing moves afterwards."""


def check_appeal(action: OrderAction, appeal: Appeal) -> None:
    """Refuse what the appeal leaves no room for."""
    if action in CLOSED_TO[appeal]:
        raise errors.AppealedBefore if appeal is not Appeal.NONE else errors.NothingToDecide


def find(action: OrderAction, state: PartState) -> OrderMove:
    """Return the row for this action from this state, or refuse and name what is allowed."""
    for move in MOVES:
        if move.action is action and state in move.sources:
            return move
    raise errors.IllegalMove(action=action.value, state=state, allowed=allowed(state))


def allowed(
    state: PartState, parties: Iterable[Party] | None = None, appeal: Appeal | None = None
) -> list[str]:
    """Return what the table allows from this state, for anyone or for these parties."""
    who = None if parties is None else frozenset(parties)
    closed = CLOSED_TO[appeal] if appeal else frozenset()
    return sorted(
        {
            move.action.value
            for move in MOVES
            if state in move.sources
            and (who is None or move.parties & who)
            and move.action not in closed
        }
    )
