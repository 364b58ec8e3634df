"""Which road? Answers in; roads with reasons and last safe days, danger card and question out."""

from collections.abc import Mapping
from contextlib import suppress
from dataclasses import dataclass
from datetime import date
from functools import cache
from pathlib import Path
from typing import Any

from weijiayuan import danger
from weijiayuan.appeals.legal_remedies import (
    danger_in_narrative,
    date_contradictions,
    limitation_periods,
    narrative_interpretation,
    remedy_presentation,
    remedy_ranking,
)
from weijiayuan.appeals.legal_remedies.date_contradictions import Doubt
from weijiayuan.appeals.legal_remedies.limitation_periods import WorkingDays
from weijiayuan.appeals.legal_remedies.remedy_presentation import Perhaps
from weijiayuan.danger.danger_recognition import Danger
from weijiayuan.rules_engine.rulebook import AnswersInvalid, Rulebook

MOST_QUESTIONS = 12
PRESUMED: dict[str, Any] = {
    "danger_now": False,
    "self_harm": False,
    "violence": False,
    "child_hurt": False,
    "public_place": False,
    "pending": "none",
    "agreement": "none",
    "unperformed": False,
    "contested": False,
    "refused": False,
    "hardship": False,
    "other_side": "stranger",
}
"""What is taken for granted to put the roads in order, and for nothing else."""
HELP_LINE, POLICE, AMBULANCE = "12356", "110", "120"
LINE_NAMES = {"12356": "心理援助", "110": "报警", "120": "急救", "119": "火警"}
DAYS = {
    "happened_on": "事情是哪天发生的？",
    "learned_on": "哪天知道的，或哪天收到书面决定？",
    "ended_on": "哪天离职的？",
    "due_on": "约好哪天还、哪天做？",
    "interrupted_on": "最近一次催要、对方承认或申请调解是哪天？",
    "agreed_on": "协议是哪天签齐的？",
}
"""The days that can be told. They decide no road, only its last day."""
FARTHEST = (date(1970, 1, 1), date(2150, 1, 1))


@cache
def rulebook() -> Rulebook:
    """Return the rules of the roads, loaded once a process."""
    return Rulebook.load(Path(__file__).parent.parent / "rulebook")


@dataclass(frozen=True, slots=True)
class Advice:
    """What is said about one case."""

    on: date
    danger: dict[str, Any] | None
    roads: list[dict[str, Any]]
    read: dict[str, Any]
    next_question: dict[str, Any] | None
    stamp: dict[str, Any]
    doubts: tuple[Doubt, ...] = ()
    """Days that cannot be so. No last day is computed from them."""

    @property
    def top(self) -> str | None:
        first = self.roads[0] if self.roads else None
        return first["road"] if first and first["fits"] != "no" else None


def advise(answers: Mapping[str, Any], *, story: str, on: date, calendar: WorkingDays) -> Advice:
    """Return every road for a case on a day. Raises `AnswersInvalid`."""
    read = (
        narrative_interpretation.read(story, on=on)
        if story
        else narrative_interpretation.Reading({})
    )
    seen = danger.recognise(story) if story else None
    heard = {**read.answers, **_danger_heard(seen, story, read.answers, answers)}
    dated = _dated(_consistent({**heard, **answers}))
    doubts = date_contradictions.doubts(dated, on=on)
    dated = date_contradictions.trusted(dated, doubts, on=on)
    known = {name: answer for name, answer in dated.items() if name not in DAYS}
    said = rulebook().evaluate(known, on=on)
    likely = rulebook().evaluate({**_presumed(seen), **known}, on=on)
    perhaps = {} if answers.get("matter") else _perhaps(read, known, on=on)
    lines = [
        remedy_presentation.line(
            each, likely[each.policy], perhaps.get(each.policy), dated, calendar, on
        )
        for each in said.decisions.values()
    ]
    _sort(lines, remedy_ranking.order(known, story), hurried=not _in_danger(dated))
    remedy_presentation.promise_nothing_lost(lines)
    doubted = not read.sure and "matter" not in answers
    asked = _question(said.next_question, lines, dated, doubted=doubted)
    if seen and "danger_now" not in answers:
        asked = _asked("danger_now")
    elif doubts:
        asked = _asked_again(doubts[0])
    elif len(answers) >= MOST_QUESTIONS:
        asked = None
    return Advice(on, _card(seen, answers), lines, heard, asked, said.stamp, doubts)


def _danger_heard(
    seen: Danger | None, story: str, read: Mapping[str, Any], answers: Mapping[str, Any]
) -> dict[str, bool]:
    """Return what the danger of a story answers; nothing where somebody says there is none."""
    if answers.get("danger_now") is False:
        return {}
    return danger_in_narrative.heard(seen, story, read)


def _presumed(seen: Danger | None) -> dict[str, Any]:
    """Return what is taken for granted: violence at home comes from the family."""
    at_home = seen is not None and seen.kind == danger_in_narrative.AT_HOME
    return PRESUMED | ({"other_side": "family"} if at_home else {})


def _perhaps(
    read: narrative_interpretation.Reading, known: Mapping[str, Any], *, on: date
) -> dict[str, Perhaps]:
    """Return the roads that are open if the story is about one of the other matters it may be."""
    found: dict[str, Perhaps] = {}
    for matter in read.also:
        case = {**known, "matter": matter}
        for decision in rulebook().evaluate({**PRESUMED, **case}, on=on).decisions.values():
            if decision.holds:
                found.setdefault(decision.policy, Perhaps(decision, matter))
    return found


def _sort(lines: list[dict[str, Any]], order: Mapping[str, int], *, hurried: bool) -> None:
    """Put the roads in order: open ones first, of these those whose days are nearly over."""
    lines.sort(
        key=lambda line: (line.pop("rank"), not (hurried and _is_soon(line)), order[line["road"]])
    )


def _is_soon(line: Mapping[str, Any]) -> bool:
    return line["deadline"] is not None and line["deadline"]["soon"]


def _in_danger(known: Mapping[str, Any]) -> bool:
    return any(known.get(each) is True for each in TOLD_BY_HAND)


TOLD_BY_HAND = ("danger_now", "self_harm", "violence", "child_hurt")


def card(story: str, answers: Mapping[str, Any]) -> dict[str, Any] | None:
    """Return the danger card: whom to call at once. It comes before everything else.

    A yes to a question about danger is danger told, whatever the story says.
    """
    return _card(danger.recognise(story) if story else None, answers)


def _card(seen: Danger | None, answers: Mapping[str, Any]) -> dict[str, Any] | None:
    if seen is None and not _in_danger(answers):
        return None
    calls = list(seen.call) if seen else [POLICE, AMBULANCE]
    if seen is None or seen.is_of_the_mind:
        calls = list(dict.fromkeys([HELP_LINE, *calls, POLICE, AMBULANCE]))
    return {
        "kind": seen.kind if seen else "danger",
        "name": seen.name if seen else "现在有危险",
        "advice": seen.advice if seen else "先离开危险的地方，马上打电话",
        "call": [{"number": each, "name": LINE_NAMES.get(each, each)} for each in calls],
    }


def _consistent(known: dict[str, Any]) -> dict[str, Any]:
    """Return the answers with what follows from them."""
    known = {"agreement": "written"} | known if known.get("agreed_on") else known
    hurt = known.get("child_hurt") and "violence" not in known
    return {**known, "violence": True} if hurt else known


def _dated(known: Mapping[str, Any]) -> dict[str, Any]:
    """Return the answers with days as days. Raises `AnswersInvalid`."""
    given = {name: value for name, value in known.items() if value is not None}
    return {name: _days(name, v) if name in DAYS else v for name, v in given.items()}


def _days(name: str, value: object) -> date | tuple[date, ...]:
    """Return a day, or the days of several requests. Raises `AnswersInvalid`."""
    if name == "interrupted_on" and isinstance(value, (list, tuple)):
        return tuple(sorted(_day(name, each) for each in value))
    return _day(name, value)


def _day(name: str, value: object) -> date:
    with suppress(ValueError):
        day = value if isinstance(value, date) else date.fromisoformat(str(value))
        if FARTHEST[0] <= day <= FARTHEST[1]:
            return day
    raise AnswersInvalid({f"answers.{name}": "日期不对，请按 2026-11-23 这样填写"})


def _question(
    asked: dict[str, Any] | None,
    lines: list[dict[str, Any]],
    answers: Mapping[str, Any],
    *,
    doubted: bool,
) -> dict[str, Any] | None:
    """Return what to ask next: what settles most; then the day a likely road runs from."""
    if "matter" not in answers or doubted:
        return _asked("matter")
    if asked is not None:
        return {name: asked.get(name) for name in ("id", "kind", "ask", "choices")}
    for line in lines:
        rule = limitation_periods.rule_for(line["road"], answers)
        if line["fits"] == "yes" and rule and line["deadline"] is None:
            return _asked(rule.starts[0])
    return None


def _asked(name: str) -> dict[str, Any]:
    if name in DAYS:
        return {"id": name, "kind": "date", "ask": DAYS[name], "choices": []}
    question = rulebook().question(name)
    return {
        "id": name,
        "kind": str(question.kind),
        "ask": question.ask,
        "choices": [{"id": each.id, "text": each.text} for each in question.choices],
    }


def _asked_again(doubt: Doubt) -> dict[str, Any]:
    """Return the question for a day that cannot be so, with why."""
    return {**_asked(doubt.question), "ask": f"{doubt.text}，请再看一下：{DAYS[doubt.question]}"}


def questions() -> list[dict[str, Any]]:
    """Return every question that can be answered, days last."""
    return [_asked(name) for name in (*rulebook().pack.questions, *DAYS)]
