import tomllib
from collections import Counter
from importlib.resources import files

import pytest

from weijiayuan.jobs.rules.obfuscation_removal import read
from weijiayuan.jobs.rules.passage_concepts import concepts, meetings


@pytest.mark.parametrize(
    ("text", "ideas"),
    [
        ("娘子军就不必来了", {"women", "away"}),
        ("驾照放车队，离职时拿走", {"paper", "keep", "leave"}),
        ("交三百保密金", {"pay_in", "sum", "fee"}),
        ("認購一套產品", {"fee"}),
    ],
)
def test_a_passage_is_about_the_ideas_that_its_words_name(text, ideas):
    assert ideas <= concepts(read(text).text)


def test_the_longest_word_at_a_place_is_the_one_that_was_said():
    assert concepts("无底薪") == {"unpaid"}
    assert "not" not in concepts("不收")


def test_two_ideas_meet_once_in_one_order():
    assert meetings("妹子勿扰") == meetings("勿扰妹子") == {"{away}", "{women}", "{away}{women}"}


def test_a_word_stands_for_one_idea():
    raw = files("weijiayuan").joinpath("data", "jobs", "concepts.toml").read_text("utf-8")
    groups = tomllib.loads(raw).values()
    counted = Counter(
        word for group in groups for words in group.values() for word in words.split()
    )
    assert [word for word, times in counted.items() if times > 1] == []
