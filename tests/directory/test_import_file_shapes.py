"""Lists in the shapes of offices: workbooks, encodings, separators, datums."""

import io
from datetime import date

import openpyxl
import pytest
from sqlalchemy import select

from tests.directory.test_entry_imports import line, problems, send, sheet
from tests.factories.directory import north_of
from weijiayuan.db import db
from weijiayuan.directory.models import Site


def workbook(lines, *, merged=()):
    book = openpyxl.Workbook()
    for cells in lines:
        book.active.append(cells)
    for span in merged:
        book.active.merge_cells(span)
    body = io.BytesIO()
    book.save(body)
    return body.getvalue()


def office_workbook():
    """A title, headings of two lines, a community merged over its sites, a date as a number."""
    return workbook(
        [
            ["某街道服务站点一览表"],
            ["序号", "站点名称", "站点类型", "所属社区", "无障碍", None, "核实时间", "开放时段"],
            [None, None, None, None, "坡道", "电梯", None, None],
            [1, "第一站", "微站点", "光明社区", "√", "×", 46340, "9:00-18:00"],
            [2, "第二站", "微站点", None, "有", None, date(2026, 11, 14), "24小时"],
            [],
            ["合计", "2个站点"],
        ],
        merged=["A1:H1", "A2:A3", "B2:B3", "C2:C3", "D2:D3", "E2:F2", "G2:G3", "H2:H3", "D4:D5"],
    )


def plain_rows(separator):
    rows = [
        ("站点名称", "站点类型", "所属社区", "坡道", "电梯", "核实时间", "开放时段"),
        ("第一站", "微站点", "光明社区", "√", "×", "2026/11/14", "9:00-18:00"),
        ("第二站", "微站点", "光明社区", "有", "", "2026年11月14日", "24小时"),
        ("合计", "2个站点", "", "", "", "", ""),
    ]
    return "某街道服务站点一览表\r\n" + "\r\n".join(separator.join(row) for row in rows)


@pytest.mark.parametrize(
    "body",
    [
        office_workbook(),
        plain_rows(",").encode("gb18030"),
        plain_rows(";").encode("utf-8-sig"),
        plain_rows("\t").encode("utf-16"),
        plain_rows("；").encode("gbk"),
    ],
    ids=["workbook", "gbk", "semicolons", "utf-16", "wide semicolons"],
)
def test_lists_in_the_shapes_of_offices_land(admin, body):
    done = send(admin, body)

    assert (done.status_code, done.json.get("added")) == (200, 2), done.json
    first, second = db.session.scalars(select(Site).order_by(Site.name)).all()
    assert (first.name, first.ramp, first.lift, second.lift) == ("第一站", True, False, None)
    assert {first.assured_on, second.assured_on} == {date(2026, 11, 14)}
    assert first.community_code == second.community_code == "440311001001"
    assert send(admin, body).json["unchanged"] == 2


@pytest.mark.parametrize(
    "body", [b"", b"PK\x03\x04broken", b"\xd0\xcf\x11\xe0old", "编号,类型\r\n1,设施".encode()]
)
def test_what_is_no_list_is_refused_with_a_sentence(admin, body):
    told = send(admin, body)

    assert (told.status_code, told.json["code"]) == (422, "directory.sheet_unreadable")


@pytest.mark.parametrize("datum", ["WGS84", "wgs-84", "ＷＧＳ８４", "gps", "GCJ-02", "CGCS2000"])
def test_how_a_list_writes_its_datum_is_nobodys_mistake(admin, datum):
    row = line("D1", place=north_of(20)) | {"坐标系": datum}

    assert problems(send(admin, sheet(row), dry_run=True)) == []
