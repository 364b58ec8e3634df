import pytest
from hypothesis import given
from hypothesis import strategies as st

from weijiayuan.jobs.rules.search_tokens import (
    asked_tokens,
    highlights,
    lexicon,
    loosened,
    runs,
    tokens,
    understand,
)

HAN = st.characters(min_codepoint=0x4E00, max_codepoint=0x9FA5)


@given(
    st.text(alphabet=st.one_of(HAN, st.sampled_from(" ，ab1")), min_size=1, max_size=40), st.data()
)
def test_every_piece_of_a_text_finds_it(text, data):
    found = set(tokens(text))
    for run in runs(text):
        if run.isascii():
            continue
        start = data.draw(st.integers(0, len(run) - 1))
        piece = run[start : start + data.draw(st.integers(1, 6))]
        assert found.issuperset(asked_tokens(piece))


@pytest.mark.parametrize(
    ("asked", "also"),
    [
        ("保安", "安保"),
        ("安保", "保安"),
        ("普工", "操作工"),
        ("报安", "保安"),
        ("baoan", "安保"),
        ("清潔", "保洁"),
    ],
)
def test_synonyms_slips_and_traditional_characters_are_understood(asked, also):
    assert any(also in term.words for term in understand(asked).terms)


def test_words_that_say_nothing_are_left_out_unless_they_are_all():
    assert [term.words[0] for term in understand("附近的保安工作").terms] == ["保安"]
    assert [term.words[0] for term in understand("工作").terms] == ["工作"]


def test_the_place_bao_an_is_not_taken_for_a_guard():
    assert [term.words for term in understand("宝安").terms] == [("宝安",)]


def test_several_words_must_all_be_found():
    assert len(understand("夜班保安 包吃").terms) == 3


def test_a_question_of_nothing_asks_nothing():
    assert not understand("，。 ")
    assert not understand("")


def test_loosening_lets_one_wrong_character_pass():
    question = loosened("叉车思基")
    assert "叉车" in question.terms[0].words


def test_short_words_are_not_loosened():
    assert loosened("保安") is None


def test_highlights_mark_the_words_in_the_text_as_written():
    text = "安保队长，夜班 保安"
    spans = highlights(text, understand("保安"))
    assert [text[start:end] for start, end in spans] == ["安保", "保安"]


def test_no_slip_corrects_a_word_that_is_right_elsewhere():
    words = {word for group in lexicon().same for word in [group]}
    assert not words & lexicon().mistyped.keys()


@given(st.text(max_size=60))
def test_no_text_breaks_the_question(text):
    for term in understand(text).terms:
        assert all(alternative for alternative in term.alternatives)
