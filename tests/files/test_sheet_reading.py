"""Workbooks and cells that were made to cost time, to look like something else, or to act."""

import io
import time
import zipfile

import openpyxl
import pytest

from weijiayuan.files.spreadsheet_cells import words
from weijiayuan.files.spreadsheet_reading import LONGEST_CELL, MOST_LINES, Unreadable, cells_of


def book(fill):
    made = openpyxl.Workbook()
    fill(made.active)
    body = io.BytesIO()
    made.save(body)
    return body.getvalue()


def put(**cells):
    def fill(sheet):
        sheet["A1"], sheet["B1"] = "名称", "地址"
        for place, value in cells.items():
            sheet[place] = value

    return book(fill)


def test_a_cell_far_away_costs_nothing():
    begin = time.process_time()

    lines = cells_of(put(A2="广场", XFD2="x"), heading="名称")
    with pytest.raises(Unreadable, match=str(MOST_LINES)):
        cells_of(put(A2="广场", A1048576="x"), heading="名称")

    assert lines == [["名称", "地址"], ["广场", ""]]
    assert time.process_time() - begin < 1


def test_a_cell_that_unpacks_to_a_book_is_refused_unread():
    def huge(sheet):
        sheet["A1"], sheet["A2"] = "名称", "x" * (LONGEST_CELL + 1)

    with pytest.raises(Unreadable, match="一格"):
        cells_of(book(huge), heading="名称")
    body = io.BytesIO()
    with zipfile.ZipFile(body, "w", zipfile.ZIP_DEFLATED) as packed:
        packed.writestr("xl/workbook.xml", b" " * 60_000_000)
    begin = time.process_time()
    with pytest.raises(Unreadable, match="太大"):
        cells_of(body.getvalue(), heading="名称")
    assert time.process_time() - begin < 1


def test_merged_cells_say_the_same_in_all_parts_but_not_for_ever():
    def fill(sheet):
        sheet["A1"], sheet["B1"], sheet["A2"], sheet["B4"] = "名称", "地址", "广场", "末"
        sheet.merge_cells("A2:A3")
        sheet.merge_cells("C2:C900")

    lines = cells_of(book(fill), heading="名称")
    with zipfile.ZipFile(io.BytesIO(book(fill))) as packed:
        parts = {name: packed.read(name) for name in packed.namelist()}
    body = io.BytesIO()
    with zipfile.ZipFile(body, "w", zipfile.ZIP_DEFLATED) as packed:
        for name, part in parts.items():
            packed.writestr(name, part.replace(b"C2:C900", b"C2:XFD1048576"))
    begin = time.process_time()
    with pytest.raises(Unreadable, match="合并"):
        cells_of(body.getvalue(), heading="名称")

    assert time.process_time() - begin < 1
    assert lines == [["名称", "地址"], ["广场", ""], ["广场", ""], ["", "末"]]


@pytest.mark.parametrize(
    "part", ["xl/worksheets/sheet1.xml", "xl/workbook.xml", "xl/styles.xml", "[Content_Types].xml"]
)
def test_elements_within_one_another_without_end_are_refused_before_they_are_read(part):
    body, deep = io.BytesIO(), b"<a><b/>" * 200_000 + b"</a>" * 200_000
    with (
        zipfile.ZipFile(io.BytesIO(put())) as known,
        zipfile.ZipFile(body, "w", zipfile.ZIP_DEFLATED) as packed,
    ):
        for name in known.namelist():
            head, last, tail = known.read(name).rpartition(b"</")
            packed.writestr(name, head + (deep if name == part else b"") + last + tail)
    begin = time.process_time()
    with pytest.raises(Unreadable):
        cells_of(body.getvalue(), heading="名称")
    assert time.process_time() - begin < 0.3


@pytest.mark.parametrize(
    "text", ["\u200b\u200b", "\u202egnp.exe图书馆", "=HYPERLINK(1)", "@SUM(1)", "＝1+2", "a\x00"]
)
def test_text_that_hides_or_acts_is_refused(text):
    with pytest.raises(ValueError):
        words(60)(text)


def test_what_a_page_leaves_between_letters_is_dropped():
    assert words(60)("图\u200b书馆\ufeff") == "图书馆"
    assert words(60)("") == ""
