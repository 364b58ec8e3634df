"""Households that answered every question: nothing is left to ask, and no plain no is wrong."""

from datetime import date
from pathlib import Path

import orjson
import pytest
import yaml

from tests.welfare.pack.test_paper_households import plain
from weijiayuan.welfare.benefits.adviser import Adviser

FILE = Path(__file__).parent / "sixty_five_households.yaml"
TOLD = {"eligible": "yes", "ineligible": "no", "unknown": "office"}
READ = yaml.load(FILE.read_text("utf-8"), Loader=yaml.BaseLoader)
BASE = READ["base"]


@pytest.fixture(scope="module")
def adviser(pack):
    return Adviser(pack)


def answers(household):
    members = [BASE["person"] | member for member in household.get("members", [])]
    people = {"people": str(1 + len(members))}
    return plain(
        {
            "household": BASE["household"] | people | household.get("household", {}),
            "applicant": BASE["applicant"] | BASE["person"] | household.get("applicant", {}),
            "members": members,
        }
    )


def said(decision, paper):
    """Return of a decision what the paper speaks of."""
    amount = decision["amount"] or {}
    figures = {key: str(amount.get(key)) for key in ("fen", "upper_fen") if key in paper}
    return {"says": TOLD[decision["verdict"]], **figures}


@pytest.mark.parametrize("household", READ["households"], ids=lambda each: each["title"])
def test_who_answered_everything_is_told_what_the_sources_say(adviser, household):
    on, paper = date.fromisoformat(household["on"]), household["paper"]
    given = adviser.household(answers(household), on)

    body = orjson.loads(adviser.assessment(given, on, only=frozenset(paper)))

    found = {decision["policy"]["id"]: decision for decision in body["decisions"]}
    assert {name: said(found[name], each) for name, each in paper.items()} == paper
    assert [name for name in paper if found[name]["missing"]] == []
