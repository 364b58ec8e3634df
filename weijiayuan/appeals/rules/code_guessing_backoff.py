"""How long somebody waits who guesses: every wrong digit doubles it. Pure."""

from datetime import datetime, timedelta

FREE = 2
FIRST_WAIT = timedelta(minutes=1)
MOST_DOUBLINGS = 12


def wait_until(wrong: int, last: datetime | None) -> datetime | None:
    """Return until when no further guess is looked at; None if the next is free.

    Two slips are free. Then a minute, two, four and so on, up to almost three days: the ten digits
    are not tried through in an afternoon.
    """
    if last is None or wrong <= FREE:
        return None
    doublings: int = 2 ** min(wrong - FREE - 1, MOST_DOUBLINGS)
    return last + FIRST_WAIT * doublings
