"""The picture of questions per life event: `python -m benchmarks.life_events FILE.svg`.

Dark bars end at the median of questions to the first useful answer, pale ones at the median to the
event's end, lines at the ninth tenths; plain SVG, the same each time.
"""

import statistics
import sys
from pathlib import Path

from benchmarks.welfare import DISTRICT, Talked, questions_by_event
from weijiayuan.welfare.benefits.adviser import Adviser
from weijiayuan.welfare.benefits.benefit_pack_loader import read_pack

LABEL, STEP, ROW, WIDTH, REACH = 190, 14, 40, 1000, 12
TITLE = "几个问题得到第一个有用的答复（深色）、全部问清（浅色）；条中位，线九成"


def picture(found: dict[str, list[Talked]]) -> str:
    """Return the picture as SVG text."""
    height = ROW * (len(found) + 2)
    lines = [
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {WIDTH} {height}" font-size="13">',
        f'<rect width="{WIDTH}" height="{height}" fill="#fff"/>',
        f'<text x="8" y="20">{TITLE}</text>',
    ]
    for place, (label, talks) in enumerate(found.items(), start=1):
        top = ROW * place
        useful, ends = [talk.useful for talk in talks], [talk.end for talk in talks]
        share = f"；{sum(count <= REACH for count in useful) / len(useful):.0%}"
        lines.append(f'<text x="{LABEL - 8}" y="{top + 20}" text-anchor="end">{label}</text>')
        lines += _bar(useful, top, "#16775c", share) + _bar(ends, top + 17, "#a9d3c6", "")
    reach = LABEL + STEP * REACH
    lines.append(
        f'<line x1="{reach}" x2="{reach}" y1="{ROW}" y2="{height - ROW}" stroke="#c33" '
        f'stroke-dasharray="4"/><text x="{reach + 4}" y="{height - 10}">12</text></svg>'
    )
    return "\n".join(lines) + "\n"


def _bar(counts: list[int], top: int, color: str, more: str) -> list[str]:
    median, tenth = statistics.median(counts), statistics.quantiles(counts, n=10)[8]
    middle, end = top + 8, LABEL + STEP * tenth
    return [
        f'<rect x="{LABEL}" y="{top}" width="{STEP * median:.1f}" height="15" fill="{color}"/>',
        f'<line x1="{LABEL}" x2="{end:.1f}" y1="{middle}" y2="{middle}" stroke="#222"/>',
        f'<text x="{end + 6:.1f}" y="{top + 13}">{median:g}／{tenth:.0f}{more}</text>',
    ]


if __name__ == "__main__":
    Path(sys.argv[1]).write_text(
        picture(questions_by_event(Adviser(read_pack(DISTRICT.pack_folder)))), "utf-8"
    )
