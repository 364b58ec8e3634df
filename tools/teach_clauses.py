"""Teach the second reader of covenants: `python -m tools.teach_clauses` writes its weights.

Softmax regression over the labelled clauses of `tests/commons/labelled/`, over the lawful wordings
that the rules propose, and over clauses that `clause_grammar.toml` makes of concepts. `--measure`
trains on four fifths of the labelled ones by turns and prints how much of the rest it finds by
itself at a share of false alarms.
"""

import sys
from collections.abc import Iterator, Sequence
from pathlib import Path

from tools import sentence_grammar, softmax
from weijiayuan.commons.rules import (
    clause_structure,
    covenant_clause_check,
    doubtful_clause_classifier,
)
from weijiayuan.commons.rules.doubtful_clause_classifier import LAWFUL
from weijiayuan.language import linear_text_classifier
from weijiayuan.language.linear_text_classifier import PartWeights

HERE = Path(__file__).parent.parent
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
)
ROUNDS, FORGETTING, LEAST_SEEN, FOLDS = 60, 3e-4, 3, 5

Lesson = tuple[dict[str, float], str]
"""The parts of a sentence, and the rule it breaks or `ok`."""


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
    told = [_weighed(each) for each in _sentences(_labelled())]
    made = [_weighed(each) for each in _sentences(_made())]
    shares = []
    for fold in range(FOLDS):
        weights = teach([*(each for at, each in enumerate(told) if at % FOLDS != fold), *made])
        shares += [(weights.shares(parts)[LAWFUL], label) for parts, label in told[fold::FOLDS]]
    lawful = sorted(share for share, label in shares if label == LAWFUL)
    unlawful = [share for share, label in shares if label != LAWFUL]
    for part in (0.01, 0.02, 0.03, 0.05, 0.1):
        limit = lawful[int(part * len(lawful))]
        found = sum(share < limit for share in unlawful) / len(unlawful)
        sys.stdout.write(f"below {limit:.2f}: {part:.0%} false, {found:.1%} found\n")


if __name__ == "__main__":
    if "--measure" in sys.argv:
        measure()
    else:
        path = HERE / "weijiayuan" / "data" / "commons" / doubtful_clause_classifier.WEIGHTS
        path.write_text(linear_text_classifier.written(teach(lessons())), "utf-8")
        sys.stdout.write(f"{doubtful_clause_classifier.WEIGHTS}: {path.stat().st_size} bytes\n")
