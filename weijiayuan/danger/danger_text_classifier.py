"""How like a text is to dangers that are known, and to which kind of them.

A text is weighed by its characters, pairs and triples, by the ideas that stand in it and by which
of them stand together, by the signs that mean something now or do not, and by what frames it: that
it is over, asked about, feared, denied, unreal. The weights are taught by
`python -m tools.teach_danger` from the texts of `tests/danger/`.
"""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import cache
from math import sqrt

from weijiayuan.danger import reference_data, text_normalization
from weijiayuan.danger.danger_sign_matching import Seen, idea_places, signs_among, stands
from weijiayuan.language import linear_text_classifier, text_features
from weijiayuan.language.linear_text_classifier import PartWeights

DANGER_FILE, KINDS_FILE = "danger_weights.tsv", "kind_weights.tsv"
LIKE, LIKE_WITH_SIGN, LIKE_WITH_SIGN_AND_NOW = 0.0, -1.5, -3.5
"""Above it a text counts as danger: where no sign means now, where one does, and where the text
also says "now". Chosen on texts held back: of stories without danger few have such a sign."""
SHORTEST, UNSAID = 4, -9.0
LONGEST_GRAM = 3
LETTERS, IDEAS = 15.0, 0.7
FRAMES = ("hazards", "settled", "unreal", "asked", "feared", "now", "denials", "harmless")


@dataclass(frozen=True, slots=True)
class Read:
    """A text as it was read: plainly, the signs that mean now, the parts it is weighed by."""

    plain: str
    seen: tuple[Seen, ...]
    parts: Mapping[str, float]


def read(text: str) -> Read:
    """Read a text once, for whatever is asked of it. One too short to tell anything has no part."""
    plain = text_normalization.read(text)
    calm = text_normalization.without_harmless(plain)
    if len(plain) < SHORTEST:
        return Read(plain, (), {})
    places = idea_places(calm)
    found = [(each, stands(each, plain)) for each in signs_among(places, calm)]
    letters = text_features.grams(f"^{calm}$", LONGEST_GRAM)
    ideas, together = text_features.singly_and_in_pairs(sorted(places))
    told = {*ideas, *together, *_framed(found, plain)}
    share = LETTERS / sqrt(max(len(letters), 1))
    sizes = dict.fromkeys(letters, share) | dict.fromkeys(told, IDEAS)
    return Read(plain, tuple(each for each, means_now in found if means_now), sizes)


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
    signed = LIKE_WITH_SIGN_AND_NOW if "~now" in read.parts else LIKE_WITH_SIGN
    least = signed if read.seen else LIKE
    return weights(DANGER_FILE).log_odds(read.parts) - least


def kind_shares(read: Read) -> dict[str, float]:
    """Return how likely each kind of danger is, if it is one."""
    return weights(KINDS_FILE).shares(read.parts)
