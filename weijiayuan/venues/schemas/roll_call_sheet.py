"""The roll-call sheet of an activity: a row for each who comes, a box for each date."""

from collections.abc import Iterable, Sequence
from io import BytesIO
from typing import Any

from weijiayuan.kernel.clock import CHINA
from weijiayuan.kernel.time_span import Span
from weijiayuan.venues.models import Activity
from weijiayuan.venues.queries.activity_participants import Participant
from weijiayuan.venues.rules.states import LIVE, BookingState

HEAD = ("序号", "场次", "姓名", "年龄", "监护人", "关系", "人数", "状态")
RELATIONS = {
    "child": "子女",
    "parent": "父母",
    "spouse": "配偶",
    "grandparent": "祖父母",
    "grandchild": "孙子女",
    "ward": "被监护人",
}


def workbook(activity: Activity, rows: Sequence[Participant], meetings: Sequence[Span]) -> bytes:
    """Write the sheet. Every cell is text or a number, never a formula."""
    from openpyxl import Workbook  # noqa: PLC0415  # heavy, and seldom asked for

    book, out = Workbook(), BytesIO()
    sheet: Any = book.active
    sheet.title = "点名表"
    for line in lines(activity, rows, meetings):
        sheet.append(line)
        for cell in sheet[sheet.max_row]:
            if isinstance(cell.value, str):
                cell.data_type = "s"
    sheet.freeze_panes = "A3"
    for column, width in zip("ABCDEFGH", (6, 14, 14, 6, 14, 8, 6, 12), strict=True):
        sheet.column_dimensions[column].width = width
    book.save(out)
    return out.getvalue()


def lines(
    activity: Activity, rows: Sequence[Participant], meetings: Sequence[Span]
) -> Iterable[list[Any]]:
    """Yield the title, the head, and one line for each who is registered, then who waits."""
    questions = activity.questions
    yield [f"{activity.title} 点名表"]
    yield [*HEAD, *(one["text"] for one in questions), *(_day(one) for one in meetings)]
    order = sorted(rows, key=lambda one: (one.session, one.state == BookingState.WAITING.value))
    for number, one in enumerate(order, start=1):
        yield [
            number,
            one.session,
            one.name,
            "不详" if one.age is None else one.age,
            one.guardian or "",
            RELATIONS.get(one.relation or "", one.relation or ""),
            one.people,
            one.state_text,
            *(one.answers.get(question["id"], "") for question in questions),
            *_boxes(one, meetings),
        ]


def _boxes(one: Participant, meetings: Sequence[Span]) -> list[str]:
    if one.state not in {state.value for state in LIVE - {BookingState.WAITING}}:
        return [""] * len(meetings)
    return ["√" if meeting.starts_at in one.visits else "□" for meeting in meetings]


def _day(span: Span) -> str:
    local = span.starts_at.astimezone(CHINA)
    return f"{local.month}月{local.day}日{local:%H:%M}"
