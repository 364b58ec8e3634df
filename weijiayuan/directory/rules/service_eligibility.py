"""For whom a service is: the verdict of its rule, never hidden while it is not known."""

from functools import cache
from pathlib import Path

from weijiayuan.rules_engine.rulebook import Rulebook

FOLDER = Path(__file__).parent.parent / "rulebook"
VERDICTS = {True: "eligible", False: "ineligible", None: "unknown"}
WORDS = {True: "适用", False: "不适用", None: "可能适用，问一句"}


@cache
def rulebook() -> Rulebook:
    """Return the rules of who may use what, loaded once a process."""
    return Rulebook.load(FOLDER)
