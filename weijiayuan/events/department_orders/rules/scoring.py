"""The score of a department's part in an order: 100 points, every part with its reason."""

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from typing import Any

from weijiayuan.events import errors
from weijiayuan.events.rules import reference_data

MOST = 100  # points


@dataclass(frozen=True, slots=True, kw_only=True)
class Weights:
    version: str
    source: str
    points: Mapping[str, int]
    judges: Mapping[str, int]
    per_rung: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Judgement:
    """What one judge gave for cooperation and result, in points."""

    judge: str
    cooperation: int
    result: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Course:
    """How the part went, as the clocks and the residents tell it."""

    signed_in_time: bool
    reported_in_in_time: bool
    overdue_rungs: int
    stars: float | None
    judgements: tuple[Judgement, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Line:
    """One part of the score. `possible` is 0 where a part could not be judged."""

    part: str
    points: float
    possible: int
    because: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Score:
    total: float
    lines: tuple[Line, ...]
    version: str
    is_final: bool


@cache
def shipped() -> Weights:
    """Return the weights in force."""
    table: dict[str, Any] = reference_data.read("scoring")
    return Weights(
        version=table["version"],
        source=table["source"],
        points=table["points"],
        judges=table["judges"],
        per_rung=table["deductions"]["overdue_rung"],
    )


def check(judgement: Judgement, weights: Weights) -> None:
    """Refuse points outside their range."""
    for part in ("cooperation", "result"):
        if not 0 <= getattr(judgement, part) <= weights.points[part]:
            raise errors.ScoreOutOfRange(part=part, most=weights.points[part])


def score(course: Course, weights: Weights) -> Score:
    """Return the score, scaled to 100 when residents or a judge have not spoken yet."""
    points = weights.points
    lines = (
        _timely("sign", points["sign"], in_time=course.signed_in_time),
        _timely("report_in", points["report_in"], in_time=course.reported_in_in_time),
        _judged("cooperation", course, weights),
        _judged("result", course, weights),
        _rated(course.stars, points["resident"]),
    )
    possible = sum(line.possible for line in lines)
    earned = sum(line.points for line in lines) * 100 / possible
    lost = course.overdue_rungs * weights.per_rung
    late = Line(
        part="overdue",
        points=-lost,
        possible=0,
        because=f"超期{course.overdue_rungs}级，扣{lost}分",
    )
    return Score(
        total=round(max(0.0, earned - lost), 1),
        lines=(*lines, late),
        version=weights.version,
        is_final={each.judge for each in course.judgements} >= set(weights.judges),
    )


def check_total(total: float) -> None:
    """Refuse a total outside of what can be reached."""
    if not 0 <= total <= MOST:
        raise errors.ScoreOutOfRange(part="score", most=MOST)


def appealed(before: float, after: float, finding: str) -> Line:
    """Return the line that tells how an appeal changed the total, and why."""
    change = round(after - before, 1)
    because = f"申诉复核：由{before:g}分改为{after:g}分。{finding}"
    return Line(part="appeal", points=change, possible=0, because=because)


def _timely(part: str, most: int, *, in_time: bool) -> Line:
    because = "在时限内" if in_time else "超过时限，计0分"
    return Line(part=part, points=most if in_time else 0, possible=most, because=because)


def _judged(part: str, course: Course, weights: Weights) -> Line:
    """Weigh the judges who have spoken among themselves."""
    heard = [each for each in course.judgements if each.judge in weights.judges]
    if not heard:
        return Line(part=part, points=0, possible=0, because="尚未评分")
    share = sum(weights.judges[each.judge] for each in heard)
    total = sum(getattr(each, part) * weights.judges[each.judge] for each in heard)
    said = "、".join(f"{_NAMES[each.judge]}{getattr(each, part)}分" for each in heard)
    return Line(
        part=part, points=round(total / share, 2), possible=weights.points[part], because=said
    )


_NAMES = {"community": "社区", "office": "协调办"}


def _rated(stars: float | None, most: int) -> Line:
    if stars is None:
        return Line(part="resident", points=0, possible=0, because="居民尚未评价，不计入")
    return Line(
        part="resident",
        points=round(stars / 5 * most, 2),
        possible=most,
        because=f"居民评价{stars:g}星",
    )
