"""Households were worked out on paper from the sources; the engine must say the same.

`sixty_households.yaml` was written before the rules were read that they test.
"""

from datetime import date
from pathlib import Path

import pytest
import yaml

from tests.rules_engine.conftest import TODAY
from weijiayuan.rules_engine.author.worked_cases import NO_SUM, Case, run
from weijiayuan.rules_engine.pack.model import Place

FOLDER = Path(__file__).parent


def read(file):
    return yaml.load((FOLDER / file).read_text("utf-8"), Loader=yaml.BaseLoader)


TEN, SIXTY = read("ten_households.yaml"), read("sixty_households.yaml")
VALUES = {"true": True, "false": False}


def plain(value):
    """Write an answer as it comes over the wire: BaseLoader reads everything as text."""
    if isinstance(value, dict):
        return {key: plain(inner) for key, inner in value.items()}
    if isinstance(value, list):
        return [plain(inner) for inner in value]
    return int(value) if value.isdecimal() else VALUES.get(value, value)


def fen(amount):
    if amount in (None, "office"):
        return NO_SUM if amount else None
    low, high = amount if isinstance(amount, list) else (amount, amount)
    return int(low) * 100, None if high == "open" else int(high) * 100


def cases():
    for name, household in (TEN | SIXTY).items():
        for policy, paper in household["paper"].items():
            yield pytest.param(
                Case(
                    policy=policy,
                    name=household["title"],
                    on=date.fromisoformat(household.get("on", TODAY.isoformat())),
                    about=paper.get("about", ""),
                    answers=plain(household["answers"]),
                    expect=paper["says"],
                    amount=fen(paper.get("amount")),
                    is_edge=False,
                    place=Place("households.yaml", 1),
                ),
                id=f"{name}-{policy}",
            )


@pytest.mark.parametrize("case", list(cases()))
def test_the_engine_says_what_the_paper_says(engine, case):
    result = run(engine, case)

    assert result.is_right, str(result)


def test_there_are_ten_and_sixty():
    assert len(TEN) == 10
    assert len(SIXTY) >= 60
    assert sum(len(household["paper"]) for household in (TEN | SIXTY).values()) >= 130
