"""Questions about looks, lines and signals."""

from collections.abc import Sequence
from datetime import date, datetime
from uuid import UUID

from sqlalchemy import Select, func, select

from weijiayuan.db import db
from weijiayuan.governance.surge_detection.models import Signal, SignalCalibration, SignalLook
from weijiayuan.governance.surge_detection.rules.states import (
    RUNNING,
    SignalKind,
    SignalState,
    SignalVerdict,
)

AT_ONCE = 500


def calibration_on(family: str, day: date) -> SignalCalibration | None:
    return db.session.scalars(
        select(SignalCalibration).filter_by(family=family, day=day)
    ).one_or_none()


def newest_calibration(family: str) -> SignalCalibration | None:
    """Return the lines in force for a family."""
    newest = select(SignalCalibration).filter_by(family=family)
    return db.session.scalars(newest.order_by(SignalCalibration.day.desc()).limit(1)).first()


def last_look(family: str) -> datetime | None:
    """Return when a family was looked at last."""
    return db.session.scalar(select(func.max(SignalLook.at)).filter_by(family=family))


def looked_at(begins: datetime, ends: datetime, codes: Sequence[str]) -> frozenset[str]:
    """Return the families that were looked at, each with a line, for a day or in the day before.

    The first look of a day is at noon; until then that of the midnight before speaks for it.
    """
    wanted = select(SignalLook.family).where(
        SignalLook.family.in_(sorted(codes)), SignalLook.at >= begins, SignalLook.at <= ends
    )
    return frozenset(db.session.scalars(wanted.distinct()))


def running(family: str, kind: SignalKind) -> Sequence[Signal]:
    """Return the signals of a kind that are not over."""
    wanted = select(Signal).filter_by(family=family, kind=kind)
    return db.session.scalars(wanted.where(Signal.state.in_(sorted(RUNNING)))).all()


def quiet(since: datetime) -> Sequence[Signal]:
    """Return running signals that were last raised before a moment, the longest quiet first."""
    wanted = select(Signal).where(Signal.state.in_(sorted(RUNNING)), Signal.last_raised_at <= since)
    return db.session.scalars(wanted.order_by(Signal.last_raised_at).limit(AT_ONCE)).all()


def unseen(now: datetime) -> Sequence[Signal]:
    """Return new signals that nobody saw in time and that were not passed on yet."""
    wanted = select(Signal).where(
        Signal.state == SignalState.NEW,
        Signal.seen_due_at <= now,
        Signal.passed_on_at.is_(None),
    )
    return db.session.scalars(wanted.order_by(Signal.seen_due_at).limit(AT_ONCE)).all()


def judged(family: str | None = None) -> dict[str, int]:
    """Return how many signals were judged, and how many of them were real or explained."""
    counts = select(Signal.verdict, func.count()).where(Signal.verdict.is_not(None))
    if family is not None:
        counts = counts.where(Signal.family == family)
    rows = db.session.execute(counts.group_by(Signal.verdict)).all()
    found: dict[SignalVerdict | None, int] = {verdict: count for verdict, count in rows}  # noqa: C416  # rows are no pairs to a type checker
    noise = found.get(SignalVerdict.NOISE, 0)
    return {"judged": sum(found.values()), "good": sum(found.values()) - noise}


def signal(signal_id: UUID) -> Signal | None:
    return db.session.get(Signal, signal_id)


def signal_to_change(signal_id: UUID) -> Signal | None:
    """Return a signal, locked until the transaction ends."""
    return db.session.get(Signal, signal_id, with_for_update=True)


def listed(*, family: str | None, state: str | None, codes: Sequence[str]) -> Select[Signal]:
    """Return the question for signals of these families, newest first."""
    wanted = select(Signal).where(Signal.family.in_(sorted(codes)))
    if family:
        wanted = wanted.where(Signal.family == family)
    if state == "running":
        wanted = wanted.where(Signal.state.in_(sorted(RUNNING)))
    elif state:
        wanted = wanted.where(Signal.state == state)
    return wanted


def on_day(day_begins: datetime, day_ends: datetime, codes: Sequence[str]) -> Sequence[Signal]:
    """Return the signals that were running on a day."""
    wanted = select(Signal).where(
        Signal.family.in_(sorted(codes)),
        Signal.raised_at < day_ends,
        func.coalesce(Signal.over_at, day_ends) > day_begins,
    )
    return db.session.scalars(wanted.order_by(Signal.raised_at)).all()
