"""The picture of questions per life event: `python -m benchmarks.life_events FILE.svg`.

Bars end at the median of the fixed sample, lines at its ninth tenth; plain SVG, the same each time.
"""

import statistics
import sys
from pathlib import Path

from benchmarks.welfare import DISTRICT, questions_by_event
from weijiayuan.welfare.benefits.adviser import Adviser
from weijiayuan.welfare.benefits.benefit_pack_loader import read_pack

LABEL, STEP, ROW, WIDTH, REACH = 190, 18, 30, 760, 12


def picture(found: dict[str, list[int]]) -> str:
    """Return the picture as SVG text."""
    height = ROW * (len(found) + 2)
    lines = [
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {WIDTH} {height}" font-size="13">',
        f'<rect width="{WIDTH}" height="{height}" fill="#fff"/>',
        '<text x="8" y="20">几个问题得到第一个“可以领”，或知道都不能领（条中位，线九成）</text>',
    ]
    for place, (label, counts) in enumerate(found.items(), start=1):
        lines += _row(label, counts, ROW * place)
    reach = LABEL + STEP * REACH
    lines.append(
        f'<line x1="{reach}" x2="{reach}" y1="{ROW}" y2="{height - ROW}" stroke="#c33" '
        f'stroke-dasharray="4"/><text x="{reach + 4}" y="{height - 10}">12</text></svg>'
    )
    return "\n".join(lines) + "\n"


def _row(label: str, counts: list[int], top: int) -> list[str]:
    median, tenth = statistics.median(counts), statistics.quantiles(counts, n=10)[8]
    share = sum(count <= REACH for count in counts) / len(counts)
    middle, end = top + 10, LABEL + STEP * tenth
    return [
        f'<text x="{LABEL - 8}" y="{top + 14}" text-anchor="end">{label}</text>',
        f'<rect x="{LABEL}" y="{top}" width="{STEP * median:.1f}" height="18" fill="#16775c"/>',
        f'<line x1="{LABEL}" x2="{end:.1f}" y1="{middle}" y2="{middle}" stroke="#222"/>',
        f'<text x="{end + 6:.1f}" y="{top + 14}">{median:g}／{tenth:.0f}；{share:.0%}</text>',
    ]


if __name__ == "__main__":
    Path(sys.argv[1]).write_text(
        picture(questions_by_event(Adviser(read_pack(DISTRICT.pack_folder)))), "utf-8"
    )
