"""The report as a page to print: facts, bars for each service, ages, goods."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from io import BytesIO
from typing import TYPE_CHECKING

from weijiayuan.kernel.transaction_mode import stay_out_of_writing
from weijiayuan.markets.rules.market_statistics import Figures

if TYPE_CHECKING:
    from fpdf import FPDF

INK, QUIET, GREEN, PALE = (34, 34, 34), (110, 110, 110), (22, 119, 92), (214, 236, 228)
AMBER = (217, 140, 38)
LEFT, WIDTH = 15.0, 180.0
NAME_WIDTH, BAR_WIDTH = 34.0, 76.0
MOST_ROWS = 22
FEWER_ROWS = 16
PICTURE = 42.0
ROWS_TOP, WORDS_TOP, LINE = 88.0, 9.0, 6.0


@dataclass(frozen=True)
class Row:
    """A service and its figures."""

    name: str
    counts: Figures


def render(
    *,
    title: str,
    lines: Sequence[str],
    total: Figures,
    rows: Sequence[Row],
    ages: Mapping[str, int],
    goods: Sequence[tuple[str, str, int]],
    words: Sequence[str],
    pictures: Sequence[bytes],
    footer: str,
) -> bytes:
    """Return the page as PDF."""
    from weijiayuan.kernel.chinese_pdf import ChinesePdf  # noqa: PLC0415  # only a report needs it

    stay_out_of_writing()
    page = ChinesePdf()
    page.set_auto_page_break(auto=False)
    page.set_title(title)
    page.add_page()
    _head(page, title, lines)
    _tiles(page, total)
    room = 92 if pictures else 128
    end = _services(page, rows[: FEWER_ROWS if pictures else MOST_ROWS], room)
    _words(page, words, end + 4, ROWS_TOP + room)
    _pictures(page, pictures)
    _bottom(page, ages, goods)
    page.set_xy(LEFT, 282)
    _write(page, footer, size=8, colour=QUIET)
    return bytes(page.output())


def _write(
    page: "FPDF", text: str, *, size: float, colour: tuple[int, int, int] = INK, width: float = 0
) -> None:
    page.set_font("zh", size=size)
    page.set_text_color(*colour)
    page.cell(w=width, h=size * 0.5, text=_fitting(page, text, width))


def _fitting(page: "FPDF", text: str, width: float) -> str:
    """Cut a text that would run over its cell."""
    if not width or page.get_string_width(text) <= width:
        return text
    while text and page.get_string_width(text + "…") > width:
        text = text[:-1]
    return text + "…"


def _head(page: "FPDF", title: str, lines: Sequence[str]) -> None:
    page.set_fill_color(*GREEN)
    page.rect(0, 0, 210, 6, style="F")
    page.set_xy(LEFT, 14)
    _write(page, title, size=20, width=WIDTH)
    page.set_xy(LEFT, 25)
    _write(page, "便民服务大集市 · 一页报告", size=10, colour=GREEN)
    for number, line in enumerate(lines):
        page.set_xy(LEFT, 33 + number * 6)
        _write(page, line, size=10, colour=QUIET, width=WIDTH)


def _tiles(page: "FPDF", total: Figures) -> None:
    stars = "—" if total.mean_stars is None else f"{total.mean_stars:g}"
    wait = "—" if total.mean_wait_minutes is None else f"{total.mean_wait_minutes:g}"
    tiles = [
        ("报名", total.signed_up),
        ("现场取号", total.walk_ins),
        ("到场", total.came),
        ("已服务", total.served),
        ("未到场", total.no_shows),
        ("平均等候(分)", wait),
        (f"评价({total.ratings})", stars),
    ]
    step = WIDTH / len(tiles)
    for number, (name, value) in enumerate(tiles):
        left = LEFT + number * step
        page.set_fill_color(*PALE)
        page.rect(left, 54, step - 2, 20, style="F", round_corners=True, corner_radius=1.5)
        page.set_xy(left + 2, 57)
        _write(page, str(value), size=16, colour=GREEN)
        page.set_xy(left + 2, 67)
        _write(page, name, size=8, colour=QUIET, width=step - 5)


def _services(page: "FPDF", rows: Sequence[Row], room: float) -> float:
    """Draw a bar for each service and return where they end."""
    page.set_xy(LEFT, 80)
    _write(page, "各项服务", size=13)
    page.set_xy(LEFT + NAME_WIDTH, 81)
    _legend(page, [("已服务", GREEN), ("到场未办完", AMBER), ("报名取号", PALE)])
    most = max((row.counts.signed_up + row.counts.walk_ins for row in rows), default=1) or 1
    height = min(9.0, room / max(len(rows), 1))
    for number, row in enumerate(rows):
        _service(page, row, ROWS_TOP + number * height, height, most)
    return ROWS_TOP + len(rows) * height


def _service(page: "FPDF", row: Row, top: float, height: float, most: int) -> None:
    counts = row.counts
    page.set_xy(LEFT, top)
    _write(page, row.name, size=9, width=NAME_WIDTH - 2)
    bars = (
        (counts.signed_up + counts.walk_ins, PALE),
        (counts.came, AMBER),
        (counts.served, GREEN),
    )
    for value, colour in bars:
        page.set_fill_color(*colour)
        if value:  # a bar of no width would still leave a hair
            page.rect(LEFT + NAME_WIDTH, top, BAR_WIDTH * value / most, height * 0.55, style="F")
    page.set_xy(LEFT + NAME_WIDTH + BAR_WIDTH + 3, top)
    wait = "" if counts.mean_wait_minutes is None else f" · 等候{counts.mean_wait_minutes:g}分"
    stars = "" if counts.mean_stars is None else f" · {counts.mean_stars:g}星"
    words = f"报名{counts.signed_up}+现场{counts.walk_ins} 到{counts.came} 服务{counts.served}"
    _write(page, words + wait + stars, size=7.5, colour=QUIET, width=64)


def _words(page: "FPDF", words: Sequence[str], top: float, bottom: float) -> None:
    """Write what people said, as many lines as there is room for."""
    lines = words[: max(int((bottom - top - WORDS_TOP) / LINE), 0)]
    if not lines:
        return
    page.set_xy(LEFT, top)
    _write(page, "居民的话", size=13)
    for number, line in enumerate(lines):
        page.set_xy(LEFT, top + WORDS_TOP + number * LINE)
        _write(page, line, size=9, colour=QUIET, width=WIDTH)


def _pictures(page: "FPDF", pictures: Sequence[bytes]) -> None:
    """Set the pictures in a row, each within a square."""
    for number, body in enumerate(pictures):
        left = LEFT + number * (PICTURE + 4)
        page.image(BytesIO(body), left, 180, PICTURE, 36, keep_aspect_ratio=True)


def _legend(page: "FPDF", entries: Sequence[tuple[str, tuple[int, int, int]]]) -> None:
    left, top = page.get_x(), page.get_y()
    for name, colour in entries:
        page.set_fill_color(*colour)
        page.rect(left, top + 0.5, 4, 3, style="F")
        page.set_xy(left + 5, top)
        _write(page, name, size=8, colour=QUIET)
        left += 26


def _bottom(page: "FPDF", ages: Mapping[str, int], goods: Sequence[tuple[str, str, int]]) -> None:
    page.set_xy(LEFT, 224)
    _write(page, "到场者年龄", size=13)
    most = max(ages.values(), default=0) or 1
    for number, (words, value) in enumerate(ages.items()):
        top = 233 + number * 7
        page.set_xy(LEFT, top)
        _write(page, words, size=9, width=24)
        page.set_fill_color(*GREEN)
        page.rect(LEFT + 25, top, 45 * value / most, 4, style="F")
        page.set_xy(LEFT + 72, top)
        _write(page, str(value), size=9, colour=QUIET)
    page.set_xy(LEFT + 92, 224)
    _write(page, "产地好物（想买的人数）", size=13)
    for number, (name, origin, interested) in enumerate(goods[:6]):
        page.set_xy(LEFT + 92, 233 + number * 7)
        _write(page, f"{name} · {origin}", size=9, width=74)
        page.set_xy(LEFT + 170, 233 + number * 7)
        _write(page, str(interested), size=9, colour=QUIET)
