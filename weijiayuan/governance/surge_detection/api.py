"""Signals: more than usual, here, now; who has seen them, what is done, what they turned out."""

import csv
from datetime import date, time, timedelta
from io import StringIO
from typing import Any
from uuid import UUID

from flask import Response

from weijiayuan import audit
from weijiayuan.accounts.current_caller import actor_id, current
from weijiayuan.accounts.guards import require_role
from weijiayuan.db import reading
from weijiayuan.events.access import within
from weijiayuan.governance import process_step_durations
from weijiayuan.governance.errors import DayToCome
from weijiayuan.governance.surge_detection import backtest, presentation, queries, service
from weijiayuan.governance.surge_detection.errors import (
    HistoryTooShort,
    ReasonMissing,
    SignalNotFound,
)
from weijiayuan.governance.surge_detection.models import Signal
from weijiayuan.governance.surge_detection.rules.category_families import Family, families
from weijiayuan.governance.surge_detection.rules.states import Deed, SignalVerdict
from weijiayuan.governance.surge_detection.schemas import (
    ActIn,
    BacktestIn,
    BacktestOut,
    FirstsOut,
    JudgeIn,
    MethodsOut,
    PeriodIn,
    SignalCountsOut,
    SignalMapIn,
    SignalMapOut,
    SignalOut,
    SignalPageOut,
    SignalsIn,
)
from weijiayuan.governance.surge_detection.wording import LEAST_SHOWN
from weijiayuan.kernel import clock
from weijiayuan.kernel.state_machine import IllegalMove
from weijiayuan.web.blueprint import Blueprint
from weijiayuan.web.decided_as_read import decided_as_read
from weijiayuan.web.messages import text
from weijiayuan.web.pagination import page_by

signals = Blueprint(
    "signals",
    __name__,
    url_prefix="/api/v1/governance",
    guard=require_role(*presentation.READERS),
    description="风险信号",
)


@signals.get("/signals")
@signals.arguments(SignalsIn, location="query")
@signals.response(200, SignalPageOut)
def read_signals(asked: dict[str, Any]) -> dict[str, Any]:
    """Return the signals in my territories, newest first; `state=running` for what is not over."""
    caller, now = current(), clock.now()
    wanted = queries.listed(
        family=asked["family"], state=asked["state"], codes=presentation.families_for(caller)
    )
    page = page_by(
        wanted,
        Signal.raised_at,
        Signal.id,
        limit=asked["limit"],
        cursor=asked["cursor"],
        newest_first=True,
    )
    mine = [each for each in page.items if presentation.may_see(each, caller)]
    return {
        "items": [presentation.shown(each, caller, now=now) for each in mine],
        "next_cursor": page.next_cursor,
    }


@signals.get("/signals/methods")
@signals.response(200, MethodsOut)
def read_methods() -> dict[str, Any]:
    """Return the formula, and for each family its line, how often that is wrong, and its score."""
    known = families()
    return {
        "formula": text("governance.signal_formula"),
        "families_version": known.version,
        "families_note": known.note,
        **queries.judged(),
        "items": [_method(known.by_code[code]) for code in presentation.families_for(current())],
    }


def _method(family: Family) -> dict[str, Any]:
    line, judged = queries.newest_calibration(family.code), queries.judged(family.code)
    if line is None:
        note = text("governance.signal_no_history")
        return {"family": family.code, "name": family.name, "note": note, **judged}
    thin = line.mean_a_day < families().least_a_day
    few = family.restricted and line.mean_a_day * line.history_days < LEAST_SHOWN
    return {
        "family": family.code,
        "name": family.name,
        "day": line.day,
        "history_days": line.history_days,
        "mean_a_day": None if few else round(line.mean_a_day, 1),
        "spread": round(line.spread, 2),
        "threshold": line.cluster_threshold,
        "allowed_false": line.allowed_false,
        "measured_false": line.measured_false,
        "note": text(f"governance.signal_{'thin' if thin else 'enough'}"),
        **judged,
    }


@signals.get("/signals/<uuid:signal_id>")
@signals.response(200, SignalOut)
@signals.refuses(SignalNotFound)
def read_signal(signal_id: UUID) -> dict[str, Any]:
    """Return one signal with its reasons and up to five matters that I may open."""
    return presentation.shown(_mine(signal_id), current(), now=clock.now())


@signals.get("/signals/<uuid:signal_id>/counts")
@signals.response(200, SignalCountsOut)
@signals.refuses(SignalNotFound)
def read_counts(signal_id: UUID) -> dict[str, Any]:
    """Return the counts a signal was computed from; `tools/recompute_signal.py` repeats it."""
    signal = _mine(signal_id)
    if families().by_code[signal.family].restricted:
        raise SignalNotFound
    return presentation.published(signal)


def _version_now(signal_id: UUID) -> str:
    return presentation.version(_mine(signal_id, to_change=True))


@signals.post("/signals/<uuid:signal_id>/ack", guard=require_role(*presentation.ANSWERERS))
@signals.response(200, SignalOut)
@signals.refuses(SignalNotFound)
@decided_as_read(_version_now)
def acknowledge(signal_id: UUID) -> dict[str, Any]:
    """Say that I have seen it. Again it changes nothing."""
    signal = _mine(signal_id, to_change=True)
    service.see(signal, by=actor_id(), now=clock.now())
    _note(signal, "seen")
    return presentation.shown(signal, current(), now=clock.now())


@signals.post("/signals/<uuid:signal_id>/act", guard=require_role(*presentation.ANSWERERS))
@signals.arguments(ActIn)
@signals.response(200, SignalOut)
@signals.refuses(SignalNotFound, ReasonMissing, IllegalMove)
@decided_as_read(_version_now)
def act(asked: dict[str, Any], signal_id: UUID) -> dict[str, Any]:
    """Say what is done: an order, a visit, or nothing, for a reason."""
    signal = _mine(signal_id, to_change=True)
    deed = Deed(asked["deed"])
    service.act(signal, deed, reason=asked["reason"], by=actor_id(), now=clock.now())
    _note(signal, "acted", deed=deed)
    return presentation.shown(signal, current(), now=clock.now())


@signals.post("/signals/<uuid:signal_id>/judge", guard=require_role(*presentation.ANSWERERS))
@signals.arguments(JudgeIn)
@signals.response(200, SignalOut)
@signals.refuses(SignalNotFound, IllegalMove)
@decided_as_read(_version_now)
def judge(asked: dict[str, Any], signal_id: UUID) -> dict[str, Any]:
    """Say what a signal that is over turned out to be: real, explained, or noise."""
    signal = _mine(signal_id, to_change=True)
    verdict = SignalVerdict(asked["verdict"])
    service.judge(signal, verdict, finding=asked["finding"], by=actor_id(), now=clock.now())
    _note(signal, "judged", verdict=verdict)
    return presentation.shown(signal, current(), now=clock.now())


@signals.get("/signal-map")
@signals.arguments(SignalMapIn, location="query")
@signals.response(200, SignalMapOut)
@signals.refuses(DayToCome)
def read_map(asked: dict[str, Any]) -> dict[str, Any]:
    """Return the grids of a day by the most pressing signal that ran in them."""
    now = clock.now()
    on = asked["on"] or clock.local_date(now)
    if on > clock.local_date(now):
        raise DayToCome
    return presentation.signal_map(current(), on=on, family=asked["family"], now=now)


@signals.post("/backtests", idempotent=False, asks_outside=True)
@signals.arguments(BacktestIn)
@signals.response(200, BacktestOut)
@signals.refuses(HistoryTooShort, SignalNotFound)
def run_backtest(asked: dict[str, Any]) -> dict[str, Any]:
    """Return what today's line would have raised in a stretch of at most 92 days; keeps nothing."""
    days = (asked["to"] - asked["from_"]).days + 1
    family = families().by_code[asked["family"]]
    with reading():
        if family.code not in presentation.families_for(current()):
            raise SignalNotFound
        found = backtest.backtest(family, first=asked["from_"], last=asked["to"], now=clock.now())
        items = [presentation.raised(each, family) for each in found]
    return {"family": family.code, "days": days, "items": items}


@signals.get("/firsts", guard=require_role(*presentation.WATCHERS))
@signals.arguments(PeriodIn, location="query")
@signals.response(200, FirstsOut)
def read_firsts(asked: dict[str, Any]) -> dict[str, Any]:
    """Return the six first moments (六个第一时间) of my territories, each with its number."""
    return _firsts(asked["from_"], asked["to"])


@signals.get("/firsts.csv", guard=require_role(*presentation.WATCHERS))
@signals.arguments(PeriodIn, location="query")
@signals.response(200, content_type="text/csv")
def download_firsts(asked: dict[str, Any]) -> Response:
    """Return the same as a sheet, with the formulas."""
    found = _firsts(asked["from_"], asked["to"])
    sheet = StringIO()
    lines = csv.writer(sheet)
    lines.writerow(
        ["指标", "件数", "中位数（分钟）", "九成不超过（分钟）", f"口径（{found['version']}）"]
    )
    for one in found["items"]:
        lines.writerow(
            [one["name"], one["n"], one["median_minutes"], one["p90_minutes"], one["formula"]]
        )
    answer = Response("\ufeff" + sheet.getvalue(), mimetype="text/csv")
    name = f"firsts-{asked['from_']}-{asked['to']}.csv"
    answer.headers["Content-Disposition"] = f'attachment; filename="{name}"'
    return answer


def _firsts(first: date, last: date) -> dict[str, Any]:
    here = within(current().duties(*presentation.WATCHERS))
    until = clock.at_local(last + timedelta(days=1), time())
    return process_step_durations.firsts(here, since=clock.at_local(first, time()), until=until)


def _mine(signal_id: UUID, *, to_change: bool = False) -> Signal:
    """Return a signal that the caller may see, or answer. Raises `SignalNotFound`."""
    signal = queries.signal_to_change(signal_id) if to_change else queries.signal(signal_id)
    may = presentation.may_answer if to_change else presentation.may_see
    if signal is None or not may(signal, current()):
        raise SignalNotFound
    return signal


def _note(signal: Signal, action: str, **facts: Any) -> None:
    audit.record(f"signal_{action}", subject_kind="signal", subject_id=str(signal.id), **facts)
