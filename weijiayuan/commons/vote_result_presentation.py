"""Rules and results as they are shown: every number beside its threshold and its article."""

from collections.abc import Mapping
from typing import Any

from weijiayuan.commons.rules.decision_rules import Group, Measure, Rule, Threshold
from weijiayuan.commons.rules.floor_area_units import exact_text, m2_text
from weijiayuan.commons.rules.vote_counting import (
    Choice,
    Finding,
    Needs,
    Result,
    State,
    Votes,
    Weight,
)
from weijiayuan.events.rules.confidence_interval import Rate
from weijiayuan.web.messages import text

WHO: Mapping[Group, str] = {
    Group.ALL: "名册全体",
    Group.PRESENT: "到会的",
    Group.PARTICIPATING: "参加表决的",
    Group.YES: "同意的",
    Group.ASKING: "提议的",
    Group.DELEGATES: "居民代表",
}


def rule_facts(rule: Rule) -> dict[str, Any]:
    """Return a rule as data."""
    return {
        "id": rule.id,
        "name": rule.name,
        "basis": [each.value for each in rule.bases],
        "about": rule.about,
        "article": rule.article,
        "notice_days": rule.notice_days,
        "notice_article": rule.notice_article,
        "urgent_may_be_short": rule.urgent_may_be_short,
        "published_days": rule.published_days,
        "published_article": rule.published_article,
        "offline_only": rule.offline_only,
        "meet": [threshold_facts(each) for each in rule.meet],
        "passes": [threshold_facts(each) for each in rule.passes],
        "call": [threshold_facts(each) for each in rule.call],
        "composition": [threshold_facts(each) for each in rule.composition],
    }


def threshold_facts(threshold: Threshold) -> dict[str, Any]:
    """Return a threshold as data."""
    fraction = str(threshold.fraction)
    return {
        "count": threshold.count.value,
        "of": threshold.of.value,
        "measure": threshold.measure.value,
        "basis": threshold.basis.value if threshold.basis else None,
        "at_least": None if threshold.is_strict else fraction,
        "more_than": fraction if threshold.is_strict else None,
        "article": threshold.article,
    }


def result_facts(rule: Rule, result: Result, votes: Votes) -> dict[str, Any]:
    """Return a result with every number and threshold it stands on."""
    steps = ["meet"] * len(rule.meet) + ["pass"] * len(rule.passes)
    return {
        "state": result.state.value,
        "state_text": state_text(rule, result),
        "valid": result.is_valid,
        "passes": result.passes,
        "numbers": numbers(votes, with_areas=rule.weighs_area),
        "because": [
            finding_facts(found, step) for found, step in zip(result.because, steps, strict=True)
        ],
        "needs": None if result.needs is None else _needs_facts(result.needs),
    }


def numbers(votes: Votes, *, with_areas: bool = True) -> dict[str, Any]:
    """Return the sums of all groups, with areas where they are weighed."""
    groups = {
        "roll": votes.everybody,
        "present": votes.there,
        "participating": votes.participating,
        "yes": votes.yes,
        "no": votes.no,
        "abstain": votes.abstain,
        "invalid": votes.invalid,
    }
    found = {name: weight_facts(weight) for name, weight in groups.items()}
    return found if with_areas else {name: each | {"area_m2": None} for name, each in found.items()}


def weight_facts(weight: Weight) -> dict[str, Any]:
    """Return heads and area."""
    return {"heads": weight.heads, "area_m2": m2_text(weight.area)}


def hide_areas(result: dict[str, Any]) -> None:
    """Take all areas but the roll's out of a result: sums of known areas would point at people.

    So does the area of those who took part: few sets of flats have the very same.
    """
    for group, weight in result["numbers"].items():
        if group != "roll":
            weight["area_m2"] = None
    for found in result["because"]:
        if found["measure"] == Measure.AREA.value:
            found |= {"have": None, "out_of": None, "least": None, "exact": None}
            code = "commons.area_holds" if found["holds"] else "commons.area_short"
            found["text"] = text(code, threshold=in_words(found))


def hide_choices(result: dict[str, Any]) -> None:
    """Take the numbers of each choice out of a result of so few that they would tell who."""
    for choice in Choice:
        result["numbers"][choice.value] = {"heads": None, "area_m2": None}
    for found in result["because"]:
        if found["step"] == "pass":
            found |= {"have": None, "out_of": None, "least": None, "exact": None}
            code = "commons.few_hold" if found["holds"] else "commons.few_short"
            found["text"] = text(code, threshold=in_words(found))


def in_words(found: Mapping[str, Any]) -> str:
    """Write the share that a threshold asks for: 超过1/2, 不少于3/4."""
    kind, _, fraction = found["threshold"].partition(" ")
    return f"{'超过' if kind == 'more_than' else '不少于'}{fraction}"


def _needs_facts(needs: Needs) -> dict[str, Any]:
    return {"heads": needs.heads, "area_m2": m2_text(needs.area)}


def state_text(rule: Rule, result: Result) -> str:
    """Say how a question stands, in a sentence."""
    if result.state is State.UNDECIDED and result.needs is None:
        return text("commons.state_open")
    if result.state is State.UNDECIDED and result.needs is not None:
        area = result.needs.area
        code = "commons.state_undecided_area" if area else "commons.state_undecided"
        return text(code, heads=result.needs.heads, area=m2_text(area))
    if not rule.meet and result.state in {State.PASSED, State.NOT_PASSED}:
        return text(f"commons.state_{result.state.value}_wish")
    return text(f"commons.state_{result.state.value}", article=rule.article)


def finding_facts(found: Finding, step: str) -> dict[str, Any]:
    """Return one threshold as it was measured, with a sentence."""
    threshold = found.threshold
    return {
        "step": step,
        "measure": threshold.measure.value,
        "holds": found.holds,
        "have": amount(found.have, threshold.measure),
        "out_of": amount(found.out_of, threshold.measure),
        "least": amount(found.least, threshold.measure),
        "threshold": f"{'more_than' if threshold.is_strict else 'at_least'} {threshold.fraction}",
        "exact": _exact(found),
        "article": threshold.article,
        "text": _sentence(found),
    }


def amount(value: int, measure: Measure) -> str:
    """Write heads as a number and area in m²."""
    return str(value) if measure is Measure.HEADS else m2_text(value)


def _exact(found: Finding) -> str:
    value = found.threshold.fraction * found.out_of
    return exact_text(value if found.threshold.measure is Measure.HEADS else value / 100)


def _sentence(found: Finding) -> str:
    threshold = found.threshold
    unit = "人（户）" if threshold.measure is Measure.HEADS else "平方米"
    return text(
        "commons.finding_holds" if found.holds else "commons.finding_short",
        who=WHO[threshold.count],
        of=WHO[threshold.of],
        have=amount(found.have, threshold.measure),
        out_of=amount(found.out_of, threshold.measure),
        unit=unit,
        asked="超过" if threshold.is_strict else "不少于",
        fraction=str(threshold.fraction),
        least=amount(found.least, threshold.measure),
    )


def share(rate: Rate) -> dict[str, Any]:
    """Return a share with its interval, rounded so that it is the same everywhere."""
    plain = rate.share
    return {
        "share": None if plain is None else round(plain, 4),
        "low": round(rate.low, 4),
        "high": round(rate.high, 4),
    }
