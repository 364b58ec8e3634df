"""Which need somebody tells of who uses none of its own words: weighed as it was taught. Pure.

A line is weighed by its characters with their neighbours, by how its pairs sound (people type by
sound), by what its words are about, and by how many letters say which need outright.
`python -m tools.teach_needs` writes the weights from labelled lines; others measure them.
"""

import re
from collections.abc import Callable, Iterator, Mapping
from math import sqrt

from weijiayuan.directory.rules.query_spelling_normalization import sounds
from weijiayuan.language import text_features, word_vectors
from weijiayuan.language.linear_text_classifier import PartWeights

NOTHING = "nothing"
"""The label of what names a place or nothing that is served."""
SHORTEST = 2
LONGEST_GRAM = 2
LETTERS, SOUNDS, SAID, MEANING = 4.0, 2.0, 0.3, 3.0
MOST_SAID = 6
SURE, SURE_OF_PART, LIKELY, NO_IDEA = 0.85, 0.7, 0.05, 0.1
"""How likely a need has to be to be told alone, by a part of a line, beside others, and at all."""
MOST_TOLD = 3
SURELY_NOT = 0.5
BARE, BARE_LEAST = 4, 0.2
"""A line of so few letters, of no need's words, is more often a name: it has to be as likely."""
REFUSED = re.compile(
    r"^(?:我|俺|我们)?(?:又|也|可)?(?:不(?:是|要|用|想|看|借|打|找|买|学|做|量|跳|吃|染|洗|修|报|瞧|急着|需要|卖|调解)"
    r"|别|没想)|(?:我)?(?:已经)?有(?:了)?$"
)
MEANT_INSTEAD = re.compile(r"只|就|直接|光|而是|想|要|是|走|剪|缺|能|慢|修")
PLACE = re.compile(r".{1,6}(?:路|大道|街|巷|村|社区|路口|广场|街道)")
CLAUSE = re.compile(r"[^，,。；;！!？?\s]+")
ALSO = re.compile(
    r"[，,。；;、！!？?\s]+|顺便|顺道|另外|还(?:想|要|有)|再(?=[^说见来])|也(?:想|要|没|不|睡)|(?<=[^，])和(?=.{2})|以及"
)
LONGEST_REFUSED = 12


def without_refused(line: str) -> str:
    """Return a line without what it only says not to want.

    >>> without_refused("不要培训，我要直接上岗的"), without_refused("不舒服，想看医生")
    ('我要直接上岗的', '不舒服，想看医生')
    """
    clauses = CLAUSE.findall(line)
    kept = [
        clause
        for at, clause in enumerate(clauses)
        if not (
            len(clause) <= LONGEST_REFUSED
            and REFUSED.search(clause)
            and at + 1 < len(clauses)
            and MEANT_INSTEAD.search("".join(clauses[at + 1 :]))
        )
    ]
    return line if len(kept) in (0, len(clauses)) else "，".join(kept)


def parts(line: str, said: Mapping[str, int]) -> dict[str, float]:
    """Return what a line is weighed by. `said`: how many letters mean which need outright."""
    letters = text_features.grams(f"^{line}$", LONGEST_GRAM)
    heard = {f"~{sound}" for pair in _pairs(line) for sound in sorted(sounds(pair))[:1]}
    found = dict.fromkeys(letters, LETTERS / sqrt(max(len(letters), 1)))
    found |= dict.fromkeys(heard, SOUNDS / sqrt(max(len(heard), 1)))
    found |= word_vectors.shipped().parts(line, size=MEANING)
    return found | {f"={need}": SAID * min(n, MOST_SAID) for need, n in said.items() if n}


def _pairs(line: str) -> Iterator[str]:
    yield from (line[at : at + 2] for at in range(len(line) - 1))


Weighed = Callable[[str], Mapping[str, int]]


def needs_told(line: str, weights: PartWeights, weighed: Weighed) -> list[str] | None:
    """Return the needs that a line tells of, the likeliest first; an empty list if nobody can tell.

    None where it surely tells of nothing that is served (the weather, a takeaway, gossip). Where
    no need is surely meant, up to three that may be: who asks can tell which.
    """
    if len(line) < SHORTEST or PLACE.fullmatch(line):
        return []
    shares = _shares(line, weights, weighed)
    ranked = sorted(shares, key=lambda need: shares[need], reverse=True)
    is_bare = len(line) <= BARE and not any(weighed(line).values())
    ranked.remove(NOTHING)
    if shares[NOTHING] > SURELY_NOT:
        return None
    if shares[ranked[0]] < (BARE_LEAST if is_bare else NO_IDEA):
        return []
    told = [ranked[0], *_also_told(line, weights, weighed)]
    if shares[ranked[0]] < SURE:
        told += [each for each in ranked[1:MOST_TOLD] if shares[each] >= LIKELY]
    return [each for each in dict.fromkeys(told) if each != NOTHING][:MOST_TOLD]


def _also_told(line: str, weights: PartWeights, weighed: Weighed) -> list[str]:
    """Return what the parts of a line surely tell, where each tells something of its own."""
    told = []
    for part in (each for each in ALSO.split(line) if each and len(each) > 1):
        shares = _shares(part, weights, weighed)
        best = max(shares, key=lambda need: shares[need])
        if best != NOTHING and shares[best] >= SURE_OF_PART:
            told.append(best)
    return told


def _shares(line: str, weights: PartWeights, weighed: Weighed) -> Mapping[str, float]:
    return weights.shares(parts(line, weighed(line)))
