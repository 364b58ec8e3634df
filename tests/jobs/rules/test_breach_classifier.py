from datetime import date
from importlib.resources import files

import pytest
from hypothesis import given
from hypothesis import strategies as st

from weijiayuan.jobs.rules import breach_classifier
from weijiayuan.jobs.rules.labelled_sentences import labelled
from weijiayuan.jobs.rules.minimum_wage import in_force
from weijiayuan.jobs.rules.post_text_check import UNNAMED, check_text, verdict
from weijiayuan.jobs.rules.prohibited_content import Level

PLAIN_AND_LAWFUL = ("plain", "pass")
TODAY = in_force(date(2026, 11, 23), region="shenzhen")


def test_the_weights_that_ship_are_those_the_labelled_sentences_teach():
    taught = breach_classifier.teach(
        each for each in labelled() if each.part == breach_classifier.TAUGHT
    )

    shipped = (
        files("weijiayuan").joinpath("data", "jobs", breach_classifier.FILE).read_text("utf-8")
    )

    assert breach_classifier.written(taught) == shipped


@pytest.mark.parametrize(
    ("text", "rule"),
    [
        ("床上用品统一买，280从你这儿收", "deposit"),
        ("本本和证先给我们拿着，走的时候还", "papers"),
        ("说走就走的，一毛不给", "penalty"),
    ],
)
def test_what_no_pattern_knows_but_weighs_like_a_breach_goes_to_a_person(text, rule):
    findings = check_text(text, when=TODAY)

    assert verdict(findings) is Level.REVIEW
    assert {each.rule for each in findings} <= {rule, UNNAMED}
    assert all(each.name.startswith("疑似") for each in findings)
    assert all(text[each.start : each.end] == each.text for each in findings)


def test_weight_alone_refuses_nothing(judged):
    by_weight = [
        finding for each in judged for finding in each.findings if finding.name.startswith("疑似")
    ]
    assert by_weight
    assert {finding.level for finding in by_weight} == {Level.REVIEW}


def test_ordinary_sentences_are_left_alone(judged):
    ordinary = [
        each for each in judged if (each.label.style, each.label.expect) == PLAIN_AND_LAWFUL
    ]
    stopped = [each.label.sentence for each in ordinary if each.findings]

    assert len(ordinary) > 300
    assert len(stopped) <= 4, stopped


@pytest.mark.parametrize(
    "text",
    [
        "这是示例岗位，不接受真实应聘",
        "中介勿扰，本单位直招",
        "没有驾照的请勿投递",
        "招满即止，请勿重复投递",
        "试用期一个月，合同两年",
        "没有相关经验的暂不考虑",
    ],
)
def test_turning_away_for_what_the_work_needs_is_ordinary(text):
    assert check_text(text, when=TODAY) == []


def test_the_clause_that_a_pattern_has_judged_is_left_alone_and_its_neighbour_is_not():
    text = "说走就走的,一毛不给"
    assert list(breach_classifier.doubtful_spans(text, [])) == [(0, len(text))]
    assert list(breach_classifier.doubtful_spans(text, [(0, len(text))])) == []
    hidden = "不收押金,床上用品统1买280从你这儿收"
    assert list(breach_classifier.doubtful_spans(hidden, [(2, 4)])) == [(5, len(hidden))]


@pytest.mark.parametrize("field", ["title", "address"])
def test_names_are_not_weighed(field):
    text = "床上用品统一买，280从你这儿收"
    assert check_text(text, when=TODAY, field=field) == []


@given(st.text(alphabet="押金男,。;!?\n限0 ", max_size=80))
def test_passages_are_parts_of_the_text_and_hold_no_end_of_a_sentence(text):
    for start, end in breach_classifier.passages(text):
        assert 0 <= start < end <= len(text)
        assert not set(text[start:end]) & set("。;!?\n")
