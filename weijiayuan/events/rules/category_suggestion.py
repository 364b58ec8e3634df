"""Which category a text is about, and whether that is sure enough to do without a person.

Two readers look at a text. The first is a multinomial naive Bayes over character 1- and 2-grams and
each category's own words, trained on the shipped examples and on what staff decided; among them are
texts that fit no category. The second looks for the known text that is most alike. A suggestion is
sure only where both agree, words of the category stand in the text and no other category's word
does, most of it is familiar, and nothing tells of a hazard; below that a person decides. `measure`
tells how often each is right on texts that were not learnt (docs/suggestions.md).
"""

from collections import Counter, defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from math import exp, log, sqrt

from weijiayuan import danger
from weijiayuan.events.rules import reference_data

NONE = "-"  # stands for texts that fit no category
SURE = 0.97
ALIKE = 0.25
LEAST_LETTERS = 3  # of the words that speak for a category, before it can be sure
FAMILIAR = 0.35
SMOOTHING = 0.5
KEYWORD_WEIGHT = 8.0
LONGEST_GRAM = 2
FLATTEN = 2.0

Example = tuple[str, str]


@dataclass(frozen=True, slots=True, kw_only=True)
class Suggestion:
    """A category with its probability and the words of the text that speak for it."""

    category: str
    confidence: float
    because: tuple[str, ...]
    is_sure: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Accuracy:
    """What was found on texts not learnt: right at first, right among three, right where sure."""

    examples: int
    first: float
    among_three: float
    sure: float
    right_when_sure: float


def grams(text: str) -> list[str]:
    """Return the character n-grams of a text, punctuation and blanks dropped."""
    plain = "".join(each for each in text.lower() if each.isalnum())
    return [
        plain[start : start + size]
        for size in range(1, LONGEST_GRAM + 1)
        for start in range(len(plain) - size + 1)
    ]


class Memory:
    """Known texts, and which of them is most like another by the rarer pairs they share."""

    def __init__(self, examples: Iterable[Example]) -> None:
        self._codes: list[str] = []
        found = []
        for code, text in examples:
            self._codes.append(code)
            found.append(self._pairs(text))
        seen = Counter(pair for pairs in found for pair in pairs)
        self._rarity = {pair: log(1 + len(found) / count) for pair, count in seen.items()}
        self._holders: dict[str, list[int]] = defaultdict(list)
        self._lengths = []
        for at, pairs in enumerate(found):
            self._lengths.append(self._length(pairs))
            for pair in pairs:
                self._holders[pair].append(at)

    @staticmethod
    def _pairs(text: str) -> frozenset[str]:
        return frozenset(gram for gram in grams(text) if len(gram) == LONGEST_GRAM)

    def _length(self, pairs: Iterable[str]) -> float:
        unseen = log(1 + len(self._codes))
        return sqrt(sum(self._rarity.get(pair, unseen) ** 2 for pair in pairs)) or 1.0

    def nearest(self, text: str) -> tuple[str, float]:
        """Return the category of the known text that is most alike, and how alike it is."""
        pairs = self._pairs(text)
        shared: Counter[int] = Counter()
        for pair in pairs:
            for at in self._holders.get(pair, ()):
                shared[at] += self._rarity[pair] ** 2  # type: ignore[assignment]  # sums of weights
        if not shared:
            return NONE, 0.0
        own = self._length(pairs)
        best = max(shared, key=lambda at: (shared[at] / self._lengths[at], -at))
        return self._codes[best], shared[best] / self._lengths[best] / own

    def familiarity(self, text: str) -> float:
        """Return the share of a text's pairs that are known."""
        pairs = self._pairs(text)
        return sum(pair in self._rarity for pair in pairs) / len(pairs) if pairs else 0.0


class Classifier:
    """Learns from examples; then tells categories of texts."""

    def __init__(self, examples: Iterable[Example]) -> None:
        learnt = tuple(examples)
        self._counts: dict[str, Counter[str]] = {
            code: Counter(gram for word in category.words for gram in grams(word))
            for code, category in reference_data.categories().items()
        }
        self._counts[NONE] = Counter()
        for code, text in learnt:
            self._counts[code].update(grams(text))
        self._memory = Memory(learnt)
        self._known = {gram for counts in self._counts.values() for gram in counts}
        self._totals = {code: sum(counts.values()) for code, counts in self._counts.items()}

    def suggest(self, text: str, limit: int = 3) -> list[Suggestion]:
        """Return the likeliest categories, best first; none for a text without known letters."""
        seen = [gram for gram in grams(text) if gram in self._known]
        if not seen:
            return []
        scores = {code: self._score(code, seen, text) for code in self._counts}
        top = max(scores.values())
        weights = {code: exp((score - top) / FLATTEN) for code, score in scores.items()}
        whole = sum(weights.values())
        best = sorted(weights, key=lambda code: (-weights[code], code))
        sure = best[0] if self._is_sure(best[0], weights[best[0]] / whole, text) else None
        return [
            Suggestion(
                category=code,
                confidence=weights[code] / whole,
                because=tuple(_words_in(text, code)),
                is_sure=code == sure,
            )
            for code in best
            if code != NONE
        ][:limit]

    def _score(self, code: str, seen: Sequence[str], text: str) -> float:
        counts = self._counts[code]
        floor = self._totals[code] + SMOOTHING * len(self._known)
        likelihood = sum(log((counts[gram] + SMOOTHING) / floor) for gram in seen)
        return likelihood + KEYWORD_WEIGHT * len(_words_in(text, code))

    def _is_sure(self, code: str, confidence: float, text: str) -> bool:
        if code == NONE or confidence < SURE or self._memory.familiarity(text) < FAMILIAR:
            return False
        nearest, alike = self._memory.nearest(text)
        if danger.wants_person(text):
            return False
        return nearest == code and alike >= ALIKE and _speaks_only_of(code, text)


def _words_in(text: str, code: str) -> list[str]:
    known = reference_data.categories().get(code)
    return [word for word in known.words if word in text] if known else []


def _speaks_only_of(code: str, text: str) -> bool:
    """Tell whether words of this category stand in the text and none of another beside them."""
    own = _words_in(text, code)
    rest = text
    for word in own:
        rest = rest.replace(word, "\n")
    others = (other for other in reference_data.categories() if other != code)
    is_said = sum(map(len, own)) >= LEAST_LETTERS
    return is_said and not any(_words_in(rest, other) for other in others)


@cache
def examples() -> tuple[Example, ...]:
    """Return the shipped examples as (category code, text); `-` where none fits."""
    path = files("weijiayuan").joinpath("data", "events", "examples.tsv")
    lines = path.read_text(encoding="utf-8").splitlines()
    rows = (line.split("\t") for line in lines if line and not line.startswith("#"))
    return tuple((code, text) for code, text in rows)


@cache
def shipped() -> Classifier:
    """Return the classifier trained on everything that ships."""
    return Classifier(examples())


def measure(folds: int = 5) -> Accuracy:
    """Return the accuracy on shipped texts the classifier did not learn from."""
    everything = examples()
    judged = [
        (learnt, everything[fold::folds])
        for fold in range(folds)
        for learnt in [Classifier(each for at, each in enumerate(everything) if at % folds != fold)]
    ]
    return accuracy((learnt, row) for learnt, rows in judged for row in rows)


def accuracy(judged: Iterable[tuple[Classifier, Example]]) -> Accuracy:
    """Return how often classifiers are right about texts; sure of one that fits none is wrong."""
    count = first = three = sure = right_sure = everything = 0
    for learnt, (code, text) in judged:
        everything += 1
        found = learnt.suggest(text)
        hit = bool(found) and found[0].category == code
        if code != NONE:
            count, first = count + 1, first + hit
            three += code in [each.category for each in found]
        if found and found[0].is_sure:
            sure, right_sure = sure + 1, right_sure + hit
    return Accuracy(
        examples=everything,
        first=first / count,
        among_three=three / count,
        sure=sure / everything,
        right_when_sure=right_sure / sure if sure else 0.0,
    )


@cache
def measured() -> Accuracy:
    """Return the accuracy shown beside suggestions, measured once a process."""
    return measure()
