"""Ten households were worked out on paper from the sources; the engine must say the same."""

from pathlib import Path

import pytest
import yaml

from tests.engine.conftest import TODAY
from weijiayuan.engine.author.cases import Case, run
from weijiayuan.engine.pack.model import Place

TEXT = (Path(__file__).parent / "ten_households.yaml").read_text("utf-8")
HOUSEHOLDS = yaml.load(TEXT, Loader=yaml.BaseLoader)
VALUES = {"true": True, "false": False}


def plain(value):
    """Write an answer as it comes over the wire: BaseLoader reads everything as text."""
    if isinstance(value, dict):
        return {key: plain(inner) for key, inner in value.items()}
    if isinstance(value, list):
        return [plain(inner) for inner in value]
    return int(value) if value.isdecimal() else VALUES.get(value, value)


def fen(amount):
    if amount is None:
        return None
    low, high = amount if isinstance(amount, list) else (amount, amount)
    return int(low) * 100, None if high == "open" else int(high) * 100


def cases():
    for name, household in HOUSEHOLDS.items():
        for policy, paper in household["paper"].items():
            yield pytest.param(
                Case(
                    policy=policy,
                    name=household["title"],
                    on=TODAY,
                    about=paper.get("about", ""),
                    answers=plain(household["answers"]),
                    expect=paper["says"],
                    amount=fen(paper.get("amount")),
                    is_edge=False,
                    place=Place("ten_households.yaml", 1),
                ),
                id=f"{name}-{policy}",
            )


@pytest.mark.parametrize("case", list(cases()))
def test_the_engine_says_what_the_paper_says(engine, case):
    result = run(engine, case)

    assert result.is_right, str(result)


def test_there_are_ten():
    assert len(HOUSEHOLDS) == 10
    assert sum(len(household["paper"]) for household in HOUSEHOLDS.values()) >= 50
