"""What must hold whatever the rules are, tried on random households."""

from datetime import date, timedelta
from itertools import islice

import numpy as np

from tests.rules_engine.conftest import TODAY
from weijiayuan.rules_engine.author.lint import undecided_for_nothing
from weijiayuan.rules_engine.author.property_checks import Findings, agreement, soundness
from weijiayuan.rules_engine.values.dates import (
    anniversary,
    day_number,
    months_after,
    months_between,
    number_of,
    years_between,
)

DAYS = (TODAY, date(2022, 7, 1), date(2024, 2, 29), date(2027, 3, 1))


def last(findings):
    found = Findings()
    for found in findings:  # noqa: B007
        pass
    return found


def test_forgetting_answers_never_makes_a_verdict_or_bound_wrong(engine):
    found = last(soundness(engine, DAYS, 40_000, seed=11))

    assert found.checks >= 40_000
    assert found.violations == []


def test_one_household_and_a_population_are_evaluated_alike(engine):
    found = last(agreement(engine, DAYS, 1_100, seed=12))

    assert found.checks > 80_000
    assert found.violations == []


def test_no_verdict_stays_open_when_every_answer_leads_to_the_same(engine):
    assert undecided_for_nothing(engine, TODAY, households=150, seed=3) == []


def calendar_age(born, on):
    """Count birthdays one by one; who was born on 29 February has one on 1 March."""
    return sum(1 for years in range(1, on.year - born.year + 1) if anniversary(born, years) <= on)


def test_ages_follow_the_calendar_on_every_birthday_of_120_years():
    births = [date(1896, 1, 1) + timedelta(days=n) for n in range(366)]
    for born in births:
        birthdays = [anniversary(born, years) for years in range(1, 121)]
        on = np.array([number_of(day) for day in birthdays])
        eve = np.array([number_of(day - timedelta(days=1)) for day in birthdays])

        assert (years_between(number_of(born), on) == np.arange(1, 121)).all()
        assert (years_between(number_of(born), eve) == np.arange(120)).all()
    assert calendar_age(date(1896, 2, 29), date(1899, 2, 28)) == 2


def test_months_and_days_follow_the_calendar():
    start = date(2023, 12, 25)
    for n in range(800):
        day = start + timedelta(days=n)
        assert day_number(number_of(day)) - day_number(number_of(start)) == n
        for months in (1, 6, 36):
            full = months_after(day, months)
            assert months_between(number_of(day), number_of(full)) == months
            before = number_of(full - timedelta(days=1))
            assert months_between(number_of(day), before) == months - 1


def test_findings_come_while_the_work_goes_on(engine):
    first, second = islice(soundness(engine, DAYS, 10**9, seed=1), 2)

    assert 0 < first.checks <= second.checks
