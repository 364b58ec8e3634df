"""Values as people read them: yuan, ages, choices, ranges."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from itertools import pairwise
from typing import Any

from weijiayuan.kernel.money import Money
from weijiayuan.rules_engine.compile.expression_graph import Type
from weijiayuan.rules_engine.compile.operands import Operand
from weijiayuan.rules_engine.evaluate.engine import DayRules
from weijiayuan.rules_engine.evaluate.scalar_evaluator import Row, Trace
from weijiayuan.rules_engine.pack.model import Kind, Parameter, Question, Subject, Topic, Value
from weijiayuan.rules_engine.values.dates import date_of
from weijiayuan.rules_engine.values.interval import FALSE, INFINITE, TRUE

NOT_FOUND = "未找到"
NOT_READ = "由窗口认定"
"""Of a rule, not a figure: what it says was not found either, and somebody decides by it."""
SOME_UNKNOWN = "有人还没说"
UNITS = {
    "yuan": "fen",
    "percent": "%",
    "years": "周岁",
    "year": "年",
    "months": "个月",
    "days": "天",
    "people": "人",
    "times": "次",
    "plain": "",
}
ELAPSED = {
    "years": ("", "周岁"),
    "months": ("满", "个月"),
    "days": ("已过", "天"),
    "year": ("", "年"),
    "month": ("", "月"),
}


@dataclass(frozen=True, slots=True)
class DisplayedValue:
    """A value that a reason mentions: its label and how to read and write it."""

    label: str
    node: int
    kind: str  # number, date, truth, choice
    unit: str
    choices: tuple[str, ...] = ()
    slot: int = -1
    is_shared: bool = True
    of_everyone: bool = False
    fixed: str | None = None
    """What is the same for everybody, such as a figure in force, is written once."""


def operands(rules: DayRules, weighed: Iterable[Operand]) -> Iterator[DisplayedValue]:
    """Yield how to show the values that a condition weighs."""
    for operand in weighed:
        yield _placed(rules, _operand(rules, operand), of_everyone=operand.of_everyone)


def _placed(rules: DayRules, one: DisplayedValue, *, of_everyone: bool) -> DisplayedValue:
    """Note where the value stands in a trace, or what it is if it is always the same."""
    node = rules.graph[one.node]
    if node.op == "number":
        low, high = node.range
        unfound = NOT_FOUND if one.unit else NOT_READ
        return replace(one, fixed=quantity(int(low), one.unit) if low == high else unfound)
    if node.op == "truth":
        return replace(one, fixed={TRUE: "是", FALSE: "否"}.get(int(node.range[0]), ""))
    slot = rules.scalar.slots.get(one.node, -1)
    return replace(one, slot=slot, is_shared=node.of_household, of_everyone=of_everyone)


def _operand(rules: DayRules, operand: Operand) -> DisplayedValue:
    pack, name, node = rules.pack, operand.name, operand.node
    if operand.elapsed:
        lead, unit = ELAPSED[operand.elapsed]
        return DisplayedValue(lead + pack.questions[name].label, node, "number", unit)
    if name in pack.parameters:
        parameter = pack.parameters[name]
        return DisplayedValue(parameter.label, node, "number", UNITS[parameter.unit])
    if name in pack.questions:
        return _asked(pack.questions[name], node)
    fact = pack.facts[name]
    kind = "truth" if rules.graph[node].type is Type.TRUTH else "number"
    return DisplayedValue(fact.label, node, kind, fact.unit)


def _asked(question: Question, node: int) -> DisplayedValue:
    kinds = {Kind.YES_NO: "truth", Kind.CHOICE: "choice", Kind.DATE: "date"}
    choices = tuple(choice.text for choice in question.choices)
    kind = kinds.get(question.kind, "number")
    return DisplayedValue(question.label, node, kind, question.unit, choices)


def facts(trace: Trace, who: int, wanted: Iterable[DisplayedValue]) -> dict[str, str]:
    """Return what is known of the values a reason mentions, by label."""
    found = {}
    for one in wanted:
        text = _known(trace, who, one) if one.fixed is None else one.fixed
        if text:
            found[_label(trace, one)] = text
    return found


def _label(trace: Trace, one: DisplayedValue) -> str:
    return f"{one.label}（全家）" if one.of_everyone and len(trace.people) > 1 else one.label


def _known(trace: Trace, who: int, one: DisplayedValue) -> str:
    read = _READ[one.kind]
    if not one.of_everyone:
        return read(trace.household if one.is_shared else trace.row(who), one)
    texts = dict.fromkeys(read(person, one) for person in trace.people)
    known = "、".join(text for text in texts if text)
    return f"{known}（{SOME_UNKNOWN}）" if known and "" in texts else known


def _number(row: Row, one: DisplayedValue) -> str:
    low, high, mask = row[one.slot : one.slot + 3]
    if low == high:
        return quantity(low, one.unit)
    return NOT_FOUND if high == INFINITE or mask == 0 else ""


def _date(row: Row, one: DisplayedValue) -> str:
    low = row[one.slot]
    return date_of(low).isoformat() if low == row[one.slot + 1] else ""


def _truth(row: Row, one: DisplayedValue) -> str:
    value = row[one.slot]
    return "是" if value == TRUE else "否" if value == FALSE else ""


def _choice(row: Row, one: DisplayedValue) -> str:
    bits = row[one.slot]
    return "" if row[one.slot + 1] or not bits else one.choices[bits.bit_length() - 1]


_READ = {"number": _number, "date": _date, "truth": _truth, "choice": _choice}


def quantity(value: int, unit: str) -> str:
    """Write a number with its unit.

    >>> quantity(273000, "fen"), quantity(3, "个月")
    ('2730元', '3个月')
    """
    return str(Money(value)) if unit == "fen" else f"{value}{unit}"


def distance(short_by: int | None, unit: str) -> dict[str, Any] | None:
    """Return a distance to a threshold for machines: money in fen."""
    if short_by is None:
        return None
    return {"fen": short_by} if unit == "fen" else {"number": short_by, "unit": unit}


def plain_figure(figure: int, unit: str) -> str:
    """Write a parameter inside a sentence that says the unit itself.

    >>> plain_figure(200000, "yuan"), plain_figure(90, "percent")
    ('2000', '90')
    """
    return str(Money(figure)).removesuffix("元") if unit == "yuan" else str(figure)


def value_text(parameter: Parameter, value: Value | None) -> str:
    """Write a dated figure with its unit; bands as a list."""
    if value is None or value.figure is None:
        return "未找到，请以窗口为准"
    unit = UNITS.get(parameter.band_unit or parameter.unit, "")
    if isinstance(value.figure, tuple):
        of = UNITS.get(parameter.band_of, "")
        return "；".join(f"{start}{of}起{quantity(each, unit)}" for start, each in value.figure)
    return quantity(value.figure, unit)


def question(asked: Question, topic: Topic, policies: list[str]) -> dict[str, Any]:
    """Return a question as the service lists it."""
    places = {
        Subject.HOUSEHOLD: ["household"],
        Subject.APPLICANT: ["applicant"],
        Subject.MEMBER: ["member"],
        Subject.PERSON: ["applicant", "member"],
    }[asked.subject]
    is_number = asked.kind in {Kind.NUMBER, Kind.MONEY}
    return {
        "id": asked.id,
        "subject": places[0],
        "subjects": places,
        "topic": {"id": topic.id, "label": topic.label},
        "kind": asked.kind.value,
        "label": asked.label,
        "ask": asked.ask,
        "help": asked.help,
        "unit": asked.unit or None,
        "choices": [
            {"id": choice.id, "text": choice.text}
            for choice in asked.choices[asked.subject is Subject.MEMBER :]
        ],
        "low": asked.low if is_number else None,
        "high": asked.high if is_number else None,
        "brackets": _brackets(asked),
        "sensitive": asked.sensitive,
        "policies": policies,
    }


def _brackets(asked: Question) -> list[dict[str, Any]]:
    """Return the ranges to choose from for who will not name the exact figure."""
    edges = [asked.low, *asked.brackets, asked.high]
    return [
        {
            "min": low,
            "max": high,
            "text": f"{quantity(low, asked.unit)}至{quantity(high, asked.unit)}",
        }
        for low, high in pairwise(edges)
        if asked.brackets
    ]
