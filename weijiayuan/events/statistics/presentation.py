"""What people read of figures."""

import csv
import io
from collections.abc import Sequence
from typing import Any

from weijiayuan.events import presentation
from weijiayuan.events.queries import organisational_units
from weijiayuan.events.rules import reference_data
from weijiayuan.events.statistics.rules import rate_definitions as figures
from weijiayuan.events.statistics.rules.rate_definitions import Counts
from weijiayuan.files.spreadsheet_writing import harmless


def figures_of(groups: dict[str, Counts], *, by: str) -> dict[str, Any]:
    """Return figures by group with their definitions and version."""
    version, definitions = figures.shipped()
    names = group_names(list(groups), by=by)
    return {
        "version": version,
        "definitions": definitions,
        "groups": [
            {"key": key, "name": names.get(key, key), "figures": figures.compute(counts)}
            for key, counts in groups.items()
        ],
    }


def group_names(keys: Sequence[str], *, by: str) -> dict[str, str]:
    """Return what people call the groups."""
    if by == "category":
        return {code: known.name for code, known in reference_data.categories().items()}
    if by == "grid":
        return dict(presentation.grid_names())
    return organisational_units.names(keys) | {"all": "全部"}


HEADS = ("编号", "名称", "指标", "怎样算", "口径版本", "数值", "其中", "总数", "95%下限", "95%上限")


def as_csv(found: dict[str, Any]) -> str:
    """Return the figures as a sheet: one row a group and figure, with the definition's version."""
    out = io.StringIO()
    sheet = csv.writer(out)
    sheet.writerow(HEADS)
    known = {each.id: each for each in found["definitions"]}
    for group in found["groups"]:
        key = "" if group["key"] == "all" else harmless(group["key"])
        for name, figure in group["figures"].items():
            sheet.writerow(
                [key, harmless(group["name"]), known[name].name,
                 known[name].formula, found["version"], figure.value, figure.hits, figure.of,
                 figure.low, figure.high]
            )  # fmt: skip
    return "\ufeff" + out.getvalue()
