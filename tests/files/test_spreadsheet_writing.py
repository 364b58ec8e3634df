"""Sheets that are taken away: what somebody wrote never becomes a formula."""

import csv
from io import BytesIO, StringIO

import pytest
from openpyxl import load_workbook

from weijiayuan.files.spreadsheet_writing import as_csv, as_xlsx, harmless


@pytest.mark.parametrize(
    "said",
    [
        "=1+1",
        "+8613800000000 转",
        "-2+3",
        "@SUM(A1)",
        "\t=1",
        " =1",
        "\u200b=1",
        "\ufeff=1",
        "＝1+1",
        "＋cmd",
        "|calc",
        "%0A",
        "\n=1",
    ],
)
def test_what_begins_like_a_formula_is_text(said):
    assert harmless(said).startswith("'")
    book = load_workbook(BytesIO(as_xlsx("表", ["甲"], [[said]])))
    cell = book.active["A2"]
    assert (cell.data_type, cell.value[0]) == ("s", "'")


@pytest.mark.parametrize("said", ["-3", "+4.5", "12%", "路灯不亮", "a=b", "1-2", "", 7, None])
def test_numbers_and_plain_words_stay_as_they_are(said):
    assert harmless(said) == said


def test_commas_quotes_and_lines_stay_in_their_cell():
    said = ['他说"好",走了', "两\n行", None, 3]
    text = as_csv(["甲", "乙", "丙", "丁"], [said]).decode("utf-8-sig")

    assert list(csv.reader(StringIO(text)))[1] == ['他说"好",走了', "两\n行", "", "3"]


def test_a_workbook_opens_whatever_its_title_and_letters():
    book = load_workbook(BytesIO(as_xlsx("事项/[全部]:*?", ["甲"], [["好\x0b的"], ["路" * 500]])))

    sheet = book.active
    assert sheet.title == "事项  全部"
    assert sheet["A2"].value == "好的"
    assert sheet.freeze_panes == "A2"
