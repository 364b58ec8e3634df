"""Whether an application tells otherwise of a person and a place than an earlier one did.

What a business is to be called and to do may be chosen anew. What somebody is and what a house is
for may not: where a person had to look at it once, another word for it goes to a person too.
"""

import re
from collections.abc import Iterable, Mapping
from typing import Any

CHOSEN = frozenset(
    {"N1", "N2", "N3", "N4", "N5", "N6", "N7", "N8", "S1", "S2", "S3", "S4", "X1", "P10", "P11"}
)
"""Rules about what an applicant may choose."""
OF_REGISTERS = frozenset({"P2", "P4", "P8", "P9", "A2", "A4", "T1", "T2", "G1", "G2", "G3"})
"""Rules about what registers and others answered, which changes by itself."""
OF_THE_HOUSE = "a3_"
"""Conditions about what a house is: whoever applies there after, it is the same house."""
OF_THE_COMPANY = re.compile(r"c[0-9]+_")
"""Conditions about what a company is made of: shareholders, capital, charter, organs."""
AT_HOME = "a3_home"
"""The condition that the shop is not the applicant's home."""


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


def of_the_place(left: Iterable[str]) -> frozenset[str]:
    """Return those conditions that are about what the house is.

    >>> sorted(of_the_place({"a3_use", "a1_standard", "c2_cash"}))
    ['a3_use']
    """
    return frozenset(each for each in left if each.startswith(OF_THE_HOUSE))


def without_company(left: Iterable[str]) -> frozenset[str]:
    """Return those conditions that are not about what a company is made of.

    >>> sorted(without_company({"c3_charter", "a3_use"}))
    ['a3_use']
    """
    return frozenset(each for each in left if not OF_THE_COMPANY.match(each))


def is_retold(before: Iterable[frozenset[str]], now: frozenset[str]) -> bool:
    """Tell whether anything that a person had to look at before is no longer told.

    >>> is_retold([frozenset({"a3_use"})], frozenset()), is_retold([frozenset()], frozenset())
    (True, False)
    """
    return any(each - now for each in before)
