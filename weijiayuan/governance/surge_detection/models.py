"""Looks at the ledger, the lines they were held against, and the signals they gave."""

from datetime import date, datetime
from typing import Any
from uuid import UUID

from sqlalchemy import JSON, ForeignKey, Index, LargeBinary, Text, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from weijiayuan.db import Model
from weijiayuan.governance.surge_detection.rules.calibration import Line
from weijiayuan.governance.surge_detection.rules.states import (
    MOVES,
    Deed,
    SignalKind,
    SignalState,
    SignalVerdict,
)
from weijiayuan.kernel.state_machine import check_move


class SignalDay(Model):
    """How many matters a day that is over had, by family and grid, as the ledger had them then.

    `counts` are those of `layout`, which names the families, the grids and what is counted.
    """

    __tablename__ = "signal_days"

    day: Mapped[date] = mapped_column(unique=True)
    layout: Mapped[str]
    counted_at: Mapped[datetime]
    counts: Mapped[bytes] = mapped_column(LargeBinary)


class SignalCalibration(Model):
    """From where a family's statistics are told, drawn once a day from its own history."""

    __tablename__ = "signal_calibrations"
    __table_args__ = (UniqueConstraint("family", "day"),)

    family: Mapped[str]
    day: Mapped[date]
    families_version: Mapped[str]
    history_days: Mapped[int]
    mean_a_day: Mapped[float]
    spread: Mapped[float]
    allowed_false: Mapped[float]
    measured_false: Mapped[float]
    days: Mapped[int]
    cluster_curve: Mapped[list[float]] = mapped_column(JSON)
    cluster_threshold: Mapped[float]
    creep_curve: Mapped[list[float]] = mapped_column(JSON)
    creep_threshold: Mapped[float]

    @property
    def cluster_line(self) -> Line:
        return Line(self.cluster_threshold, tuple(self.cluster_curve), self.days)

    @property
    def creep_line(self) -> Line:
        return Line(self.creep_threshold, tuple(self.creep_curve), self.days)


class SignalLook(Model):
    """One look at one family: what was the most unusual, and whether that was enough."""

    __tablename__ = "signal_looks"
    __table_args__ = (UniqueConstraint("family", "at"),)

    family: Mapped[str]
    at: Mapped[datetime]
    statistic: Mapped[float]
    threshold: Mapped[float]
    matters: Mapped[int]


class Signal(Model):
    """More than usual, where and since when, and what people made of it.

    `expected` is the usual share of what the whole district had; `recurrence_days` how many days
    apart chance alone does as much, None where it never did in all days imitated. `grids` are
    codes of the version in force when it was raised, none for the whole district. `counts` is
    what it was computed from: grids, days, and cells `[day, grid, count]`. While it runs its
    numbers are those of the look at which it was strongest, `counted_at`.
    """

    __tablename__ = "signals"
    __table_args__ = (
        UniqueConstraint("family", "kind", "raised_at", "rank"),
        Index("ix_signals_newest", "raised_at", "id"),
        Index("ix_signals_state_last_raised_at", "state", "last_raised_at"),
    )

    family: Mapped[str]
    kind: Mapped[SignalKind]
    rank: Mapped[int]
    raised_at: Mapped[datetime]
    last_raised_at: Mapped[datetime]
    counted_at: Mapped[datetime]
    from_day: Mapped[date]
    to_day: Mapped[date]
    grids: Mapped[list[str]] = mapped_column(JSON)
    observed: Mapped[int]
    expected: Mapped[float]
    statistic: Mapped[float]
    threshold: Mapped[float]
    recurrence_days: Mapped[float | None]
    by_patrol: Mapped[bool]
    sources: Mapped[dict[str, int]] = mapped_column(JSON)
    counts: Mapped[dict[str, Any]] = mapped_column(JSON)
    calibration_id: Mapped[UUID] = mapped_column(ForeignKey("signal_calibrations.id"))
    seen_due_at: Mapped[datetime]
    state: Mapped[SignalState] = mapped_column(default=SignalState.NEW)
    seen_at: Mapped[datetime | None] = mapped_column(default=None)
    seen_by: Mapped[UUID | None] = mapped_column(default=None)
    passed_on_at: Mapped[datetime | None] = mapped_column(default=None)
    deed: Mapped[Deed | None] = mapped_column(default=None)
    reason: Mapped[str] = mapped_column(Text, default="")
    acted_at: Mapped[datetime | None] = mapped_column(default=None)
    acted_by: Mapped[UUID | None] = mapped_column(default=None)
    over_at: Mapped[datetime | None] = mapped_column(default=None)
    verdict: Mapped[SignalVerdict | None] = mapped_column(default=None)
    finding: Mapped[str] = mapped_column(Text, default="")
    judged_at: Mapped[datetime | None] = mapped_column(default=None)
    judged_by: Mapped[UUID | None] = mapped_column(default=None)

    def move_to(self, state: SignalState) -> None:
        """Change the state. Raises `IllegalMove`."""
        check_move(MOVES, self.state, state)
        self.state = state
