"""What of a signal a reader is shown: who may see it, where, and how much of it."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import asdict
from datetime import date, datetime, time, timedelta
from typing import Any

from weijiayuan.accounts.current_caller import Caller
from weijiayuan.accounts.rules import Role, Territory, TerritoryKind
from weijiayuan.events import access
from weijiayuan.events.access import Who
from weijiayuan.events.models import Event
from weijiayuan.events.rules import reference_data
from weijiayuan.governance.surge_detection import daily_counts, queries
from weijiayuan.governance.surge_detection.backtest import Raised
from weijiayuan.governance.surge_detection.models import Signal
from weijiayuan.governance.surge_detection.rules.category_families import Family, families
from weijiayuan.governance.surge_detection.rules.states import MOVES, SignalState, band
from weijiayuan.governance.surge_detection.wording import place, said_count, sentence
from weijiayuan.kernel import clock
from weijiayuan.places import queries as places
from weijiayuan.places.grid_finder import GridFacts
from weijiayuan.sensing import observation_queries
from weijiayuan.web.decided_as_read import version_of
from weijiayuan.web.messages import text

ANSWERERS = (Role.SUPERVISOR, Role.DISPATCHER, Role.SECRETARY, Role.MEDIATOR)
"""Who says what is done about a signal and what it was; an auditor looks."""
WATCHERS = (Role.SUPERVISOR, Role.DISPATCHER, Role.SECRETARY, Role.AUDITOR)
RESTRICTED_TO = (Role.SECRETARY, Role.MEDIATOR)
READERS = (*WATCHERS, Role.MEDIATOR)
EXAMPLES = 5
MOVE_NAMES = {SignalState.SEEN: "ack", SignalState.ACTING: "act", SignalState.JUDGED: "judge"}
BANDS = ("note", "follow", "press")


def families_for(caller: Caller) -> list[str]:
    """Return the families whose signals the caller may see."""
    return [family.code for family in families().by_code.values() if caller.may(*_readers(family))]


def _readers(family: Family) -> tuple[Role, ...]:
    return RESTRICTED_TO if family.restricted else WATCHERS


def may_see(signal: Signal, caller: Caller) -> bool:
    """Tell whether one of the caller's territories has a grid of the signal.

    A signal of the whole district is for whoever watches any part of it.
    """
    return _reaches(signal, caller.duties(*_readers(families().by_code[signal.family])))


def may_answer(signal: Signal, caller: Caller) -> bool:
    """Tell whether the caller may also say what is done about it, in one of those territories."""
    family = families().by_code[signal.family]
    roles = [role for role in _readers(family) if role in ANSWERERS]
    return _reaches(signal, caller.duties(*roles))


def _reaches(signal: Signal, held: Sequence[Territory]) -> bool:
    return bool(held) if not signal.grids else any(_holds(held, code) for code in signal.grids)


def _holds(held: Iterable[Territory], grid: str) -> bool:
    area = Territory(TerritoryKind.GRID, grid)
    return any(each.holds(area) for each in held)


def version(signal: Signal) -> str:
    """Name a signal by what somebody answers; it goes on counting meanwhile."""
    return version_of(signal.state, signal.deed, signal.reason, band(signal.recurrence_days))


def shown(signal: Signal, caller: Caller, *, now: datetime) -> dict[str, Any]:
    """Return a signal as its reader may see it."""
    family = families().by_code[signal.family]
    hidden = family.restricted
    level = band(signal.recurrence_days)
    return {
        "id": signal.id,
        "kind": signal.kind,
        "family": family.code,
        "family_name": family.name,
        "state": signal.state,
        "state_text": text(f"governance.signal_state_{signal.state}"),
        "band": level,
        "band_text": text(f"governance.signal_band_{level}"),
        "text": sentence(signal, family),
        "place": place(signal, family),
        "grids": [] if family.restricted else signal.grids,
        "from_day": signal.from_day,
        "to_day": signal.to_day,
        "observed": said_count(signal.observed) if hidden else signal.observed,
        "expected": None if hidden else round(signal.expected, 2),
        "ratio": None if hidden else round(signal.observed / max(signal.expected, 0.01), 1),
        "statistic": None if hidden else round(signal.statistic, 4),
        "threshold": None if hidden else round(signal.threshold, 4),
        "recurrence_days": None if hidden else signal.recurrence_days,
        "by_patrol": signal.by_patrol,
        "sources": {} if family.restricted else signal.sources,
        **{name: getattr(signal, name) for name in COURSE},
        "is_late": signal.state is SignalState.NEW and now > signal.seen_due_at,
        "examples": [] if family.restricted else _examples(signal, family, caller),
        "allowed": [
            name
            for state, name in MOVE_NAMES.items()
            if state in MOVES[signal.state] and may_answer(signal, caller)
        ],
        "version": version(signal),
    }


COURSE = (
    "raised_at",
    "counted_at",
    "seen_due_at",
    "seen_at",
    "deed",
    "reason",
    "acted_at",
    "over_at",
    "verdict",
    "finding",
    "judged_at",
)
"""What became of a signal, in its order."""


def _examples(signal: Signal, family: Family, caller: Caller) -> list[dict[str, Any]]:
    who = Who(staff_id=caller.staff_id, granted=caller.granted)
    found = daily_counts.examples(
        family,
        signal.grids,
        first=signal.from_day,
        until=signal.counted_at,
        visible=access.visible(who),
        most=EXAMPLES,
    )
    return [_example(event) for event in found]


def _example(event: Event) -> dict[str, Any]:
    category = reference_data.categories().get(event.category_code or "")
    return {
        "id": event.id,
        "number": event.number,
        "category": category.name if category else None,
        "reported_at": event.reported_at,
    }


def published(signal: Signal) -> dict[str, Any]:
    """Return what a signal was computed from, with the centres of the grids in metres."""
    centres = daily_counts.centres()
    return {
        **signal.counts,
        "id": signal.id,
        "kind": signal.kind,
        "first": date.fromisoformat(signal.counts["first"]),
        "centres": [list(centres.get(code, (0.0, 0.0))) for code in signal.counts["grids"]],
        "window_days": (signal.to_day - signal.from_day).days + 1,
        "zone": signal.grids,
        "observed": signal.observed,
        "expected": signal.expected,
        "statistic": signal.statistic,
        "formula": text("governance.signal_formula"),
    }


def raised(one: Raised, family: Family) -> dict[str, Any]:
    """Return what a back-test found; of a restricted family when, and how many in steps of five."""
    shown = asdict(one)
    if family.restricted:
        shown |= {"grids": [], "observed": said_count(one.observed)}
        shown |= dict.fromkeys(("expected", "statistic", "recurrence_days"))
    return shown


def signal_map(caller: Caller, *, on: date, family: str | None, now: datetime) -> dict[str, Any]:
    """Return the grids of a day by the most pressing signal that ran in them."""
    codes = [code for code in families_for(caller) if family in (None, code)]
    begins, ends = (clock.at_local(on + timedelta(days=more), time()) for more in (0, 1))
    running = [each for each in queries.on_day(begins, ends, codes) if may_see(each, caller)]
    held, at = caller.duties(*READERS), min(ends, now)
    looked = queries.looked_at(begins, ends, codes) if begins <= now else frozenset()
    silent = observation_queries.silent_by_grid(at, now=now)
    return {
        "on": on,
        "as_of": at,
        "unmeasured": [families().by_code[code].name for code in codes if code not in looked],
        **queries.judged(),
        "whole_district": [shown(each, caller, now=now) for each in running if not each.grids],
        "items": [
            _place(grid, running, is_measured=bool(looked), silent=silent)
            for grid in places.finder().grids
            if _holds(held, grid.code)
        ],
    }


def _place(
    grid: GridFacts,
    running: Sequence[Signal],
    *,
    is_measured: bool,
    silent: Mapping[str, tuple[int, int]],
) -> dict[str, Any]:
    """Return one grid; what is restricted colours whole communities, and so its grids.

    Calm is only what was looked at, with a line, and where no device is silent.
    """
    here = [each for each in running if _touches(each, grid.code)]
    bands = [band(each.recurrence_days) for each in here]
    devices, quiet = silent.get(grid.code, (0, 0))
    level = max(bands, key=BANDS.index, default="calm" if is_measured and not quiet else "unknown")
    return {
        "code": grid.code,
        "name": grid.name,
        "devices": devices,
        "silent": quiet,
        "band": level,
        "band_text": text(f"governance.signal_band_{level}"),
        "signals": [each.id for each in here],
    }


def _touches(signal: Signal, grid: str) -> bool:
    if families().by_code[signal.family].restricted:
        return any(each[:COMMUNITY_DIGITS] == grid[:COMMUNITY_DIGITS] for each in signal.grids)
    return grid in signal.grids


COMMUNITY_DIGITS = 12
