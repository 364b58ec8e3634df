"""The form of a question: what may be answered, and how likely each answer is."""

from collections.abc import Iterator
from itertools import pairwise
from typing import Any

from weijiayuan.rules_engine.pack.expression_reader import expression_if_given
from weijiayuan.rules_engine.pack.field_reader import Fields
from weijiayuan.rules_engine.pack.model import Choice, Kind, Question, Subject
from weijiayuan.rules_engine.pack.schema import CASE
from weijiayuan.rules_engine.values.dates import EARLIEST, LATEST

BOUNDS = {Kind.MONEY: 10**11, Kind.NUMBER: 10**6}


def question(name: str, fields: Fields) -> Question:
    kind = Kind(fields.one_of("kind", tuple(Kind)))
    choices = tuple(_choices(fields)) if kind is Kind.CHOICE else ()
    scale = 100 if kind is Kind.MONEY else 1
    low, high = _bounds(fields, kind)
    return Question(
        id=name,
        subject=_subject(fields),
        kind=kind,
        label=fields.text("label"),
        ask=fields.text("ask"),
        help=fields.text("help", optional=True),
        topic=fields.name("topic"),
        effort=fields.decimal("effort", low=0.1, high=20, default=1),
        sensitive=fields.flag("sensitive", default=False),
        changeable=fields.flag("changeable", default=False),
        choices=choices,
        low=low,
        high=high,
        unit="fen" if kind is Kind.MONEY else fields.text("unit", optional=True),
        spread=_spread(fields, kind, scale),
        origin=fields.text("origin", optional=True) or "假设",
        brackets=tuple(_brackets(fields, scale)),
        place=fields.place,
        asked_if=expression_if_given(fields, "asked_if"),
        otherwise=_otherwise(fields, choices),
    )


def _otherwise(fields: Fields, choices: tuple[Choice, ...]) -> str:
    """Read the choice that stands where the question is not put; the first by default."""
    names = [choice.id for choice in choices]
    if "asked_if" not in fields.table or not names:
        return ""
    return fields.one_of("otherwise", names, default=names[0])


def _subject(fields: Fields) -> Subject:
    """Read whom a question is about; where a rulebook has no households it says `case`."""
    of = fields.one_of("of", (*Subject, CASE))
    return Subject.HOUSEHOLD if of == CASE else Subject(of)


def _bounds(fields: Fields, kind: Kind) -> tuple[int, int]:
    if kind is Kind.DATE:
        return EARLIEST, LATEST
    if kind not in BOUNDS:
        return 0, 0
    scale, most = (100, 10**9) if kind is Kind.MONEY else (1, BOUNDS[kind])
    low = fields.whole("low", low=0, high=most, default=0)
    return low * scale, fields.whole("high", low=low, high=most) * scale


def _choices(fields: Fields) -> Iterator[Choice]:
    for name, entry in fields.tables("choices").items():
        inner = Fields(entry, fields.problems)
        yield Choice(name, inner.text("text"), inner.decimal("share", low=0, high=1, default=0.1))
        inner.done()


def _spread(fields: Fields, kind: Kind, scale: int) -> tuple[tuple[int, float], ...]:
    """Read the expected share of people below each value, or of those who say yes."""
    if kind is Kind.YES_NO:
        return ((0, fields.decimal("share", low=0, high=1, default=0.2)),)
    table: dict[str, Any] = fields.table_at("share_below", optional=True) or {}
    pairs = [(key, value) for key, value in table.items() if key.isdigit()]
    if len(pairs) != len(table):
        fields.wrong("share_below", "应为“数值: 低于它的比例”")
    steps = tuple((int(key) * scale, float(value)) for key, value in pairs)
    if list(steps) != sorted(steps) or any(a[1] > b[1] for a, b in pairwise(steps)):
        fields.wrong("share_below", "数值和比例都应当从小到大")
    return steps


def _brackets(fields: Fields, scale: int) -> Iterator[int]:
    for edge in fields.raw("brackets", optional=True) or []:
        if isinstance(edge, int):
            yield edge * scale
        else:
            fields.wrong("brackets", "应为整数的列表")
