"""The minimum wage in force on a day, and what a rate of pay amounts to beside it."""

import tomllib
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from enum import StrEnum
from functools import cache
from importlib.resources import files

from weijiayuan.kernel.money import Money

PAID_DAYS_A_MONTH = Decimal("21.75")  # 劳社部发〔2008〕3号: days a monthly wage is paid for


class PayUnit(StrEnum):
    """What one sum of pay is for."""

    MONTH = "month"
    DAY = "day"
    HOUR = "hour"
    PIECE = "piece"


UNIT_WORDS = {
    PayUnit.MONTH: "每月",
    PayUnit.DAY: "每日",
    PayUnit.HOUR: "每小时",
    PayUnit.PIECE: "每件",
}


@dataclass(frozen=True, slots=True)
class MinimumWage:
    """The lowest lawful pay from a day on, with the notice that says so."""

    since: date
    monthly: Money
    hourly: Money
    source: str

    def least(self, unit: PayUnit) -> Money | None:
        """Return the least pay for the unit; a piece has none of its own (劳动法 48).

        A day's wage is the monthly one over 21.75 days.
        """
        match unit:
            case PayUnit.MONTH:
                return self.monthly
            case PayUnit.HOUR:
                return self.hourly
            case PayUnit.DAY:
                return Money(int(self.monthly.fen / PAID_DAYS_A_MONTH))
            case PayUnit.PIECE:
                return None


@dataclass(frozen=True, slots=True)
class InForce:
    """What a post is measured by: the day, and the minimum wage of the region on it."""

    on: date
    wage: MinimumWage


def in_force(on: date, *, region: str) -> InForce:
    """Return the day with the minimum wage in force on it, or the oldest known before it."""
    known = minimum_wages(region)
    return InForce(on, next((wage for wage in known if wage.since <= on), known[-1]))


@cache
def minimum_wages(region: str) -> tuple[MinimumWage, ...]:
    """Return every known minimum wage of a region, newest first."""
    folder = files("weijiayuan").joinpath("data", "minimum_wages")
    raw = folder.joinpath(f"{region}.toml").read_text("utf-8")
    entries = tomllib.loads(raw, parse_float=Decimal)["wage"]
    wages = [
        MinimumWage(
            since=entry["from"],
            monthly=Money.yuan(entry["monthly_yuan"]),
            hourly=Money.yuan(entry["hourly_yuan"]),
            source=entry["source"],
        )
        for entry in entries
    ]
    return tuple(sorted(wages, key=lambda wage: wage.since, reverse=True))


HOURS_A_DAY = 8


def a_month(fen: int, unit: PayUnit) -> int:
    """Return what full-time pay by this unit comes to in a month, so that posts compare.

    >>> a_month(2600, PayUnit.HOUR), a_month(20000, PayUnit.DAY)
    (452400, 435000)
    """
    times = {PayUnit.DAY: PAID_DAYS_A_MONTH, PayUnit.HOUR: PAID_DAYS_A_MONTH * HOURS_A_DAY}
    return int(fen * times.get(unit, Decimal(1)))
