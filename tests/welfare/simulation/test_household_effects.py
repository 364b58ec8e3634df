"""What a raise costs a family is counted once, however many of them earn."""

import pytest

from tests.districts import GUANGMING
from tests.rules_engine.conftest import TODAY
from weijiayuan.welfare.simulation.census import read_census
from weijiayuan.welfare.simulation.reform_simulation import Reform, simulate
from weijiayuan.welfare.simulation.rule_overlay import Overlay
from weijiayuan.welfare.simulation.uploaded_population import csv_rows, read_people

CENSUS = read_census(GUANGMING.folder)
HEADS = (
    "household,birth_date,hukou,lives_in,income,work,hardship,home,assets,can_work,"
    "has_supporter,disability,sudden_hardship,care_need,relation\n"
)
LINE = Overlay({"dibao_line": 150_000})
"""The benefit fills incomes up to a line: of 100 yuan more, 100 are lost, and never more."""


def family(mark, *people):
    """Return the lines of (birth, income, relation), the first of them the applicant."""
    lines = []
    for birth, income, relation in people:
        first = not relation
        home = ("guangming", "none", "rents", "1000", "否") if first else ("",) * 5
        lives, hardship, house, assets, sudden = home
        work = "employed" if income else "none"
        lines.append(
            f"{mark},{birth},guangming,{lives},{income},{work},{hardship},{house},{assets},"
            f"是,是,none,{sudden},able,{relation}\n"
        )
    return "".join(lines)


def effects(pack, *families):
    people = read_people(pack, csv_rows((HEADS + "".join(families)).encode()), TODAY, census=CENSUS)
    reform = Reform(TODAY, Overlay(), LINE, 0, 0)
    return simulate(pack, reform, lambda _: None, census=CENSUS, subjects=people)


def marginal(result):
    return [row["rate"][1] for row in result["marginal"] if row["rate"][1]]


ONE = (("1985-01-01", 2000, ""), ("1986-01-01", 0, "spouse"), ("2015-01-01", 0, "child"))
TWO = (("1985-01-01", 1000, ""), ("1986-01-01", 1000, "spouse"), ("2015-01-01", 0, "child"))
THREE = (("1985-01-01", 700, ""), ("1986-01-01", 700, "spouse"), ("2003-01-01", 700, "child"))


@pytest.mark.parametrize("people", [ONE, TWO, THREE])
def test_of_a_raise_no_more_is_lost_than_the_raise_however_many_earn(pack, people):
    result = effects(pack, family("A", *people), family("B", *people))

    assert marginal(result) == [1.0]
    assert sum(row["households"][1] for row in result["cliffs"]["items"]) == 0


def test_who_earns_nothing_does_not_thin_the_rate(pack):
    nobody = (("1985-01-01", 0, ""), ("1986-01-01", 0, "spouse"))

    result = effects(
        pack, family("A", ("1985-01-01", 900, ""), ("2015-01-01", 0, "child")), family("B", *nobody)
    )

    assert marginal(result) == [1.0]
