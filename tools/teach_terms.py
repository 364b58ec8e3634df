"""Teach the second reader of terms: `python -m tools.teach_terms` writes its weights.

Softmax regression over the labelled agreements of `tests/appeals/` and over terms that
`term_grammar.toml` makes of concepts. `--measure` trains on four fifths by turns and prints how
many faults it finds by itself at a share of false alarms.
"""

import re
import sys
import tomllib
from collections.abc import Iterator, Sequence
from datetime import date
from pathlib import Path

from tools import sentence_grammar, softmax
from weijiayuan.appeals.rules.agreement.agreement_text import Written
from weijiayuan.appeals.rules.agreement.doubtful_clause_classifier import SOUND, WEIGHTS, parts
from weijiayuan.language import linear_text_classifier
from weijiayuan.language.linear_text_classifier import PartWeights

HERE = Path(__file__).parent.parent
FULL = ("agreements", "agreements_second", "agreements_third", "agreements_fourth")
TAUGHT = ("first", "second", "third", "fourth", "fifth")
SIDES = ("甲方", "乙方")
DAY = date(2026, 11, 28)
OF_PERSONS = {"enforcement": "judgment", "amount_words": "amount", "sum": "amount"}
ROUNDS, FORGETTING, FOLDS = 150, 1e-3, 5

Lesson = tuple[str, Sequence[str], str]
"""A text, its parties, and its fault or `sound`."""


def lessons() -> list[Lesson]:
    """Return the labelled texts and those that the grammar makes."""
    return [*_agreements(), *_terms(), *_made()]


def _agreements() -> Iterator[Lesson]:
    for name in FULL:
        path = HERE / "tests" / "appeals" / f"{name}.toml"
        for row in tomllib.loads(path.read_text("utf-8"))["agreements"]:
            yield row["text"], row.get("parties", SIDES), row.get("fault", SOUND)


def _terms() -> Iterator[Lesson]:
    for name in TAUGHT:
        lines = (HERE / "tests" / "appeals" / f"terms_{name}.tsv").read_text("utf-8").splitlines()
        for label, parties, text in (row.split("\t") for row in lines if row[0] != "#"):
            yield text, parties.split(","), SOUND if label == "ok" else label


def _made() -> Iterator[Lesson]:
    path = HERE / "tools" / "term_grammar.toml"
    for text, kind in sentence_grammar.sentences(path, {"sound": SOUND, "faulty": ""}, seed=7):
        yield text, SIDES, kind


def read(lesson: Lesson) -> list[tuple[dict[str, float], str]]:
    """Return the sentences of a text as parts; of a faulty text only if it is one sentence."""
    text, parties, fault = lesson
    written = Written(text, tuple(parties), DAY)
    sentences = [each for each in written.sentences if len(re.sub(r"\W", "", each)) > 1]
    if fault != SOUND and len(sentences) > 1:
        return []
    return [(dict(parts(each, written)), OF_PERSONS.get(fault, fault)) for each in sentences]


def teach(taught: Sequence[tuple[dict[str, float], str]]) -> PartWeights:
    """Return the weights that tell sound terms from each kind of fault."""
    return softmax.fitted(
        [each for each, _ in taught],
        [kind for _, kind in taught],
        labels=sorted({kind for _, kind in taught}),
        rounds=ROUNDS,
        forgetting=FORGETTING,
    )


def measure() -> None:
    told = [each for lesson in (*_agreements(), *_terms()) for each in read(lesson)]
    made = [each for lesson in _made() for each in read(lesson)]
    shares = []
    for fold in range(FOLDS):
        weights = teach([*(each for at, each in enumerate(told) if at % FOLDS != fold), *made])
        shares += [(weights.shares(each)[SOUND], kind) for each, kind in told[fold::FOLDS]]
    sound = sorted(share for share, kind in shares if kind == SOUND)
    faulty = [share for share, kind in shares if kind != SOUND]
    for part in (0.01, 0.02, 0.03, 0.05, 0.1):
        limit = sound[int(part * len(sound))]
        found = sum(share < limit for share in faulty) / len(faulty)
        sys.stdout.write(f"below {limit:.2f}: {part:.0%} false, {found:.1%} found\n")


if __name__ == "__main__":
    if "--measure" in sys.argv:
        measure()
    else:
        path = HERE / "weijiayuan" / "data" / "appeals" / WEIGHTS
        taught = [each for lesson in lessons() for each in read(lesson)]
        path.write_text(linear_text_classifier.written(teach(taught)), "utf-8")
        sys.stdout.write(f"{WEIGHTS}: {path.stat().st_size} bytes\n")
