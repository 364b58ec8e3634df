"""How a shared resource goes from hand to hand. Pure."""

from datetime import datetime, timedelta
from enum import StrEnum

from weijiayuan.kernel.time_span import Span

ANSWER_DAYS = 7
"""A request that its owner leaves unanswered so long lapses, and its time is free again."""


MOST_AHEAD_DAYS = 180
SHORTEST_LOAN = timedelta(minutes=15)
MOST_AT_ONCE = 3
"""Loans of one thing that one member may have asked for or have, not over yet."""
HANDED_OVER_EARLY = timedelta(hours=2)


class ResourceKind(StrEnum):
    ROOM = "room"
    LAB = "lab"
    EQUIPMENT = "equipment"
    EXPERT = "expert"
    COURSE = "course"
    VEHICLE = "vehicle"


KIND_WORDS = {
    ResourceKind.ROOM: "场地",
    ResourceKind.LAB: "实验室",
    ResourceKind.EQUIPMENT: "设备",
    ResourceKind.EXPERT: "专家",
    ResourceKind.COURSE: "课程",
    ResourceKind.VEHICLE: "车辆",
}
LIABILITY = {
    ResourceKind.ROOM: "用完恢复原样；损坏照价赔偿，消防安全由使用方负责。",
    ResourceKind.LAB: "每次都要所有者同意；操作人要经过培训，使用方购买意外险。",
    ResourceKind.EQUIPMENT: "每次都要所有者同意；交接时双方验机，损坏照价赔偿。",
    ResourceKind.EXPERT: "按约定的时间和主题；交通和误餐由使用方承担。",
    ResourceKind.COURSE: "名额不转让；未成年人由监护人陪同。",
    ResourceKind.VEHICLE: "每次都要所有者同意；驾驶人有相应准驾资格，保险由双方写明。",
}
ASKS_EACH_TIME = frozenset({ResourceKind.LAB, ResourceKind.EQUIPMENT, ResourceKind.VEHICLE})


class LoanState(StrEnum):
    """Asked for, agreed, in use, returned, rated; or it came to nothing."""

    ASKED = "asked"
    AGREED = "agreed"
    IN_USE = "in_use"
    RETURNED = "returned"
    RATED = "rated"
    DECLINED = "declined"
    WITHDRAWN = "withdrawn"
    LAPSED = "lapsed"
    CALLED_OFF = "called_off"


MOVES: dict[LoanState, frozenset[LoanState]] = {
    LoanState.ASKED: frozenset(
        {LoanState.AGREED, LoanState.DECLINED, LoanState.WITHDRAWN, LoanState.LAPSED}
    ),
    LoanState.AGREED: frozenset({LoanState.IN_USE, LoanState.CALLED_OFF, LoanState.WITHDRAWN}),
    LoanState.IN_USE: frozenset({LoanState.RETURNED}),
    LoanState.RETURNED: frozenset({LoanState.RATED}),
    LoanState.RATED: frozenset(),
    LoanState.DECLINED: frozenset(),
    LoanState.WITHDRAWN: frozenset(),
    LoanState.LAPSED: frozenset(),
    LoanState.CALLED_OFF: frozenset(),
}


def no_of_the_owner(state: LoanState) -> LoanState:
    """Return what an owner's no makes of a loan: nothing agreed is declined, else called off.

    >>> no_of_the_owner(LoanState.ASKED).value, no_of_the_owner(LoanState.AGREED).value
    ('declined', 'called_off')
    """
    return LoanState.CALLED_OFF if state is LoanState.AGREED else LoanState.DECLINED


CAN_END = frozenset({LoanState.ASKED, LoanState.AGREED})
"""Not in anybody's hands yet: either side may still leave it."""
HOLDING = frozenset({LoanState.ASKED, LoanState.AGREED, LoanState.IN_USE})
GIVEN = frozenset({LoanState.RETURNED, LoanState.RATED})
STATE_WORDS = {
    LoanState.ASKED: "等所有者答复",
    LoanState.AGREED: "已同意",
    LoanState.IN_USE: "使用中",
    LoanState.RETURNED: "已归还",
    LoanState.RATED: "已评价",
    LoanState.DECLINED: "没有同意",
    LoanState.WITHDRAWN: "已撤回",
    LoanState.LAPSED: "七天没有答复，已失效",
    LoanState.CALLED_OFF: "同意过，后来所有者取消了",
}


def hours_used(span: Span, handed_over: datetime | None, returned: datetime | None) -> float:
    """Return how long something was in use, within the time that was agreed, in hours.

    Loans older than the two moments count as agreed.

    >>> begin = datetime(2026, 12, 1, 14)
    >>> agreed = Span(begin, begin + timedelta(hours=4))
    >>> hours_used(agreed, begin - timedelta(hours=1), begin + timedelta(hours=1))
    1.0
    >>> hours_used(agreed, None, None)
    4.0
    """
    begin = max(span.starts_at, handed_over or span.starts_at)
    end = min(span.ends_at, returned or span.ends_at)
    return max(0.0, (end - begin) / timedelta(hours=1))
