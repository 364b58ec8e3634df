"""How open matters become a grid's risk. Pure; the weights are data with a version."""

import tomllib
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from functools import cache
from importlib.resources import files


@dataclass(frozen=True, slots=True)
class Standing:
    """So many open matters of one level in one place, late or not."""

    code: str
    level: int
    is_late: bool
    count: int


@dataclass(frozen=True, slots=True)
class RiskTable:
    """What an open matter weighs, and from how many points a band begins."""

    version: str
    note: str
    weights: Mapping[int, int]
    late_times: int
    bands: Mapping[str, int]

    def points(self, standing: Standing) -> int:
        """Return what these matters weigh together."""
        times = self.late_times if standing.is_late else 1
        return self.weights[standing.level] * times * standing.count

    def band(self, points: int) -> str:
        """Return the highest band that these points reach."""
        return max((start, name) for name, start in self.bands.items() if start <= points)[1]


@dataclass(slots=True)
class Risk:
    """The risk of one place, with what it is made of."""

    code: str
    points: int = 0
    band: str = "calm"
    open: int = 0
    overdue: int = 0
    by_level: dict[int, int] = field(default_factory=dict)


@cache
def table() -> RiskTable:
    """Return the table that ships."""
    raw = files("weijiayuan").joinpath("data", "governance", "risk.toml").read_text("utf-8")
    content = tomllib.loads(raw)
    return RiskTable(
        version=content["version"],
        note=content["note"],
        weights={int(level): points for level, points in content["weights"].items()},
        late_times=content["late"]["times"],
        bands=content["bands"],
    )


def risks(standings: Iterable[Standing], *, known: RiskTable) -> dict[str, Risk]:
    """Add up the standings of each place.

    >>> late = Standing("g", 3, True, 2)
    >>> risks([late, Standing("g", 4, False, 1)], known=table())["g"].points
    9
    """
    found: dict[str, Risk] = {}
    for standing in standings:
        risk = found.setdefault(standing.code, Risk(standing.code))
        risk.points += known.points(standing)
        risk.open += standing.count
        risk.overdue += standing.count if standing.is_late else 0
        risk.by_level[standing.level] = risk.by_level.get(standing.level, 0) + standing.count
    for risk in found.values():
        risk.band = known.band(risk.points)
    return found


def take_worst_bands(wider: Mapping[str, Risk], by_grid: Mapping[str, Risk]) -> None:
    """Give places wider than a grid the band of their worst grid.

    The lines are drawn for a grid: what a whole street has open is above them on every day.

    >>> street = Risk("123456001", points=120, band="urgent")
    >>> take_worst_bands({"123456001": street}, {"12345600107": Risk("12345600107", 3, "watch")})
    >>> street.band
    'watch'
    """
    starts = table().bands
    for code, risk in wider.items():
        inside = [each.band for grid, each in by_grid.items() if grid.startswith(code)]
        risk.band = max(inside, key=starts.__getitem__, default=risk.band)
