"""适合我吗: what services say to somebody's answers. Nothing of it is kept."""

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any

from weijiayuan.directory.errors import AnswersMalformed
from weijiayuan.directory.rules.service_eligibility import VERDICTS, WORDS, rulebook
from weijiayuan.rules_engine.rulebook import AnswersInvalid, Decision, Evaluation

Json = dict[str, Any]
SUBJECTS = ("household", "applicant", "members")
EVERYBODY: Json = {"because": [], "missing": [], "nearest": []}


def fit(services: Sequence[Any], answers: Mapping[str, Any], *, on: date) -> Json:
    """Return a verdict on each service (`id`, `name`, `rule`), and the question to ask next.

    The question is the one that settles most of these services. Raises `AnswersMalformed`.
    """
    rules = frozenset(each.rule for each in services if each.rule is not None)
    found = _evaluated(answers, rules, on=on)
    decisions = [_decision(each, found) for each in services]
    return {
        "rules": found.stamp,
        "on": on,
        "decisions": decisions,
        "next_question": found.next_question,
        "settled": sum(each["verdict"] != VERDICTS[None] for each in decisions),
        "total": len(decisions),
    }


def questions(on: date) -> list[Json]:
    """Return every question that some service may ask."""
    return rulebook().questions(on)


def _evaluated(answers: Mapping[str, Any], rules: frozenset[str], *, on: date) -> Evaluation:
    try:
        return rulebook().evaluate(_flat(answers), on=on, only=rules)
    except AnswersInvalid as invalid:
        named = {f"answers.{path}": [text] for path, text in invalid.fields.items()}
        raise AnswersMalformed(fields=named) from None


def _flat(answers: Mapping[str, Any]) -> Mapping[str, Any]:
    """Read answers in the calculator's shape too: what is under `applicant` is about them."""
    if not answers or not answers.keys() <= set(SUBJECTS):
        return answers
    parts = [answers.get("household", {}), answers.get("applicant", {})]
    if not all(isinstance(part, Mapping) for part in parts):
        raise AnswersMalformed(fields={"answers": ["应为题号到答案的表"]})
    return dict(parts[0]) | dict(parts[1])


def _decision(service: Any, found: Evaluation) -> Json:
    about = {"id": service.id, "name": service.name, "rule": service.rule}
    decided = found.decisions.get(service.rule) if service.rule is not None else None
    holds = decided.holds if decided else (True if service.rule is None else None)
    return {
        "service": about,
        "verdict": VERDICTS[holds],
        "words": WORDS[holds],
        **(_reasons(decided) if decided else EVERYBODY),
    }


def _reasons(decided: Decision) -> Json:
    return {
        "because": list(decided.because),
        "missing": list(decided.missing),
        "nearest": list(decided.nearest),
    }
