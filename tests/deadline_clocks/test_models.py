"""What any service gets that makes a table of clocks: here one of an invented service."""

from datetime import datetime
from typing import ClassVar

from sqlalchemy.orm import DeclarativeBase, Mapped, MappedAsDataclass, mapped_column

from tests.deadline_clocks.test_working_time import OFFICE, Calendar2026, at
from weijiayuan.db import UtcDateTime
from weijiayuan.deadline_clocks.escalation_ladder import Rung
from weijiayuan.deadline_clocks.models import RunningClock
from weijiayuan.deadline_clocks.working_time import Limit, OfficeHours

RUNGS = (Rung(percent=50, name="提醒", tells="clerk"), Rung(percent=100, name="超时", tells="lead"))
MONDAY = at("2026-11-23 09:00")


class Base(MappedAsDataclass, DeclarativeBase, kw_only=True):
    type_annotation_map: ClassVar = {datetime: UtcDateTime}


class PermitClock(RunningClock, Base):
    __tablename__ = "permit_clocks"

    id: Mapped[int] = mapped_column(primary_key=True, default=None)

    @classmethod
    def ladder_of(cls, row):
        return RUNGS


def three_days():
    return PermitClock.begin(Limit.parse("3d"), now=MONDAY, hours=OFFICE)


def test_a_clock_knows_from_birth_when_it_is_due_and_when_somebody_is_told():
    clock = three_days()

    assert clock.due_at == clock.original_due_at == at("2026-11-26 18:00")
    assert clock.next_at == at("2026-11-24 18:00")


def test_a_clock_may_stand_still_more_than_once():
    clock = three_days()

    clock.pause(OFFICE, at("2026-11-23 10:00"))
    assert clock.due_at is None
    clock.resume(OFFICE, at("2026-11-23 11:00"))
    clock.pause(OFFICE, at("2026-11-24 10:00"))
    clock.resume(OFFICE, at("2026-11-24 12:00"))

    assert clock.due_at == at("2026-11-27 12:00")
    assert clock.original_due_at == at("2026-11-26 18:00")


def test_pausing_twice_or_resuming_what_runs_changes_nothing():
    clock = three_days()

    clock.resume(OFFICE, at("2026-11-23 10:00"))
    clock.pause(OFFICE, at("2026-11-23 10:00"))
    clock.pause(OFFICE, at("2026-11-23 17:00"))
    clock.resume(OFFICE, at("2026-11-23 11:00"))
    clock.resume(OFFICE, at("2026-11-25 11:00"))

    assert clock.due_at == at("2026-11-27 10:00")


def test_a_stopped_clock_still_owes_the_rung_it_passed_and_no_other():
    late, soon = three_days(), three_days()

    late.stop(at("2026-11-25 10:00"))
    soon.stop(at("2026-11-24 10:00"))

    assert late.next_at == at("2026-11-24 18:00")
    assert soon.next_at is None


def test_a_limit_in_days_follows_the_calendar_and_keeps_its_extension():
    class Tuesday(Calendar2026):
        def is_working_day(self, day):
            return super().is_working_day(day) and day != at("2026-11-24 00:00").date()

    working, calendar = (
        three_days(),
        PermitClock.begin(Limit.parse("2cd"), now=at("2026-11-22 09:00"), hours=OFFICE),
    )
    working.extend(Limit.parse("1d"), OFFICE, MONDAY)
    for clock in (working, calendar):
        clock.fit(OfficeHours(Tuesday()), ())

    assert working.due_at == at("2026-11-30 18:00")
    assert calendar.due_at == at("2026-11-25 18:00")
