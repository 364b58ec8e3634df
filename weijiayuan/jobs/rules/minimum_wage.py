"""The minimum wage in force on a day, and what a rate of pay amounts to beside it."""

import tomllib
from dataclasses import dataclass
from datetime import date
from decimal import ROUND_CEILING, Decimal
from enum import StrEnum
from functools import cache
from importlib.resources import files

from weijiayuan.kernel.money import Money

PAID_DAYS_A_MONTH = Decimal("21.75")  # 劳社部发〔2008〕3号: days a monthly wage is paid for
HOURS_A_DAY = 8
DAYS_A_WEEK = 5


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

    def least(self, unit: PayUnit, *, part_time: bool | None = None) -> Money | None:
        """Return the least pay for the unit; a piece has none of its own (劳动法 48).

        There are two regimes (最低工资规定 5): the hourly minimum is that of part-time work
        (非全日制, 劳动合同法 72). A day or an hour of full-time work is the monthly one over 21.75
        days of 8 hours; where nobody knows which it is, that is the least that may be lawful.
        """
        match unit:
            case PayUnit.MONTH:
                return self.monthly
            case PayUnit.HOUR:
                return self.hourly if part_time else self.full_time_hour
            case PayUnit.DAY:
                return Money(int(self.monthly.fen / PAID_DAYS_A_MONTH))
            case PayUnit.PIECE:
                return None

    @property
    def full_time_hour(self) -> Money:
        """Return what an hour of full-time work comes to, rounded up to a fen."""
        hours = PAID_DAYS_A_MONTH * HOURS_A_DAY
        return Money(int((self.monthly.fen / hours).to_integral_value(ROUND_CEILING)))


@dataclass(frozen=True, slots=True)
class InForce:
    """What a post is measured by: the day, the region's minimum wage on it, and its regime.

    `part_time` is None where nobody knows, as in a sentence alone.
    """

    on: date
    wage: MinimumWage
    part_time: bool | None = None

    def least(self, unit: PayUnit) -> Money | None:
        """Return the least pay for the unit that is lawful for certain not to be more."""
        return self.wage.least(unit, part_time=self.part_time)

    def may_be_too_little(self, pay: Money, unit: PayUnit) -> bool:
        """Say whether the pay is lawful only if the work is full-time, which nobody said."""
        return self.part_time is None and unit is PayUnit.HOUR and pay < self.wage.hourly


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


def a_month(fen: int, unit: PayUnit) -> int:
    """Return what full-time pay by this unit comes to in a month, so that posts compare.

    >>> a_month(2600, PayUnit.HOUR), a_month(20000, PayUnit.DAY)
    (452400, 435000)
    """
    times = {PayUnit.DAY: PAID_DAYS_A_MONTH, PayUnit.HOUR: PAID_DAYS_A_MONTH * HOURS_A_DAY}
    return int(fen * times.get(unit, Decimal(1)))


def earned_in_a_month(fen: int, unit: PayUnit, *, minutes: int | None, days: int | None) -> int:
    """Return what pay by this unit earns in a month of so many minutes a day and days a week.

    >>> earned_in_a_month(3000, PayUnit.HOUR, minutes=240, days=2)
    104400
    >>> earned_in_a_month(20000, PayUnit.DAY, minutes=None, days=6)
    522000
    """
    share = Decimal(days or DAYS_A_WEEK) / DAYS_A_WEEK
    if unit is PayUnit.HOUR and minutes is not None:
        share *= Decimal(minutes) / 60 / HOURS_A_DAY
    return int(a_month(fen, unit) * share) if unit in {PayUnit.HOUR, PayUnit.DAY} else fen
