"""One household before and after a reform, policy by policy."""

from collections.abc import Iterator
from datetime import date
from typing import Any

from weijiayuan.rules_engine.evaluate.answers import read_answers
from weijiayuan.rules_engine.evaluate.engine import Engine
from weijiayuan.rules_engine.pack.model import Pack
from weijiayuan.welfare.benefits.eligibility_results import Decider
from weijiayuan.welfare.benefits.wording import BenefitWording
from weijiayuan.welfare.simulation.reform_simulation import Reform
from weijiayuan.welfare.simulation.rule_overlay import changed

Json = dict[str, Any]
SHOWN = ("verdict", "for", "amount", "missing")


def compared(pack: Pack, reform: Reform, answers: Json) -> Iterator[Json]:
    """Yield every policy that is not a no on both sides, with what it is before and after.

    Raises `AnswersInvalid` for answers that cannot be meant.
    """
    before, after = (
        _verdicts(changed(pack, overlay), answers, reform.on)
        for overlay in (reform.before, reform.after)
    )
    for was, now in zip(before, after, strict=True):
        if {was["verdict"], now["verdict"]} != {"ineligible"}:
            sides = [{key: each[key] for key in SHOWN} for each in (was, now)]
            yield {
                "policy": was["policy"],
                "before": sides[0],
                "after": sides[1],
                "has_changed": _told(was) != _told(now),
            }


def _told(said: Json) -> tuple[Any, ...]:
    return said["verdict"], said["for"], said["amount"]


def _verdicts(pack: Pack, answers: Json, on: date) -> list[Json]:
    rules = Engine(pack).rules_on(on)
    assessment = rules.assess(read_answers(pack, answers, on), on)
    return [each.decision for each in Decider(BenefitWording(rules)).verdicts(assessment)]
