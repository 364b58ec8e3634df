"""A forecast looks at few days; looking at every day must find nothing more."""

from datetime import date, timedelta

import pytest

from tests.rules_engine.conftest import TODAY
from weijiayuan.rules_engine.advise.forecast import Forecaster
from weijiayuan.rules_engine.author.property_checks import RandomHouseholds
from weijiayuan.rules_engine.evaluate.answers import Household


@pytest.mark.parametrize("seed", range(4))
def test_no_change_falls_on_a_day_that_was_not_looked_at(engine, seed):
    given = RandomHouseholds(engine.pack, seed).complete(TODAY)
    until = TODAY + timedelta(days=500)
    days = Forecaster(engine).days(given, TODAY, until)

    before = None
    for n in range(501):
        day = TODAY + timedelta(days=n)
        outcomes = engine.assess(given, day).outcomes
        said = [(o.rule.policy.id, o.who, o.verdict, o.amount) for o in outcomes]
        if before is not None and said != before:
            assert day in days
        before = said


def test_the_end_of_a_policy_is_a_day_that_matters(engine):
    given = RandomHouseholds(engine.pack, 1).complete(TODAY)

    assert date(2027, 1, 1) in Forecaster(engine).days(given, TODAY, date(2028, 1, 1))


def test_a_date_that_is_asked_of_some_people_only_is_a_clock_too(engine):
    born = date(2024, 6, 20)
    parent = {"birth_date": date(1995, 5, 1), "away_child": "child", "away_born": born}
    given = Household({"people": 1, "children_away": True}, (parent,))

    days = Forecaster(engine).days(given, TODAY, date(2040, 1, 1))

    assert {date(2027, 6, 20), date(2038, 6, 20)} <= days
