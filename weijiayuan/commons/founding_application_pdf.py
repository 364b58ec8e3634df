"""The application for a first owners' assembly as a PDF."""

from collections.abc import Mapping, Sequence
from typing import Any

WIDTHS = (14, 62, 34, 34, 40)
HEAD = ("序号", "房号", "面积（㎡）", "核实日期", "业主签名")


def application(facts: Mapping[str, Any], rows: Sequence[Sequence[str]]) -> bytes:
    """Return the application: what is asked, how many ask, and a row to sign for every unit."""
    from weijiayuan.kernel.chinese_pdf import ChinesePdf  # noqa: PLC0415  # only a paper needs it

    paper = ChinesePdf()
    paper.set_title("首次业主大会筹备申请")
    paper.add_page()
    paper.set_font("zh", size=18)
    paper.cell(0, 14, "首次业主大会筹备申请", align="C", new_x="LMARGIN", new_y="NEXT")
    paper.set_font("zh", size=11)
    for line in lines_of(facts):
        paper.multi_cell(0, 7, line, align="L", new_x="LMARGIN", new_y="NEXT")
    paper.ln(4)
    for row in (HEAD, *rows):
        for width, words in zip(WIDTHS, row, strict=True):
            paper.cell(width, 9, words, border=1)
        paper.ln()
    return bytes(paper.output())


def lines_of(facts: Mapping[str, Any]) -> list[str]:
    """Return the sentences of the application."""
    enough = "、".join(facts["reached_by"]) or "尚未达到"
    return [
        f"小区：{facts['space']}",
        f"依据：{facts['article']}",
        f"联名业主 {facts['persons']} 位，专有部分面积合计 {facts['area_m2']} 平方米。",
        f"小区业主总数 {facts['all_persons']}，总面积 {facts['all_area_m2']} 平方米。",
        f"达到门槛：{enough}。",
        "现书面要求街道办事处指导成立首次业主大会会议筹备组。",
        f"日期：{facts['on']}",
        "说明：房号和面积由社区查验产权证明后登记，本表不含姓名和证件号码，由业主本人签名。",
    ]
