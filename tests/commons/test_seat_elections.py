"""Questions that fill a seat in the owners' committee, by whatever words; and those that do not."""

from pathlib import Path

from weijiayuan.commons.rules import seat_election_classifier
from weijiayuan.commons.rules.text_moderation import elects_committee, may_elect

HELD = Path(__file__).parent / "labelled" / "committee_elections_held.tsv"


def questions(label):
    rows = [row.split("\t") for row in HELD.read_text("utf-8").splitlines() if "\t" in row]
    return [text for text, each in rows if each == label]


def test_of_unseen_questions_nine_in_ten_elections_are_looked_at_and_one_in_ten_others():
    elections, others = questions("elects"), questions("ok")

    assert sum(map(may_elect, elections)) >= 0.9 * len(elections)
    assert sum(map(may_elect, others)) <= 0.1 * len(others)
    assert not any(map(elects_committee, others))


def test_where_no_seat_is_named_nobody_is_elected():
    assert seat_election_classifier.likelihood("谁来负责浇花") == 0
