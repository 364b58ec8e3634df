"""What approvals do by themselves. All follows from the time, so late is as good as early."""

from datetime import datetime

from weijiayuan.approvals.queries import applications as queries
from weijiayuan.approvals.service import (
    address_key_reindexing,
    applications,
    licence_lifecycle,
    licence_sealing,
    name_reservations,
)
from weijiayuan.background import every, every_in_steps
from weijiayuan.db import reading, transaction

AT_ONCE = 50


@every_in_steps(minutes=2)
def ask_registers_again(now: datetime) -> str:
    """Decide what only waits for the registers, as soon as they answer again."""
    with reading():
        waiting = queries.waiting_for_registry(AT_ONCE)
    decided = sum(bool(applications.retry(each, now=now)) for each in waiting)
    sealed = licence_sealing.seal_all()
    return (
        f"{decided} applications decided anew, {sealed} licences sealed"
        if decided or sealed
        else ""
    )


@every(minutes=15)
def end_closings_and_pauses(now: datetime) -> str:
    """Close what nobody objected to, and let what was paused stand again."""
    closed, resumed = licence_lifecycle.end_closings(now=now), licence_lifecycle.end_pauses(now=now)
    return f"{closed} licences closed, {resumed} pauses over" if closed or resumed else ""


@every(minutes=15)
def reconcile_reservations(now: datetime) -> str:
    """End reservations of names that are over or left behind, and make those that are missing."""
    ended, made = name_reservations.reconcile(now=now)
    return f"{ended} reservations of names ended, {made} made" if ended or made else ""


@every_in_steps(minutes=60)
def renew_place_keys(now: datetime) -> str:  # noqa: ARG001  # every periodic work is told the time
    """Make keys of places anew that were made an older way."""
    renewed = 0
    while True:
        with transaction():
            count = address_key_reindexing.renew()
        if not count:
            return f"{renewed} keys of places made anew" if renewed else ""
        renewed += count


@every_in_steps(minutes=24 * 60)
def remind_of_reports(now: datetime) -> str:
    """Remind of yearly reports in the last month of the season."""
    told, since = 0, None
    while True:
        with transaction():
            count, since = licence_lifecycle.remind_of_reports(now=now, after_id=since)
        told += count
        if since is None:
            return f"{told} holders reminded of the yearly report" if told else ""
