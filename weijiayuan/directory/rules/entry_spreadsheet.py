"""Lists of organisations, sites and services as offices send them: the columns of each. Pure."""

import re
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from decimal import Decimal
from enum import StrEnum
from typing import Any

from stdnum.cn import uscc
from stdnum.exceptions import ValidationError

from weijiayuan.directory.rules.opening_hours_parser import HoursRead, read_hours
from weijiayuan.directory.rules.vocabulary import (
    FEATURE_WORDS,
    HOW_WORDS,
    ORGANISATION_WORDS,
    SITE_WORDS,
)
from weijiayuan.files import spreadsheet_tables
from weijiayuan.files.spreadsheet_cells import day, one_of, whole, words, yes
from weijiayuan.files.spreadsheet_tables import Column, RowError, fill
from weijiayuan.places.opening_hours import OnHolidays
from weijiayuan.public_words import fault_in

MOST_ROWS = 2000
NAME = "名称"
NOT_THE_SAME = "确认不重复"


class SheetKind(StrEnum):
    """What a list is of."""

    ORGANISATIONS = "organisations"
    SITES = "sites"
    SERVICES = "services"


SHEET_WORDS = {
    SheetKind.ORGANISATIONS: "单位",
    SheetKind.SITES: "站点和设施",
    SheetKind.SERVICES: "服务",
}


@dataclass(frozen=True, slots=True)
class Row:
    """A row of a list: its values by field, what cannot be read, and what was taken for granted."""

    number: int
    values: Mapping[str, Any]
    errors: tuple[RowError, ...]
    remarks: tuple[RowError, ...] = ()


@dataclass(frozen=True, slots=True)
class EntrySheet:
    """A list that was read, and the headings that nothing here understands."""

    rows: tuple[Row, ...]
    ignored: tuple[str, ...]


CODE = Column("编号", "code", words(40), is_needed=False)
HOLIDAYS = {
    "不开": OnHolidays.CLOSED.value,
    "闭馆": OnHolidays.CLOSED.value,
    "休息": OnHolidays.CLOSED.value,
    "照常": OnHolidays.USUAL.value,
    "开放": OnHolidays.USUAL.value,
    "按周日": OnHolidays.SUNDAY.value,
}
DATUMS = {
    "gcj02": "gcj02",
    "火星坐标": "gcj02",
    "高德": "gcj02",
    "腾讯": "gcj02",
    "wgs84": "wgs84",
    "GPS": "wgs84",
    "天地图": "wgs84",
    "国家2000": "wgs84",
    "CGCS2000": "wgs84",
}
KINDS = {name: kind.value for kind, name in SITE_WORDS.items()} | {
    "党群服务中心/中心": "centre",
    "微站点/微站": "micro",
    "设施": "facility",
    "大厅": "hall",
    "分厅": "park_hall",
    "房间": "room",
}


def public(most: int) -> Callable[[str], str]:
    """Return a reader of what everybody will read of an entry."""
    read = words(most, lines=True)

    def checked(text: str) -> str:
        said = read(text)
        if fault := fault_in(said):
            raise ValueError(fault)
        return said

    return checked


def parts(text: str) -> list[str]:
    """Return what a cell lists.

    >>> parts("身份证、户口本；照片")
    ['身份证', '户口本', '照片']
    """
    found = re.split(r"[、,，;；/\n]+", public(600)(text))
    return [each.strip() for each in found if each.strip()]


def degrees(most: int) -> Callable[[str], float]:
    """Return a reader of degrees that are not a sea off Africa."""

    def read(text: str) -> float:
        try:
            found = float(text.rstrip("°度"))
        except ValueError:
            raise ValueError("要写成度数，如 113.936") from None
        if not 1 <= abs(found) <= most:
            raise ValueError("度数不对，经度和纬度是否写反了")
        return found

    return read


def cost(text: str) -> int:
    """Return what something costs in fen.

    >>> cost("免费"), cost("10元"), cost("2.5")
    (0, 1000, 250)
    """
    if text in {"免费", "无偿", "公益", "不收费"}:
        return 0
    match = re.fullmatch(r"[¥￥]?(\d{1,6}(?:\.\d{1,2})?)元?(?:/次|每次|一次)?", text)
    if match is None:
        raise ValueError("费用要写 免费 或 10元；别的写在收费说明里")
    return int(Decimal(match[1]) * 100)


def credit_code(text: str) -> str:
    """Return a unified social credit code (GB 32100-2015) that checks."""
    try:
        return uscc.validate(text)
    except ValidationError:
        raise ValueError("不是有效的统一社会信用代码") from None


def organisation_columns() -> tuple[Column, ...]:
    """Return the columns of a list of organisations."""
    kinds = {name: kind.value for kind, name in ORGANISATION_WORDS.items()}
    return (
        CODE,
        Column(NAME, "name", public(60)),
        Column("性质", "kind", one_of(kinds)),
        Column("分联盟", "alliance", words(20), is_needed=False),
        Column("统一社会信用代码", "uscc", credit_code, is_needed=False),
        Column("电话", "phone", words(40), is_needed=False),
        Column("简介", "description", public(500), is_needed=False),
        Column(NOT_THE_SAME, "is_another", yes, is_needed=False),
    )


def site_columns() -> tuple[Column, ...]:
    """Return the columns of a list of sites and facilities."""
    features = [
        Column(name, feature.value, yes, is_needed=False) for feature, name in FEATURE_WORDS.items()
    ]
    return (
        CODE,
        Column(NAME, "name", public(60)),
        Column("类型", "kind", one_of(KINDS)),
        Column("社区", "community", words(40), is_needed=False),
        Column("地址", "address", public(120), is_needed=False),
        Column("经度", "lng", degrees(180), is_needed=False),
        Column("纬度", "lat", degrees(90), is_needed=False),
        Column("坐标系", "datum", one_of(DATUMS), is_needed=False),
        Column("开放时间", "hours", words(300, lines=True), is_needed=False),
        Column("节假日", "on_holidays", one_of(HOLIDAYS), is_needed=False),
        Column("电话", "phone", words(40), is_needed=False),
        *features,
        Column("说明", "note", public(300), is_needed=False),
        Column("单位", "organisation", words(60), is_needed=False),
        Column("所在站点", "parent", words(60), is_needed=False),
        Column("服务", "services", parts, is_needed=False),
        Column("核实日期", "assured_on", day, is_needed=False),
        Column(NOT_THE_SAME, "is_another", yes, is_needed=False),
    )


def service_columns() -> tuple[Column, ...]:
    """Return the columns of a list of services."""
    return (
        CODE,
        Column(NAME, "name", public(40)),
        Column("需要", "need", words(20)),
        Column("内容", "text", public(500)),
        Column("方式", "how", one_of({name: how.value for how, name in HOW_WORDS.items()})),
        Column("对象", "who", public(200), is_needed=False),
        Column("清单序号", "list_no", whole(1, 100), is_needed=False),
        Column("适用规则", "rule", words(40), is_needed=False),
        Column("费用", "cost_fen", cost, is_needed=False),
        Column("收费说明", "fees", public(200), is_needed=False),
        Column("材料", "papers", parts, is_needed=False),
        Column("办理分钟", "minutes", whole(1, 1440, counted="分钟"), is_needed=False),
        Column("频次", "how_often", public(60), is_needed=False),
        Column("质量标准", "quality", public(300), is_needed=False),
        Column("投诉电话", "complaints", words(40), is_needed=False),
        Column("电话", "phone", words(40), is_needed=False),
        Column("单位", "organisation", words(60), is_needed=False),
        Column(NOT_THE_SAME, "is_another", yes, is_needed=False),
    )


COLUMNS: dict[SheetKind, Callable[[], tuple[Column, ...]]] = {
    SheetKind.ORGANISATIONS: organisation_columns,
    SheetKind.SITES: site_columns,
    SheetKind.SERVICES: service_columns,
}
ALSO = {
    "序号": "行次",
    "站点编号": "编号",
    "设施编号": "编号",
    "服务编号": "编号",
    "站点名称": NAME,
    "设施名称": NAME,
    "场所名称": NAME,
    "服务名称": NAME,
    "单位名称": NAME,
    "站点类型": "类型",
    "设施类型": "类型",
    "类别": "类型",
    "所属社区": "社区",
    "社区名称": "社区",
    "社区代码": "社区",
    "详细地址": "地址",
    "开放时段": "开放时间",
    "服务时间": "开放时间",
    "联系电话": "电话",
    "电梯": "电梯",
    "备注": "说明",
    "所属单位": "单位",
    "责任单位": "单位",
    "需求": "需要",
    "服务内容": "内容",
    "服务方式": "方式",
    "服务对象": "对象",
    "所需材料": "材料",
    "信用代码": "统一社会信用代码",
    "所属分联盟": "分联盟",
    "核实时间": "核实日期",
}


def headings(kind: SheetKind) -> list[str]:
    """Return the headings of the template."""
    return [column.heading for column in COLUMNS[kind]()]


def read_sheet(kind: SheetKind, body: bytes) -> EntrySheet:
    """Read the rows of a list. Raises `Unreadable` when it is none."""
    columns = COLUMNS[kind]()
    needed = [each.heading for each in columns if each.is_needed]
    table = spreadsheet_tables.read_table(body, key=NAME, needed=needed, also=ALSO, most=MOST_ROWS)
    known = {"", "行次", *(each.heading for each in columns)}
    ignored = [each for each in dict.fromkeys(table.headings) if each not in known]
    return EntrySheet(tuple(_row(line, columns) for line in table.lines), tuple(ignored))


def _row(line: spreadsheet_tables.Line, columns: Iterable[Column]) -> Row:
    values: dict[str, Any] = {}
    errors = [*line.errors, *fill(line, columns, values)]
    remarks: list[RowError] = []
    said = values.pop("on_holidays", None)
    if "hours" in values:
        errors += _read_hours(line.number, values, said, remarks)
    elif said is not None:
        errors.append(RowError(line.number, "开放时间", "写了节假日，也请写开放时间"))
    errors += _check_place(line.number, values)
    return Row(line.number, values, tuple(errors), tuple(remarks))


def _read_hours(
    number: int, values: dict[str, Any], said: str | None, remarks: list[RowError]
) -> list[RowError]:
    """Put a timetable in place of the words; what cannot be read is an error."""
    try:
        read: HoursRead = read_hours(
            values.pop("hours"), on_holidays=OnHolidays(said) if said else None
        )
    except ValueError as error:
        return [RowError(number, "开放时间", str(error))]
    if not read.says_holidays:
        remarks.append(RowError(number, "节假日", "没有写，先按法定节假日不开"))
    values["hours"] = read.timetable
    return []


def _check_place(number: int, values: dict[str, Any]) -> list[RowError]:
    """Return what a point lacks: it has both degrees and says in which datum they are."""
    given = {"lng", "lat", "datum"} & values.keys()
    if not given & {"lng", "lat"}:
        values.pop("datum", None)
        return []
    names = {"lng": "经度", "lat": "纬度", "datum": "坐标系"}
    return [
        RowError(number, heading, "有坐标的，经度、纬度、坐标系都要写")
        for name, heading in names.items()
        if name not in given
    ]
