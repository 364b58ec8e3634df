"""Teach the second reader of danger: `python -m tools.teach_danger` writes its weights.

Logistic regression by plain steps over what `weijiayuan.danger.text_similarity.parts` finds in a
text, always in the same order: the same texts give the same weights. `--measure` trains on four
fifths by turns instead, and prints how much of the rest it finds by itself at a share of false
alarms.
"""

import sys
from collections import Counter
from collections.abc import Sequence
from math import exp, sqrt
from pathlib import Path
from random import Random

from weijiayuan.danger import text_similarity

HERE = Path(__file__).parent.parent
TAUGHT = ("tried", "held", "third", "fourth", "fifth", "sixth")
ROUNDS, STEP, SLOWING, FORGETTING = 30, 0.5, 8, 0.0005
BIAS_STEP, SEEN, LEAST = 0.02, 2, 0.05
ORDINARY = HERE / "weijiayuan" / "data" / "events" / "examples.tsv"
REAL = {"10002"}  # a category that is a danger itself

Lesson = tuple[str, bool]


def lessons(parts: Sequence[str] = TAUGHT) -> list[Lesson]:
    """Return the labelled texts, and the shipped examples of ordinary reports."""
    found = []
    for part in parts:
        for name, is_danger in (("danger", True), ("ordinary", False)):
            rows = _rows(HERE / "tests" / "danger" / f"{part}_{name}.tsv")
            found += [(row[-1], is_danger) for row in rows]
    return found + [(text, False) for code, text in _rows(ORDINARY) if code not in REAL]


def _rows(path: Path) -> list[list[str]]:
    lines = path.read_text("utf-8").splitlines()
    return [line.split("\t") for line in lines if line and not line.startswith("#")]


def teach(taught: Sequence[Lesson]) -> text_similarity.Weights:
    """Return the weights that tell danger from the rest."""
    known = [(text_similarity.parts(text), is_danger) for text, is_danger in taught]
    seen = Counter(part for found, _ in known for part in found)
    data = [([p for p in sorted(found) if seen[p] >= SEEN], danger) for found, danger in known]
    rarer = sum(not danger for _, danger in data) / sum(danger for _, danger in data)
    table, bias = dict.fromkeys(seen, 0.0), 0.0
    dice = Random(1)  # noqa: S311  # an order that is always the same
    for done in range(ROUNDS):
        dice.shuffle(data)
        step = STEP / (1 + done / SLOWING)
        for found, is_danger in data:
            share = 1 / sqrt(max(len(found), 1))
            said = 1 / (1 + exp(-max(-30.0, min(30.0, bias + share * sum(map(table.get, found))))))
            error = (said - is_danger) * (rarer if is_danger else 1.0)
            bias -= step * error * BIAS_STEP
            for part in found:
                table[part] -= step * (error * share + FORGETTING * table[part])
    return text_similarity.Weights(bias, {p: w for p, w in table.items() if abs(w) >= LEAST})


def measure() -> None:
    everything = lessons()
    for share in (0.01, 0.02, 0.03, 0.05):
        found = 0
        for fold in range(5):
            weights = teach([each for at, each in enumerate(everything) if at % 5 != fold])
            rest = everything[fold::5]
            calm = sorted(
                (weights.weigh(text) for text, danger in rest if not danger), reverse=True
            )
            limit = calm[int(share * len(calm))]
            found += sum(weights.weigh(text) > limit for text, danger in rest if danger)
        print(f"{share:.0%} false: {found / sum(danger for _, danger in everything):.1%} found")


if __name__ == "__main__":
    if "--measure" in sys.argv:
        measure()
    else:
        path = HERE / "weijiayuan" / "data" / "danger" / text_similarity.FILE
        path.write_text(text_similarity.written(teach(lessons())), "utf-8")
        print(f"{path.name}: {path.stat().st_size} bytes")
