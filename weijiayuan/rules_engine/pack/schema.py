"""The form of each kind of entry in a pack: which fields it has and what they must hold."""

from collections.abc import Iterator
from datetime import date
from decimal import Decimal
from itertools import pairwise
from typing import Any

from weijiayuan.rules_engine.pack import syntax
from weijiayuan.rules_engine.pack.field_reader import Fields
from weijiayuan.rules_engine.pack.model import (
    Amount,
    Choice,
    Condition,
    Expression,
    Fact,
    Group,
    Kind,
    Kinship,
    Outcomes,
    Parameter,
    Place,
    Policy,
    Question,
    Source,
    Subject,
    Topic,
    Validity,
    Value,
)
from weijiayuan.rules_engine.pack.pack_problems import Problem
from weijiayuan.rules_engine.pack.strict_yaml import Table
from weijiayuan.rules_engine.values.dates import EARLIEST, LATEST, date_of

OWN = "own"
"""The grade of a figure that no law gives: whoever publishes the rulebook sets it, and says so."""

GRADES = ("A", "B", "C", OWN, "not_found")

UNITS = ("yuan", "percent", "years", "year", "months", "days", "people", "times", "plain", "bands")

BY_DAY = "day"
"""What the bands of a calendar begin at: days, written yyyymmdd."""

GROUPS = ("all", "any", "none", "at_least")

BOUNDS = {Kind.MONEY: 10**11, Kind.NUMBER: 10**6}

CASE = "case"

BOUNDED = ("exact", "at_most", "at_least")

DEEPEST_GROUP = 8


def source(name: str, fields: Fields) -> Source:
    laws: dict[str, Any] = fields.table_at("laws", optional=True) or {}
    if not all(isinstance(day, date) for day in laws.values()):
        fields.wrong("laws", "应为“法律名称: 施行日”")
    title, address = fields.text("title"), fields.text("address", optional=True)
    return Source(name, title, address or None, dict(laws))


def topic(name: str, fields: Fields) -> Topic:
    return Topic(name, fields.text("label"))


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
        asked_if=_maybe(fields, "asked_if"),
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


def _is_of_household(fields: Fields) -> bool:
    return fields.one_of("of", ("person", "household", CASE)) in {"household", CASE}


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


def parameter(name: str, fields: Fields) -> Parameter:
    unit = fields.one_of("unit", UNITS)
    band_unit = fields.one_of("band_unit", UNITS, default="yuan") if unit == "bands" else ""
    kinds = (*UNITS, BY_DAY)
    band_of = fields.one_of("band_of", kinds, default="plain") if unit == "bands" else ""
    return Parameter(
        id=name,
        label=fields.text("label"),
        unit=unit,
        band_unit=band_unit,
        band_of=band_of,
        values=tuple(_values(fields, unit, band_unit, is_calendar=band_of == BY_DAY)),
        review_by=fields.day("review_by") or date.max,
        place=fields.place,
    )


def _values(fields: Fields, unit: str, band_unit: str, *, is_calendar: bool) -> Iterator[Value]:
    entries = fields.raw("values")
    if not isinstance(entries, list) or not entries:
        fields.wrong("values", "应当是至少一项的列表")
        return
    last = date.min
    for entry in entries:
        if not isinstance(entry, Table):
            fields.wrong("values", "每一项应有 since、value、source")
            continue
        value = _value(Fields(entry, fields.problems), unit, band_unit)
        if is_calendar and not _are_days(value.figure):
            fields.wrong("values", "每一档的起点应为日期，写成 yyyymmdd")
        if value.since <= last:
            fields.wrong("values", f"{value.since} 应晚于前一项的 {last}")
        last = value.since
        yield value


def _are_days(figure: object) -> bool:
    try:
        return all(date_of(day) for day, _ in figure) if isinstance(figure, tuple) else True
    except ValueError:
        return False


def _value(fields: Fields, unit: str, band_unit: str) -> Value:
    is_missing = fields.flag("not_found", default=False)
    grade = fields.one_of("grade", GRADES, default="not_found" if is_missing else None)
    value = Value(
        since=fields.day("since") or date.min,
        figure=None if is_missing else _figure(fields, unit, band_unit),
        grade=grade,
        source=fields.text("source", optional=is_missing) or None,
        note=fields.text("note", optional=True),
    )
    if not is_missing and grade in {"C", "not_found"}:
        fields.wrong("grade", "没有来源的数不能参与计算,请写 not_found: true 并在 note 里说明")
    fields.done()
    return value


def _figure(fields: Fields, unit: str, band_unit: str) -> int | tuple[tuple[int, int], ...]:
    value = fields.raw("value")
    if unit != "bands":
        return _scaled(fields, value, unit)
    if not isinstance(value, Table) or not all(key.isdigit() for key in value):
        fields.wrong("value", "分档应写成“起点: 数值”")
        return ()
    bands = tuple((int(key), _scaled(fields, item, band_unit)) for key, item in value.items())
    if list(bands) != sorted(bands, key=lambda band: band[0]):
        fields.wrong("value", "分档的起点应当从小到大")
    return bands


def _scaled(fields: Fields, value: Any, unit: str) -> int:
    """Return the figure in the engine's unit: fen for yuan."""
    if isinstance(value, bool) or not isinstance(value, int | Decimal):
        fields.wrong("value", "应为数")
        return 0
    scaled = value * 100 if unit == "yuan" else value
    if scaled != int(scaled) or not 0 <= scaled <= 10**13:
        fields.wrong("value", "应为非负数,元最多两位小数,其他单位为整数")
    return int(scaled)


def fact(name: str, fields: Fields) -> Fact:
    of_household = _is_of_household(fields)
    unit = fields.text("unit", optional=True)
    return Fact(name, of_household, fields.text("label"), _expression(fields, "expr"), unit)


def policy(name: str, fields: Fields) -> Policy:
    fields.raw("parameters", optional=True)
    fields.raw("facts", optional=True)
    return Policy(
        id=name,
        name=fields.text("name"),
        grade=fields.one_of("grade", GRADES),
        of_household=_is_of_household(fields),
        summary=fields.text("summary"),
        basis=fields.text("basis"),
        note=fields.text("note", optional=True),
        reviewed=fields.day("reviewed") or date.min,
        review_by=fields.day("review_by") or date.max,
        validity=_validity(fields),
        when=_when(fields),
        amount=_amount(fields),
        sources=tuple(fields.texts("sources")),
        weight=fields.decimal("weight", low=0.1, high=100, default=1),
        place=Place(fields.table.file, 1),
        says=tuple(fields.texts("says", optional=True)),
        unasked=_reasons(fields, "unasked"),
        closed=_reasons(fields, "closed"),
        held=_maybe(fields, "held"),
    )


def kinship(fields: Fields) -> Kinship:
    """Read who is whose parent (`kinship.yaml`)."""
    made = Kinship(
        parents=fields.name("parents"),
        children=fields.name("children"),
        relation=fields.name("relation"),
        sure=_relations(fields, "sure"),
        left_open=_relations(fields, "left_open"),
        child_asked=fields.name("child_asked"),
        parent_asked=fields.name("parent_asked"),
        couple=tuple(fields.texts("couple", optional=True)),
        place=fields.place,
    )
    fields.done()
    return made


def _relations(fields: Fields, key: str) -> dict[str, tuple[str, ...]]:
    table: dict[str, Any] = fields.table_at(key) or {}
    if not all(isinstance(names, list) and names for names in table.values()):
        fields.wrong(key, "应为“关系: [关系, …]”")
        return {}
    return {name: tuple(str(each) for each in names) for name, names in table.items()}


def outcomes(fields: Fields, usual: Outcomes) -> Outcomes:
    """Read what the rulebook calls its verdicts."""
    table = fields.table_at("outcomes", optional=True)
    if table is None:
        return usual
    inner = Fields(table, fields.problems)
    named = Outcomes(
        yes=inner.text("yes"),
        no=inner.text("no"),
        unknown=inner.text("unknown"),
        also=tuple(inner.texts("also", optional=True)),
    )
    inner.done()
    return named


def _validity(fields: Fields) -> Validity:
    table = fields.table_at("validity", optional=True)
    if table is None:
        return Validity(None, None, never=False, otherwise="", source="")
    inner = Fields(table, fields.problems)
    validity = Validity(
        since=inner.day("since", optional=True),
        until=inner.day("until", optional=True),
        never=inner.flag("never", default=False),
        otherwise=inner.text("otherwise"),
        source=inner.text("source", optional=True),
        earlier=inner.day("earlier", optional=True),
    )
    if validity.earlier and (validity.since is None or validity.earlier >= validity.since):
        inner.wrong("earlier", "应早于 since")
    if validity.since and validity.until and validity.since > validity.until:
        inner.wrong("until", "早于 since")
    inner.done()
    return validity


def _when(fields: Fields) -> Group:
    table = fields.table_at("when")
    if table is None:
        return Group("all", ())
    return _group(Fields(table, fields.problems), depth=1)


def _group(fields: Fields, depth: int) -> Group:
    kinds = [key for key in fields.table if key in GROUPS]
    if len(kinds) != 1 or depth > DEEPEST_GROUP:
        place = fields.place
        text = f"条件组应当恰有一个:{'、'.join(GROUPS)},嵌套不超过 {DEEPEST_GROUP} 层"
        fields.problems.append(Problem(place.file, place.line, text))
        return Group("all", ())
    kind = kinds[0]
    needed = fields.whole("needed", low=1, high=50) if kind == "at_least" else 0
    parts = tuple(_parts(fields, kind, depth))
    fields.done()
    return Group(kind, parts, needed)


def _parts(fields: Fields, kind: str, depth: int) -> Iterator[Condition | Group]:
    entries = fields.raw(kind)
    if not isinstance(entries, list) or not entries:
        fields.wrong(kind, "应当是至少一项的列表")
        return
    for entry in entries:
        if not isinstance(entry, Table):
            fields.wrong(kind, "每一项应当是一个条件或条件组")
            continue
        inner = Fields(entry, fields.problems)
        yield _test(inner) if "expr" in entry else _group(inner, depth + 1)


def _test(fields: Fields) -> Condition:
    test = Condition(
        id=fields.name("id"),
        text=fields.text("text"),
        why_not=fields.text("why_not"),
        change=fields.text("change", optional=True),
        leads_to=fields.text("leads_to", optional=True),
        sentences=tuple(_wholes(fields, "sentence")),
        added=fields.text("added", optional=True),
        change_if=_maybe(fields, "change_if"),
        source=fields.text("source"),
        article=fields.text("article", optional=True),
        expression=_expression(fields, "expr"),
    )
    fields.done()
    return test


def _amount(fields: Fields) -> Amount:
    table = fields.table_at("amount", optional=True)
    if table is None:
        return Amount("", "exact", "", None)
    inner = Fields(table, fields.problems)
    has_sum = "expr" in table
    amount = Amount(
        per=inner.text("per", optional=True) if has_sum else "",
        bound=inner.one_of("bound", BOUNDED, default="exact"),
        text=inner.text("text"),
        expression=_expression(inner, "expr") if has_sum else None,
        unit=inner.one_of("unit", UNITS[:-1], default="yuan"),
        lasts=_maybe(inner, "lasts"),
    )
    inner.done()
    return amount


def _wholes(fields: Fields, key: str) -> Iterator[int]:
    for each in fields.raw(key, optional=True) or []:
        if isinstance(each, int) and not isinstance(each, bool):
            yield each
        else:
            fields.wrong(key, "应为整数的列表")


def _reasons(fields: Fields, key: str) -> dict[int, str]:
    table: dict[str, Any] = fields.table_at(key, optional=True) or {}
    if not all(number.isdecimal() and isinstance(why, str) for number, why in table.items()):
        fields.wrong(key, "应为“第几句: 为什么”")
        return {}
    return {int(number): why for number, why in table.items()}


def _maybe(fields: Fields, key: str) -> Expression | None:
    return _expression(fields, key) if fields.raw(key, optional=True) is not None else None


def _expression(fields: Fields, key: str) -> Expression:
    return syntax.parse(fields.text(key) or "0", fields.place_of(key))
