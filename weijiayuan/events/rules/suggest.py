"""Which category a text is about: keywords and character n-grams, with how sure we are.

A multinomial naive Bayes over character 1- and 2-grams, trained on the shipped examples and on each
category's own words. Below `SURE` a person decides; the accuracy is measured by cross-validation
(`measure`) and shown beside the suggestion.
"""

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from math import exp, log

from weijiayuan.events.rules import tables

SURE = 0.90
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

    @property
    def is_sure(self) -> bool:
        return self.confidence >= SURE


@dataclass(frozen=True, slots=True, kw_only=True)
class Accuracy:
    """What cross-validation found: right at first, right among three, right where sure."""

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


class Classifier:
    """Learns from examples; then tells categories of texts."""

    def __init__(self, examples: Iterable[Example]) -> None:
        self._counts: dict[str, Counter[str]] = {
            code: Counter(gram for word in category.words for gram in grams(word))
            for code, category in tables.categories().items()
        }
        for code, text in examples:
            self._counts[code].update(grams(text))
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
        best = sorted(weights, key=lambda code: (-weights[code], code))[:limit]
        return [
            Suggestion(
                category=code,
                confidence=weights[code] / whole,
                because=tuple(_words_in(text, code)),
            )
            for code in best
        ]

    def _score(self, code: str, seen: Sequence[str], text: str) -> float:
        counts = self._counts[code]
        floor = self._totals[code] + SMOOTHING * len(self._known)
        likelihood = sum(log((counts[gram] + SMOOTHING) / floor) for gram in seen)
        return likelihood + KEYWORD_WEIGHT * len(_words_in(text, code))


def _words_in(text: str, code: str) -> list[str]:
    return [word for word in tables.categories()[code].words if word in text]


@cache
def examples() -> tuple[Example, ...]:
    """Return the shipped examples as (category code, text)."""
    path = files("weijiayuan").joinpath("data", "events", "examples.tsv")
    lines = path.read_text(encoding="utf-8").splitlines()
    rows = (line.split("\t") for line in lines if line and not line.startswith("#"))
    return tuple((code, text) for code, text in rows)


@cache
def shipped() -> Classifier:
    """Return the classifier trained on everything that ships."""
    return Classifier(examples())


def measure(folds: int = 5) -> Accuracy:
    """Return the accuracy on texts the classifier did not learn from."""
    first = three = sure = right_sure = 0
    everything = examples()
    for fold in range(folds):
        learnt = Classifier(each for at, each in enumerate(everything) if at % folds != fold)
        for code, text in everything[fold::folds]:
            found = learnt.suggest(text)
            hit = bool(found) and found[0].category == code
            first += hit
            three += code in [each.category for each in found]
            if found and found[0].is_sure:
                sure += 1
                right_sure += hit
    count = len(everything)
    return Accuracy(
        examples=count,
        first=first / count,
        among_three=three / count,
        sure=sure / count,
        right_when_sure=right_sure / sure if sure else 0.0,
    )


@cache
def measured() -> Accuracy:
    """Return the accuracy shown beside suggestions, measured once a process."""
    return measure()
