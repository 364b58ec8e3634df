"""Teach what a story is about: `python -m tools.teach_matters` writes the weights.

Softmax regression over what `narrative_classifier.parts` finds in the sentences of
`said_like.toml` and of `tests/appeals/narratives.tsv`. `--measure` trains on three quarters by
turns instead, and prints how often the rest gets its matter first, and among the first three.
"""

from collections.abc import Iterator, Sequence
from pathlib import Path

from tools import classifier_training, softmax
from weijiayuan.appeals.legal_remedies import narrative_classifier
from weijiayuan.danger.text_normalization import read
from weijiayuan.language.linear_text_classifier import PartWeights

FILE = (
    Path(narrative_classifier.__file__).parents[2]
    / "data"
    / "appeals"
    / narrative_classifier.WEIGHTS
)
NARRATIVES = Path(__file__).parent.parent / "tests" / "appeals" / "narratives.tsv"
ROUNDS, FOLDS = 120, 4

Lesson = tuple[str, narrative_classifier.Parts]


def lessons() -> list[Lesson]:
    """Return the labelled sentences, as they are weighed."""
    told = [*narrative_classifier.said_like(), *_narratives()]
    return [(matter, narrative_classifier.parts(read(text))) for matter, text in told]


def _narratives() -> Iterator[tuple[str, str]]:
    for line in NARRATIVES.read_text("utf-8").splitlines():
        if not line.startswith("#"):
            matter, text = line.split("\t")
            yield matter, text


def teach(taught: Sequence[Lesson]) -> PartWeights:
    """Return the weights that tell the matters apart."""
    matters = [matter for matter, _ in taught]
    texts = [parts for _, parts in taught]
    return softmax.fitted(texts, matters, labels=list(dict.fromkeys(matters)), rounds=ROUNDS)


def measure() -> None:
    everything = lessons()
    first = among = 0
    for weights, rest in classifier_training.held_back(everything, teach, FOLDS):
        for matter, parts in rest:
            shares = weights.shares(parts)
            ranked = sorted(shares, key=lambda name: shares[name], reverse=True)
            first += ranked[0] == matter
            among += matter in ranked[:3]
    print(f"{first / len(everything):.1%} first, {among / len(everything):.1%} in three")


if __name__ == "__main__":
    classifier_training.measure_or_write(measure, lambda: {FILE: teach(lessons())})
