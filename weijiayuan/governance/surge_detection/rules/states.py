"""What can become of a signal, and how urgent it is."""

from enum import StrEnum


class SignalKind(StrEnum):
    """More than usual in a place, a slow rise in one grid, or more in the whole district."""

    CLUSTER = "cluster"
    CREEP = "creep"
    SURGE = "surge"


class SignalState(StrEnum):
    """Where a signal stands. It is over when nothing was unusual for three days."""

    NEW = "new"
    SEEN = "seen"
    ACTING = "acting"
    OVER = "over"
    JUDGED = "judged"


class Deed(StrEnum):
    """What is done about a signal."""

    ORDER = "order"
    VISIT = "visit"
    NOTHING = "nothing"


class SignalVerdict(StrEnum):
    """What a signal turned out to be."""

    REAL = "real"
    EXPLAINED = "explained"
    NOISE = "noise"


RUNNING = frozenset({SignalState.NEW, SignalState.SEEN, SignalState.ACTING})
MOVES = {
    SignalState.NEW: frozenset({SignalState.SEEN, SignalState.ACTING, SignalState.OVER}),
    SignalState.SEEN: frozenset({SignalState.ACTING, SignalState.OVER}),
    SignalState.ACTING: frozenset({SignalState.ACTING, SignalState.OVER}),
    SignalState.OVER: frozenset({SignalState.JUDGED}),
    SignalState.JUDGED: frozenset(),
}

FOLLOW_FROM = 365.0
PRESS_FROM = 2000.0
LEAST_JUDGED = 50
LEAST_GOOD = 0.6


def band(recurrence_days: float | None) -> str:
    """Return how much attention a signal asks for, by how rarely chance does as much.

    Not the four colours of official warnings, which only the government may issue
    (突发事件应对法 63-64). None stands for "never in all the days that were imitated".

    >>> band(120), band(500), band(None)
    ('note', 'follow', 'press')
    """
    if recurrence_days is None or recurrence_days >= PRESS_FROM:
        return "press"
    return "follow" if recurrence_days >= FOLLOW_FROM else "note"


def allowed_false(*, judged: int, good: int) -> float:
    """Return how many false alarms in 100 days may be raised: fewer once most were noise.

    >>> allowed_false(judged=10, good=0), allowed_false(judged=50, good=29)
    (1.0, 0.5)
    """
    noisy = judged >= LEAST_JUDGED and good / judged < LEAST_GOOD
    return 0.5 if noisy else 1.0
