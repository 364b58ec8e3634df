"""The form of sources, topics, facts and policies: which fields an entry has, and what they hold.

Questions and parameters, which have more to say, stand in modules of their own beside this one.
"""

from collections.abc import Iterator
from datetime import date
from typing import Any

from weijiayuan.rules_engine.pack.expression_reader import expression, expression_if_given
from weijiayuan.rules_engine.pack.field_reader import Fields
from weijiayuan.rules_engine.pack.model import (
    Amount,
    Condition,
    Fact,
    Group,
    Kinship,
    Outcomes,
    Place,
    Policy,
    Source,
    Topic,
    Validity,
)
from weijiayuan.rules_engine.pack.pack_problems import Problem
from weijiayuan.rules_engine.pack.parameter_schema import GRADES, UNITS
from weijiayuan.rules_engine.pack.strict_yaml import Table

GROUPS = ("all", "any", "none", "at_least")

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


def _is_of_household(fields: Fields) -> bool:
    return fields.one_of("of", ("person", "household", CASE)) in {"household", CASE}


def fact(name: str, fields: Fields) -> Fact:
    of_household = _is_of_household(fields)
    unit = fields.text("unit", optional=True)
    return Fact(name, of_household, fields.text("label"), expression(fields, "expr"), unit)


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
        held=expression_if_given(fields, "held"),
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
        change_if=expression_if_given(fields, "change_if"),
        source=fields.text("source"),
        article=fields.text("article", optional=True),
        expression=expression(fields, "expr"),
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
        expression=expression(inner, "expr") if has_sum else None,
        unit=inner.one_of("unit", UNITS[:-1], default="yuan"),
        lasts=expression_if_given(inner, "lasts"),
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
