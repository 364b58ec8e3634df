"""Whether somebody is in danger now, of which kind, and whom to call."""

from collections.abc import Sequence
from dataclasses import dataclass, replace

from weijiayuan.danger import (
    clause_splitting,
    danger_text_classifier,
    filler_removal,
    obfuscation_patterns,
    reference_data,
    text_normalization,
)
from weijiayuan.danger.danger_sign_matching import Seen, signs_in, stands
from weijiayuan.danger.explicit_danger_phrases import (
    Named,
    Outright,
    is_only_asked,
    is_poisoned,
    named,
    outright,
)
from weijiayuan.danger.reference_data import kinds

MIND_LINE = "12356"
TAKEN_BACK = 1.5
"""By how much more a text has to weigh where its own frame takes back what it names."""
AMONG_OTHERS = 1.0
"""By how much more a text of several clauses and each part of it have to weigh: every look at a
long story is one more chance to be wrong. More would lose dangers beside what is ordinary."""
ALSO, SURE_OF_KIND = 0.25, 0.4
OTHER, POLICE = "other", "110"
GAS, MEDICAL = "gas", "medical"
HURT = frozenset({"medical", "trapped", "drowning"})
"""What is told of a person beside whatever threatens: their number is never left out."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Danger:
    """What threatens somebody, whom to call at once, and the words that say so."""

    kind: str
    call: tuple[str, ...]
    because: tuple[str, ...]
    family: str | None = None
    """Of the sayings, where one has a name and a first deed of its own: 吞下了不该吞的东西."""
    also: tuple[str, ...] = ()
    """What else threatens somebody in the same words."""
    is_outright: bool = False

    @property
    def kinds(self) -> tuple[str, ...]:
        """Return all kinds that are told, the one that leads first."""
        return tuple(dict.fromkeys((self.kind, *self.also)))

    @property
    def name(self) -> str:
        return reference_data.name_of(self.kinds, self.family)

    @property
    def is_of_the_mind(self) -> bool:
        """Tell whether somebody may hurt themselves, whatever else threatens."""
        return MIND_LINE in self.call

    @property
    def advice(self) -> str:
        return reference_data.advice_of(self.kinds, self.family)


def recognise(text: str, *, surer: float = 0.0) -> Danger | None:
    """Return the danger a text tells of, None where nobody seems to be in danger now.

    What is said outright decides; the rest is weighed. Each statement of a text alarms by itself,
    whatever stands beside it. `surer`: by how much more than usually it has to weigh.

    >>> recognise("老人晕倒在草坪上").call
    ('120',)
    >>> recognise("灭火器过期了") is None
    True
    """
    if text.isascii() and not obfuscation_patterns.is_spelt(text):
        return None  # numbers, names of fields and keys of machines, of which there are many
    whole = obfuscation_patterns.rejoined(text)
    parts = map(filler_removal.bare, (whole, *clause_splitting.statements(whole)))
    tellings = [each for each in dict.fromkeys(parts) if each]
    told_much = sum(len(each) >= danger_text_classifier.SHORTEST for each in tellings) > 1
    least = surer + (AMONG_OTHERS if told_much else 0.0)
    said = [(each, named(each)) for each in tellings]
    found = [each for each in (_told_by(bare, names, least) for bare, names in said) if each]
    return _with_the_poisoned(_together(found), text) if found else None


def _with_the_poisoned(found: Danger, text: str) -> Danger:
    """Return what gas does to somebody beside that it leaks: their number is never left out."""
    if GAS not in found.kinds or not is_poisoned(text):
        return found
    return _joined(found, [Danger(kind=MEDICAL, call=kinds()[MEDICAL].call, because=())])


def _together(found: Sequence[Danger]) -> Danger:
    """Return the dangers of several statements as one, with every number.

    Where something is said outright the gravest of that leads, and of what is only weighed nothing
    else counts than that somebody is hurt or cannot get out.
    """
    kinds, outright_ones = reference_data.kinds(), [each for each in found if each.is_outright]
    if not outright_ones:
        return _joined(found[0], found)
    weighed = [kind for each in found if not each.is_outright for kind in each.kinds]
    hurt = [
        Danger(kind=kind, call=kinds[kind].call, because=())
        for kind in dict.fromkeys(weighed)
        if kind in HURT
    ]
    gravest = min(outright_ones, key=lambda each: list(kinds).index(each.kind))
    return _joined(gravest, [*outright_ones, *hurt])


def _joined(leading: Danger, found: Sequence[Danger]) -> Danger:
    told = [leading, *found]
    return replace(
        leading,
        call=tuple(dict.fromkeys(number for each in told for number in each.call)),
        because=tuple(dict.fromkeys(words for each in told for words in each.because)),
        also=tuple(dict.fromkeys(kind for each in told for kind in each.kinds)),
    )


def _told_by(bare: str, names: Named, surer: float) -> Danger | None:
    if is_only_asked(bare):
        return None
    if said := names.outright or outright(f"{bare}了"):
        return _said_outright(said)
    read = danger_text_classifier.read(bare)
    least = surer + (TAKEN_BACK if names.is_taken_back else 0.0)
    return told(read) if danger_text_classifier.excess(read) > least else None


def _said_outright(said: tuple[Outright, ...]) -> Danger:
    """Return the danger that words name, with the numbers of all they name; a family's first."""
    kinds, family = reference_data.kinds(), said[0].family
    first = reference_data.families()[family].call if family is not None else ()
    rest = (number for each in said for number in kinds[each.kind].call)
    return Danger(
        kind=said[0].kind,
        call=tuple(dict.fromkeys((*first, *rest))),
        because=tuple(each.words for each in said),
        family=family,
        also=tuple(each.kind for each in said),
        is_outright=True,
    )


def wants_person(text: str) -> bool:
    """Tell whether a person has to look: danger, however denied or past, or a hazard."""
    plain = text_normalization.read(text)
    seen = reference_data.words("hazards").search(plain) or any(signs_in(plain))
    return bool(seen or outright(plain))


def told(read: danger_text_classifier.Read) -> Danger:
    """Return the danger of the likeliest kind, with the numbers of all that are told or likely.

    Where no kind is likely, nobody can be sure of it, and 110 is among the numbers.
    """
    kinds, shares = reference_data.kinds(), danger_text_classifier.kind_shares(read)
    ranked = sorted(shares, key=lambda kind: shares[kind], reverse=True)
    likely = [ranked[0], *(kind for kind in ranked[1:] if shares[kind] >= ALSO)]
    unsure = shares[ranked[0]] < SURE_OF_KIND and not read.seen
    signed = [each.sign.kind for each in read.seen]
    calls = [number for kind in (*likely, *signed) for number in kinds[kind].call]
    return Danger(
        kind=OTHER if unsure and len(likely) > 1 else likely[0],
        call=tuple(dict.fromkeys([*calls, *((POLICE,) if unsure else ())])),
        also=tuple(dict.fromkeys(signed)),
        because=tuple(dict.fromkeys(read.plain[each.start : each.end] for each in read.seen)),
    )


__all__ = ["Danger", "Seen", "recognise", "signs_in", "stands", "told", "wants_person"]
