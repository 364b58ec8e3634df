"""The form of a parameter: dated values with their unit, grade and source."""

from collections.abc import Iterator
from datetime import date
from decimal import Decimal
from typing import Any

from weijiayuan.rules_engine.pack.field_reader import Fields
from weijiayuan.rules_engine.pack.model import Parameter, Value
from weijiayuan.rules_engine.pack.strict_yaml import Table
from weijiayuan.rules_engine.values.dates import date_of

OWN = "own"
"""The grade of a figure that no law gives: whoever publishes the rulebook sets it, and says so."""

GRADES = ("A", "B", "C", OWN, "not_found")

UNITS = ("yuan", "percent", "years", "year", "months", "days", "people", "times", "plain", "bands")

BY_DAY = "day"
"""What the bands of a calendar begin at: days, written yyyymmdd."""


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
