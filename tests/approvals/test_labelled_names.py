"""Names labelled by hand from the articles before the words were listed: three sets, scored once.

As first scored the second and third came out so: 193 of 197 forbidden ones never automatic (98 %),
209 of 240 lawful ones automatic (87 %; the third alone 91 %), four refused, which were trade words.
"""

from pathlib import Path

import pytest

from tests.approvals.test_never_approved import rules, shop

FOLDER = Path(__file__).parent / "labelled" / "names"
LEAST_AUTOMATIC = 0.9


def labelled(name: str) -> list[tuple[str, str]]:
    lines = FOLDER.joinpath(name).read_text("utf-8").splitlines()
    kinds = [line.split(": ", 1)[1] for line in lines if not line.startswith("#")]
    written = [each.rsplit(" ", 1) for kind in kinds for each in kind.split("; ")]
    return [(name, scope) for name, scope in written]


@pytest.mark.parametrize(("name", "scope"), labelled("forbidden.txt"))
def test_no_forbidden_or_misleading_name_is_approved_by_the_machine(name, scope):
    assert shop(name, scope).outcome in {"human", "correct"}


def test_nearly_every_lawful_name_is_approved_at_once_and_none_is_refused():
    decisions = [shop(name, scope) for name, scope in labelled("lawful.txt")]
    automatic = sum(each.outcome == "auto" for each in decisions)

    assert "correct" not in {each.outcome for each in decisions}
    assert automatic / len(decisions) >= LEAST_AUTOMATIC


@pytest.mark.parametrize(
    ("name", "scope"),
    [
        ("康帅傅食品店", "G5201"),
        ("优衣酷服装店", "G5203"),
        ("萍果手机店", "G5211"),
        ("周六福礼品店", "G5215"),
        ("海底涝餐饮店", "L6201"),
    ],
)
def test_a_name_that_sounds_or_looks_like_a_known_mark_goes_to_a_person(name, scope):
    assert rules(shop(name, scope)) == {"n6_doubt"}


@pytest.mark.parametrize(
    ("name", "scope"),
    [
        ("苹果园水果店", "G5205"),
        ("徐师傅汽车修理部", "G8107"),
        ("周大姐小吃店", "L6201"),
        ("永盛家具店", "G5219"),
        ("黑狗日用品店", "G5202"),
        ("晨光早餐店", "L6201"),
    ],
)
def test_a_mark_of_another_trade_or_somebodys_own_name_is_no_mark(name, scope):
    assert shop(name, scope).outcome == "auto"
