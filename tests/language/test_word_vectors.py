"""Word vectors: how a text is cut, what its mean is, and that like words are near each other."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from weijiayuan.language.word_vectors import shipped

TEXTS = st.text(st.sampled_from("业委会选举换届停水电梯坏了老人孩子，。 abc3"), max_size=40)


@given(TEXTS)
def test_the_words_of_a_text_are_the_text(text):
    assert "".join(shipped().words(text)) == text


@given(TEXTS)
def test_a_mean_has_length_one_or_none(text):
    length = np.linalg.norm(shipped().mean(text))
    assert length == 0 or abs(length - 1) < 1e-5


@pytest.mark.parametrize(
    ("text", "like", "unlike"),
    [
        ("换届选举", "竞选连任", "水管漏水"),
        ("欠薪", "拖欠工资", "修理电梯"),
        ("赡养老人", "照顾父母", "装修噪音"),
    ],
)
def test_what_is_said_in_other_words_is_nearer_than_what_is_about_something_else(
    text, like, unlike
):
    here = shipped().mean(text)
    assert here @ shipped().mean(like) > here @ shipped().mean(unlike)
