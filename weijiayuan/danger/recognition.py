"""Whether somebody is in danger now, by the ideas that meet in a text and by its likeness."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from itertools import product

from weijiayuan.danger import shipped_tables, text_normalization, text_similarity
from weijiayuan.danger.shipped_tables import Kind, Sign

Span = tuple[int, int]
MOST_SPANS = 12
HALF, OTHER = 0.5, "other"
MIND_LINE = "12356"


@dataclass(frozen=True, slots=True, kw_only=True)
class Danger:
    """What threatens somebody, whom to call at once, and the words that say so."""

    kind: str
    call: tuple[str, ...]
    because: tuple[str, ...]

    @property
    def name(self) -> str:
        return shipped_tables.kinds()[self.kind].name

    @property
    def is_of_the_mind(self) -> bool:
        """Tell whether somebody may hurt themselves, whatever else threatens."""
        return MIND_LINE in self.call

    @property
    def advice(self) -> str:
        return shipped_tables.kinds()[self.kind].advice


@dataclass(frozen=True, slots=True)
class Seen:
    """A sign that stands in a text, and where."""

    sign: Sign
    start: int
    end: int


def recognise(text: str) -> Danger | None:
    """Return the danger a text tells of, None where nobody seems to be in danger now.

    >>> recognise("老人晕倒在草坪上").call
    ('120',)
    >>> recognise("灭火器过期了") is None
    True
    """
    plain = text_normalization.read(text)
    calm = text_normalization.without_harmless(plain)
    seen = [each for each in signs_in(calm) if stands(each, plain)]
    weight = text_similarity.weigh(text)
    if seen and not text_similarity.is_unlike_danger(weight):
        return told(seen, plain)
    return guessed(calm) if text_similarity.is_like_danger(weight) else None


def wants_person(text: str) -> bool:
    """Tell whether a person has to look: danger, however denied or past, or a hazard."""
    plain = text_normalization.read(text)
    return bool(shipped_tables.words("hazards").search(plain) or any(signs_in(plain)))


def told(seen: Iterable[Seen], plain: str) -> Danger:
    """Return the gravest of the dangers seen, with the numbers of all."""
    seen = list(seen)
    found = {each.sign.kind for each in seen}
    kinds: list[Kind] = [kind for kind in shipped_tables.kinds().values() if kind.id in found]
    return Danger(
        kind=kinds[0].id,
        call=tuple(dict.fromkeys(number for kind in kinds for number in kind.call)),
        because=tuple(dict.fromkeys(plain[each.start : each.end] for each in seen)),
    )


def guessed(plain: str) -> Danger:
    """Return a danger that only the second reader saw, of the kind most of whose ideas stand there.

    Nobody can be sure of the kind, so 110 is always among the numbers.
    """
    present = {idea for idea, pattern in shipped_tables.ideas().items() if pattern.search(plain)}
    shares = {
        kind: max(_share(sign, present) for sign in shipped_tables.signs() if sign.kind == kind)
        for kind in {sign.kind for sign in shipped_tables.signs()}
    }
    likeliest = max(
        shares, key=lambda kind: (shares[kind], -list(shipped_tables.kinds()).index(kind))
    )
    kind = shipped_tables.kinds()[likeliest if shares[likeliest] >= HALF else OTHER]
    call = tuple(dict.fromkeys((*kind.call, "110")))
    return Danger(kind=kind.id, call=call, because=())


def _share(sign: Sign, present: set[str]) -> float:
    return sum(idea in present for idea in sign.all) / len(sign.all)


def signs_in(plain: str) -> Iterator[Seen]:
    """Yield the signs whose ideas meet in a text."""
    places = {
        idea: [found.span() for found in pattern.finditer(plain)][:MOST_SPANS]
        for idea, pattern in shipped_tables.ideas().items()
    }
    for sign in shipped_tables.signs():
        span = closest([places[idea] for idea in sign.all])
        if span is not None and span[1] - span[0] <= sign.reach + longest(sign):
            yield Seen(sign, *span)


def longest(sign: Sign) -> int:
    """Return how much longer than its reach a sign may be: the words themselves do not count."""
    return 0 if len(sign.all) > 1 else text_normalization.LONGEST


def closest(places: list[list[Span]]) -> Span | None:
    """Return the shortest stretch that holds one place of each list."""
    if not all(places):
        return None
    if len(places) == 1:
        return places[0][0]
    stretches = (
        (min(start for start, _ in chosen), max(end for _, end in chosen))
        for chosen in product(*places)
        if len(set(chosen)) == len(chosen)
    )
    return min(stretches, key=lambda each: each[1] - each[0], default=None)


def stands(seen: Seen, plain: str) -> bool:
    """Tell whether a sign speaks of now: not of what is over, asked for or only feared."""
    if shipped_tables.words("asked").search(plain) and not shipped_tables.words("now").search(
        plain
    ):
        return False
    clause, after = surroundings(seen, plain)
    if shipped_tables.words("unreal").search(after):
        return False
    if shipped_tables.words("settled").search(after) and not seen.sign.lasting:
        return False
    before = plain[clause : seen.end]
    return not (seen.sign.present and shipped_tables.words("feared").search(before))


def surroundings(seen: Seen, plain: str) -> tuple[int, str]:
    """Return where the clause of a sign begins, and the words from there to the end of the next."""
    bounds = text_normalization.clauses(plain)
    own = [at for at, (start, end) in enumerate(bounds) if start < seen.end and end > seen.start]
    if not own:
        return seen.start, plain[seen.start : seen.end]
    last = own[-1]
    ends = bounds[last][1]
    is_last = last + 1 == len(bounds) or plain[ends] in text_normalization.SENTENCE_ENDS
    reach = ends if is_last else bounds[last + 1][1]
    return bounds[own[0]][0], plain[bounds[own[0]][0] : reach]
