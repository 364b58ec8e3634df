"""For how long a face check holds, by the rulebook in force."""

from datetime import date

from weijiayuan.approvals.rulebook_in_force import current
from weijiayuan.kernel import clock


def identity_minutes() -> int:
    """Return for how many minutes an identity check holds."""
    today: date = clock.local_date(clock.now())
    figure = current().decider().book.pack.parameters["identity_valid"].on(today)
    assert figure is not None
    assert isinstance(figure.figure, int)
    return figure.figure
