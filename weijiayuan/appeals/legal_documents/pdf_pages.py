"""Receipts, agreements and rulings as PDF pages."""

from collections.abc import Sequence

from weijiayuan.kernel.transaction_mode import stay_out_of_writing

ROOM_TO_SIGN = 60


def page(title: str, lines: Sequence[str], *, footer: str = "") -> bytes:
    """Return a paper: a title, lines that wrap, a footer, and room for signatures below."""
    stay_out_of_writing()
    from weijiayuan.kernel.chinese_pdf import ChinesePdf  # noqa: PLC0415  # only a paper needs it

    paper = ChinesePdf()
    paper.set_auto_page_break(True, margin=ROOM_TO_SIGN)
    paper.add_page()
    paper.set_font("zh", size=18)
    paper.cell(0, 14, title, align="C", new_x="LMARGIN", new_y="NEXT")
    paper.set_font("zh", size=11)
    for line in lines:
        paper.multi_cell(0, 7, line, align="L", new_x="LMARGIN", new_y="NEXT")
    if footer:
        paper.set_font("zh", size=9)
        paper.set_text_color(110, 110, 110)
        paper.multi_cell(0, 6, footer, align="L", new_x="LMARGIN", new_y="NEXT")
    return bytes(paper.output())
