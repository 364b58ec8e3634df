"""`any(condition, parents)`: right for whoever is whose parent, open where nobody has said."""

from datetime import date
from itertools import combinations, product

import pytest

from weijiayuan.rules_engine.author.kinship_lint import anybody_as_kin
from weijiayuan.rules_engine.evaluate.answers import Household
from weijiayuan.rules_engine.evaluate.engine import Engine
from weijiayuan.rules_engine.pack.pack_problems import PackInvalid
from weijiayuan.welfare.benefits.benefit_pack_loader import read_files

ON = date(2026, 11, 23)
PARENT = (
    "any(is_local or permit or hukou == hmt or talent or service in [conscript, serving], parents)"
)
POLICY = "policies/baojiao.yaml"
GROWN = {"birth_date": date(1990, 1, 1), "hukou": "mainland", "talent": False, "service": "none"}
CHILD = {"birth_date": date(2022, 5, 1), "hukou": "mainland", "permit": False}


def seen(engine, condition, *people):
    """Return what a condition of baojiao comes to for the last of the people."""
    given = Household({"people": len(people)}, tuple(people))
    rules = engine.rules_on(ON)
    node = rules.built.rules["baojiao"].conditions[condition]
    trace = rules.assess(given, ON).trace
    value, mask = rules.scalar.truth(trace, node, len(people) - 1)
    return value, {name for name, _ in rules.bits.named(mask)}


@pytest.mark.parametrize(
    ("theirs", "childs", "is_parent"),
    [
        ("spouse", "child", True),
        ("child", "child", False),
        ("sibling", "child", False),
        ("parent", "child", False),
        ("other", "child", False),
        ("parent", "sibling", True),
        ("spouse", "sibling", False),
        ("parent_in_law", "sibling", False),
        ("spouse", "grandchild", False),
    ],
)
def test_only_a_parent_is_taken_for_one(engine, theirs, childs, is_parent):
    first = GROWN | {"permit": False}
    other = GROWN | {"permit": True, "relation": theirs}
    child = CHILD | {"relation": childs, "parent_here": False}

    assert seen(engine, "parent", first, other, child)[0] == 2 * is_parent


def test_who_is_what_to_whom_is_asked_where_it_decides_and_only_there(engine):
    without, having = GROWN | {"permit": False}, GROWN | {"permit": True, "relation": "other"}

    value, asked = seen(engine, "parent", without, having, CHILD)
    assert value == 1
    assert "relation" in asked
    assert seen(engine, "parent", without, without | {"relation": "other"}, CHILD)[0] == 0


def test_which_of_two_sons_is_the_father_is_asked_only_if_they_differ(engine):
    first = GROWN | {"permit": False}
    son = GROWN | {"relation": "child", "permit": True}
    grandchild = CHILD | {"relation": "grandchild", "parent_here": True}

    assert seen(engine, "parent", first, son, son, grandchild) == (2, set())
    value, asked = seen(engine, "parent", first, son, son | {"permit": False}, grandchild)
    assert value == 1
    assert "child_here" in asked


def test_a_son_and_a_daughter_in_law_are_the_parents_together(engine):
    first = GROWN | {"permit": False}
    son = GROWN | {"relation": "child", "permit": True, "child_here": True}
    wife = GROWN | {"relation": "child_in_law", "permit": False, "child_here": True}
    grandchild = CHILD | {"relation": "grandchild", "parent_here": True}

    assert seen(engine, "parent", first, son, wife, grandchild)[0] == 2


def truly(people, parents):
    return any(people[who]["permit"] for who in parents)


def test_no_family_that_could_exist_gets_a_wrong_answer(engine):
    """Two sons, their wives and a grandchild: every way in which somebody is the parent."""
    relations = ["child", "child_in_law", "child"]
    for permits in product([True, False], repeat=3):
        grown = [
            GROWN | {"relation": relation, "permit": permit}
            for relation, permit in zip(relations, permits, strict=True)
        ]
        for parents in (chosen for n in range(3) for chosen in combinations(range(3), n)):
            if parents == (0, 2):
                continue
            for marked in product([True, False], repeat=3):
                if any(not marked[who] for who in parents):
                    continue
                people = [p | {"child_here": m} for p, m in zip(grown, marked, strict=True)]
                child = CHILD | {"relation": "grandchild", "parent_here": bool(parents)}
                value, _ = seen(engine, "parent", GROWN | {"permit": False}, *people, child)
                assert value in {1, 2 * truly(people, parents)}, (permits, parents, marked)


def test_a_condition_on_parents_that_anybody_meets_is_told(pack):
    loose = pack.files[POLICY].replace(PARENT, PARENT.replace(", parents", ""))

    (told,) = anybody_as_kin(Engine(read_files(pack.files | {POLICY: loose})))

    assert "条件 parent 说的是“家长”" in str(told)


def test_nothing_in_the_shipped_pack_takes_anybody_for_kin(engine):
    assert [str(problem) for problem in anybody_as_kin(engine)] == []


def test_kin_that_nothing_defines_is_a_mistake_with_its_line(pack):
    wrong = pack.files[POLICY].replace(", parents)", ", cousins)")

    with pytest.raises(PackInvalid) as refused:
        Engine(read_files(pack.files | {POLICY: wrong})).rules_on(ON)

    assert "不认识亲属“cousins”" in str(refused.value.problems[0])


def test_a_relation_that_the_question_does_not_offer_is_a_mistake(pack):
    wrong = pack.files["kinship.yaml"].replace("[self, spouse]", "[self, husband]")

    with pytest.raises(PackInvalid) as refused:
        read_files(pack.files | {"kinship.yaml": wrong})

    assert "没有选项“husband”" in str(refused.value.problems[0])
