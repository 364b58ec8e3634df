"""A simulation as a page to print: two sentences, what moved, tenths of households, poverty, slips.

The same request gives the same bytes, from another run too: the file is dated as the rules are.
"""

import re
from collections.abc import Iterator, Mapping, Sequence
from datetime import date, datetime, time
from typing import TYPE_CHECKING, Any

from weijiayuan.kernel import clock
from weijiayuan.kernel.transaction_mode import stay_out_of_writing
from weijiayuan.welfare.simulation.charts import has_moved

if TYPE_CHECKING:
    from fpdf import FPDF

INK, QUIET, GREEN, GREY = (34, 34, 34), (110, 110, 110), (22, 119, 92), (150, 160, 155)
LEFT, WIDTH, BAR = 15.0, 180.0, 90.0
HEAD, ROW = 12.0, 5.0
MOST_POLICIES = 12
TOGETHER = re.compile(
    r"(?:-?[0-9][0-9.]*(?: ± [0-9.]+)?(?: ?(?:万元|[元人户项%]))?|.)[，。；：、）]*"
)
"""What stands on one line: a figure with its error and unit, and marks after what they follow."""
Json = Mapping[str, Any]


def render(*, title: str, asked: Json, result: Json, version: str, digest: str) -> bytes:
    """Return the page as PDF."""
    from weijiayuan.kernel.chinese_pdf import ChinesePdf  # noqa: PLC0415  # only a report needs it

    stay_out_of_writing()
    page = ChinesePdf()
    page.set_creation_date(_day(asked["on"]))
    page.set_title(title)
    page.set_margins(LEFT, 15.0, LEFT)
    page.add_page()
    _write(page, title, size=18)
    _write(page, f"按 {asked['on']} 的规则，政策包 {version}", size=10, colour=QUIET)
    people = f"{result['people']} 人、{result['households']} 户"
    seed = f"，种子 {asked['seed']}" if asked.get("seed") else ""
    _write(page, f"试算的人群：{people}{seed}", size=10, colour=QUIET)
    for change in result.get("reform") or ["没有改动"]:
        _write(page, f"改了什么：{change}", size=12)
    sure = result.get("sampling", {}).get("said", [])
    for sentence in [*result["summary"], *sure, *result["warnings"]]:
        _write(page, sentence, size=12)
    for names in result.get("uncounted", []):
        _write(page, names, size=10, colour=QUIET)
    _policies(page, [policy for policy in result["policies"] if has_moved(policy)])
    if result["deciles"]:
        _bars(page, "按人均收入从低到高，每十分之一的家庭每年变化（万元）", _deciles(result))
    _bars(page, "挣得最多的一位每多挣 100 元，全家少得的补贴（改革后，元）", _marginal(result))
    if result["poverty"] is not None:
        _poverty(page, result["poverty"])
    _margins(page, result.get("margins", []))
    _write(page, result["population"], size=9, colour=QUIET)
    _write(page, f"校验值 {digest}", size=8, colour=QUIET)
    return bytes(page.output())


def _day(on: str) -> datetime:
    return clock.at_local(date.fromisoformat(on), time())


def _write(page: "FPDF", text: str, *, size: float, colour: tuple[int, int, int] = INK) -> None:
    from fpdf.enums import WrapMode  # noqa: PLC0415  # only a report needs it

    page.set_font("zh", size=size)
    page.set_text_color(*colour)
    page.multi_cell(
        w=WIDTH,
        h=size * 0.55,
        text=_broken(page, text),
        align="L",
        wrapmode=WrapMode.CHAR,
        new_x="LMARGIN",
        new_y="NEXT",
    )
    page.ln(1)


def _broken(page: "FPDF", text: str) -> str:
    """Return a text with its lines broken as they fill, no number parted from its error or unit."""
    room, lines, line = WIDTH - 2 * page.c_margin, [], ""
    for part in TOGETHER.findall(text):
        if line and page.get_string_width(line + part) > room:
            lines.append(line)
            line = part
        else:
            line += part
    return "\n".join([*lines, line])


def _policies(page: "FPDF", moved: Sequence[Json]) -> None:
    page.ln(2)
    _write(page, "有变化的政策", size=13)
    if not moved:
        _write(page, "这项改动不影响任何人。", size=11)
    for policy in moved[:MOST_POLICIES]:
        unit = "户" if policy["counts"] == "households" else "人"
        before, after = policy["heads"]
        text = f"{policy['name']}：{before} → {after} {unit}，{_cost(policy)}"
        if office := policy["needs_office"][1]:
            counted = "（已计入至多）" if policy["is_summed"][1] else ""
            text += f"，另有 {office} {unit}由窗口定{counted}"
        _write(page, text, size=10)


def _cost(policy: Json) -> str:
    """Say what a policy costs a year; a sum that nobody found is not nought."""
    pairs = zip(policy["cost_at_most_fen"], policy["is_summed"], strict=True)
    was, now = (f"{fen / 1_000_000:.2f}" if is_summed else "没有找到" for fen, is_summed in pairs)
    if not any(policy["is_summed"]):
        return "没有找到金额"
    return f"每年至多 {was} → {now} 万元"


def _deciles(result: Json) -> Iterator[tuple[str, float, str]]:
    for row in result["deciles"]:
        change = row["change_fen"] / 1_000_000
        yield row["group"], change, f"{change:.2f}，{row['gain']} 户多得，{row['lose']} 户少得"


def _marginal(result: Json) -> Iterator[tuple[str, float, str]]:
    for row in result["marginal"]:
        lost = 100 * row["rate"][1]
        yield row["group"], lost, f"{lost:.2f}"


def _bars(page: "FPDF", title: str, rows: Iterator[tuple[str, float, str]]) -> None:
    found = list(rows)
    if page.will_page_break(HEAD + ROW * len(found)):
        page.add_page()
    page.ln(2)
    _write(page, title, size=13)
    most = max((abs(value) for _, value, _ in found), default=0) or 1
    for label, value, said in found:
        top = page.get_y()
        page.set_font("zh", size=9)
        page.set_text_color(*INK)
        page.set_xy(LEFT, top)
        page.cell(w=38, h=ROW, text=label)
        page.set_fill_color(*(GREEN if value >= 0 else GREY))
        page.rect(LEFT + 40, top + 0.8, max(0.2, BAR * abs(value) / most), 3.4, style="F")
        page.set_xy(LEFT + 42 + BAR * abs(value) / most, top)
        page.cell(w=60, h=ROW, text=said)
        page.set_xy(LEFT, top + ROW)


def _poverty(page: "FPDF", poverty: Json) -> None:
    page.ln(2)
    people = poverty["people"]
    _write(
        page,
        f"相对贫困（人均年收入低于中位数的一半，{poverty['line_fen'] / 100:.0f} 元）："
        f"{people[0]} → {people[1]} 人",
        size=11,
    )


def _margins(page: "FPDF", margins: Sequence[Json]) -> None:
    page.ln(2)
    _write(page, "试算用的人口与公开统计相差多少", size=13)
    for each in margins:
        if each["published"] is not None and each["error_points"] is not None:
            text = f"{each['label']}：公布 {100 * each['published']:.2f}%，"
            text += f"试算 {100 * each['drawn']:.2f}%，相差 {each['error_points']:.4f} 个百分点"
            _write(page, text, size=10)
    unknown = "、".join(each["label"] for each in margins if each["published"] is None)
    _write(page, f"没有找到公布数，误差不知道：{unknown}", size=10, colour=QUIET)
