"""What anybody may ask: the rules of decision, and the calculator. Nothing is kept."""

from typing import Any

from weijiayuan.commons import vote_calculator, vote_result_presentation
from weijiayuan.commons.errors import RollMalformed, RuleMalformed, RuleUnknown, VotesImpossible
from weijiayuan.commons.rules import decision_rules
from weijiayuan.commons.schemas.vote_calculator import RuleCheckIn, RuleCheckOut, RulesOut
from weijiayuan.web.blueprint import Blueprint, open_to_all
from weijiayuan.web.messages import text
from weijiayuan.web.rate_limits import limited

CALCULATOR_BYTES = 4 * 1024 * 1024
RULES_AS_OF = "2026-11-28"

calculator = Blueprint(
    "commons_rules",
    __name__,
    guard=open_to_all,
    url_prefix="/api/v1/commons/rules",
    description="议事规则与计算器",
)


@calculator.get("", alike=True)
@calculator.response(200, RulesOut)
def list_rules() -> dict[str, Any]:
    """List the rules of decision as data: thresholds in exact fractions, notice, article."""
    found = decision_rules.shipped().values()
    return {
        "items": [vote_result_presentation.rule_facts(each) for each in found],
        "as_of": RULES_AS_OF,
    }


@calculator.post("/check", idempotent=False, as_reader=True, max_bytes=CALCULATOR_BYTES)
@calculator.arguments(RuleCheckIn)
@calculator.response(200, RuleCheckOut)
@calculator.refuses(RuleUnknown, RuleMalformed, RollMalformed, VotesImpossible)
@limited("60 per minute")
def check(asked: dict[str, Any]) -> dict[str, Any]:
    """Count any committee's votes by a rule; with `open`, say what is certain already."""
    counted = vote_calculator.checked(asked)
    shown = vote_result_presentation.result_facts(counted.rule, counted.result, counted.votes)
    same = "；".join("、".join(each) for each in counted.namesakes)
    return shown | {
        "rule": vote_result_presentation.rule_facts(counted.rule),
        "namesakes": counted.namesakes,
        "namesakes_text": text("commons.namesakes_apart", units=same) if same else "",
        "legal_effect": text("commons.calculation_only"),
    }
