"""Figures that somebody may have mistyped: many times what is in force, or nothing at all."""

from collections.abc import Iterator, Mapping
from datetime import date

from weijiayuan.rules_engine.pack.model import Pack

MANY = 5
"""More than so many times the figure in force is asked about, and so is less than a MANY-th."""

Figures = int | tuple[int, ...]


def implausible_figures(pack: Pack, figures: Mapping[str, Figures], on: date) -> Iterator[str]:
    """Yield a sentence for each figure (of bands, the largest) far from the one in force."""
    for name, figure in figures.items():
        value = pack.parameters[name].on(on)
        if value is None or value.figure is None:
            continue
        before, after = _largest(value.figure), _largest(figure)
        if after > MANY * before or after * MANY < before:
            label, way = pack.parameters[name].label, "大" if after > before else "小"
            yield f"{label}：比现行的{way} {MANY} 倍以上，请核对有没有写错位数"


def _largest(figure: int | tuple[int, ...] | tuple[tuple[int, int], ...]) -> int:
    if isinstance(figure, int):
        return figure
    return max((each[1] if isinstance(each, tuple) else each for each in figure), default=0)
