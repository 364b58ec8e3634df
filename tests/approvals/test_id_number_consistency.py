"""One person has one number wherever a form gives it, and one number is one person's."""

import pytest

from tests.approvals.applications import id_number
from tests.approvals.test_never_approved import decided, rules

ME, SHE = id_number("1985-03-12"), id_number("1991-07-07")
OTHER, CHILD = id_number("1991-08-08"), id_number("2015-02-03")
BASE = {"shareholders.1.id_number": SHE}


def people(*rows):
    return {"people": [{"name": name, "id_number": number} for name, number in rows]}


@pytest.mark.parametrize(
    "given",
    [
        BASE | people(("周小兰", OTHER)),
        BASE | people(("周小兰", CHILD)),
        BASE | people(("周小兰", SHE), ("周小兰", OTHER)),
        BASE | people(("周 小 兰", OTHER)),
        people(("周小兰", SHE), ("周小兰", OTHER)),
        BASE | people(("林志远", OTHER)),
        BASE | {"supervisors": ["林治远"]} | people(("林治远", ME)),
        BASE | {"supervisors": ["周晓兰"]} | people(("周晓兰", SHE.lower())),
        BASE | {"managers": ["沈一"]} | people(("沈一", OTHER), ("沈二", OTHER)),
    ],
)
def test_two_numbers_of_one_or_two_of_one_number_are_a_fault(given):
    said = decided("company", **given)

    assert (said.outcome, "p5_agree" in rules(said)) == ("correct", True)


@pytest.mark.parametrize(
    "given",
    [
        {},
        BASE,
        BASE | people(("周小兰", SHE)),
        BASE | people(("周小兰", f" {SHE} ")),
        people(("周小兰", SHE)),
        BASE | people(("周小兰", SHE), ("林志远", ME)),
        BASE | {"managers": ["沈一"]} | people(("沈一", OTHER)),
    ],
)
def test_the_same_number_twice_is_no_fault(given):
    assert decided("company", **given).outcome == "auto"


def test_two_shareholders_of_one_name_have_a_number_each():
    rows = {
        "shareholders.0.contribution_fen": 20_000_000,
        "shareholders.0.name": "周小兰",
        "shareholders.0.id_number": OTHER,
        "shareholders.1.contribution_fen": 80_000_000,
    }
    given = BASE | rows | people(("周小兰", SHE), ("周小兰", OTHER))

    assert "p5_agree" not in rules(decided("company", **given))


def test_a_family_member_with_two_numbers_is_a_fault():
    family = {"organisation": "family", "family_members": ["陈阿兰"]}

    said = decided(**family, **people(("陈阿兰", SHE), ("陈阿兰", CHILD)))

    assert "p5_agree" in rules(said)


@pytest.mark.parametrize("field", ["due_on", "means", "contribution_fen"])
def test_a_contribution_that_is_not_told_whole_is_a_fault_at_once(field):
    said = decided("company", **{f"shareholders.1.{field}": "unknown", "charter": "own"})

    assert said.outcome == "correct"
    assert {each.id for each in said.faults} == {"c4_told"}
