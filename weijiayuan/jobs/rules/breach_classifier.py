"""How like a sentence is to breaches that are known: the second reader, who only ever doubts.

Patterns find the words they were given. People find new ones, so what the patterns let through is
weighed by its characters, pairs and triples, and by the ideas that meet in it
(`passage_concepts.py`), against the sentences of `labelled_posts.tsv`. A sentence that weighs like
a breach goes to a person; nothing is refused for its weight.
"""

import re
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from itertools import pairwise
from math import exp, sqrt
from random import Random

from weijiayuan.jobs.rules.labelled_sentences import Labelled, labelled
from weijiayuan.jobs.rules.obfuscation_removal import read
from weijiayuan.jobs.rules.passage_concepts import meetings

FILE = "likeness.tsv"
DOUBTFUL = 0.53  # above it a person looks; chosen by five-fold trials on the sentences taught with
DOUBTFUL_ALONE = 0.75  # for a clause whose neighbour the patterns have judged
DIGIT = re.compile(r"\d")
SENTENCE = re.compile(r"[^。;!?\n]+")
CLAUSE = re.compile(r"[^,]+")
LONGEST_WHOLE = 30  # characters: a longer sentence is weighed by two clauses at a time
SHORTEST = 4  # characters
LEAST_WORDS = re.compile("(?:[一-鿿].*?){2}", re.DOTALL)  # numbers and codes alone tell nothing
CLEARLY = 1.5  # so much more than the next rule a passage must be like one to be given its article
TAUGHT = "tune"  # the part of the labelled sentences that the weights are taught with
ROUNDS, STEP, FORGETTING = 30, 0.5, 0.01
SLOWING = 10  # rounds after which a step is half as long
IDEAS_WEIGH = 0.7  # beside letters
LEAST = 0.15  # lighter parts tell nothing and are left out


@dataclass(frozen=True, slots=True)
class Weights:
    """What each part of a sentence tells: above nought for a breach, below for a lawful one."""

    bias: float
    parts: Mapping[str, float]

    def likeness(self, text: str) -> float:
        """Return from 0 to 1 how like a breach the text of a reading is."""
        found = shares(text).items()
        return likely(self.bias + sum(self.parts.get(part, 0.0) * share for part, share in found))


def likely(weight: float) -> float:
    """Return a weight as a share from 0 to 1."""
    return 1 / (1 + exp(-max(-30.0, min(30.0, weight))))


def letters(text: str) -> frozenset[str]:
    """Return the characters, pairs, triples and gapped pairs of a text; every digit alike.

    >>> sorted(letters("押2"))
    ['#', '#$', '$', '^', '^_#', '^押', '^押#', '押', '押#', '押#$', '押_$']
    """
    marked = f"^{DIGIT.sub('#', text)}$"
    found = {marked[at : at + size] for size in (1, 2, 3) for at in range(len(marked) - size + 1)}
    return frozenset(found | {f"{a}_{b}" for a, b in zip(marked, marked[2:], strict=False)})


def shares(text: str) -> dict[str, float]:
    """Return the parts of a text, letters and ideas, with what each counts in its weight."""
    found, met = sorted(letters(text)), sorted(meetings(text))
    of_letters, of_ideas = 1 / sqrt(len(found)), IDEAS_WEIGH / sqrt(len(met) + 1)
    return dict.fromkeys(found, of_letters) | dict.fromkeys(met, of_ideas)


@cache
def weights() -> Weights:
    """Return the weights in force, as `flask jobs teach-check` wrote them."""
    raw = files("weijiayuan").joinpath("data", "jobs", FILE).read_text("utf-8")
    pairs = [line.split("\t") for line in raw.splitlines() if not line.startswith("# ")]
    table = {part: int(weight) / 1000 for part, weight in pairs}
    return Weights(table.pop("bias"), table)


def written(taught: Weights) -> str:
    """Return the weights as the file keeps them, in thousandths."""
    head = "# What parts of sentences weigh in the check; made by `flask jobs teach-check`."
    rows = [("bias", taught.bias), *sorted(taught.parts.items())]
    return "\n".join([head, *(f"{part}\t{round(1000 * weight)}" for part, weight in rows)]) + "\n"


def doubtful_spans(text: str, settled: Iterable[tuple[int, int]]) -> Iterator[tuple[int, int]]:
    """Yield [start, end) of what weighs like a breach in the text of a reading.

    `settled` are places that the patterns have judged, one way or the other; the clauses they
    stand in are left alone, and their neighbours are weighed by themselves.
    """
    known, taught, done = list(settled), weights(), 0
    for start, end, bar in unsettled(text, known):
        if start >= done and taught.likeness(text[start:end]) > bar:
            done = end
            yield start, end


def unsettled(text: str, known: list[tuple[int, int]]) -> Iterator[tuple[int, int, float]]:
    """Yield the passages that no known place touches, and the untouched clauses of the others.

    Beside each stands how much it must weigh: a clause out of its sentence tells less.
    """
    for start, end in passages(text):
        if not touches(known, start, end):
            yield start, end, DOUBTFUL
            continue
        for clause in CLAUSE.finditer(text, start, end):
            if is_weighable(clause[0]) and not touches(known, *clause.span()):
                yield *clause.span(), DOUBTFUL_ALONE


def touches(known: list[tuple[int, int]], start: int, end: int) -> bool:
    """Say whether one of the known places lies in [start, end)."""
    return any(a < end and start < b for a, b in known)


def passages(text: str) -> Iterator[tuple[int, int]]:
    """Yield the bounds of what is weighed at a time: a sentence, or neighbouring clauses of it.

    >>> text = "包吃包住。限男,押金200"
    >>> [text[start:end] for start, end in passages(text)]
    ['包吃包住', '限男,押金200']
    """
    for sentence in SENTENCE.finditer(text):
        clauses = [each.span() for each in CLAUSE.finditer(text, *sentence.span())]
        if len(clauses) < 2 or sentence.end() - sentence.start() <= LONGEST_WHOLE:
            spans = [sentence.span()]
        else:
            spans = [(first[0], second[1]) for first, second in pairwise(clauses)]
        yield from (span for span in spans if is_weighable(text[slice(*span)]))


def is_weighable(passage: str) -> bool:
    """Say whether the passage has words enough to tell something."""
    return len(passage) >= SHORTEST and bool(LEAST_WORDS.search(passage))


def most_alike(text: str) -> str | None:
    """Return the rule of the known breaches that the text is like, if no other comes near.

    A wrong article would be worse than none: left out one by one, the labelled breaches were given
    their own rule in 97 of 100 cases where one was given.
    """
    known, found = known_breaches(), letters(text) | meetings(text)
    shared = Counter(each for part in found for each in known.having.get(part, ()))
    nearest = dict.fromkeys(known.rules, 0.0)
    for each, count in shared.items():
        alike = count / (len(found) + known.sizes[each] - count)
        nearest[known.rules[each]] = max(alike, nearest[known.rules[each]])
    first, second = sorted(nearest, key=nearest.__getitem__, reverse=True)[:2]
    return first if nearest[first] >= CLEARLY * nearest[second] else None


@dataclass(frozen=True, slots=True)
class KnownBreaches:
    """The breaches that the weights were taught with: rule and number of parts of each.

    `having` says for each part in which of them it is.
    """

    rules: tuple[str, ...]
    sizes: tuple[int, ...]
    having: Mapping[str, list[int]]


@cache
def known_breaches() -> KnownBreaches:
    """Return the breaches that the weights were taught with."""
    taught = [each for each in labelled() if each.part == TAUGHT and each.is_breach]
    texts = [read(each.sentence).text for each in taught]
    parts = [letters(text) | meetings(text) for text in texts]
    having: dict[str, list[int]] = {}
    for each, found in enumerate(parts):
        for part in found:
            having.setdefault(part, []).append(each)
    return KnownBreaches(tuple(each.rule for each in taught), tuple(map(len, parts)), having)


def teach(rows: Iterable[Labelled]) -> Weights:
    """Return the weights that tell the breaches among the rows from the rest.

    Logistic regression by plain steps, always in the same order: the same rows, the same weights.
    """
    lessons = [(shares(read(row.sentence).text), row.is_breach) for row in rows]
    table = {part: 0.0 for found, _ in lessons for part in found}
    bias, dice = 0.0, Random(1)  # noqa: S311  # an order that is always the same
    for done in range(ROUNDS):
        dice.shuffle(lessons)
        step = STEP / (1 + done / SLOWING)
        for found, is_breach in lessons:
            said = likely(bias + sum(table[part] * share for part, share in found.items()))
            bias += step * (is_breach - said) / 10
            for part, share in found.items():
                table[part] += step * ((is_breach - said) * share - FORGETTING * table[part])
    return Weights(bias, {part: weight for part, weight in table.items() if abs(weight) >= LEAST})
