"""Lists of sites, services and organisations: rehearsed row by row, taken in whole or not at all."""

import csv
import io
from base64 import b64encode
from datetime import date

import pytest
from sqlalchemy import func, select

from tests.factories.directory import HERE, hours, make_service, make_site, north_of
from weijiayuan.accounts.rules import Role, Territory, TerritoryKind
from weijiayuan.audit.models import AuditEntry
from weijiayuan.db import db
from weijiayuan.directory.models import Organisation, Service, ServiceAt, Site
from weijiayuan.notices.models import Notice
from weijiayuan.places import grid_lookup

URL = "/api/v1/directory/imports"
BEFORE = date(2026, 11, 1)
HEADS = ["编号", "名称", "类型", "社区", "地址", "经度", "纬度", "坐标系", "开放时间", "节假日", "电话", "坡道", "服务"]  # fmt: skip


@pytest.fixture
def here(now):
    """The community and the grid of the square."""
    return grid_lookup.grid_at(HERE).grid


def line(code="", name="测试广场", kind="文体设施", place=HERE, **more):
    point = {"经度": place.lng, "纬度": place.lat, "坐标系": "火星坐标"} if place else {}
    return {"编号": code, "名称": name, "类型": kind, **point} | more


def sheet(*lines, heads=HEADS, separator=",", encoding="utf-8"):
    text = io.StringIO()
    writer = csv.DictWriter(text, heads, delimiter=separator)
    writer.writeheader()
    writer.writerows(lines)
    return text.getvalue().encode(encoding)


def send(speaker, body, *, kind="sites", **more):
    usual = {"as_of": "2026-11-20", "source": "测试名单", "dry_run": False}
    sent = {"kind": kind, "file": b64encode(body).decode()}
    return speaker.post(URL, json=sent | usual | more)


def count(model):
    return db.session.scalar(select(func.count()).select_from(model))


def site(code):
    db.session.expire_all()
    return db.session.scalars(select(Site).filter_by(code=code)).one_or_none()


def problems(answer):
    told = answer.json.get("findings") or [
        each for row in answer.json["rows"] for each in row["problems"]
    ]
    return [(each["row"], each["column"]) for each in told]


def test_a_rehearsal_says_row_by_row_what_the_import_then_does(admin, client):
    make_service(code="S9", name="量血压")
    old = make_site(
        code="F1", name="旧名广场", opens=hours("09:00-18:00"), phone="111", assured_on=BEFORE
    )
    same = make_site(north_of(900), code="F2", name="不变的馆", kind="facility", assured_on=BEFORE)
    body = sheet(
        line("F1", "新名广场", 电话="222", 开放时间="工作日9:00-12:00、14:00-18:00", 坡道="有"),
        line("F2", "不变的馆", place=None),
        line("F3", "新馆", place=north_of(1500), 服务="量血压", 开放时间="每天9-21点"),
    )

    rehearsed = send(admin, body, dry_run=True).json
    before = (count(Site), site("F1").phone, site("F3"))
    really = send(admin, body, plan=rehearsed["plan"]).json
    again = send(admin, body).json

    outcomes = [row["outcome"] for row in rehearsed["rows"]]
    assert outcomes == ["changed", "unchanged", "added"]
    assert before == (2, "111", None)
    told = {
        each["column"]: (each["before"], each["after"]) for each in rehearsed["rows"][0]["changes"]
    }
    assert told["名称"] == ("旧名广场", "新名广场")
    assert told["坡道"] == ("", "有")
    assert told["开放时间"][1].startswith(
        "周一至周五09:00至12:00；周一至周五14:00至18:00；法定节假日闭馆"
    )
    assert rehearsed["rows"][2]["remarks"][0]["column"] == "节假日"
    assert (really["added"], really["changed"], really["rows"]) == (1, 1, rehearsed["rows"])
    assert (again["added"], again["changed"], again["unchanged"]) == (0, 0, 3)
    assert (site("F1").phone, site("F1").assured_on, site("F1").assured_by.value) == (
        "222",
        date(2026, 11, 20),
        "import",
    )
    assert (site("F2").version, site("F2").source) == (same.version, "")
    assert [each.service.name for each in db.session.scalars(select(ServiceAt))] == ["量血压"]
    page = client.get(f"/api/v1/sites/{old.id}").json
    assert page["assured"]["by"] == "按公开名单录入"
    (entry,) = db.session.scalars(
        select(AuditEntry).filter_by(action="directory imported", subject_id="sites").limit(1)
    )
    assert entry is not None


@pytest.mark.parametrize(
    ("more", "column"),
    [
        ({"类型": "飞船"}, "类型"),
        ({"名称": ""}, "名称"),
        ({"坐标系": ""}, "坐标系"),
        ({"纬度": ""}, "纬度"),
        ({"经度": "22.7", "纬度": "113.9"}, "纬度"),
        ({"经度": "114.06", "纬度": "22.54"}, "经度"),
        ({"经度": "0", "纬度": "0"}, "经度"),
        ({"开放时间": "电话预约"}, "开放时间"),
        ({"节假日": "不开"}, "开放时间"),
        ({"社区": "没有的社区"}, "社区"),
        ({"社区": "白花社区"}, "社区"),
        ({"服务": "没有的服务"}, "服务"),
        ({"坡道": "也许"}, "坡道"),
        ({"经度": "", "纬度": "", "坐标系": ""}, "社区"),
        ({"电话": "1" * 41}, "电话"),
        ({"编号": "OK1"}, "编号"),
    ],
)
def test_one_bad_row_is_named_by_row_and_column_and_nothing_lands(admin, more, column):
    good = line("OK1", "好的馆", place=north_of(1200))
    body = sheet(good, line("B1", "测试广场") | more)

    rehearsed, really = send(admin, body, dry_run=True), send(admin, body)

    assert (rehearsed.status_code, rehearsed.json["faulty"]) == (200, 1)
    assert (3, column) in problems(rehearsed)
    assert (really.status_code, really.json["code"]) == (409, "directory.sheet_faulty")
    assert problems(really) == problems(rehearsed)
    assert count(Site) == 0


def test_a_row_under_another_name_is_asked_about_until_somebody_says_it_is_another(admin):
    make_site(code="K1", name="光明社区党群服务中心", assured_on=BEFORE)
    heads = [*HEADS, "确认不重复"]
    twin = line("K2", "光明党群服务中心", place=north_of(60))

    asked = send(admin, sheet(twin, heads=heads))
    inside = send(admin, sheet(line("K3", "健身点", place=north_of(3000)), line("K4", "健身点", place=north_of(3050)), heads=heads), dry_run=True)  # fmt: skip
    said = send(admin, sheet(twin | {"确认不重复": "是"}, heads=heads))

    assert problems(asked) == [(2, "确认不重复")]
    assert "光明社区党群服务中心" in asked.json["findings"][0]["problem"]
    assert "60米" in asked.json["findings"][0]["problem"]
    assert problems(inside) == [(3, "确认不重复")]
    assert (said.status_code, count(Site)) == (200, 2)


def test_a_keeper_takes_in_what_lies_in_their_own_community_and_nothing_else(now, here, as_desk):
    own = Territory(TerritoryKind.COMMUNITY, here.community_code)
    keeper = as_desk(Role.VENUE_KEEPER, territory=own)
    others = make_site(north_of(6000), code="O1", name="别人的馆", assured_on=BEFORE)
    assert others.community_code != here.community_code
    rows = {
        "elsewhere": line("N1", "新馆", place=north_of(6000)),
        "changes another's": line("O1", "改名的馆", place=None),
        "takes another's over": line("O1", "别人的馆", place=HERE),
        "says so only": line("N2", "新馆", place=None, 社区="白花社区"),
    }

    for row in rows.values():
        assert problems(send(keeper, sheet(row))) == [(2, "社区")]
    done = send(keeper, sheet(line("N3", "自己的馆")))
    moved = send(keeper, sheet(line("N3", "自己的馆", place=north_of(6000))))
    services = send(keeper, b"", kind="services")

    assert (done.status_code, done.json["added"]) == (200, 1)
    assert problems(moved) == [(2, "社区")]
    assert services.status_code == 403 or services.json["code"] == "directory.sheet_unreadable"
    assert site("O1").name == "别人的馆"


def test_who_keeps_nothing_or_is_on_the_telephone_takes_nothing_in(
    now, as_resident, as_role, as_desk
):
    body = sheet(line("N1"))

    told = [
        send(who, body).status_code
        for who in (as_resident(), as_role(Role.ADMIN), as_desk(Role.SUPERVISOR))
    ]

    assert told == [403, 403, 403]
    assert count(Site) == 0


def test_a_true_list_takes_the_place_of_samples_with_nothing_invented_left(admin):
    made_up = make_site(code="C-1", name="光明社区党群服务中心", phone="0755-0000（示例）", opens=hours("09:00-21:00"), ramp=True, is_sample=True, assured_by="sample", note="示例")  # fmt: skip

    done = send(admin, sheet(line("R1", "光明社区党群服务中心", "党群服务中心", 电话="88880000")))

    assert done.json["changed"] == 1
    real = site("R1")
    assert (real.id, real.is_sample, real.phone) == (made_up.id, False, "88880000")
    assert (real.hours_id, real.ramp, real.note, real.assured_on) == (
        None,
        None,
        "",
        date(2026, 11, 20),
    )


def test_an_older_list_does_not_undo_what_somebody_looked_at_since(admin, as_resident):
    make_site(code="F1", name="测试广场", phone="新电话", assured_on=date(2026, 11, 25))
    resident = as_resident()
    resident.post(f"/api/v1/sites/{site('F1').id}/saves", json={})

    old = send(admin, sheet(line("F1", 电话="旧电话")))
    new = send(
        admin, sheet(line("F1", 电话="更新的", 开放时间="每天9:00-17:00")), as_of="2026-11-26"
    )

    assert problems(old) == [(2, "核实日期")]
    assert (new.status_code, site("F1").phone) == (200, "更新的")
    told = db.session.scalars(select(Notice).filter_by(template="site_hours")).one()
    assert (told.resident_id, "每天09:00至17:00" in told.text) == (resident.resident.id, True)
    moved = db.session.scalars(select(Notice).filter_by(template="site_moved")).one()
    assert "电话由“新电话”改为“更新的”" in moved.text
    assert (
        send(admin, sheet(line("F1")), as_of="2026-11-28").json["code"]
        == "directory.list_from_the_future"
    )


def test_what_was_seen_is_what_is_done(admin):
    body = sheet(line("F1", "测试广场"))
    seen = send(admin, body, dry_run=True).json["plan"]
    make_site(code="F1", name="别的名", assured_on=BEFORE)

    done = send(admin, body, plan=seen)

    assert (done.status_code, done.json["code"]) == (409, "directory.plan_changed")
    assert site("F1").name == "别的名"


def test_services_and_organisations_come_in_by_lists_too(admin, client):
    make_service(
        code="S001", list_no=1, name="示例服务", is_sample=True, papers=["身份证"], minutes=9
    )
    heads = ["编号", "名称", "性质", "分联盟", "统一社会信用代码"]
    firm = {"名称": "示例研究院", "性质": "事业单位", "分联盟": "教育", "统一社会信用代码": "91110000600037341L"}  # fmt: skip
    organisations = [send(admin, sheet(firm | more, heads=heads), kind="organisations") for more in ({}, {"名称": "另一家", "编号": "X"}, {"统一社会信用代码": "91110000600037341X"})]  # fmt: skip
    heads = ["清单序号", "名称", "需要", "内容", "方式", "费用", "材料", "单位", "适用规则"]
    row = {"清单序号": 1, "名称": "开居住证明", "需要": "开证明", "内容": "当场开", "方式": "直接去", "费用": "免费", "单位": "示例研究院", "适用规则": "六十岁"}  # fmt: skip
    wrong = send(admin, sheet(row, heads=heads), kind="services")
    right = send(admin, sheet(row | {"适用规则": ""}, heads=heads), kind="services")

    assert [each.status_code for each in organisations] == [200, 409, 409]
    assert problems(organisations[1]) == problems(organisations[2]) == [(2, "统一社会信用代码")]
    assert problems(wrong) == [(2, "适用规则")]
    assert right.json["changed"] == 1
    service = db.session.scalars(select(Service)).one()
    assert (service.code, service.name, service.papers, service.minutes) == (
        "S001",
        "开居住证明",
        [],
        None,
    )
    assert (service.is_sample, service.cost_fen) == (False, 0)
    assert db.session.scalars(select(Organisation)).one().alliance == "education"


def test_the_command_has_the_same_guards(now, app, here, tmp_path):
    path = tmp_path / "list.csv"
    path.write_bytes(sheet(line("N1", "自己的馆"), line("N2", "外面的馆", place=north_of(6000))))
    usual = ["directory", "import", "sites", str(path), "--as-of", "2026-11-20", "--source", "测试"]
    run = app.test_cli_runner().invoke

    refused = run(args=[*usual, "--community", here.community_code])
    rehearsed = run(args=[*usual, "--dry-run"])
    between = count(Site)
    done = run(args=usual)

    assert (refused.exit_code, "row 3, 社区: 不在您负责的范围" in refused.output) == (1, True)
    assert ("2 rows: 2 added" in rehearsed.output, between) == (True, 0)
    assert (done.exit_code, count(Site)) == (0, 2)
    assert run(args=["directory", "template", "services"]).output.startswith("编号,名称,需要")


def test_hundreds_of_facilities_with_numbers_are_no_duplicates_of_each_other(admin):
    rows = [
        line(f"G{n}", f"健身设施{n}号", place=north_of(7 * (n % 200), east=70 * (n // 200)))
        for n in range(400)
    ]
    done = send(admin, sheet(*rows))

    assert (done.status_code, done.json.get("added")) == (200, 400), problems(done)[:3]
    assert count(Site) == 400


@pytest.mark.parametrize("role", [Role.VENUE_KEEPER, Role.SECRETARY])
@pytest.mark.parametrize("kind", ["services", "organisations"])
def test_lists_of_the_district_are_the_administrators_whatever_else_one_keeps(
    now, as_desk, role, kind
):
    """A keeper of the whole district is no administrator, and is told before a row is read."""
    heads = ["编号", "名称", "性质", "需要", "内容", "方式", "费用"]
    row = {"编号": "X1", "名称": "律师值班", "性质": "企业", "需要": "看法律问题"}
    full = row | {"内容": "请先交500元", "方式": "直接去", "费用": "500元"}

    answers = [
        send(as_desk(role), sheet(each, heads=heads), kind=kind, dry_run=dry)
        for each in (row, full)
        for dry in (True, False)
    ]

    assert {(each.status_code, each.json["code"]) for each in answers} == {
        (403, "directory.not_your_list")
    }
    assert (count(Service), count(Organisation)) == (0, 0)


def test_a_list_gives_nobodys_number_in_words_that_all_read(admin):
    text = "找张三13812345678"
    columns = ["名称", "地址", "说明"]
    body = sheet(
        *[
            line(f"N{at}", f"馆{at}号", place=north_of(900 * at)) | {column: text}
            for at, column in enumerate(columns)
        ],
        heads=[*HEADS, "说明"],
    )

    assert problems(send(admin, body)) == list(zip((2, 3, 4), columns, strict=True))
    assert send(admin, sheet(line("N9")), source=text).status_code == 422
