"""What the worker does for signals. Everything asks the time, so an outage is made good."""

from datetime import datetime

from weijiayuan.background import every, every_in_steps
from weijiayuan.governance.surge_detection import kept_counts, service, threshold_calibration
from weijiayuan.governance.surge_detection.errors import HistoryTooShort
from weijiayuan.governance.surge_detection.rules.category_families import families


@every_in_steps(minutes=60)
def calibrate_signals(now: datetime) -> str:
    """Draw the lines of families that have none for today, one by one."""
    drawn = 0
    for family in families().by_code.values():
        try:
            drawn += threshold_calibration.calibrate(family, now=now)
        except HistoryTooShort:
            continue
    return f"{drawn} lines drawn" if drawn else ""


@every_in_steps(minutes=15)
def keep_counts(now: datetime) -> str:
    """Count the days that are over, and put right what was kept of them."""
    wrong = kept_counts.keep(now)
    return f"{wrong} days counted anew" if wrong else ""


@every_in_steps(minutes=15)
def look_for_signals(now: datetime) -> str:
    """Make the looks that are due, also those that an outage left out."""
    count = service.look_everywhere(now)
    return f"{count} signals raised" if count else ""


@every(minutes=5)
def follow_signals(now: datetime) -> str:
    """End what is quiet again, and pass on what nobody saw in time."""
    over, late = service.end_quiet(now), service.pass_on_unseen(now)
    return f"{over} signals over, {late} passed on" if over + late else ""
