"""The words and families of words that a name of a business may not hold, by their reason."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property


@dataclass(frozen=True)
class Forbidden:
    """Words that 第 11 条 forbids: some for certain, some that a person has to weigh."""

    why: str
    article: str
    certain: tuple[str, ...]
    doubtful: tuple[str, ...]
    leading: tuple[str, ...] = ()
    """Short names that count only where a name begins: 北大, but not in 东北大妞."""
    patterns: tuple[str, ...] = ()
    """Families of words, as regular expressions: all fleets, all 〜协, all days of war."""

    @cached_property
    def families(self) -> tuple[re.Pattern[str], ...]:
        return tuple(map(re.compile, self.patterns))

    def matched(self, text: str, plain: Sequence[tuple[int, int]]) -> Iterator[str]:
        """Yield what belongs to a family of words and stands outside ordinary phrases."""
        for pattern in self.families:
            for found in pattern.finditer(text):
                start, end = found.span()
                if not any(first <= start and end <= last for first, last in plain):
                    yield found[0]
