import pytest
from hypothesis import given
from hypothesis import strategies as st

from weijiayuan.jobs.rules import query_understanding
from weijiayuan.jobs.rules.lexicon import lexicon
from weijiayuan.jobs.rules.query_loosening import loosened
from weijiayuan.jobs.rules.search_tokens import asked_tokens, highlights, runs, tokens

PLACES = {"田寮": "440311005001", "公明": "440311002"}


def understand(asked):
    return query_understanding.understand(asked, PLACES).question


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
    assert len(understand("包吃住 保安").terms) == 3


def test_a_question_of_nothing_asks_nothing():
    assert not understand("，。 ")
    assert not understand("")


def test_loosening_lets_one_wrong_character_pass():
    by_pairs = next(loosened(understand("软件工程狮")))
    assert "软件" in {word for term in by_pairs.terms for word in term.words}


@pytest.mark.parametrize("asked", ["保安", "两班倒", "ipqc", "田寮 包住"])
def test_jobs_terms_places_and_codes_are_never_loosened(asked):
    assert list(loosened(understand(asked))) == []


@pytest.mark.parametrize(
    ("asked", "words"),
    [
        ("招商", ["招商"]),
        ("工作服", ["工作服"]),
        ("招保安", ["保安"]),
        ("田寮附近的普工", ["田寮", "普工"]),
        ("想在公明找电商客服", ["公明", "电商", "客服"]),
        ("飞船舱门", ["飞船舱门"]),
    ],
)
def test_a_line_is_cut_so_that_no_single_character_is_left_over(asked, words):
    assert [term.words[0] for term in understand(asked).terms] == words


def test_either_joins_jobs_and_not_a_job_with_a_term():
    either, both = understand("保安或保洁"), understand("双休/保洁")
    assert len(either.terms) == 1
    assert len(both.terms) == 2


def test_highlights_mark_the_words_in_the_text_as_written():
    text = "安保队长，夜班 保安"
    spans = highlights(text, understand("保安"))
    assert [text[start:end] for start, end in spans] == ["安保", "保安"]


def test_no_slip_corrects_a_word_that_is_right_elsewhere():
    words = {word for group in lexicon().same for word in [group]}
    assert not words & lexicon().mistyped.keys()


@given(st.text(max_size=60))
def test_no_text_breaks_the_question(text):
    meant = query_understanding.understand(text, PLACES)
    for term in meant.question.terms:
        assert all(term.alternatives(is_whole=True))
        assert all(term.alternatives(is_whole=False))
    for condition in meant.conditions:
        assert len(condition.without) < len(text)


def test_no_slip_changes_the_length_of_what_was_typed():
    assert all(len(slip) == len(word) for slip, word in lexicon().mistyped.items())
