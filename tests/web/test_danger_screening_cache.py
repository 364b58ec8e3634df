"""Texts known as calm: the same text only, no words kept, and never more than so many."""

from hypothesis import given
from hypothesis import strategies as st

from weijiayuan.web import danger_screening
from weijiayuan.web.danger_screening_cache import CalmTextMemory

TEXTS = st.text(max_size=30)


@given(st.lists(TEXTS, max_size=20), TEXTS)
def test_only_a_text_that_was_kept_is_known(kept, asked):
    memory = CalmTextMemory()
    for text in kept:
        memory.keep(text)
    assert memory.knows(asked) == (asked in kept)


@given(st.lists(TEXTS, unique=True, min_size=4, max_size=20))
def test_the_text_not_met_for_longest_is_forgotten_first(texts):
    memory = CalmTextMemory(most=3)
    for text in texts:
        memory.keep(text)
    assert [text for text in texts if memory.knows(text)] == texts[-3:]


def test_nobody_reads_in_memory_what_was_written():
    memory = CalmTextMemory()
    memory.keep("楼上住着王某某")
    assert "王某某" not in repr(memory)


def test_what_alarms_is_read_anew_each_time_and_what_is_calm_once(monkeypatch):
    read = []
    recognise = danger_screening.danger.recognise
    monkeypatch.setattr(danger_screening, "CALM", CalmTextMemory())
    monkeypatch.setattr(
        danger_screening.danger, "recognise", lambda text: read.append(text) or recognise(text)
    )
    calm, alarming = "想在社区门口开一家早餐店", "老人晕倒在草坪上了没有呼吸"
    for _ in range(2):
        assert danger_screening._found([calm]) is None
        assert danger_screening._found([calm, alarming]).call == ("120",)
    assert read == [calm, alarming, alarming]
