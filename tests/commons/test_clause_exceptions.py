"""A protection that is taken back by its exception or condition protects nobody."""

from pathlib import Path

import pytest

from weijiayuan.commons.rules.covenant_clause_check import check

FILE = Path(__file__).parent / "labelled" / "clauses_excepted.tsv"


def test_exceptions_are_read_before_what_they_except_is_put_aside():
    """Before: 22 of 67 found. Of the fresh 20 and 20: 18 found, 1 of the lawful marked."""
    rows = [line.split("\t") for line in FILE.read_text("utf-8").splitlines()]
    missed = [text for text, label in rows if label == "review" and not check([text])]
    false = [text for text, label in rows if label == "ok" and check([text])]
    assert (missed, false) == ([], [])


@pytest.mark.parametrize(
    ("clause", "rule"),
    [
        ("物业不得停水，但欠费三个月的除外", "cut_supply"),
        ("除欠费户外，任何人不得被停水停电", "cut_supply"),
        ("不得不对欠费户停水", "cut_supply"),
        ("公共设施人人可用，租户除外", "no_tenants"),
        ("业主有权起诉，但应当先征得业委会同意", "no_suit"),
    ],
)
def test_what_is_taken_back_has_the_article_of_what_was_protected(clause, rule):
    assert rule in [found.rule for found in check([clause])]
