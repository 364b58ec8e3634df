"""Days that are counted once and kept: a look from them sees what the ledger has."""

from datetime import UTC, date, datetime, timedelta

import numpy as np
import pytest
import time_machine
from sqlalchemy import func, select

from tests.factories.places import make_district
from tests.factories.signals import at, drawn, plant
from weijiayuan.db import db, reading, transaction
from weijiayuan.events.access import SYSTEM
from weijiayuan.events.models import Event
from weijiayuan.events.rules.vocabulary import Actor, State
from weijiayuan.events.service import transitions
from weijiayuan.governance.surge_detection import daily_counts, kept_counts
from weijiayuan.governance.surge_detection.models import SignalDay
from weijiayuan.governance.surge_detection.rules.category_families import families

TODAY = date(2026, 11, 29)
FIRST = TODAY - timedelta(days=kept_counts.HISTORY_DAYS - 1)


def now():
    return datetime.now(UTC)


@pytest.fixture
def ledger(database):
    """Forty days of fire hazards and of patrols, at noon."""
    make_district()
    plant(drawn(40, a_day=12, seed=5), first=TODAY - timedelta(days=39))
    plant(
        drawn(40, a_day=4, seed=6), first=TODAY - timedelta(days=39), source=daily_counts.PATROL,
        category_code="06042",
    )  # fmt: skip
    with time_machine.travel(at(TODAY, 12), tick=False) as hand:
        yield hand


def keep_all():
    for _ in range(6):
        kept_counts.keep(now())


def is_equal(until=None):
    """Tell whether kept days give what the ledger gives, for every family."""
    until = until or now()
    with reading():
        known = daily_counts.layout()
        last = (until - timedelta(microseconds=1)).astimezone(at(TODAY).tzinfo).date()
        first = last - timedelta(days=kept_counts.HISTORY_DAYS - 1)
        kept = kept_counts.counted(known, first=first, until=until)
        for code, family in families().by_code.items():
            fresh = daily_counts.counted(family, known, first=first, until=until)
            if not np.array_equal(fresh.all, kept[code].all):
                return False
            if not np.array_equal(fresh.without_patrol, kept[code].without_patrol):
                return False
    return True


def some_matter(days_ago):
    since = at(TODAY - timedelta(days=days_ago))
    wanted = select(Event).where(
        Event.reported_at >= since, Event.reported_at < since + timedelta(days=1)
    )
    return db.session.scalars(wanted.order_by(Event.id)).first()


def change(event, **columns):
    """Change a matter as its service does, with a line of its history."""
    for name, value in columns.items():
        setattr(event, name, value)
    transitions.write(event, "note", actor=Actor.SYSTEM, who=SYSTEM, now=now())


def kept_days():
    return db.session.scalar(select(func.count()).select_from(SignalDay))


def test_kept_days_give_what_the_ledger_gives_at_noon_and_at_midnight(ledger):
    assert is_equal()
    keep_all()

    assert kept_days() == kept_counts.HISTORY_DAYS
    assert is_equal()
    assert is_equal(at(TODAY))
    assert is_equal(at(TODAY - timedelta(days=3), 12))


def test_a_look_sees_what_changed_since_the_days_were_kept(ledger):
    keep_all()
    ledger.shift(timedelta(minutes=14))
    with transaction():
        change(some_matter(20), state=State.REJECTED)
        change(some_matter(9), category_code="06042")
        change(some_matter(5), danger="domestic")

    assert is_equal()
    assert kept_counts.keep(now()) == 0
    assert is_equal()


def test_a_merge_that_moves_a_matter_to_an_earlier_day_changes_both_days(ledger):
    keep_all()
    parent, first, second = some_matter(3).id, some_matter(12).id, some_matter(25).id
    for child in (first, second):
        ledger.shift(timedelta(hours=1))
        with transaction():
            merged, into = db.session.get(Event, child), db.session.get(Event, parent)
            change(merged, state=State.MERGED, parent_id=parent)
            change(into, reported_at=merged.reported_at)
        assert is_equal()
        kept_counts.keep(now())
        assert is_equal()


def test_a_change_that_left_no_line_is_found_and_put_right(ledger):
    keep_all()
    with transaction():
        db.session.connection().execute(Event.__table__.update().values(state="withdrawn"))
    assert not is_equal()

    rounds = kept_counts.HISTORY_DAYS // kept_counts.CHECKED_AT_ONCE
    found = 0
    for _ in range(rounds + 1):
        ledger.shift(timedelta(minutes=15))
        found += kept_counts.keep(now())

    assert found == 39  # of forty days one is not over
    assert is_equal()


def test_days_of_other_grids_or_families_are_counted_anew(ledger):
    keep_all()
    with transaction():
        db.session.execute(SignalDay.__table__.update().values(layout="of older grids"))

    assert is_equal()
    keep_all()
    assert kept_days() == kept_counts.HISTORY_DAYS
    with reading():
        name = kept_counts.layout_name(daily_counts.layout())
        assert set(db.session.scalars(select(SignalDay.layout))) == {name}


def test_days_that_no_look_asks_for_any_more_are_let_go(ledger):
    keep_all()
    ledger.shift(timedelta(days=30))
    keep_all()

    oldest = db.session.scalar(select(func.min(SignalDay.day)))
    assert oldest == TODAY + timedelta(days=30) - timedelta(days=kept_counts.HISTORY_DAYS)
    assert kept_days() == kept_counts.HISTORY_DAYS


def test_a_day_is_kept_only_when_late_commits_have_come(ledger):
    with time_machine.travel(at(TODAY) + timedelta(minutes=5), tick=False):
        keep_all()
        with reading():
            assert db.session.scalar(select(func.max(SignalDay.day))) == TODAY - timedelta(days=2)
        assert is_equal()
