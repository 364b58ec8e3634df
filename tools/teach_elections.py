"""Teach which questions fill a seat: `python -m tools.teach_elections` writes the weights.

Softmax regression over the labelled questions of `tests/commons/labelled/committee_elections.tsv`.
`--measure` trains on four fifths of them by turns and prints how much of the rest it finds at a
share of false alarms.
"""

from collections.abc import Sequence
from operator import itemgetter
from pathlib import Path

from tools import classifier_training, softmax
from tools.classifier_training import Lesson
from weijiayuan.commons.rules import seat_election_classifier
from weijiayuan.commons.rules.seat_election_classifier import ELECTS, LAWFUL
from weijiayuan.language.linear_text_classifier import PartWeights
from weijiayuan.public_words import tight

HERE = Path(__file__).parent.parent
FILE = HERE / "weijiayuan" / "data" / "commons" / seat_election_classifier.WEIGHTS
LABELLED = HERE / "tests" / "commons" / "labelled" / "committee_elections.tsv"
ROUNDS, FORGETTING = 200, 1e-3


def lessons() -> list[Lesson]:
    """Return the labelled questions, as they are weighed."""
    rows = (row.split("\t") for row in LABELLED.read_text("utf-8").splitlines() if row[0] != "#")
    return [(dict(seat_election_classifier.parts(tight(text))), label) for label, text in rows]


def teach(taught: Sequence[Lesson]) -> PartWeights:
    """Return the weights that tell elections from what the committee does besides."""
    return softmax.fitted(
        [parts for parts, _ in taught],
        [label for _, label in taught],
        labels=[ELECTS, LAWFUL],
        rounds=ROUNDS,
        forgetting=FORGETTING,
    )


def measure() -> None:
    soundness = itemgetter(LAWFUL)
    classifier_training.measure_doubts(lessons(), [], teach, soundness=soundness, faultless=LAWFUL)


if __name__ == "__main__":
    classifier_training.measure_or_write(measure, lambda: {FILE: teach(lessons())})
