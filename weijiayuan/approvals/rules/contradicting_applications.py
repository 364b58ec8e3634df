"""Whether an application tells otherwise of a person and a place than an earlier one did.

What a business is to be called and to do may be chosen anew. What somebody is and what a house is
for may not: where a person had to look at it once, another word for it goes to a person too.
"""

from collections.abc import Iterable, Mapping
from typing import Any

CHOSEN = frozenset({"N1", "N2", "N3", "N4", "N5", "N6", "N7", "N8", "S1", "S2", "S3", "S4", "X1"})
"""Rules about what an applicant may choose."""
OF_REGISTERS = frozenset({"P2", "P4", "A2", "A4", "T1", "T2"})
"""Rules about what registers answered, which changes by itself."""


def left_to_person(rulings: Iterable[Mapping[str, Any]]) -> frozenset[str]:
    """Return the conditions that what was told broke, and that a person had to look at.

    What was not said or not known is no telling.
    """
    return frozenset(
        each["id"]
        for each in rulings
        if each["verdict"] is False
        and each["outcome"] == "human"
        and each["rule"] not in CHOSEN | OF_REGISTERS
    )


def is_retold(before: Iterable[frozenset[str]], now: frozenset[str]) -> bool:
    """Tell whether anything that a person had to look at before is no longer told.

    >>> is_retold([frozenset({"a3_use"})], frozenset()), is_retold([frozenset()], frozenset())
    (True, False)
    """
    return any(each - now for each in before)
