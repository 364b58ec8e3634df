"""The second reading: every day on which a figure or policy begins or ends, written down twice.

A wrong day in a rule shows in no worked case unless somebody thought of that very day. So the days
are read a second time, by somebody else, from the sources, into `second_reading.yaml`; the lint
compares. Neither file is made from the other.
"""

from collections.abc import Iterator, Mapping
from datetime import date
from typing import Any

from weijiayuan.welfare.rules.pack import Pack, Place
from weijiayuan.welfare.rules.problems import PackInvalid, Problem
from weijiayuan.welfare.rules.yamltext import Table, read_yaml

FILE = "second_reading.yaml"
Days = tuple[date, ...]


def differences(pack: Pack) -> Iterator[Problem]:
    """Yield every day that the second reading does not have, or has otherwise."""
    try:
        table = read_yaml(pack.files.get(FILE, "{}"), FILE)
    except PackInvalid as invalid:
        yield from invalid.problems
        return
    for part, entries in (("parameters", _figures(pack)), ("policies", _spans(pack))):
        read = table.get(part)
        yield from _compared(entries, read if isinstance(read, Table) else Table(FILE, 1))


def _figures(pack: Pack) -> dict[str, tuple[Place, Days]]:
    return {
        name: (one.place, tuple(value.since for value in one.values))
        for name, one in pack.parameters.items()
    }


def _spans(pack: Pack) -> dict[str, tuple[Place, Days]]:
    spans = {
        name: (one.place, tuple(day for day in (one.validity.since, one.validity.until) if day))
        for name, one in pack.policies.items()
    }
    return {name: span for name, span in spans.items() if span[1]}


def _compared(entries: Mapping[str, tuple[Place, Days]], read: Table) -> Iterator[Problem]:
    for name, (place, days) in entries.items():
        if name not in read:
            yield Problem(place.file, place.line, f"{name} 的日期没有第二遍核对（{FILE}）")
        elif (again := _days(read[name])) != days:
            first, second = ("、".join(map(str, each)) or "无" for each in (days, again))
            text = f"{name} 的日期两遍不一样：这里 {first}，第二遍 {second}"
            yield Problem(place.file, place.line, text)
    for name in read:
        if name not in entries:
            yield Problem(FILE, read.line_of(name), f"没有“{name}”，或它没有日期")


def _days(value: Any) -> Days:
    return tuple(value) if isinstance(value, list) else (value,)
