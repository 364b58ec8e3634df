"""The signs that stand in a text: ideas that meet near each other, and whether they mean now."""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from itertools import product

from weijiayuan.danger import reference_data, text_normalization
from weijiayuan.danger.reference_data import Sign

Span = tuple[int, int]
Places = Mapping[str, list[Span]]
MOST_SPANS = 12
IN_ONE_CLAUSE = ("domestic",)
BREAK = re.compile("[,。;!?]")


@dataclass(frozen=True, slots=True)
class Seen:
    """A sign that stands in a text, and where."""

    sign: Sign
    start: int
    end: int


def idea_places(plain: str) -> Places:
    """Return the ideas that stand in a text, and where: its dearest reading, so done once."""
    found = (
        (idea, [each.span() for each in pattern.finditer(plain)])
        for idea, pattern in reference_data.ideas().items()
    )
    return {idea: spans[:MOST_SPANS] for idea, spans in found if spans}


def signs_in(plain: str) -> Iterator[Seen]:
    """Yield the signs whose ideas meet in a text."""
    return signs_among(idea_places(plain), plain)


def signs_among(places: Places, plain: str) -> Iterator[Seen]:
    """Yield the signs of ideas that meet where they stand.

    Who strikes whom is said in one clause: a lamp that is not lit and who fell meet in none.
    """
    for sign in reference_data.signs() if places else ():
        if not all(idea in places for idea in sign.all):
            continue
        span = closest([places[idea] for idea in sign.all])
        if span is None or span[1] - span[0] > sign.reach + longest(sign):
            continue
        if sign.kind not in IN_ONE_CLAUSE or not BREAK.search(plain, *span):
            yield Seen(sign, *span)


def longest(sign: Sign) -> int:
    """Return how much longer than its reach a sign may be: the words themselves do not count."""
    return 0 if len(sign.all) > 1 else text_normalization.LONGEST


def closest(places: list[list[Span]]) -> Span | None:
    """Return the shortest stretch that holds one place of each list."""
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
    if reference_data.words("asked").search(plain) and not reference_data.words("now").search(
        plain
    ):
        return False
    clause, after = surroundings(seen, plain)
    if reference_data.words("unreal").search(after):
        return False
    if reference_data.words("settled").search(after) and not seen.sign.lasting:
        return False
    before = plain[clause : seen.end]
    return not (seen.sign.present and reference_data.words("feared").search(before))


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
