"""What the worker does for sensing. Everything asks the time, so an outage is made good."""

from datetime import datetime

from weijiayuan.background import every
from weijiayuan.sensing.service import (
    alarm_endings,
    alarm_verdicts,
    alarms,
    outages_and_retention,
    report_merging,
    threshold_evaluation,
)


@every(minutes=1)
def follow_alarms(now: datetime) -> str:
    """Make matters of alarms that nobody looked at, and judge those whose matter is over."""
    late, judged = alarms.step_up_unanswered(now), alarm_verdicts.judge_by_outcome(now)
    return f"{late} alarms stepped up, {judged} judged" if late + judged else ""


@every(minutes=1)
def tell_of_endings(now: datetime) -> str:
    """Tell whoever reported what devices told of that these are calm, wrong, or gone."""
    count = alarm_endings.tell(now)
    return f"of {count} matters told that no device tells of them any more" if count else ""


@every(minutes=1)
def give_matters_again(now: datetime) -> str:
    """Give alarms a matter where theirs is over, and keep matters as urgent as what is measured."""
    count, raised = alarms.give_matters_again(now), alarms.keep_urgent(now)
    said = f"{count} alarms have a matter again, {raised} matters are urgent again"
    return said if count + raised else ""


@every(minutes=1)
def judge_owed_readings(now: datetime) -> str:
    """Judge readings that were stored and could not be judged when they came."""
    count = threshold_evaluation.judge_owed(now)
    return f"{count} datastreams judged late" if count else ""


@every(minutes=1)
def judge_silence(now: datetime) -> str:
    """Raise for devices that said too much, fast, and fell silent."""
    count = threshold_evaluation.judge_silence(now)
    return f"{count} devices raised by falling silent" if count else ""


@every(minutes=1)
def join_what_is_one(now: datetime) -> str:
    """Join reports to what devices raised before, and waiting alarms to what people reported."""
    reports, waiting = report_merging.join_reports(now), report_merging.join_alarms(now)
    return f"{reports} reports and {waiting} alarms joined" if reports + waiting else ""


@every(minutes=1)
def note_silence(now: datetime) -> str:
    """Open tickets for devices that fell silent, and end those of devices heard again."""
    opened, ended = outages_and_retention.note_silence(now)
    return f"{opened} devices silent, {ended} heard again" if opened + ended else ""


@every(minutes=1)
def note_clocks(now: datetime) -> str:
    """Open tickets for devices whose clock is wrong, and end those of clocks set right."""
    opened, ended = outages_and_retention.note_clocks(now)
    return f"{opened} clocks wrong, {ended} set right" if opened + ended else ""


@every(minutes=1)
def note_ranges(now: datetime) -> str:
    """Open tickets for devices that say what lies beyond their range, and end those over."""
    opened, ended = outages_and_retention.note_ranges(now)
    return f"{opened} devices out of range, {ended} within again" if opened + ended else ""


@every(minutes=60)
def warn_of_unfiled_cameras(now: datetime) -> str:
    """Tell administrators of cameras that were not filed within thirty days."""
    count = outages_and_retention.warn_unfiled(now)
    return f"{count} messages of unfiled cameras" if count else ""


@every(minutes=10)
def roll_up_readings(now: datetime) -> str:
    """Add up readings of thirty days ago, five minutes to a row."""
    count = outages_and_retention.roll_up(now)
    return f"{count} rows added up" if count else ""


@every(minutes=10)
def delete_old_readings(now: datetime) -> str:
    """Delete readings of 180 days ago."""
    count = outages_and_retention.delete_old(now)
    return f"{count} readings deleted" if count else ""
