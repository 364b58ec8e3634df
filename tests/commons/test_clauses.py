"""Clauses by label. Rules and the second reader were made with all files but the last.

Rules alone, each set read before anything was changed for it: first 34 of 40 and 1 of 21 false,
second 33 of 36 and 0 of 24, third 23 of 30 and 1 of 30, fourth 21 of 34 and 1 of 30, fifth 19 of 30
and 0 of 30; ninth and tenth, whose lawful clauses are neighbours in the same words, 18 and 12 of 43.
With the second reader, read once each: ninth 35 of 43 (34 by the right rule) and 1 of 43 false,
tenth 38 (37) and 9 of 43, eleventh 34 of 40 (32) and 3 of 40, never taught; with the line that was
chosen afterwards and ships, 36 (33) and 3.
"""

from pathlib import Path

import pytest

from tools import teach_clauses
from weijiayuan.commons.rules import covenant_clause_check, doubtful_clause_classifier
from weijiayuan.language import linear_text_classifier

HELD_BACK = "_eleventh"
FOLDER = Path(__file__).parent / "labelled"


def labelled(name):
    """Sentences with the rule they break, or `ok`."""
    return [line.split("\t") for line in (FOLDER / name).read_text("utf-8").splitlines()]


@pytest.mark.parametrize("name", [f"clauses{nth}.tsv" for nth in teach_clauses.TAUGHT])
def test_unlawful_clauses_are_found_with_their_rule_and_lawful_ones_are_left_alone(name):
    found = {
        text: {each.rule for each in covenant_clause_check.check([text])}
        for text, _ in labelled(name)
    }
    unlawful = [(text, label) for text, label in labelled(name) if label != "ok"]
    lawful = [text for text, label in labelled(name) if label == "ok"]
    missed = [(text, label, found[text]) for text, label in unlawful if label not in found[text]]
    false = [(text, found[text]) for text in lawful if found[text]]
    assert len(missed) <= len(unlawful) // 10, missed
    assert len(false) <= len(lawful) // 20, false


def test_clauses_that_nothing_was_taught_with_are_found_all_the_same():
    rows = labelled(f"clauses{HELD_BACK}.tsv")
    found = {text: {each.rule for each in covenant_clause_check.check([text])} for text, _ in rows}
    unlawful = [text for text, label in rows if label != "ok"]
    missed = [text for text in unlawful if not found[text]]
    false = [(text, found[text]) for text, label in rows if label == "ok" and found[text]]

    assert HELD_BACK not in teach_clauses.TAUGHT
    assert len(missed) <= len(unlawful) // 8, missed
    assert len(false) <= (len(rows) - len(unlawful)) // 10, false


def test_what_only_weighs_like_an_unlawful_clause_is_for_a_person_to_look_at():
    clause = "谁家水电账没清，谁家搬家的放行条就压着"
    found = covenant_clause_check.check([clause])

    assert not any(rule.find(clause) for rule in covenant_clause_check.rules())
    assert {(each.rule, each.level) for each in found} >= {("lock_out", "review")}


def test_teaching_gives_the_weights_that_ship():
    path = doubtful_clause_classifier.FOLDER.joinpath(doubtful_clause_classifier.WEIGHTS)
    taught = teach_clauses.teach(teach_clauses.lessons())
    assert linear_text_classifier.written(taught) == path.read_text("utf-8")


@pytest.mark.parametrize(
    "clause",
    ["乱停车罚\u200b款一百元", "亂停車罰款一百元", "乱停车F款100元", "乱停车 罚 款 一百 元"],
)
def test_disguise_does_not_help(clause):
    assert "fine" in {each.rule for each in covenant_clause_check.check([clause])}


def test_every_rule_has_an_article_and_a_lawful_wording_that_passes_itself():
    for rule in covenant_clause_check.rules():
        assert "第" in rule.article
        assert rule.level in {"block", "review", "hint"}
        again = [each.rule for each in covenant_clause_check.check([rule.remedy])]
        assert rule.id not in again, rule.remedy
