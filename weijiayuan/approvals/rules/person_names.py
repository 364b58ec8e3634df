"""Whether what is written as a person's name can be one.

Surnames are data. A name that is not recognised is no refusal: a person looks at it.
"""

import re
from dataclasses import dataclass

from weijiayuan.approvals.rules.name_characters import is_han

MOST_LETTERS = 4
OF_A_PEOPLE = re.compile(r"[\u4e00-\u9fff]{1,10}(?:·[\u4e00-\u9fff]{1,10}){1,4}")


@dataclass(frozen=True)
class PersonNames:
    """Surnames, and words that no person is called by."""

    surnames: frozenset[str]
    compound: tuple[str, ...]
    never: tuple[str, ...]

    def is_one(self, text: str) -> bool:
        """Tell whether a text is surely a name: a surname and one to three letters, or with ·."""
        name = text.strip()
        if any(word in name for word in self.never):
            return False
        if OF_A_PEOPLE.fullmatch(name):
            return True
        if len(name) > MOST_LETTERS or not all(is_han(each) for each in name):
            return False
        given = next(
            (name.removeprefix(each) for each in self.compound if name.startswith(each)), ""
        )
        return bool(given) or self._has_surname(name)

    def _has_surname(self, name: str) -> bool:
        """Tell whether it is one surname with one or two letters, or two surnames with two."""
        if not 2 <= len(name) <= MOST_LETTERS or name[0] not in self.surnames:
            return False
        return len(name) < MOST_LETTERS or name[1] in self.surnames
