"""What stands on the one screen (一屏统管).

Only what is open and what happened today is counted while somebody waits, so the screen costs the
same however many matters were ever closed. Figures over a period are asked for apart.
"""

from collections.abc import Callable, Sequence
from datetime import date, datetime, time, timedelta
from typing import Any

from weijiayuan.accounts.rules import Territory, TerritoryKind
from weijiayuan.events import presentation
from weijiayuan.events.queries import work_lists
from weijiayuan.events.statistics import overview
from weijiayuan.governance import dashboard_queries
from weijiayuan.governance.rules.grid_risk import Risk, Standing, risks, table, take_worst_bands
from weijiayuan.kernel import clock
from weijiayuan.places import queries as places
from weijiayuan.sensing import observation_queries
from weijiayuan.web.messages import text

Standings = Callable[..., list[Standing]]
URGENT_LINES = 10
CALM = "calm"
WARN_FROM_MONTH = 12
TREND_DAYS = 60


def whole(territories: Sequence[Territory], *, now: datetime) -> dict[str, Any]:
    """Return the screen for these territories."""
    return {
        "as_of": now,
        "statistics": overview.overview(territories, now=now),
        "supervisions": dashboard_queries.open_supervisions(territories),
        "devices": devices(territories, now=now),
        "by_state": by_state(territories),
        "by_street": by_street(territories, now=now),
        "urgent": presentation.lines(work_lists.work_in(territories, limit=URGENT_LINES), now=now),
        "warnings": warnings(clock.local_date(now)),
    }


def devices(territories: Sequence[Territory], *, now: datetime) -> dict[str, int]:
    """Return how many devices there are in these territories, how many are heard, and alarms."""
    counted = [
        each
        for code, each in observation_queries.silent_by_grid(now, now=now).items()
        if is_held(territories, "grid", code)
    ]
    total, silent = (sum(each[part] for each in counted) for part in (0, 1))
    alarms = observation_queries.count_open_alarms(territories)
    return {"total": total, "heard": total - silent, "alarms": alarms}


def by_state(territories: Sequence[Territory]) -> list[dict[str, Any]]:
    """Return how many matters stand in each open state, in the order of their way."""
    found = overview.open_by_state(territories)
    return [
        {"state": state, "name": presentation.state_text(state), "count": count}
        for state, count in found.items()
    ]


def by_street(territories: Sequence[Territory], *, now: datetime) -> list[dict[str, Any]]:
    """Return the streets with what is open and late in them."""
    found = _risks(dashboard_queries.standings, territories, level="street", at=now)
    streets = [(street.code, street.name) for street in places.streets()]
    silent = silent_in("street", now, now=now)
    return [_line(found.get(code, Risk(code)), name, silent.get(code, 0)) for code, name in streets]


def _risks(
    standings: Standings, territories: Sequence[Territory], *, level: str, at: datetime
) -> dict[str, Risk]:
    """Return the load of each place of a level; its band is that of its worst grid."""
    found = risks(standings(territories, level=level, now=at), known=table())
    if level != "grid":
        by_grid = risks(standings(territories, level="grid", now=at), known=table())
        take_worst_bands(found, by_grid)
    return found


def _line(risk: Risk, name: str, silent: int = 0) -> dict[str, Any]:
    """Return one place; where a device is silent nobody knows that it is calm."""
    band = "unknown" if silent and risk.band == CALM else risk.band
    return {
        "code": risk.code,
        "name": name,
        "band": band,
        "band_text": text(f"governance.band_{band}"),
        "silent": silent,
        "points": risk.points,
        "open": risk.open,
        "overdue": risk.overdue,
        "by_level": [
            {"level": level, "count": count} for level, count in sorted(risk.by_level.items())
        ],
    }


def risk_map(
    territories: Sequence[Territory], *, level: str, at: datetime, now: datetime
) -> dict[str, Any]:
    """Return every place of a level with its load at a moment, the heaviest first.

    Where little was open it was calm, unless a device was silent there.
    """
    known = table()
    standings = dashboard_queries.standings if at >= now else dashboard_queries.standings_then
    found = _risks(standings, territories, level=level, at=at)
    names = place_names(level)
    codes = [*names, *(code for code in found if code not in names)]
    silent = silent_in(level, at, now=now)
    mine = [code for code in codes if code in found or is_held(territories, level, code)]
    lines = [
        _line(
            found.get(code, Risk(code)),
            names.get(code) or text("governance.outside_grids"),
            silent.get(code, 0),
        )
        for code in mine
    ]
    return {
        "as_of": at,
        "level": level,
        "version": known.version,
        "note": known.note,
        "bands": [
            {"band": band, "name": text(f"governance.band_{band}"), "from_points": start}
            for band, start in known.bands.items()
        ],
        "items": sorted(lines, key=lambda line: (-line["points"], str(line["code"]))),
    }


def trend(territories: Sequence[Territory], *, now: datetime) -> dict[str, Any]:
    """Return what was reported and closed on each of the last sixty days, today included."""
    today = clock.local_date(now)
    days = [today - timedelta(days=back) for back in range(TREND_DAYS - 1, -1, -1)]
    reported, closed = dashboard_queries.by_day(territories, since=clock.at_local(days[0], time()))
    items = [
        {"day": day, "reported": reported.get(day, 0), "closed": closed.get(day, 0)} for day in days
    ]
    return {"as_of": now, "items": items}


def silent_in(level: str, at: datetime, *, now: datetime) -> dict[str, int]:
    """Return how many devices were silent in each place of a level."""
    digits = {"street": 9, "community": 12, "grid": 15}[level]
    found: dict[str, int] = {}
    for grid, (_, silent) in observation_queries.silent_by_grid(at, now=now).items():
        found[grid[:digits]] = found.get(grid[:digits], 0) + silent
    return found


def is_held(territories: Sequence[Territory], level: str, code: str) -> bool:
    """Tell whether a place without open matters lies in one of the territories."""
    place = Territory(TerritoryKind(level), code)
    return any(each.holds(place) for each in territories)


def place_names(level: str) -> dict[str, str]:
    """Return the names of the places of a level, by code, as the grids in force know them."""
    grids = places.finder().grids
    if level == "street":
        return {grid.street_code: grid.street_name for grid in grids}
    if level == "community":
        return {grid.community_code: grid.community_name for grid in grids if grid.community_code}
    return {grid.code: grid.name for grid in grids}


def warnings(today: date) -> list[str]:
    """Return what whoever runs the district should know: samples, and days nobody announced."""
    found = []
    if any(grid.is_sample for grid in places.finder().grids):
        found.append(text("governance.sample_grids"))
    if dashboard_queries.shows_samples():
        found.append(text("governance.sample_matters"))
    calendar = places.working_calendar()
    if today.month >= WARN_FROM_MONTH and calendar.is_provisional(date(today.year + 1, 1, 1)):
        found.append(text("governance.calendar_unannounced", year=today.year + 1))
    if calendar.is_provisional(today):
        found.append(text("governance.calendar_unannounced", year=today.year))
    return found
