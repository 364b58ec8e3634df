"""Lists as offices send them: workbooks, odd separators and encodings, titles, sums, loose cells."""

import csv
import io
from base64 import b64encode
from datetime import date, datetime, time, timedelta

import openpyxl
import pytest
from sqlalchemy import select

from tests.factories.jobs import make_employer, make_open_job, make_places
from tests.jobs.test_lists import row, table
from weijiayuan.accounts.rules import Role
from weijiayuan.db import db
from weijiayuan.files.spreadsheet_cells import day, yes
from weijiayuan.files.spreadsheet_reading import Unreadable, cells_of
from weijiayuan.jobs.models import Job
from weijiayuan.jobs.rules.post_spreadsheet import headings
from weijiayuan.jobs.rules.spreadsheet_cells import (
    days_a_week,
    how_many,
    insured,
    last_day,
    months,
    pay,
    pay_unit,
)
from weijiayuan.kernel import clock

IMPORTS = "/api/v1/staff/jobs/imports"


@pytest.fixture
def staff(as_role):
    make_places()
    return as_role(Role.DEPARTMENT)


@pytest.fixture
def employer(staff):
    """An employer known to staff: it had a post in public before."""
    known = make_employer()
    make_open_job(known, title="旧岗位")
    return known


def workbook(lines, *, merged=()):
    book = openpyxl.Workbook()
    for line in lines:
        book.active.append(line)
    for span in merged:
        book.active.merge_cells(span)
    body = io.BytesIO()
    book.save(body)
    return body.getvalue()


def send(staff, body, **more):
    return staff.post(IMPORTS, json={"file": b64encode(body).decode()} | more)


def line_of(cells):
    return [cells.get(heading, "") for heading in headings()]


def stored(reference):
    return db.session.scalar(select(Job).filter_by(source_ref=reference))


def test_a_workbook_with_title_merged_cells_blank_and_total_rows_lands(staff, employer):
    first, second = row(employer, 1), row(employer, 2)
    until = clock.local_date(clock.now()) + timedelta(days=20)
    first["有效期至"] = datetime.combine(until, time.min)
    second |= {"人数": 3, "最低工资": 5000.0, "统一社会信用代码": "", "包吃": "√", "缴社保": True}
    lines = [
        ["某街道2026年用工需求表"],
        ["填报单位：人力资源服务中心"],
        headings(),
        line_of(first),
        line_of(second),
        [],
        ["合计", "2个岗位"],
        ["备注：以上岗位长期有效"],
    ]

    report = send(staff, workbook(lines, merged=["A1:F1", "A4:A5"])).json

    assert (report["rows"], report["published"], report["errors"]) == (2, 2, [])
    assert stored("A001").valid_until == until
    assert (stored("A002").board, stored("A002").wanted, stored("A002").insured) == (True, 3, True)


@pytest.mark.parametrize("separator", [",", ";", "\t"])
@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "gb18030", "utf-16"])
def test_every_separator_and_encoding_that_spreadsheets_save_is_read(separator, encoding):
    text = io.StringIO()
    csv.writer(text, delimiter=separator).writerows([headings(), ["一", "二，三"]])

    lines = cells_of(text.getvalue().encode(encoding), heading="信用代码")

    assert lines[0] == headings()
    assert lines[1] == ["一", "二，三"]


def test_the_command_reads_what_a_chinese_spreadsheet_saves(app, employer, tmp_path):
    path = tmp_path / "list.csv"
    path.write_bytes(table([row(employer, 1)]).replace(",", ";").encode("gb18030"))

    ran = app.test_cli_runner().invoke(args=["jobs", "import", str(path), "--dry-run"])

    assert ran.output.startswith("1 rows: 1 published"), ran.output


@pytest.mark.parametrize(
    "written", ["2026年12月31日", "2026/12/31", "2026.12.31", "2026-12-31", "20261231", "46387"]
)
def test_a_day_is_read_however_it_is_written(written):
    assert day(written) == date(2026, 12, 31)


@pytest.mark.parametrize(
    ("written", "least", "most", "unit"),
    [
        ("5000-7000元/月", 500_000, 700_000, "month"),
        ("5000～7000", 500_000, 700_000, None),
        ("5,000元", 500_000, None, None),
        ("5k-7k", 500_000, 700_000, None),
        ("0.6万-0.8万/月", 600_000, 800_000, "month"),
        ("26元/小时", 2600, None, "hour"),
        ("5500元以上", 550_000, None, None),
        ("￥200/天", 20_000, None, "day"),
        ("6K-8K", 600_000, 800_000, None),
        ("8-10K", 800_000, 1_000_000, None),
        ("6千-8千", 600_000, 800_000, None),
        ("2千5", 250_000, None, None),
        ("五千五", 550_000, None, None),
        ("一万二", 1_200_000, None, None),
        ("6000以上", 600_000, None, None),
        ("综合工资7000左右", 700_000, None, "month"),
        ("月薪5500-7000元", 550_000, 700_000, "month"),
        ("底薪3000+提成", 300_000, None, "month"),
        ("时薪26元", 2600, None, "hour"),
        ("26元/h", 2600, None, "hour"),
        ("26-28元一小时", 2600, 2800, "hour"),
        ("200—240元/天", 20_000, 24_000, "day"),
    ],
)
def test_pay_is_read_as_people_write_it(written, least, most, unit):
    read = pay(written)
    assert (read.least, read.most, read.unit) == (least, most, unit)


@pytest.mark.parametrize("written", ["面议", "工资面议", "3000以上，面谈"])
def test_negotiable_pay_has_a_sentence_of_its_own(written):
    with pytest.raises(ValueError, match="面议"):
        pay(written)


@pytest.mark.parametrize(
    ("written", "meant"), [("√", True), ("包", True), ("×", False), ("无", False)]
)
def test_ticks_and_crosses_are_yes_and_no(written, meant):
    assert yes(written) is meant


@pytest.mark.parametrize(
    ("written", "unit"), [("6K", "month"), ("26", "hour"), ("220", "day"), ("150元/天", "day")]
)
def test_what_a_sum_is_for_is_plain_from_its_size_where_nothing_says_it(written, unit):
    assert pay(written).likely_unit == unit


@pytest.mark.parametrize(
    ("read", "written", "meant"),
    [
        (how_many(1, 10_000), "3-5人", 5),
        (how_many(1, 10_000), "10人以上", 10),
        (how_many(1, 10_000), "五名", 5),
        (how_many(1, 10_000), "12.0", 12),
        (insured, "五险一金", True),
        (insured, "缴五险", True),
        (insured, "按规定缴纳", True),
        (insured, "√", True),
        (insured, "不缴", False),
        (insured, "无", False),
        (months(600, endless=0), "三年", 36),
        (months(600, endless=0), "3年一签", 36),
        (months(600, endless=0), "无固定期限", 0),
        (months(600, endless=0), "长期", 0),
        (months(24), "两个月", 2),
        (months(24), "半年", 6),
        (months(24), "无", 0),
        (days_a_week, "双休", 5),
        (days_a_week, "六天", 6),
        (pay_unit({}), "元/月", "month"),
        (pay_unit({}), "时薪", "hour"),
        (pay_unit({}), "按件", None),
    ],
)
def test_cells_are_read_as_offices_fill_them(read, written, meant):
    if meant is None:
        with pytest.raises(ValueError, match="只能写"):
            read(written)
    else:
        assert read(written) == meant


@pytest.mark.parametrize(
    ("read", "written", "told"),
    [
        (how_many(1, 10_000), "若干", "几个人"),
        (how_many(1, 10_000), "数名", "几个人"),
        (last_day, "长期", "九十天"),
        (last_day, "招满为止", "九十天"),
    ],
)
def test_what_the_law_wants_counted_or_dated_has_a_sentence_of_its_own(read, written, told):
    with pytest.raises(ValueError, match=told):
        read(written)


def test_a_row_as_offices_fill_it_lands_with_what_it_says(staff, employer):
    loose = row(
        employer, 1, 人数="3-5人", 最低工资="6K-8K", 最高工资="", 计薪单位="", 缴社保="五险一金"
    )

    report = send(staff, table([loose | {"合同月数": "三年", "每周天数": "双休"}]).encode()).json

    assert report["errors"] == []
    job = stored("A001")
    assert (job.wanted, job.pay_min_fen, job.pay_max_fen, job.pay_unit) == (
        5,
        600_000,
        800_000,
        "month",
    )
    assert (job.insured, job.contract_months, job.days_per_week) == (True, 36, 5)
    assert "五险一金" in job.benefits


def test_loose_cells_are_understood(staff, employer):
    loose = row(
        employer,
        1,
        人数="3人",
        最低工资="5000-7000元/月",
        最高工资="",
        计薪单位="",
        社区代码="光明社区",
        职业="普工",
        每天小时="8小时",
        每周天数="6天",
    )

    report = send(staff, table([loose]).encode()).json

    assert report["errors"] == []
    job = stored("A001")
    assert (job.wanted, job.pay_min_fen, job.pay_max_fen) == (3, 500_000, 700_000)
    assert (job.occupation, job.community_code) == ("general_worker", "440311001001")


@pytest.mark.parametrize(
    ("changed", "column"),
    [
        ({"岗位名称": "普" * 300}, "岗位名称"),
        ({"每天小时": "0.001"}, "每天小时"),
        ({"工作内容": "组装\x00产品"}, "工作内容"),
        ({"工作内容": "组" * 2001}, "工作内容"),
        ({"地址": "路" * 121}, "地址"),
        ({"最低工资": "面议"}, "最低工资"),
        ({"最低工资": "7000", "最高工资": "5000"}, "最高工资"),
    ],
)
def test_what_the_form_refuses_the_list_refuses_by_row_and_column(staff, employer, changed, column):
    body = table([row(employer, 1), row(employer, 2, **changed), row(employer, 3)]).encode()

    report = send(staff, body).json

    assert (report["published"], report["bad"]) == (2, 1)
    assert [(each["row"], each["column"]) for each in report["errors"]] == [(3, column)]


def test_the_first_posts_of_a_new_employer_are_seen_by_a_person(staff):
    body = table([row(make_employer(), 1)]).encode()

    assert send(staff, body, dry_run=True).json["in_review"] == 1
    assert send(staff, body).json["in_review"] == 1


def test_a_changed_row_sent_again_changes_its_post_with_its_checks(staff, employer):
    send(staff, table([row(employer, number) for number in (1, 2, 3)]).encode())

    changed = [
        row(employer, 1, 人数="8"),
        row(employer, 2, 最低工资="6000"),
        row(employer, 3, 福利="有班车"),
    ]
    rehearsed = send(staff, table(changed).encode(), dry_run=True).json
    report = send(staff, table(changed).encode()).json
    again = send(staff, table(changed).encode()).json

    assert rehearsed["updated"] == report["updated"] == 3
    assert (stored("A001").wanted, stored("A001").state) == (8, "published")
    assert (stored("A002").pay_min_fen, stored("A002").state) == (600_000, "in_review")
    assert (stored("A003").benefits, stored("A003").state) == ("有班车", "in_review")
    assert (again["updated"], again["repeated"]) == (0, 3)


def test_a_changed_row_that_is_unlawful_is_refused(staff, employer):
    send(staff, table([row(employer, 1)]).encode())
    report = send(staff, table([row(employer, 1, 招聘条件="限男性")]).encode()).json
    assert (report["updated"], report["bad"]) == (0, 1)
    assert stored("A001").requirements == "年满18周岁"


def test_the_same_post_under_five_numbers_lands_once(staff, employer):
    rows = [row(employer, number, 岗位名称="普工") for number in range(5)]
    report = send(staff, table(rows).encode()).json
    assert (report["published"], report["bad"]) == (1, 4)


@pytest.mark.parametrize(
    "body", [b"PK\x03\x04 no workbook", b"\xd0\xcf\x11\xe0 old", b"\xff\xff\xff\x81"]
)
def test_what_is_no_sheet_is_refused_in_a_sentence(body):
    with pytest.raises(Unreadable):
        cells_of(body, heading="信用代码")


@pytest.mark.parametrize("body", [{}, {"csv": "a", "file": "YQ=="}, {"file": "%%%"}])
def test_one_file_is_sent_whole(staff, body):
    assert staff.post(IMPORTS, json=body).status_code == 422
