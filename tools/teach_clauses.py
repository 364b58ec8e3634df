"""Teach the second reader of covenants: `python -m tools.teach_clauses` writes its weights.

Softmax regression over the labelled clauses of `tests/commons/labelled/`, over the lawful wordings
that the rules propose, and over clauses that `clause_grammar.toml` makes of concepts. `--measure`
trains on four fifths of the labelled ones by turns and prints how much of the rest it finds by
itself at a share of false alarms.
"""

from collections.abc import Iterator, Sequence
from operator import itemgetter
from pathlib import Path

from tools import classifier_training, sentence_grammar, softmax
from tools.classifier_training import Lesson
from weijiayuan.commons.rules import (
    clause_structure,
    covenant_clause_check,
    doubtful_clause_classifier,
)
from weijiayuan.commons.rules.doubtful_clause_classifier import LAWFUL
from weijiayuan.language.linear_text_classifier import PartWeights

HERE = Path(__file__).parent.parent
FILE = HERE / "weijiayuan" / "data" / "commons" / doubtful_clause_classifier.WEIGHTS
TAUGHT = (
    "",
    "_second",
    "_third",
    "_fourth",
    "_fifth",
    "_sixth",
    "_seventh",
    "_eighth",
    "_ninth",
    "_tenth",
    "_taught",
    "_plain",
    "_broken",
    "_fifteenth",
    "_asked",
    "_short",
    "_twentieth",
)
ROUNDS, FORGETTING, LEAST_SEEN = 60, 3e-4, 3


def lessons() -> list[Lesson]:
    """Return the labelled clauses and those that the grammar makes, as they are weighed."""
    return [*map(_weighed, _sentences(_labelled())), *map(_weighed, _sentences(_made()))]


def _labelled() -> Iterator[tuple[str, str]]:
    for name in TAUGHT:
        path = HERE / "tests" / "commons" / "labelled" / f"clauses{name}.tsv"
        for row in path.read_text("utf-8").splitlines():
            if not row.startswith("#"):
                text, label = row.split("\t")
                yield text, label
    yield from ((rule.remedy, LAWFUL) for rule in covenant_clause_check.rules())


def _made() -> Iterator[tuple[str, str]]:
    path = HERE / "tools" / "clause_grammar.toml"
    yield from sentence_grammar.sentences(path, {"unlawful": "", "lawful": LAWFUL}, seed=11)


def _sentences(clauses: Iterator[tuple[str, str]]) -> Iterator[tuple[str, str]]:
    """Yield the sentences of clauses; of an unlawful one only if it is but one."""
    for text, label in clauses:
        sentences = covenant_clause_check.sentences(text)
        if label == LAWFUL or len(sentences) == 1:
            yield from ((each, label) for each in sentences)


def _weighed(told: tuple[str, str]) -> Lesson:
    text, label = told
    return dict(doubtful_clause_classifier.parts(clause_structure.read(text))), label


def teach(taught: Sequence[Lesson]) -> PartWeights:
    """Return the weights that tell lawful clauses from each kind of unlawful one."""
    return softmax.fitted(
        [parts for parts, _ in taught],
        [label for _, label in taught],
        labels=sorted({label for _, label in taught}),
        rounds=ROUNDS,
        forgetting=FORGETTING,
        least_seen=LEAST_SEEN,
    )


def measure() -> None:
    labelled, made = ([*map(_weighed, _sentences(each))] for each in (_labelled(), _made()))
    soundness = itemgetter(LAWFUL)
    classifier_training.measure_doubts(labelled, made, teach, soundness=soundness, faultless=LAWFUL)


if __name__ == "__main__":
    classifier_training.measure_or_write(measure, lambda: {FILE: teach(lessons())})
