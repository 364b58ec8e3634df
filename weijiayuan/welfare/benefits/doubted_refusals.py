"""No plain no where answers contradict each other: which of them is right has to be said first."""

from collections.abc import Iterable, Iterator, Mapping
from typing import Any

from weijiayuan.rules_engine.values.interval import FALSE, UNKNOWN
from weijiayuan.welfare.benefits.benefit_schema import VERDICTS
from weijiayuan.welfare.benefits.worded_decision_cache import WordedDecision

Json = dict[str, Any]


def doubted(
    said: Iterable[WordedDecision],
    otherwise: Iterable[WordedDecision],
    found: Iterable[Json],
    asked: Mapping[str, Json],
) -> Iterator[WordedDecision]:
    """Yield each decision, but for a no that would be open without the contradictory answers.

    `otherwise` is what would be said without them; `found` the contradictions, `asked` every
    question with the policies that need it. What is to be answered again stands in `missing`.
    """
    questions = list(dict.fromkeys(name for told in found for name in told["questions"]))
    for one, other in zip(said, otherwise, strict=True):
        if one.decision["verdict"] == VERDICTS[FALSE] != other.decision["verdict"]:
            policy = one.decision["policy"]["id"]
            again = [name for name in questions if policy in asked[name]["policies"]]
            yield WordedDecision.of(_open(other.decision, again), is_kept=False)
        else:
            yield one


def _open(decision: Json, again: list[str]) -> Json:
    missing = dict.fromkeys([*again, *decision["missing"]])
    return decision | {
        "verdict": VERDICTS[UNKNOWN],
        "needs_office": False,
        "missing": list(missing),
    }
