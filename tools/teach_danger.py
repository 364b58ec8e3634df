"""Teach the reader of danger: `python -m tools.teach_danger` writes its weights and its kinds'.

Softmax regression over what `danger_text_classifier.read` finds in the labelled texts. Every danger
is also told as what it is not: over, in the news, feared, rehearsed (`danger_frames.toml`), so that
the frame weighs and not the word; and sentences are made of concepts (`danger_grammar.toml`), so
that who, with what and where weigh little beside what is done. `--measure` trains on four fifths
by turns instead, and prints how much of the rest it finds by itself at a share of false alarms.
"""

import re
import tomllib
from collections.abc import Iterator, Mapping, Sequence
from functools import cache
from pathlib import Path
from random import Random

from tools import classifier_training, sentence_grammar, softmax
from weijiayuan.appeals.legal_remedies import narrative_classifier
from weijiayuan.danger import (
    clause_splitting,
    danger_recognition,
    danger_text_classifier,
    explicit_danger_phrases,
    reference_data,
    text_normalization,
)
from weijiayuan.danger.danger_sign_matching import signs_in
from weijiayuan.language.linear_text_classifier import PartWeights

HERE = Path(__file__).parent.parent
DATA = HERE / "weijiayuan" / "data"
TAUGHT = (
    *("tried", "held", "third", "fourth", "fifth", "sixth", "seventh", "eighth", "ninth", "tenth"),
    *("twelfth", "thirteenth", "fourteenth", "fifteenth"),
    *("seventeenth", "eighteenth", "nineteenth", "twentieth", "twentyfirst"),
    *("twentysecond", "twentysixth"),
    *("twentyeighth", "twentyninth", "thirtieth", "thirtyfirst"),
)
AS_SAID = ("twentyeighth", "twentyninth", "thirtieth", "thirtyfirst")
AS_SAID_WORTH = 8.0
"""What was written as people write, each kind of telling once: it counts for more than the rest.
Taught on one of the first two and asked about the other this found most (docs/danger.md)."""
ORDINARY = DATA / "events" / "examples.tsv"
REAL = {"10002"}  # a category that is a danger itself
CALM_MATTERS = (
    *("wages", "dismissal", "labour_other", "debt", "rent", "neighbours", "inheritance"),
    *("property_damage", "property_service", "land", "consumer", "official_act"),
    *("official_conduct", "accusation", "suggestion", "question", "lawyer", "dispute"),
)
"""What people say of these is no danger."""
HARM_MATTERS = ("work_injury", "body_injury", "traffic", "medical", "family", "divorce", "hardship")
CLAIMED = re.compile("赔|不认|不付|不肯|不出|报销|想告|推(给|说|卸)|拖|怎么|吗$|医药费|判|评|鉴定")
"""What people say of harm that they want made good: it is over."""
STORIES = ("fourth", "fifth", "sixth")
DANGEROUS = {"police", "protection_order", "child_protection", "psychological_help"}
"""Roads of those whose stories may be of danger."""
ROUNDS, FORGETTING, FOLDS = 80, 5e-4, 5
DANGER, ORDINARILY = "danger", "ordinary"

Lesson = tuple[str, str]
"""A text with its kind of danger, or `ordinary`."""


def lessons(parts: Sequence[str] = TAUGHT) -> list[Lesson]:
    """Return the labelled texts, and the shipped examples of ordinary reports and stories."""
    found = []
    for part in parts:
        found += labelled(part)
    found += [(text, ORDINARILY) for code, text in _rows(ORDINARY) if code not in REAL]
    found += [(text, ORDINARILY) for text in _calmly_said()]
    return [*found, *calm_statements(found), *made_of_concepts()]


def labelled(part: str) -> list[Lesson]:
    """Return the texts of one set, its dangers first."""
    told = [(row[-1], row[0]) for row in _rows(HERE / f"tests/danger/{part}_danger.tsv")]
    calm = _rows(HERE / f"tests/danger/{part}_ordinary.tsv")
    return [*told, *((row[-1], ORDINARILY) for row in calm)]


def calm_statements(taught: Sequence[Lesson]) -> Iterator[Lesson]:
    """Yield the statements within ordinary texts that name no danger: they are ordinary alone."""
    calm = (text for text, kind in taught if kind == ORDINARILY)
    stated = dict.fromkeys(each for text in calm for each in clause_splitting.statements(text))
    yield from ((text, ORDINARILY) for text in stated if not _names_any(text))


def _names_any(text: str) -> bool:
    """Tell whether a text names a hazard or a danger, however framed."""
    plain = text_normalization.read(text)
    seen = reference_data.words("hazards").search(plain) or any(signs_in(plain))
    return bool(seen or explicit_danger_phrases.outright(plain))


def made_of_concepts() -> Iterator[Lesson]:
    """Yield the sentences that the grammar makes."""
    tables = {"danger": DANGER, "ordinary": ORDINARILY}
    return sentence_grammar.sentences(HERE / "tools" / "danger_grammar.toml", tables, seed=5)


def _calmly_said() -> Iterator[str]:
    """Yield what people say of troubles that are no danger, or are one no more."""
    for name in STORIES:
        lines = (HERE / f"tests/appeals/stories_{name}.tsv").read_text("utf-8").splitlines()
        rows = [line.split("|") for line in lines if not line.startswith("#")]
        yield from (text for tops, _, text in rows if not DANGEROUS & set(tops.split("/")))
    for matter, text in narrative_classifier.said_like():
        if matter in CALM_MATTERS or (matter in HARM_MATTERS and CLAIMED.search(text)):
            yield text


def _rows(path: Path) -> list[list[str]]:
    lines = path.read_text("utf-8").splitlines()
    return [line.split("\t") for line in lines if line and not line.startswith("#")]


def framed(taught: Sequence[Lesson]) -> Iterator[Lesson]:
    """Yield each danger once as what is no danger, and once as people begin to tell it."""
    frames = tomllib.loads((HERE / "tools" / "danger_frames.toml").read_text("utf-8"))
    dice = Random(3)  # noqa: S311  # the same frames every time
    for text, kind in taught:
        if kind == ORDINARILY:
            continue
        before, after = dice.choice(frames["before"]), dice.choice(frames["after"])
        bare = text.rstrip("！!。")
        yield dice.choice([before + text, bare + after, before + bare + after]), ORDINARILY
        yield dice.choice(frames["opening"]) + text, kind


def teach(taught: Sequence[Lesson]) -> PartWeights:
    """Return the weights that tell danger from the rest."""
    told = [*taught, *framed(taught)]
    as_said = {text for part in AS_SAID for text, _ in labelled(part)}
    return softmax.fitted(
        [_parts(text) for text, _ in told],
        [ORDINARILY if kind == ORDINARILY else DANGER for _, kind in told],
        labels=[DANGER, ORDINARILY],
        rounds=ROUNDS,
        forgetting=FORGETTING,
        even=True,
        worth=[AS_SAID_WORTH if text in as_said else 1.0 for text, _ in told],
    )


@cache
def _parts(text: str) -> Mapping[str, float]:
    """Return by what a text is weighed as a whole: as it is read at the doors."""
    bare = next((each for each, _ in danger_recognition.tellings(text)), "")
    return danger_text_classifier.read(bare).parts


def teach_kinds(taught: Sequence[Lesson]) -> PartWeights:
    """Return the weights that tell the kinds of danger apart."""
    told = [(text, kind) for text, kind in taught if kind in reference_data.kinds()]
    return softmax.fitted(
        [_parts(text) for text, _ in told],
        [kind for _, kind in told],
        labels=list(dict.fromkeys(kind for _, kind in told)),
        rounds=ROUNDS,
    )


def measure() -> None:
    weighed = [
        (weights.log_odds(_parts(text)), kind != ORDINARILY)
        for weights, rest in classifier_training.held_back(lessons(), teach, FOLDS)
        for text, kind in rest
    ]
    calm = sorted((weight for weight, danger in weighed if not danger), reverse=True)
    alarming = [weight for weight, danger in weighed if danger]
    for share in (0.01, 0.02, 0.03, 0.05):
        limit = calm[int(share * len(calm))]
        found = sum(weight > limit for weight in alarming) / len(alarming)
        print(f"above {limit:.2f}: {share:.0%} false, {found:.1%} found")


if __name__ == "__main__":
    folder = DATA / "danger"
    classifier_training.measure_or_write(
        measure,
        lambda: {
            folder / danger_text_classifier.DANGER_FILE: teach(lessons()),
            folder / danger_text_classifier.KINDS_FILE: teach_kinds(lessons()),
        },
    )
