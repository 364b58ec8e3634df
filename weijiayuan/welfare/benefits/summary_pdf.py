"""One page for the office: what may be due, which papers, which window, what is still unknown.

It holds nothing that the person did not see on the page of results: no answers, no names.
"""

from collections.abc import Iterator, Mapping, Sequence
from datetime import date, time
from typing import TYPE_CHECKING, Any

from weijiayuan.kernel import clock

if TYPE_CHECKING:
    from fpdf import FPDF

LEFT, WIDTH = 15.0, 180.0
INK, QUIET = (34, 34, 34), (110, 110, 110)
MOST_DUE, MOST_OPEN, MOST_MISSING = 8, 10, 4
WHO = {"household": "全家", "applicant": "本人", "unlisted": "还没说到的家人"}
Json = Mapping[str, Any]


def render(
    decisions: Sequence[Json], labels: Mapping[str, str], *, on: date, version: str
) -> bytes:
    """Return the page as PDF. `labels` name the questions that are still open."""
    from weijiayuan.kernel.chinese_pdf import ChinesePdf  # noqa: PLC0415  # only a paper needs it

    page = ChinesePdf()
    page.set_creation_date(clock.at_local(on, time()))
    page.set_title("办事一页纸")
    page.set_margins(LEFT, 12.0, LEFT)
    page.add_page()
    _write(page, "办事一页纸：可能可以领的福利", size=16)
    _write(page, f"按 {on} 的政策测算，政策包 {version}；只供参考，以窗口审核为准。", colour=QUIET)
    for text, size in lines(decisions, labels):
        _write(page, text, size=size)
    return bytes(page.output())


def lines(decisions: Sequence[Json], labels: Mapping[str, str]) -> Iterator[tuple[str, float]]:
    """Yield the lines of the page, each with the size of its letters."""
    due = [each for each in decisions if each["verdict"] == "eligible"]
    unknown = sorted(
        (each for each in decisions if each["verdict"] == "unknown"),
        key=lambda each: len(each["missing"]),
    )
    yield f"可以申请的（{len(due)} 项）", 13
    for each in due[:MOST_DUE]:
        yield _due(each), 10
    if not due:
        yield "还没有确定可以申请的。", 10
    yield from _rest(due, MOST_DUE)
    said = "、".join(paper for each in due[:MOST_DUE] for paper in each["papers"])
    papers = list(dict.fromkeys(said.split("、"))) if said else []
    if papers:
        yield "要带的材料", 13
        yield "、".join(papers), 10
    yield f"还要问清的（{len(unknown)} 项）", 13
    for each in unknown[:MOST_OPEN]:
        yield _open(each, labels), 10
    yield from _rest(unknown, MOST_OPEN)


def _rest(found: Sequence[Json], most: int) -> Iterator[tuple[str, float]]:
    if len(found) > most:
        yield f"另有 {len(found) - most} 项，见小程序。", 10


def _due(each: Json) -> str:
    money = f"，{each['amount']['text']}" if each["amount"] else ""
    whose = "、".join(map(_who, each["for"]))
    held = "（正在享受）" if each["received"] else ""
    return f"□ {each['policy']['name']}{held}（{whose}）{money}。去哪里办：{each['where']}"


def _open(each: Json, labels: Mapping[str, str]) -> str:
    if each["needs_office"]:
        return f"□ {each['policy']['name']}：要由窗口认定。去哪里问：{each['where']}"
    missing = [labels[name] for name in each["missing"]]
    more = f"等{len(missing)}项" if len(missing) > MOST_MISSING else ""
    return f"□ {each['policy']['name']}：还不知道{'、'.join(missing[:MOST_MISSING])}{more}"


def _who(subject: str) -> str:
    group, _, place = subject.partition("/")
    return WHO.get(group) or f"第{int(place) + 1}位家人"


def _write(
    page: "FPDF", text: str, *, size: float = 10, colour: tuple[int, int, int] = INK
) -> None:
    from fpdf.enums import WrapMode  # noqa: PLC0415  # only a paper needs it

    page.set_font("zh", size=size)
    page.set_text_color(*colour)
    page.multi_cell(
        w=WIDTH, h=size * 0.48, text=text, wrapmode=WrapMode.CHAR, new_x="LMARGIN", new_y="NEXT"
    )
    page.ln(1)
