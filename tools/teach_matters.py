"""Teach what a story is about: `python -m tools.teach_matters` writes the weights.

Softmax regression over what `narrative_classifier.parts` finds in the sentences of
`said_like.toml` and in the stories of `tests/appeals/narratives*.tsv`, each file by another hand.
`--measure` teaches without the stories of one of the younger hands, by turns, and prints how often
those get their matter first, and among the first three: what a stranger's stories may expect.
"""

from collections.abc import Mapping, Sequence
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
STORIES = Path(__file__).parent.parent / "tests" / "appeals"
FIRST_HAND, YOUNGER_HANDS = (
    "narratives",
    ("narratives_second", "narratives_third", "narratives_fourth"),
)
ROUNDS, FORGETTING, LEAST_SEEN = 100, 5e-4, 3
SAID_LIKE = 0.4
"""What a short sentence that was written to be like a story counts beside a story."""

Lesson = tuple[str, narrative_classifier.Parts, float]
"""A matter, what is weighed of a text, and how much the text counts."""


def sentences() -> list[Lesson]:
    """Return the sentences that speak of the matters."""
    said = narrative_classifier.said_like()
    return [(m, narrative_classifier.parts(read(text)), SAID_LIKE) for m, text in said]


def stories(name: str) -> list[Lesson]:
    """Return the labelled stories of one hand."""
    lines = (STORIES / f"{name}.tsv").read_text("utf-8").splitlines()
    told = [line.split("\t") for line in lines if not line.startswith("#")]
    return [(matter, narrative_classifier.parts(read(text)), 1.0) for matter, text in told]


def teach(taught: Sequence[Lesson]) -> PartWeights:
    """Return the weights that tell the matters apart."""
    matters, texts, worth = zip(*taught, strict=True)
    return softmax.fitted(
        texts,
        matters,
        labels=list(dict.fromkeys(matters)),
        rounds=ROUNDS,
        forgetting=FORGETTING,
        least_seen=LEAST_SEEN,
        worth=worth,
        rarity=True,
    )


def lessons(without: str = "") -> list[Lesson]:
    """Return everything that teaches, except the stories of one hand."""
    hands = [name for name in (FIRST_HAND, *YOUNGER_HANDS) if name != without]
    return [*sentences(), *(lesson for name in hands for lesson in stories(name))]


def measure() -> None:
    for name in YOUNGER_HANDS:
        weights, rest = teach(lessons(without=name)), stories(name)
        places = [_place(weights.shares(parts), matter) for matter, parts, _ in rest]
        first, among = (sum(place < most for place in places) / len(rest) for most in (1, 3))
        print(f"{name}: {first:.1%} first, {among:.1%} in three")


def _place(shares: Mapping[str, float], matter: str) -> int:
    return sum(share > shares[matter] for share in shares.values())


if __name__ == "__main__":
    classifier_training.measure_or_write(measure, lambda: {FILE: teach(lessons())})
