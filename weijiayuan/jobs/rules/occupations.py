"""The catalogue of occupations, and the words of kinds and shifts."""

import tomllib
from dataclasses import dataclass
from functools import cache
from importlib.resources import files

from weijiayuan.jobs.rules.minimum_wage import PayUnit
from weijiayuan.jobs.rules.states import JobKind
from weijiayuan.kernel.money import Money

KIND_WORDS = {
    JobKind.FULL_TIME: "全职",
    JobKind.HOURLY: "小时工（非全日制）",
    JobKind.PIECE_RATE: "计件",
    JobKind.TEMPORARY: "临时工",
    JobKind.INTERNSHIP: "实习",
    JobKind.PUBLIC_INTEREST: "公益性岗位",
}
SHIFT_WORDS = {
    "day": "白班",
    "two_shifts": "两班倒",
    "three_shifts": "三班倒",
    "night": "夜班",
    "flexible": "弹性",
}
UNIT_SIGNS = {PayUnit.MONTH: "月", PayUnit.DAY: "天", PayUnit.HOUR: "小时", PayUnit.PIECE: "件"}


@dataclass(frozen=True, slots=True)
class Occupation:
    """An occupation by code, with the group it stands in."""

    code: str
    name: str
    group: str


@cache
def occupations() -> dict[str, Occupation]:
    """Return the catalogue by code, in the order of the file."""
    raw = files("weijiayuan").joinpath("data", "jobs", "occupations.toml").read_text("utf-8")
    return {
        code: Occupation(code, name, group["name"])
        for group in tomllib.loads(raw).values()
        for code, name in group.items()
        if code != "name"
    }


def pay_in_words(min_fen: int | None, max_fen: int | None, unit: PayUnit | None) -> str:
    """Write pay as people read it.

    >>> pay_in_words(450000, 600000, PayUnit.MONTH), pay_in_words(2600, None, PayUnit.HOUR)
    ('4500-6000元/月', '26元/小时')
    """
    if min_fen is None or unit is None:
        return "未填写"
    least = str(Money(min_fen))
    if max_fen is not None and max_fen != min_fen:
        least = f"{least.removesuffix('元')}-{Money(max_fen)}"
    return f"{least}/{UNIT_SIGNS[unit]}"
