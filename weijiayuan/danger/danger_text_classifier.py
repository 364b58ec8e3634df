"""How like a text is to dangers that are known, and to which kind of them.

A text is weighed by its characters, pairs and triples, by the ideas that stand in it and by which
of them stand together, by the signs that mean something now or do not, by what frames it (that it
is over, asked about, feared, denied, unreal), by what it says outright or takes back, and by what
its words are about. The weights are taught by `python -m tools.teach_danger` from the texts of
`tests/danger/`.
"""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from functools import cache
from math import sqrt

from weijiayuan.danger import reference_data, text_normalization
from weijiayuan.danger.danger_sign_matching import Seen, idea_places, signs_among, stands
from weijiayuan.danger.explicit_danger_phrases import Named, named, outright
from weijiayuan.language import linear_text_classifier, text_features, word_vectors
from weijiayuan.language.linear_text_classifier import PartWeights

DANGER_FILE, KINDS_FILE = "danger_weights.tsv", "kind_weights.tsv"
LIKE, LIKE_IF_SHORT, LIKE_IF_SHORT_WITH_SIGN = 0.3, 0.0, -1.5
"""Above it a text counts as danger; one of fewer letters than `SHORT` sooner, for few ordinary ones
are like danger, and sooner still with a sign that means now, unless it takes back itself what it
names. Chosen on one hand by weights that another taught (docs/danger.md)."""
SHORT = 12
SHORTEST, UNSAID = 4, -9.0
LONGEST_GRAM = 3
LETTERS, IDEAS, SAYINGS, WORDS = 15.0, 0.7, 1.5, 8.0
"""How much the parts of a text weigh beside each other."""
FRAMES = ("hazards", "settled", "unreal", "asked", "feared", "now", "denials", "harmless")


@dataclass(frozen=True, slots=True)
class Read:
    """A text as it was read: plainly, the signs that mean now, the parts it is weighed by.

    `names`: the dangers that it says outright or takes back.
    """

    plain: str
    seen: tuple[Seen, ...]
    parts: Mapping[str, float]
    names: Named


def read(text: str) -> Read:
    """Read a text once, for whatever is asked of it. One too short to tell anything has no part."""
    plain = text_normalization.read(text)
    calm = text_normalization.without_harmless(plain)
    names = _named(text)
    if len(plain) < SHORTEST:
        return Read(plain, (), {}, names)
    places = idea_places(calm)
    found = [(each, stands(each, plain)) for each in signs_among(places, calm)]
    letters = text_features.grams(f"^{calm}$", LONGEST_GRAM)
    ideas, together = text_features.singly_and_in_pairs(sorted(places))
    told = {*ideas, *together, *_framed(found, plain)}
    share = LETTERS / sqrt(max(len(letters), 1))
    sizes = (
        dict.fromkeys(letters, share)
        | dict.fromkeys(told, IDEAS)
        | dict.fromkeys(_said(names), SAYINGS)
        | _about(calm)
    )
    return Read(plain, tuple(each for each, means_now in found if means_now), sizes, names)


def _named(text: str) -> Named:
    """Return the dangers that a text names, also where only a particle makes a saying of it."""
    names = named(text)
    return names if names.outright else replace(names, outright=outright(f"{text}了"))


def _said(names: Named) -> Iterator[str]:
    """Yield what a text says outright (!) by kind and at all, or takes back."""
    yield from (f"!!{each.kind}" for each in names.outright)
    if names.outright:
        yield "!!"
    if names.is_taken_back:
        yield "!?"


def _about(calm: str) -> dict[str, float]:
    """Return what the words of a text are about, as parts."""
    words = calm.replace(text_normalization.BLANK, "")
    return word_vectors.shipped().parts(words, size=WORDS)


def _framed(found: Iterable[tuple[Seen, bool]], plain: str) -> Iterator[str]:
    """Yield the frames of a text, its signs that mean now (#) or not (%), and both together."""
    frames = [name for name in FRAMES if reference_data.words(name).search(plain)]
    signs = {f"{'#' if means_now else '%'}{each.sign.kind}" for each, means_now in found}
    signs |= {mark * 2 for mark in "#%" if any(sign[0] == mark for sign in signs)}
    yield from (f"~{name}" for name in frames)
    yield from signs
    yield from (f"~{name}*{sign}" for name in frames for sign in signs)


@cache
def weights(name: str) -> PartWeights:
    """Return the weights in force of one file."""
    return linear_text_classifier.read(reference_data.path(name))


def excess(read: Read) -> float:
    """Return by how much a text weighs more than a danger has to; at most nought for none."""
    if not read.parts:
        return UNSAID
    return weights(DANGER_FILE).log_odds(read.parts) - _least(read)


def _least(read: Read) -> float:
    if len(read.plain) >= SHORT or read.names.is_taken_back:
        return LIKE
    return LIKE_IF_SHORT_WITH_SIGN if read.seen else LIKE_IF_SHORT


def kind_shares(read: Read) -> dict[str, float]:
    """Return how likely each kind of danger is, if it is one."""
    return weights(KINDS_FILE).shares(read.parts)
