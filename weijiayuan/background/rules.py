"""When background work is due."""

from datetime import UTC, datetime, timedelta

EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
FIRST_PAUSE = timedelta(seconds=5)
LONGEST_PAUSE = timedelta(hours=1)


def next_run(now: datetime, *, every: timedelta) -> datetime:
    """Return when the next run begins. Runs are counted from the epoch, not from the last run.

    >>> next_run(EPOCH + timedelta(minutes=13), every=timedelta(minutes=5)).minute
    15
    """
    return now - (now - EPOCH) % every + every


def is_due(due_at: datetime, *, every: timedelta, now: datetime) -> bool:
    """Tell whether a task is due. No task waits longer than its own pause: a later time is wrong.

    A machine whose clock was once a day ahead must not stop the work of all others for a day.

    >>> hour = timedelta(hours=1)
    >>> [is_due(EPOCH + late, every=hour, now=EPOCH) for late in (0 * hour, hour, 25 * hour)]
    [True, False, True]
    """
    return due_at <= now or due_at > now + every


def pause_after(failures: int) -> timedelta:
    """Return how long to wait after so many failures in a row: 5 s, 10 s, 20 s ... one hour.

    >>> [pause_after(failures).total_seconds() for failures in (1, 2, 11)]
    [5.0, 10.0, 3600.0]
    """
    doubled: int = 2 ** min(failures - 1, 20)
    return min(FIRST_PAUSE * doubled, LONGEST_PAUSE)
