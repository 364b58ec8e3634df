"""What is shown of a road: why it fits, what it costs, its last safe day, what it keeps alive."""

import tomllib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from functools import cache
from importlib.resources import files
from typing import Any

from weijiayuan.appeals.legal_remedies import limitation_periods
from weijiayuan.appeals.legal_remedies.limitation_periods import Deadline, WorkingDays
from weijiayuan.rules_engine.rulebook import Decision

STARTS = {
    "due_on": "约定的日子",
    "learned_on": "知道或收到的日子",
    "happened_on": "发生的日子",
    "ended_on": "离职的日子",
    "interrupted_on": "最近一次催要、承认或申请调解的日子",
    "agreed_on": "协议签齐的日子",
}
LAPSED = (
    "期限已经过了：过了才提出请求，不会重新计算，起诉时对方可以据此拒绝（民法典第一百九十二条）。"
    "对方自愿还、或书面答应还的，仍然算数，可以请调委会劝一劝"
)
"""What a soft road says where the right behind it is over: it can ask, and promise nothing."""
LATE_REQUEST = "{end}已到期，{day}才提出的请求不能让它重新计算；到期前另外催要过的，请补上那一天"
TIED = {
    "people_mediation": "civil_suit",
    "professional_mediation": "civil_suit",
    "consumer_complaint": "civil_suit",
    "labour_mediation": "labour_arbitration",
    "labour_inspection": "labour_arbitration",
}
"""Roads on which a request keeps the right of another road alive."""


@cache
def roads() -> dict[str, dict[str, Any]]:
    """Return what each road costs and needs, in the order in which they are offered."""
    path = files("weijiayuan").joinpath("data", "appeals", "roads.toml")
    return {row["id"]: row for row in tomllib.loads(path.read_text("utf-8"))["roads"]}


@dataclass(frozen=True, slots=True)
class Perhaps:
    """A road that is open if the case is about another matter than it was read to be."""

    decision: Decision
    matter: str


def line(  # noqa: PLR0917
    decision: Decision,
    likely: Decision,
    perhaps: Perhaps | None,
    answers: Mapping[str, Any],
    calendar: WorkingDays,
    on: date,
) -> dict[str, Any]:
    """Return what is shown of one road. Its days are counted only where it may be open."""
    road = roads()[decision.policy]
    holds, missing = decision.holds, list(decision.missing)
    rank = 2 if holds is False else 0 if likely.holds else 1
    if perhaps and (holds is False or rank):
        decision, holds, missing, rank = perhaps.decision, None, ["matter", *missing], 1
        answers = {**answers, "matter": perhaps.matter}
    closed = holds is False or (rank == 1 and not perhaps and likely.holds is False)
    ends = None if closed else limitation_periods.deadline(decision.policy, answers, calendar)
    return {
        "rank": rank,
        "road": decision.policy,
        "title": decision.name,
        "group": road["group"],
        "fits": {True: "yes", False: "no", None: "unknown"}[holds],
        "likely": rank == 0 or perhaps is not None,
        "because": [_reason(each) for each in decision.because],
        "missing": missing,
        "deadline": shown(ends, on) if ends else None,
        "no_limit": _no_limit(decision.policy, answers) if ends is None else None,
        "cost": road["cost"],
        "where": road["where"],
        "papers": road["papers"],
        "interrupts": road.get("interrupts"),
        "warning": road.get("warning"),
    }


def _reason(because: Mapping[str, Any]) -> dict[str, Any]:
    source = because["source"]
    return {
        "text": because["text"],
        "holds": because["holds"],
        "article": f"{source['title']}{source['article']}",
    }


def _no_limit(road: str, answers: Mapping[str, Any]) -> str | None:
    if road == "civil_suit" and answers.get("matter") in limitation_periods.UNLIMITED:
        return "婚姻身份和赡养费、抚养费不受三年限制；其他钱款请另外核对（民法典第一百九十六条）"
    if (
        road == "labour_arbitration"
        and answers.get("employed")
        and answers.get("matter") == "wages"
    ):
        return "在职期间讨要工资不受一年限制，离职后一年内提出（劳动争议调解仲裁法第二十七条）"
    return None


def shown(ends: Deadline, on: date) -> dict[str, Any]:
    """Return a deadline as it is shown: the safe day, the rolled day, start, rule and article."""
    return {
        "date": ends.rolled,
        "last_safe_day": ends.safe,
        "computed_from": ends.start,
        "start": STARTS[ends.start_is],
        "period": ends.rule.period.in_words,
        "article": ends.rule.article,
        "over": ends.is_over(on),
        "soon": ends.is_soon(on),
        "days_left": (ends.safe - on).days,
        "provisional": ends.provisional,
        "note": _late(ends),
    }


def _late(ends: Deadline) -> str | None:
    """Say that a request came after the end, and what it does not do."""
    if ends.too_late is None:
        return None
    return LATE_REQUEST.format(end=ends.rolled, day=ends.too_late)


def promise_nothing_lost(lines: Sequence[dict[str, Any]]) -> None:
    """Take back, in place, what soft roads say of a right that is over already."""
    over = {each["road"] for each in lines if each["deadline"] and each["deadline"]["over"]}
    for each in lines:
        if TIED.get(each["road"]) in over:
            each |= {"interrupts": False, "warning": LAPSED}
