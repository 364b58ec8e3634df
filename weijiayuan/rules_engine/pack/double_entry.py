"""The second reading: every figure and every day on which something begins or ends, written twice.

A wrong day or an old figure shows in no worked case unless somebody thought of that very day. So
figures and days are read a second time, by somebody else, from the sources, into
`second_reading.yaml`; the lint compares. Neither file is made from the other.
"""

from collections.abc import Iterator, Mapping
from datetime import date
from typing import Any

from weijiayuan.rules_engine.pack.model import Pack, Parameter, Place, Policy
from weijiayuan.rules_engine.pack.pack_problems import PackInvalid, Problem
from weijiayuan.rules_engine.pack.strict_yaml import Table, read_yaml

FILE = "second_reading.yaml"
NOT_FOUND = "not_found"
Entry = tuple[Place, str]


def differences(pack: Pack) -> Iterator[Problem]:
    """Yield every figure and day that the second reading does not have, or has otherwise."""
    try:
        table = read_yaml(pack.files.get(FILE, "{}"), FILE)
    except PackInvalid as invalid:
        yield from invalid.problems
        return
    for part, entries in (("parameters", _figures(pack)), ("policies", _spans(pack))):
        read = table.get(part)
        yield from _compared(entries, read if isinstance(read, Table) else Table(FILE, 1))


def _figures(pack: Pack) -> dict[str, Entry]:
    return {name: (one.place, _dated(one)) for name, one in pack.parameters.items()}


def figure_written(parameter: Parameter, figure: int | tuple[tuple[int, int], ...] | None) -> str:
    """Write a figure as authors do: yuan, bands by where they begin, `not_found`."""
    return _written(_figure(parameter, figure))


def _dated(parameter: Parameter) -> str:
    """Write a parameter's figures as the second reading does, in the unit of the source."""
    return _written({value.since: _figure(parameter, value.figure) for value in parameter.values})


def _figure(parameter: Parameter, figure: int | tuple[tuple[int, int], ...] | None) -> Any:
    if figure is None:
        return NOT_FOUND
    if isinstance(figure, int):
        return _plain(figure, parameter.unit)
    return {start: _plain(each, parameter.band_unit) for start, each in figure}


def _plain(figure: int, unit: str) -> int | float:
    return figure if unit != "yuan" else figure // 100 if figure % 100 == 0 else figure / 100


def _spans(pack: Pack) -> dict[str, Entry]:
    spans = {name: (one.place, _span(one)) for name, one in pack.policies.items()}
    return {name: span for name, span in spans.items() if span[1]}


def _span(policy: Policy) -> str:
    span = policy.validity
    return _written([day for day in (span.earlier, span.since, span.until) if day])


def _written(value: Any) -> str:
    """Write days and figures in one form, whoever wrote them."""
    if isinstance(value, dict):
        pairs = (f"{_written(key)}: {_written(inner)}" for key, inner in value.items())
        return "{" + ", ".join(pairs) + "}"
    if isinstance(value, list):
        return "、".join(map(_written, value))
    return value.isoformat() if isinstance(value, date) else str(value)


def _compared(entries: Mapping[str, Entry], read: Table) -> Iterator[Problem]:
    for name, (place, first) in entries.items():
        if name not in read:
            yield Problem(place.file, place.line, f"{name} 没有第二遍核对（{FILE}）")
        elif (second := _written(read[name])) != first:
            text = f"{name} 两遍不一样：这里 {first}，第二遍 {second}"
            yield Problem(place.file, place.line, text)
    for name in read:
        if name not in entries:
            yield Problem(FILE, read.line_of(name), f"没有“{name}”，或它没有日期")
