"""Texts are cut into parts, and weighed, the same way whatever they are read for."""

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from tools import softmax
from weijiayuan.language import linear_text_classifier, text_features


def test_characters_stand_with_their_neighbours():
    assert text_features.grams("停水了", 2) == {"停", "水", "了", "停水", "水了"}
    assert text_features.grams("", 3) == frozenset()


def test_concepts_are_met_by_any_of_their_words_and_weighed_alone_and_in_pairs():
    known = text_features.concepts({"who": ["租客", "房客"], "where": ["泳池"], "what": ["停水"]})
    met = text_features.met(known, "房客不进泳池")
    assert met == ["where", "who"]
    assert text_features.singly_and_in_pairs(met) == (["+where", "+who"], ["where+who"])


@given(st.permutations(["a", "b", "c", "d"]))
def test_teaching_does_not_depend_on_the_order_of_parts(order):
    def taught(names):
        texts = [dict.fromkeys(names, 1.0), {"a": 0.3, "c": 1.0}, {"b": 0.7, "d": 0.1}]
        weights = softmax.fitted(texts, ["x", "y", "x"], labels=["x", "y"], rounds=20, least_seen=1)
        return linear_text_classifier.written(weights)

    assert taught(order) == taught(["a", "b", "c", "d"])


def test_weights_tell_what_they_were_taught_and_survive_their_file(tmp_path):
    texts = [{"水": 1.0}, {"水": 1.0, "火": 1.0}, {"火": 1.0}, {"火": 2.0}]
    taught = softmax.fitted(texts, ["w", "w", "f", "f"], labels=["f", "w"], rounds=80)
    (tmp_path / "weights.tsv").write_text(linear_text_classifier.written(taught), "utf-8")
    read = linear_text_classifier.read(tmp_path / "weights.tsv")

    assert read.shares({"水": 1.0})["w"] > 0.7
    assert read.shares({"火": 1.0})["f"] > 0.7
    assert abs(sum(read.shares({"水": 1.0, "unknown": 9.0}).values()) - 1) < 1e-6


def test_a_part_is_worth_the_same_whether_most_texts_have_it_or_few():
    texts = softmax.Texts([{"a": 1, "b": 2}, {"a": 3}, {"a": 1}], {"a": 0, "b": 1})
    texts.count_for(np.array([2.0, 5.0]))
    assert texts.times(np.eye(2)).tolist() == [[2, 10], [6, 0], [2, 0]]
