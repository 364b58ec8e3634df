"""Teach which need a line tells of: `python -m tools.teach_needs` writes the weights of a district.

Softmax regression over what `need_classifier.parts` finds in lines that people say and type
(`tests/directory/needs/`), the hand keys of the typed words and the needs' own words; names of
places tell nothing. `--measure` prints how the half that teaches nothing (`searched_held.tsv`) and
the lines that were never taught (`unseen.tsv`) are understood.
"""

import json
import sys
from collections.abc import Iterator, Sequence
from pathlib import Path

from tests.directory import typed_lines, typed_words
from tools import softmax
from weijiayuan.directory.rules import need_classifier
from weijiayuan.directory.rules.need_taxonomy import NeedTree, plain, read_needs
from weijiayuan.directory.rules.query_spelling_normalization import written
from weijiayuan.directory.rules.query_understanding import understand
from weijiayuan.language import linear_text_classifier
from weijiayuan.language.linear_text_classifier import PartWeights

HERE = Path(__file__).parent.parent
FOLDER = HERE / "weijiayuan" / "data" / "districts" / "guangming"
FILE = FOLDER / "directory" / "need_weights.tsv"
LINES = HERE / "tests" / "directory" / "needs"
ROUNDS, FORGETTING, LEAST_SEEN = 150, 3e-5, 1
AMONG = 3
MOST_TYPED = 40
TAUGHT = ("taught", "held", "searched", "more")
UNTAUGHT = ("searched_held", "unseen")
SHORT_PLACES = [
    *("石围", "石家", "合水口", "甲子塘", "李松蓢", "薯田埔", "迳口", "圳美", "新羌", "凤凰"),
    *("上村", "下村", "东周", "西田", "玉律", "公明", "光明", "马田", "玉塘", "新湖"),
]


def lines(name: str) -> Iterator[tuple[str, list[str]]]:
    """Yield the lines of one half with the needs that they tell of."""
    for row in (LINES / f"{name}.tsv").read_text("utf-8").splitlines():
        if not row.startswith("#"):
            needs, line = row.split("\t")
            yield line, needs.split("|")


def lessons(tree: NeedTree) -> Iterator[tuple[str, str]]:
    """Yield lines, each with one need that it tells of, or with nothing."""
    for half in TAUGHT:
        yield from ((line, needs[0]) for line, needs in lines(half) if len(needs) == 1)
    yield from typed_words.key()
    yield from ((line, needs[0]) for line, needs in typed_lines.lines())
    yield from ((word, need.id) for need in tree.needs.values() for word in need.own)
    yield from ((name, need_classifier.NOTHING) for name in _places())


def _places() -> Iterator[str]:
    """Yield names of places as people search for them."""
    found = json.loads((FOLDER / "places" / "service_points.json").read_text("utf-8"))
    yield from _names(found)
    for ending in ("", "社区", "社区党群服务中心", "公园", "微站点"):
        yield from (name + ending for name in SHORT_PLACES)


def _names(value: object) -> Iterator[str]:
    if isinstance(value, dict):
        yield from (each for key, each in value.items() if key == "name" and isinstance(each, str))
        value = list(value.values())
    if isinstance(value, list):
        for each in value:
            yield from _names(each)


def teach(tree: NeedTree) -> PartWeights:
    """Return the weights that tell the needs apart."""
    told = [
        (plain(need_classifier.without_refused(written(line))), need)
        for line, need in lessons(tree)
    ]
    labels = [*tree.needs, need_classifier.NOTHING]
    return softmax.fitted(
        [need_classifier.parts(line, tree.letters_by_need(line)) for line, _ in told],
        [need for _, need in told],
        labels=labels,
        rounds=ROUNDS,
        forgetting=FORGETTING,
        even=True,
        least_seen=LEAST_SEEN,
    )


def measure(tree: NeedTree) -> None:
    for name in UNTAUGHT:
        found = [(needs, understand(line[:MOST_TYPED], tree).needs) for line, needs in lines(name)]
        asked = [(needs, told) for needs, told in found if need_classifier.NOTHING not in needs]
        taken = [bool(told) for needs, told in found if need_classifier.NOTHING in needs]
        alliance = sum(
            _alliances(told[:1], tree) <= _alliances(needs, tree) for needs, told in asked if told
        )
        first = sum(bool(told) and told[0] in needs for needs, told in asked)
        among = sum(set(needs) <= set(told[:AMONG]) for needs, told in asked)
        print(f"{name}: of {len(asked)} the alliance of {alliance}, the need of {first},")
        print(f"  {among} among {AMONG}; {sum(taken)} of {len(taken)} nothings taken for a need")


def _alliances(needs: Sequence[str], tree: NeedTree) -> set[str]:
    return {tree.needs[need].alliance for need in needs}


if __name__ == "__main__":
    known = read_needs(FOLDER)
    if "--measure" in sys.argv:
        measure(known)
    else:
        FILE.write_text(linear_text_classifier.written(teach(known)), "utf-8")
        print(f"{FILE.name}: {FILE.stat().st_size} bytes")
