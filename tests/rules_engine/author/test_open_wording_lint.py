"""Where a source says "and others", the rules must not end in a plain no."""

import pytest

from weijiayuan.rules_engine.author.open_wording_lint import OPEN, closed_off
from weijiayuan.rules_engine.evaluate.engine import Engine
from weijiayuan.welfare.benefits.benefit_pack_loader import read_files

LEFT = (
    '              expr: "other_cases > 0"\n'
    "              why_not: 不属于其他情形\n"
    "              source: yq1"
)


def test_nothing_in_the_shipped_pack_is_closed_off(engine):
    assert [str(problem) for problem in closed_off(engine)] == []


def test_a_list_that_ends_with_others_and_leaves_nothing_to_the_office_is_told(pack):
    file = "policies/baojiao.yaml"
    assert LEFT in pack.files[file]
    closed = LEFT.replace("other_cases > 0", "any(talent)")

    told = list(
        closed_off(Engine(read_files(pack.files | {file: pack.files[file].replace(LEFT, closed)})))
    )

    assert ["第 2 句" in str(problem) and "“等”" in str(problem) for problem in told] == [True]


@pytest.mark.parametrize(
    ("sentence", "is_open"),
    [
        ("残疾人等", True),
        ("其他困难家庭", True),
        ("社保年限等细则未读到原文", True),
        ("缴社保满规定月数(C)", True),
        ("年满 70 周岁", False),
        ("重度(一、二级)残疾等级", False),
        ("高等教育学费", False),
        ("初中同等学力", False),
    ],
)
def test_open_sentences_are_told_from_those_that_say_everything(sentence, is_open):
    assert bool(OPEN.search(sentence)) is is_open
