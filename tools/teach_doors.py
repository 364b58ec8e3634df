"""Teach which door of the app a few words mean: `python -m tools.teach_doors` writes the weights.

Most lessons are there already: reports as residents write them (a tip), stories of troubles (an
appeal), the names of the policies (benefits), lines of the street by need; a few hundred short
ones (`tests/directory/doors/taught.tsv`) say what people call the rest. `--measure` prints how
each fifth is understood by the weights of the other four.
"""

import re
import sys
import tomllib
from collections.abc import Iterator
from pathlib import Path

import yaml

from tools import softmax
from weijiayuan.directory.rules import door_classifier
from weijiayuan.directory.rules.door_classifier import NONE
from weijiayuan.language import linear_text_classifier
from weijiayuan.language.linear_text_classifier import PartWeights

HERE = Path(__file__).parent.parent
DATA = HERE / "weijiayuan" / "data"
TESTS = HERE / "tests" / "directory"
ROUNDS, FORGETTING = 150, 3e-4
FOLDS = 5
LONGEST_STORY = 14
TIPS_OF_STORIES = frozenset({"public_space", "suggestion"})
NO_DOOR_OF_STORIES = frozenset({"mood", "question", "protection", "hardship", "lawyer"})
DOORS_OF_NEEDS = {
    "wages": "appeals",
    "mediation": "appeals",
    "legal_question": "appeals",
    "haircut": "markets",
    "repair": "markets",
    "shop_licence": "shop",
    "hardship": "welfare",
    "disability": "welfare",
}

EITHER = frozenset({"veterans"})
"""Needs that a place of the directory serves as well as a door."""
REPORTED = re.compile(
    r"路|灯|单车|公交|绿化|垃圾|井盖|停车|投诉|水|树|施工|围挡|盲道|烟|广告|占|臭|蚊|草坪|砖|保安|物业"
)
"""What a line is about that may well be reported: no lesson that it means no door."""


def lessons() -> Iterator[tuple[str, str]]:
    """Yield words with the door that they mean."""
    for row in _rows(TESTS / "doors" / "taught.tsv"):
        yield row[1], row[0]
    for row in _rows(DATA / "events" / "examples.tsv"):
        yield row[1], "tips"
    for name in ("taught", "held", "searched", "more"):
        for needs, line in _rows(TESTS / "needs" / f"{name}.tsv"):
            if needs not in EITHER and not (needs == "nothing" and REPORTED.search(line)):
                yield line, DOORS_OF_NEEDS.get(needs, NONE)
    yield from _stories()
    for path in sorted((DATA / "districts" / "guangming" / "welfare" / "policies").iterdir()):
        policy = yaml.safe_load(path.read_text("utf-8"))
        yield policy["name"], "welfare"
        yield policy["summary"], "welfare"


def _stories() -> Iterator[tuple[str, str]]:
    """Yield what is told of troubles in so few words as somebody would search by."""
    found = tomllib.loads((DATA / "appeals" / "said_like.toml").read_text("utf-8"))
    for matter, stories in found.items():
        if matter not in NO_DOOR_OF_STORIES:
            door = "tips" if matter in TIPS_OF_STORIES else "appeals"
            yield from ((story, door) for story in stories if len(story) <= LONGEST_STORY)


def _rows(path: Path) -> Iterator[list[str]]:
    for row in path.read_text("utf-8").splitlines():
        if row and not row.startswith("#"):
            yield row.split("\t")


def teach(taught: list[tuple[str, str]]) -> PartWeights:
    """Return the weights that tell the doors apart."""
    return softmax.fitted(
        [door_classifier.parts(words) for words, _ in taught],
        [door for _, door in taught],
        labels=[*door_classifier.DOORS, NONE],
        rounds=ROUNDS,
        forgetting=FORGETTING,
        even=True,
    )


def measure() -> None:
    known = list(lessons())
    right = wrong = silent = needless = 0
    for fold in range(FOLDS):
        weights = teach([one for at, one in enumerate(known) if at % FOLDS != fold])
        for words, door in known[fold::FOLDS]:
            told = door_classifier.doors_told(words, weights)
            right += door in told
            silent += door != NONE and not told
            wrong += door != NONE and bool(told) and door not in told
            needless += door == NONE and bool(told)
    print(f"right {right}, wrong {wrong}, silent {silent}; a door for nothing {needless}")


if __name__ == "__main__":
    if "--measure" in sys.argv:
        measure()
    else:
        found = linear_text_classifier.written(teach(list(lessons())))
        path = DATA.joinpath(*door_classifier.WEIGHTS)
        path.write_text(found, "utf-8")
        print(f"{path.name}: {path.stat().st_size} bytes")
