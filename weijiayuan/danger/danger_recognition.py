"""Whether somebody is in danger now, of which kind, and whom to call."""

from collections.abc import Iterator, Sequence
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
from weijiayuan.danger.explicit_danger_phrases import Outright, is_only_asked, is_poisoned
from weijiayuan.danger.reference_data import kinds

MIND_LINE = "12356"
AMONG_OTHERS = 1.0
"""By how much more a statement of a longer text has to weigh than the whole of one: every look at
a long story is one more chance to be wrong. More loses dangers beside what is ordinary: three lost
one in seven (docs/danger.md)."""
ALONE = 12
"""What says a danger outright in no more than this says nothing else, and is not weighed."""
WATCHED = 1.0
"""By so much less than a danger something may weigh that a person has to look at."""
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

    What says it outright and nothing else decides; the rest is weighed. Each statement of a text
    alarms by itself, whatever stands beside it. `surer`: by how much more than usually it has to
    weigh.

    >>> recognise("老人晕倒在草坪上").call
    ('120',)
    >>> recognise("灭火器过期了") is None
    True
    """
    if text.isascii() and not obfuscation_patterns.is_spelt(text):
        return None  # numbers, names of fields and keys of machines, of which there are many
    told = [_told_by(bare, surer, more) for bare, more in tellings(text)]
    if not any(alarms for _, alarms in told):
        return None
    return _with_the_poisoned(_together([each for each, _ in told if each]), text)


def tellings(text: str) -> Iterator[tuple[str, float]]:
    """Yield a text and its statements, bare, with how much more than a whole one each has to weigh.

    What opens and closes a longer text is often another matter: without it the rest is whole.

    >>> list(tellings("您好，着火啦！"))
    [('着火', 0.0)]
    """
    whole = obfuscation_patterns.rejoined(text)
    told = {filler_removal.bare(whole): 0.0}
    for each in clause_splitting.without_ends(whole):
        told.setdefault(filler_removal.bare(each), 0.0)
    for each in clause_splitting.statements(whole):
        told.setdefault(filler_removal.bare(each), AMONG_OTHERS)
    yield from ((bare, more) for bare, more in told.items() if bare)


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


def _told_by(bare: str, surer: float, more: float) -> tuple[Danger | None, bool]:
    """Return the danger a statement tells of, and whether it alarms by itself.

    What says it outright and nothing else is told beside what alarms, however little it weighs.
    """
    if is_only_asked(bare):
        return None, False
    read = danger_text_classifier.read(bare)
    said = read.names.outright
    is_plain = bool(said) and len(read.plain) <= ALONE
    alarms = (is_plain and not more) or danger_text_classifier.excess(read) > surer + more
    if said and (alarms or is_plain):
        return _said_outright(said), alarms
    return (told(read), True) if alarms else (None, False)


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
    """Tell whether a person has to look: danger, what weighs nearly as much, or a hazard."""
    if reference_data.words("hazards").search(text_normalization.read(text)):
        return True
    return recognise(text, surer=-WATCHED) is not None


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
