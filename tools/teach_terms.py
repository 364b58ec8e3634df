"""Teach the second reader of terms: `python -m tools.teach_terms` writes its weights.

Softmax regression over the labelled agreements of `tests/appeals/`, over terms in the words of the
street (`term_examples.tsv`) and over terms that `term_grammar.toml` makes of concepts. `--measure`
trains on four fifths by turns and prints how many faults it finds by itself at a share of false
alarms.
"""

import re
import tomllib
from collections.abc import Iterator, Sequence
from datetime import date
from pathlib import Path

from tools import classifier_training, sentence_grammar, softmax
from tools.classifier_training import Lesson
from weijiayuan.appeals.rules.agreement.agreement_text import Written
from weijiayuan.appeals.rules.agreement.doubtful_clause_classifier import (
    FORM,
    SOUND,
    WEIGHTS,
    parts,
    soundness,
)
from weijiayuan.language.linear_text_classifier import PartWeights

HERE = Path(__file__).parent.parent
FILE = HERE / "weijiayuan" / "data" / "appeals" / WEIGHTS
FULL = ("agreements", "agreements_second", "agreements_third", "agreements_fourth")
TAUGHT = ("first", "second", "third", "fourth", "fifth", "sixth", "seventh", "eighth", "tenth")
SIDES = ("甲方", "乙方")
DAY = date(2026, 11, 28)
OF_PERSONS = {"enforcement": "judgment", "amount_words": "amount", "sum": "amount"}
ROUNDS, FORGETTING = 100, 1e-3
MADE_WORTH = 0.4
"""What a term that the grammar made counts beside one that somebody wrote."""

Told = tuple[str, Sequence[str], str]
"""A text, its parties, and its fault or `sound`."""


def _agreements() -> Iterator[Told]:
    for name in FULL:
        path = HERE / "tests" / "appeals" / f"{name}.toml"
        for row in tomllib.loads(path.read_text("utf-8"))["agreements"]:
            yield row["text"], row.get("parties", SIDES), row.get("fault", SOUND)


def _terms() -> Iterator[Told]:
    for name in TAUGHT:
        for label, parties, text in _rows(HERE / "tests" / "appeals" / f"terms_{name}.tsv"):
            yield text, parties.split(","), SOUND if label == "ok" else label
    for label, text in _rows(HERE / "tools" / "term_examples.tsv"):
        yield text, SIDES, SOUND if label == "ok" else label


def _rows(path: Path) -> list[list[str]]:
    return [row.split("\t") for row in path.read_text("utf-8").splitlines() if row[0] != "#"]


def _made() -> Iterator[Told]:
    path = HERE / "tools" / "term_grammar.toml"
    for text, kind in sentence_grammar.sentences(path, {"sound": SOUND, "faulty": ""}, seed=7):
        yield text, SIDES, kind


def _weighed(told: Iterator[Told]) -> Iterator[Lesson]:
    """Yield the sentences of texts as parts; of a faulty text only if it is one sentence."""
    for text, parties, fault in told:
        written = Written(text, tuple(parties), DAY)
        sentences = [each for each in written.sentences if len(re.sub(r"\W", "", each)) > 1]
        if fault == SOUND or len(sentences) <= 1:
            label = OF_PERSONS.get(fault, fault)
            yield from ((dict(parts(each, parties)), label) for each in sentences)


def teach(told: Sequence[Lesson], made: Sequence[Lesson]) -> PartWeights:
    """Return the weights that tell sound terms from each kind of fault."""
    taught = [*told, *made]
    return softmax.fitted(
        [each for each, _ in taught],
        [kind for _, kind in taught],
        labels=sorted({kind for _, kind in taught}),
        rounds=ROUNDS,
        forgetting=FORGETTING,
        worth=[1.0] * len(told) + [MADE_WORTH] * len(made),
    )


def lessons() -> tuple[list[Lesson], list[Lesson]]:
    """Return the labelled texts and those that the grammar makes, as they are weighed."""
    return [*_weighed(_agreements()), *_weighed(_terms())], [*_weighed(_made())]


def measure() -> None:
    told, made = lessons()
    classifier_training.measure_doubts(
        [each for each in told if each[1] not in FORM],
        lambda others: teach(others, made),
        soundness=soundness,
        faultless=SOUND,
    )


if __name__ == "__main__":
    classifier_training.measure_or_write(measure, lambda: {FILE: teach(*lessons())})
