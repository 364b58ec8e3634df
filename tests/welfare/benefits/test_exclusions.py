"""Benefits that exclude each other are told apart only after each was decided by itself."""

from weijiayuan.welfare.benefits.benefit_schema import Exclusion
from weijiayuan.welfare.benefits.exclusions import conflicts, preferred

GROUP = Exclusion("g", "只能享受一种", ("one", "two"), "best_for_resident", "law")


def decision(name, verdict="eligible", **amount):
    money = {"fen": 0, "per": "month"} | amount if amount else None
    return {"policy": {"id": name}, "verdict": verdict, "amount": money, "conflicts": []}


def test_the_surely_more_valuable_is_preferred_by_its_yearly_worth():
    monthly, yearly = decision("one", fen=100), decision("two", fen=1000, per="year")

    assert preferred(GROUP, [monthly, yearly]) == "one"


def test_nobody_is_told_to_choose_by_a_guess():
    wide = decision("two", fen=50, upper_fen=300)

    assert preferred(GROUP, [decision("one", fen=100), wide]) is None
    assert preferred(GROUP, [decision("one", fen=100), decision("two")]) is None
    assert preferred(GROUP, [decision("one", fen=100), decision("two", "unknown")]) is None


def test_the_order_of_the_law_goes_before_money():
    by_law = Exclusion("g", "依法先享受前一种", ("one", "two"), "as_listed", "law")

    assert preferred(by_law, [decision("one", fen=1), decision("two", fen=9)]) == "one"


def test_only_what_still_stands_is_in_conflict():
    decisions = {"one": decision("one", fen=1), "two": decision("two", "ineligible")}

    assert list(conflicts(GROUP, decisions, {})) == []


def test_both_that_stand_name_each_other():
    decisions = {"one": decision("one", fen=1), "two": decision("two", "unknown", fen=2)}

    found = dict(conflicts(GROUP, decisions, {}))

    assert found["one"]["policies"] == ["two"]
    assert found["two"]["policies"] == ["one"]
