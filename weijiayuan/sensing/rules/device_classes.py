"""Classes of devices and from when what they measure is a matter. A version of them is data."""

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import timedelta
from functools import cache
from importlib.resources import files
from typing import Any

LEVELS = (1, 2, 3, 4)
YES_OR_NO = "0/1"
ASKS_FIRST_FROM = 3
"""Levels Ⅲ and Ⅳ are looked at by a grid worker before they are a matter."""


class ClassesInvalid(ValueError):
    """A list of classes that cannot be in force; its words say what is wrong and where."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Line:
    """When a level is reached and when it is over. Values are in the unit of the class."""

    level: int
    raises_at: float
    clears_at: float
    below: bool
    needed: int
    of: int
    dwell: timedelta
    confirm: bool
    over: bool = False
    lasts: timedelta = timedelta(0)

    def is_reached(self, value: float) -> bool:
        """Tell whether a reading is over the line: at it, or beyond it where it says `over`.

        >>> _line({"level": 3, "raise": 15, "clear": 12}).is_reached(15)
        True
        """
        if self.over and value == self.raises_at:
            return False
        return value <= self.raises_at if self.below else value >= self.raises_at

    def is_calm(self, value: float) -> bool:
        """Tell whether a reading counts towards the end of an alarm.

        >>> _line({"level": 3, "raise": 15, "clear": 12}).is_calm(12)
        False
        """
        if self.clears_at == self.raises_at:
            return not self.is_reached(value)
        return value > self.clears_at if self.below else value < self.clears_at

    @property
    def asks_first(self) -> bool:
        return self.confirm or self.level >= ASKS_FIRST_FROM


@dataclass(frozen=True, slots=True, kw_only=True)
class DeviceClass:
    """What a kind of device measures, within which limits, and its lines, gravest first."""

    code: str
    name: str
    property: str
    unit: str
    least: float
    most: float
    category: str
    camera: bool
    call: str | None
    stand_down: str | None
    lines: tuple[Line, ...]
    mean_over: timedelta = timedelta(0)

    def said(self, value: float) -> str:
        """Return a value as people read it, with its unit; yes or no for an alarm bit."""
        if self.unit == YES_OR_NO:
            return "是" if value else "否"
        return f"{value:g}{self.unit}"


@dataclass(frozen=True, slots=True)
class Classes:
    """All classes of one version, and in what kinds of places devices may stand."""

    version: str
    note: str
    by_code: Mapping[str, DeviceClass]
    places: Mapping[str, str]
    forbidden_places: Mapping[str, str]


@cache
def shipped() -> Classes:
    """Return the classes that ship."""
    raw = files("weijiayuan").joinpath("data", "sensing", "classes.toml").read_text("utf-8")
    return read(tomllib.loads(raw))


def read(content: Mapping[str, Any]) -> Classes:
    """Read a version of the classes. Raises `ClassesInvalid`, naming the class at fault."""
    try:
        known = [_class(each) for each in content["classes"]]
        return Classes(
            version=str(content["version"]),
            note=str(content.get("note", "")),
            by_code={each.code: each for each in known},
            places={each["code"]: each["name"] for each in content["places"]},
            forbidden_places={each["code"]: each["name"] for each in content["forbidden_places"]},
        )
    except KeyError as error:
        raise ClassesInvalid(f"缺少 {error}") from error
    except (TypeError, AttributeError, ValueError) as error:
        if isinstance(error, ClassesInvalid):
            raise
        raise ClassesInvalid("写法不对，请对照现行规则的结构") from error


def _class(row: Mapping[str, Any]) -> DeviceClass:
    lines = tuple(sorted((_line(each) for each in row["lines"]), key=lambda line: line.level))
    found = DeviceClass(
        code=row["code"],
        name=row["name"],
        property=row["property"],
        unit=row["unit"],
        least=row["least"],
        most=row["most"],
        category=row["category"],
        camera=row.get("camera", False),
        call=row.get("call"),
        stand_down=row.get("stand_down"),
        lines=lines,
        mean_over=timedelta(minutes=row.get("mean_minutes", 0)),
    )
    for line in lines:
        _check(found, line)
    if len({line.level for line in lines}) < len(lines):
        raise ClassesInvalid(f"{found.code}：同一级别有两条线")
    return found


def _line(row: Mapping[str, Any]) -> Line:
    return Line(
        level=row["level"],
        raises_at=row["raise"],
        clears_at=row["clear"],
        below=row.get("below", False),
        needed=row.get("needed", 1),
        of=row.get("of", 1),
        dwell=timedelta(minutes=row.get("dwell_minutes", 0)),
        confirm=row.get("confirm", False),
        over=row.get("over", False),
        lasts=timedelta(minutes=row.get("lasts_minutes", 0)),
    )


def _check(kind: DeviceClass, line: Line) -> None:
    where = f"{kind.code} {line.level}级"
    if line.level not in LEVELS:
        raise ClassesInvalid(f"{where}：级别只能是1到4")
    if not 1 <= line.needed <= line.of:
        raise ClassesInvalid(f"{where}：needed 要在1和 of 之间")
    if not all(kind.least <= each <= kind.most for each in (line.raises_at, line.clears_at)):
        raise ClassesInvalid(f"{where}：线不在 {kind.least} 到 {kind.most} 之间")
    wrong_side = line.clears_at < line.raises_at if line.below else line.clears_at > line.raises_at
    if wrong_side:
        raise ClassesInvalid(f"{where}：解除线在触发线的外侧，会反复报警")
