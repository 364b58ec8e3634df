"""Decisions in the form in which people and machines read them."""

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any

from weijiayuan.approvals.preliminary_check import Check
from weijiayuan.approvals.rulebook_in_force import Decider, ground
from weijiayuan.approvals.rules.application_decision import Decision, Outcome, Ruling
from weijiayuan.approvals.rules.application_form import Question
from weijiayuan.rules_engine.pack import syntax

Json = dict[str, Any]
ASSUMED = {
    "identity": "您提交前用自己的账号实名核验通过",
    "identity_minutes": "实名核验没有过时",
    "barred": "写到的每个人都不在限制登记名单上",
    "second_live": "没有另一份同样的申请",
    "agreed": "写到的每个人都在自己的账号里同意",
    "retold": "同一人在同一地址没有改过原来要由人看的说法",
}


def ruling_facts(ruling: Ruling) -> Json:
    """Return one ruling."""
    return {
        "id": ruling.id,
        "rule": ruling.rule,
        "verdict": ruling.verdict,
        "outcome": ruling.outcome.value,
        "sentence": ruling.sentence,
        "remedy": ruling.remedy,
        "law": ruling.law,
        "article": ruling.article,
        "facts": dict(ruling.facts),
    }


def question_facts(question: Question) -> Json:
    """Return a question of the form."""
    return {
        "id": question.id,
        "ask": question.ask,
        "label": question.label,
        "kind": question.kind,
        "help": question.help,
        "required": question.required,
        "sensitive": question.sensitive,
        "choices": question.choices,
        "only_if": question.only_if,
        "unless": question.unless,
    }


def check_facts(
    found: Check, decider: Decider, kind: str, answers: Mapping[str, Any], on: date
) -> Json:
    """Return the answer to a check."""
    decision = found.decision
    asked = decider.kinds[kind].next_question(answers)
    return {
        "kind": kind,
        "on": on,
        "rulebook": decider.book.stamp,
        **decision_facts(decision, decider, other_authority=found.reading.other_authority),
        "next_question": question_facts(asked) if asked else None,
        "assumes": [ASSUMED[key] for key in found.assumed],
        "same": list(found.neighbours.same),
        "alike": list(found.neighbours.alike),
        "permits": permits(answers.get("scopes") or ()),
    }


def decision_facts(decision: Decision, decider: Decider, *, other_authority: str = "") -> Json:
    """Return what a decision says: every ruling, what to mend, what a person looks at."""
    return {
        "outcome": decision.outcome.value,
        "verdict": decision.verdict,
        "rules": [ruling_facts(each) for each in decision.rulings],
        "faults": [_fault(each, other_authority) for each in decision.faults],
        "undecided": [ruling_facts(each) for each in decision.undecided],
        "missing": list(decision.missing),
        "nearest": nearest(decision, decider),
        "other_authority": other_authority or None,
    }


def _fault(ruling: Ruling, other_authority: str) -> Json:
    """Return a fault; one of place names who registers there, if that is known."""
    facts = ruling_facts(ruling)
    if ruling.rule == "A1" and other_authority:
        facts["remedy"] = f"请向{other_authority}申请"
    return facts


def nearest(decision: Decision, decider: Decider) -> Json | None:
    """Return the single change that would turn a person's look into an approval at once.

    It is the first clause of the remedy: something to do otherwise, never to tell otherwise.

    None if there is none: if more than one rule stands open, or the one rests on what nobody can
    change, such as an age.
    """
    open_rules = {each.rule for each in decision.undecided}
    if decision.outcome is not Outcome.HUMAN or decision.faults or len(open_rules) != 1:
        return None
    turning = [each for each in decision.undecided if _is_changeable(each, decider)]
    if len(turning) != len(decision.undecided):
        return None
    changes = [each.remedy.partition("；")[0] for each in turning if each.remedy]
    text = "；".join(dict.fromkeys(changes))
    shown = f"只差一项：{text}，就可以当场办理。请照实填写，填得与事实不符的登记会被撤销"
    return {"rules": sorted(open_rules), "text": shown} if text else None


def _is_changeable(ruling: Ruling, decider: Decider) -> bool:
    pack = decider.book.pack
    for policy in pack.policies.values():
        for test in policy.when.conditions():
            if test.id == ruling.id:
                named = syntax.names_in(test.expression) & pack.questions.keys()
                return any(pack.questions[name].changeable for name in named)
    return False


def permits(codes: Sequence[str]) -> list[Json]:
    """Return the permits that are needed after registration, before trading (先照后证)."""
    known = ground().catalogue
    return [
        {
            "scope": known[code].text,
            "permit": known[code].permit or known[code].note,
            "authority": known[code].authority,
            "before": "登记前" if known[code].kind == "pre_permit" else "经营前",
        }
        for code in codes
        if code in known and (known[code].permit or known[code].note)
    ]
