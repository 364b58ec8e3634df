"""The parts of a text that can be weighed: its characters with their neighbours, its concepts."""

import re
from collections.abc import Iterable, Mapping, Sequence
from itertools import combinations

Concepts = Mapping[str, re.Pattern[str]]


def grams(text: str, longest: int) -> frozenset[str]:
    """Return the characters of a text and their runs up to a length.

    >>> sorted(grams("停水了", 2))
    ['了', '停', '停水', '水', '水了']
    """
    return frozenset(
        text[start : start + size]
        for size in range(1, longest + 1)
        for start in range(len(text) - size + 1)
    )


def concepts(table: Mapping[str, Iterable[str]]) -> dict[str, re.Pattern[str]]:
    """Return one pattern for each concept of a table: any of its regular expressions."""
    return {
        name: re.compile("|".join(f"(?:{word})" for word in words)) for name, words in table.items()
    }


def met(known: Concepts, plain: str) -> list[str]:
    """Return the names of the concepts that a text touches, in order."""
    return sorted(name for name, pattern in known.items() if pattern.search(plain))


def singly_and_in_pairs(names: Sequence[str]) -> tuple[list[str], list[str]]:
    """Return the parts that concepts are weighed by: each of them, and each two together.

    >>> singly_and_in_pairs(["what", "who"])
    (['+what', '+who'], ['what+who'])
    """
    return [f"+{name}" for name in names], ["+".join(pair) for pair in combinations(names, 2)]
