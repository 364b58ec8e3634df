"""Receipts, agreements and rulings as PDF pages (letters: Noto Sans SC, OFL 1.1)."""

from collections.abc import Sequence
from functools import cache
from importlib.util import find_spec
from pathlib import Path

FONTS = ("pylopdf_fonts_zh_cn", "NotoSansSC-Regular.otf")
ELSEWHERE = (
    Path("/usr/share/fonts/opentype/noto/NotoSansCJK-Regular.ttc"),
    Path("/usr/share/fonts/truetype/wqy/wqy-microhei.ttc"),
)
ROOM_TO_SIGN = 60


class NoLetters(Exception):
    """No font with Chinese letters is on the machine."""


@cache
def font() -> Path:
    """Return a font with Chinese letters. Raises `NoLetters`."""
    found = find_spec(FONTS[0])
    shipped = [] if found is None else [Path(p) for p in found.submodule_search_locations or []]
    for folder in shipped:
        for path in folder.rglob(FONTS[1]):
            return path
    for path in ELSEWHERE:
        if path.exists():
            return path
    raise NoLetters


def page(title: str, lines: Sequence[str], *, footer: str = "") -> bytes:
    """Return a paper: a title, lines that wrap, a footer, and room for signatures below."""
    from fpdf import FPDF  # noqa: PLC0415  # 26 MB that only a paper needs

    paper = FPDF()
    paper.set_auto_page_break(True, margin=ROOM_TO_SIGN)
    paper.add_font("zh", "", str(font()))
    paper.add_page()
    paper.set_font("zh", size=18)
    paper.cell(0, 14, title, align="C", new_x="LMARGIN", new_y="NEXT")
    paper.set_font("zh", size=11)
    for line in lines:
        paper.multi_cell(0, 7, line, new_x="LMARGIN", new_y="NEXT")
    if footer:
        paper.set_font("zh", size=9)
        paper.set_text_color(110, 110, 110)
        paper.multi_cell(0, 6, footer, new_x="LMARGIN", new_y="NEXT")
    return bytes(paper.output())
