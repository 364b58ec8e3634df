"""One page for the office: what may be due, which papers, which window, what is still unknown.

It holds nothing that the person did not see on the page of results: no answers, no names.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import date, time
from typing import TYPE_CHECKING, Any

from weijiayuan.kernel import clock
from weijiayuan.welfare.benefits.exclusions import least_a_year

if TYPE_CHECKING:
    from fpdf import FPDF

LEFT, WIDTH, END = 15.0, 180.0, 285.0
INK, QUIET = (34, 34, 34), (110, 110, 110)
AFTER_A_LINE, LETTER = 1.0, 0.48
MOST_MISSING = 4
WHO = {"household": "全家", "applicant": "本人", "unlisted": "还没说到的家人"}
Json = Mapping[str, Any]


def render(
    decisions: Sequence[Json],
    labels: Mapping[str, str],
    called: Mapping[str, str],
    *,
    on: date,
    version: str,
) -> bytes:
    """Return the page as PDF, a second one only where what is due does not fit on the first.

    `labels` name the questions that are still open, `called` the members of the family.
    """
    from weijiayuan.kernel.chinese_pdf import ChinesePdf  # noqa: PLC0415  # only a paper needs it

    page = ChinesePdf()
    page.set_creation_date(clock.at_local(on, time()))
    page.set_title("办事一页纸")
    page.set_margins(LEFT, 12.0, LEFT)
    page.set_auto_page_break(auto=True, margin=page.h - END)
    page.add_page()
    _write(page, "办事一页纸：可能可以领的福利", size=16)
    _write(page, f"按 {on} 的政策测算，政策包 {version}；只供参考，以窗口审核为准。", colour=QUIET)
    for text, size in certain(decisions, called):
        _write(page, text, size=size)
    _write_open(page, still_open(decisions, labels))
    return bytes(page.output())


def certain(decisions: Sequence[Json], called: Mapping[str, str]) -> Iterator[tuple[str, float]]:
    """Yield what is due, the largest sum first, its papers, and what somebody has already.

    Each line comes with the size of its letters.
    """
    due = [each for each in decisions if each["verdict"] == "eligible" and _is_new(each)]
    held = [each for each in decisions if each["received"]]
    names = {each["policy"]["id"]: each["policy"]["name"] for each in due}
    yield f"可以申请的（{len(due)} 项）", 13
    for each in sorted(due, key=_sum_a_year, reverse=True):
        yield _due(each, called), 10
        yield from ((f"　　{text}", 10) for text in _excluded(each, names))
    if not due:
        yield "还没有确定可以申请的。", 10
    papers = dict.fromkeys(one for each in due for one in "、".join(each["papers"]).split("、"))
    if "".join(papers):
        yield "要带的材料", 13
        yield "、".join(filter(None, papers)), 10
    if held:
        yield f"正在享受的（{len(held)} 项，不用再申请）", 13
        yield "；".join(_held(each, called) for each in held), 10


def still_open(decisions: Sequence[Json], labels: Mapping[str, str]) -> list[str]:
    """Return what is not decided, a line each, what needs the fewest answers first."""
    found = [each for each in decisions if each["verdict"] == "unknown" and not each["received"]]
    return [_open(each, labels) for each in sorted(found, key=lambda each: len(each["missing"]))]


def _is_new(each: Json) -> bool:
    """Tell whether somebody could have it who has it not yet."""
    return not set(each["for"]) <= set(each["received"])


def _sum_a_year(each: Json) -> float:
    return least_a_year(each) if each["amount"] else 0


def _due(each: Json, called: Mapping[str, str]) -> str:
    money = f"，{each['amount']['text']}" if each["amount"] else ""
    whose = _people((one for one in each["for"] if one not in each["received"]), called)
    return f"□ {each['policy']['name']}（{whose}）{money}。去哪里办：{each['where']}"


def _excluded(each: Json, names: Mapping[str, str]) -> Iterator[str]:
    """Yield with what it cannot be had together, and which is surely better."""
    for conflict in each["conflicts"]:
        better = names.get(conflict["prefer"] or "")
        yield conflict["text"] + (f"；{better}更合算" if better else "；哪一项更合算，请问窗口")


def _held(each: Json, called: Mapping[str, str]) -> str:
    return f"{each['policy']['name']}（{_people(each['received'], called)}）"


def _open(each: Json, labels: Mapping[str, str]) -> str:
    name = each["policy"]["name"]
    if each["needs_office"]:
        return f"□ {name}：要由窗口认定。去哪里问：{each['where']}"
    missing = [labels[one] for one in each["missing"]]
    more = f"等{len(missing)}项" if len(missing) > MOST_MISSING else ""
    return f"□ {name}：还没回答的有“{'”“'.join(missing[:MOST_MISSING])}”{more}"


def _people(subjects: Iterable[str], called: Mapping[str, str]) -> str:
    return "、".join(WHO.get(one) or called[one] for one in subjects)


def _write_open(page: "FPDF", open_ones: Sequence[str]) -> None:
    """Write as many as the page still has room for, and how many more there are."""
    _write(page, f"还要问清的（{len(open_ones)} 项）", size=13)
    for done, text in enumerate(open_ones):
        if page.get_y() + 2 * _height(page, text) + AFTER_A_LINE > END:
            _write(page, f"还有 {len(open_ones) - done} 项，见小程序。")
            return
        _write(page, text)


def _height(page: "FPDF", text: str) -> float:
    from fpdf.enums import MethodReturnValue, WrapMode  # noqa: PLC0415  # only a paper needs it

    page.set_font("zh", size=10)
    found = page.multi_cell(
        w=WIDTH,
        h=10 * LETTER,
        text=text,
        align="L",
        wrapmode=WrapMode.CHAR,
        dry_run=True,
        output=MethodReturnValue.HEIGHT,
    )
    return float(found)  # type: ignore[arg-type]


def _write(
    page: "FPDF", text: str, *, size: float = 10, colour: tuple[int, int, int] = INK
) -> None:
    from fpdf.enums import WrapMode  # noqa: PLC0415  # only a paper needs it

    page.set_font("zh", size=size)
    page.set_text_color(*colour)
    page.multi_cell(
        w=WIDTH,
        h=size * LETTER,
        text=text,
        align="L",
        wrapmode=WrapMode.CHAR,
        new_x="LMARGIN",
        new_y="NEXT",
    )
    page.ln(AFTER_A_LINE)
